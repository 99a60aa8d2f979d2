/**
 * The numbers of a summary: of the person's blocks as this person sees them, whoever opens the page; but nothing that is about
 * the one who opens it (PRACTICE P8).
 */
import type { Kysely } from 'kysely'
import { actorOf } from '../../../shared/policy/actor.ts'
import { type Actor, keysOf } from '../../../shared/policy/grants.ts'
import { readScope, type Scope } from '../../../shared/policy/permissions.ts'
import type { Person, Settings } from '../../../shared/policy/settings.ts'
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import { type Period, periodSettingsOf, previousPeriod } from '../../../shared/reports/period.ts'
import type { Counts } from '../../../shared/reports/statistics.ts'
import type { Database } from '../../store/schema.ts'
import { blockStatistics } from '../block-statistics/query.ts'
import { type LateLine, readLate } from '../note/lines.ts'

export type SummaryNumbers = {
  blocks: { block: BlockId; counts: Counts['counts']; receivedBefore: number }[]
  overdue: { total: number; lines: LateLine[] }
}

/** More are explained on the list, not in a report of a week. */
const mostOverdue = 100

/** What a summary is about. `openedBy`: `null` for the system itself. */
function summaryScope(person: Person, openedBy: Actor | null, settings: Settings): Scope {
  const { any, notAbout } = readScope(actorOf(person), settings)
  return { any, notAbout: [...notAbout, ...(openedBy === null ? [] : keysOf(openedBy))] }
}

export async function readSummaryNumbers(
  {
    reportReader: reader,
    organisationId,
    openedBy,
  }: { reportReader: Kysely<Database>; organisationId: string; openedBy: Actor | null },
  settings: Settings,
  person: Person,
  period: Period,
  now: string,
): Promise<SummaryNumbers> {
  const own = blockIds.filter(block => block !== 'none' && person.blocks.includes(block))
  const scope = summaryScope(person, openedBy, settings)
  const before = previousPeriod(period, periodSettingsOf(settings))
  const [current, previous] = await Promise.all(
    [period, before].map(each => blockStatistics(reader, organisationId, scope, each, now)),
  )
  const rowOf = (from: typeof current, block: BlockId) => from?.rows.find(row => row.block === block)?.counts
  return {
    blocks: own.flatMap(block => {
      const counts = rowOf(current, block)
      return counts === undefined
        ? []
        : [{ block, counts, receivedBefore: rowOf(previous, block)?.received ?? 0 }]
    }),
    overdue: await readLate({ reader, organisationId, scope }, { period, asOf: now }, settings, {
      blocks: own,
      withHead: false,
      withComplaints: true,
      most: mostOverdue,
    }),
  }
}
