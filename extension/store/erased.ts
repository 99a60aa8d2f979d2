/**
 * Authors who were erased on demand: what this computer still has of them besides the tickets, which the server has
 * already sent without their words. The bytes of pictures go by store/evidence.ts.
 */
import type { Table } from 'dexie'
import type { Mark } from '../../shared/sync/wire.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { erasedKeyPrefix, isErasedKey } from '../../shared/ticket/erased-key.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Desk } from './desk.ts'

/** Call in the transaction that takes these in, before their records are replaced. */
export async function forgetErased(desk: Desk, views: readonly TicketView[]): Promise<void> {
  const erased = views.filter(isErased)
  if (erased.length === 0) return
  const ids = new Set(erased.map(({ ticket }) => ticket.id))
  const before = await desk.tickets.bulkGet([...ids])
  const keys = before.flatMap(record => record?.keys ?? [])
  await desk.postKeys.where('knownAs').anyOf(keys).delete()
  const aliases = await desk.aliases.filter(({ ticketId }) => ids.has(ticketId)).primaryKeys()
  const own = new Set([...ids, ...aliases])
  await forgetWords(desk.sent, own)
  await forgetWords(desk.refused, own)
  await forgetWords(desk.discarded, own)
}

async function forgetWords<Row extends { command: Command }>(
  table: Table<Row, string>,
  ticketIds: ReadonlySet<string>,
): Promise<void> {
  await table
    .filter(({ command }) => ticketIds.has(command.ticketId))
    .modify(row => {
      row.command = withoutAuthor(row.command)
    })
}

/** A mark of an erased author says which ticket has none at its post any more. */
export async function forgetErasedMarks(desk: Desk, marks: readonly Mark[]): Promise<void> {
  const erased = marks.filter(({ key }) => isErasedKey(key))
  if (erased.length === 0) return
  const standing = new Set(marks.map(({ key }) => key))
  await desk.marks
    .where('ticketId')
    .anyOf(erased.map(({ ticketId }) => ticketId))
    .filter(({ key }) => !standing.has(key))
    .delete()
}

/** Nothing of what its posts said is left; a person who may read a ticket has all that is left. */
function isErased({ ticket, contents }: TicketView): boolean {
  return ticket.sources.length > 0 && ticket.sources.every(({ contentId }) => !(contentId in contents))
}

/**
 * The act stays, for a server that was restored and has to be told again: the words there are erased again under their
 * ids. A key of its own, for the post's names its author.
 */
function withoutAuthor(command: Command): Command {
  if (command.type === 'record_author_answer') return { ...command, data: { ...command.data, text: '—' } }
  if (command.type !== 'capture') return command
  const { source } = command.data
  return {
    ...command,
    data: {
      ...command.data,
      source: {
        ...source,
        key: `${erasedKeyPrefix}${command.id}`,
        url: null,
        parentKey: null,
        author: { name: null, url: null, id: null },
        text: '',
        photos: [],
        publishedText: null,
        missing: ['url', 'author', 'text'],
      },
    },
  }
}
