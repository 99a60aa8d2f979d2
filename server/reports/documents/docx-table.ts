/** A table in a DOCX: a head that is repeated on every page, rows that are never broken, numbers under each other. */
import {
  Paragraph,
  ShadingType,
  SoftHyphen,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx'
import type { Cell, CellKind, ReportTable, TableColumn } from '../../../shared/reports/document.ts'
import { cellWords, isNumeric, printable } from './cells.ts'
import { measureText } from './chart-look.ts'
import { none, styleIds, textWidth, thick, thin } from './docx-styles.ts'

/** From so many columns on the letters are smaller, so that their words still fit. */
const manyColumns = 9
const narrowSize = 16
const narrowHeadSize = 15
/** A table of so few rows stays on one page. */
const togetherRows = 8
/** So many rows at the end of a longer one go over to the next page together: a total does not stand alone. */
const lastRows = 3

const usualWidth: Record<CellKind, number> = {
  text: 3,
  count: 1,
  change: 1,
  'percent-change': 1,
  share: 1.3,
  number: 1.1,
  mean: 1.2,
  date: 1.3,
  duration: 1.5,
}

export function docxTable({ columns, rows }: ReportTable): Table {
  const isNarrow = columns.length >= manyColumns
  const widths = columnWidths({ columns, rows }, isNarrow)
  const margin = isNarrow ? 30 : 70
  const staysTogether = rows.length <= togetherRows
  return new Table({
    width: { size: textWidth, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    margins: { top: 20, bottom: 20, left: margin, right: margin, marginUnitType: WidthType.DXA },
    borders: {
      top: thick,
      bottom: thick,
      left: none,
      right: none,
      insideHorizontal: thin,
      insideVertical: thin,
    },
    rows: [
      new TableRow({
        tableHeader: true,
        cantSplit: true,
        children: columns.map(({ title }, at) =>
          cell(
            widths[at],
            [
              words(title, styleIds.tableHead, {
                isNarrow,
                keepNext: true,
                ...(isNarrow ? { size: narrowHeadSize } : {}),
              }),
            ],
            {
              shading: { type: ShadingType.CLEAR, fill: 'EDEDED', color: 'auto' },
              verticalAlign: VerticalAlignTable.CENTER,
            },
          ),
        ),
      }),
      ...rows.map(({ cells, isTotal }, row) => {
        const isAmongLast = row >= rows.length - lastRows
        const keepNext = (staysTogether || isAmongLast) && row < rows.length - 1
        return new TableRow({
          cantSplit: true,
          children: columns.map((column, at) =>
            cell(
              widths[at],
              cellParagraphs(cells[at], column, { isNarrow, keepNext, bold: isTotal === true }),
              {
                verticalAlign: VerticalAlignTable.CENTER,
                ...(isTotal ? { borders: { top: thick } } : {}),
              },
            ),
          ),
        })
      }),
    ],
  })
}

type Look = { isNarrow: boolean; keepNext: boolean; bold?: boolean }

function cell(
  width: number | undefined,
  children: Paragraph[],
  options: Partial<ConstructorParameters<typeof TableCell>[0]>,
): TableCell {
  return new TableCell({ ...options, children, width: { size: width ?? 0, type: WidthType.DXA } })
}

function cellParagraphs(value: Cell | undefined, { kind }: TableColumn, look: Look): Paragraph[] {
  const style = isNumeric(kind) ? styleIds.tableNumber : styleIds.tableText
  const { main, small } = value === undefined ? { main: '' } : cellWords(value)
  const text = words(main, style, look)
  return small === undefined
    ? [text]
    : [text, words(small, style, { ...look, size: look.isNarrow ? 14 : 16 })]
}

function words(
  text: string,
  style: string,
  { isNarrow, keepNext, bold, size }: Look & { size?: number },
): Paragraph {
  const letters = size ?? (isNarrow ? narrowSize : undefined)
  return new Paragraph({
    style,
    ...(keepNext ? { keepNext: true } : {}),
    children: runs(text, { ...(letters === undefined ? {} : { size: letters }), ...(bold ? { bold } : {}) }),
  })
}

/** Word shows U+00AD as a hyphen: where a word may be parted it wants a mark of its own. */
export function runs(text: string, look: { size?: number; bold?: boolean } = {}): TextRun[] {
  const [first = '', ...rest] = printable(text).split('\u00ad')
  return [
    new TextRun({ ...look, text: first }),
    ...rest.map(part => new TextRun({ ...look, children: [new SoftHyphen(), part] })),
  ]
}

/**
 * Twips that fill the text's width to the last one: by weight, but none narrower than the longest of its words that
 * cannot be broken, as long as there is room for all of them.
 */
export function columnWidths(
  { columns, rows }: Pick<ReportTable, 'columns' | 'rows'>,
  isNarrow = false,
): number[] {
  const letters = (isNarrow ? narrowSize : 20) * 10 * serifShare
  const least = columns.map(({ title }, at) => {
    const headShare = isNarrow ? narrowHeadSize / narrowSize : 1
    const heads = unbroken(title).map(part => measureText(part, 'bold 1px').width * headShare)
    const values = rows.flatMap(({ cells, isTotal }) => {
      const cell = cells[at]
      if (cell === undefined) return []
      const { main, small = '' } = cellWords(cell)
      const font = isTotal ? 'bold 1px' : '1px'
      const widthOf = (text: string) => unbroken(text).map(part => measureText(part, font).width)
      return [...widthOf(main), ...widthOf(small).map(width => width * smallShare)]
    })
    const widest = [...heads, ...values].reduce((most, each) => Math.max(most, each), 0)
    return Math.min(textWidth / 4, widest * letters + (isNarrow ? 80 : 160))
  })
  const weights = columns.map(({ kind, width }) => width ?? usualWidth[kind])
  const all = sum(weights)
  const wished = weights.map(weight => (weight / all) * textWidth)
  const lacking = sum(wished.map((width, at) => Math.max(0, (least[at] ?? 0) - width)))
  const spare = sum(wished.map((width, at) => Math.max(0, width - (least[at] ?? 0))))
  const given = spare === 0 ? 0 : Math.min(1, lacking / spare)
  const widths = wished.map((width, at) => {
    const room = width - (least[at] ?? 0)
    // Too little for all words: each column gets its share of what there is.
    if (lacking > spare) return Math.floor(((least[at] ?? 0) / sum(least)) * textWidth)
    return Math.floor(room < 0 ? (least[at] ?? 0) : width - room * given)
  })
  const rest = textWidth - sum(widths)
  return widths.map((width, at) => (at === 0 ? width + rest : width))
}

/** A no-break space holds its neighbours together; a soft hyphen parts them and shows itself. */
const unbroken = (text: string) => text.replaceAll('\u00ad', '- ').split(/[ \t\n]+|(?<=-)/)

/** Of how many, beneath a share, in smaller letters. */
const smallShare = 0.9

/** Times is narrower than the letters of charts, by which words are measured. */
const serifShare = 0.8

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
