/**
 * «Поручение Главы» on a line of a report (PRACTICE P19). Orders on a ticket are the ticket's own events; a line of a report is
 * no ticket, so these stand here: who gave it, to whom, until when, and what was reported.
 */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { personKey, recipientKey } from '../../../shared/policy/parties.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Failure, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import type { Write } from '../../store/writer.ts'
import { refusedWords } from '../author-names.ts'
import type { FoundReport } from './reports.ts'
import { failed, isLocalDate } from './reports.ts'
import { mayOrder, mayReportOrder } from './rights.ts'

export type LineOrder = {
  id: string
  reportId: string
  /** The heading or line of the report it is about. */
  line: string
  text: string
  /** `person:…` or `recipient:…`, and its title. */
  toParty: string
  to: string
  dueOn: string
  givenAt: string
  doneAt: string | null
  result: string | null
}

export type OrderDraft = { line: string; text: string; toParty: string; dueOn: string }

export type ReportOrders = {
  give(by: Signed, report: FoundReport, draft: OrderDraft): Promise<Failure | undefined>
  done(by: Signed, orderId: string, result: string): Promise<Failure | undefined>
  /** Those that wait, and those reported on since the instant; the earliest due first. */
  list(settings: Settings, since: string): Promise<LineOrder[]>
  /** All that were given on the report, the earliest due first. */
  ofReport(settings: Settings, reportId: string): Promise<LineOrder[]>
}

/** As `responsible` of an order on a ticket: people and recipients that are there now. */
export function partiesOf({ people, recipients }: Settings): { value: string; title: string }[] {
  return [
    ...people
      .filter(({ active, roles }) => active && roles.some(role => role !== 'admin' && role !== 'chief'))
      .map(({ id, title }) => ({ value: personKey(id), title })),
    ...recipients.map(({ id, title }) => ({ value: recipientKey(id), title })),
  ]
}

type Desk = {
  organisationId: string
  reader: Kysely<Database>
  /** For names of authors. */
  reportReader: Kysely<Database>
  write: Write
  now(): string
}

export function createReportOrders(desk: Desk): ReportOrders {
  const { organisationId, reader, write, now } = desk
  return {
    async give(by, { id, life, period }, draft) {
      if (!mayOrder(by.actor)) return failed('chief-only', 'Поручение Главы даёт Глава администрации.')
      if (id === undefined || (life.stage !== 'approved' && life.stage !== 'sent'))
        return failed('report-stage', 'Поручение дают по утверждённому отчёту.')
      if (draft.text.trim() === '') return failed('no-text', 'Напишите, что нужно сделать.')
      // It will stand in the next note, where nobody could mend it.
      const personal = await refusedWords(desk, by.settings, [draft.line, draft.text])
      if (personal) return personal
      if (!partiesOf(by.settings).some(({ value }) => value === draft.toParty))
        return failed('no-party', 'Выберите, кому поручить.')
      if (!isLocalDate(draft.dueOn) || draft.dueOn < localDateOf(now(), period.zone))
        return failed('date-in-past', 'Укажите срок: сегодня или позже.')
      await write(tx =>
        tx
          .insertInto('report_orders')
          .values({
            organisation_id: organisationId,
            id: uuidv7(),
            report_id: id,
            line: draft.line.slice(0, 500),
            text: draft.text.trim().slice(0, 4_000),
            to_party: draft.toParty,
            due_on: draft.dueOn,
            given_at: now(),
            given_by: by.person.id,
            done_at: null,
            done_by: null,
            result: null,
          })
          .execute(),
      )
      return undefined
    },

    async done(by, orderId, result) {
      const personal = await refusedWords(desk, by.settings, [result])
      return write(async tx => {
        const order = await tx
          .selectFrom('report_orders')
          .select(['to_party', 'done_at'])
          .where('organisation_id', '=', organisationId)
          .where('id', '=', orderId)
          .executeTakeFirst()
        if (order === undefined) return failed('unknown-order', 'Такого поручения нет.')
        if (!mayReportOrder(by.actor, order.to_party))
          return failed('not-yours', 'Об исполнении докладывает тот, кому поручено, или руководитель МЦУ.')
        if (order.done_at !== null) return failed('order-done', 'Об исполнении уже доложено.')
        if (personal) return personal
        if (result.trim() === '') return failed('no-text', 'Напишите, что сделано.')
        await tx
          .updateTable('report_orders')
          .set({ done_at: now(), done_by: by.person.id, result: result.trim().slice(0, 4_000) })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', orderId)
          .execute()
        return undefined
      })
    },

    async list(settings, since) {
      const rows = await reader
        .selectFrom('report_orders')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .where(order => order.or([order('done_at', 'is', null), order('done_at', '>=', since)]))
        .orderBy('due_on')
        .orderBy('id')
        .execute()
      return rows.map(row => orderOf(row, settings))
    },

    async ofReport(settings, reportId) {
      const rows = await reader
        .selectFrom('report_orders')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .where('report_id', '=', reportId)
        .orderBy('due_on')
        .orderBy('id')
        .execute()
      return rows.map(row => orderOf(row, settings))
    },
  }
}

function orderOf(row: Database['report_orders'], settings: Settings): LineOrder {
  return {
    id: row.id,
    reportId: row.report_id,
    line: row.line,
    text: row.text,
    toParty: row.to_party,
    to: titleOfParty(row.to_party, settings),
    dueOn: row.due_on,
    givenAt: row.given_at,
    doneAt: row.done_at,
    result: row.result,
  }
}

function titleOfParty(party: string, { people, recipients }: Settings): string {
  const found =
    people.find(({ id }) => personKey(id) === party) ??
    recipients.find(({ id }) => recipientKey(id) === party)
  return found?.title ?? '—'
}
