/**
 * «Справка для планирования» (decree 697-П, 1.1 г): which questions come from where, year by year, as one value. The three
 * tables are made of the same rows, so that settlements and subtopics add up to the same years.
 */
import type { Cell, ReportDocument, ReportTable, TableColumn } from './document.ts'
import { metrics } from './metrics.ts'
import { type Period, periodWords } from './period.ts'
import { counted, listed, messageForms, sentence } from './sentences.ts'

/** `null`: the record names none. `years` in the order of `PlanningData.years`. */
export type PlanningRow = { settlement: string | null; subtopic: string | null; years: readonly number[] }

export type PlanningData = {
  organisation: string
  asOf: string
  asOfWords: string
  /** Years as periods, the earliest first; the last may still run. */
  years: readonly Period[]
  /** «ЖКХ», «Дороги»; empty: all blocks. */
  blocks: readonly string[]
  rows: readonly PlanningRow[]
  preparedBy: string
  /** Data cut-off. */
  footer: readonly string[]
}

export type PlanningTitles = { settlement(id: string): string; subtopic(id: string): string }

/** The list behind a number; `undefined` where no list is narrowed so. */
export type PlanningList = (
  period: Period,
  row: { settlement?: string | null; subtopic?: string | null },
) => string | undefined

const withoutSettlement = 'Населённый пункт не указан'
const withoutSubtopic = 'Подтема не указана'

export function planningDocument(
  data: PlanningData,
  titles: PlanningTitles,
  listOf: PlanningList = () => undefined,
): ReportDocument {
  const { organisation, asOfWords, years, blocks, rows, preparedBy, footer } = data
  const isEmpty = rows.length === 0
  return {
    title: 'Справка для планирования',
    subtitle: `сообщения жителей по населённым пунктам и подтемам, ${yearsWords(years)}`,
    asOf: asOfWords,
    organisation,
    marks: [],
    people: [
      `Подготовил: ${preparedBy}`,
      ...(blocks.length === 0 ? [] : [`${blocks.length === 1 ? 'Блок' : 'Блоки'}: ${blocks.join(', ')}`]),
    ],
    sections: isEmpty
      ? [
          {
            id: 'main',
            title: 'Главное',
            blocks: [{ block: 'generated', text: 'За эти годы сообщений не поступало.' }],
          },
        ]
      : [
          {
            id: 'main',
            title: 'Главное',
            blocks: [{ block: 'generated', text: mainSentences(data, titles) }],
          },
          section('settlements', 'По населённым пунктам', settlementTable(data, titles, listOf)),
          section('subtopics', 'По подтемам', subtopicTable(data, titles, listOf)),
          section('details', 'По населённым пунктам и подтемам', detailTable(data, titles, listOf)),
        ],
    footer,
  }
}

const section = (id: string, title: string, table: ReportTable) => ({
  id,
  title,
  blocks: [{ block: 'table', table } as const],
})

/** «2024–2026 годы» */
function yearsWords(years: readonly Period[]): string {
  const numbers = years.map(yearOf)
  return numbers.length === 1 ? `${numbers[0]}\u00a0год` : `${numbers[0]}–${numbers.at(-1)}\u00a0годы`
}

const yearOf = ({ firstDate }: Period) => firstDate.slice(0, 4)

function mainSentences({ years, rows, asOf }: PlanningData, titles: PlanningTitles): string {
  const sums = sumOf(rows, years.length)
  const running = years.filter(({ to }) => to > asOf).map(yearOf)
  const settlements = groupsOf(rows, 'settlement').filter(({ id }) => id !== null)
  const subtopics = groupsOf(rows, 'subtopic').filter(({ id }) => id !== null)
  const most = (groups: typeof settlements, title: (id: string) => string) =>
    listed(
      groups.slice(0, 3).flatMap(({ id, years: of }) => (id === null ? [] : [`${title(id)} (${all(of)})`])),
    )
  return [
    sentence(
      ...years.map(
        (year, at) =>
          `${at === 0 ? 'поступило: ' : ''}${yearOf(year)}\u00a0год\u00a0— ${counted(sums[at] ?? 0, messageForms)}`,
      ),
    ),
    running.length === 0
      ? ''
      : sentence(`${running.join(', ')}\u00a0год не окончен: числа на дату составления`),
    settlements.length === 0
      ? ''
      : sentence(`больше всего сообщений: ${most(settlements, titles.settlement)}`),
    subtopics.length === 0 ? '' : sentence(`чаще всего: ${most(subtopics, titles.subtopic)}`),
  ]
    .filter(words => words !== '')
    .join(' ')
}

type Group = { id: string | null; years: number[] }

