/**
 * The golden district (issue of the head's desk): a year of 20 000 tickets whose numbers are counted a second way, from the
 * events alone, and agree with the page, the DOCX, the XLSX and the CSV to the last digit.
 */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as z from 'zod'
import type { Signed } from '../../../server/office.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { listOf } from '../../../server/pages/reports/weeks.ts'
import { asOfWords } from '../../../server/pages/words.ts'
import type { Built } from '../../../server/reports/archive/reports.ts'
import { statisticsBy } from '../../../server/reports/block-statistics/by.ts'
import { measuresBy } from '../../../server/reports/block-statistics/measures.ts'
import { blockStatistics } from '../../../server/reports/block-statistics/query.ts'
import { documentDocx, documentXlsx } from '../../../server/reports/documents/render.ts'
import { buildIndicators } from '../../../server/reports/indicators/report.ts'
import { buildNote } from '../../../server/reports/note/build.ts'
import { voicesBy } from '../../../server/reports/voices.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { builtIn } from '../../../shared/reports/indicators.ts'
import { metrics, shares } from '../../../shared/reports/metrics.ts'
import { monthOf, type Period, weekOf, yearOf } from '../../../shared/reports/period.ts'
import { countedMetrics } from '../../../shared/reports/statistics.ts'
import { openOffice, recipients, type TestOffice } from '../office-for-tests.ts'
import { cookieOf } from '../pages/sample-office.ts'
import { appendDistrict } from './append.ts'
import { goldenYear, type Lived, liveDistrict, midnight } from './district.ts'
import { type Figures, figuresBy, keyOf, meanOf, type Read, readLife, type Span } from './figures.ts'
import {
  any,
  bookTables,
  count,
  csvTables,
  differences,
  docxTables,
  pageTables,
  tableOf,
  type Value,
  type Want,
} from './forms.ts'
import { recountLives } from './recount.ts'

const settings = { zone: 'Europe/Ulyanovsk', firstWeekday: 4 } as const
const everything = { any: [{ all: true as const }], notAbout: [] }
const splits = ['block', 'channel', 'kind', 'settlement', 'subtopic', 'recipient'] as const
const minute = 60_000

let office: TestOffice
let lived: Lived
let reads: Read[]
/** Who wrote a post, by its content. */
let authors: Map<string, string>
let asOf: number
let head: Signed
let cookie: string

const eventRows = z.array(
  z.object({
    ticket_id: z.string(),
    type: z.string(),
    data: z.string(),
    at: z.string(),
    command_id: z.string(),
  }),
)
const postRows = z.array(z.object({ id: z.string(), author: z.string() }))

beforeAll(async () => {
  office = await openOffice({ mountPages })
  const actorOf = async (name: 'head' | 'operator' | 'zhkhHead' | 'roadsHead' | 'chief') =>
    (await office.signed(name)).actor
  const cast = {
    head: await actorOf('head'),
    operator: await actorOf('operator'),
    zhkhHead: await actorOf('zhkhHead'),
    roadsHead: await actorOf('roadsHead'),
    chief: await actorOf('chief'),
  }
  head = await office.signed('head')
  lived = liveDistrict(head.settings, cast, 697)
  appendDistrict(office.folder, office.office.organisationId, lived)
  office.clock.set(lived.asOf)
  asOf = Date.parse(lived.asOf)
  // The counters are made anew, as at any start.
  await office.restart()
  cookie = await cookieOf(office, 'head')
  const file = new Sqlite(join(office.folder, 'pult.sqlite'), { readonly: true })
  reads = recountLives(eventRows.parse(file.prepare('select * from events order by seq').all())).map(readLife)
  const posts = file.prepare(
    `select id, coalesce(body ->> '$.source.author.id', body ->> '$.source.author.name') as author
      from contents where kind = 'source' and author is not null`,
  )
  authors = new Map(postRows.parse(posts.all()).map(({ id, author }) => [id, author]))
  file.close()
}, 600_000)
afterAll(() => office.close())

const week = weekOf('2026-04-29', settings)
const month = monthOf('2026-04-15', settings)
const year = yearOf('2026-01-01', settings)
const periods = [week, month, year]

