import type { Refusal } from '../../../shared/errors.ts'
import type { Actor } from '../../../shared/policy/permissions.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { NewCommand, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'

/** What each form of an act is given: the ticket as it stands, and how to act on it. */
export type FormProps = {
  row: TicketRow
  actor: Actor
  settings: Settings
  now: string
  drafts: Drafts
  /** `null`: done, the form is closed by its owner; a refusal stays in the form with what was typed. */
  onAct: (command: NewCommand) => Promise<Refusal | null>
  onClose: () => void
}
