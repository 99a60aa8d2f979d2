/**
 * Orders of the chief on lines of reports and the journal of requests are written outside the tickets, and may name the
 * author all the same: found by the name, erased where somebody chooses them. What was approved or sent stays exact.
 */
import type { Kysely } from 'kysely'
import { namedIn } from '../../shared/reports/note/personal.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { erasedWords } from './erased-words.ts'
import type { Remnant } from './remnants.ts'

type Place = { db: Kysely<Database>; organisationId: string }
type Field = 'line' | 'text' | 'result' | 'subject' | 'answer'
type Row = { id: string; field: Field; role: 'line_order' | 'request'; words: string }

const prefix = 'report:'
const contentId = ({ id, field }: Row) => `${prefix}${id}:${field}`

export async function findReportTexts(place: Place, names: readonly string[]): Promise<Remnant[]> {
  if (names.length === 0) return []
  return (await readTexts(place))
    .filter(({ words }) => names.some(namedIn([words])))
    .map(row => ({
      contentId: contentId(row),
      ticketId: null,
      number: null,
      role: row.role,
      words: row.words,
      sha256: null,
    }))
}

/** Those of the ids that are such texts and still stand; answers how many. */
export async function eraseReportTexts(
  tx: Tx,
  organisationId: string,
  contentIds: readonly string[],
): Promise<number> {
  const found = await standingReportTexts({ db: tx, organisationId }, contentIds)
  for (const { id, field, role } of found)
    await (role === 'request'
      ? tx
          .updateTable('report_requests')
          .set(field === 'subject' ? { subject: erasedWords } : { answer: erasedWords })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .execute()
      : tx
          .updateTable('report_orders')
          .set(
            field === 'line'
              ? { line: erasedWords }
              : field === 'text'
                ? { text: erasedWords }
                : { result: erasedWords },
          )
          .where('organisation_id', '=', organisationId)
          .where('id', '=', id)
          .execute())
  return found.length
}

export async function standingReportTexts(place: Place, contentIds: readonly string[]): Promise<Row[]> {
  if (!contentIds.some(id => id.startsWith(prefix))) return []
  return (await readTexts(place)).filter(row => contentIds.includes(contentId(row)))
}

async function readTexts({ db, organisationId }: Place): Promise<Row[]> {
  const orders = await db
    .selectFrom('report_orders')
    .select(['id', 'line', 'text', 'result'])
    .where('organisation_id', '=', organisationId)
    .orderBy('id')
    .execute()
  const requests = await db
    .selectFrom('report_requests')
    .select(['id', 'subject', 'answer'])
    .where('organisation_id', '=', organisationId)
    .orderBy('id')
    .execute()
  const of = (role: Row['role'], id: string, field: Field, words: string | null): Row[] =>
    words === null || words === '' || words === erasedWords ? [] : [{ id, field, role, words }]
  return [
    ...orders.flatMap(({ id, line, text, result }) => [
      ...of('line_order', id, 'line', line),
      ...of('line_order', id, 'text', text),
      ...of('line_order', id, 'result', result),
    ]),
    ...requests.flatMap(({ id, subject, answer }) => [
      ...of('request', id, 'subject', subject),
      ...of('request', id, 'answer', answer),
    ]),
  ]
}