/** Counted without the centre's calendar: three lengths of time are all the words there are. */
function spanOf({ kind, firstDate }: Period): { span: Span; before: Span } {
  const from = midnight(firstDate)
  const [y = 0, m = 0] = firstDate.split('-').map(Number)
  const first = (months: number) =>
    midnight(new Date(Date.UTC(y, m - 1 + months, 1)).toISOString().slice(0, 10))
  if (kind === 'week') {
    const days = 7 * 86_400_000
    return { span: { from, to: from + days }, before: { from: from - days, to: from } }
  }
  const months = kind === 'month' ? 1 : 12
  return { span: { from, to: first(months) }, before: { from: first(-months), to: from } }
}

async function fetched(path: string): Promise<Response> {
  const response = await office.app.request(path, { headers: { cookie } })
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  return response
}
const page = async (path: string) => pageTables(await (await fetched(path)).text())
const csv = async (path: string) => csvTables(await (await fetched(path)).text())
const book = async (path: string) => bookTables(new Uint8Array(await (await fetched(path)).arrayBuffer()))

test('a year of twenty thousand tickets, to which everything happened that can happen', () => {
  const ofYear = reads.filter(
    ({ life }) => life.capturedAt >= midnight('2026-01-01') && life.capturedAt < midnight('2027-01-01'),
  )
  expect(ofYear.length).toBeGreaterThanOrEqual(20_000)
  const acts = [
    'reject',
    'withdraw',
    'merge',
    'unmerge',
    'reply_joined',
    'split',
    'undo_split',
    'refuse_block',
    'undo',
  ]
  const more = [
    'reopen',
    'transfer',
    'extend',
    'escalate_overdue',
    'put_before_head',
    'report_promise',
    'classify',
  ]
  const rest = [
    'mark_impossible',
    'change_reply_kind',
    'give_order',
    'report_order',
    'register_appeal',
    'await_outside',
  ]
  for (const act of [...acts, ...more, ...rest]) expect(lived.done.get(act) ?? 0, act).toBeGreaterThan(5)
  for (const split of ['block', 'channel', 'settlement', 'recipient'] as const)
    expect(new Set(reads.map(read => keyOf(read, split))).size, split).toBeGreaterThan(3)
  const onBorder = lived.deeds.filter(({ at }) => (at - midnight('2026-01-01')) % 86_400_000 === 0)
  expect(onBorder.length).toBeGreaterThan(1_000)
})

/** The centre's numbers of one row against the second way's. */
function compareCounts(
  where: string,
  is: { counts: Record<string, number>; oldestOpenAt: string | null } | undefined,
  counted: Figures | undefined,
): string[] {
  const oldest = is?.oldestOpenAt ? Date.parse(is.oldestOpenAt) : null
  return [
    ...countedMetrics.flatMap(metric => {
      const [a, b] = [is?.counts[metric] ?? 0, counted?.counts[metric] ?? 0]
      return a === b ? [] : [`${where}, ${metric}: ${a}, counted ${b}`]
    }),
    ...(oldest === (counted?.oldestOpenAt ?? null) ? [] : [`${where}, oldest: ${oldest}`]),
  ]
}

const moreMonths = [monthOf('2026-01-15', settings), monthOf('2026-12-15', settings)]
const moreWeeks = ['2025-12-28', '2026-06-30', '2026-12-31', '2027-01-13'].map(date => weekOf(date, settings))

test('every number agrees for week, month and year, by block, channel, kind, settlement, subtopic and recipient', async () => {
  const { reader, organisationId } = office.office
  const place = { reader, organisationId, scope: everything }
  const found: string[] = []
  for (const period of [...periods, ...moreMonths, ...moreWeeks]) {
    const { span } = spanOf(period)
    const reading = { period, asOf: lived.asOf }
    for (const split of splits) {
      const counted = figuresBy(reads, span, asOf, split)
      const { rows, total } = await statisticsBy(place, split, reading)
      const where = `${period.kind} ${period.firstDate}, ${split}`
      found.push(...compareCounts(`${where} total`, total, counted.total))
      for (const [key, figures] of counted.rows)
        found.push(
          ...compareCounts(
            `${where} ${key}`,
            rows.find(row => row.key === key),
            figures,
          ),
        )
      if (split !== 'block') continue
      const stored = await blockStatistics(reader, organisationId, everything, period, lived.asOf)
      found.push(...compareCounts(`${where} stored`, stored.total, counted.total))
      for (const row of stored.rows)
        found.push(...compareCounts(`${where} stored ${row.block}`, row, counted.rows.get(row.block)))
    }
  }
  expect(found).toEqual([])
}, 300_000)

