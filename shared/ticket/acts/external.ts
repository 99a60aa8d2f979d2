/** Numbers of the same message in other systems (PRACTICE P7): they move no clock and end nothing. */
import { type ExternalFields, noExternal } from '../../reference/external.ts'
import type { CommandOf } from '../commands.ts'
import { accepted, type Decision, nothingNew } from '../decision.ts'
import { same } from '../step.ts'
import { externalOf, type TicketView } from '../ticket.ts'

/** The whole of what one system says; nothing at all takes it away. */
export function setExternal({ ticket }: TicketView, command: CommandOf<'set_external'>): Decision {
  const { system, ...given } = command.data
  const fields: ExternalFields = { ...noExternal, ...given }
  if (same(externalOf(ticket, system), fields)) return nothingNew()
  return accepted([{ type: 'external_set', data: { system, ...fields } }])
}
