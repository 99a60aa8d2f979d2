/** The journal of requests for material (decree 4.4 г, д): who asked, until when, what was made for it and answered. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Failure, Signed } from '../../office.ts'
import type { Database } from '../../store/schema.ts'
import type { Write } from '../../store/writer.ts'
import { refusedWords } from '../author-names.ts'
import { createMaterials, type Materials } from './materials.ts'
import { failed, isLocalDate as isDate } from './reports.ts'
import { mayMakeReports } from './rights.ts'

export type RequestDraft = {
  fromWhom: string
  number: string
  receivedOn: string
  dueOn: string
  subject: string
}
export type MaterialRequest = RequestDraft & {
  id: string
  answeredOn: string | null
  answer: string | null
}

export type ReportRequests = Materials & {
  add(by: Signed, draft: RequestDraft): Promise<Failure | undefined>
  /** `answeredOn`: local date; `answer`: what was sent, with its number. */
  answer(by: Signed, id: string, answeredOn: string, answer: string): Promise<Failure | undefined>
  /** What waits first, by its date; then the answered, the latest first. */
  list(): Promise<MaterialRequest[]>
}

type Desk = {
  organisationId: string
  reader: Kysely<Database>
  /** For names of authors. */
  reportReader: Kysely<Database>
  write: Write
  now(): string
}

const headOnly = failed('head-only', 'Журнал запросов ведёт руководитель МЦУ.')
const badDates = failed('bad-date', 'Укажите дату запроса и срок ответа; срок не раньше запроса.')
/** Four years of weekly requests. */
const most = 200

export function createReportRequests(desk: Desk): ReportRequests {
  const { organisationId, reader, write, now } = desk
  return {
    ...createMaterials({ organisationId, reader, write }),

    async add(by, { fromWhom, number, receivedOn, dueOn, subject }) {
      if (!mayMakeReports(by.actor)) return headOnly
      if (fromWhom.trim() === '' || subject.trim() === '')
        return failed('no-text', 'Напишите, кто запросил и что именно.')
      if (!isDate(receivedOn) || !isDate(dueOn) || dueOn < receivedOn) return badDates
      const personal = await refusedWords(desk, by.settings, [subject])
      if (personal) return personal
      await write(tx =>
        tx
          .insertInto('report_requests')
          .values({
            organisation_id: organisationId,
            id: uuidv7(),
            from_whom: fromWhom.trim().slice(0, 300),
            number: number.trim().slice(0, 100),
            received_on: receivedOn,
            due_on: dueOn,
            subject: subject.trim().slice(0, 2_000),
            created_at: now(),
            created_by: by.person.id,
            answered_on: null,
            answer: null,
            answered_by: null,
          })
          .execute(),
      )
      return undefined
    },

    async answer(by, id, answeredOn, answer) {
      if (!mayMakeReports(by.actor)) return headOnly
      if (!isDate(answeredOn)) return badDates
      const personal = await refusedWords(desk, by.settings, [answer])
      if (personal) return personal
      const { numUpdatedRows } = await write(tx =>
        tx
          .updateTable('report_requests')
          .set({ answered_on: answeredOn, answer: answer.trim().slice(0, 2_000), answered_by: by.person.id })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .where('answered_on', 'is', null)
          .executeTakeFirstOrThrow(),
      )
      return numUpdatedRows === 0n
        ? failed('unknown-request', 'Такого запроса нет, или на него ответили.')
        : undefined
    },

    async list() {
      const rows = await reader
        .selectFrom('report_requests')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .orderBy('due_on', 'desc')
        .limit(most)
        .execute()
      const requests = rows.map(row => ({
        id: row.id,
        fromWhom: row.from_whom,
        number: row.number,
        receivedOn: row.received_on,
        dueOn: row.due_on,
        subject: row.subject,
        answeredOn: row.answered_on,
        answer: row.answer,
      }))
      const waiting = requests.filter(({ answeredOn }) => answeredOn === null).toReversed()
      return [...waiting, ...requests.filter(({ answeredOn }) => answeredOn !== null)]
    },
  }
}
