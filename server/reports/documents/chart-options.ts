/** What ECharts is told to draw: everything stands, nothing moves, and every word fits. Runs in the thread. */
import type { ReportChart } from '../../../shared/reports/document.ts'
import { markedWords, numberWords, printable, withoutSoftHyphens } from './cells.ts'
import { colours, fontFamily, lookOf, measureText } from './chart-look.ts'

type Heat = Extract<ReportChart, { kind: 'heat' }>
type Series = Exclude<ReportChart, { kind: 'heat' }>

/** So many points carry their numbers; more would write over each other. */
const labelledPoints = 26
const labelledLines = 2
const rowHeight = 26
/** Of a heat map with a mark beneath a number. */
const markedHeight = 32
const labelSize = 11
const lineHeight = 13
/** From this weight on white letters are read better than black ones. */
const darkFrom = 0.75
const longestLabel = 190
/** Lying labels of a heat map's columns need as much room as the widest of them. */
const longestColumn = 110

export function isEmptyChart(chart: ReportChart): boolean {
  if (chart.kind === 'heat') return chart.rows.length === 0 || chart.columns.length === 0
  return chart.categories.length === 0 || chart.series.length === 0
}

/** As high as its rows need; trends keep one height. */
export function chartHeight(chart: ReportChart): number {
  if (isEmptyChart(chart)) return 80
  if (chart.kind === 'heat')
    return chart.rows.length * (isMarked(chart) ? markedHeight : rowHeight) + columnRoom(chart) + 12
  if (!isLying(chart)) return 270
  const thick = Math.max(rowHeight, chart.series.length * 17 + 8)
  return chart.categories.length * thick + 64
}

export function chartOption(chart: ReportChart) {
  return { ...common, ...(chart.kind === 'heat' ? heatOption(chart) : seriesOption(chart)) }
}

const text = { color: colours.ink, fontFamily, fontSize: labelSize, lineHeight }
const common = {
  animation: false,
  backgroundColor: colours.paper,
  textStyle: text,
}

const clean = (words: string) => withoutSoftHyphens(printable(words))
/** A label of an axis breaks where it must, a date within a month too. */
const axisWords = (words: string) => clean(words).replaceAll('\u00a0', ' ')
const labelWidth = (words: string) => measureText(words, `${labelSize}px`).width

/** Bars lie where the words under standing ones would not fit. */
function isLying({ kind, categories }: Series): boolean {
  return kind === 'bars' && !isRoomy({ categories })
}

/** Whether each word fits under its point, one under another where they are several. */
function isBreakable({ categories }: Pick<Series, 'categories'>): boolean {
  return isRoomy({ categories: categories.flatMap(each => axisWords(each).split(' ')) }, categories.length)
}

/** Whether all words fit under their points. */
function isRoomy({ categories }: Pick<Series, 'categories'>, points = categories.length): boolean {
  return categories.every(each => labelWidth(clean(each)) < labelRoom(points))
}

const labelRoom = (points: number) => 570 / points - 2

