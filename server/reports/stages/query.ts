/** Reads the histories of what was answered in a period, and how much waits for whom now. */
import { expressionBuilder, type SqlBool, sql } from 'kysely'
import type { DeadlineSettings } from '../../../shared/deadlines/deadline.ts'
import { actorAt } from '../../../shared/policy/actor.ts'
import { isMine } from '../../../shared/policy/holder.ts'
import { isEmptyScope, readScope } from '../../../shared/policy/permissions.ts'
import type { Person, Settings } from '../../../shared/policy/settings.ts'
import { type BlockId, blockIds } from '../../../shared/reference/blocks.ts'
import { createWorkingClock } from '../../../shared/reports/reply-times.ts'
import type { EventType } from '../../../shared/ticket/events.ts'
import type { Ticket } from '../../../shared/ticket/ticket.ts'
import type { Database } from '../../store/schema.ts'
import { asBlock, factColumns, factOf } from '../../tickets/facts.ts'
import { inScopeSql } from '../../tickets/scope-sql.ts'
import { candidates, ticketsAmong } from '../block-statistics/candidates.ts'
import { conditionOf, type Reading, standing } from '../block-statistics/conditions.ts'
import { chosen, type Narrowing } from '../block-statistics/list.ts'
import { inOneView, type Place } from '../block-statistics/live.ts'
import { awaitedTickets, longest, queueLevel } from '../queue.ts'
import { othersTurn } from '../turns.ts'
import {
  type StageId,
  type StageMeans,
  type StageMinutes,
  stageMeans,
  stageMinutes,
  stageSpans,
} from './stages.ts'

/** So many of the latest answers are followed step by step; a year of them would keep everybody waiting. */
export const mostFollowed = 3_000

/** So many histories are read at once. */
const portion = 100

/** What moves a ticket from a stage to the next; all else stays unread. */
const readTypes: readonly EventType[] = [
  'classified',
  'block_refused',
  'assigned',
  'assignment_declined',
  'author_asked',
  'author_answered',
  'outside_awaited',
  'outside_answered',
  'reply_prepared',
  'reply_approved',
  'reply_returned',
  'published',
  'reply_kind_changed',
  'transferred',
  'rejected',
  'closed',
  'merged',
  'unmerged',
  'reopened',
  'undone',
  'withdrawn',
]

export type StageTimes = {
  total: StageMeans
  blocks: readonly { block: BlockId; means: StageMeans; of: number }[]
  /** Answered in the period, and how many of them were followed. */
  answered: number
  followed: number
}

type Followed = { id: string; block: BlockId; minutes: StageMinutes }

/** Of the tickets behind «Дан окончательный ответ». */
export async function readStageTimes(
  place: Place,
  reading: Reading,
  deadlines: DeadlineSettings,
  narrowing: Narrowing = {},
): Promise<StageTimes> {
  const { answered, followed } = await follow(place, reading, deadlines, narrowing)
  const minutesOf = (block: BlockId) => followed.flatMap(each => (each.block === block ? each.minutes : []))
  return {
    total: stageMeans(followed.map(({ minutes }) => minutes)),
    blocks: blockIds.flatMap(block => {
      const own = minutesOf(block)
      return own.length === 0 ? [] : [{ block, means: stageMeans(own), of: own.length }]
    }),
    answered,
    followed: followed.length,
  }
}

/** Ids behind a number of these times: the followed tickets that passed through the stage, or all of them. */
export async function stageTicketIds(
  place: Place,
  reading: Reading,
  deadlines: DeadlineSettings,
  stage: StageId | 'any',
  narrowing: Narrowing,
): Promise<string[]> {
  const { followed } = await follow(place, reading, deadlines, narrowing)
  return followed.flatMap(({ id, minutes }) => (stage === 'any' || minutes[stage] !== null ? id : []))
}

function follow(
  place: Place,
  reading: Reading,
  deadlines: DeadlineSettings,
  narrowing: Narrowing,
): Promise<{ answered: number; followed: Followed[] }> {
  const { organisationId, scope } = place
  const working = createWorkingClock(deadlines)
  return inOneView(place.reader, async reader => {
    const whole = { ...reading, organisationId }
    const tickets = expressionBuilder<Database, 'tickets'>()
    const answered = await ticketsAmong(reader, organisationId, candidates(['final_replied'], whole))
      .where(
        tickets.and([
          standing(tickets),
          inScopeSql(scope)(tickets),
          conditionOf('final_replied')(tickets, whole),
          ...chosen(tickets, narrowing),
        ]),
      )
      .select(['id', 'block', 'captured_at'])
      .orderBy('final_stopped_at', 'desc')
      .execute()
    const latest = answered.slice(0, mostFollowed)
    const followed: Followed[] = []
    for (let start = 0; start < latest.length; start += portion) {
      const these = latest.slice(start, start + portion)
      const histories = await readHistories(
        { ...place, reader },
        these.map(({ id }) => id),
        reading.asOf,
      )
      for (const { id, block, captured_at } of these) {
        const spans = stageSpans(histories.get(id) ?? [], captured_at)
        followed.push({ id, block: asBlock(block), minutes: stageMinutes(spans, working.minutes) })
      }
    }
    return { answered: answered.length, followed }
  })
}

async function readHistories({ reader, organisationId }: Place, ids: readonly string[], asOf: string) {
  const events = await reader
    .selectFrom('events')
    .select(['ticket_id', 'seq', ...factColumns])
    .where('organisation_id', '=', organisationId)
    // As one value: a statement has not that many places.
    .where(sql<SqlBool>`ticket_id in (select value from json_each(${JSON.stringify(ids)}))`)
    .where('type', 'in', [...readTypes])
    .where('at', '<=', asOf)
    .execute()
  // Sorted here: asked for the order, SQLite would walk every event of the organisation by its key.
  events.sort((a, b) => a.seq - b.seq)
  const facts = new Map<string, ReturnType<typeof factOf>[]>()
  for (const event of events) {
    const own = facts.get(event.ticket_id)
    if (own === undefined) facts.set(event.ticket_id, [factOf(event)])
    else own.push(factOf(event))
  }
  return facts
}

/** What waits for a person by the rule of the tab «У меня», and how much of it is late. */
export type PersonLoad = { person: Person; mine: number; overdue: number }

/**
 * Of these people, among what the reader sees: who waits longest first. `isCut`: more waits than is looked at one by one.
 * Whose numbers may be asked for is decided by the caller (PRACTICE P19).
 */
export async function readLoads(
  place: Place,
  people: readonly Person[],
  settings: Settings,
  now: string,
): Promise<{ loads: PersonLoad[]; isCut: boolean }> {
  const tickets = await awaitedTickets(place)
  const loads: PersonLoad[] = []
  for (const person of people) {
    const actor = actorAt(person, settings, now)
    if (!person.active || isEmptyScope(readScope(actor, settings))) continue
    // Thousands of tickets by the rules for each of them.
    await othersTurn()
    const mine = tickets.filter(ticket => isMine(ticket, actor, settings, now))
    const isOverdue = (ticket: Ticket) => queueLevel(ticket, settings.deadlines, now) === 'overdue'
    loads.push({ person, mine: mine.length, overdue: mine.filter(isOverdue).length })
  }
  return {
    loads: loads.toSorted(
      (a, b) => b.overdue - a.overdue || b.mine - a.mine || (a.person.title < b.person.title ? -1 : 1),
    ),
    isCut: tickets.length >= longest,
  }
}
