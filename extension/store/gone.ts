/** Tickets that left the person's scope while something of theirs waited: what can still be said of them. */
import { titleOf } from '../../shared/policy/settings.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { statusTitles } from '../../shared/reference/statuses.ts'
import type { Desk, TicketRecord, TombstoneRow } from './desk.ts'
import type { Rules } from './project.ts'

/** Call in the transaction that is about to delete the records. Only tickets with acts that wait or were refused. */
export async function bury(
  desk: Desk,
  records: readonly (TicketRecord | undefined)[],
  { settings }: Pick<Rules, 'settings'>,
): Promise<void> {
  const wanted = await idsInUse(desk)
  const stones = records.flatMap((record): TombstoneRow[] => {
    if (!record || !wanted.has(record.id)) return []
    const { number, block, subtopic, status } = record.view.ticket
    const topic = subtopic === null ? [] : [titleOf(settings.subtopics, subtopic)]
    const title = [blocks[block].short, ...topic, statusTitles[status].toLowerCase()].join(' · ')
    return [{ ticketId: record.id, number, title }]
  })
  await desk.tombstones.bulkPut(stones)
}

/** Stones of tickets that came back, and of those on which nothing of this person is left. */
export async function clearStones(desk: Desk): Promise<void> {
  const stones = await desk.tombstones.toArray()
  if (stones.length === 0) return
  const wanted = await idsInUse(desk)
  const back = await desk.tickets.bulkGet(stones.map(stone => stone.ticketId))
  const idle = stones.filter((stone, index) => back[index] !== undefined || !wanted.has(stone.ticketId))
  await desk.tombstones.bulkDelete(idle.map(stone => stone.ticketId))
}

async function idsInUse(desk: Desk): Promise<Set<string>> {
  const waiting = (await desk.outbox.toArray()).map(row => row.ticketId)
  const refused = (await desk.refused.toArray()).map(row => row.command.ticketId)
  const discarded = (await desk.discarded.toArray()).map(row => row.command.ticketId)
  return new Set([...waiting, ...refused, ...discarded])
}

export function goneWords({ number, title }: TombstoneRow): string {
  const which = number === null ? 'Карточка' : `Карточка №\u00a0${number}`
  return `${which} (${title}) больше не у вас: её передали другому блоку или исполнителю.`
}