function seriesOption(chart: Series) {
  const categories = chart.categories.map(axisWords)
  const lying = isLying(chart)
  const withLegend = chart.series.length > 1
  const points = categories.length * chart.series.length
  const named = {
    type: 'category',
    data: categories,
    inverse: lying,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colours.quiet } },
    axisLabel: {
      ...text,
      hideOverlap: true,
      ...(lying
        ? { width: longestLabel, overflow: 'break', interval: 0 }
        : isRoomy(chart)
          ? { interval: 0 }
          : isBreakable(chart)
            ? { width: labelRoom(categories.length), overflow: 'break', interval: 0, hideOverlap: false }
            : {}),
    },
  }
  const counted = {
    type: 'value',
    minInterval: 1,
    splitNumber: 4,
    splitLine: { lineStyle: { color: colours.line } },
    axisLabel: { ...text, color: colours.quiet, formatter: (value: number) => numberWords(value) },
  }
  return {
    legend: withLegend
      ? { bottom: 0, itemWidth: 34, itemHeight: 12, itemGap: 22, textStyle: text, selectedMode: false }
      : { show: false },
    grid: {
      top: 22,
      right: lying ? 44 : 24,
      bottom: withLegend ? 34 : 8,
      left: 8,
      // The words of the axes stand inside these bounds.
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: lying ? counted : { ...named, boundaryGap: chart.kind === 'bars' },
    yAxis: lying ? named : counted,
    aria: {
      enabled: true,
      decal: {
        show: chart.kind === 'bars',
        decals: chart.series.map((_, at) => {
          const { decal } = lookOf(at)
          return decal === undefined ? { symbol: 'none' } : { ...decal, color: 'rgba(255,255,255,0.75)' }
        }),
      },
    },
    series: chart.series.map(({ title, values }, at) => {
      const { colour, dash, symbol } = lookOf(at)
      const label = {
        ...text,
        show: points <= labelledPoints && (chart.kind === 'bars' || chart.series.length <= labelledLines),
        position: lying ? 'right' : at % 2 === 0 || chart.kind === 'bars' ? 'top' : 'bottom',
        formatter: ({ value }: { value: unknown }) => (typeof value === 'number' ? numberWords(value) : ''),
      }
      const common = { name: clean(title), data: values.map(value => value ?? '-'), label, silent: true }
      return chart.kind === 'bars'
        ? {
            ...common,
            type: 'bar',
            barMaxWidth: 26,
            barGap: '10%',
            itemStyle: { color: colour, borderColor: colours.ink, borderWidth: 0.75 },
          }
        : {
            ...common,
            type: 'line',
            symbol,
            symbolSize: categories.length > 20 ? 5 : 8,
            showAllSymbol: true,
            lineStyle: { color: colour, width: 2, type: dash },
            itemStyle: { color: colour },
          }
    }),
  }
}

/** Columns stand upright where their words are wider than their cells. */
function isUpright({ rows, columns }: Heat): boolean {
  const room =
    (600 - Math.min(longestLabel, Math.max(...rows.map(each => labelWidth(clean(each)))))) / columns.length
  return columns.some(each => labelWidth(clean(each)) > room - 4)
}

const isMarked = ({ cells }: Heat) => cells.some(row => row.some(({ marked = 0 }) => marked > 0))

function columnRoom(chart: Heat): number {
  if (!isUpright(chart)) return 24
  return Math.min(longestColumn, Math.max(...chart.columns.map(each => labelWidth(clean(each))))) + 12
}

function heatOption(chart: Heat) {
  const upright = isUpright(chart)
  return {
    grid: { top: columnRoom(chart), right: 8, bottom: 8, left: rowRoom(chart), outerBoundsMode: 'none' },
    xAxis: {
      type: 'category',
      position: 'top',
      data: chart.columns.map(clean),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        ...text,
        interval: 0,
        rotate: upright ? 90 : 0,
        ...(upright ? { width: longestColumn, overflow: 'break' } : {}),
      },
    },
    yAxis: {
      type: 'category',
      inverse: true,
      data: chart.rows.map(clean),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: { ...text, interval: 0, width: longestLabel, overflow: 'break' },
    },
    series: [
      {
        type: 'heatmap',
        silent: true,
        data: chart.cells.flatMap((row, y) =>
          row.map(({ value, weight, marked = 0 }, x) => ({
            value: [x, y, value, weight ?? unweighed, marked],
            itemStyle: { borderColor: colours.line, borderWidth: 1 },
            label: { color: (weight ?? 0) > darkFrom ? colours.paper : colours.ink },
          })),
        ),
        label: {
          ...text,
          show: true,
          formatter: ({ value }: { value: unknown }) => (Array.isArray(value) ? heatWords(value) : ''),
        },
      },
    ],
    visualMap: {
      show: false,
      type: 'continuous',
      dimension: 3,
      min: 0,
      max: 1,
      inRange: { color: [colours.paper, colours.heat] },
      outOfRange: { color: [colours.paper] },
    },
  }
}

function heatWords([, , value, , marked]: readonly unknown[]): string {
  if (typeof value !== 'number') return ''
  const isMarkedCell = typeof marked === 'number' && marked > 0
  return isMarkedCell ? `${numberWords(value)}\n${markedWords(marked)}` : numberWords(value)
}

/** Outside of the weights: a cell that nothing colours. */
const unweighed = -1

function rowRoom({ rows }: Heat): number {
  return Math.min(longestLabel, Math.max(...rows.map(each => labelWidth(clean(each))))) + 16
}
