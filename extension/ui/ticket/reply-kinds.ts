/** The kind of a reply that was just given, switched with one click while no reason is asked for (PRACTICE P1). */
import type { Actor } from '../../../shared/policy/actor.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { decide } from '../../../shared/ticket/decide.ts'
import { type ReplyKind, replyKinds } from '../../../shared/ticket/events.ts'
import type { NewCommand, TicketRow } from '../bridge.ts'

/** How long the switch is offered; the server allows a click's grace more. */
export const switchSeconds = 10

const switchTitles: Record<ReplyKind, string> = {
  final: 'это окончательный',
  interim: 'это промежуточный',
  first: 'это первый',
}

export type KindSwitch = { title: string; command: NewCommand }

/** The kinds that the reply may be given instead, by the rules themselves; none where the card is out of sight. */
export function kindSwitches(
  row: TicketRow | undefined,
  replyId: string,
  context: { actor: Actor; settings: Settings; now: string },
): KindSwitch[] {
  if (row?.ticket.replies.some(reply => reply.replyId === replyId) !== true) return []
  const { id: ticketId, version } = row.ticket
  const envelope = { id: trialId, ticketId, occurredAt: context.now, baseVersion: version, dependsOn: null }
  return replyKinds.toReversed().flatMap((kind): KindSwitch[] => {
    const command = { type: 'change_reply_kind' as const, data: { replyId, kind, reason: null } }
    const decision = decide(row, { ...envelope, ...command }, { ...context, nextNumber: null })
    return decision.outcome === 'events' && decision.events.length > 0
      ? [{ title: switchTitles[kind], command }]
      : []
  })
}

const trialId = '00000000-0000-7000-8000-000000000000'
