/** A page of a pull, written in one transaction together with its cursor. */
import { closedMarkDays, closedTicketDays, type Mark, type PullAnswer } from '../../shared/sync/wire.ts'
import { closedAt } from '../../shared/ticket/ticket.ts'
import { type Desk, getMeta, putMeta } from './desk.ts'
import { forgetErased, forgetErasedMarks } from './erased.ts'
import { bury, clearStones } from './gone.ts'
import { getRules, projectAll, type Views } from './project.ts'

export async function receive(desk: Desk, answer: PullAnswer): Promise<void> {
  await desk.transaction('rw', desk.tables, async () => {
    if (answer.settings) await putMeta(desk, 'settings', answer.settings)
    const isFirstPull = (await getMeta(desk, 'cursor')) === undefined
    const goesOn = (await getMeta(desk, 'filling')) === true && answer.first !== true
    if (!answer.resync) return receiveChanges(desk, answer)
    // The very first generation has nothing to replace: the panel is usable after its first page.
    if (!isFirstPull && !goesOn) return receiveShadow(desk, answer)
    await putMeta(desk, 'filling', answer.more)
    return receiveChanges(desk, answer)
  })
}

async function receiveChanges(desk: Desk, answer: PullAnswer): Promise<void> {
  const rules = await getRules(desk)
  await bury(desk, await desk.tickets.bulkGet(answer.gone), rules)
  const fresh: Views = new Map(answer.gone.map(id => [id, null]))
  for (const view of answer.tickets) fresh.set(view.ticket.id, view)
  await forgetErased(desk, answer.tickets)
  await projectAll(desk, fresh, rules)
  await clearStones(desk)
  await putMarks(desk, answer.marks, answer.serverTime)
  await forgetErasedMarks(desk, answer.marks)
  await putMeta(desk, 'cursor', answer.cursor)
  if (!answer.more) await forgetOld(desk, answer.serverTime)
}

/** A new generation fills the shadow page by page and replaces the old one at once; the outbox is untouched. */
async function receiveShadow(desk: Desk, answer: PullAnswer): Promise<void> {
  if (answer.first) {
    await desk.shadowTickets.clear()
    await desk.shadowMarks.clear()
  }
  await desk.shadowTickets.bulkDelete(answer.gone)
  await desk.shadowTickets.bulkPut(answer.tickets.map(view => ({ ...view, id: view.ticket.id })))
  await desk.shadowMarks.bulkPut(answer.marks)
  if (answer.more) return putMeta(desk, 'shadowCursor', answer.cursor)

  const rules = await getRules(desk)
  const generation = await desk.shadowTickets.toArray()
  const waiting = (await desk.outbox.toArray()).flatMap(row => row.touches)
  const incoming = new Set(generation.map(row => row.id))
  const standing = await desk.tickets.toArray()
  const missing = standing.filter(row => !incoming.has(row.id))
  await bury(desk, missing, rules)
  await forgetErased(desk, generation)
  await desk.tickets.clear()
  const fresh: Views = new Map()
  // Recorded here and not sent yet: no generation of the server can know them.
  for (const row of missing) if (waiting.includes(row.id)) fresh.set(row.id, null)
  for (const { ticket, contents } of generation) fresh.set(ticket.id, { ticket, contents })
  await projectAll(desk, fresh, rules)
  await clearStones(desk)
  await desk.marks.clear()
  await putMarks(desk, await desk.shadowMarks.toArray(), answer.serverTime)
  await desk.shadowTickets.clear()
  await desk.shadowMarks.clear()
  await desk.meta.bulkDelete(['shadowCursor', 'filling'])
  await putMeta(desk, 'cursor', answer.cursor)
}

async function putMarks(desk: Desk, marks: readonly Mark[], now: string): Promise<void> {
  const oldest = daysBefore(now, closedMarkDays)
  // One key may come twice: withdrawn, then recorded again. The last word counts.
  const latest = [...new Map(marks.map(mark => [mark.key, mark])).values()]
  const stands = (mark: Mark) =>
    mark.status !== 'withdrawn' && (mark.closedAt === null || mark.closedAt >= oldest)
  await desk.marks.bulkPut(latest.filter(stands))
  await desk.marks.bulkDelete(latest.filter(mark => !stands(mark)).map(mark => mark.key))
}

async function forgetOld(desk: Desk, now: string): Promise<void> {
  const oldest = daysBefore(now, closedTicketDays)
  await desk.tickets
    .filter(({ view, waiting }) => waiting === 0 && (closedAt(view.ticket) ?? now) < oldest)
    .delete()
  await desk.marks
    .filter(mark => mark.closedAt !== null && mark.closedAt < daysBefore(now, closedMarkDays))
    .delete()
}

function daysBefore(now: string, days: number): string {
  return new Date(Date.parse(now) - days * 86_400_000).toISOString()
}
