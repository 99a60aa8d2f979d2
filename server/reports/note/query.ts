/** Reads what the weekly note says: the same functions as the pages, in the scope of who makes the note. */
import type { Kysely } from 'kysely'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import type { Texts } from '../../../shared/reports/life.ts'
import { weekTitle } from '../../../shared/reports/note/charts.ts'
import type { BlockLine, GroupLine, NoteCounts, NoteData } from '../../../shared/reports/note/data.ts'
import {
  nextPeriod,
  type Period,
  periodOf,
  periodSettingsOf,
  periodsUntil,
  previousPeriod,
  yearOf,
} from '../../../shared/reports/period.ts'
import type { Counts, Mean, Statistics } from '../../../shared/reports/statistics.ts'
import { causeOf, causesOf, measuresOf, proposalsText } from '../../../shared/reports/summary/life.ts'
import type { Office, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import { approvedReports } from '../archive/approved.ts'
import { actorWords, behalfOf } from '../archive/rights.ts'
import { statisticsBy } from '../block-statistics/by.ts'
import type { Place } from '../block-statistics/live.ts'
import { type Measures, measuresBy } from '../block-statistics/measures.ts'
import { type BlockStatistics, blockStatistics } from '../block-statistics/query.ts'
import { trend } from '../block-statistics/trend.ts'
import { topSubtopics } from '../subtopics.ts'
import type { Summary } from '../summaries/summaries.ts'
import { periodVoices } from '../voices.ts'
import { readCorrections } from './corrections.ts'
import { readEntered } from './entered.ts'
import { readHeat } from './heat.ts'
import { firstCapture, type LateLine, readLate, readPromises, readSolved } from './lines.ts'
import { lineOrders, readTicketOrders } from './orders.ts'

const mostProblems = 40
const mostSolved = 10
const mostPromises = 20
const weeksOfTrend = 8

type Source = Pick<
  Office,
  | 'reportReader'
  | 'organisationId'
  | 'now'
  | 'watch'
  | 'summaries'
  | 'reportOrders'
  | 'tickets'
  | 'indicators'
>

/** `asOfWords`: as pages print it. `texts`: the head's own. */
export async function readNote(
  office: Source,
  signed: Signed,
  period: Period,
  { asOfWords, texts }: { asOfWords(now: string, zone: string): string; texts: Texts },
): Promise<NoteData> {
  const { reportReader: reader, organisationId } = office
  const { settings } = signed
  const now = office.now()
  const place: Place = { reader, organisationId, scope: office.tickets.scopeOf(signed) }
  const periods = periodSettingsOf(settings)
  const previous = previousPeriod(period, periods)
  const reading = { period, asOf: now }
  const first = await firstCapture(place)
  const isComparable = first !== null && first < previous.to

  const [current, before] = await Promise.all(
    [period, previous].map(each => blockStatistics(reader, organisationId, place.scope, each, now)),
  )
  if (current === undefined || before === undefined) throw new Error('Two periods have two answers')
  const measures = await measuresBy(place, 'block', reading, settings.deadlines)
  const late = await readLate(place, reading, settings, {
    withHead: true,
    withComplaints: false,
    most: mostProblems,
  })
  const summaries = await office.summaries.all(settings, period)
  const handedIn = summaries.filter(({ life }) => life.handedIn !== null)
  const cut = await readCut(reader, organisationId)
  const approved = await approvedReports({ db: reader, organisationId }, periods.zone)
  const since = ordersSince(approved, period)

  return {
    organisation: settings.organisation.title,
    addressee: settings.reports.note.addressee,
    preparedBy: actorWords(signed.person.id, behalfOf(signed, 'center_head'), settings),
    period,
    previous,
    asOf: now,
    asOfWords: asOfWords(now, periods.zone),
    ...cut,
    total: {
      counts: countsOf(current.total),
      receivedBefore: isComparable ? before.total.counts.received : null,
      ...meansOf(measures.total),
    },
    oldestOpenAt: current.total.oldestOpenAt,
    before: isComparable ? before.total.counts : null,
    blocks: blockLines(current, isComparable ? before : undefined, measures.rows),
    authors: (await periodVoices(reader, organisationId, place.scope, period, now)).authors,
    channels: await readChannels(place, period, isComparable ? previous : null, now),
    subtopics: await topSubtopics(place, settings, {
      period,
      previous: isComparable ? previous : null,
      asOf: now,
    }),
    heat: await readHeat(place, reading, settings),
    trend: (await trend(place, periodsUntil('week', period.firstDate, weeksOfTrend, periods), now)).map(
      ({ period: week, counts }) => ({
        title: weekTitle(week),
        received: counts.received,
        answered: counts.answered,
        late: counts.final_due - counts.final_in_time,
      }),
    ),
    orders: [
      ...(await readTicketOrders(place, since, settings, now)),
      ...lineOrders(await office.reportOrders.list(settings, since), approved, periods.zone, now),
    ],
    problems: { total: late.total, lines: late.lines.map(line => problemOf(line, handedIn, now)) },
    solved: await readSolved(place, reading, settings, mostSolved),
    promises: await readPromises(place, reading, settings, {
      until: nextPeriod(period, periods).to,
      zone: periods.zone,
      most: mostPromises,
    }),
    entered: await readEntered(office, signed, period),
    summaries: {
      expected: summaries.length,
      handedIn: handedIn.length,
      missing: summaries.filter(({ life }) => life.handedIn === null).map(({ person }) => person.title),
      causes: handedIn.flatMap(({ person, life }) =>
        person.blocks.flatMap(block => {
          const text = life.texts[causesOf(block)]
          return text === undefined ? [] : [{ block, text }]
        }),
      ),
      proposals: handedIn.flatMap(({ person, life }) => {
        const text = life.texts[proposalsText]
        return text === undefined ? [] : [{ who: person.title, text }]
      }),
    },
    watched: await office.watch.coverage(settings, period, previous),
    corrections: await readCorrections(place, approved, period, now),
    texts,
  }
}

/** Since the note before was made: what was reported on after it stands in none yet. */
function ordersSince(approved: Awaited<ReturnType<typeof approvedReports>>, { from }: Period): string {
  const last = approved.find(
    ({ kind, life, period }) => kind === 'note' && life.version > 0 && period.to <= from,
  )
  const madeAt = last?.life.checked?.cut.asOf
  return madeAt !== undefined && madeAt < from ? madeAt : from
}

/** Up to which event the numbers are, and the head of the chain of events there. */
export async function readCut(reader: Kysely<Database>, organisationId: string) {
  const { next_seq, chain_head } = await reader
    .selectFrom('organisations')
    .select(['next_seq', 'chain_head'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  return { seq: next_seq - 1, chainHead: chain_head }
}

function countsOf({ counts }: Counts): NoteCounts {
  return counts
}

function meansOf(measures: Measures | undefined): Pick<BlockLine, 'firstReply' | 'satisfaction'> {
  const mean = (from: Mean | undefined) => ({ value: from?.mean ?? null, of: from?.of ?? 0 })
  return { firstReply: mean(measures?.firstReply), satisfaction: mean(measures?.satisfaction) }
}

/** Blocks with anything in them, in the decree's order. */
function blockLines(
  current: BlockStatistics,
  before: BlockStatistics | undefined,
  measures: readonly (Measures & { key: string | null })[],
): BlockLine[] {
  return current.rows
    .map(row => ({
      block: row.block,
      counts: countsOf(row),
      receivedBefore: before?.rows.find(({ block }) => block === row.block)?.counts.received ?? null,
      ...meansOf(measures.find(({ key }) => key === row.block)),
    }))
    .filter(
      ({ counts, receivedBefore }) => Object.values(counts).some(n => n > 0) || (receivedBefore ?? 0) > 0,
    )
}

const receivedOnly = ['received'] as const

async function readChannels(
  place: Place,
  period: Period,
  previous: Period | null,
  now: string,
): Promise<GroupLine[]> {
  const year = yearOf(period.firstDate, { zone: period.zone, firstWeekday: 1 })
  const sinceYear = periodOf('any', year.firstDate, period.lastDate, period.zone)
  const of = async (asked: Period) =>
    byKey(await statisticsBy(place, 'channel', { period: asked, asOf: now }, {}, receivedOnly))
  const [current, sum, before] = [await of(period), await of(sinceYear), previous && (await of(previous))]
  return channelIds
    .map(id => ({
      id,
      title: channels[id],
      now: current.get(id) ?? 0,
      before: before === null ? null : (before.get(id) ?? 0),
      year: sum.get(id) ?? 0,
    }))
    .filter(({ now: n, before: was, year: all }) => n + (was ?? 0) + all > 0)
    .toSorted((a, b) => b.now - a.now || b.year - a.year)
}

function byKey({ rows }: Statistics): Map<string, number> {
  return new Map(rows.flatMap(({ key, counts }) => (key === null ? [] : [[key, counts.received] as const])))
}

function problemOf(
  line: LateLine,
  summaries: readonly Summary[],
  now: string,
): NoteData['problems']['lines'][number] {
  const { lateSince, ...rest } = line
  const textOf = (name: string) => summaries.map(({ life }) => life.texts[name]).find(Boolean) ?? ''
  return {
    ...rest,
    lateDays: lateSince === null ? null : Math.floor((Date.parse(now) - Date.parse(lateSince)) / 86_400_000),
    cause: textOf(causeOf(line.ticketId)),
    measures: textOf(measuresOf(line.ticketId)),
  }
}