test('blocks, channels, settlements and recipients each add up to the total', () => {
  for (const period of periods) {
    for (const split of splits) {
      const { total, rows } = figuresBy(reads, spanOf(period).span, asOf, split)
      for (const metric of countedMetrics) {
        const sum = [...rows.values()].reduce((all, { counts }) => all + (counts[metric] ?? 0), 0)
        expect(sum, `${split} ${metric}`).toBe(total.counts[metric])
      }
    }
  }
})

test('means, medians and the longest agree to the last digit, and messages and authors with them', async () => {
  const { reader, organisationId } = office.office
  const place = { reader, organisationId, scope: everything }
  for (const period of periods) {
    for (const split of ['block', 'channel', 'settlement', 'recipient'] as const) {
      const counted = figuresBy(reads, spanOf(period).span, asOf, split)
      const reading = { period, asOf: lived.asOf }
      const { rows, total } = await measuresBy(place, split, reading, head.settings.deadlines)
      const voices = await voicesBy(place, split, reading)
      for (const [key, figures] of [...counted.rows, ['total', counted.total] as const]) {
        const is = key === 'total' ? total : rows.find(row => row.key === key)
        const { firstReply, postReply, finalDays, completeness, satisfaction } = figures.values
        for (const [name, values, mean] of [
          ['firstReply', firstReply, is?.firstReply],
          ['postReply', postReply, is?.postReply],
          ['final', finalDays, is?.final],
          ['completeness', completeness, is?.completeness],
          ['satisfaction', satisfaction, is?.satisfaction],
        ] as const) {
          const own = meanOf(values) ?? { mean: null, median: null, max: null }
          const wanted = { ...own, of: values.length }
          expect(
            mean ?? { mean: null, median: null, max: null, of: 0 },
            `${period.kind} ${key} ${name}`,
          ).toEqual(wanted)
        }
        if (key === 'total') continue
        const people = new Set(
          [...figures.posts].map(([message, content]) => authors.get(content) ?? message),
        )
        const heard = voices.find(row => row.key === key)?.voices ?? { tickets: 0, messages: 0, authors: 0 }
        expect(heard, `${period.kind} ${key}`).toEqual({
          tickets: figures.counts.received,
          messages: figures.posts.size,
          authors: people.size,
        })
      }
    }
  }
}, 120_000)

const share = (counts: Figures['counts'], part: string, base: string): Want => ({
  as: 'share',
  part: counts[part] ?? 0,
  base: counts[base] ?? 0,
})
const meanCell = (values: readonly number[]): Want => ({
  as: 'mean',
  value: meanOf(values)?.mean ?? 0,
  of: values.length,
})

type Row = (readonly [string, Want])[]

/** A row of the head's table by blocks. `page`: in the order of the page, which says an age in its own words. */
function blockRow(title: string, now: Figures, before: Figures | undefined, form: 'page' | 'file'): Row {
  const { counts, oldestOpenAt, values } = now
  const age: Want = {
    as: 'minutes',
    value: oldestOpenAt === null ? null : (asOf - oldestOpenAt) / minute,
    of: 1,
    isOne: true,
  }
  const of = (metric: keyof typeof metrics) => [metric, count(counts[metric] ?? 0)] as const
  const repeats = of('repeats')
  return [
    ['title', { as: 'text', text: title }],
    of('received'),
    ['change', { as: 'change', value: (counts.received ?? 0) - (before?.counts.received ?? 0) }],
    of('not_sorted'),
    of('in_execution'),
    of('outside'),
    of('to_publish'),
    of('answered'),
    of('impossible'),
    ['first_in_time', share(counts, 'first_in_time', 'first_due')],
    ['final_in_time', share(counts, 'final_in_time', 'final_due')],
    of('overdue'),
    of('due_today'),
    of('promises_broken'),
    ...(form === 'page' ? [['longest', any] as const, repeats] : [repeats, ['longest', age] as const]),
    ['satisfaction', meanCell(values.satisfaction)],
  ]
}

const nothing = (): Figures => figuresBy([], { from: 0, to: 0 }, asOf, 'block').total

