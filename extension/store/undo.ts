/** «Отменить»: what was never sent leaves the queue without a trace; what the server may know is undone by an act. */
import { type Acted, actInside, refuse, resolveAlias, tablesOfActs } from './act.ts'
import type { Desk } from './desk.ts'
import { findRules, projectAgain } from './project.ts'

export function undoLast(desk: Desk, wanted: string, newId: string, occurredAt: string): Promise<Acted> {
  return desk.transaction('rw', tablesOfActs(desk), async () => {
    const rules = await findRules(desk)
    const ticketId = await resolveAlias(desk, wanted)
    const record = await desk.tickets.get(ticketId)
    const { lastStep } = record?.view.ticket ?? {}
    if (!rules || !record || !lastStep) return refuse('nothing-to-undo')
    const { stepId } = lastStep
    const row = await desk.outbox.where('id').equals(stepId).first()
    if (row === undefined || row.isTried || row.command.type === 'capture')
      return actInside(desk, { type: 'undo', id: newId, ticketId, occurredAt, data: { stepId } })
    const later = await desk.outbox
      .where('touches')
      .anyOf(row.touches)
      .filter(each => each.order > row.order)
      .count()
    if (later > 0) return refuse('nothing-to-undo')
    await desk.outbox.delete(row.order)
    await projectAgain(desk, row.touches, rules)
    const after = await desk.tickets.get(ticketId)
    return { outcome: 'queued', ticketId, commandId: stepId, view: after?.view ?? null }
  })
}