/** What came most over all years first, without a name last. */
function groupsOf(rows: readonly PlanningRow[], by: 'settlement' | 'subtopic'): Group[] {
  const found = new Map<string | null, PlanningRow[]>()
  for (const row of rows) found.set(row[by], [...(found.get(row[by]) ?? []), row])
  return [...found]
    .map(([id, of]) => ({ id, years: sumOf(of, of[0]?.years.length ?? 0) }))
    .toSorted(
      (a, b) =>
        Number(a.id === null) - Number(b.id === null) ||
        all(b.years) - all(a.years) ||
        ((a.id ?? '') < (b.id ?? '') ? -1 : 1),
    )
}

function sumOf(rows: readonly { years: readonly number[] }[], count: number): number[] {
  return Array.from({ length: count }, (_, at) => rows.reduce((sum, { years }) => sum + (years[at] ?? 0), 0))
}

const all = (years: readonly number[]) => years.reduce((sum, n) => sum + n, 0)

const yearColumns = (years: readonly Period[]): TableColumn[] => [
  ...years.map(
    year =>
      ({
        id: `y${yearOf(year)}`,
        title: periodWords(year),
        kind: 'count',
        width: 2,
        formula: metrics.received.formula,
      }) as const,
  ),
  { id: 'all', title: 'За все годы', kind: 'count', width: 2 },
]

const words = (text: string): Cell => ({ kind: 'text', text })

function settlementTable(data: PlanningData, titles: PlanningTitles, listOf: PlanningList): ReportTable {
  return {
    id: 'planning-settlements',
    title: 'Поступило по населённым пунктам',
    columns: [
      { id: 'settlement', title: 'Населённый пункт', kind: 'text', width: 6 },
      ...yearColumns(data.years),
    ],
    rows: [
      ...groupsOf(data.rows, 'settlement').map(({ id, years }) => ({
        cells: [
          words(id === null ? withoutSettlement : titles.settlement(id)),
          ...numbers(data, years, period => listOf(period, { settlement: id })),
        ],
      })),
      totalRow(data, listOf, 1),
    ],
  }
}

function subtopicTable(data: PlanningData, titles: PlanningTitles, listOf: PlanningList): ReportTable {
  return {
    id: 'planning-subtopics',
    title: 'Поступило по подтемам',
    columns: [{ id: 'subtopic', title: 'Подтема', kind: 'text', width: 6 }, ...yearColumns(data.years)],
    rows: [
      ...groupsOf(data.rows, 'subtopic').map(({ id, years }) => ({
        cells: [
          words(id === null ? withoutSubtopic : titles.subtopic(id)),
          ...numbers(data, years, period => listOf(period, { subtopic: id })),
        ],
      })),
      totalRow(data, listOf, 1),
    ],
  }
}

function detailTable(data: PlanningData, titles: PlanningTitles, listOf: PlanningList): ReportTable {
  const { rows, years } = data
  return {
    id: 'planning-details',
    title: 'Поступило по населённым пунктам, подтемам и годам',
    columns: [
      { id: 'settlement', title: 'Населённый пункт', kind: 'text', width: 4 },
      { id: 'subtopic', title: 'Подтема', kind: 'text', width: 5 },
      ...yearColumns(years),
    ],
    rows: [
      ...groupsOf(rows, 'settlement').flatMap(({ id: settlement }) =>
        groupsOf(
          rows.filter(row => row.settlement === settlement),
          'subtopic',
        ).map(({ id: subtopic, years: of }) => ({
          cells: [
            words(settlement === null ? withoutSettlement : titles.settlement(settlement)),
            words(subtopic === null ? withoutSubtopic : titles.subtopic(subtopic)),
            ...numbers(data, of, period => listOf(period, { settlement, subtopic })),
          ],
        })),
      ),
      totalRow(data, listOf, 2),
    ],
    note: 'Год считается по дню записи сообщения. Показаны сочетания, по которым что-либо поступало.',
  }
}

function numbers(
  { years }: Pick<PlanningData, 'years'>,
  of: readonly number[],
  href: (period: Period) => string | undefined,
): Cell[] {
  return [
    ...years.map((year, at): Cell => ({ kind: 'count', value: of[at] ?? 0, href: href(year) })),
    { kind: 'count', value: all(of) },
  ]
}

function totalRow(data: PlanningData, listOf: PlanningList, names: 1 | 2) {
  return {
    isTotal: true,
    cells: [
      words('Всего'),
      ...(names === 2 ? [words('')] : []),
      ...numbers(data, sumOf(data.rows, data.years.length), period => listOf(period, {})),
    ],
  }
}
