/**
 * «Снимок поста» on this computer: bytes by their SHA-256, and the command that names them, made durable together. They
 * wait until the server has them, and stay as long as a restored server may have to be given them again.
 */
import { type WhyNotKept, whyNotKept } from '../../shared/ticket/acts/evidence.ts'
import type { CommandOf } from '../../shared/ticket/commands.ts'
import { type Acted, actInside, type Intent, resolveAlias, tablesOfActs } from './act.ts'
import { type Desk, type SentRow, sentDays } from './desk.ts'

export type PartBytes = { sha256: string; mime: string; bytes: ArrayBuffer }

/** `sentAt`: on the server since then. `mismatches`: how often the server got other bytes than were sent. */
export type EvidenceRow = PartBytes & {
  sentAt: string | null
  failedWords: string | null
  mismatches: number
}

/** `left-out`: the rules keep nothing of this look, and neither does this computer. */
export type Kept = Acted | { outcome: 'left-out'; why: WhyNotKept }

/** One look: its commands in their order. A command that the rules refuse or leave out takes everything back. */
export async function keepEvidence(
  desk: Desk,
  parts: readonly PartBytes[],
  intents: readonly Intent[],
): Promise<Kept> {
  let kept: Kept = { outcome: 'refused', refusal: { code: 'invalid-command', details: {} } }
  const tables = [...tablesOfActs(desk), desk.evidence]
  await desk
    .transaction('rw', tables, async () => {
      for (const part of parts) {
        // The same words of another post: the server is asked again whether it has them for this one too.
        await desk.evidence.put({ ...part, sentAt: null, failedWords: null, mismatches: 0 })
      }
      for (const intent of intents) {
        const acted = await actInside(desk, intent)
        const why = whyLeftOut(acted, intent)
        kept = why === null ? acted : { outcome: 'left-out', why }
        if (kept.outcome !== 'queued') throw new TakenBack()
      }
    })
    .catch(error => {
      if (!(error instanceof TakenBack)) throw error
    })
  return kept
}

function whyLeftOut(acted: Acted, intent: Intent): WhyNotKept | null {
  if (intent.type !== 'attach_evidence' || acted.outcome === 'refused' || acted.view === null) return null
  const { evidenceId, sourceId, sourceKey = null } = intent.data
  const isThere = acted.view.ticket.evidence.some(each => each.evidenceId === evidenceId)
  return isThere ? null : whyNotKept(acted.view, { sourceId, sourceKey })
}

class TakenBack extends Error {}

/** IndexedDB has no room for the bytes: told by the request itself, or by the transaction that it ends. */
export function isNoRoom(error: unknown): boolean {
  if (!(error instanceof Error || error instanceof DOMException)) return false
  if (error.name === 'QuotaExceededError') return true
  return 'inner' in error && error.inner !== error && isNoRoom(error.inner)
}

/** Whether the look of this command was kept before: the worker may have died with its answer. */
export async function isKept(desk: Desk, commandId: string): Promise<boolean> {
  const waiting = await desk.outbox.where('id').equals(commandId).count()
  return waiting > 0 || (await desk.sent.get(commandId)) !== undefined
}

export async function markEvidenceSent(desk: Desk, sha256: string, now: string): Promise<void> {
  await desk.evidence.update(sha256, { sentAt: now, failedWords: null })
}

/** A restored server is given the bytes again. Inside a transaction over `desk.evidence`. */
export async function offerEvidenceAgain(desk: Desk): Promise<void> {
  await desk.evidence.toCollection().modify({ sentAt: null, failedWords: null, mismatches: 0 })
}

/** What was sent long ago, what no command names any more, what the server kept nothing of, and what was erased on demand. */
export async function forgetEvidence(desk: Desk, now: string): Promise<void> {
  if ((await desk.evidence.count()) === 0) return
  const old = new Date(Date.parse(now) - sentDays * 86_400_000).toISOString()
  const { outbox, sent, refused, discarded, tickets, aliases, evidence } = desk
  const tables = [outbox, sent, refused, discarded, tickets, aliases, evidence]
  await desk.transaction('rw', tables, async () => {
    const { erased, standing } = await hashesOfTickets(desk)
    const rows = await Promise.all([
      desk.outbox.toArray(),
      desk.refused.toArray(),
      desk.discarded.toArray(),
      sentAndKept(desk),
    ])
    const named = new Set(
      rows.flat().flatMap(({ command }) => (command.type === 'attach_evidence' ? hashesOf(command) : [])),
    )
    await desk.evidence
      .filter(
        ({ sha256, sentAt }) =>
          erased.has(sha256) ||
          (!named.has(sha256) && (sentAt === null ? !standing.has(sha256) : sentAt < old)),
      )
      .delete()
  })
}

/** Told to the server. Where the ticket came back without the look (withdrawn meanwhile, sixty from colleagues), it holds nothing. */
async function sentAndKept(desk: Desk): Promise<SentRow[]> {
  const rows: SentRow[] = []
  for (const row of await desk.sent.toArray()) {
    const { command } = row
    if (command.type !== 'attach_evidence') continue
    const record = await desk.tickets.get(await resolveAlias(desk, command.ticketId))
    const looks = record?.view.ticket.evidence
    if (looks?.some(each => each.evidenceId === command.data.evidenceId) ?? true) rows.push(row)
  }
  return rows
}

/** Of the tickets at hand: what was erased on demand, and what stands. */
async function hashesOfTickets(desk: Desk): Promise<{ erased: Set<string>; standing: Set<string> }> {
  const erased = new Set<string>()
  const standing = new Set<string>()
  await desk.tickets.each(({ view }) => {
    for (const look of view.ticket.evidence)
      for (const sha256 of hashesOf({ data: look })) (look.erasedAt === null ? standing : erased).add(sha256)
  })
  // The same words may stand in somebody else's post.
  return { erased: new Set([...erased].filter(sha256 => !standing.has(sha256))), standing }
}

export function hashesOf({
  data: { picture, html, text },
}: {
  data: Pick<CommandOf<'attach_evidence'>['data'], 'picture' | 'html' | 'text'>
}): string[] {
  return [picture, html, text].flatMap(part => (part === null ? [] : [part.sha256]))
}
