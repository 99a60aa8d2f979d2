/**
 * The only door to IndexedDB: one database per person and server, so that two people at one computer, or a
 * change of the server, never mix their queues. Every write waits for the disk (`strict`): the green tick means it.
 */
import Dexie, { type Table } from 'dexie'
import * as z from 'zod'
import type { Refusal } from '../../shared/errors.ts'
import { type Settings, settingsSchema } from '../../shared/policy/settings.ts'
import { type ChannelId, channelIds } from '../../shared/reference/channels.ts'
import { packFaults } from '../../shared/sources/pack.ts'
import { type Mark, readingBatchSchema } from '../../shared/sync/wire.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { type LastLook, type Look, lastLookSchema } from '../../shared/watch/looks.ts'
import type { Connection } from './connection.ts'
import type { EvidenceRow } from './evidence.ts'
import type { PackRow } from './packs.ts'
import type { PostKeyRow } from './posts.ts'
import type { ReadingRow } from './readings.ts'
import { addAddresses, readAgain } from './upgrade.ts'

/**
 * A command that waits for the server. `order` is this computer's order of acts. `touches`: its ticket, and the others
 * that it changes (joined to, split off). `isTried`: a push with it has begun, so the server may know it already.
 */
export type OutboxRow = {
  order: number
  id: string
  ticketId: string
  touches: string[]
  isTried: boolean
  command: Command
}

/** How long acknowledged commands are kept, in days: longer than the interval between backups. */
export const sentDays = 14

/** Kept after acknowledgement, longer than the backup interval: a restored server is offered it again. */
export type SentRow = { id: string; order: number; touches: string[]; command: Command; sentAt: string }

export type RefusedCommandRow = {
  id: string
  order: number
  command: Command
  refusal: Refusal
  refusedAt: string
}

/** Taken out of the tray by a person; may be brought back for some minutes. */
export type DiscardedRow = RefusedCommandRow & { discardedAt: string }

/**
 * What is left of a ticket that this person may no longer see and on which acts of theirs wait or were refused.
 * `title`: block, topic and status; nothing of what a citizen wrote.
 */
export type TombstoneRow = { ticketId: string; number: number | null; title: string }

/** That the person opened the ticket (access log); told with the next push, kept for the ten minutes. */
/** `what`: a part of a look that lies here, `evidence id:part`; else the ticket was opened. */
export type OpeningRow = { id: string; ticketId: string; what?: string; at: string; isTold: boolean }

/** A file's bytes until they are on the server. `failedWords`: the server will not have it. */
export type FileRow = {
  sha256: string
  name: string
  mime: string
  bytes: ArrayBuffer
  failedWords: string | null
}

/** On the server since `putAt`; kept while a command names it, because a restored server may have lost it too. */
export type SentFileRow = Omit<FileRow, 'failedWords'> & { putAt: string }

/**
 * `snapshot` is what the server has said, `view` is that with the waiting commands applied:
 * evolve(snapshot, decide(pending)). `keys` are the posts' identities, for marks; `addresses` name them alone.
 */
export type TicketRecord = {
  id: string
  snapshot: TicketView | null
  view: TicketView
  waiting: number
  waitingIds: string[]
  keys: string[]
  addresses: string[]
}

/** What a pull said of the channels: newest published serials, adapters that read badly. */
const channelNewsSchema = z.object({
  packs: z.record(z.string(), z.number().int()),
  alarms: z.array(z.object({ adapter: z.string(), words: z.string() })),
})
export type ChannelNews = z.infer<typeof channelNewsSchema>

/** A pack that was not taken. `isTold`: the server knows. */
const packRefusalSchema = z.object({
  adapter: z.string(),
  serial: z.number().int(),
  fault: z.enum(packFaults),
  details: z.array(z.string()),
  at: z.iso.datetime(),
  isTold: z.boolean(),
})
export type PackRefusal = z.infer<typeof packRefusalSchema>

/** «Включить здесь»: where a person switched the extension on or off. */
const switchedPlaceSchema = z.object({
  /** `channel:owner` */
  key: z.string().max(300),
  title: z.string().max(2_000).nullable(),
  isPrivate: z.boolean(),
  isOn: z.boolean(),
})
export type SwitchedPlace = z.infer<typeof switchedPlaceSchema>

const links = ['online', 'offline', 'revoked', 'client-too-old', 'server-too-old', 'server-error'] as const
export type Link = (typeof links)[number]

