/**
 * «Поручение по ссылке» (PRACTICE P6): an executor without an account opens it on a phone. The token is 256 bits, shown
 * once and kept as a hash; it expires, can be revoked, and ends with the answer that it brought. Each opening is logged.
 */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../shared/policy/actor.ts'
import { facetsOf, inScope, mayDo, readScope } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import type { Outcome } from '../../shared/sync/wire.ts'
import { assignmentOf, type TicketView } from '../../shared/ticket/ticket.ts'
import type { Failure, Signed } from '../office.ts'
import { failed, secondsAfter } from '../people/desk.ts'
import { hashOfSecret, newToken } from '../people/secrets.ts'
import type { ReadSettings } from '../people/settings.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'
import { findView } from '../tickets/view.ts'
import { actorOfLink } from './actor.ts'
import { isThrottled, noteWrongToken } from './throttle.ts'

const daySeconds = 24 * 60 * 60

export type LinkRow = {
  id: string
  recipientId: string
  createdBy: string
  createdAt: string
  expiresAt: string
  revokedAt: string | null
  /** When the answer (or «не наше») that it brought was accepted. */
  usedAt: string | null
  openings: number
  lastOpenedAt: string | null
}

/** What a link leads to now. `ask`: whom to ask, by post. */
export type OpenedLink =
  | {
      outcome: 'open'
      linkId: string
      actor: Actor
      view: TicketView
      settings: Settings
      ask: string
      expiresAt: string
    }
  | { outcome: 'answered'; ask: string; at: string; zone: string }
  | { outcome: 'ended'; why: 'expired' | 'revoked' | 'moved'; ask: string }
  | { outcome: 'unknown' }
  | { outcome: 'throttled' }

export type Links = {
  /** For whoever may assign this ticket; it must be assigned to a recipient already. The address is shown once. */
  create(
    signed: Signed,
    view: TicketView,
  ): Promise<{ outcome: 'created'; url: string; link: LinkRow } | Failure>
  /** Newest first; for whoever may assign the ticket. */
  list(signed: Signed, view: TicketView): Promise<LinkRow[]>
  revoke(signed: Signed, view: TicketView, linkId: string): Promise<{ outcome: 'revoked' } | Failure>
  /** `from`: the address that asks, for the throttle. `log`: a page was shown to a person (shown.ts), not a form read. */
  open(token: string, from: string, log: boolean): Promise<OpenedLink>
  /** One command of an open link, by the same writer and the same rules as everybody's. */
  submit(opened: Extract<OpenedLink, { outcome: 'open' }>, command: unknown): Promise<Outcome>
}

type Desk = {
  organisationId: string
  publicUrl: string
  now(): string
  reader: Kysely<Database>
  write: Write
  settings: { committed: ReadSettings }
  /** Decides and appends one command of this actor. */
  submitAs(actor: Actor, command: unknown): Promise<Outcome>
}

const endingActs: ReadonlySet<string> = new Set(['prepare_reply', 'decline_assignment'])

export function mayGiveLink({ actor, settings }: Signed, { ticket }: TicketView): boolean {
  return mayDo(actor, 'assign', settings, facetsOf(ticket))
}

