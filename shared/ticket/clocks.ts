/** The clocks of a ticket from its own facts (DESIGN, point 7): the same at the act, in a recompute and in a preview. */
import {
  afterInterim,
  interimStage,
  orderStage,
  promiseStage,
  type Stage,
  type StageId,
  stagesFor,
} from '../deadlines/deadline.ts'
import { addDays, instantAt, localDateOf } from '../deadlines/zone.ts'
import type { Settings } from '../policy/settings.ts'
import type { EventType, TicketEvent } from './events.ts'
import { assignmentOf, type Ticket } from './ticket.ts'

type ClockSettings = Pick<Settings, 'deadlines' | 'automation' | 'subtopics'>

/** The solution of a joined post counts where it was joined; its author is owed a first word all the same (P12). */
const stagesOfJoined: readonly StageId[] = ['route', 'first_reply']

/**
 * Every clock as the settings give it now. A clock that stopped stays as it ended, with the dates that it had: nothing
 * that comes later makes a timely answer late, nor a late one timely. One whose event came before the clock existed (a
 * rule added later) is born stopped. Clocks of rounds before the last reopening stay as they ended.
 */
export function clocksOf(ticket: Ticket, settings: ClockSettings): Stage[] {
  const ofTicket = ticket.stages.filter(({ stage }) => stage !== 'order')
  const earlier = ofTicket.filter(
    stage =>
      !isOfThisRound(ticket, stage.startedAt) || (stage.stage === 'promise' && stage.stoppedAt !== null),
  )
  const standing = ofTicket.filter(stage => !earlier.includes(stage))
  const fresh = freshStages(ticket, settings, null)
  const asItStands = (stage: Stage): Stage => {
    const stored = sameAs(stage, standing)
    if (stored === undefined) return { ...stage, stoppedAt: eventOf(stage.stage, ticket) ?? stage.stoppedAt }
    return stored.stoppedAt === null
      ? stage
      : ended({ ...stored, stoppedAt: stored.stoppedAt }, ticket, settings)
  }
  // A clock that began before the reopening (registration) stands with the earlier ones, and once.
  const begunBefore = fresh
    .filter(stage => !isOfThisRound(ticket, stage.startedAt))
    .filter(
      ({ stage, startedAt }) => !earlier.some(each => each.stage === stage && each.startedAt === startedAt),
    )
    .map(asItStands)
  const now = fresh.filter(stage => isOfThisRound(ticket, stage.startedAt)).map(asItStands)
  const promise =
    ticket.status === 'under_control'
      ? [promiseStage(ticket.promise.at, ticket.promise.date, settings.deadlines)]
      : []
  // What stopped under a rule that is gone stays in the record; what ran under it runs no more.
  const orphans = standing.filter(
    each =>
      each.stoppedAt !== null && each.stage !== 'promise' && !now.some(stage => stage.stage === each.stage),
  )
  return [...earlier, ...begunBefore, ...orphans, ...now, ...promise, ...ordersOf(ticket, settings)]
}

/**
 * The clocks of the chief's orders (P19): one for each that was reported, as it ended, and one for the earliest that
 * waits. Neither an answer nor the end of the ticket stops them, only the report does.
 */
function ordersOf(ticket: Ticket, { deadlines }: ClockSettings): Stage[] {
  const standing = ticket.stages.filter(({ stage }) => stage === 'order')
  const clocks = ticket.orders.map(({ at, dueOn, done }) => {
    const stored = standing.find(({ startedAt }) => Date.parse(startedAt) === Date.parse(at))
    const fresh = orderStage(at, dueOn, deadlines)
    return done === null ? fresh : { ...(stored ?? fresh), stoppedAt: done.at }
  })
  const [next] = clocks
    .filter(({ stoppedAt }) => stoppedAt === null)
    .toSorted((a, b) => Date.parse(a.dueAt) - Date.parse(b.dueAt))
  // What waits comes last: where one clock of each stage is shown, it is the last.
  return [...clocks.filter(({ stoppedAt }) => stoppedAt !== null), ...(next === undefined ? [] : [next])]
}

