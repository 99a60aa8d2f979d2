/**
 * Erasing an author on demand (DESIGN, point 8; 152-ФЗ): the texts with their salts, and the pictures, pages and texts of
 * the author's posts, are gone; of the posts' names hashes are left. Hashes, numbers, deadlines and what the office did
 * stay, and the chain still verifies.
 */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import type { Scope } from '../../shared/policy/permissions.ts'
import type { Blobs } from '../files/blobs.ts'
import { dropErasedFiles } from '../files/erased-files.ts'
import { removeUnused } from '../files/unused.ts'
import { eraseNames } from '../store/erased-names.ts'
import type { Database } from '../store/schema.ts'
import type { Tx, Write } from '../store/writer.ts'
import { appendDecision, closeBook, openBook } from '../tickets/record.ts'
import { findView } from '../tickets/view.ts'
import { type Author, findPosts, type Post, postsOf } from './authors.ts'
import type { Erasure, ErasureLog } from './erasure-log.ts'
import { eraseRatingTexts, standingTexts } from './rating-texts.ts'
import { findRemnants, type Remnant } from './remnants.ts'
import { eraseReportTexts, standingReportTexts } from './report-texts.ts'

export type FoundAuthor = Author & {
  name: string | null
  /** Numbers of the tickets that hold their posts. */
  numbers: number[]
  ticketIds: string[]
  /** What stands there besides and is erased only where somebody chooses it. */
  remnants: Remnant[]
}

export type ErasureDesk = {
  organisationId: string
  now(): string
  reader: Kysely<Database>
  write: Write
  blobs: Blobs
  erasures: ErasureLog
}

/** Who erases: nothing outside their scope is found or erased. */
export type Eraser = { personId: string; scope: Scope }

type Wanted = { contentIds: string[]; evidenceIds: string[] }

export async function findAuthors(
  desk: ErasureDesk,
  { scope }: Eraser,
  asked: string,
): Promise<FoundAuthor[]> {
  const { reader: db, organisationId } = desk
  const found: FoundAuthor[] = []
  for (const { author, posts } of await findPosts({ db, organisationId, scope }, asked)) {
    const ticketIds = [...new Set(posts.map(post => post.ticketId))]
    const { contentIds } = await wantedOf(desk, posts)
    const remnants = await findRemnants(
      { db, organisationId },
      ticketIds,
      new Set(contentIds),
      namesOf(posts),
    )
    found.push({ ...author, numbers: numbersOf(posts), ticketIds, remnants })
  }
  return found
}

/** Answers the numbers of the tickets. `also`: contents among the remnants that go too; others are not touched. */
export async function eraseAuthor(
  desk: ErasureDesk,
  { personId, scope }: Eraser,
  author: Author,
  also: readonly string[] = [],
): Promise<number[]> {
  const { reader: db, organisationId } = desk
  const posts = await postsOf({ db, organisationId, scope }, author)
  const wanted = await wantedOf(desk, posts)
  const ticketIds = [...new Set(posts.map(post => post.ticketId))]
  const remnants = await findRemnants(
    { db, organisationId },
    ticketIds,
    new Set(wanted.contentIds),
    namesOf(posts),
  )
  const chosen = remnants.filter(({ contentId }) => also.includes(contentId))
  const erasure = {
    at: desk.now(),
    by: personId,
    contentIds: [...wanted.contentIds, ...chosen.map(({ contentId }) => contentId)],
    evidenceIds: wanted.evidenceIds,
    fileHashes: [...new Set(chosen.flatMap(({ sha256 }) => sha256 ?? []))],
  }
  // First the word of it: what fails after that is done by the next tick.
  await desk.erasures.add(erasure)
  await erase(desk, erasure)
  return numbersOf(posts)
}

const namesOf = (posts: readonly Post[]) => [...new Set(posts.flatMap(post => post.source.author.name ?? []))]

function numbersOf(posts: readonly Post[]): number[] {
  return [...new Set(posts.map(post => post.number))].toSorted((a, b) => a - b)
}

/** What goes with the author anyway: their words, and what was kept of their posts. */
async function wantedOf({ reader, organisationId }: ErasureDesk, posts: readonly Post[]): Promise<Wanted> {
  const wanted: Wanted = { contentIds: [], evidenceIds: [] }
  for (const ticketId of new Set(posts.map(post => post.ticketId))) {
    const view = await findView(reader, organisationId, ticketId)
    if (view === undefined) continue
    const own = new Set(posts.filter(post => post.ticketId === ticketId).map(post => post.contentId))
    const { sources, evidence } = view.ticket
    const sourceIds = sources.filter(each => own.has(each.contentId)).map(each => each.sourceId)
    const looks = evidence.filter(each => sourceIds.includes(each.sourceId))
    wanted.contentIds.push(
      ...own,
      ...looks.flatMap(look => look.addressContentId ?? []),
      // What the author said to a question is theirs where nobody else wrote on this ticket.
      ...(sourceIds.length === sources.length ? await answersOf(reader, organisationId, ticketId) : []),
    )
    wanted.evidenceIds.push(...looks.map(look => look.evidenceId))
  }
  return wanted
}

