/** «Скопировать для ПОС / ИМ»: the answer as it is pasted into another system: words, date, executor. */

import { formatDate } from '../deadlines/words.ts'
import { localDateOf } from '../deadlines/zone.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import { answerOf, assignmentOf, preparedOf, type TicketView } from '../ticket/ticket.ts'

/** Whether somebody has to paste the answer into ПОС, «Инцидент Менеджмент» or the СЭД. */
export function standsElsewhere({
  external,
  sources,
}: Pick<TicketView['ticket'], 'external' | 'sources'>): boolean {
  return external.length > 0 || sources.some(({ channel }) => channel === 'pos' || channel === 'incident')
}

/**
 * The final answer that stands, else the latest reply, else the one that waits for publication. `null` where there is
 * none, or its words were erased.
 */
export function answerToPaste({ ticket, contents }: TicketView, settings: Settings): string | null {
  const waiting = ticket.status === 'to_publish' ? preparedOf(ticket) : null
  const reply = answerOf(ticket) ?? ticket.replies.at(-1) ?? waiting
  if (reply === null || reply === undefined) return null
  const body = contents[reply.contentId]
  if (body?.kind !== 'reply') return null
  const words = body.text.trim()
  if (words === '' && body.url === null) return null
  const isGiven = reply !== waiting
  return [
    ...(words === '' ? [] : [words, '']),
    `${isGiven ? 'Дата ответа' : 'Ответ подготовлен'}: ${formatDate(localDateOf(reply.at, settings.deadlines.zone))}`,
    ...executorLine(ticket, settings),
    ...(isGiven && body.url !== null ? [`Опубликован: ${body.url}`] : []),
  ].join('\n')
}

function executorLine(ticket: TicketView['ticket'], { recipients, people }: Settings): string[] {
  const assignment = assignmentOf(ticket)
  if (assignment === null) return []
  const title =
    assignment.recipientId === null
      ? titleOf(people, assignment.personId)
      : titleOf(recipients, assignment.recipientId)
  return [`Исполнитель: ${title}`]
}
