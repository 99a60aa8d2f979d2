/** Who opened which ticket, for the access log of citizens' data: durable here, told with the next push. */
import { maxOpenedPerPush } from '../../shared/sync/wire.ts'
import type { Desk, OpeningRow } from './desk.ts'

/** One look is one entry, however often the panel shows the ticket again. */
const pauseMinutes = 10

export async function noteOpened(
  desk: Desk,
  ticketId: string,
  id: string,
  at: string,
  what?: string,
): Promise<boolean> {
  return desk.transaction('rw', desk.openings, async () => {
    const oldest = new Date(Date.parse(at) - pauseMinutes * 60_000).toISOString()
    const ofTicket = await desk.openings.where('ticketId').equals(ticketId).toArray()
    const earlier = ofTicket.filter(row => row.what === what)
    if (earlier.some(row => row.at > oldest)) return false
    await desk.openings.bulkDelete(earlier.filter(row => row.isTold).map(row => row.id))
    await desk.openings.add({ id, ticketId, at, isTold: false, ...(what === undefined ? {} : { what }) })
    return true
  })
}

/** Those that the server does not know yet, oldest first. */
export async function untold(desk: Desk): Promise<OpeningRow[]> {
  const rows = await desk.openings.orderBy('at').toArray()
  return rows.filter(row => !row.isTold).slice(0, maxOpenedPerPush)
}

/** Told rows stay for the ten minutes, so that a second look is no second entry. */
export async function markTold(desk: Desk, told: readonly OpeningRow[], now: string): Promise<void> {
  await desk.transaction('rw', desk.openings, async () => {
    await desk.openings.bulkPut(told.map(row => ({ ...row, isTold: true })))
    const oldest = new Date(Date.parse(now) - pauseMinutes * 60_000).toISOString()
    await desk.openings
      .where('at')
      .below(oldest)
      .filter(row => row.isTold)
      .delete()
  })
}