/** The page «Сводка» of a period, narrowed or not, and its two files. */
async function compareSummary(period: Period, among: Read[], narrowing = ''): Promise<string[]> {
  const { span, before } = spanOf(period)
  const query = `period=${period.kind}&date=${period.firstDate}${narrowing}`
  const [byBlock, blocksBefore] = [span, before].map(each => figuresBy(among, each, asOf, 'block'))
  const [byChannel, channelsBefore] = [span, before].map(each => figuresBy(among, each, asOf, 'channel'))
  const forms = [
    ['page', await page(`/?${query}`), 'words'],
    ['CSV', await csv(`/report.csv?${query}`), 'values'],
    ['XLSX', await book(`/report.xlsx?${query}`), 'values'],
  ] as const
  return forms.flatMap(([form, tables, kind]) => {
    const where = `${form} ${query}`
    const kindOfRow = form === 'page' ? 'page' : 'file'
    const table = tableOf<Value>(tables, 'Блок')
    const ofChannels = tableOf<Value>(tables, 'Канал')
    const channelRow = (title: string, now: Figures | undefined, was: Figures | undefined): Row => {
      const [received, receivedBefore] = [now?.counts.received ?? 0, was?.counts.received ?? 0]
      return [
        ['title', { as: 'text', text: title }],
        ['received', count(received)],
        ['before', count(receivedBefore)],
        ['change', { as: 'change', value: received - receivedBefore }],
        ['percent', any],
        ['answered', count(now?.counts.answered ?? 0)],
      ]
    }
    const total = byBlock?.total ?? nothing()
    return [
      ...blockIds.flatMap(block => {
        const { title, short } = blocks[block]
        const now = byBlock?.rows.get(block) ?? nothing()
        const row = blockRow(form === 'page' ? short : title, now, blocksBefore?.rows.get(block), kindOfRow)
        return differences(where, table, row, kind)
      }),
      ...differences(where, table, blockRow('Всего', total, blocksBefore?.total, kindOfRow), kind),
      ...channelIds.flatMap(channel => {
        const [now, was] = [byChannel?.rows.get(channel), channelsBefore?.rows.get(channel)]
        const isThere = [now?.counts.received, now?.counts.answered, was?.counts.received].some(
          n => (n ?? 0) > 0,
        )
        return isThere ? differences(where, ofChannels, channelRow(channels[channel], now, was), kind) : []
      }),
      ...differences(where, ofChannels, channelRow('Всего', byChannel?.total, channelsBefore?.total), kind),
    ]
  })
}

test.each(periods)(
  'the summary says the same as page, CSV and XLSX: $kind',
  async period => {
    expect(await compareSummary(period, reads)).toEqual([])
  },
  120_000,
)

test.each([
  ['channel', 'vk'],
  ['block', 'roads'],
  ['settlement', 'bolshoe_nagatkino'],
] as const)(
  'the summary of one %s alone says the same',
  async (split, key) => {
    const among = reads.filter(read => keyOf(read, split) === key)
    expect(among.length).toBeGreaterThan(100)
    expect(await compareSummary(month, among, `&${split}=${key}`)).toEqual([])
  },
  120_000,
)

test.each(periods)(
  'settlement by block says the same as page, CSV and XLSX: $kind',
  async period => {
    const query = `period=${period.kind}&date=${period.firstDate}`
    const { span, before } = spanOf(period)
    const [html, text, file] = [
      await page(`/heat?${query}`),
      await csv(`/heat.csv?${query}`),
      await book(`/heat.xlsx?${query}`),
    ]
    const found: string[] = []
    const settlements = [...new Set(reads.map(({ life }) => life.settlement))]
    for (const settlement of [...settlements, 'total']) {
      const among =
        settlement === 'total' ? reads : reads.filter(({ life }) => life.settlement === settlement)
      const { rows, total } = figuresBy(among, span, asOf, 'block')
      const title =
        settlement === 'total'
          ? 'Всего'
          : settlement === null
            ? 'Не указан'
            : (head.settings.settlements.find(({ id }) => id === settlement)?.title ?? '')
      const cells = [...blockIds.map(block => rows.get(block)), total]
      const earlier = figuresBy(among, before, asOf, 'block')
      const cellsBefore = [...blockIds.map(block => earlier.rows.get(block)), earlier.total]
      const maps = [
        ['received', cells, 'received'],
        ['received before', cellsBefore, 'received'],
        ['overdue', cells, 'overdue'],
      ] as const
      for (const [form, tables] of [['CSV', text] as const, ['XLSX', file] as const]) {
        for (const [at, [name, of, metric]] of maps.entries()) {
          const row: Row = [
            ['title', { as: 'text', text: title }],
            ...of.map((each, n) => [blockIds[n] ?? 'total', count(each?.counts[metric] ?? 0)] as const),
          ]
          found.push(...differences(`${form} ${name} ${query}`, tables[at] ?? [], row, 'values'))
        }
      }
      // One cell of the page holds both: «12», beneath it «просрочено 3».
      const both: Row = [
        ['title', { as: 'text', text: title }],
        ...cells.map((figures, at) => {
          const { received = 0, overdue = 0, open = 0 } = figures?.counts ?? {}
          const words =
            received === 0 && open === 0 ? '·' : `${received}${overdue > 0 ? `просрочено${overdue}` : ''}`
          return [blockIds[at] ?? 'total', { as: 'text', text: words }] as const
        }),
      ]
      found.push(...differences(`page ${query}`, tableOf(html, 'Населённый пункт'), both, 'words'))
    }
    expect(found).toEqual([])
  },
  120_000,
)

