/** «Ответ опубликован, решение в срок (за 1 день 3 ч)»: what the click on «Это ответ» has done. */
import type { Stage } from '../../shared/deadlines/deadline.ts'
import { overdueWords, spanWords } from '../../shared/deadlines/words.ts'
import { stageTitles } from '../../shared/reference/stages.ts'
import type { ReplyKind } from '../../shared/ticket/events.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'

export function publishedWords(ticket: Ticket, kind: ReplyKind): string {
  const stage = ticket.stages.find(each => each.stage === (kind === 'final' ? 'final' : 'first_reply'))
  if (!stage?.stoppedAt) return 'Ответ опубликован'
  return `Ответ опубликован, ${stageTitles[stage.stage].toLowerCase()} ${inTime(stage, stage.stoppedAt)}`
}

function inTime(stage: Stage, stoppedAt: string): string {
  if (stoppedAt >= stage.dueAt) return `с опозданием (${overdueWords(stage.dueAt, stoppedAt)})`
  return `в срок (за ${spanWords(Date.parse(stoppedAt) - Date.parse(stage.startedAt))})`
}
