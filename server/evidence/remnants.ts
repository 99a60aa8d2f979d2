/**
 * What else stands on the tickets of an author who is to be erased: words and files of the office's own people. They are
 * the office's record and stay, unless the person who erases sees the author's data in them and chooses them one by one.
 */
import type { Kysely } from 'kysely'
import { contentBodySchema } from '../../shared/ticket/contents.ts'
import type { Database } from '../store/schema.ts'
import { findRatingTexts } from './rating-texts.ts'
import { findReportTexts } from './report-texts.ts'

export const remnantTitles = {
  essence: 'Суть',
  place: 'Место',
  file: 'Файл',
  reply: 'Ответ ведомства или его проект',
  note: 'Заметка',
  answer: 'Ответ на уточнение или запрос',
  text: 'Служебный текст',
  objection: 'Возражение по рейтингу',
  objection_answer: 'Решение по возражению',
  line_order: 'Поручение Главы по отчёту',
  request: 'Журнал запросов',
} as const
export type RemnantRole = keyof typeof remnantTitles

export type Remnant = {
  contentId: string
  /** `null`: it belongs to a report, not to a ticket. */
  ticketId: string | null
  number: number | null
  role: RemnantRole
  /** The words themselves; of a file its name. */
  words: string
  /** Of a file only. */
  sha256: string | null
}

type Place = { db: Kysely<Database>; organisationId: string }

/** In the order of tickets and roles, then of reports what names the author. `erased`: what goes anyway. */
export async function findRemnants(
  { db, organisationId }: Place,
  ticketIds: readonly string[],
  erased: ReadonlySet<string>,
  names: readonly string[],
): Promise<Remnant[]> {
  if (ticketIds.length === 0) return []
  const rows = await db
    .selectFrom('contents')
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'contents.organisation_id')
        .onRef('tickets.id', '=', 'contents.ticket_id'),
    )
    .select(['contents.id', 'contents.ticket_id', 'contents.body', 'tickets.number'])
    .where('contents.organisation_id', '=', organisationId)
    .where('contents.ticket_id', 'in', ticketIds)
    .where('contents.kind', '!=', 'source')
    .where('contents.body', 'is not', null)
    .orderBy('tickets.number')
    .orderBy('contents.id')
    .execute()
  const remnants = rows.flatMap(({ id, ticket_id: ticketId, body, number }): Remnant[] => {
    const read = contentBodySchema.safeParse(JSON.parse(body ?? 'null')).data
    if (read === undefined || read.kind === 'source' || erased.has(id)) return []
    const role = roleOf(id, read.kind)
    if (role === undefined) return []
    const [words, sha256] = read.kind === 'file' ? [read.name, read.sha256] : [read.text, null]
    return [{ contentId: id, ticketId, number, role, words, sha256 }]
  })
  const roles = Object.keys(remnantTitles)
  const tickets = await numbersOf({ db, organisationId }, ticketIds)
  remnants.push(...(await findRatingTexts({ db, organisationId }, tickets)))
  const sorted = remnants.toSorted(
    (a, b) => (a.number ?? 0) - (b.number ?? 0) || roles.indexOf(a.role) - roles.indexOf(b.role),
  )
  return [...sorted, ...(await findReportTexts({ db, organisationId }, names))]
}

async function numbersOf({ db, organisationId }: Place, ticketIds: readonly string[]) {
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'number'])
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', ticketIds)
    .execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}

/** A content is called by its command and what it is there: «id:essence». `undefined`: the address of another post. */
function roleOf(contentId: string, kind: 'place' | 'reply' | 'text' | 'file'): RemnantRole | undefined {
  if (kind !== 'text') return kind
  switch (contentId.split(':').at(-1)) {
    case 'address':
      return undefined
    case 'essence':
      return 'essence'
    case 'note':
      return 'note'
    case 'answer':
      return 'answer'
    default:
      return 'text'
  }
}