/** What an indicator comes to by the second way; `undefined`: it is entered by people, or counted in working time. */
function indicatorOf(
  { id, source, decimals }: (typeof builtIn)[number],
  all: Figures,
  pos: Figures,
  isReport: boolean,
): Want | undefined {
  const mean = (values: readonly number[], what: 'mean' | 'median', divisor = 1): Want => {
    const value = meanOf(values)?.[what]
    return { as: 'figure', value: value === undefined ? null : value / divisor, decimals, of: values.length }
  }
  if (source.from === 'count') {
    // Of a period that is over nobody kept what the state was; a report gives it as it is now, and says so.
    if (metrics[source.metric].span === 'now' && !isReport) return { as: 'figure', value: null, decimals }
    return { as: 'figure', value: all.counts[source.metric] ?? 0, decimals }
  }
  if (source.from === 'share') {
    const { part, base } = shares[source.share]
    const [n = 0, of = 0] = [all.counts[part], all.counts[base]]
    if (of === 0) return { as: 'figure', value: null, decimals }
    if (of < 20) return { as: 'text', text: `${n} из ${of}` }
    const rounded = Math.round((100 * n) / of)
    const whole = n < of && rounded === 100 ? 99 : n > 0 && rounded === 0 ? 1 : rounded
    return { as: 'figure', value: whole, decimals: 0, part: n, of }
  }
  const { firstReply, postReply, finalDays, completeness, satisfaction } = all.values
  const known: Record<string, Want> = {
    first_reply: mean(firstReply, 'mean', 60),
    first_reply_median: mean(firstReply, 'median', 60),
    post_reply: mean(postReply, 'mean', 60),
    post_reply_median: mean(postReply, 'median', 60),
    final_days: mean(finalDays, 'mean'),
    final_days_median: mean(finalDays, 'median'),
    pos_days: mean(pos.values.finalDays, 'mean'),
    completeness: mean(completeness, 'mean'),
    satisfaction: mean(satisfaction, 'mean'),
  }
  return known[id]
}

/** The page says of how many as well. */
function onPage(want: Want): Want {
  if (want.as !== 'figure' || want.of === undefined)
    return want.as === 'figure' && want.value === null ? any : want
  if (want.part !== undefined) return { as: 'share', part: want.part, base: want.of }
  if (want.value === null) return any
  return { as: 'text', text: `${want.value.toFixed(want.decimals).replace('.', ',')} по ${want.of}` }
}

/** Of one form: where its table begins, and in which columns the year and the month stand. */
const indicatorForms = {
  page: { head: 'Показатель', title: 0, year: 2, month: 6, kind: 'words' },
  DOCX: { head: 'Код', title: 1, year: 4, month: 8, kind: 'words' },
  XLSX: { head: 'Код', title: 1, year: 4, month: 8, kind: 'values' },
  CSV: { head: 'Код', title: 1, year: 4, month: 8, kind: 'values' },
} as const

type IndicatorFigures = Record<'ofYear' | 'ofMonth' | 'posYear' | 'posMonth', Figures>

