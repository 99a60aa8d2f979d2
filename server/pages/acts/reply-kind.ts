/**
 * The kind of a reply decides which clock stops, so it is suggested by its words (PRACTICE P1) and never chosen in
 * silence: whoever left the kind as the form opened while the words say another is asked once.
 */
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import { suggestReplyKind } from '../../../shared/classify/reply-kind.ts'
import { replyKindTitles } from '../../../shared/reference/statuses.ts'
import { type ReplyKind, replyKinds } from '../../../shared/ticket/events.ts'

export type KindDoubt = {
  suggested: ReplyKind
  standing: ReplyKind
  /** «Похоже на промежуточный ответ: «будет», «до 25 ноября».» */
  words: string
  /** `YYYY-MM-DD`: the reply says until when. */
  promisedDate: string | undefined
}

/** Under this name the person's own choice comes back; it is not asked about again. */
export const chosenKind = 'chosenKind'

/** `undefined`: the words fit the kind, or decide nothing. `today`: local date of the organisation. */
export function doubtOf(text: string, kind: string, today: string): KindDoubt | undefined {
  const { kind: suggested, matched, promisedDate } = suggestReplyKind(text, today)
  const standing = replyKinds.find(each => each === kind)
  if (standing === undefined || suggested === standing || matched.length === 0) return undefined
  const title = replyKindTitles[suggested]
  const found = matched.map(each => `«${each}»`).join(', ')
  const words = `Похоже на ${title.charAt(0).toLowerCase()}${title.slice(1)}: ${found}.`
  return { suggested, standing, words, promisedDate }
}

/**
 * What the person has to be asked: only of a kind that they left as it stood, and of a text that they changed. Whoever
 * said what came of it («Что сделано») chose the final kind by that.
 */
export function doubtIn(form: ActForm, values: FormValues, today: string): KindDoubt | undefined {
  const standing = (name: string) => {
    const field = form.fields.find(each => each.name === name)
    return field !== undefined && 'value' in field && typeof field.value === 'string' ? field.value : ''
  }
  const { text, kind, outcome } = values
  if (kind === 'final' && outcome && outcome !== standing('outcome')) return undefined
  if (typeof text !== 'string' || typeof kind !== 'string' || values[chosenKind] !== undefined)
    return undefined
  if (kind !== standing('kind') || text.trim() === standing('text').trim()) return undefined
  return doubtOf(text, kind, today)
}

/** The answer to the question in the place of the kind; a promised day that the text names comes along. */
export function withChosenKind(values: FormValues, today: string): FormValues {
  const chosen = replyKinds.find(each => each === values[chosenKind])
  if (chosen === undefined) return values
  const { text, interimDate } = values
  const named = typeof text === 'string' ? suggestReplyKind(text, today).promisedDate : undefined
  const isNamed = chosen === 'interim' && named !== undefined && (interimDate ?? '') === ''
  return { ...values, kind: chosen, ...(isNamed ? { interimDate: named } : {}) }
}