/** What was erased once and stands again: a copy of an earlier day was restored. Answers how many texts and looks. */
export async function replayErasures(desk: ErasureDesk): Promise<number> {
  let count = 0
  for (const erasure of await desk.erasures.read()) count += await erase(desk, erasure)
  return count
}

/** Those of the wanted that still stand, each ticket with an event of its own. */
async function erase(desk: ErasureDesk, { by, fileHashes, ...wanted }: Erasure): Promise<number> {
  const { organisationId, reader, write, blobs } = desk
  const removeBytes = async () => {
    const hashes = [...(await hashesOf(reader, organisationId, wanted)), ...fileHashes]
    await removeUnused({ db: reader, blobs, organisationId }, hashes)
  }
  const texts = [
    ...(await standingTexts({ db: reader, organisationId }, wanted.contentIds)),
    ...(await standingReportTexts({ db: reader, organisationId }, wanted.contentIds)),
  ]
  if (texts.length === 0 && (await standing(reader, organisationId, wanted)).size === 0) {
    await removeBytes()
    return 0
  }
  const at = desk.now()
  const count = await write(async tx => {
    const ofRating = await eraseRatingTexts(tx, organisationId, wanted.contentIds)
    const ofReports = await eraseReportTexts(tx, organisationId, wanted.contentIds)
    const book = await openBook(tx, organisationId)
    const byTicket = await standing(tx, organisationId, wanted)
    let erased = ofRating + ofReports
    for (const [ticketId, { contentIds, evidenceIds }] of byTicket) {
      const view = await findView(tx, organisationId, ticketId)
      if (view === undefined) continue
      await clear(tx, organisationId, { contentIds, evidenceIds }, at)
      await appendDecision(book, {
        view,
        ticketId,
        decision: {
          outcome: 'events',
          behalf: null,
          events: [{ type: 'erased', data: { contentIds, evidenceIds } }],
          contents: [],
          others: [],
        },
        act: { commandId: uuidv7(), by, behalf: null, at, occurredAt: at, receivedAt: at },
      })
      erased += contentIds.length + evidenceIds.length
    }
    await dropErasedFiles(tx, organisationId, [...byTicket.keys()], fileHashes)
    await closeBook(book)
    return erased
  })
  await removeBytes()
  return count
}

async function clear(tx: Tx, organisationId: string, { contentIds, evidenceIds }: Wanted, at: string) {
  await eraseNames(tx, organisationId, contentIds)
  if (contentIds.length > 0)
    await tx
      .updateTable('contents')
      .set({ body: null, salt: null, erased_at: at })
      .where('organisation_id', '=', organisationId)
      .where('id', 'in', contentIds)
      .execute()
  if (evidenceIds.length > 0)
    await tx
      .updateTable('evidence_parts')
      .set({ erased_at: at })
      .where('organisation_id', '=', organisationId)
      .where('evidence_id', 'in', evidenceIds)
      .where('erased_at', 'is', null)
      .execute()
}

async function standing(
  db: Kysely<Database>,
  organisationId: string,
  { contentIds, evidenceIds }: Wanted,
): Promise<Map<string, Wanted>> {
  const byTicket = new Map<string, Wanted>()
  const of = (ticketId: string) => {
    const known = byTicket.get(ticketId) ?? { contentIds: [], evidenceIds: [] }
    byTicket.set(ticketId, known)
    return known
  }
  const contents =
    contentIds.length === 0
      ? []
      : await db
          .selectFrom('contents')
          .select(['id', 'ticket_id'])
          .where('organisation_id', '=', organisationId)
          .where('id', 'in', contentIds)
          .where('erased_at', 'is', null)
          .execute()
  for (const { id, ticket_id } of contents) of(ticket_id).contentIds.push(id)
  const parts =
    evidenceIds.length === 0
      ? []
      : await db
          .selectFrom('evidence_parts')
          .select(['evidence_id', 'ticket_id'])
          .distinct()
          .where('organisation_id', '=', organisationId)
          .where('evidence_id', 'in', evidenceIds)
          .where('erased_at', 'is', null)
          .execute()
  for (const { evidence_id, ticket_id } of parts) of(ticket_id).evidenceIds.push(evidence_id)
  return byTicket
}

async function hashesOf(db: Kysely<Database>, organisationId: string, { evidenceIds }: Wanted) {
  if (evidenceIds.length === 0) return []
  const rows = await db
    .selectFrom('evidence_parts')
    .select('sha256')
    .where('organisation_id', '=', organisationId)
    .where('evidence_id', 'in', evidenceIds)
    .execute()
  return rows.map(row => row.sha256)
}

const answerSchema = z.object({ contentId: z.string() })

async function answersOf(db: Kysely<Database>, organisationId: string, ticketId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('events')
    .select('data')
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'author_answered')
    .execute()
  return rows.map(row => answerSchema.parse(JSON.parse(row.data)).contentId)
}
