/** The clocks of a ticket from its own facts (DESIGN, point 7): the same at the act, in a recompute and in a preview. */
import { interimStage, promiseStage, type Stage, type StageId, stagesFor } from '../deadlines/deadline.ts'
import type { Settings } from '../policy/settings.ts'
import type { EventType, TicketEvent } from './events.ts'
import { assignmentOf, type Ticket } from './ticket.ts'

type ClockSettings = Pick<Settings, 'deadlines' | 'automation' | 'subtopics'>

/**
 * Every clock as the settings give it now. A clock that stopped stays stopped; one whose event came before the clock
 * existed (a rule added later) is born stopped. Clocks of rounds before the last reopening stay as they ended.
 */
export function clocksOf(ticket: Ticket, settings: ClockSettings): Stage[] {
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
      pauses: ticket.pauses.filter(({ cause }) => isPausing(cause, settings)),
      extension:
        ticket.extension === null ? null : { until: ticket.extension.until, grantedAt: ticket.extension.at },
    },
    deadlines,
  )
  const interims = ticket.replies
    .filter(reply => reply.kind === 'interim' && isOfThisRound(ticket, reply.at))
    .map(reply => interimStage(reply.at, reply.promisedDate, deadlines))
  const earlier = ticket.stages.filter(
    stage =>
      !isOfThisRound(ticket, stage.startedAt) || (stage.stage === 'promise' && stage.stoppedAt !== null),
  )
  const standing = ticket.stages.filter(stage => !earlier.includes(stage))
  const withStop = (stage: Stage): Stage => ({
    ...stage,
    stoppedAt: stopOf(stage, ticket, standing) ?? stage.stoppedAt,
  })
  // A clock that began before the reopening (registration) stands with the earlier ones, and once.
  const begunBefore = ruled
    .filter(stage => !isOfThisRound(ticket, stage.startedAt))
    .filter(
      ({ stage, startedAt }) => !earlier.some(each => each.stage === stage && each.startedAt === startedAt),
    )
    .map(withStop)
  const now = [...ruled.filter(stage => isOfThisRound(ticket, stage.startedAt)), ...interims].map(withStop)
  const promise =
    ticket.status === 'under_control' ? [promiseStage(ticket.promise.at, ticket.promise.date, deadlines)] : []
  // What stopped under a rule that is gone stays in the record; what ran under it runs no more.
  const orphans = standing.filter(
    each =>
      each.stoppedAt !== null && each.stage !== 'promise' && !now.some(stage => stage.stage === each.stage),
  )
  return [...earlier, ...begunBefore, ...orphans, ...now, ...promise]
}

function isPausing(cause: Ticket['pauses'][number]['cause'], { automation }: ClockSettings): boolean {
  return cause === 'author' ? automation.pauseForAuthor : automation.pauseForOutside
}

function isOfThisRound({ reopenedAt }: Ticket, at: string): boolean {
  return reopenedAt === null || Date.parse(at) >= Date.parse(reopenedAt)
}

function stopOf(stage: Stage, ticket: Ticket, standing: readonly Stage[]): string | null {
  const same = standing.filter(each => each.stage === stage.stage)
  const exact = same.find(each => each.startedAt === stage.startedAt)
  if (exact !== undefined) return exact.stoppedAt
  // An interim clock belongs to its reply; any other is one of its kind in a round, wherever it starts.
  const other = stage.stage === 'interim' ? undefined : same.at(-1)
  return other === undefined ? eventOf(stage.stage, ticket) : other.stoppedAt
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
  'unmerged',
])

/** The event that follows others where they moved a clock; `ticket` is the state after them. */
export function deadlinesAfter(
  ticket: Ticket,
  events: readonly TicketEvent[],
  settings: Settings,
): TicketEvent[] {
  if (!events.some(event => movesClocks.has(event.type)) || !hasClocks(ticket)) return []
  const stages = clocksOf(ticket, settings)
  if (!clocksDiffer(ticket.stages, stages)) return []
  return [{ type: 'deadlines_set', data: { settingsVersion: settings.version, stages } }]
}

/** A joined ticket keeps its first reply only, and an ended one is never touched (DESIGN, «Deadlines»). */
export function hasClocks(ticket: Ticket): boolean {
  switch (ticket.status) {
    case 'merged':
    case 'closed':
    case 'transferred':
    case 'no_answer_needed':
    case 'withdrawn':
      return false
    default:
      return true
  }
}
