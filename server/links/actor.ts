/** Who acts by a link: nobody with an account, an executor of one recipient with the rights of one (PRACTICE P6). */
import type { Actor, Grant } from '../../shared/policy/actor.ts'
import { linkActorPrefix } from '../../shared/ticket/events.ts'

export function actorOfLink({ id, recipientId }: { id: string; recipientId: string }): Actor {
  const grant: Grant = {
    personId: `${linkActorPrefix}${id}`,
    roles: ['recipient_user'],
    blocks: [],
    // P8 follows from it: a complaint about this recipient is out of the link's scope, whenever it became one.
    recipientIds: [recipientId],
  }
  return { ...grant, grants: [grant], onDuty: false, isAbsent: false }
}
