/** The history of a ticket in words: what was done, and each field before and after. */
import { formatDateTime } from '../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { channels } from '../../shared/reference/channels.ts'
import { stageTitles } from '../../shared/reference/stages.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import type { Fact } from '../../shared/ticket/events.ts'
import { assignmentOf, evolve, type Ticket, unreachable } from '../../shared/ticket/ticket.ts'
import type { HistoryEntry } from '../office.ts'

export type Change = { field: string; before: string; after: string }
export type HistoryLine = {
  seq: number
  at: string
  by: string
  what: string
  changes: Change[]
  lateByMinutes: number
}

/** A gap over this between the act and its arrival is shown (DESIGN, point 5). */
const shownGapMinutes = 15

export function historyLines(
  ticketId: string,
  entries: readonly HistoryEntry[],
  settings: Settings,
): HistoryLine[] {
  let standing: Ticket | null = null
  const lines = entries.map(({ fact, seq, occurredAt, receivedAt }) => {
    const before: Ticket | null = standing
    const after = evolve(before, fact, ticketId)
    standing = after
    const gap = Math.round((Date.parse(receivedAt) - Date.parse(occurredAt)) / 60_000)
    return {
      seq,
      at: fact.at,
      by: titleOf(settings.people, fact.by),
      what: whatHappened(fact),
      changes: changesBetween(before, after, fact, settings),
      lateByMinutes: Math.abs(gap) > shownGapMinutes ? gap : 0,
      isConsequence: fact.type === 'deadlines_set',
    }
  })
  return lines.reduce<HistoryLine[]>(joined, [])
}

/** Deadlines that an act brought about are told with that act. */
function joined(
  lines: HistoryLine[],
  { isConsequence, ...line }: HistoryLine & { isConsequence: boolean },
): HistoryLine[] {
  const last = lines.at(-1)
  if (!isConsequence || last?.at !== line.at || last.by !== line.by) return [...lines, line]
  return [...lines.slice(0, -1), { ...last, changes: [...last.changes, ...line.changes] }]
}

function whatHappened(fact: Fact): string {
  switch (fact.type) {
    case 'captured':
      return `Сообщение записано: ${channels[fact.data.source.channel]}`
    case 'captured_again':
      return 'То же сообщение записано ещё раз, карточка одна'
    case 'deadlines_set':
      return 'Рассчитаны сроки'
    case 'classified':
      return fact.data.sorted ? 'Блок подтверждён' : 'Карточка уточнена'
    case 'assigned':
      return 'Поручено'
    case 'reply_prepared':
      return `Подготовлен ответ: ${replyKindTitles[fact.data.kind].toLowerCase()}`
    case 'published':
      return `Ответ опубликован: ${replyKindTitles[fact.data.kind].toLowerCase()}`
    case 'withdrawn':
      return 'Запись отменена'
    default:
      return unreachable(fact)
  }
}

type Field = { field: string; of(ticket: Ticket, settings: Settings): string }

const classification: readonly Field[] = [
  { field: 'Блок', of: ticket => blocks[ticket.block].short },
  { field: 'Подтема', of: (ticket, { subtopics }) => titleOf(subtopics, ticket.subtopic) },
  { field: 'Населённый пункт', of: (ticket, { settlements }) => titleOf(settlements, ticket.settlement) },
  { field: 'Срочно', of: ticket => (ticket.urgent ? 'да' : 'нет') },
]

const deadlines: readonly Field[] = (['first_reply', 'interim', 'final'] as const).map(stage => ({
  field: stageTitles[stage],
  of: (ticket, settings) => {
    const found = ticket.stages.findLast(each => each.stage === stage)
    return found ? `до ${formatDateTime(found.dueAt, settings.deadlines.zone)}` : '—'
  },
}))

const assignment: readonly Field[] = [
  {
    field: 'Ответственный получатель',
    of: (ticket, { recipients }) => titleOf(recipients, assignmentOf(ticket)?.recipientId ?? null),
  },
]

const fieldsOf: { [Type in Fact['type']]?: readonly Field[] } = {
  captured: classification,
  classified: classification,
  deadlines_set: deadlines,
  assigned: assignment,
}

/** What a fresh record need not say of itself. */
const unsaid = ['—', 'нет']

function changesBetween(before: Ticket | null, after: Ticket, fact: Fact, settings: Settings): Change[] {
  const changed = (fieldsOf[fact.type] ?? []).flatMap(({ field, of }) => {
    const change = { field, before: before === null ? '—' : of(before, settings), after: of(after, settings) }
    const isNothing = before === null && unsaid.includes(change.after)
    return change.before === change.after || isNothing ? [] : [change]
  })
  const isPlaceChanged = fact.type === 'classified' && fact.data.changes.placeContentId !== undefined
  return isPlaceChanged ? [...changed, { field: 'Адрес', before: '…', after: 'уточнён' }] : changed
}
