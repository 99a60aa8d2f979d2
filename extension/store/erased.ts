/**
 * Authors who were erased on demand: what this computer still has of them besides the tickets, which the server has
 * already sent without their words. The bytes of pictures go by store/evidence.ts.
 */
import type { Table } from 'dexie'
import type { Mark } from '../../shared/sync/wire.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { erasedKeyPrefix, isErasedKey } from '../../shared/ticket/erased-key.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Desk } from './desk.ts'

/** Call in the transaction that takes these in, before their records are replaced. */
export async function forgetErased(desk: Desk, views: readonly TicketView[]): Promise<void> {
  const erased = views.filter(view => erasedSources(view).length > 0)
  if (erased.length === 0) return
  const byId = new Map(erased.map(view => [view.ticket.id, view]))
  for (const record of await desk.tickets.bulkGet([...byId.keys()])) {
    const view = record && byId.get(record.id)
    if (view) await desk.postKeys.where('knownAs').anyOf(keysOfErased(record.view, view)).delete()
  }
  for (const { alias, ticketId } of await desk.aliases.filter(row => byId.has(row.ticketId)).toArray()) {
    const view = byId.get(ticketId)
    if (view) byId.set(alias, view)
  }
  await forgetWords(desk.sent, byId)
  await forgetWords(desk.refused, byId)
  await forgetWords(desk.discarded, byId)
}

/** Under which keys its erased posts were known here. */
function keysOfErased({ contents }: TicketView, now: TicketView): string[] {
  return erasedSources(now).flatMap(({ contentId }) => {
    const body = contents[contentId]
    return body?.kind === 'source' ? [body.source.key] : []
  })
}

async function forgetWords<Row extends { command: Command }>(
  table: Table<Row, string>,
  views: ReadonlyMap<string, TicketView>,
): Promise<void> {
  await table
    .filter(({ command }) => views.has(command.ticketId))
    .modify(row => {
      const view = views.get(row.command.ticketId)
      if (view) row.command = withoutErased(row.command, view)
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

/** Posts of which nothing is left that they said; a person who may read a ticket has all that is left. */
function erasedSources({ ticket, contents }: TicketView): TicketView['ticket']['sources'] {
  return ticket.sources.filter(({ contentId }) => !(contentId in contents))
}

/** What a command says of a post: its id here, and the names by which the ticket may know it under another. */
type Named = { sourceId: string; key: string | null; url?: string | null }

/** Only what certainly is another's, who is not erased, stays. */
function isOfErased(view: TicketView, { sourceId, key, url = null }: Named): boolean {
  const { ticket, contents } = view
  const source = ticket.sources.find(each => each.sourceId === sourceId)
  if (source !== undefined) return !(source.contentId in contents)
  return !ticket.sources.some(({ contentId }) => {
    const body = contents[contentId]
    if (body?.kind !== 'source') return false
    return body.source.key === key || (url !== null && body.source.url === url)
  })
}

/**
 * The act stays, for a server that was restored and has to be told again: the words there are erased again under their
 * ids. A key of its own, for the post's names its author.
 */
function withoutErased(command: Command, view: TicketView): Command {
  switch (command.type) {
    case 'record_author_answer': {
      // Where somebody else wrote too, nobody knows whose answer it is; the server leaves it then.
      const isOnly = erasedSources(view).length === view.ticket.sources.length
      return isOnly ? { ...command, data: { ...command.data, text: '—' } } : command
    }
    case 'attach_evidence': {
      const { evidenceId, sourceKey: key } = command.data
      const kept = view.ticket.evidence.find(each => each.evidenceId === evidenceId)
      const sourceId = kept?.sourceId ?? command.data.sourceId
      if (!isOfErased(view, { sourceId, key })) return command
      return { ...command, data: { ...command.data, sourceId, sourceKey: null, address: null } }
    }
    case 'observe_source': {
      const { sourceId, sourceKey: key } = command.data
      if (!isOfErased(view, { sourceId, key })) return command
      return { ...command, data: { ...command.data, sourceKey: null } }
    }
    case 'capture': {
      const { sourceId, source } = command.data
      if (!isOfErased(view, { sourceId, key: source.key, url: source.url })) return command
      return { ...command, data: { ...command.data, source: withoutAuthor(source, command.id) } }
    }
    default:
      return command
  }
}

function withoutAuthor(source: SourceDraft, commandId: string): SourceDraft {
  return {
    ...source,
    key: `${erasedKeyPrefix}${commandId}`,
    url: null,
    parentKey: null,
    author: { name: null, url: null, id: null },
    text: '',
    photos: [],
    publishedText: null,
    missing: ['url', 'author', 'text'],
  }
}