/** Single values by name. */
export type Meta = {
  settings: Settings
  cursor: string
  /** Cursor of the generation that is being filled in the shadow. */
  shadowCursor: string
  /** The very first generation goes on over several pages. */
  filling: boolean
  epoch: string
  /** Server's time minus this computer's, milliseconds, measured at the last contact. */
  clockOffset: number
  lastContactAt: string
  link: Link
  lastOrder: number
  /** Channels whose page was expected to have posts and had none that could be read. */
  broken: ChannelId[]
  channelNews: ChannelNews
  packRefusals: PackRefusal[]
  packsCheckedAt: string
  /** Counts on their way to the server: sent again under the same id until they are acknowledged. */
  readingBatch: z.infer<typeof readingBatchSchema>
  /** «Включить здесь»: never leaves this computer. */
  places: SwitchedPlace[]
  /** What the server told of the last looks at listed places. */
  lastLooks: LastLook[]
}
export type MetaName = keyof Meta

const metaSchemas: { [Name in MetaName]: z.ZodType<Meta[Name]> } = {
  settings: settingsSchema,
  cursor: z.string(),
  shadowCursor: z.string(),
  filling: z.boolean(),
  epoch: z.string(),
  clockOffset: z.number(),
  lastContactAt: z.iso.datetime(),
  link: z.enum(links),
  lastOrder: z.number().int(),
  broken: z.array(z.enum(channelIds)),
  channelNews: channelNewsSchema,
  packRefusals: z.array(packRefusalSchema),
  packsCheckedAt: z.iso.datetime(),
  readingBatch: readingBatchSchema,
  places: z.array(switchedPlaceSchema),
  lastLooks: z.array(lastLookSchema),
}

export class Desk extends Dexie {
  outbox!: Table<OutboxRow, number>
  sent!: Table<SentRow, string>
  refused!: Table<RefusedCommandRow, string>
  tickets!: Table<TicketRecord, string>
  marks!: Table<Mark, string>
  aliases!: Table<{ alias: string; ticketId: string }, string>
  shadowTickets!: Table<TicketView & { id: string }, string>
  shadowMarks!: Table<Mark, string>
  meta!: Table<{ name: MetaName; value: unknown }, string>
  discarded!: Table<DiscardedRow, string>
  tombstones!: Table<TombstoneRow, string>
  openings!: Table<OpeningRow, string>
  files!: Table<FileRow, string>
  sentFiles!: Table<SentFileRow, string>
  packs!: Table<PackRow, string>
  readings!: Table<ReadingRow, string>
  looks!: Table<Look, string>
  evidence!: Table<EvidenceRow, string>
  postKeys!: Table<PostKeyRow, string>

  constructor(
    name: string,
    readonly personId: string,
  ) {
    super(name, { chromeTransactionDurability: 'strict' })
    this.version(1).stores({
      outbox: 'order, &id, ticketId',
      sent: 'id, order, sentAt',
      refused: 'id, refusedAt',
      tickets: 'id, waiting, *keys',
      marks: 'key, ticketId',
      aliases: 'alias',
      shadowTickets: 'id',
      shadowMarks: 'key',
      meta: 'name',
    })
    this.version(2)
      .stores({
        outbox: 'order, &id, ticketId, *touches',
        discarded: 'id, discardedAt',
        tombstones: 'ticketId',
        openings: 'id, ticketId, at',
        files: 'sha256',
      })
      .upgrade(readAgain)
    this.version(3).stores({ sentFiles: 'sha256, putAt' })
    this.version(4).stores({ packs: 'adapter', readings: 'id' })
    this.version(5).stores({ evidence: 'sha256' })
    this.version(6).stores({ looks: 'id, watchId' })
    this.version(7)
      .stores({ tickets: 'id, waiting, *keys, *addresses', postKeys: 'key, knownAs' })
      .upgrade(addAddresses)
  }
}

let open: Desk | undefined

/** The database of this connection; the same object while the connection stands. */
export function deskOf(connection: Pick<Connection, 'organisationId' | 'personId'>): Desk {
  const name = `pult:${connection.organisationId}:${connection.personId}`
  if (open?.name === name) return open
  open?.close()
  open = new Desk(name, connection.personId)
  return open
}

/** Deletes this person's data from this computer. */
export async function forgetDesk(desk: Desk): Promise<void> {
  if (open === desk) open = undefined
  await desk.delete()
}

/** A stored value; one that an older version wrote in another shape counts as absent. */
export async function getMeta<Name extends MetaName>(
  desk: Desk,
  name: Name,
): Promise<Meta[Name] | undefined> {
  const row = await desk.meta.get(name)
  return metaSchemas[name].safeParse(row?.value).data
}

export async function putMeta<Name extends MetaName>(
  desk: Desk,
  name: Name,
  value: Meta[Name],
): Promise<void> {
  await desk.meta.put({ name, value })
}
