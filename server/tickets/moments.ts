/**
 * What statistics count by the time at which it happened, and what happens to a ticket more than once: returns, questions
 * before the head, transfers, promises, marks. A row for each, made from the events; what was taken back has none.
 */
import { promiseOverdueAt } from '../../shared/deadlines/deadline.ts'
import type { Fact } from '../../shared/ticket/events.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

/**
 * `promise_due`: the promised date came or was reported on; a date that was moved before it came has none. `scale`: a mark
 * from 1 to 5; the author's words `solved` and `not_solved` are never mixed with it. `completeness`: quarters, 0 to 4.
 * `transferred`: 1 where it was late (59-ФЗ, ст. 8 ч. 3).
 */
export const momentKinds = [
  'reopened',
  'put_before_head',
  'transferred',
  'promise_due',
  'promise_kept',
  'promise_moved',
  'promise_broken',
  'scale',
  'solved',
  'not_solved',
  'completeness',
] as const
export type MomentKind = (typeof momentKinds)[number]

type Moment = { what: MomentKind; at: string; value: number }
type Row = Database['ticket_moments']

/** Rows of one ticket while its events pass by, the earliest first; `before`: the ticket as the event found it. */
export class Moments {
  #rows: Row[] = []
  readonly #undone: string[] = []
  readonly #place: Pick<Row, 'organisation_id' | 'ticket_id'>

  constructor(organisationId: string, ticketId: string) {
    this.#place = { organisation_id: organisationId, ticket_id: ticketId }
  }

  add(before: Ticket | null, fact: Fact, seq: number): void {
    if (fact.type === 'undone') {
      this.#rows = this.#rows.filter(row => row.step !== fact.data.stepId)
      this.#undone.push(fact.data.stepId)
      return
    }
    if (before === null) return
    for (const moment of momentsOf(before, fact))
      this.#rows.push({ ...this.#place, seq, step: fact.step, ...moment })
  }

  /** To be written. */
  get rows(): readonly Row[] {
    return this.#rows
  }

  /** Writes what came, takes back what was undone. */
  async save(tx: Tx): Promise<void> {
    const { organisation_id, ticket_id } = this.#place
    for (const step of this.#undone) {
      await tx
        .deleteFrom('ticket_moments')
        .where('organisation_id', '=', organisation_id)
        .where('ticket_id', '=', ticket_id)
        .where('step', '=', step)
        .execute()
    }
    await insertMoments(tx, this.#rows)
  }
}

/** Rows of one statement: a portion of many tickets may have more than it has places for. */
const rowsAtOnce = 1_000

export async function insertMoments(tx: Tx, rows: readonly Row[]): Promise<void> {
  for (let first = 0; first < rows.length; first += rowsAtOnce)
    await tx
      .insertInto('ticket_moments')
      .values(rows.slice(first, first + rowsAtOnce))
      .execute()
}

function momentsOf(before: Ticket, fact: Fact): Moment[] {
  const { at } = fact
  switch (fact.type) {
    case 'reopened': {
      const reopened: Moment = { what: 'reopened', at, value: 0 }
      const due = promiseOverdueAt(before.stages, at) ? promiseDue(before) : null
      return due === null ? [reopened] : [reopened, due, { what: 'promise_broken', at, value: 0 }]
    }
    case 'promise_reported': {
      const due = promiseDue(before)
      const { result } = fact.data
      const came = due !== null && (result !== 'moved' || due.at <= at) ? [due] : []
      return result === 'broken'
        ? [...came, { what: 'promise_broken', at, value: 0 }, { what: 'reopened', at, value: 0 }]
        : [...came, { what: result === 'kept' ? 'promise_kept' : 'promise_moved', at, value: 0 }]
    }
    case 'put_before_head':
      return [{ what: 'put_before_head', at, value: 0 }]
    case 'transferred':
      return [{ what: 'transferred', at, value: isLateTransfer(before, at) ? 1 : 0 }]
    case 'satisfaction_recorded': {
      const { scale, mark } = fact.data
      return [scale === null ? { what: mark, at, value: 0 } : { what: 'scale', at, value: scale }]
    }
    case 'completeness_rated': {
      const { met, templateOnly } = fact.data
      return [{ what: 'completeness', at, value: templateOnly ? 0 : new Set(met).size }]
    }
    default:
      return []
  }
}

function promiseDue({ stages }: Ticket): Moment | null {
  const running = stages.findLast(({ stage, stoppedAt }) => stage === 'promise' && stoppedAt === null)
  return running === undefined ? null : { what: 'promise_due', at: running.dueAt, value: 0 }
}

const sevenDays = 7 * 86_400_000

/** By the clock of an appeal, which runs from its registration; what has none had seven days from the record. */
function isLateTransfer({ stages, capturedAt }: Ticket, at: string): boolean {
  const clock = stages.findLast(({ stage }) => stage === 'redirect')
  const due = clock === undefined ? Date.parse(capturedAt) + sevenDays : Date.parse(clock.legalDueAt)
  return Date.parse(at) > due
}
