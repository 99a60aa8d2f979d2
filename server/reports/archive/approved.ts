/** Reports that were approved at least once, with their lives; the latest period first. */
import type { Kysely } from 'kysely'
import { lifeOf, type ReportKind, reportActSchema, reportKinds } from '../../../shared/reports/life.ts'
import { type PeriodKind, periodKinds, periodOf } from '../../../shared/reports/period.ts'
import type { Database } from '../../store/schema.ts'
import type { FoundReport } from './reports.ts'
import { readActs } from './store.ts'

/** Four years of weeks. */
const most = 300

export async function approvedReports(
  place: { db: Kysely<Database>; organisationId: string },
  zone: string,
): Promise<(FoundReport & { id: string })[]> {
  const { db, organisationId } = place
  const rows = await db
    .selectFrom('reports')
    .select(['id', 'kind', 'period_kind', 'first_date', 'last_date'])
    .where('organisation_id', '=', organisationId)
    .where('kind', 'in', [...reportKinds])
    .where(reports =>
      reports.exists(
        reports
          .selectFrom('report_acts')
          .select('report_acts.report_id')
          .whereRef('report_acts.organisation_id', '=', 'reports.organisation_id')
          .whereRef('report_acts.report_id', '=', 'reports.id')
          .where('report_acts.type', '=', 'approved'),
      ),
    )
    .orderBy('last_date', 'desc')
    .orderBy('kind')
    .limit(most)
    .execute()
  const acts = await readActs(
    place,
    rows.map(({ id }) => id),
    reportActSchema,
  )
  return rows.map(({ id, kind, period_kind, first_date, last_date }) => ({
    id,
    kind: asKind(kind),
    period: periodOf(asPeriodKind(period_kind), first_date, last_date, zone),
    life: lifeOf(acts.get(id) ?? []),
    acts: acts.get(id) ?? [],
  }))
}

function asKind(kind: string): ReportKind {
  const known = reportKinds.find(each => each === kind)
  if (known === undefined) throw new Error(`A report of an unknown kind: ${kind}`)
  return known
}

function asPeriodKind(kind: string): PeriodKind {
  const known = periodKinds.find(each => each === kind)
  if (known === undefined) throw new Error(`A period of an unknown kind: ${kind}`)
  return known
}
