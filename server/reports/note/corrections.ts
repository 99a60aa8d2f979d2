import { blockIds } from '../../../shared/reference/blocks.ts'
import { type CountsByBlock, correctionsOf } from '../../../shared/reports/note/corrections.ts'
import { type Period, periodWords } from '../../../shared/reports/period.ts'
import type { approvedReports } from '../archive/approved.ts'
import { findVersion } from '../archive/store.ts'
import type { Place } from '../block-statistics/live.ts'
import { blockStatistics } from '../block-statistics/query.ts'

/** How many sent notes back late tickets are looked for. */
const rememberedNotes = 8

/** What earlier notes said, and what the same count says now. */
export async function readCorrections(
  place: Place,
  approved: Awaited<ReturnType<typeof approvedReports>>,
  period: Period,
  now: string,
) {
  const { reader, organisationId, scope } = place
  const sent = approved
    .filter(
      ({ kind, life, period: week }) => kind === 'note' && life.stage === 'sent' && week.to <= period.from,
    )
    .slice(0, rememberedNotes)
  const versions = await Promise.all(
    sent.map(async report => ({
      report,
      version: await findVersion({ db: reader, organisationId }, report.id, report.life.version),
    })),
  )
  const found = []
  for (const { report, version } of versions) {
    if (version === undefined) continue
    const { firstDate, lastDate } = report.period
    const later = versions.filter(each => each.report.period.firstDate > firstDate).toReversed()
    const counted = await blockStatistics(reader, organisationId, scope, report.period, now)
    const current: CountsByBlock = new Map([
      ['total', counted.total.counts] as const,
      ...blockIds.flatMap(block => {
        const row = counted.rows.find(each => each.block === block)
        return row === undefined ? [] : [[block, row.counts] as const]
      }),
    ])
    found.push(
      ...correctionsOf(
        {
          period: periodWords(report.period),
          firstDate,
          lastDate,
          said: new Map(version.figures.counts.map(({ block, counts }) => [block, counts])),
          told: later.flatMap(
            each =>
              each.version?.figures.corrections.filter(
                correction => correction.firstDate === firstDate && correction.lastDate === lastDate,
              ) ?? [],
          ),
        },
        current,
      ),
    )
  }
  return found
}