export function createLinks(desk: Desk): Links {
  const { organisationId, reader, write, now } = desk

  return {
    async create(signed, view) {
      if (!mayGiveLink(signed, view)) return forbidden
      const assignment = assignmentOf(view.ticket)
      const recipientId = assignment?.recipientId ?? null
      if (recipientId === null)
        return failed(
          'no-recipient',
          'Сначала поручите карточку ответственному получателю: ссылка открывает поручение ему.',
        )
      if (isAboutSomebodyThere(view, recipientId, signed.settings))
        return failed(
          'about-them',
          'Жалоба на сотрудника этого получателя: ссылку мог бы открыть он сам (59-ФЗ, ст. 8 ч. 6). Поручите её лично другому сотруднику.',
        )
      const token = newToken()
      const row = {
        organisation_id: organisationId,
        id: uuidv7(),
        token_hash: hashOfSecret(token),
        ticket_id: view.ticket.id,
        recipient_id: recipientId,
        person_id: assignment?.personId ?? null,
        created_by: signed.person.id,
        created_at: now(),
        expires_at: secondsAfter(now(), signed.settings.automation.linkDays * daySeconds),
        revoked_at: null,
        used_at: null,
      }
      await write(tx => tx.insertInto('assignment_links').values(row).execute())
      const link = linkRow({ ...row, openings: 0, last_opened_at: null })
      return { outcome: 'created', url: `${desk.publicUrl}/l/${token}`, link }
    },

    async list(signed, view) {
      if (!mayGiveLink(signed, view)) return []
      const rows = await reader
        .selectFrom('assignment_links')
        .leftJoin('link_openings', join =>
          join
            .onRef('link_openings.organisation_id', '=', 'assignment_links.organisation_id')
            .onRef('link_openings.link_id', '=', 'assignment_links.id'),
        )
        .select([
          'assignment_links.id',
          'assignment_links.recipient_id',
          'assignment_links.created_by',
          'assignment_links.created_at',
          'assignment_links.expires_at',
          'assignment_links.revoked_at',
          'assignment_links.used_at',
        ])
        .select(({ fn }) => [
          fn.count<number>('link_openings.at').as('openings'),
          fn.max('link_openings.at').as('last_opened_at'),
        ])
        .where('assignment_links.organisation_id', '=', organisationId)
        .where('assignment_links.ticket_id', '=', view.ticket.id)
        .groupBy('assignment_links.id')
        .orderBy('assignment_links.id', 'desc')
        .execute()
      return rows.map(linkRow)
    },

    async revoke(signed, view, linkId) {
      if (!mayGiveLink(signed, view)) return forbidden
      const revoked = await write(tx =>
        tx
          .updateTable('assignment_links')
          .set({ revoked_at: now() })
          .where('organisation_id', '=', organisationId)
          .where('ticket_id', '=', view.ticket.id)
          .where('id', '=', linkId)
          .where('revoked_at', 'is', null)
          .returning('id')
          .executeTakeFirst(),
      )
      return revoked
        ? { outcome: 'revoked' }
        : failed('unknown-link', 'Такой ссылки нет, или она уже отозвана.')
    },

    async open(token, from, log) {
      const row = await reader
        .selectFrom('assignment_links')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .where('token_hash', '=', hashOfSecret(token))
        .executeTakeFirst()
      const settings = row && (await desk.settings.committed(reader))
      if (row === undefined || settings === undefined) {
        const asking = { organisationId, now: now(), from }
        if (await isThrottled(reader, asking)) return { outcome: 'throttled' }
        await write(tx => noteWrongToken(tx, asking))
        return { outcome: 'unknown' }
      }
      const ask = titleOf(settings.people, row.created_by)
      if (row.used_at !== null)
        return { outcome: 'answered', ask, at: row.used_at, zone: settings.deadlines.zone }
      if (row.revoked_at !== null) return { outcome: 'ended', why: 'revoked', ask }
      if (row.expires_at <= now()) return { outcome: 'ended', why: 'expired', ask }
      const actor = actorOfLink({ id: row.id, recipientId: row.recipient_id })
      const view = await findView(reader, organisationId, row.ticket_id)
      // Given to somebody else, joined, closed or become a complaint about this very recipient: the link shows nothing.
      if (view === undefined || !isAtRecipient(view, actor, row.recipient_id, settings))
        return { outcome: 'ended', why: 'moved', ask }
      if (log) await logOpening(row.id, view.ticket.id, actor.personId)
      return { outcome: 'open', linkId: row.id, actor, view, settings, ask, expiresAt: row.expires_at }
    },

    async submit({ actor, linkId }, command) {
      const outcome = await desk.submitAs(actor, command)
      if (outcome.outcome === 'accepted' && endingActs.has(typeOf(command))) {
        await write(tx =>
          tx
            .updateTable('assignment_links')
            .set({ used_at: now() })
            .where('organisation_id', '=', organisationId)
            .where('id', '=', linkId)
            .where('used_at', 'is', null)
            .execute(),
        )
      }
      return outcome
    },
  }

  async function logOpening(linkId: string, ticketId: string, personId: string): Promise<void> {
    const at = now()
    await write(async tx => {
      await tx
        .insertInto('link_openings')
        .values({ organisation_id: organisationId, link_id: linkId, at })
        .execute()
      await tx
        .insertInto('openings')
        .values({
          organisation_id: organisationId,
          id: uuidv7(),
          ticket_id: ticketId,
          person_id: personId,
          at,
          way: 'link',
        })
        .execute()
    })
  }
}

const forbidden = failed('forbidden', 'Ссылку даёт тот, кто может поручить эту карточку.')

/** Still this recipient's to answer, as the responsible one. */
function isAtRecipient(view: TicketView, actor: Actor, recipientId: string, settings: Settings): boolean {
  const { ticket } = view
  return (
    assignmentOf(ticket)?.recipientId === recipientId &&
    !isAboutSomebodyThere(view, recipientId, settings) &&
    inScope(facetsOf(ticket), readScope(actor, settings)) &&
    mayDo(actor, 'prepare_reply', settings, facetsOf(ticket)) &&
    answerableStatuses.has(ticket.status)
  )
}

/** A link knows no person, so whoever works for the recipient may be who opens it (PRACTICE P8). */
function isAboutSomebodyThere({ ticket }: TicketView, recipientId: string, { people }: Settings): boolean {
  const named = ticket.complaint?.personIds ?? []
  return people.some(person => named.includes(person.id) && person.recipientIds.includes(recipientId))
}

const answerableStatuses: ReadonlySet<string> = new Set([
  'assigned',
  'in_progress',
  'asking_author',
  'waiting_outside',
  'drafting',
  'reopened',
])

function typeOf(command: unknown): string {
  return typeof command === 'object' &&
    command !== null &&
    'type' in command &&
    typeof command.type === 'string'
    ? command.type
    : ''
}

function linkRow(row: {
  id: string
  recipient_id: string
  created_by: string
  created_at: string
  expires_at: string
  revoked_at: string | null
  used_at: string | null
  openings: number | string | bigint
  last_opened_at: string | null
}): LinkRow {
  return {
    id: row.id,
    recipientId: row.recipient_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
    openings: Number(row.openings),
    lastOpenedAt: row.last_opened_at,
  }
}
