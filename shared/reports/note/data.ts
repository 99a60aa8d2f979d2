/**
 * What the weekly note is made of: numbers and lines as the queries answer them, nothing of a citizen. Titles are words
 * already, so that the note needs no settings; `null` before: the previous period cannot be compared with.
 */
import type { BlockId } from '../../reference/blocks.ts'
import type { MetricId } from '../metrics.ts'
import type { Period } from '../period.ts'

/** The metrics of the note by blocks; the ids of shared/reports/metrics.ts. */
export const noteMetrics = [
  'received',
  'answered',
  'first_due',
  'first_in_time',
  'final_due',
  'final_in_time',
  'impossible',
  'open',
  'overdue',
  'not_sorted',
  'outside',
  'to_publish',
  'before_head',
  'promises',
  'promises_broken',
  'promises_due',
  'promises_kept',
  'promises_moved',
  'orders_overdue',
  'repeats',
  'solved',
] as const satisfies readonly MetricId[]
export type NoteMetric = (typeof noteMetrics)[number]
export type NoteCounts = Readonly<Record<NoteMetric, number>>

/** Those counted over a period: what a late ticket may change after the note was sent. */
export const periodMetrics = [
  'received',
  'answered',
  'impossible',
  'first_due',
  'first_in_time',
  'final_due',
  'final_in_time',
] as const satisfies readonly NoteMetric[]
export type PeriodMetric = (typeof periodMetrics)[number]

/** `of`: how many values the mean was made of. */
export type Mean = { value: number | null; of: number }

export type BlockLine = {
  block: BlockId
  counts: NoteCounts
  receivedBefore: number | null
  /** Minutes from the record to the first reply. */
  firstReply: Mean
  /** Marks 1–5 of authors. */
  satisfaction: Mean
}

/** A channel, a subtopic: how many came now, before, and since the year began. */
export type GroupLine = { id: string; title: string; now: number; before: number | null; year: number }
export type SubtopicLine = GroupLine & {
  /** Where most of them came from; `null`: the places are not known. */
  settlement: { id: string; title: string; count: number } | null
}

export type HeatLine = {
  settlement: { id: string; title: string }
  /** In the order of `HeatMap.blocks`. */
  cells: readonly { received: number; overdue: number }[]
  /** In all blocks, also those that are not shown. */
  overdue: number
}
export type HeatMap = { blocks: readonly BlockId[]; lines: readonly HeatLine[] }

/** A ticket as a line of the note: no text, no author, no address. */
export type TicketLine = {
  ticketId: string
  number: number
  block: BlockId
  subtopic: string
  settlement: string
}

export type ProblemLine = TicketLine & {
  /** By how many whole days it is late; `null`: before the head and not late. */
  lateDays: number | null
  isBeforeHead: boolean
  /** From the summaries of block heads. */
  cause: string
  measures: string
}

/** A promise to an author: broken, or due until the next week ends. */
export type PromiseLine = TicketLine & {
  /** Local date; `null`: reported as not kept, and no new day was given. */
  dueOn: string | null
  isBroken: boolean
}

/** What people entered for the month of the week, or for the one before it (I15, I17, I18). */
export type EnteredLine = { title: string; unit: string; decimals: number; value: number; month: string }

/** An order of the chief on a ticket, or on a line of a note; the words of the first may name a house, so they stay there. */
export type OrderLine = {
  about: { number: number; title: string } | { report: string; text: string }
  to: string
  dueOn: string
  state: 'done' | 'overdue' | 'waiting'
  /** Local date of the report on it. */
  doneOn: string | null
  /** What was done, in the words of who reported; of orders on a line only. */
  result: string
}

/** A number of an earlier note that is another one by now. */
export type Correction = {
  /** «Неделя 12–18 ноября 2026», and the first date of that week. */
  period: string
  firstDate: string
  lastDate: string
  block: BlockId | 'total'
  metric: PeriodMetric
  was: number
  is: number
}

export type SummaryState = {
  expected: number
  handedIn: number
  /** Posts of those who have not handed in. */
  missing: readonly string[]
  causes: readonly { block: BlockId; text: string }[]
  proposals: readonly { who: string; text: string }[]
}

export type NoteData = {
  organisation: string
  addressee: string
  preparedBy: string
  period: Period
  previous: Period
  /** «По состоянию на 25 ноября 2026, 16:40 (Ульяновск, UTC+4)». */
  asOfWords: string
  /** Instant. */
  asOf: string
  chainHead: string
  seq: number
  total: Omit<BlockLine, 'block'>
  /** When the message that waits longest was recorded; `null`: nothing is open. */
  oldestOpenAt: string | null
  /** Of the previous week, its period numbers; `null`: it cannot be compared with. */
  before: Readonly<Record<PeriodMetric, number>> | null
  blocks: readonly BlockLine[]
  /** Different authors of what came. */
  authors: number
  channels: readonly GroupLine[]
  subtopics: readonly SubtopicLine[]
  heat: HeatMap
  /** The eight weeks that end with this one, the earliest first; `overdue`: due in that week and late or without an answer. */
  trend: readonly { title: string; received: number; answered: number; late: number }[]
  orders: readonly OrderLine[]
  problems: { total: number; lines: readonly ProblemLine[] }
  solved: { total: number; lines: readonly TicketLine[] }
  promises: { total: number; lines: readonly PromiseLine[] }
  entered: { roadmaps: readonly EnteredLine[]; informing: readonly EnteredLine[] }
  summaries: SummaryState
  watched: { watched: number; inTime: number; isChanged: boolean }
  corrections: readonly Correction[]
  /** People's own words by section. */
  texts: Readonly<Record<string, string>>
}

/** The list behind a number of the note. */
export type ListOf = (
  metric: MetricId,
  period: Period,
  narrowing?: { block?: BlockId; channel?: string; settlement?: string; subtopic?: string },
) => string
