/**
 * The office as routes and pages see it: functions with the clock, the store and the keys already inside.
 * `main.ts` composes it from the environment; tests compose it in memory with a clock of their own.
 */
import type { Kysely } from 'kysely'
import type { Actor } from '../shared/policy/actor.ts'
import type { Scope } from '../shared/policy/permissions.ts'
import type { OfficialAccount, Person, Recipient, Settings } from '../shared/policy/settings.ts'
import type { EvidencePart } from '../shared/reference/evidence.ts'
import type { PresenceDoing } from '../shared/reference/presence.ts'
import type { RoleId } from '../shared/reference/roles.ts'
import type { EnrolAnswer, Outcome, PullAnswer, PushAnswer, ReadingBatch } from '../shared/sync/wire.ts'
import type { TicketHistory } from '../shared/ticket/history.ts'
import type { Ticket, TicketView } from '../shared/ticket/ticket.ts'
import type { Look } from '../shared/watch/looks.ts'
import type { ChannelAlarm, Channels } from './channels/channels.ts'
import type { Author } from './evidence/authors.ts'
import type { FoundAuthor } from './evidence/erase.ts'
import type { EvidenceStore, FoundPart, PartState } from './evidence/evidence.ts'
import type { BlobReport } from './evidence/verify.ts'
import type { Files } from './files/files.ts'
import type { OfficeJobs } from './jobs/office.ts'
import type { Links } from './links/links.ts'
import type { ReportOrders } from './reports/archive/orders.ts'
import type { Reports } from './reports/archive/reports.ts'
import type { ReportRequests } from './reports/archive/requests.ts'
import type { Digests } from './reports/digests.ts'
import type { Indicators } from './reports/indicators/indicators.ts'
import type { Ratings } from './reports/rating/ratings.ts'
import type { Summaries } from './reports/summaries/summaries.ts'
import type { Database } from './store/schema.ts'
import type { Opened, OpeningRow, OpeningWay } from './tickets/openings.ts'
import type { ChainReport } from './tickets/verify-chain.ts'
import type { Watch } from './watch/watch.ts'

/** A person who is signed in (page) or whose device calls (API), with the settings of this moment. */
export type Signed = {
  person: Person
  actor: Actor
  settings: Settings
  /** For pages of those who keep the channels working: adapters that read badly now. */
  alarms?: readonly ChannelAlarm[]
  /** Reports that this person owes now. */
  reminders?: readonly Reminder[]
}
/** A report that is due: in words, and where it is done. */
export type Reminder = { href: string; words: string; isOverdue: boolean }

export type SignedDevice = Signed & { deviceId: string }

export type PersonDraft = { title: string; roles: RoleId[]; blocks: Person['blocks']; recipientIds: string[] }

export type DeviceRow = {
  id: string
  title: string
  createdAt: string
  lastSeenAt: string | null
  revokedAt: string | null
}

/** From where on a live reader wants to hear: from a `seq`, from some seconds ago, or from now. */
export type LiveFrom = { since: number } | { secondsAgo: number } | Record<string, never>

export type LivePresence = { ticketId: string; people: { title: string; doing: PresenceDoing }[] }

/** `ticketIds` only of tickets in scope; absent where one has left the scope or where there are too many to name. */
export type LiveChange = { seq: number; ticketIds?: string[] }

export type LiveEvent =
  | { event: 'here'; data: { seq: number; settingsVersion: number } }
  | { event: 'changed'; data: LiveChange }
  | { event: 'settings'; data: { version: number } }
  | { event: 'presence'; data: LivePresence }
  | { event: 'bye'; data: { reason: 'signed-out' | 'too-many' | 'closing' } }

export type LiveSubscription = { events: AsyncIterable<LiveEvent>; leave(): void }

export type LiveNow = {
  seq: number
  settings: { version: number }
  changed: LiveChange | null
  presence: LivePresence[]
}

