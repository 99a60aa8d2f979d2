/**
 * How many tickets name an entry of the settings, now or in their history: taken away, it would leave history mute.
 * Events say both, for the state is made of them. A rare act of an administrator may read every row.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Office } from '../office.ts'

type Store = Pick<Office, 'reader' | 'organisationId'>

/** Assigned, as responsible or as co-executor, promised by, complained about. */
export function countAssigned(store: Store, recipientId: string): Promise<number> {
  return countNaming(store, [names('recipientId', recipientId), listed('ecipientIds', recipientId)])
}

/** Answered under the official account. */
export function countPublishedAs(store: Store, accountId: string): Promise<number> {
  return countNaming(store, [names('accountId', accountId)])
}

/** Transferred to the outside organisation, or waiting for it. */
export function countAtOutside(store: Store, organisationId: string): Promise<number> {
  return countNaming(store, [names('organisationId', organisationId)])
}

export function countAbout(store: Store, what: 'subtopic' | 'settlement', id: string): Promise<number> {
  return countNaming(store, [names(what, id)])
}

/** A field of an event with this id. */
function names(field: string, id: string): RawBuilder<boolean> {
  return sql<boolean>`instr(data, ${`"${field}":${JSON.stringify(id)}`}) > 0`
}

/** A list of ids in an event that has this one; the end of the field's name, for several begin differently. */
function listed(field: string, id: string): RawBuilder<boolean> {
  return sql<boolean>`(instr(data, ${`${field}":["`}) > 0 and instr(data, ${JSON.stringify(id)}) > 0)`
}

async function countNaming(
  { reader, organisationId }: Store,
  conditions: readonly RawBuilder<boolean>[],
): Promise<number> {
  const { count } = await reader
    .selectFrom('events')
    .where('organisation_id', '=', organisationId)
    .where(where => where.or([...conditions]))
    .select(events => events.fn.count<number | string>('ticket_id').distinct().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
