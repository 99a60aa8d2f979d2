/**
 * The life of a month's rating (PRACTICE P9): проект → ознакомление → возражение по конкретному № → решение руководителя →
 * утверждён. Acts in, state out; `whyNot…` say what does not fit the stage, in words for the person. Who may do what is
 * decided by the caller (server/reports/rating).
 */
import * as z from 'zod'
import { nthWorkingDay } from '../deadlines/counting.ts'
import type { DeadlineSettings } from '../deadlines/deadline.ts'
import { addDays, endOfDate, localDateOf } from '../deadlines/zone.ts'
import { type Correction, corrections } from './rating-item.ts'

export const ratingStages = ['draft', 'familiarisation', 'decision', 'approved'] as const
export type RatingStage = (typeof ratingStages)[number]

export const ratingStageTitles: Readonly<Record<RatingStage, string>> = {
  draft: 'Проект',
  familiarisation: 'Ознакомление',
  decision: 'Решение руководителя',
  approved: 'Утверждён',
}

/** What the head may answer to an objection; the two first change the rating. */
export const objectionDecisions = [...corrections, 'declined'] as const
export type ObjectionDecision = (typeof objectionDecisions)[number]

export const objectionDecisionTitles: Readonly<Record<ObjectionDecision, string>> = {
  excluded: 'Принято: карточка не учитывается',
  in_time: 'Принято: считается исполненной в срок',
  declined: 'Отклонено',
}

const head = { at: z.string(), by: z.string() }

export const ratingActSchema = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('shown'), until: z.string() }),
  z.object({
    ...head,
    type: z.literal('objected'),
    id: z.string(),
    recipientId: z.string(),
    ticketId: z.string(),
    number: z.number().int(),
    text: z.string(),
  }),
  z.object({
    ...head,
    type: z.literal('decided'),
    id: z.string(),
    decision: z.enum(objectionDecisions),
    text: z.string(),
  }),
  z.object({ ...head, type: z.literal('approved'), sha256: z.string() }),
])
export type RatingAct = z.infer<typeof ratingActSchema>

export type Objection = {
  id: string
  at: string
  by: string
  recipientId: string
  ticketId: string
  number: number
  text: string
  decided: { at: string; by: string; decision: ObjectionDecision; text: string } | null
}

export type RatingLife = {
  stage: RatingStage
  shownAt: string | null
  /** Until when objections are taken; the end of that working day. */
  until: string | null
  objections: Objection[]
  approved: { at: string; by: string; sha256: string } | null
}

/** `acts` in order. */
export function lifeOf(acts: readonly RatingAct[], now: string): RatingLife {
  const life: RatingLife = { stage: 'draft', shownAt: null, until: null, objections: [], approved: null }
  for (const act of acts) {
    switch (act.type) {
      case 'shown':
        life.shownAt = act.at
        life.until = act.until
        break
      case 'objected': {
        const { type: _type, ...objection } = act
        life.objections.push({ ...objection, decided: null })
        break
      }
      case 'decided': {
        const { at, by, decision, text } = act
        const objection = life.objections.find(({ id }) => id === act.id)
        if (objection) objection.decided = { at, by, decision, text }
        break
      }
      case 'approved': {
        const { at, by, sha256 } = act
        life.approved = { at, by, sha256 }
        break
      }
      default: {
        const never: never = act
        return never
      }
    }
  }
  return { ...life, stage: stageOf(life, now) }
}

function stageOf({ until, approved }: RatingLife, now: string): RatingStage {
  if (approved !== null) return 'approved'
  if (until === null) return 'draft'
  return Date.parse(now) <= Date.parse(until) ? 'familiarisation' : 'decision'
}

/** So many working days after today; today itself does not count. */
export function objectionsUntil(now: string, days: number, deadlines: DeadlineSettings): string {
  const tomorrow = addDays(localDateOf(now, deadlines.zone), 1)
  return endOfDate(nthWorkingDay(tomorrow, days, deadlines), deadlines.zone)
}

/** `monthEndsAt`: an unfinished month is not shown for objections. */
export function whyNotShown({ stage }: RatingLife, monthEndsAt: string, now: string): string | undefined {
  if (stage !== 'draft') return 'Рейтинг уже представлен для ознакомления.'
  if (Date.parse(now) < Date.parse(monthEndsAt))
    return 'Месяц ещё не кончился: рейтинг представляют для ознакомления после его конца.'
  return undefined
}

export function whyNotObjected(
  { stage, objections }: RatingLife,
  recipientId: string,
  ticketId: string,
): string | undefined {
  if (stage === 'draft') return 'Рейтинг ещё не представлен для ознакомления.'
  if (stage !== 'familiarisation') return 'Срок ознакомления истёк: возражения больше не принимаются.'
  const waiting = objections.some(
    each => each.recipientId === recipientId && each.ticketId === ticketId && each.decided === null,
  )
  return waiting ? 'По этой карточке возражение уже подано и ждёт решения руководителя.' : undefined
}

export function whyNotDecided({ stage, objections }: RatingLife, id: string): string | undefined {
  if (stage === 'approved') return 'Рейтинг утверждён: решения больше не меняются.'
  return objections.some(each => each.id === id) ? undefined : 'Такого возражения нет.'
}

/** `mayDecide`: of the approver; an objection that is somebody else's to decide on is not named. */
export function whyNotApproved(
  { stage, objections }: RatingLife,
  mayDecide: (ticketId: string) => boolean = () => true,
): string | undefined {
  if (stage === 'approved') return 'Рейтинг уже утверждён.'
  if (stage === 'draft') return 'Сначала представьте рейтинг для ознакомления.'
  if (stage === 'familiarisation') return 'Срок ознакомления ещё идёт: утвердить можно после него.'
  const waiting = objections.filter(({ decided }) => decided === null)
  if (waiting.length === 0) return undefined
  const own = waiting.filter(({ ticketId }) => mayDecide(ticketId))
  return own.length === 0
    ? 'Ещё не по всем возражениям есть решение: по части из них решаете не вы.'
    : `Сначала решите по возражениям: № ${own.map(({ number }) => number).join(', № ')}.`.replaceAll(
        '№ ',
        '№\u00a0',
      )
}

/** What the head's decisions change; a later decision on the same ticket replaces an earlier one. */
export function correctionsOf({ objections }: RatingLife): Map<string, Correction> {
  const found = new Map<string, Correction>()
  const decided = objections
    .filter(({ decided }) => decided !== null)
    .toSorted((a, b) => ((a.decided?.at ?? '') < (b.decided?.at ?? '') ? -1 : 1))
  for (const { recipientId, ticketId, decided: answer } of decided) {
    const decision = answer?.decision
    if (decision === 'excluded' || decision === 'in_time')
      found.set(correctionKey(recipientId, ticketId), decision)
    else found.delete(correctionKey(recipientId, ticketId))
  }
  return found
}

export function correctionKey(recipientId: string, ticketId: string): string {
  return `${recipientId} ${ticketId}`
}
