/**
 * What the office does by itself, once a minute: puts the overdue before the head, closes what is over, follows changed
 * settings,
 * lets go of files that nobody named. Never two ticks at once; a job that fails is reported and does not stop the others.
 * A promise's date needs no job: its clock is a stage like any other.
 */
import { replayErasures } from '../evidence/erase.ts'
import { dropUnnamedFiles, moveFilesOut } from '../files/files.ts'
import { removeUnused } from '../files/unused.ts'
import { keepCounters } from '../reports/counters/keep.ts'
import { closeAnswered } from './close-answered.ts'
import { closeSilent } from './close-silent.ts'
import { type JobDesk, type Round, usualPortion } from './desk.ts'
import { escalate } from './escalate.ts'
import { createHandIn } from './hand-in.ts'
import { recompute } from './recompute.ts'

/** How often `main.ts` calls. */
export const tickMilliseconds = 60_000

/** Longer without a tick: the server stood still, and what comes now is one digest of it. */
const downtimeMilliseconds = 15 * 60_000

/** So many portions of one tick are 10 000 tickets: a larger database goes on in the next. */
const usualPortions = 50

/** Each may have ten megabytes. */
const filesMovedPerTick = 10

/** The row of `digests` that remembers the last tick; no digest of its own. */
const tickRow = { id: 'last-tick', kind: 'tick' } as const

export type TickReport = {
  escalated: number
  closedSilent: number
  closedAnswered: number
  droppedFiles: number
  /** Summaries of weeks in which nothing came. */
  handedIn: number
  recomputed: number
  /** What was erased before and came back with a restored copy. */
  erasedAgain: number
}

/** For tests: smaller portions, fewer of them. */
export type Pace = { portion?: number; mostPortions?: number }

export type Jobs = {
  /** Answers `undefined` where a tick is under way or nothing is set up yet. */
  tick(pace?: Pace): Promise<TickReport | undefined>
  /** Waits for the tick under way to end its portion. */
  close(): Promise<void>
}

export function createJobs(desk: JobDesk): Jobs {
  let working: Promise<TickReport | undefined> | undefined
  let isClosing = false
  const handIn = createHandIn(desk)

  async function work({ portion = usualPortion, mostPortions = usualPortions }: Pace) {
    const now = desk.now()
    const settings = await desk.settings.committed(desk.reader)
    if (settings === undefined) return undefined
    const round: Round = { now, settings, portion, isOver: () => isClosing }
    const afterDowntime = await noteTick(desk, now)
    const { zone } = settings.deadlines
    await attempt(async () => Number(await keepCounters(desk, { zone, now, isOver: round.isOver })))
    // New dates first: nothing is put before the head by a date that the settings have moved already.
    return {
      erasedAgain: await attempt(() => replayErasures(desk)),
      recomputed: await attempt(() => recompute(desk, round, mostPortions)),
      escalated: await attempt(() => escalate(desk, round, afterDowntime)),
      closedSilent: await attempt(() => closeSilent(desk, round)),
      closedAnswered: await attempt(() => closeAnswered(desk, round)),
      droppedFiles: await attempt(() => dropFiles(desk, now, portion)),
      handedIn: await attempt(() => handIn(round)),
    }
  }

  async function attempt(job: () => Promise<number>): Promise<number> {
    if (isClosing) return 0
    try {
      return await job()
    } catch (error) {
      desk.report(error)
      return 0
    }
  }

  return {
    async tick(pace = {}) {
      if (working !== undefined || isClosing) return undefined
      working = work(pace)
      try {
        return await working
      } catch (error) {
        desk.report(error)
        return undefined
      } finally {
        working = undefined
      }
    },
    async close() {
      isClosing = true
      await working?.catch(() => undefined)
    },
  }
}

/** Files that nobody named and portions that never became whole; what an older version kept in the database goes to the disk. */
async function dropFiles(desk: JobDesk, now: string, most: number): Promise<number> {
  const { organisationId, reader: db, write, blobs } = desk
  const dropped = await write(tx => dropUnnamedFiles(tx, { organisationId, now, most }))
  await removeUnused({ db, blobs, organisationId }, dropped)
  await blobs.dropStale(now)
  await moveFilesOut(desk, filesMovedPerTick)
  return dropped.length
}

/** Remembers this tick; answers whether the server had stood still before it. The first tick ever follows no downtime. */
async function noteTick({ organisationId, write }: JobDesk, now: string): Promise<boolean> {
  return write(async tx => {
    const last = await tx
      .selectFrom('digests')
      .select('at')
      .where('organisation_id', '=', organisationId)
      .where('id', '=', tickRow.id)
      .executeTakeFirst()
    await tx
      .insertInto('digests')
      .values({ organisation_id: organisationId, ...tickRow, at: now, document: '{}' })
      .onConflict(conflict => conflict.columns(['organisation_id', 'id']).doUpdateSet({ at: now }))
      .execute()
    return last !== undefined && Date.parse(now) - Date.parse(last.at) > downtimeMilliseconds
  })
}
