import { findPasswordFault, shortestPassword } from '../people/passwords.ts'

export const passwordHelp = `Не короче ${shortestPassword} знаков. Лучше всего — несколько слов подряд.`

/** What is wrong with a password typed twice, in words, or nothing. */
export function newPasswordProblem(password: string, again: string): string | undefined {
  const fault = findPasswordFault(password)
  if (fault) return fault.words
  return password === again ? undefined : 'Пароли не совпали. Наберите пароль ещё раз в обоих полях.'
}
