import type { SampleRecipientId } from './district.ts'
import type { Random } from './random.ts'
import { firstReplies, type TopicId, topics } from './templates.ts'
import { addWorkingMinutes, startOfDay, workingDayMinutes } from './working-time.ts'

export type SampleState = 'not_sorted' | 'in_execution' | 'to_publish' | 'answered'

/** How a street is named in a text, for the answer to name it the same way. */
export type StreetForms = { readonly on: string; readonly written: string }

/** What was done about one ticket. Instants are ISO, each not before the one above it. */
export type SampleLife = {
  readonly sortedAt?: string
  /** Absent with its recipient where the block's head answered at once (PRACTICE P5). */
  readonly assignedAt?: string
  readonly recipientId?: SampleRecipientId
  readonly firstReplyAt?: string
  readonly firstReplyText?: string
  readonly interimAt?: string
  readonly interimText?: string
  /** `YYYY-MM-DD`, what the interim reply promised. */
  readonly promisedDate?: string
  /** The recipient handed in the answer; it waits for publication. */
  readonly preparedAt?: string
  readonly finalReplyAt?: string
  /** The prepared answer, from `preparedAt` on. */
  readonly replyText?: string
  readonly outcome?: 'solved' | 'explained'
  /** Where the final reply stands; `null` in a channel without addresses. */
  readonly replyUrl?: string | null
}

/** The terms the lives were made to keep or miss: DOMAIN.md §4, defaults for social networks, from the capture. */
export const sampleTerms = {
  firstReplyMinutes: 8 * 60,
  urgentFirstReplyMinutes: 4 * 60,
  /** After an interim reply, and as the longest life without one. */
  finalDays: 7,
} as const

/** A life with its instants as numbers, before it is cut at `now`. */
export type PlannedLife = {
  readonly capturedAt: number
  readonly steps: readonly { readonly at: number; readonly facts: SampleLife; readonly name: StepName }[]
}

type StepName = 'sorted' | 'assigned' | 'first' | 'interim' | 'prepared' | 'final'

type Occasion = {
  readonly capturedAt: number
  readonly topic: TopicId
  readonly street: StreetForms
  readonly urgent: boolean
  readonly recipientId: SampleRecipientId
  /** Where an answer to this source would stand. */
  readonly answerUrl: string | null
}

const iso = (instant: number) => new Date(instant).toISOString()

/** The whole life of a ticket, as if nobody looked before its end. */
export function planLife(
  random: Random,
  { capturedAt, topic, street, urgent, recipientId, answerUrl }: Occasion,
): PlannedLife {
  const told = (text: string) => text.replaceAll('{на}', street.on).replaceAll('{ул}', street.written)
  const steps: { at: number; facts: SampleLife; name: StepName }[] = []
  const step = (name: StepName, at: number, facts: SampleLife) => {
    steps.push({ name, at, facts })
    return at
  }
  const replyText = told(random.pick(topics[topic].done))
  const final = (at: number) =>
    step('final', at, {
      finalReplyAt: iso(at),
      replyText,
      outcome: /^Разъясн/.test(replyText) ? 'explained' : 'solved',
      replyUrl: answerUrl,
    })

  const firstTerm = urgent ? sampleTerms.urgentFirstReplyMinutes : sampleTerms.firstReplyMinutes
  const sortedAt = addWorkingMinutes(capturedAt, random.between(3, 40))
  step('sorted', sortedAt, { sortedAt: iso(sortedAt) })
  if (random.chance(0.24)) {
    final(addWorkingMinutes(capturedAt, random.between(60, firstTerm - 20)))
    return { capturedAt, steps }
  }

  const assignedAt = addWorkingMinutes(sortedAt, random.between(4, 45))
  step('assigned', assignedAt, { assignedAt: iso(assignedAt), recipientId })
  const isFirstLate = random.chance(0.105)
  const firstAt = addWorkingMinutes(
    capturedAt,
    isFirstLate ? random.between(firstTerm + 30, firstTerm * 2) : random.between(100, firstTerm - 10),
  )
  step('first', firstAt, { firstReplyAt: iso(firstAt), firstReplyText: random.pick(firstReplies) })

  const preparedLead = random.between(15, 240)
  const hasInterim = random.chance(0.48)
  if (!hasInterim) {
    const preparedAt = addWorkingMinutes(firstAt, random.between(60, 3 * workingDayMinutes))
    step('prepared', preparedAt, { preparedAt: iso(preparedAt), replyText })
    final(addWorkingMinutes(preparedAt, preparedLead))
    return { capturedAt, steps }
  }

  const interimAt = addWorkingMinutes(firstAt, random.between(60, 2 * workingDayMinutes))
  const promised = startOfDay(addWorkingMinutes(interimAt, random.between(3, 6) * workingDayMinutes))
  step('interim', interimAt, {
    interimAt: iso(interimAt),
    interimText: `Здравствуйте! ${told(topics[topic].plan).replaceAll('{дата}', dayAndMonth(promised))}`,
    promisedDate: localDate(promised),
  })
  const term = sampleTerms.finalDays * workingDayMinutes
  const isFinalLate = random.chance(0.46)
  const finalAfter = isFinalLate
    ? random.between(term + workingDayMinutes / 2, term + 4 * workingDayMinutes)
    : random.between(workingDayMinutes / 2, term - 2 * workingDayMinutes)
  const preparedAt = addWorkingMinutes(interimAt, finalAfter - preparedLead)
  step('prepared', preparedAt, { preparedAt: iso(preparedAt), replyText })
  final(addWorkingMinutes(interimAt, finalAfter))
  return { capturedAt, steps }
}

