/** The ratings of months: read, shown for objections, decided on, approved and frozen (PRACTICE P9). */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { findActor } from '../../../shared/policy/actor.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Period } from '../../../shared/reports/period.ts'
import type { MonthRating } from '../../../shared/reports/rating.ts'
import { changesSince, type RatingChange } from '../../../shared/reports/rating-changes.ts'
import {
  correctionsOf,
  lifeOf,
  type Objection,
  type ObjectionDecision,
  objectionsUntil,
  type RatingAct,
  type RatingLife,
  whyNotApproved,
  whyNotDecided,
  whyNotObjected,
  whyNotShown,
} from '../../../shared/reports/rating-life.ts'
import type { Signed } from '../../office.ts'
import { type Desk, getSettings, PeopleRefusal } from '../../people/desk.ts'
import type { Database } from '../../store/schema.ts'
import type { Tx } from '../../store/writer.ts'
import { countRating, ratingPeriod } from './month.ts'
import { decidedBy } from './seen.ts'
import { type ApprovedRating, findApproved, readActs, writeAct, writeApproved } from './store.ts'

export type RatingView = {
  period: Period
  /** The approved one where there is one, else as the tickets are now. */
  rating: MonthRating
  life: RatingLife
  approved: ApprovedRating | undefined
  /** What the tickets say now against the approved rating. */
  changes: RatingChange[]
}

export type Ratings = {
  /** `month`: `2026-10`. */
  read(month: string, settings: Settings): Promise<RatingView>
  /**
   * Acts throw `PeopleRefusal`: of the head, but the objection, which is of who belongs to the recipient, and the decision on
   * one about a complaint against the head.
   */
  show(by: Signed, month: string): Promise<void>
  object(by: Signed, month: string, objection: ObjectionDraft): Promise<void>
  decide(by: Signed, month: string, decision: DecisionDraft): Promise<void>
  /** Answers the checksum of what was frozen. */
  approve(by: Signed, month: string): Promise<string>
}

export type ObjectionDraft = { recipientId: string; number: number; text: string }
export type DecisionDraft = { id: string; decision: ObjectionDecision; text: string }

export const longestObjection = 2_000

