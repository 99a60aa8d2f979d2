/** A stored report read back: the third door. The value is what shared/reports/document.ts says. */
import * as z from 'zod'
import type { ReportDocument } from '../../../shared/reports/document.ts'

const href = z.string().optional()
const cell = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string(), href }),
  z.object({ kind: z.literal('count'), value: z.number(), href }),
  z.object({ kind: z.literal('change'), value: z.number().nullable(), href }),
  z.object({ kind: z.literal('percent-change'), value: z.number().nullable(), href }),
  z.object({ kind: z.literal('share'), part: z.number(), base: z.number(), href }),
  z.object({ kind: z.literal('mean'), value: z.number().nullable(), of: z.number(), href }),
  z.object({ kind: z.literal('date'), value: z.string().nullable(), href }),
  z.object({ kind: z.literal('number'), value: z.number().nullable(), decimals: z.number(), href }),
  z.object({ kind: z.literal('duration'), minutes: z.number().nullable(), of: z.number(), href }),
])

const table = z.object({
  id: z.string(),
  title: z.string(),
  columns: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      kind: z.enum([
        'text',
        'count',
        'change',
        'percent-change',
        'share',
        'mean',
        'number',
        'date',
        'duration',
      ]),
      width: z.number().optional(),
      formula: z.string().optional(),
    }),
  ),
  rows: z.array(z.object({ cells: z.array(cell), isTotal: z.boolean().optional() })),
  note: z.string().optional(),
})

const chart = z.union([
  z.object({
    id: z.string(),
    kind: z.enum(['lines', 'bars']),
    title: z.string(),
    categories: z.array(z.string()),
    series: z.array(z.object({ title: z.string(), values: z.array(z.number().nullable()) })),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('heat'),
    title: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.string()),
    cells: z.array(
      z.array(
        z.object({
          value: z.number(),
          weight: z.number().nullable(),
          marked: z.number().optional(),
          href,
        }),
      ),
    ),
  }),
])

const block = z.discriminatedUnion('block', [
  z.object({ block: z.literal('generated'), text: z.string() }),
  z.object({ block: z.literal('written'), text: z.string() }),
  z.object({ block: z.literal('lines'), lines: z.array(z.object({ text: z.string(), href })) }),
  z.object({ block: z.literal('table'), table }),
  z.object({ block: z.literal('chart'), chart, table }),
  z.object({ block: z.literal('page-break') }),
])

export const reportDocumentSchema: z.ZodType<ReportDocument> = z.object({
  title: z.string(),
  subtitle: z.string(),
  asOf: z.string(),
  organisation: z.string(),
  marks: z.array(z.string()),
  people: z.array(z.string()),
  sections: z.array(z.object({ id: z.string(), title: z.string(), blocks: z.array(block) })),
  footer: z.array(z.string()),
})
