/**
 * Erasing an author on demand (DESIGN, point 8; 152-ФЗ): the texts with their salts, and the pictures, pages and texts of
 * the author's posts, are gone; hashes, numbers, deadlines and what the office did stay, and the chain still verifies.
 */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { contentBodySchema } from '../../shared/ticket/contents.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Blobs } from '../files/blobs.ts'
import { removeUnused } from '../files/unused.ts'
import type { Database } from '../store/schema.ts'
import type { Tx, Write } from '../store/writer.ts'
import { appendDecision, closeBook, openBook } from '../tickets/record.ts'
import { findView } from '../tickets/view.ts'
import type { ErasureLog } from './erasure-log.ts'

/** An author as a channel names them: one and the same only where all three agree. */
export type Author = { channel: ChannelId; id: string | null; url: string | null }

export type FoundAuthor = Author & {
  name: string | null
  /** Numbers of the tickets that hold their posts. */
  numbers: number[]
}

export type ErasureDesk = {
  organisationId: string
  now(): string
  reader: Kysely<Database>
  write: Write
  blobs: Blobs
  erasures: ErasureLog
}

type Wanted = { contentIds: string[]; evidenceIds: string[] }

/** Authors whose id or profile address is this; an id may be of several channels. */
export async function findAuthors(desk: ErasureDesk, asked: string): Promise<FoundAuthor[]> {
  const names = namesIn(asked)
  if (names.length === 0) return []
  const posts = await postsLike(desk.reader, desk.organisationId, names)
  const found = new Map<string, FoundAuthor>()
  for (const { source, number } of posts) {
    if (!isNamed(source.author, names)) continue
    const { id, url, name } = source.author
    const key = JSON.stringify([source.channel, id, url])
    const before = found.get(key) ?? { channel: source.channel, id, url, name, numbers: [] }
    found.set(key, { ...before, numbers: [...new Set([...before.numbers, number])] })
  }
  return [...found.values()]
}

/** Answers the numbers of the tickets. */
export async function eraseAuthor(desk: ErasureDesk, by: string, author: Author): Promise<number[]> {
  const { reader, organisationId } = desk
  const names = [author.id, author.url].filter(name => name !== null)
  const posts = (await postsLike(reader, organisationId, names)).filter(
    ({ source }) =>
      source.channel === author.channel && source.author.id === author.id && source.author.url === author.url,
  )
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
  // First the word of it: what fails after that is done by the next tick.
  await desk.erasures.add({ at: desk.now(), by, ...wanted })
  await erase(desk, by, wanted)
  return [...new Set(posts.map(post => post.number))].toSorted((a, b) => a - b)
}

/** What was erased once and stands again: a copy of an earlier day was restored. Answers how many texts and looks. */
export async function replayErasures(desk: ErasureDesk): Promise<number> {
  let count = 0
  for (const { by, contentIds, evidenceIds } of await desk.erasures.read())
    count += await erase(desk, by, { contentIds, evidenceIds })
  return count
}

/** Those of the wanted that still stand, each ticket with an event of its own. */
async function erase(desk: ErasureDesk, by: string, wanted: Wanted): Promise<number> {
  const { organisationId, reader, write, blobs } = desk
  if ((await standing(reader, organisationId, wanted)).size === 0) {
    await removeUnused({ db: reader, blobs, organisationId }, await hashesOf(reader, organisationId, wanted))
    return 0
  }
  const at = desk.now()
  const count = await write(async tx => {
    const book = await openBook(tx, organisationId)
    const byTicket = await standing(tx, organisationId, wanted)
    let erased = 0
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
    await closeBook(book)
    return erased
  })
  await removeUnused({ db: reader, blobs, organisationId }, await hashesOf(reader, organisationId, wanted))
  return count
}

async function clear(tx: Tx, organisationId: string, { contentIds, evidenceIds }: Wanted, at: string) {
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

type Post = { contentId: string; ticketId: string; number: number; source: SourceDraft }

/** Posts whose stored text names one of these anywhere: to be looked at one by one. */
async function postsLike(
  db: Kysely<Database>,
  organisationId: string,
  names: readonly string[],
): Promise<Post[]> {
  if (names.length === 0) return []
  const rows = await db
    .selectFrom('contents')
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'contents.organisation_id')
        .onRef('tickets.id', '=', 'contents.ticket_id'),
    )
    .select(['contents.id', 'contents.ticket_id', 'contents.body', 'tickets.number'])
    .where('contents.organisation_id', '=', organisationId)
    .where('contents.kind', '=', 'source')
    .where('contents.body', 'is not', null)
    .where(({ or, eb }) => or(names.map(name => eb('contents.body', 'like', `%${name}%`))))
    .orderBy('tickets.number')
    .execute()
  return rows.flatMap(({ id, ticket_id, body, number }) => {
    const read = contentBodySchema.safeParse(JSON.parse(body ?? 'null')).data
    return read?.kind === 'source'
      ? [{ contentId: id, ticketId: ticket_id, number, source: read.source }]
      : []
  })
}

/** «https://vk.com/id15/», «vk.com/id15», «15»: the same person's names. */
function namesIn(asked: string): string[] {
  const plain = plainAddress(asked)
  const last = plain.split('/').at(-1) ?? ''
  const number = /^id(\d+)$/.exec(last)?.[1]
  return [...new Set([plain, ...(number === undefined ? [] : [number])])].filter(name => name.length >= 2)
}

function isNamed({ id, url }: SourceDraft['author'], names: readonly string[]): boolean {
  return (id !== null && names.includes(id)) || (url !== null && names.includes(plainAddress(url)))
}

function plainAddress(address: string): string {
  return address
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^(?:www|m)\./i, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
}
