/**
 * Objections of recipients and the head's decisions on them (server/reports/rating) stand outside the tickets' texts, and
 * may name the author all the same: found by the ticket, erased where somebody chooses them.
 */
import type { Kysely } from 'kysely'
import { type RatingAct, ratingActSchema } from '../../shared/reports/rating-life.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { erasedWords } from './erased-words.ts'
import type { Remnant } from './remnants.ts'

type Place = { db: Kysely<Database>; organisationId: string }
type Row = { id: string; act: RatingAct }

const prefix = 'rating:'

export async function findRatingTexts(
  place: Place,
  tickets: ReadonlyMap<string, number>,
): Promise<Remnant[]> {
  const rows = await readTexts(place)
  const objected = new Map(
    rows.flatMap(({ act }) => (act.type === 'objected' ? [[act.id, act.ticketId] as const] : [])),
  )
  return rows.flatMap(({ id, act }): Remnant[] => {
    if (act.type !== 'objected' && act.type !== 'decided') return []
    const ticketId = objected.get(act.id)
    const number = ticketId === undefined ? undefined : tickets.get(ticketId)
    if (ticketId === undefined || number === undefined || act.text === '' || act.text === erasedWords)
      return []
    const role = act.type === 'objected' ? 'objection' : 'objection_answer'
    return [{ contentId: `${prefix}${id}`, ticketId, number, role, words: act.text, sha256: null }]
  })
}

/** Those of the ids that are such texts and still stand; answers how many. */
export async function eraseRatingTexts(
  tx: Tx,
  organisationId: string,
  contentIds: readonly string[],
): Promise<number> {
  const found = await standingTexts({ db: tx, organisationId }, contentIds)
  for (const { id, act } of found)
    await tx
      .updateTable('rating_acts')
      .set({ document: JSON.stringify({ ...act, text: erasedWords }) })
      .where('organisation_id', '=', organisationId)
      .where('id', '=', id)
      .execute()
  return found.length
}

export async function standingTexts(place: Place, contentIds: readonly string[]): Promise<Row[]> {
  const ids = contentIds.flatMap(id => (id.startsWith(prefix) ? id.slice(prefix.length) : []))
  if (ids.length === 0) return []
  const rows = await readTexts(place)
  return rows.filter(({ id, act }) => ids.includes(id) && 'text' in act && act.text !== erasedWords)
}

async function readTexts({ db, organisationId }: Place): Promise<Row[]> {
  const rows = await db
    .selectFrom('rating_acts')
    .select(['id', 'document'])
    .where('organisation_id', '=', organisationId)
    .orderBy('at')
    .orderBy('id')
    .execute()
  return rows.map(({ id, document }) => ({ id, act: ratingActSchema.parse(JSON.parse(document)) }))
}
