/** Tickets of a list for a file: what is known of them without their contents, so that no citizen's word can get in. */
import { setImmediate as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { channelIds, channels } from '../../shared/reference/channels.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import { parseState } from '../tickets/view.ts'

/** A longer list is cut; the file and the page say so. */
export const mostExported = 10_000

/** Instants: of the clocks that the first answers met, as the numbers of the reports take them. */
export type ExportedTicket = {
  ticket: Ticket
  /** Under which it was recorded. */
  channel: string
  firstDueAt: string | null
  firstReplyAt: string | null
  finalDueAt: string | null
  finalReplyAt: string | null
  closedAt: string | null
}

/** What an older version recorded under a channel that is no more stands as it was written. */
export function channelTitle(channel: string): string {
  const known = channelIds.find(each => each === channel)
  return known === undefined ? channel : channels[known]
}

const atOnce = 150

/** In the order of `ids`; between portions others get their turn. */
export async function* exportedTickets(
  reader: Kysely<Database>,
  organisationId: string,
  ids: readonly string[],
): AsyncGenerator<ExportedTicket[]> {
  for (let from = 0; from < ids.length; from += atOnce) {
    const portion = ids.slice(from, from + atOnce)
    const rows = await reader
      .selectFrom('tickets')
      .where('organisation_id', '=', organisationId)
      .where('id', 'in', portion)
      .select([
        'id',
        'state',
        'channel',
        'first_due_at',
        'first_stopped_at',
        'final_due_at',
        'final_stopped_at',
        'closed_at',
      ])
      .execute()
    const byId = new Map(rows.map(row => [row.id, row]))
    yield portion.flatMap(id => {
      const row = byId.get(id)
      return row === undefined
        ? []
        : [
            {
              ticket: parseState(row.state),
              channel: row.channel,
              firstDueAt: row.first_due_at,
              firstReplyAt: row.first_stopped_at,
              finalDueAt: row.final_due_at,
              finalReplyAt: row.final_stopped_at,
              closedAt: row.closed_at,
            },
          ]
    })
    await pause()
  }
}
