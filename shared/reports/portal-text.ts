/** A report's lines as plain text to paste into a portal: ordinary spaces, a line for each, its period and as-of time above. */
import type { ReportDocument } from './document.ts'

/** The section of a report whose lines are pasted. */
export const portalSection = 'portal'

/** `undefined` where the report has no such lines. */
export function portalText({
  title,
  subtitle,
  asOf,
  organisation,
  sections,
}: ReportDocument): string | undefined {
  const lines = sections
    .find(({ id }) => id === portalSection)
    ?.blocks.flatMap(block => (block.block === 'lines' ? block.lines.map(({ text }) => text) : []))
  if (lines === undefined || lines.length === 0) return undefined
  return [organisation, `${title} ${subtitle}`, asOf, '', ...lines]
    .map(line => line.replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\u00ad', ''))
    .join('\n')
}
