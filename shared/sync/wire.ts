/** The wire between extension and server: every shape that crosses it, and the protocol version. */
import * as z from 'zod'
import { refusalSchema } from '../errors.ts'
import { settingsSchema } from '../policy/settings.ts'
import { blockIds } from '../reference/blocks.ts'
import { evidenceParts } from '../reference/evidence.ts'
import { packFaults } from '../sources/pack.ts'
import { contentsSchema } from '../ticket/contents.ts'
import { factSchema } from '../ticket/events.ts'
import { ticketStatuses, ticketViewSchema } from '../ticket/ticket.ts'
import { lastLookSchema, lookSchema } from '../watch/looks.ts'

/**
 * Grows when a client of the version before could misunderstand an answer.
 * 2: the whole life of a ticket: statuses, events and settings that a client of version 1 cannot read.
 */
export const protocolVersion = 2
/** The server accepts what three versions before its own send (DESIGN, point 9). */
export const oldestProtocol = Math.max(1, protocolVersion - 3)
/**
 * The oldest client that understands what the server answers to pull and enrolment. An older one may push what waits in
 * its outbox and learns the outcomes; its pull is refused with `protocol-too-old`: «обновите расширение».
 */
export const oldestReadingProtocol = 2

export const maxCommandsPerPush = 200
export const maxOpenedPerPush = 500
export const maxReadingsPerPush = 200
export const maxLooksPerPush = 200
export const maxPushBytes = 5 * 1024 * 1024
export const maxTicketsPerPage = 500
export const maxPageBytes = 1024 * 1024

export const problemTypes = [
  'protocol-too-old',
  'protocol-too-new',
  'unauthorised',
  'device-revoked',
  'invitation-invalid',
  'invitation-expired',
  'invitation-used',
  'body-too-large',
  'malformed-json',
  'invalid-request',
  'not-found',
  'forbidden',
  'too-many-attempts',
  'internal-error',
] as const

/** RFC 9457 problem+json: `code` for programs, `title` and `detail` in Russian for people. */
export const problemSchema = z.object({
  type: z.string(),
  status: z.number().int(),
  code: z.string(),
  title: z.string(),
  detail: z.string().optional(),
})
export type Problem = z.infer<typeof problemSchema>

export const enrolRequestSchema = z.object({
  protocol: z.number().int(),
  code: z.string().min(1).max(200),
  deviceTitle: z.string().trim().max(200),
})
export const enrolAnswerSchema = z.object({
  token: z.string(),
  deviceId: z.string(),
  personId: z.string(),
  serverTime: z.iso.datetime(),
  epoch: z.string(),
  settings: settingsSchema,
})
export type EnrolAnswer = z.infer<typeof enrolAnswerSchema>

const count = z.int().min(0).max(1_000_000)
const adapterName = z.string().regex(/^[a-z][a-z-]{1,30}$/)

/** How an adapter fared on pages of one kind on one day: counts, and nothing of who wrote what where. */
export const readingSchema = z.object({
  /** UTC. */
  day: z.iso.date(),
  adapter: adapterName,
  /** Of its selector pack. */
  version: z.string().regex(/^[\d.-]{1,20}$/),
  pageKind: z.string().regex(/^[a-z][a-z-]{0,30}$/),
  /** Pages on which something was expected, and those of them where nothing was found. */
  pages: count,
  emptyPages: count,
  /** Items looked at, at most 30 a page, and how many of them lacked what. */
  items: count,
  missing: z.object({ url: count, author: count, publishedAt: count, text: count }),
  /** Selectors that the browser did not understand, the most on one page. */
  refusedSelectors: count,
})
export type Reading = z.infer<typeof readingSchema>

/** Sent again after a lost answer under the same id: it counts once. */
export const readingBatchSchema = z.object({
  id: z.uuid(),
  readings: z.array(readingSchema).max(maxReadingsPerPush),
  /** Packs that the extension did not take. */
  refusals: z
    .array(
      z.object({ adapter: adapterName, serial: z.int().min(0).max(1_000_000), fault: z.enum(packFaults) }),
    )
    .max(50),
})
export type ReadingBatch = z.infer<typeof readingBatchSchema>

const lookPart = new RegExp(`^\\S{1,120}:(?:${evidenceParts.join('|')})$`, 'u')

export const pushRequestSchema = z.object({
  protocol: z.number().int(),
  /** The device's clock at sending, ISO: the server measures the offset against its own. */
  deviceTime: z.iso.datetime(),
  /**
   * The epoch that the device knows. Where it is not the server's (restored from a copy), nothing is decided and the
   * outcomes are empty: the device offers its older commands first.
   */
  epoch: z.string().nullable().optional(),
  /** Parsed one by one, so that one unreadable command does not stop its neighbours. */
  commands: z.array(z.unknown()).max(maxCommandsPerPush),
  /** Tickets whose texts were shown since the last push, by the device's clock: the access log. */
  opened: z
    .array(
      z.object({
        ticketId: z.string().max(120),
        at: z.iso.datetime(),
        /** A part of a look that lay on that computer: `evidence id:part`. What names none is an opening of the ticket. */
        what: z.string().regex(lookPart).optional().catch(undefined),
      }),
    )
    .max(maxOpenedPerPush)
    .optional(),
  /** How the adapters fared since the last push. One that cannot be read is not worth a refusal of the commands. */
  readings: readingBatchSchema.optional().catch(undefined),
  /** Looks at places of the watch list since the last push; each counts once. */
  looks: z.array(lookSchema).max(maxLooksPerPush).optional().catch(undefined),
})

