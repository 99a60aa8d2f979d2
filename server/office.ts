/**
 * The office as routes and pages see it: functions with the clock, the store and the keys already inside.
 * `main.ts` composes it from the environment; tests compose it in memory with a clock of their own.
 */
import type { Kysely } from 'kysely'
import type { Actor, Scope } from '../shared/policy/permissions.ts'
import type { OfficialAccount, Person, Recipient, Settings } from '../shared/policy/settings.ts'
import type { RoleId } from '../shared/reference/roles.ts'
import type { EnrolAnswer, Outcome, PullAnswer, PushAnswer } from '../shared/sync/wire.ts'
import type { HistoryEntry } from '../shared/ticket/history.ts'
import type { TicketView } from '../shared/ticket/ticket.ts'
import type { Database } from './store/schema.ts'

/** A person who is signed in (page) or whose device calls (API), with the settings of this moment. */
export type Signed = { person: Person; actor: Actor; settings: Settings }
export type SignedDevice = Signed & { deviceId: string }

export type PersonDraft = { title: string; roles: RoleId[]; blocks: Person['blocks']; recipientIds: string[] }

export type DeviceRow = {
  id: string
  title: string
  createdAt: string
  lastSeenAt: string | null
  revokedAt: string | null
}

/** A refusal of the people's desk, in words: «Приглашение истекло…». */
export type Failure = { outcome: 'failed'; code: string; words: string }

export type Office = {
  organisationId: string
  /** ISO; the only clock of the server. */
  now(): string
  /** Address that invitations and links carry, without a slash at the end. */
  publicUrl: string
  /** For queries of reports and lists; never writes. */
  reader: Kysely<Database>
  settings(): Promise<Settings | undefined>

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
      request: { deviceTime: string; epoch?: string | null | undefined; commands: unknown[] },
    ): Promise<PushAnswer>
    pull(
      device: SignedDevice,
      request: { cursor: string | null; settingsVersion: number | null },
    ): Promise<PullAnswer>
    /** One command from a page: the same writer, the same rules. */
    submit(signed: Signed, command: unknown): Promise<Outcome>
    /** By id or number, in the person's scope only. */
    find(signed: Signed, which: { id: string } | { number: number }): Promise<TicketView | undefined>
    history(signed: Signed, ticketId: string): Promise<HistoryEntry[]>
    /** The scope as a condition on `tickets`, for every list, count and report. */
    scopeOf(signed: Signed): Scope
  }

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
