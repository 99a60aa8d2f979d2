/** What the server said of pushed commands, written in one transaction. Steps are numbered as in sync/sync.ts. */
import type { Refusal } from '../../shared/errors.ts'
import type { Outcome } from '../../shared/sync/wire.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import { resolveNamed } from '../../shared/ticket/named.ts'
import { type Desk, getMeta, type OutboxRow, putMeta, sentDays, type TicketRecord } from './desk.ts'
import { forgetErased } from './erased.ts'
import { offerEvidenceAgain } from './evidence.ts'
import { putFilesBack } from './files.ts'
import { advance, findRules, projectAgain, projectAll, type Rules, type Views } from './project.ts'

/**
 * Answers how many of the outcomes spoke of commands that waited here. Taking them out of the outbox needs no
 * rules: settings that this version cannot read must not keep a command going round for ever.
 */
export async function acknowledge(desk: Desk, outcomes: readonly Outcome[], now: string): Promise<number> {
  return desk.transaction(
    'rw',
    [
      desk.outbox,
      desk.sent,
      desk.refused,
      desk.discarded,
      desk.tickets,
      desk.aliases,
      desk.postKeys,
      desk.meta,
    ],
    async () => {
      const rules = await findRules(desk)
      let known = 0
      for (const outcome of outcomes) {
        const row = await desk.outbox.where('id').equals(outcome.commandId).first()
        if (!row) continue
        known += 1
        await desk.outbox.delete(row.order)
        const { id, order, command, touches } = row
        if (outcome.outcome === 'accepted') {
          await desk.sent.put({ id, order, command, touches, sentAt: now })
          if (rules) await accept(desk, row, outcome, rules)
          // Told of a post whose author was erased meanwhile: the words go from here too.
          const holder = await desk.tickets.get(outcome.ticketId)
          if (holder) await forgetErased(desk, [holder.view])
        } else if (isLeftAside(command, outcome.refusal)) {
          if (rules) await projectAgain(desk, touches, rules)
        } else {
          await desk.refused.put({ id, order, command, refusal: outcome.refusal, refusedAt: now })
          if (rules) await projectAgain(desk, touches, rules)
        }
      }
      const old = new Date(Date.parse(now) - sentDays * 86_400_000).toISOString()
      await desk.sent.where('sentAt').below(old).delete()
      return known
    },
  )
}

/** A picture of what was not recorded, or went to others meanwhile: nobody has to decide on it, so it is no «не принято». */
function isLeftAside({ type }: Command, { code }: Refusal): boolean {
  const isQuiet = type === 'attach_evidence' || type === 'observe_source'
  return isQuiet && asideCodes.includes(code)
}

const asideCodes: readonly string[] = [
  'dependency-refused',
  'already-withdrawn',
  'forbidden',
  'out-of-scope',
  'unknown-ticket',
]

/** Until the pull brings the server's own word, what was accepted counts as said: nothing flickers back. */
async function accept(
  desk: Desk,
  row: OutboxRow,
  outcome: Extract<Outcome, { outcome: 'accepted' }>,
  rules: Rules,
): Promise<void> {
  if (outcome.ticketId !== row.ticketId) return joinHolder(desk, row.ticketId, outcome.ticketId, rules)
  const records = await desk.tickets.bulkGet(row.touches)
  const snapshots: Views = new Map()
  for (const record of records) if (record) snapshots.set(record.id, record.snapshot)
  if (!snapshots.has(row.ticketId)) return
  advance(snapshots, row.command, rules)
  const own = snapshots.get(row.ticketId) ?? null
  snapshots.set(row.ticketId, numbered(own, outcome.number))
  await projectAll(desk, snapshots, rules)
}

function numbered(snapshot: TicketRecord['snapshot'], number: number | null): TicketRecord['snapshot'] {
  if (snapshot === null || snapshot.ticket.number !== null) return snapshot
  return { ...snapshot, ticket: { ...snapshot.ticket, number } }
}

/** The post had a ticket: pending commands are rewritten in the transaction that takes the capture out. */
async function joinHolder(desk: Desk, alias: string, ticketId: string, rules: Rules): Promise<void> {
  await desk.aliases.put({ alias, ticketId })
  const renamed = (id: string) => (id === alias ? ticketId : id)
  const pending = await naming(desk, alias)
  const rows: OutboxRow[] = []
  for (const row of pending)
    rows.push({
      ...row,
      ticketId: renamed(row.ticketId),
      touches: [...new Set(row.touches.map(renamed))],
      command: await resolveNamed(row.command, renamed),
    })
  await desk.outbox.bulkPut(rows)
  await desk.tickets.delete(alias)
  const ids = [ticketId, ...pending.flatMap(row => row.touches)].filter(id => id !== alias)
  const standing = await desk.tickets.bulkGet(ids)
  await projectAgain(
    desk,
    standing.flatMap(record => (record ? [record.id] : [])),
    rules,
  )
}

/** What waits and names the ticket in any way, also where it changes nothing there («Повторное к карточке»). */
async function naming(desk: Desk, ticketId: string): Promise<OutboxRow[]> {
  const found: OutboxRow[] = []
  for (const row of await desk.outbox.toArray()) {
    let isNamed = row.touches.includes(ticketId)
    await resolveNamed(row.command, id => {
      isNamed ||= id === ticketId
      return id
    })
    if (isNamed) found.push(row)
  }
  return found
}

/**
 * A restored server (another epoch) is offered again what it may have forgotten, under the same ids.
 * Answers whether the epoch has changed.
 */
export async function offerAgain(desk: Desk, epoch: string): Promise<boolean> {
  return desk.transaction(
    'rw',
    [desk.outbox, desk.sent, desk.tickets, desk.files, desk.sentFiles, desk.evidence, desk.meta],
    async () => {
      const known = await getMeta(desk, 'epoch')
      await putMeta(desk, 'epoch', epoch)
      if (known === undefined || known === epoch) return false
      const sent = await desk.sent.toArray()
      await desk.outbox.bulkPut(
        sent.map(({ id, order, command, touches }) => {
          const { ticketId } = command
          return { id, order, command, ticketId, touches, isTried: true }
        }),
      )
      await desk.sent.clear()
      await putFilesBack(desk)
      await offerEvidenceAgain(desk)
      const rules = await findRules(desk)
      const touched = sent.flatMap(row => row.touches)
      if (rules) await projectAgain(desk, touched, rules)
      return true
    },
  )
}
