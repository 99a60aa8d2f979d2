/** An answer about which nobody came back for so many days: the ticket is closed. */
import { decideEach, type JobDesk, type Round } from './desk.ts'

const day = 24 * 60 * 60 * 1000

export async function closeAnswered(desk: JobDesk, round: Round): Promise<number> {
  const days = round.settings.automation.closeAnsweredAfterDays
  if (days === null) return 0
  const before = new Date(Date.parse(round.now) - days * day).toISOString()
  let closed = 0
  // By the row alone: an answered ticket's `closed_at` is the time of its answer.
  for (let afterId = ''; ; ) {
    const rows = await desk.reader
      .selectFrom('tickets')
      .select('id')
      .where('organisation_id', '=', desk.organisationId)
      .where('status', '=', 'answered')
      .where('closed_at', '<=', before)
      .where('id', '>', afterId)
      .orderBy('id')
      .limit(round.portion)
      .execute()
    const last = rows.at(-1)
    if (last === undefined) return closed
    closed += (await desk.write(async tx => decideEach(desk, tx, 'close_answered', rows, round.now))).length
    if (rows.length < round.portion || round.isOver()) return closed
    afterId = last.id
  }
}
