/** «Автор не уточнил» (PRACTICE P13): closed by rule some working days after the question or its reminder. */
import { decideSystem } from '../../shared/ticket/automation.ts'
import { decideEach, dueAmong, type JobDesk, portionsOf, type Round } from './desk.ts'

export async function closeSilent(desk: JobDesk, round: Round): Promise<number> {
  const { now, settings } = round
  if (settings.automation.closeSilentAfterDays === null) return 0
  const asked = await desk.reader
    .selectFrom('tickets')
    .select(['id', 'state'])
    .where('organisation_id', '=', desk.organisationId)
    .where('status', '=', 'asking_author')
    .orderBy('id')
    .execute()
  const silent = dueAmong(
    desk,
    asked,
    ticket => decideSystem(ticket, { type: 'close_silent' }, { now, settings }) !== null,
  )
  let closed = 0
  for (const portion of portionsOf(silent, round.portion)) {
    closed += (await desk.write(async tx => decideEach(desk, tx, 'close_silent', portion, now))).length
    if (round.isOver()) break
  }
  return closed
}