/** The clocks by the rules of today and by interim replies; `cutAt`: as they were at that moment, waiting included. */
function freshStages(ticket: Ticket, settings: ClockSettings, cutAt: string | null): Stage[] {
  const { deadlines } = settings
  const [source] = ticket.sources
  const ruled = stagesFor(
    {
      kind: ticket.kind,
      channel: source?.channel ?? 'other',
      urgent: ticket.urgent,
      accelerated: settings.subtopics.some(each => each.id === ticket.subtopic && each.accelerated),
      capturedAt: ticket.capturedAt,
      publishedAt: source?.publishedAt ?? null,
      registeredAt: ticket.registration?.at ?? null,
      reopenedAt: ticket.reopenedAt,
      refusedAt: ticket.sortAgainAt,
      pauses: pausesOf(ticket, settings, cutAt),
      extension:
        ticket.extension === null ? null : { until: ticket.extension.until, grantedAt: ticket.extension.at },
    },
    deadlines,
  )
  if (ticket.status === 'merged') return ruled.filter(({ stage }) => stagesOfJoined.includes(stage))
  const interims = ticket.replies.filter(reply => reply.kind === 'interim' && isOfThisRound(ticket, reply.at))
  const told = interims.flatMap(reply => reply.promisedDate ?? [])
  return [
    ...ruled.map(stage =>
      stage.stage === 'final'
        ? told.reduce((final, date) => afterInterim(final, date, deadlines), stage)
        : stage,
    ),
    ...interims.map(reply => interimStage(reply.at, reply.promisedDate, deadlines)),
  ]
}

/** Those that take time from a term. Nobody waits for an outside organisation longer than until the date it was given. */
function pausesOf(
  ticket: Ticket,
  { automation, deadlines: { zone } }: ClockSettings,
  cutAt: string | null,
): { from: string; to: string | null }[] {
  return ticket.pauses
    .filter(({ cause }) => (cause === 'author' ? automation.pauseForAuthor : automation.pauseForOutside))
    .map(pause => {
      const until = pause.until ?? (pause.to === null ? outsideUntil(ticket) : null)
      const end = until === null ? null : instantAt(addDays(until, 1), 0, zone)
      const [to = null] = [pause.to, end, cutAt]
        .filter(each => each !== null)
        .toSorted((a, b) => Date.parse(a) - Date.parse(b))
      return { from: pause.from, to }
    })
}

/** «Ждём до …»: the date that the outside organisation was given, while it is awaited. */
function outsideUntil(ticket: Ticket): string | null {
  return ticket.status === 'waiting_outside' ? ticket.waiting.until : null
}

/** «Срок ожидания прошёл» (P10): the outside organisation was to answer by yesterday at the latest. */
export function isWaitOver(
  ticket: Ticket,
  now: string,
  { zone }: Pick<Settings['deadlines'], 'zone'>,
): boolean {
  const until = outsideUntil(ticket)
  return until !== null && localDateOf(now, zone) > until
}

function isOfThisRound({ reopenedAt }: Ticket, at: string): boolean {
  return reopenedAt === null || Date.parse(at) >= Date.parse(reopenedAt)
}

/** An interim clock belongs to its reply; any other is one of its kind in a round, wherever it starts. */
function sameAs({ stage, startedAt }: Stage, standing: readonly Stage[]): Stage | undefined {
  const same = standing.filter(each => each.stage === stage)
  return same.find(each => each.startedAt === startedAt) ?? (stage === 'interim' ? undefined : same.at(-1))
}

/**
 * A clock that has stopped, for good. Three things are settled late: the date in the register may be corrected, and a
 * clock that stood when it stopped has lost the time until then.
 */
function ended(stored: Stage & { stoppedAt: string }, ticket: Ticket, settings: ClockSettings): Stage {
  const { stage, stoppedAt, pausedAt } = stored
  if (stage === 'registration') return { ...stored, stoppedAt: ticket.registration?.at ?? stoppedAt }
  if (pausedAt === null && !isOfOtherRegistration(stored, ticket)) return stored
  const settled = freshStages(ticket, settings, stoppedAt).find(
    each => each.stage === stage && (pausedAt === null || each.startedAt === stored.startedAt),
  )
  return settled === undefined ? stored : { ...settled, stoppedAt, pausedAt: null }
}

