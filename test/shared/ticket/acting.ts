/** The few acts that most tests of the rules begin with. */
import type { Decision } from '../../../shared/ticket/decision.ts'
import { act, capture, viewOf, type World } from './world.ts'

export const codeOf = (decision: Decision) =>
  decision.outcome === 'refused' ? decision.refusal.code : 'accepted'

export const ticketOf = (world: World, id: string) => viewOf(world, id).ticket

export const running = (world: World, id: string) =>
  ticketOf(world, id)
    .stages.filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ stage }) => stage)

/** What the rules answer to a person's act: «accepted», or the code of the refusal. */
export const does = (world: World, who: string, id: string, type: string, data: object = {}) =>
  codeOf(act(world, who, id, { type, data }))

/** A ticket of the block «ЖКХ» that an operator has sorted. */
export function sorted(world: World, changes: Record<string, unknown> = {}): string {
  return capture(world, 'operator', { suggestedBy: 'person', ...changes })
}

const reply = {
  kind: 'final',
  url: 'https://vk.com/wall-1_1?reply=2',
  text: '',
  accountId: null,
  promisedDate: null,
}

export const answer = (world: World, who: string, id: string, changes: object = {}) =>
  does(world, who, id, 'publish', { ...reply, ...changes })

export const byPhone = { way: 'phone', url: null, text: 'Рассказали' }

/** «Запланировано» до 25 декабря. */
export const planned = {
  outcome: 'planned',
  promisedDate: '2026-12-25',
  responsible: { type: 'person', personId: 'zhkh' },
}

export const classify = (world: World, who: string, id: string, changes: object) =>
  does(world, who, id, 'classify', { changes, sorted: true })
