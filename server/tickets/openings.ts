/** The access log: who opened a citizen's data, when and how. Only for tickets that the person has in scope. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import type { Actor } from '../../shared/policy/actor.ts'
import { readScope } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'
import { effectiveTime } from './effective-time.ts'
import { inScopeSql } from './scope-sql.ts'
import { resolveAlias } from './view.ts'

export const openingWays = ['page', 'panel', 'link', 'print', 'export', 'evidence'] as const
export type OpeningWay = (typeof openingWays)[number]

/** `at`: the device's own clock, ISO. `what`: of a look, `evidence id:part`; else the ticket. */
export type Opened = { ticketId: string; at: string; what?: string | undefined }

export type OpeningRow = {
  personId: string
  personTitle: string
  at: string
  way: OpeningWay
  /** Of `evidence`: `evidence id:part`. */
  what?: string
}

/** A page that reads itself again is no second opening. */
const sameOpeningSeconds = 5 * 60

type Sending = {
  tx: Tx
  organisationId: string
  actor: Actor
  settings: Settings
  sender: { personId: string; deviceId: string | null }
  sent: { deviceTime: string; receivedAt: string }
}

/** What a panel opened since its last push. Sent again after a lost answer, it is written once. */
export async function writePanelOpenings(sending: Sending, opened: readonly Opened[]): Promise<void> {
  if (opened.length === 0) return
  const { tx, organisationId, actor, settings, sender, sent } = sending
  const resolved = new Map<string, string>()
  for (const { ticketId } of opened)
    if (!resolved.has(ticketId)) resolved.set(ticketId, await resolveAlias(tx, organisationId, ticketId))
  const visible = await tx
    .selectFrom('tickets')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('id', 'in', [...resolved.values()])
    .where(inScopeSql(readScope(actor, settings)))
    .execute()
  const seen = new Set(visible.map(row => row.id))
  for (const { ticketId, at, what } of opened) {
    const id = resolved.get(ticketId)
    if (id === undefined || !seen.has(id)) continue
    await tx
      .insertInto('openings')
      .values({
        organisation_id: organisationId,
        id: [sender.deviceId ?? sender.personId, id, at, ...(what === undefined ? [] : [what])].join(':'),
        ticket_id: id,
        person_id: sender.personId,
        at: effectiveTime({ occurredAt: at, ...sent, previousAt: null }),
        ...(what === undefined ? { way: 'panel' } : { way: 'evidence', what }),
      })
      .onConflict(conflict => conflict.doNothing())
      .execute()
  }
}

/** One opening now. The caller has asked the scope. */
export async function writeOpening(
  tx: Tx,
  opening: {
    organisationId: string
    ticketId: string
    personId: string
    way: OpeningWay
    what?: string
    now: string
  },
): Promise<void> {
  const { organisationId, ticketId, personId, way, what = null, now } = opening
  const lately = new Date(Date.parse(now) - sameOpeningSeconds * 1000).toISOString()
  const same = await tx
    .selectFrom('openings')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', '=', ticketId)
    .where('person_id', '=', personId)
    .where('way', '=', way)
    .where('what', what === null ? 'is' : '=', what)
    .where('at', '>', lately)
    .executeTakeFirst()
  if (same) return
  await tx
    .insertInto('openings')
    .values({
      organisation_id: organisationId,
      id: uuidv7(),
      ticket_id: ticketId,
      person_id: personId,
      at: now,
      way,
      what,
    })
    .execute()
}

/** Newest first. */
export async function readOpenings(
  db: Kysely<Database>,
  organisationId: string,
  ticketId: string,
  settings: Settings,
): Promise<OpeningRow[]> {
  const rows = await db
    .selectFrom('openings')
    .select(['person_id', 'at', 'way', 'what'])
    .where('organisation_id', '=', organisationId)
    .where('ticket_id', '=', ticketId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(row => ({
    personId: row.person_id,
    personTitle: titleOf(settings.people, row.person_id),
    at: row.at,
    way: z.enum(openingWays).parse(row.way),
    ...(row.what === null ? {} : { what: row.what }),
  }))
}
