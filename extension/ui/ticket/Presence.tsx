import { useEffect, useState } from 'preact/hooks'
import type { ActType } from '../../../shared/acts/contract.ts'
import { type PresenceDoing, presenceWords } from '../../../shared/reference/presence.ts'
import type { Bridge, PresentPerson } from '../bridge.ts'

type PresenceProps = { ticketId: string; doing: PresenceDoing } & Pick<Bridge, 'presenceOf' | 'sayPresence'>

/** Who else has the ticket open; tells them in turn what this person does. */
export function Presence({ ticketId, doing, presenceOf, sayPresence }: PresenceProps) {
  const [people, setPeople] = useState<readonly PresentPerson[]>([])
  useEffect(() => presenceOf(ticketId, setPeople), [ticketId])
  useEffect(() => sayPresence(ticketId, doing), [ticketId, doing])
  useEffect(() => () => sayPresence(ticketId, null), [ticketId])
  return (
    <div role="status" class="presence-place">
      {people.length > 0 && (
        <p class="notice today presence">
          {people.map(({ title, doing: their }) => presenceWords(title, their)).join('; ')}
        </p>
      )}
    </div>
  )
}

/** What filling in this form looks like to a colleague. */
export function doingOf(act: ActType | null): PresenceDoing {
  switch (act) {
    case 'prepare_reply':
    case 'publish':
    case 'reply_joined':
    case 'transfer':
      return 'replying'
    case 'classify':
    case 'assign':
    case 'split':
    case 'merge':
    case 'reject':
      return 'sorting'
    default:
      return 'viewing'
  }
}
