/** Recomputes the chain, the hashes of contents and the states of tickets. The head is what an anchor prints. */
import type { Kysely } from 'kysely'
import * as z from 'zod'
import { evolve } from '../../shared/ticket/evolve.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import { canonicalJson } from './canonical.ts'
import { contentHash, firstHash, hashOf } from './chain.ts'
import { factOf } from './facts.ts'
import { parseState } from './view.ts'

const pageSize = 1_000
const hashesSchema = z.record(z.string(), z.string())

export type ChainProblem =
  | { problem: 'event-missing'; seq: number }
  | { problem: 'event-changed'; seq: number }
  | { problem: 'head-differs'; seq: number }
  | { problem: 'content-changed'; contentId: string }
  | { problem: 'content-missing'; contentId: string }
  | { problem: 'state-differs'; ticketId: string }

export type ChainReport = { events: number; head: string; erased: number; problems: ChainProblem[] }

/** Give it a transaction: a database that changes while it is read would look broken. */
export async function verifyChain(db: Kysely<Database>, organisationId: string): Promise<ChainReport> {
  const problems: ChainProblem[] = []
  const tickets = new Map<string, Ticket>()
  let head = firstHash
  let seq = 0
  let erased = 0
  for (;;) {
    const events = await db
      .selectFrom('events')
      .selectAll()
      .where('organisation_id', '=', organisationId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(pageSize)
      .execute()
    for (const event of events) {
      if (event.seq !== seq + 1) problems.push({ problem: 'event-missing', seq: seq + 1 })
      const contentHashes = hashesSchema.parse(JSON.parse(event.content_hashes))
      const hash = hashOf({
        previousHash: head,
        seq: event.seq,
        ticketId: event.ticket_id,
        commandId: event.command_id,
        type: event.type,
        data: JSON.parse(event.data),
        by: event.by,
        behalf: event.behalf,
        at: event.at,
        occurredAt: event.occurred_at,
        receivedAt: event.received_at,
        contentHashes,
      })
      if (event.previous_hash !== head || event.hash !== hash) {
        problems.push({ problem: 'event-changed', seq: event.seq })
      }
      head = event.hash
      seq = event.seq
      const contents = await verifyContents(db, organisationId, contentHashes)
      erased += contents.erased
      problems.push(...contents.problems)
      const standing = tickets.get(event.ticket_id) ?? null
      tickets.set(event.ticket_id, evolve(standing, factOf(event), event.ticket_id))
    }
    if (events.length < pageSize) break
  }
  const organisation = await db
    .selectFrom('organisations')
    .select(['chain_head', 'next_seq'])
    .where('id', '=', organisationId)
    .executeTakeFirstOrThrow()
  if (organisation.chain_head !== head || organisation.next_seq !== seq + 1) {
    problems.push({ problem: 'head-differs', seq })
  }
  problems.push(...(await verifyStates(db, organisationId, tickets)))
  return { events: seq, head, erased, problems }
}

async function verifyContents(db: Kysely<Database>, organisationId: string, hashes: Record<string, string>) {
  const problems: ChainProblem[] = []
  let erased = 0
  for (const [contentId, hash] of Object.entries(hashes)) {
    const content = await db
      .selectFrom('contents')
      .select(['salt', 'body', 'erased_at'])
      .where('organisation_id', '=', organisationId)
      .where('id', '=', contentId)
      .executeTakeFirst()
    if (content?.erased_at) erased += 1
    else if (!content || content.salt === null || content.body === null) {
      problems.push({ problem: 'content-missing', contentId })
    } else if (contentHash(content.salt, content.body) !== hash) {
      problems.push({ problem: 'content-changed', contentId })
    }
  }
  return { problems, erased }
}

async function verifyStates(
  db: Kysely<Database>,
  organisationId: string,
  expected: ReadonlyMap<string, Ticket>,
): Promise<ChainProblem[]> {
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', organisationId)
    .execute()
  const stored = new Map(rows.map(row => [row.id, row.state]))
  const ids = new Set([...stored.keys(), ...expected.keys()])
  return [...ids].flatMap(ticketId => {
    const state = stored.get(ticketId)
    const ticket = expected.get(ticketId)
    const same = state !== undefined && canonicalJson(parseState(state)) === canonicalJson(ticket)
    return same ? [] : [{ problem: 'state-differs', ticketId } satisfies ChainProblem]
  })
}

export function chainProblemWords(problem: ChainProblem): string {
  switch (problem.problem) {
    case 'event-missing':
      return `нет события ${problem.seq}`
    case 'event-changed':
      return `событие ${problem.seq} изменено`
    case 'head-differs':
      return `история обрывается на событии ${problem.seq}: последние события удалены или добавлены`
    case 'content-changed':
      return `текст ${problem.contentId} изменён`
    case 'content-missing':
      return `текст ${problem.contentId} пропал`
    case 'state-differs':
      return `карточка ${problem.ticketId} не такая, какой её делает история`
    default: {
      const never: never = problem
      return never
    }
  }
}
