/** The note as the office makes it: numbers read, value built, everything looked at that is looked at before «проверено». */
import { sql } from 'kysely'
import type { ReportTable } from '../../../shared/reports/document.ts'
import type { Texts } from '../../../shared/reports/life.ts'
import { checkNote, personalFaults } from '../../../shared/reports/note/checks.ts'
import type { ListOf } from '../../../shared/reports/note/data.ts'
import { noteDocument } from '../../../shared/reports/note/report.ts'
import { monthOf, type Period, periodWords, previousPeriod } from '../../../shared/reports/period.ts'
import { ratingTables } from '../../../shared/reports/rating-tables.ts'
import type { Office, Signed } from '../../office.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import type { Built } from '../archive/reports.ts'
import { candidates } from '../block-statistics/candidates.ts'
import { standing } from '../block-statistics/conditions.ts'
import { findApproved } from '../rating/store.ts'
import { readNote } from './query.ts'

type Words = { asOfWords(now: string, zone: string): string; listOf: ListOf }

export async function buildNote(
  office: Office,
  signed: Signed,
  period: Period,
  texts: Texts,
  { asOfWords, listOf }: Words,
): Promise<Built> {
  const data = await readNote(office, signed, period, { asOfWords, texts })
  const document = noteDocument(data, listOf, await ratingOf(office, period))
  const { faults, remarks } = checkNote(data)
  const authors = await authorNames(office, signed, period, data.asOf)
  const counts = [
    { block: 'total' as const, counts: data.total.counts },
    ...data.blocks.map(({ block, counts: of }) => ({ block, counts: of })),
  ]
  return {
    document,
    cut: { asOf: data.asOf, seq: data.seq, chainHead: data.chainHead },
    figures: {
      counts: counts.map(({ block, counts: of }) => ({
        block,
        counts: {
          received: of.received,
          answered: of.answered,
          impossible: of.impossible,
          first_due: of.first_due,
          first_in_time: of.first_in_time,
          final_due: of.final_due,
          final_in_time: of.final_in_time,
        },
      })),
      corrections: data.corrections.map(({ firstDate, lastDate, block, metric, is }) => ({
        firstDate,
        lastDate,
        block,
        metric,
        is,
      })),
    },
    faults: [...faults, ...personalFaults(document, authors)],
    remarks,
  }
}

/** Of whom the note is about: who wrote what came, and what is late or solved. They are looked for in its words. */
async function authorNames(office: Office, signed: Signed, period: Period, asOf: string): Promise<string[]> {
  const { reportReader: reader, organisationId } = office
  const scope = office.tickets.scopeOf(signed)
  const whole = { organisationId, period, asOf }
  const told = reader
    .selectFrom('tickets')
    .where('organisation_id', '=', organisationId)
    .where(tickets =>
      tickets.and([
        standing(tickets),
        inScopeSql(scope)(tickets),
        tickets(
          'id',
          'in',
          sql<string>`(${candidates(['received', 'answered', 'overdue', 'before_head'], whole)})`,
        ),
      ]),
    )
    .select('id')
  const rows = await reader
    .selectFrom('contents')
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'source')
    .where('ticket_id', 'in', told)
    .where('body', 'is not', null)
    .select(sql<string | null>`json_extract(body, '$.source.author.name')`.as('name'))
    .distinct()
    .execute()
  return rows.flatMap(({ name }) => name ?? [])
}

/** Of the month before the week, once it is approved. */
async function ratingOf(office: Office, { firstDate, zone }: Period): Promise<ReportTable[]> {
  const month = previousPeriod(monthOf(firstDate, { zone, firstWeekday: 1 }), { zone, firstWeekday: 1 })
  const found = await findApproved(office.reader, office.organisationId, month.firstDate.slice(0, 7))
  if (found === undefined) return []
  return ratingTables(found.rating, { placedOnly: true }).map(table => ({
    ...table,
    title: `${table.title}, ${periodWords(month).toLowerCase()}`,
  }))
}
