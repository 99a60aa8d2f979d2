/**
 * Which ticket at hand stands for a message, whichever of its names a page knows: its key, or the address that names it
 * alone. A key under which a message was found by its address is kept, so that its mark stands on that page too.
 */
import { canonicalAddressOf, mayBeOneMessage } from '../../shared/sources/canonical-address.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Desk, TicketRecord } from './desk.ts'

/** `key`: how a page names the message; `knownAs`: the key under which it was recorded. */
export type PostKeyRow = { key: string; knownAs: string }

/** The ticket that has the message already, unless it is `ownTicketId`. */
export async function findRecorded(
  desk: Desk,
  source: Pick<SourceDraft, 'key' | 'url' | 'isPrivate'>,
  ownTicketId: string,
): Promise<TicketRecord | undefined> {
  const isOther = ({ id }: TicketRecord) => id !== ownTicketId
  const known = await knownKeys(desk, [source.key])
  const byKey = await desk.tickets
    .where('keys')
    .anyOf([source.key, ...known.values()])
    .filter(isOther)
    .first()
  const address = canonicalAddressOf(source)
  if (byKey !== undefined || address === null) return byKey
  const byAddress = await desk.tickets.where('addresses').equals(address).filter(isOther).first()
  const recorded = byAddress && sourcesIn(byAddress.view).find(each => canonicalAddressOf(each) === address)
  if (recorded === undefined) return byAddress
  const others = await desk.postKeys.where('knownAs').equals(recorded.key).primaryKeys()
  if (![recorded.key, ...others].every(key => mayBeOneMessage(key, source.key))) return undefined
  await desk.postKeys.put({ key: source.key, knownAs: recorded.key })
  return byAddress
}

/** Of these keys those that stand for another one, by the key. */
export async function knownKeys(desk: Desk, keys: readonly string[]): Promise<Map<string, string>> {
  const rows = await desk.postKeys.bulkGet([...keys])
  return new Map(rows.flatMap(row => (row ? [[row.key, row.knownAs]] : [])))
}

/** Under which keys its posts are known. */
export function keysOf(view: TicketView): string[] {
  return sourcesIn(view).map(({ key }) => key)
}

/** The addresses that name its posts alone. */
export function addressesOf(view: TicketView): string[] {
  return sourcesIn(view).flatMap(source => canonicalAddressOf(source) ?? [])
}

function sourcesIn({ ticket, contents }: TicketView): SourceDraft[] {
  return ticket.sources.flatMap(({ contentId }) => {
    const body = contents[contentId]
    return body?.kind === 'source' ? [body.source] : []
  })
}