/** A refusal of the people's desk, in words: «Приглашение истекло…». */
export type Failure = { outcome: 'failed'; code: string; words: string }

/**
 * Writes the next version of the settings document: `change` gets the newest one inside the transaction. `baseVersion`:
 * refused with `settings-changed` where another version stands by now; `null` merges into whatever stands.
 */
export type ChangeSettings = (
  by: Signed,
  baseVersion: number | null,
  change: (settings: Settings) => Settings | Failure,
) => Promise<{ outcome: 'changed'; settings: Settings } | Failure>

export type OfficeSettings = {
  (): Promise<Settings | undefined>
  change: ChangeSettings
  /** For what moves deadlines: open tickets are reckoned anew by the jobs, in portions. */
  changeWithRecompute: ChangeSettings
}

export type Office = {
  organisationId: string
  /** ISO; the only clock of the server. */
  now(): string
  /** Address that invitations and links carry, without a slash at the end. */
  publicUrl: string
  /** For what is short; never writes. */
  reader: Kysely<Database>
  /** For reports and the lists behind their numbers, which may take seconds: nobody else waits for them (store/sqlite.ts). */
  reportReader: Kysely<Database>
  settings: OfficeSettings

  setup: {
    /** Whether the database has no organisation yet. */
    isNeeded(): Promise<boolean>
    /** Checks the one-time setup code of this start. */
    checkCode(code: string): boolean
    /** Creates the organisation and its first person, the head of the centre; answers a session token. */
    create(draft: {
      code: string
      title: string
      zone: string
      personTitle: string
      password: string
    }): Promise<{ outcome: 'created'; session: string } | Failure>
  }

  tickets: {
    push(
      device: SignedDevice,
      request: {
        deviceTime: string
        epoch?: string | null | undefined
        commands: unknown[]
        opened?: Opened[] | undefined
        readings?: ReadingBatch | undefined
        /** At places of the watch list. */
        looks?: readonly Look[] | undefined
      },
    ): Promise<PushAnswer>
    pull(
      device: SignedDevice,
      request: { cursor: string | null; settingsVersion: number | null },
    ): Promise<PullAnswer>
    /** One command from a page: the same writer, the same rules. */
    submit(signed: Signed, command: unknown): Promise<Outcome>
    /** The same for who acts without an account: the link of an assignment. */
    submitAs(actor: Actor, command: unknown): Promise<Outcome>
    /** By id or number, in the person's scope only. `way`: shown to a person, which the access log remembers. */
    find(
      signed: Signed,
      which: { id: string } | { number: number },
      way?: OpeningWay,
    ): Promise<TicketView | undefined>
    /** Without entries where the ticket is not in the person's scope. */
    history(signed: Signed, ticketId: string): Promise<TicketHistory>
    /** Who opened the ticket, newest first; for the head of the centre only, `undefined` for anybody else. */
    openings(signed: Signed, ticketId: string): Promise<OpeningRow[] | undefined>
    /** The scope as a condition on `tickets`, for every list, count and report. */
    scopeOf(signed: Signed): Scope
  }

  live: {
    /** What changes in the reader's scope, as it happens; `undefined` where too many listen already. */
    listen(reader: {
      signed: Signed
      /** Asked every few seconds; `undefined` ends the stream. */
      authorise(): Promise<Signed | undefined>
      from: LiveFrom
    }): Promise<LiveSubscription | undefined>
    /** The same as one answer, for readers whose streams are blocked. */
    now(signed: Signed, from: LiveFrom): Promise<LiveNow>
    /** `null`: has left it. Answers whether the ticket is in the person's scope. */
    setPresence(signed: Signed, ticketId: string, doing: PresenceDoing | null): Promise<boolean>
    /** Ends every stream, so that the server can stop. */
    close(): Promise<void>
  }

  /** Selector packs, and how the adapters fare. */
  channels: Channels
  /** The watch list: who looked, and how much of it is looked at in time. */
  watch: Watch
  /** Reports and their lives: the weekly note and whatever else is approved and sent. */
  reports: Reports
  /** Orders of the chief on lines of reports. */
  reportOrders: ReportOrders
  /** The journal of requests for material. */
  reportRequests: ReportRequests
  /** Weekly summaries of block heads. */
  summaries: Summaries
  /** Months' ratings of responsible recipients, and their stages. */
  ratings: Ratings
  /** Indicators with plans and facts, and the values that people enter. */
  indicators: Indicators
  /** Photos and documents beside tickets. */
  files: Files
  /** «Снимок поста»: bytes from the desks. */
  evidence: Pick<EvidenceStore, 'received' | 'take'> & {
    /** What of a ticket's looks is here; the caller has it in scope. */
    states(ticket: Ticket): Promise<PartState[]>
    /** The words of a look for a comparison on the ticket's page; `undefined` where they are not here. */
    text(ticket: Ticket, evidenceId: string): Promise<string | undefined>
    /** Whether the person handles the ticket, and so may open what was kept of its posts. */
    mayOpen(signed: Signed, ticket: Ticket): boolean
    /** One part shown to a person, which the access log remembers; `undefined` where they do not handle the ticket. */
    open(
      signed: Signed,
      which: { id: string } | { number: number },
      evidenceId: string,
      part: EvidencePart,
    ): Promise<FoundPart | undefined>
    /** Recomputes the history and every file. */
    verify(): Promise<{ chain: ChainReport; blobs: BlobReport }>
  }
  /** Erasing an author on demand; for the head of the centre, who is refused to anybody else by the pages and here. */
  erasure: {
    find(by: Signed, asked: string): Promise<FoundAuthor[]>
    /** Answers the numbers of the tickets. `also`: what else on them goes, of the remnants that were found. */
    erase(by: Signed, author: Author, also?: readonly string[]): Promise<number[]>
  }
  /** Assignments by link (PRACTICE P6). */
  links: Links
  /** What the office does by itself, and what it would do. */
  jobs: OfficeJobs
  /** What it did, as messages that are shown until they are understood. */
  digests: Digests

  people: {
    list(): Promise<(Person & { hasPassword: boolean; devices: DeviceRow[] })[]>
    add(by: Signed, draft: PersonDraft): Promise<Person>
    change(by: Signed, personId: string, draft: PersonDraft & { active: boolean }): Promise<void>
    /** The string to paste into the extension; shown once. */
    invite(by: Signed, personId: string): Promise<{ invitation: string; expiresAt: string }>
    enrol(code: string, deviceTitle: string): Promise<{ outcome: 'enrolled'; answer: EnrolAnswer } | Failure>
    /** Ends the sessions of its person too: they may have been opened from it. */
    revokeDevice(by: Signed, deviceId: string): Promise<void>
    saveRecipients(by: Signed, recipients: Recipient[]): Promise<void>
    saveOfficialAccounts(by: Signed, accounts: OfficialAccount[]): Promise<void>
    /** «Сдать дежурство»: ends the running shift of whoever asks. */
    handOverDuty(by: Signed): Promise<void>
  }

  access: {
    byDeviceToken(token: string): Promise<{ outcome: 'device'; device: SignedDevice } | Failure>
    bySession(token: string): Promise<Signed | undefined>
    /** Throttled per person and address. */
    signIn(
      personTitleOrId: string,
      password: string,
      from: string,
    ): Promise<{ outcome: 'session'; session: string } | Failure>
    /** Ends every session of the person but `session`, the one that sets it. */
    setPassword(signed: Signed, password: string, session?: string): Promise<void>
    signOut(session: string): Promise<void>
    /** One-time, short-lived; the extension opens `${publicUrl}/sign-in/once?ticket=…`. */
    issueTicket(device: SignedDevice): Promise<string>
    redeemTicket(ticket: string): Promise<{ outcome: 'session'; session: string } | Failure>
  }
}
