/**
 * Which open tickets other settings would move, before anybody saves them (DESIGN, «Deadlines»). Asks the same rule as
 * the recompute does afterwards, and writes nothing.
 */
import type { Kysely } from 'kysely'
import type { Stage } from '../../shared/deadlines/deadline.ts'
import type { StageId } from '../../shared/deadlines/rules.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { decideSystem } from '../../shared/ticket/automation.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'
import { parseState } from '../tickets/view.ts'
import { usualPortion } from './desk.ts'
import { openTicketsAfter } from './open-tickets.ts'

/** A clock of an open ticket. Instants; `from` is `null` for one that begins, `to` for one that is no more. */
export type MovedClock = { number: number; stage: StageId; from: string | null; to: string | null }

export type RecomputePreview = {
  /** Open tickets in which something changes, be it only a legal date or a pause. */
  tickets: number
  /** Clocks whose date moves, begins or ends; `rows` are the first of them by number. */
  clocks: number
  byStage: Partial<Record<StageId, number>>
  rows: MovedClock[]
}

const mostRows = 500

type Place = { db: Kysely<Database>; organisationId: string; now: string }

/** `before`: the settings in force. Where nothing of what clocks depend on differs, no ticket is read. */
export async function previewRecompute(
  { db, organisationId, now }: Place,
  before: Settings,
  after: Settings,
): Promise<RecomputePreview> {
  const preview: RecomputePreview = { tickets: 0, clocks: 0, byStage: {}, rows: [] }
  if (clockSettings(before) === clockSettings(after)) return preview
  let afterId: string | null = null
  for (;;) {
    const rows = await openTicketsAfter(db, organisationId, afterId, usualPortion)
    for (const row of rows) {
      const ticket = parseState(row.state)
      const stages = stagesAfter(ticket, now, after)
      if (stages === undefined) continue
      preview.tickets += 1
      for (const { stage, from, to } of differences(ticket.stages, stages)) {
        preview.clocks += 1
        preview.byStage[stage] = (preview.byStage[stage] ?? 0) + 1
        preview.rows.push({ number: row.number, stage, from, to })
      }
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < usualPortion) break
    afterId = last.id
  }
  preview.rows.sort((a, b) => a.number - b.number)
  preview.rows.splice(mostRows)
  return preview
}

/** Everything of the document that `clocksOf` reads, as one text. */
export function clockSettings({ deadlines, automation, subtopics }: Settings): string {
  return JSON.stringify([
    deadlines,
    automation.pauseForAuthor,
    automation.pauseForOutside,
    subtopics.filter(each => each.accelerated).map(each => each.id),
  ])
}

/** The clocks that the recompute would set; `undefined` where it would leave the ticket alone. */
function stagesAfter(ticket: Ticket, now: string, settings: Settings): Stage[] | undefined {
  const decided = decideSystem(ticket, { type: 'recompute' }, { now, settings })
  const [event] = decided?.events ?? []
  return event?.type === 'deadlines_set' ? event.data.stages : undefined
}

/** Running clocks whose date is another one, and those that begin or end with the change. */
function differences(before: readonly Stage[], after: readonly Stage[]): Omit<MovedClock, 'number'>[] {
  const earlier = byStage(before)
  const later = byStage(after)
  const ids = new Set([...earlier.keys(), ...later.keys()])
  return [...ids].flatMap(stage => {
    const from = earlier.get(stage)?.dueAt ?? null
    const to = later.get(stage)?.dueAt ?? null
    return from === to ? [] : [{ stage, from, to }]
  })
}

function byStage(stages: readonly Stage[]): Map<StageId, Stage> {
  return new Map(stages.filter(each => each.stoppedAt === null).map(each => [each.stage, each]))
}
