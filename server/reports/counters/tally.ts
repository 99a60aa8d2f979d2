/**
 * Keeps the counters with the tickets, in the transaction that writes them: what a ticket added before its first change is
 * read then, what it adds after is read once at the end of the batch. A command that was rolled back changed nothing of
 * either.
 */
import type { Tx } from '../../store/writer.ts'
import { Contributions, contributionsOf, type Place } from './contributions.ts'
import { type CounterState, findCounterState } from './state.ts'
import { addToCounters } from './write.ts'

export class Tally {
  readonly #place: Place
  readonly #touched = new Set<string>()
  readonly #before = new Contributions()
  #state: CounterState | null | undefined

  constructor(tx: Tx, organisationId: string) {
    this.#place = { db: tx, organisationId }
  }

  /** Before the row is written; what begins now had added nothing. */
  async touch(ticketId: string, begins: boolean): Promise<void> {
    const state = await this.#getState()
    if (state === null || this.#touched.has(ticketId)) return
    this.#touched.add(ticketId)
    if (!begins) this.#before.addAll(await contributionsOf(this.#place, [ticketId], state), 1)
  }

  async flush(): Promise<void> {
    const state = await this.#getState()
    if (state === null || this.#touched.size === 0) return
    const change = await contributionsOf(this.#place, [...this.#touched], state)
    change.addAll(this.#before, -1)
    await addToCounters(this.#place, change)
  }

  /** `null`: there are no counters to keep. */
  async #getState(): Promise<CounterState | null> {
    this.#state ??= (await findCounterState(this.#place)) ?? null
    return this.#state
  }
}