export const outcomeSchema = z.discriminatedUnion('outcome', [
  z.object({
    outcome: z.literal('accepted'),
    commandId: z.string(),
    /** The ticket that holds the result; differs from the command's where the post had a ticket (alias). */
    ticketId: z.string(),
    number: z.number().int().nullable(),
    /** The same command had been applied before: this is its stored outcome. */
    duplicate: z.boolean(),
  }),
  z.object({
    outcome: z.literal('refused'),
    commandId: z.string(),
    refusal: refusalSchema,
    duplicate: z.boolean(),
  }),
])
export type Outcome = z.infer<typeof outcomeSchema>

export const pushAnswerSchema = z.object({
  epoch: z.string(),
  serverTime: z.iso.datetime(),
  outcomes: z.array(outcomeSchema),
})
export type PushAnswer = z.infer<typeof pushAnswerSchema>

export const pullRequestSchema = z.object({
  protocol: z.number().int(),
  /** Opaque; `null` at the first pull. */
  cursor: z.string().max(500).nullable(),
  settingsVersion: z.number().int().nullable(),
})

/** What everyone who may capture knows of every public post with a ticket: no text, no author. */
export const markSchema = z.object({
  key: z.string(),
  ticketId: z.string(),
  number: z.number().int().nullable(),
  block: z.enum(blockIds),
  status: z.enum(ticketStatuses),
  /** The earliest running deadline. */
  dueAt: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
  /** It waits for the decision of the head. */
  beforeHead: z.boolean().optional(),
  /** The number of the ticket that it was joined to. */
  intoNumber: z.number().int().nullable().optional(),
  /** Until when a promise is under control. */
  promisedDate: z.iso.date().nullable().optional(),
  /** A clock stands while the author or another body is waited for. */
  isPaused: z.boolean().optional(),
})
export type Mark = z.infer<typeof markSchema>

export const pullAnswerSchema = z.object({
  epoch: z.string(),
  serverTime: z.iso.datetime(),
  cursor: z.string(),
  /** The answer belongs to a new generation: the client fills a shadow and swaps when `more` is false. */
  resync: z.boolean(),
  /** The first page of a new generation: the client empties the shadow that an interrupted resync may have begun. */
  first: z.boolean().optional(),
  more: z.boolean(),
  tickets: z.array(ticketViewSchema),
  marks: z.array(markSchema),
  /** Tickets that left the person's scope. */
  gone: z.array(z.string()),
  settings: settingsSchema.nullable(),
  /** What is new of the channels, the same for everybody. */
  channels: z
    .object({
      /** The newest published serial per adapter. */
      packs: z.record(z.string(), z.number().int()),
      /** Adapters that read much worse than before. */
      alarms: z.array(z.object({ adapter: z.string().max(40), words: z.string().max(500) })).max(20),
    })
    .optional(),
  /** The last look at each place of the watch list, for those who look. */
  looks: z.array(lastLookSchema).optional(),
})
export type PullAnswer = z.infer<typeof pullAnswerSchema>

/** A ticket's events, oldest first. `occurredAt` is the device's own clock, `fact.at` the effective time. */
export const historyAnswerSchema = z.object({
  entries: z.array(
    z.object({
      fact: factSchema,
      seq: z.number().int(),
      occurredAt: z.iso.datetime(),
      receivedAt: z.iso.datetime(),
    }),
  ),
  /** Reasons, drafts, notes and replies that the events name, the replaced ones too; what is absent was erased. */
  contents: contentsSchema,
})
export type HistoryAnswer = z.infer<typeof historyAnswerSchema>

/** `GET /api/packs?known=vk:3,ok:1`: the newest pack per adapter that is newer than that. Each is judged by itself. */
export const packsAnswerSchema = z.object({ packs: z.array(z.unknown()).max(50) })

/** Where the browser signs in once, without a password. */
export const signInTicketAnswerSchema = z.object({ url: z.url({ protocol: /^https?$/ }) })

/** A client holds what is open, and what was closed so many days ago or less (DESIGN, point 6). */
export const closedTicketDays = 30
export const closedMarkDays = 90

/** One string to paste into the extension: the server's address and a one-time code. */
export const invitationPrefix = 'pult1.'
export const invitationSchema = z.object({ server: z.url({ protocol: /^https?$/ }), code: z.string().min(1) })
export type Invitation = z.infer<typeof invitationSchema>

export function writeInvitation(invitation: Invitation): string {
  const bytes = new TextEncoder().encode(JSON.stringify(invitation))
  const base64 = btoa(String.fromCharCode(...bytes))
  return invitationPrefix + base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** `undefined` where the string is not an invitation (cut while copying, or something else pasted). */
export function readInvitation(text: string): Invitation | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith(invitationPrefix)) return undefined
  try {
    const base64 = trimmed.slice(invitationPrefix.length).replaceAll('-', '+').replaceAll('_', '/')
    const bytes = Uint8Array.from(atob(base64), char => char.charCodeAt(0))
    return invitationSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data
  } catch {
    return undefined
  }
}

/** How much of the bytes under a hash the server has. `mismatch`: the whole had another hash, and it begins anew. */
export const evidenceReceivedSchema = z.object({
  received: z.number().int().nonnegative(),
  isComplete: z.boolean(),
  mismatch: z.boolean().default(false),
})
export type EvidenceReceived = z.infer<typeof evidenceReceivedSchema>