/** Counted from a date in the register that was corrected since. */
function isOfOtherRegistration({ trace }: Stage, { registration }: Ticket): boolean {
  const start = trace.find(step => step.code === 'started')
  return (
    registration !== null &&
    start?.event === 'registeredAt' &&
    Date.parse(start.at) !== Date.parse(registration.at)
  )
}

/** The event at which a clock stops, where it has come already. */
function eventOf(stage: StageId, ticket: Ticket): string | null {
  const replies = ticket.replies.filter(reply => isOfThisRound(ticket, reply.at))
  const final = replies.find(reply => reply.kind === 'final')?.at ?? null
  switch (stage) {
    case 'route':
      return ticket.sorted?.at ?? final
    case 'first_reply':
      return replies[0]?.at ?? ticket.impossible?.at ?? null
    case 'registration':
      return ticket.registration?.at ?? null
    case 'fact_check':
      return ticket.factCheck?.at ?? final
    case 'redirect':
      return assignmentOf(ticket)?.at ?? final
    case 'interim':
    case 'final':
      return final
    case 'promise':
    case 'order':
      return null
    default: {
      const never: never = stage
      return never
    }
  }
}

/** Whether any date, stop or pause differs: only then is there an event. */
export function clocksDiffer(before: readonly Stage[], after: readonly Stage[]): boolean {
  const shape = (stages: readonly Stage[]) =>
    JSON.stringify(
      stages.map(({ stage, ruleId, startedAt, dueAt, legalDueAt, stoppedAt, pausedAt }) => [
        stage,
        ruleId,
        startedAt,
        dueAt,
        legalDueAt,
        stoppedAt,
        pausedAt,
      ]),
    )
  return shape(before) !== shape(after)
}

const movesClocks: ReadonlySet<EventType> = new Set<EventType>([
  'captured',
  'split_off',
  'classified',
  'reconsidered',
  'block_refused',
  'assigned',
  'assignment_declined',
  'author_asked',
  'author_answered',
  'outside_awaited',
  'outside_answered',
  'reply_prepared',
  'published',
  'reply_kind_changed',
  'registered',
  'reopened',
  'promise_reported',
  'extended',
  'transferred',
  'unmerged',
  'order_given',
  'order_reported',
])

/** The event that follows others where they moved a clock; `ticket` is the state after them. */
export function deadlinesAfter(
  ticket: Ticket,
  events: readonly TicketEvent[],
  settings: Settings,
): TicketEvent[] {
  if (!events.some(event => movesClocks.has(event.type))) return []
  const stages = hasClocks(ticket) ? clocksOf(ticket, settings) : ofEnded(ticket, events, settings)
  if (!clocksDiffer(ticket.stages, stages)) return []
  return [{ type: 'deadlines_set', data: { settingsVersion: settings.version, stages } }]
}

function ofEnded(ticket: Ticket, events: readonly TicketEvent[], settings: Settings): Stage[] {
  const stages = asTransferred(ticket, events, settings).filter(({ stage }) => stage !== 'order')
  return [...stages, ...ordersOf(ticket, settings)]
}

/** The explanation to the citizen is an answer: what stood while somebody was awaited is not counted against it. */
function asTransferred(ticket: Ticket, events: readonly TicketEvent[], settings: Settings): Stage[] {
  if (!events.some(event => event.type === 'transferred')) return ticket.stages
  return ticket.stages.map(({ stoppedAt, ...stage }) =>
    stoppedAt === null || !isOfThisRound(ticket, stage.startedAt)
      ? { ...stage, stoppedAt }
      : ended({ ...stage, stoppedAt }, ticket, settings),
  )
}

/** An ended ticket is never touched (DESIGN, «Deadlines»); a joined one keeps its first reply until it is given. */
export function hasClocks(ticket: Ticket): boolean {
  switch (ticket.status) {
    case 'merged':
      return ticket.merged.reply === null
    case 'closed':
    case 'transferred':
    case 'no_answer_needed':
    case 'withdrawn':
      return false
    default:
      return true
  }
}
