/** How a ticket begins, and how it is sorted. */
import type { Stage } from '../../deadlines/deadline.ts'
import type { EventOf, Fact } from '../events.ts'
import { type Act, baseOf, type Ticket, type TicketBase } from '../ticket.ts'
import { ended, stopAll, stopEvery, stopStage } from './parts.ts'

export function begin(fact: Extract<Fact, { type: 'captured' }>, ticketId: string): Ticket {
  const { number, source, classification, suggestedBy, fileContentIds } = fact.data
  return {
    ...fresh(ticketId, number, fact.at),
    ...classification,
    fileContentIds,
    capturers: [fact.by],
    sources: [source],
    suggestedBy,
    sorted: suggestedBy === 'person' ? { by: fact.by, at: fact.at } : null,
    status: 'new',
  }
}

export function beginSplit(fact: Extract<Fact, { type: 'split_off' }>, ticketId: string): Ticket {
  const { from, number, capturedAt, sources, classification } = fact.data
  return {
    ...fresh(ticketId, number, capturedAt),
    ...classification,
    capturers: [fact.by],
    sources,
    suggestedBy: 'person',
    sorted: { by: fact.by, at: fact.at },
    splitFrom: from,
    status: 'new',
  }
}

/** One entry of each system; what stands there no more has none. */
export function externalSet(ticket: Ticket, data: EventOf<'external_set'>['data']): Ticket {
  const others = ticket.external.filter(({ system }) => system !== data.system)
  const isThere = data.number !== null || data.dueOn !== null || data.stage !== null
  return { ...ticket, external: isThere ? [...others, data] : others }
}

/** What every ticket begins with. */
function fresh(ticketId: string, number: number | null, capturedAt: string) {
  return {
    id: ticketId,
    number,
    version: 1,
    capturedAt,
    actors: [],
    refusals: 0,
    sortAgainAt: null,
    stages: [],
    replies: [],
    fileContentIds: [],
    notes: [],
    registration: null,
    pauses: [],
    extension: null,
    headQuestion: null,
    escalatedAt: null,
    orders: [],
    completeness: null,
    satisfaction: [],
    impossible: null,
    explainedAt: null,
    factCheck: null,
    emergency: null,
    problem: null,
    joined: [],
    evidence: [],
    observations: [],
    splitFrom: null,
    splits: [],
    brokenPromises: 0,
    reopenings: 0,
    reopenedAt: null,
    external: [],
    lastStep: null,
  } satisfies Partial<TicketBase>
}

export function classified(
  ticket: Ticket,
  { changes, sorted }: EventOf<'classified'>['data'],
  act: Act,
): Ticket {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const next = { ...ticket, ...given }
  if (!sorted || ticket.sorted !== null) return next
  return { ...stopStage(next, 'route', act.at), sorted: act }
}

export function blockRefused(ticket: Ticket, act: Act): Ticket {
  const refusals = ticket.refusals + 1
  const refused = {
    ...baseOf(ticket),
    status: 'new' as const,
    pauses: ended(ticket.pauses, act.at),
    block: 'none' as const,
    subtopic: null,
    refusals,
  }
  // The second time nobody sorts it again: it goes to the head of the centre (P4).
  if (refusals > 1) return { ...stopStage(refused, 'route', act.at), sorted: act }
  const stages = ticket.stages.filter(({ stage }) => stage !== 'route')
  return { ...refused, stages, sorted: null, sortAgainAt: act.at }
}

export function rejected(ticket: Ticket, data: EventOf<'rejected'>['data'], act: Act): Ticket {
  return {
    ...stopAll(baseOf(ticket), act.at),
    sorted: ticket.sorted ?? act,
    pauses: ended(ticket.pauses, act.at),
    status: 'no_answer_needed',
    rejected: { ...act, ...data },
  }
}

/** What stood still at the end runs on; where there was never a clock, the rules give one. */
export function reconsidered(ticket: Ticket): Ticket {
  if (ticket.status !== 'no_answer_needed') return ticket
  const { at } = ticket.rejected
  const isSorting = (stage: Stage) => stage.stage === 'route'
  const stages = ticket.stages.map(stage =>
    stage.stoppedAt === at && !isSorting(stage) ? { ...stage, stoppedAt: null } : stage,
  )
  return { ...baseOf(ticket), stages, status: 'new' }
}

export function registered(ticket: Ticket, data: EventOf<'registered'>['data'], act: Act): Ticket {
  return { ...stopStage(ticket, 'registration', act.at), kind: 'appeal', registration: data }
}

/** Recorded by mistake, or split off by mistake. */
export function withdrawn(ticket: Ticket, act: Act): Ticket {
  return {
    ...stopEvery(baseOf(ticket), act.at),
    pauses: ended(ticket.pauses, act.at),
    status: 'withdrawn',
    withdrawn: act,
  }
}
