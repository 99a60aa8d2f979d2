/** What the events share: who acted, clocks that stop, pauses that open and end. What did not change stays the same object. */
import type { Stage, StageId } from '../../deadlines/deadline.ts'
import type { ReplyKind } from '../events.ts'
import { type Act, assignmentOf, baseOf, type Pause, type Ticket, unreachable } from '../ticket.ts'

export function acted(ticket: Ticket, act: Act): Ticket {
  const actors = withOne(ticket.actors, act.by)
  return actors === ticket.actors ? ticket : { ...ticket, actors }
}

export function withOne(list: string[], item: string): string[] {
  return list.includes(item) ? list : [...list, item]
}

/** Back to work after waiting: to the executor, or to whom it belongs. */
export function resumed(ticket: Ticket): Ticket {
  const assignment = assignmentOf(ticket)
  return assignment === null
    ? { ...baseOf(ticket), status: 'new' }
    : { ...baseOf(ticket), status: 'in_progress', assignment }
}

export function decidedOnly(question: Ticket['headQuestion']): Ticket['headQuestion'] {
  return question?.decision === null ? null : question
}

/** Each stage's clock stops at its own event (DESIGN, point 7; PRACTICE P1). */
export function stops(kind: ReplyKind, stage: StageId): boolean {
  switch (kind) {
    case 'first':
      return stage === 'first_reply' || stage === 'route'
    case 'interim':
      return stage === 'first_reply' || stage === 'route' || stage === 'interim'
    case 'final':
      return stage !== 'promise' && stage !== 'registration' && stage !== 'order'
    default:
      return unreachable(kind)
  }
}

export function stopped<State extends { stages: Stage[] }>(
  ticket: State,
  kind: ReplyKind,
  at: string,
): State {
  return stopWhere(ticket, at, stage => stops(kind, stage))
}

export function stopStage<State extends { stages: Stage[] }>(
  ticket: State,
  wanted: StageId,
  at: string,
): State {
  return stopWhere(ticket, at, stage => stage === wanted)
}

/** The end of a ticket; an order of the chief waits for its report all the same (PRACTICE P19). */
export function stopAll<State extends { stages: Stage[] }>(ticket: State, at: string): State {
  return stopWhere(ticket, at, stage => stage !== 'order')
}

/** The end of a record that never was: nothing is awaited any more. */
export function stopEvery<State extends { stages: Stage[] }>(ticket: State, at: string): State {
  return stopWhere(ticket, at, () => true)
}

function stopWhere<State extends { stages: Stage[] }>(
  ticket: State,
  at: string,
  isStopped: (stage: StageId) => boolean,
): State {
  const runs = (stage: Stage) => stage.stoppedAt === null && isStopped(stage.stage)
  if (!ticket.stages.some(runs)) return ticket
  const stages = ticket.stages.map(stage => (runs(stage) ? { ...stage, stoppedAt: at } : stage))
  return { ...ticket, stages }
}

export function opened(
  pauses: Pause[],
  cause: Pause['cause'],
  at: string,
  until: string | null = null,
): Pause[] {
  return [...ended(pauses, at), { from: at, to: null, cause, until }]
}

export function ended(pauses: Pause[], at: string): Pause[] {
  if (!pauses.some(pause => pause.to === null)) return pauses
  return pauses.map(pause =>
    pause.to === null ? { ...pause, to: Date.parse(at) < Date.parse(pause.from) ? pause.from : at } : pause,
  )
}
