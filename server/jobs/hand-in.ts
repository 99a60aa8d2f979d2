/** Summaries that hand themselves in (PRACTICE P19): the week is over, they are due, and nothing came. */
import { dutiesAt } from '../../shared/reports/duties.ts'
import { createSummaries } from '../reports/summaries/summaries.ts'
import type { JobDesk, Round } from './desk.ts'

/** What was not empty at its hour may become so, when a ticket is withdrawn or moved; that can wait. */
const againMilliseconds = 60 * 60_000

/** Looks when a week has become due, and then every hour; answers how many were handed in. */
export function createHandIn(desk: JobDesk): (round: Round) => Promise<number> {
  const summaries = createSummaries(desk)
  let looked: { at: number; weeks: string } | undefined
  return async ({ now, settings }) => {
    const due = dutiesAt(settings, now).filter(
      ({ kind, dueAt, period }) => kind === 'summaries' && dueAt <= now && period.to <= now,
    )
    const at = Date.parse(now)
    const weeks = due.map(({ period }) => period.firstDate).join()
    if (looked?.weeks === weeks && at - looked.at < againMilliseconds) return 0
    looked = { at, weeks }
    let handedIn = 0
    for (const { period } of due) handedIn += await summaries.handInEmpty(settings, period)
    return handedIn
  }
}
