/**
 * A report as a value: what it says, in which tables and charts, before it is a page, a DOCX, an XLSX or a CSV. All forms
 * are made from one such value, so that a number cannot differ between them (DESIGN, «Numbers agree»).
 */

/** How a cell is written: alignment, number format, and what an empty one shows («—»). */
export type CellKind =
  | 'text'
  | 'count'
  | 'change'
  | 'percent-change'
  | 'share'
  | 'mean'
  | 'number'
  | 'date'
  | 'duration'

/**
 * `text`: words as they stand. `count`: a whole number; `href` is the list behind it. `change`: a difference, or `null`
 * where it cannot be computed. `percent-change`: the same in whole percent. `share`: of how many, a percentage from a base of 20 (PRACTICE P19). `mean`: rounded to
 * one decimal, with how many values it was made of. `number`: a figure of its own, such as a plan or points. `date`: a local date. `duration`: minutes.
 */
export type Cell =
  | { kind: 'text'; text: string; href?: string | undefined }
  | { kind: 'count'; value: number; href?: string | undefined }
  | { kind: 'change'; value: number | null; href?: string | undefined }
  | { kind: 'percent-change'; value: number | null; href?: string | undefined }
  | { kind: 'share'; part: number; base: number; href?: string | undefined }
  | { kind: 'mean'; value: number | null; of: number; href?: string | undefined }
  | { kind: 'number'; value: number | null; decimals: number; href?: string | undefined }
  | { kind: 'date'; value: string | null; href?: string | undefined }
  | { kind: 'duration'; minutes: number | null; of: number; href?: string | undefined }

export type TableColumn = {
  id: string
  title: string
  kind: CellKind
  /** Share of the table's width; columns of one table are weighed against each other. */
  width?: number | undefined
  /** The formula, for a note under the table and `title` on a page. */
  formula?: string | undefined
}

export type ReportTable = {
  id: string
  /** Without «Таблица N»: documents number tables themselves. */
  title: string
  columns: readonly TableColumn[]
  rows: readonly { cells: readonly Cell[]; isTotal?: boolean | undefined }[]
  /** Under the table: where the numbers come from, what is not counted. */
  note?: string | undefined
}

export type ChartSeries = { title: string; values: readonly (number | null)[] }

/** Kinds that read well in black and white: lines with markers of their own, bars with hatching, a map with numbers. */
export type ReportChart =
  | {
      id: string
      kind: 'lines' | 'bars'
      title: string
      categories: readonly string[]
      series: readonly ChartSeries[]
    }
  | {
      id: string
      kind: 'heat'
      title: string
      columns: readonly string[]
      rows: readonly string[]
      /**
       * `[row][column]`; `weight` 0…1 colours, `value` is written in the cell. `marked` stands beneath with «▲» where it is
       * not 0: the number that the colour is of, where that is another one.
       */
      cells: readonly (readonly {
        value: number
        weight: number | null
        marked?: number | undefined
        href?: string | undefined
      }[])[]
    }

/**
 * `generated` is made anew from the numbers; `written` is a person's own words, which no regeneration touches. `lines`
 * stand as a list.
 */
export type ReportBlock =
  | { block: 'generated'; text: string }
  | { block: 'written'; text: string }
  | { block: 'lines'; lines: readonly { text: string; href?: string | undefined }[] }
  | { block: 'table'; table: ReportTable }
  | { block: 'chart'; chart: ReportChart; table: ReportTable }
  | { block: 'page-break' }

export type ReportSection = { id: string; title: string; blocks: readonly ReportBlock[] }

export type ReportDocument = {
  /** «Аналитическая записка о работе муниципального центра управления». */
  title: string
  /** «за неделю 19–25 ноября 2026». */
  subtitle: string
  /** «По состоянию на 25.11.2026 16:40 (Ульяновск, UTC+4)». */
  asOf: string
  organisation: string
  /** Stands in the running head together with the title: number, version, stage («проект», «утверждено»). */
  marks: readonly string[]
  /** Who prepared, who approved, to whom; one line each. */
  people: readonly string[]
  sections: readonly ReportSection[]
  /** At the end: data cut-off, head of the event hash chain. */
  footer: readonly string[]
}
