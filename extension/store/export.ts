/** What waits and what was refused, as a file for a person to keep: data of this computer, no key of the server. */
import { refusalWords } from '../../shared/errors.ts'
import type { Desk } from './desk.ts'

export type Exported = { fileName: string; text: string; count: number }

/** `ids` null: everything. */
export async function exportCommands(
  desk: Desk,
  ids: readonly string[] | null,
  now: string,
): Promise<Exported> {
  const isWanted = ({ id }: { id: string }) => ids === null || ids.includes(id)
  const waiting = (await desk.outbox.orderBy('order').toArray()).filter(isWanted)
  const refused = (await desk.refused.orderBy('refusedAt').toArray()).filter(isWanted)
  const numbers = await desk.tickets.toArray()
  const numberOf = (ticketId: string) =>
    numbers.find(record => record.id === ticketId)?.view.ticket.number ?? null
  const document = {
    what: 'Пульт МЦУ: действия, которые сервер ещё не принял',
    savedAt: now,
    personId: desk.personId,
    waiting: waiting.map(({ command }) => ({ number: numberOf(command.ticketId), command })),
    refused: refused.map(({ command, refusal, refusedAt }) => ({
      number: numberOf(command.ticketId),
      refusedAt,
      why: refusalWords(refusal),
      refusal,
      command,
    })),
  }
  return {
    fileName: `pult-ne-prinyato-${now.slice(0, 16).replaceAll(':', '-')}.json`,
    text: JSON.stringify(document, null, 2),
    count: waiting.length + refused.length,
  }
}
