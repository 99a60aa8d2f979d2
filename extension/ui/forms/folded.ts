/** Fields that an act rarely needs: in 360 px they stand folded under «Дополнительно», open where one is filled in. */
import type { ActType } from '../../../shared/acts/contract.ts'

const spoken = ['spokenBy', 'spokenAt']

const folded: { readonly [Act in ActType]?: readonly string[] } = {
  classify: [
    'placeKind',
    'essence',
    'authorType',
    'conflict',
    'replyError',
    'complaint',
    'complaintPeople',
    'complaintRecipients',
    'repeatOf',
  ],
  assign: ['coRecipients'],
  prepare_reply: [...spoken, 'files'],
  publish: spoken,
}

export function foldedFields(act: ActType): readonly string[] {
  return folded[act] ?? []
}
