/** Which rule applies to a ticket, and from when its clock runs. */
import type { ChannelId } from '../reference/channels.ts'
import type { Pause } from './pauses.ts'
import { type DeadlineRule, isInterimRule, type Kind, type StageId, statutoryKinds } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'
import { type Start, toInstant } from './term.ts'
import { localDateOf } from './zone.ts'

/** What the choice of rules depends on. Instants are UTC ISO strings. */
export type DeadlineFacts = {
  kind: Kind
  channel: ChannelId
  urgent: boolean
  accelerated: boolean
  capturedAt: string
  publishedAt: string | null
  registeredAt: string | null
  interimAt?: string | null
  /** The last reopening: clocks start anew there. */
  reopenedAt?: string | null
  /** The first «Не наш блок»: it is sorted anew from there. */
  refusedAt?: string | null
  /** When the author was asked and when the answer came. */
  pauses?: readonly Pause[]
  /** A longer term for the final answer, told to the citizen with its reason; `until` is a local date. */
  extension?: { until: string; grantedAt: string } | null
}

/** The most specific rule in force on the start date: channel before acceleration before urgency, then the newest. */
export function findRule(
  stage: StageId,
  facts: DeadlineFacts,
  settings: DeadlineSettings,
): { rule: DeadlineRule; start: Start } | undefined {
  const candidates = settings.rules.flatMap(rule => {
    if (rule.stage !== stage || !applies(rule, facts)) return []
    const start = findStart(rule, facts, settings)
    return start && rule.validFrom <= localDateOf(start.at, settings.zone) ? [{ rule, start }] : []
  })
  return candidates.toSorted(
    (a, b) => specificity(b.rule) - specificity(a.rule) || (a.rule.validFrom < b.rule.validFrom ? 1 : -1),
  )[0]
}

/** The newest in force on that day, else the earliest that exists: an interim reply never leaves a ticket without a clock. */
export function getInterimRule(now: string, settings: DeadlineSettings): DeadlineRule {
  const date = localDateOf(now, settings.zone)
  const rules = settings.rules.filter(isInterimRule).toSorted((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
  const rule = rules.findLast(each => each.validFrom <= date) ?? rules[0]
  if (!rule) throw new Error('The settings have no rule for the stage interim')
  return rule
}

function applies(rule: DeadlineRule, facts: DeadlineFacts): boolean {
  return (
    rule.kinds.includes(facts.kind) &&
    (rule.channels === 'any' || rule.channels.includes(facts.channel)) &&
    (rule.urgency === 'any' || (rule.urgency === 'urgent') === facts.urgent) &&
    (rule.accelerated === 'any' || rule.accelerated === facts.accelerated)
  )
}

function specificity(rule: DeadlineRule): number {
  return (
    (rule.channels === 'any' ? 0 : 4) +
    (rule.accelerated === 'any' ? 0 : 2) +
    (rule.urgency === 'any' ? 0 : 1)
  )
}

/** A registered appeal stays registered when it is reopened; an interim reply from before gives no clock any more. */
function findStart(rule: DeadlineRule, facts: DeadlineFacts, settings: DeadlineSettings): Start | undefined {
  const first = sortedAnew(rule, facts, findFirstStart(rule, facts, settings))
  const reopenedAt = facts.reopenedAt ?? null
  if (!first || reopenedAt === null || Date.parse(reopenedAt) <= Date.parse(first.at)) return first
  if (first.event === 'interimAt') return undefined
  if (rule.stage === 'registration' && facts.registeredAt !== null) return first
  return { event: 'reopenedAt', at: toInstant(reopenedAt) }
}

/** A block said «Не наш блок»: the time to sort it begins once more. */
function sortedAnew(
  { stage }: DeadlineRule,
  { refusedAt = null }: DeadlineFacts,
  first: Start | undefined,
): Start | undefined {
  if (first === undefined || stage !== 'route' || refusedAt === null) return first
  return Date.parse(refusedAt) <= Date.parse(first.at)
    ? first
    : { event: 'refusedAt', at: toInstant(refusedAt) }
}

/** What reaches the centre itself and is entered by hand, perhaps days later. */
const handedIn: readonly ChannelId[] = ['phone', 'paper', 'reception', 'email']

/**
 * Terms of letters, calls and statutory requests run from their receipt (DOMAIN.md §4), not from when somebody got to
 * entering them. Only sorting is the centre's own work on the record, and begins with it.
 */
function runsFromReceipt({ stage, startEvent }: DeadlineRule, { kind, channel }: DeadlineFacts): boolean {
  return (
    startEvent === 'capturedAt' &&
    stage !== 'route' &&
    (statutoryKinds.includes(kind) || handedIn.includes(channel))
  )
}

/** Posts: everything the centre finds on a page and answers there. */
const postKinds: readonly Kind[] = ['message', 'question', 'proposal', 'rumour']

/** A post cannot be published after it was recorded: such a date on a page is wrong, and the record counts. */
function findFirstStart(
  rule: DeadlineRule,
  facts: DeadlineFacts,
  settings: DeadlineSettings,
): Start | undefined {
  const published = facts.publishedAt
  if (published !== null && Date.parse(published) <= Date.parse(facts.capturedAt)) {
    if (runsFromReceipt(rule, facts)) return { event: 'receivedAt', at: toInstant(published) }
    if (
      rule.startEvent === 'capturedAt' &&
      settings.startEvent === 'publishedAt' &&
      postKinds.includes(facts.kind)
    )
      return { event: 'publishedAt', at: toInstant(published) }
  }
  const at = findEvent(rule.startEvent, facts)
  return at === null ? undefined : { event: rule.startEvent, at: toInstant(at) }
}

/** A promise is no fact of the rules: its clock is made by `promiseStage`. */
function findEvent(event: DeadlineRule['startEvent'], facts: DeadlineFacts): string | null {
  return event === 'promisedAt' ? null : (facts[event] ?? null)
}
