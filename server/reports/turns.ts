/** Long work of the process itself, in turns: after each portion whoever waits is answered first. */
import { setImmediate } from 'node:timers/promises'

/** Whoever waits is answered now. */
export const othersTurn = (): Promise<void> => setImmediate()

/** The same items in the same order, a portion at a time: what takes longer for each comes in smaller ones. */
export async function* inTurns<Item>(
  items: readonly Item[],
  portion = 1_000,
): AsyncGenerator<readonly Item[]> {
  for (let from = 0; from < items.length; from += portion) {
    if (from > 0) await othersTurn()
    yield items.slice(from, from + portion)
  }
}