function indicatorFigures(among: Read[]): IndicatorFigures {
  const figures = (period: Period, of: Read[]) => figuresBy(of, spanOf(period).span, asOf, 'block').total
  const pos = among.filter(({ life }) => life.channel === 'pos')
  return {
    ofYear: figures(year, among),
    ofMonth: figures(month, among),
    posYear: figures(year, pos),
    posMonth: figures(month, pos),
  }
}

function compareIndicators(
  form: keyof typeof indicatorForms,
  where: string,
  tables: readonly Value[][][],
  { ofYear, ofMonth, posYear, posMonth }: IndicatorFigures,
  isReport = false,
): string[] {
  const place = indicatorForms[form]
  const rows = tableOf(tables, place.head).map(cells =>
    [place.title, place.year, place.month].map(at => cells[at] ?? null),
  )
  const compared = builtIn.flatMap(indicator => {
    const [inYear, inMonth] = [
      indicatorOf(indicator, ofYear, posYear, isReport),
      indicatorOf(indicator, ofMonth, posMonth, isReport),
    ]
    if (inYear === undefined || inMonth === undefined) return []
    const { title, code, unit } = indicator
    const row: Row = [
      ['title', { as: 'text', text: form === 'page' ? `${title} ${code}, ${unit}` : title }],
      ['year', form === 'page' ? onPage(inYear) : inYear],
      ['month', form === 'page' ? onPage(inMonth) : inMonth],
    ]
    return [differences(`${form} ${where}`, rows, row, place.kind)]
  })
  expect(compared.length).toBeGreaterThan(15)
  return compared.flat()
}

test.each(['', ...recipients.map(({ id }) => `recipient:${id}`), 'block:zhkh'])(
  'indicators of the month and the year say the same as page, CSV and XLSX: %s',
  async of => {
    const [kind, id] = of.split(':')
    const among = reads.filter(
      ({ life }) => kind === '' || (kind === 'block' ? life.block : life.recipient) === id,
    )
    const counted = indicatorFigures(among)
    const query = `year=${goldenYear}&month=4&of=${of}`
    const found = [
      ...compareIndicators('page', query, await page(`/indicators?${query}`), counted),
      ...compareIndicators('CSV', query, await csv(`/indicators.csv?${query}`), counted),
      ...compareIndicators('XLSX', query, await book(`/indicators.xlsx?${query}`), counted),
    ]
    expect(found).toEqual([])
  },
  120_000,
)

test.each(['indicators', 'targets'] as const)(
  'the report «%s» says the same as DOCX and XLSX',
  async kind => {
    const period = kind === 'indicators' ? month : yearOf('2026-01-01', settings)
    const { document }: Built = await buildIndicators(office.office, head, kind, period, {}, asOfWords)
    const [docx, file] = [
      docxTables(await documentDocx(document)),
      await bookTables(await documentXlsx(document)),
    ]
    const counted = indicatorFigures(reads)
    const onlyYear = kind === 'targets'
    const without = (found: string[]) => found.filter(each => !onlyYear || each.includes(', year:'))
    expect(without(compareIndicators('DOCX', kind, docx, counted, true))).toEqual([])
    expect(without(compareIndicators('XLSX', kind, file, counted, true))).toEqual([])
  },
  120_000,
)

