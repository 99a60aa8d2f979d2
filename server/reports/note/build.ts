/** The note as the office makes it: numbers read, value built, everything looked at that is looked at before «проверено». */
import { sql } from 'kysely'
import type { ReportTable } from '../../../shared/reports/document.ts'
import type { Texts } from '../../../shared/reports/life.ts'
import { checkNote, wordsOfOrder, wordsOfPeople } from '../../../shared/reports/note/checks.ts'
import type { ListOf, NoteData } from '../../../shared/reports/note/data.ts'
import { namedIn, personalIn } from '../../../shared/reports/note/personal.ts'
import { noteDocument } from '../../../shared/reports/note/report.ts'
import { monthOf, type Period, periodWords, previousPeriod } from '../../../shared/reports/period.ts'
import { ratingTables } from '../../../shared/reports/rating-tables.ts'
import type { Office, Signed } from '../../office.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import type { Built } from '../archive/reports.ts'
import { authorNames, authorsIn, citizensOf } from '../author-names.ts'
import { candidates } from '../block-statistics/candidates.ts'
import { standing } from '../block-statistics/conditions.ts'
import { inOneView } from '../block-statistics/live.ts'
import { findApproved } from '../rating/store.ts'
import { readNote } from './query.ts'

type Words = {
  asOfWords(now: string, zone: string): string
  listOf: ListOf
  /** Looks for the names of all authors, not only of those whom the note is about. */
  thorough?: boolean | undefined
}

export async function buildNote(
  office: Office,
  signed: Signed,
  period: Period,
  texts: Texts,
  { asOfWords, listOf, thorough = false }: Words,
): Promise<Built> {
  // One view: «событие № N» is said of exactly these numbers.
  const read = await inOneView(office.reportReader, view =>
    readNote({ ...office, reportReader: view }, signed, period, { asOfWords, texts }),
  )
  const typed = wordsOfPeople(read)
  const ofWeek = await authorsOfWeek(office, signed, period, read.asOf)
  const authors = [
    ...citizensOf(ofWeek.filter(namedIn(typed)), signed.settings),
    ...(thorough ? await authorsIn(office, signed.settings, typed) : []),
  ]
  const data = withoutNamedOrders(read, authors)
  const document = noteDocument(data, listOf, await ratingOf(office, period))
  const { faults, remarks } = checkNote(data)
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
    faults,
    personal: personalIn(wordsOfPeople(data), authors),
    remarks,
  }
}

/**
 * An order was given before the one whom it names wrote anything: nobody can mend its words any more, and they may not keep
 * the notes from going out. It stands with its term and its state.
 */
function withoutNamedOrders(data: NoteData, authors: readonly string[]): NoteData {
  return {
    ...data,
    orders: data.orders.map(order =>
      'report' in order.about && personalIn(wordsOfOrder(order), authors).length > 0
        ? {
            ...order,
            about: { ...order.about, text: 'текст в системе, в нём данные жителя' },
            result: '',
          }
        : order,
    ),
  }
}

/** Of whom the note is about: who wrote what came, and what is late or solved. They are looked for in its words. */
async function authorsOfWeek(
  office: Office,
  signed: Signed,
  period: Period,
  asOf: string,
): Promise<string[]> {
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
  const rows = await authorNames(reader, organisationId).where('ticket_id', 'in', told).execute()
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
