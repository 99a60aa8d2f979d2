/** «История» in words, one wording for panel and pages: what was done, each field before and after, late arrivals. */
import { formatDateTime } from '../deadlines/words.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import { blocks } from '../reference/blocks.ts'
import { channels } from '../reference/channels.ts'
import { plural } from '../reference/plural.ts'
import { stageTitles } from '../reference/stages.ts'
import { replyKindTitles } from '../reference/statuses.ts'
import type { Fact } from './events.ts'
import { assignmentOf, evolve, type Ticket, unreachable } from './ticket.ts'

/** An event with the device's own time of the act and the server's time of receipt, ISO. */
export type HistoryEntry = { fact: Fact; seq: number; occurredAt: string; receivedAt: string }

export type Change = { field: string; before: string; after: string }
export type HistoryLine = {
  seq: number
  at: string
  by: string
  what: string
  changes: Change[]
  /** «Поступило на сервер через…» where the act and its arrival are far apart; `null` where they are not. */
  arrival: string | null
}

/** A gap over this between the act and its arrival is shown (DESIGN, point 5). */
const shownGapMinutes = 15

/** `entries` in the order of the server's `seq`, from the first. */
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
      arrival: arrivalWords(gap),
      isConsequence: fact.type === 'deadlines_set',
    }
  })
  return lines.reduce<HistoryLine[]>(joined, [])
}

function arrivalWords(gapMinutes: number): string | null {
  if (Math.abs(gapMinutes) <= shownGapMinutes) return null
  if (gapMinutes < 0) return 'Часы того компьютера спешили; принято время сервера'
  const minutes = `${gapMinutes}\u00a0${plural(gapMinutes, ['минуту', 'минуты', 'минут'])}`
  return `Поступило на сервер через ${minutes}: не было связи или отставали часы`
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