test('the weekly note says the same as DOCX and XLSX', async () => {
  const { document } = await buildNote(office.office, head, week, {}, { asOfWords, listOf })
  const [docx, file] = [
    docxTables(await documentDocx(document)),
    await bookTables(await documentXlsx(document)),
  ]
  const { span, before } = spanOf(week)
  const [now, was] = [figuresBy(reads, span, asOf, 'block'), figuresBy(reads, before, asOf, 'block')]
  const [byChannel, channelsBefore] = [
    figuresBy(reads, span, asOf, 'channel'),
    figuresBy(reads, before, asOf, 'channel'),
  ]
  const sinceYear = figuresBy(reads, { from: midnight('2026-01-01'), to: span.to }, asOf, 'channel')
  const blockLine = (title: string, of: Figures, earlier: Figures | undefined): Row => [
    ['title', { as: 'text', text: title }],
    ['received', count(of.counts.received ?? 0)],
    ['change', { as: 'change', value: (of.counts.received ?? 0) - (earlier?.counts.received ?? 0) }],
    ['answered', count(of.counts.answered ?? 0)],
    ['first_in_time', share(of.counts, 'first_in_time', 'first_due')],
    ['final_in_time', share(of.counts, 'final_in_time', 'final_due')],
    ['overdue', count(of.counts.overdue ?? 0)],
    [
      'firstReply',
      {
        as: 'minutes',
        value: meanOf(of.values.firstReply)?.mean ?? null,
        of: of.values.firstReply.length,
        isOne: false,
      },
    ],
    ['repeats', count(of.counts.repeats ?? 0)],
    ['satisfaction', meanCell(of.values.satisfaction)],
  ]
  const channelLine = (title: string, key: string | null): Row => {
    const of = (found: ReturnType<typeof figuresBy>) =>
      (key === null ? found.total : found.rows.get(key))?.counts.received ?? 0
    return [
      ['title', { as: 'text', text: title }],
      ['received', count(of(byChannel))],
      ['before', count(of(channelsBefore))],
      ['change', { as: 'change', value: of(byChannel) - of(channelsBefore) }],
      ['percent', any],
      ['year', count(of(sinceYear))],
    ]
  }
  for (const [form, tables, kind] of [
    ['DOCX', docx, 'words'],
    ['XLSX', file, 'values'],
  ] as const) {
    const found = [
      ...blockIds.flatMap(block => {
        const row = blockLine(blocks[block].short, now.rows.get(block) ?? nothing(), was.rows.get(block))
        return differences(form, tableOf<Value>(tables, 'Блок'), row, kind)
      }),
      ...differences(form, tableOf<Value>(tables, 'Блок'), blockLine('Всего', now.total, was.total), kind),
      ...channelIds.flatMap(id =>
        differences(form, tableOf<Value>(tables, 'Канал'), channelLine(channels[id], id), kind),
      ),
      ...differences(form, tableOf<Value>(tables, 'Канал'), channelLine('Всего', null), kind),
      ...(['received', 'answered', 'open', 'overdue', 'before_head'] as const).flatMap(metric => {
        const [value, earlier] = [now, was].map(each => each.total.counts[metric] ?? 0)
        const isNow = metrics[metric].span === 'now'
        const row: Row = [
          ['title', { as: 'text', text: metrics[metric].title + (isNow ? ' (сейчас)' : '') }],
          ['week', count(value ?? 0)],
          ['before', isNow ? any : count(earlier ?? 0)],
          ['change', isNow ? any : { as: 'change', value: (value ?? 0) - (earlier ?? 0) }],
        ]
        return differences(`${form} key`, tableOf<Value>(tables, 'Показатель'), row, kind)
      }),
    ]
    expect(found).toEqual([])
  }
}, 120_000)

test('questions of settlements by years say the same as DOCX and XLSX', async () => {
  const bytesOf = async (form: 'docx' | 'xlsx') =>
    new Uint8Array(await (await fetched(`/reports/planning.${form}?year=2026`)).arrayBuffer())
  const years = [2024, 2025, 2026].map(each => {
    const span = { from: midnight(`${each}-01-01`), to: midnight(`${each + 1}-01-01`) }
    return figuresBy(reads, span, asOf, 'settlement')
  })
  const forms = [
    ['DOCX', docxTables(await bytesOf('docx')), 'words'],
    ['XLSX', await bookTables(await bytesOf('xlsx')), 'values'],
  ] as const
  const settlements = [...new Set(reads.map(({ life }) => life.settlement))]
  const found = forms.flatMap(([form, tables, kind]) =>
    [...settlements, 'total'].flatMap(settlement => {
      const received = years.map(({ rows, total }) => {
        const of = settlement === 'total' ? total : rows.get(settlement)
        return of?.counts.received ?? 0
      })
      const all = received.reduce((sum, each) => sum + each, 0)
      if (all === 0) return []
      const title =
        settlement === 'total'
          ? 'Всего'
          : settlement === null
            ? 'Населённый пункт не указан'
            : (head.settings.settlements.find(({ id }) => id === settlement)?.title ?? '')
      const row: Row = [
        ['title', { as: 'text', text: title }],
        ...received.map((each, at) => [`year ${2024 + at}`, count(each)] as const),
        ['all', count(all)],
      ]
      return differences(form, tableOf<Value>(tables, 'Населённый пункт'), row, kind)
    }),
  )
  expect(found).toEqual([])
}, 120_000)