export function createRatings(desk: Desk): Ratings {
  const { organisationId, now, reader, write } = desk
  const counted = rememberCounts(desk)

  /** Asks the settings of this moment: who was the head when the page was opened may not be any more. */
  async function requireHead(tx: Tx, by: Signed): Promise<Settings> {
    const settings = await getSettings(desk, tx)
    if (findActor(settings, by.person.id, now())?.roles.includes('center_head') !== true)
      throw new PeopleRefusal('forbidden', 'Рейтинг ведёт руководитель МЦУ.')
    return settings
  }

  /** Those on which this person decides. */
  async function decidable(tx: Tx, by: Signed, { objections }: RatingLife): Promise<Objection[]> {
    const settings = await getSettings(desk, tx)
    const actor = findActor(settings, by.person.id, now())
    if (actor === undefined) return []
    const ids = objections.map(({ ticketId }) => ticketId)
    const own = await decidedBy(tx, organisationId, actor, settings, ids)
    return objections.filter(({ ticketId }) => own.has(ticketId))
  }

  async function act(tx: Tx, month: string, done: RatingAct): Promise<void> {
    await writeAct(tx, organisationId, month, done)
  }

  /** Not under the writer's lock, where all others would wait: there it is remembered, unless something changed. */
  async function countBefore(month: string, settings: Settings): Promise<void> {
    await counted(reader, month, settings, lifeOf(await readActs(reader, organisationId, month), now()))
  }

  return {
    async read(month, settings) {
      const period = ratingPeriod(month, settings.deadlines.zone)
      const approved = await findApproved(reader, organisationId, month)
      const life = lifeOf(await readActs(reader, organisationId, month), now())
      const used = approved === undefined ? settings : { ...settings, rating: approved.rating.settings }
      const current = await counted(reader, month, used, life)
      return {
        period,
        rating: approved?.rating ?? current,
        life,
        approved,
        changes: approved === undefined ? [] : changesSince(approved.rating, current),
      }
    },

    show: (by, month) =>
      write(async tx => {
        const settings = await requireHead(tx, by)
        const at = now()
        const life = lifeOf(await readActs(tx, organisationId, month), at)
        refuse(whyNotShown(life, ratingPeriod(month, settings.deadlines.zone).to, at))
        const until = objectionsUntil(at, settings.rating.objectionDays, settings.deadlines)
        await act(tx, month, { type: 'shown', at, by: by.person.id, until })
      }),

    async object(by, month, { recipientId, number, text }) {
      await countBefore(month, by.settings)
      return write(async tx => {
        const settings = await getSettings(desk, tx)
        const at = now()
        if (findActor(settings, by.person.id, at)?.recipientIds.includes(recipientId) !== true)
          throw new PeopleRefusal('forbidden', 'Возражает представитель самого получателя.')
        const words = text.trim()
        if (words === '') throw new PeopleRefusal('empty', 'Напишите, с чем вы не согласны.')
        if (words.length > longestObjection)
          throw new PeopleRefusal('too-long', `Сократите возражение до ${longestObjection} знаков.`)
        const life = lifeOf(await readActs(tx, organisationId, month), at)
        const rating = await counted(tx, month, settings, life)
        const ticketId = ticketOf(rating, recipientId, number)
        if (ticketId === undefined)
          throw new PeopleRefusal('no-ticket', `Карточки №\u00a0${number} в рейтинге этого получателя нет.`)
        refuse(whyNotObjected(life, recipientId, ticketId))
        const objection = { id: uuidv7(), recipientId, ticketId, number, text: words }
        await act(tx, month, { type: 'objected', at, by: by.person.id, ...objection })
      })
    },

    decide: (by, month, { id, decision, text }) =>
      write(async tx => {
        const at = now()
        const life = lifeOf(await readActs(tx, organisationId, month), at)
        const objections = await decidable(tx, by, life)
        if (objections.length === 0) await requireHead(tx, by)
        const words = text.trim()
        if (decision === 'declined' && words === '')
          throw new PeopleRefusal('empty', 'Напишите, почему возражение отклонено.')
        if (words.length > longestObjection)
          throw new PeopleRefusal('too-long', `Сократите решение до ${longestObjection} знаков.`)
        refuse(whyNotDecided({ ...life, objections }, id))
        await act(tx, month, { type: 'decided', at, by: by.person.id, id, decision, text: words })
      }),

    async approve(by, month) {
      await countBefore(month, by.settings)
      return write(async tx => {
        const settings = await requireHead(tx, by)
        const at = now()
        const life = lifeOf(await readActs(tx, organisationId, month), at)
        const own = await decidable(tx, by, life)
        refuse(whyNotApproved(life, id => own.some(({ ticketId }) => ticketId === id)))
        const rating = await counted(tx, month, settings, life)
        const sha256 = await writeApproved(tx, organisationId, rating, { at, by: by.person.id })
        await act(tx, month, { type: 'approved', at, by: by.person.id, sha256 })
        return sha256
      })
    },
  }
}

function refuse(words: string | undefined): void {
  if (words !== undefined) throw new PeopleRefusal('not-now', words)
}

function ticketOf({ items, repeats }: MonthRating, recipientId: string, number: number): string | undefined {
  return [...items, ...repeats].find(each => each.recipientId === recipientId && each.number === number)
    ?.ticketId
}

/** How many months' counts are kept in memory. */
const remembered = 24

/** A month that is over is counted anew only when something changed: an event, the settings, a decision. */
function rememberCounts({ organisationId, now }: Desk) {
  const known = new Map<string, MonthRating>()
  return async (
    reader: Kysely<Database>,
    month: string,
    settings: Settings,
    life: RatingLife,
  ): Promise<MonthRating> => {
    const asOf = now()
    const corrections = correctionsOf(life)
    const place = { reader, organisationId, settings, asOf, corrections }
    if (asOf < ratingPeriod(month, settings.deadlines.zone).to) return countRating(month, place)
    const { next_seq: seq } = await reader
      .selectFrom('organisations')
      .select('next_seq')
      .where('id', '=', organisationId)
      .executeTakeFirstOrThrow()
    const key = JSON.stringify([month, seq, settings.version, settings.rating, [...corrections]])
    const kept = known.get(key)
    if (kept !== undefined) return { ...kept, asOf }
    const rating = await countRating(month, place)
    known.set(key, rating)
    const [oldest] = known.keys()
    if (known.size > remembered && oldest !== undefined) known.delete(oldest)
    return rating
  }
}