/** How many tickets wait for publication, are being executed, and have missed their final term without an answer. */
const wanted = { toPublish: 16, inExecution: 46, overdue: 6 }

const dayMs = 86_400_000

/**
 * Cuts the lives, oldest first, at `now`, so that the sample holds tickets in every state: the newest not sorted, of
 * the recent ones some being executed or ready to publish, a few old ones overdue, the rest answered.
 */
export function settleLives(
  lives: readonly PlannedLife[],
  { now, notSorted }: { readonly now: number; readonly notSorted: number },
): { readonly state: SampleState; readonly life: SampleLife }[] {
  const left = { ...wanted, inExecution: wanted.inExecution - wanted.overdue }
  const newestFirst = lives.map((life, order) => ({ life, order })).reverse()
  const keep = new Map<number, number>()

  for (const { life, order } of newestFirst) {
    const passed = life.steps.filter(step => step.at <= now)
    const names = life.steps.map(step => step.name)
    const age = now - life.capturedAt
    let kept = passed.length
    if (order >= lives.length - notSorted) kept = 0
    else if (kept < life.steps.length) {
      if (names[kept - 1] === 'prepared') left.toPublish--
      else if (kept > 0) left.inExecution--
    } else if (age < 11 * dayMs && names.includes('prepared')) {
      const isFresh = names.includes('interim') || age < 5 * dayMs
      if (left.toPublish > 0 && order % 3 === 0) {
        kept--
        left.toPublish--
      } else if (left.inExecution > 0 && isFresh && order % 4 !== 1) {
        kept -= 2
        left.inExecution--
      }
    } else if (
      age > 14 * dayMs &&
      age < 32 * dayMs &&
      names.includes('interim') &&
      left.overdue > 0 &&
      order % 4 === 0
    ) {
      kept -= 2
      left.overdue--
    }
    keep.set(order, kept)
  }

  return lives.map((life, order) => {
    const steps = life.steps.slice(0, keep.get(order) ?? 0)
    return {
      state: stateAfter(steps.at(-1)?.name),
      life: together(steps.map(step => step.facts)),
    }
  })
}

function together([first = {}, ...rest]: readonly SampleLife[]): SampleLife {
  return rest.length === 0 ? first : { ...first, ...together(rest) }
}

function stateAfter(last: StepName | undefined): SampleState {
  if (last === undefined) return 'not_sorted'
  if (last === 'final') return 'answered'
  return last === 'prepared' ? 'to_publish' : 'in_execution'
}

const months = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ')

/** `midnight` is local (UTC+4), so its UTC noon is the same calendar day. */
const noonOf = (midnight: number) => new Date(midnight + dayMs / 2)

function localDate(midnight: number): string {
  return noonOf(midnight).toISOString().slice(0, 10)
}

function dayAndMonth(midnight: number): string {
  return `${noonOf(midnight).getUTCDate()} ${months[noonOf(midnight).getUTCMonth()] ?? ''}`
}
