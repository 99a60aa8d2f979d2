/** A sheet of an exported file, as it stands: rows of cells, and where in the file each row is. */

/** `link`: where a cell with a hyperlink leads. Dates are `YYYY-MM-DDTHH:MM:SS`, as the sheet shows them, without a zone. */
export type Cell = { text: string; link: string | null }
export type TableRow = { line: number; cells: readonly Cell[] }
export type Sheet = { title: string | null; rows: readonly TableRow[] }

export const textCell = (text: string): Cell => ({ text, link: null })

/** What a file may hold; the words are those of the page. */
export const importLimits = { bytes: 10 * 1024 * 1024, rows: 20_000, columns: 200, cell: 32_767 } as const
