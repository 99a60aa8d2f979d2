/** What the ids of a command mean: aliases, the ticket that holds a post, and ids that must mean nothing yet. */
import type { SelectQueryBuilder } from 'kysely'
import { canonicalAddressOf, mayBeOneMessage } from '../../shared/sources/canonical-address.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { isErasedKey } from '../../shared/ticket/erased-key.ts'
import { resolveNamed } from '../../shared/ticket/named.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { erasedName } from '../store/erased-names.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { resolveAlias } from './view.ts'

type Place = { tx: Tx; organisationId: string }

/** The command with every ticket under its own id: a device may know some under the alias of its own capture. */
export function resolveAliases({ tx, organisationId }: Place, command: Command): Promise<Command> {
  return resolveNamed(command, ticketId => resolveAlias(tx, organisationId, ticketId))
}

export type Holder = {
  id: string
  /** The key under which it stands there; another one than asked for where the address led to it. */
  key: string
  /** The source by which it stands for the message. */
  sourceId: string
  /** Whether everybody can read on a page what was recorded; a call or a letter is only between it and its ticket. */
  isPublic: boolean
}

/**
 * The ticket that stands for this message now, of several the open one with the smallest number. A withdrawn one has
 * given it back. By its key first; else by a key under which it was recorded too, or by the address that names it alone.
 */
export async function findHolder(
  place: Place,
  source: Pick<SourceDraft, 'key' | 'url' | 'isPrivate'>,
): Promise<Holder | undefined> {
  const keys = namesOf(place, source.key)
  const byKey = await holderBy(place, posts => posts.where('key', 'in', keys))
  if (byKey !== undefined) return byKey
  const learned = await holderBy(place, posts =>
    posts.where('id', 'in', ({ selectFrom }) =>
      selectFrom('source_keys')
        .select('source_id')
        .where('organisation_id', '=', place.organisationId)
        .where('key', 'in', keys),
    ),
  )
  const address = canonicalAddressOf(source)
  if (learned !== undefined || address === null) return learned
  const named = await holderBy(place, posts => posts.where('url', 'in', namesOf(place, address)))
  if (named === undefined) return undefined
  const known = [named.key, ...(await learnedKeys(place, named))]
  return known.every(key => mayBeOneMessage(key, source.key)) ? named : undefined
}

/** The keys under which the message was recorded too. */
async function learnedKeys({ tx, organisationId }: Place, { sourceId }: Holder): Promise<string[]> {
  const rows = await tx
    .selectFrom('source_keys')
    .select('key')
    .where('organisation_id', '=', organisationId)
    .where('source_id', '=', sourceId)
    .execute()
  return rows.map(({ key }) => key)
}

/** The name itself, and what is kept of it where its author was erased. */
function namesOf({ organisationId }: Place, name: string): string[] {
  return [name, erasedName(organisationId, name)]
}

/** That the message is known by this key too: the next one finds its ticket by it, and pages show its mark. */
export async function learnKey(place: Place, name: string, holder: Holder): Promise<void> {
  if (namesOf(place, name).includes(holder.key)) return
  const { tx, organisationId } = place
  const { sourceId } = holder
  const key = isErasedKey(holder.key) ? erasedName(organisationId, name) : name
  await tx
    .insertInto('source_keys')
    .values({ organisation_id: organisationId, key, source_id: sourceId })
    .onConflict(conflict => conflict.columns(['organisation_id', 'key']).doUpdateSet({ source_id: sourceId }))
    .execute()
}

type Posts = SelectQueryBuilder<
  Database,
  'sources',
  Pick<Database['sources'], 'organisation_id' | 'id' | 'key' | 'public'>
>

async function holderBy(
  { tx, organisationId }: Place,
  which: (posts: Posts) => Posts,
): Promise<Holder | undefined> {
  const row = await tx
    // Materialized, so that SQLite begins with the one post and not with all tickets of the organisation.
    .with(
      cte => cte('post').materialized(),
      eb =>
        which(
          eb
            .selectFrom('sources')
            .select(['organisation_id', 'id', 'key', 'public'])
            .where('organisation_id', '=', organisationId)
            // A literal: the index of standing posts serves no parameter.
            .where(where => where('withdrawn', '=', where.lit(0))),
        ),
    )
    .selectFrom('post')
    .innerJoin('ticket_sources', join =>
      join
        .onRef('ticket_sources.organisation_id', '=', 'post.organisation_id')
        .onRef('ticket_sources.source_id', '=', 'post.id'),
    )
    .innerJoin('tickets', join =>
      join
        .onRef('tickets.organisation_id', '=', 'ticket_sources.organisation_id')
        .onRef('tickets.id', '=', 'ticket_sources.ticket_id'),
    )
    .select(['tickets.id', 'post.id as source_id', 'post.key', 'post.public'])
    .where('tickets.status', '!=', 'withdrawn')
    .orderBy(eb => eb.case().when('tickets.closed_at', 'is', null).then(0).else(1).end())
    .orderBy('tickets.number')
    .executeTakeFirst()
  return row && { id: row.id, sourceId: row.source_id, key: row.key, isPublic: row.public === 1 }
}

/** Where the command gives a new thing an id that means something else already. `sent`: as the device wrote it. */
export async function findClash(
  place: Place,
  sent: Command,
  command: Command,
  holder: string | undefined,
): Promise<'ticketId' | 'data.sourceId' | 'data.newTicketId' | undefined> {
  if (command.type === 'split') {
    const { newTicketId } = command.data
    const named = await resolveAlias(place.tx, place.organisationId, newTicketId)
    return named !== newTicketId || (await isTicket(place, newTicketId)) ? 'data.newTicketId' : undefined
  }
  if (command.type !== 'capture') return undefined
  const { tx, organisationId } = place
  const named = await resolveAlias(tx, organisationId, sent.ticketId)
  if (named === holder) return undefined
  if (named !== sent.ticketId || (await isTicket(place, sent.ticketId))) return 'ticketId'
  if (holder !== undefined) return undefined
  const source = await tx
    .selectFrom('sources')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', command.data.sourceId)
    .executeTakeFirst()
  return source && 'data.sourceId'
}

async function isTicket({ tx, organisationId }: Place, ticketId: string): Promise<boolean> {
  const ticket = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', '=', ticketId)
    .executeTakeFirst()
  return ticket !== undefined
}
