/** «История» in words, one wording for panel and pages: who, what, when, before and after, why, late arrivals. */
import type { Settings } from '../policy/settings.ts'
import { plural } from '../reference/plural.ts'
import type { Contents } from './contents.ts'
import type { Fact } from './events.ts'
import { evolve } from './evolve.ts'
import { changesBetween, type FieldChange } from './history-fields.ts'
import { detailsOf, whatHappened, whoDid, wordsWith } from './history-words.ts'
import type { Ticket } from './ticket.ts'

/** An event with the device's own time of the act and the server's time of receipt, ISO. */
export type HistoryEntry = { fact: Fact; seq: number; occurredAt: string; receivedAt: string }

/** Oldest first, with the texts that the lines tell: also those that a later event replaced. */
export type TicketHistory = { entries: HistoryEntry[]; contents: Contents }

export type { FieldChange as Change }
export type HistoryLine = {
  seq: number
  at: string
  /** The post; «…, и. о. руководителя блока»; «Пульт, по правилу»; «Исполнитель по ссылке». */
  by: string
  what: string
  /** Reason, note, question, reply as they were written; «данные удалены» where erased; `null` where there were none. */
  words: string | null
  changes: FieldChange[]
  /** «Поступило на сервер через…» where the act and its arrival are far apart; `null` where they are not. */
  arrival: string | null
}

/** A gap over this between the act and its arrival is shown (DESIGN, point 5). */
const shownGapMinutes = 15

/**
 * `entries` in the order of the server's `seq`, from the first. `contents` of all events, not of the standing state
 * only: what a later event replaced is told too, and what is absent is told as erased.
 */
export function historyLines(
  ticketId: string,
  entries: readonly HistoryEntry[],
  settings: Settings,
  contents: Contents,
): HistoryLine[] {
  let standing: Ticket | null = null
  const told: { line: HistoryLine; step: string }[] = []
  for (const { fact, seq, occurredAt, receivedAt } of entries) {
    const before: Ticket | null = standing
    const after = evolve(before, fact, ticketId)
    standing = after
    const changes = changesBetween(before, after, fact, settings, contents)
    const step = `${fact.by} ${fact.at} ${fact.step}`
    // Deadlines that an act brought about are told with that act, the first of its step.
    const cause = fact.type === 'deadlines_set' ? told.findIndex(each => each.step === step) : -1
    const act = told[cause]
    if (act !== undefined) {
      act.line.changes.push(...changes)
      continue
    }
    const details = detailsOf(fact, settings).map(([field, value]) => ({ field, before: '—', after: value }))
    const line: HistoryLine = {
      seq,
      at: fact.at,
      by: whoDid(fact, settings),
      what: whatHappened(fact, settings),
      words: wordsWith(fact, contents),
      changes: [...details, ...changes],
      arrival: arrivalWords(Math.round((Date.parse(receivedAt) - Date.parse(occurredAt)) / 60_000)),
    }
    told.push({ line, step })
  }
  return told.map(({ line }) => line)
}

function arrivalWords(gapMinutes: number): string | null {
  if (Math.abs(gapMinutes) <= shownGapMinutes) return null
  if (gapMinutes < 0) return 'Часы того компьютера спешили; принято время сервера'
  const minutes = `${gapMinutes}\u00a0${plural(gapMinutes, ['минуту', 'минуты', 'минут'])}`
  return `Поступило на сервер через ${minutes}: не было связи или отставали часы`
}
