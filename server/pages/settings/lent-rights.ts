/**
 * A substitute and the duty person see citizens' words for the time (PRACTICE P17), so lending these rights follows the
 * rule of roles: nobody gives them to himself, and those of the head of the centre are the head's to lend.
 */
import { isGuarded } from '../../../shared/policy/permissions.ts'
import type { Absence } from '../../../shared/policy/settings.ts'
import type { Signed } from '../../office.ts'
import { isHead } from '../../people/desk.ts'

export function substituteProblem(
  { settings, person }: Signed,
  { absentId, substituteId }: Pick<Absence, 'absentId' | 'substituteId'>,
): string | undefined {
  if (substituteId === null || isHead(settings, person.id)) return undefined
  if (substituteId === person.id) return 'Себя замещающим назначает только руководитель МЦУ.'
  const absent = settings.people.find(each => each.id === absentId)
  if (absent && isGuarded(absent.roles))
    return 'Замещающего руководителю МЦУ и главе назначает только руководитель МЦУ: он увидит сообщения граждан.'
  return undefined
}

export function dutyProblem({ settings, person }: Signed, personId: string): string | undefined {
  const onDuty = settings.people.find(each => each.id === personId)
  if (onDuty?.roles.every(role => role === 'admin'))
    return 'Дежурный видит сообщения граждан: выберите того, кто с ними работает.'
  if (personId === person.id && !isHead(settings, person.id))
    return 'Себя дежурным назначает только руководитель МЦУ.'
  return undefined
}
