/** Who may do what with reports: the head of the centre makes them, the chief reads what is approved. */
import { type Actor, grantsOf, keysOf } from '../../../shared/policy/grants.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import type { RoleId } from '../../../shared/reference/roles.ts'
import type { Signed } from '../../office.ts'

export const mayMakeReports = ({ roles }: Actor): boolean => roles.includes('center_head')
export const mayReadReports = ({ roles }: Actor): boolean =>
  roles.includes('center_head') || roles.includes('chief')
/** Has a page of reports: makes, reads, or owes a summary. */
export const hasReports = (actor: Actor): boolean => mayReadReports(actor) || summaryOwners(actor).length > 0
/** «Поручение Главы» on a line of a report. */
export const mayOrder = ({ roles }: Actor): boolean => roles.includes('chief')

/** Reports on an order: whom it is to, or the head of the centre for anybody. */
export const mayReportOrder = (actor: Actor, toParty: string): boolean =>
  mayMakeReports(actor) || keysOf(actor).some(key => key === toParty)

/** Whose summaries the person writes: the own one and those of the absent whom they stand in for. */
export function summaryOwners(actor: Actor): string[] {
  return grantsOf(actor)
    .filter(({ roles, blocks }) => roles.includes('block_head') && blocks.some(block => block !== 'none'))
    .map(({ personId }) => personId)
}

/** Whose right of this role is used: `null` for one's own, else the absent person's id («и. о.»). */
export function behalfOf({ actor }: Signed, role: RoleId): string | null {
  const [own, ...lent] = grantsOf(actor)
  if (own?.roles.includes(role)) return null
  return lent.find(({ roles }) => roles.includes(role))?.personId ?? null
}

/** «Руководитель МЦУ», «и. о.: Руководитель МЦУ (Заместитель по ЖКХ)». */
export function actorWords(by: string, behalf: string | null, settings: Pick<Settings, 'people'>): string {
  const title = titleOf(settings.people, by)
  return behalf === null ? title : `и.\u00a0о.: ${titleOf(settings.people, behalf)} (${title})`
}
