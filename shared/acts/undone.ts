/** What would be taken back, in a word: read off the fields that the last step changed. */
import { statusTitles } from '../reference/statuses.ts'
import type { Ticket } from '../ticket/ticket.ts'

const byStatus: Partial<Record<Ticket['status'], string>> = {
  new: 'возврат',
  assigned: 'поручение',
  in_progress: 'принятие к исполнению',
  asking_author: 'вопрос автору',
  waiting_outside: 'ожидание сторонней организации',
  drafting: 'черновик или возврат ответа',
  in_approval: 'отправку на согласование',
  to_publish: 'отправку на публикацию',
  closed: 'закрытие',
  reopened: 'возобновление',
  no_answer_needed: '«не требует ответа»',
  under_control: 'перенос обещания',
}

/** The first that fits: a step may change several. */
const byField: readonly (readonly [keyof Ticket, string])[] = [
  ['headQuestion', 'вопрос руководителю или его решение'],
  ['orders', 'поручение Главы или доклад'],
  ['registration', 'регистрацию'],
  ['extension', 'продление срока'],
  ['emergency', 'запись о передаче в 112/ЕДДС'],
  ['problem', 'общую проблему'],
  ['factCheck', 'проверку факта'],
  ['completeness', 'оценку полноты'],
  ['satisfaction', 'отметку автора'],
  ['impossible', '«ответить невозможно»'],
  ['refusals', '«не наш блок»'],
  ['notes', 'заметку'],
  ['sorted', 'разбор'],
]

export function undoneWords(ticket: Ticket): string {
  const changed = new Set(Object.keys(ticket.lastStep?.before.set ?? {}))
  if (changed.has('refusals')) return '«не наш блок»'
  if (changed.has('status')) return byStatus[ticket.status] ?? statusTitles[ticket.status].toLowerCase()
  const found = byField.find(([field]) => changed.has(field))
  if (found !== undefined) return found[1]
  if (changed.has('assignment') || changed.has('prepared') || changed.has('asked')) {
    return byStatus[ticket.status] ?? 'последнее действие'
  }
  return 'правку карточки'
}
