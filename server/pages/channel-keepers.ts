/** Who sees how the adapters read their sites, and who must hear on every page that one reads badly. */
import type { RoleId } from '../../shared/reference/roles.ts'
import type { Office, Signed } from '../office.ts'

const keepers: readonly RoleId[] = ['admin', 'operator', 'center_head']
/** Who records, and who can repair it. */
const told: readonly RoleId[] = ['admin', 'operator']

const hasRole = ({ actor }: Signed, among: readonly RoleId[]) =>
  actor.roles.some(role => among.includes(role))

export const keepsChannels = (signed: Signed): boolean => hasRole(signed, keepers)

export async function withAlarms(office: Office, signed: Signed): Promise<Signed> {
  return hasRole(signed, told) ? { ...signed, alarms: await office.channels.alarms() } : signed
}
