/**
 * The settings: one page a file, two families (list.tsx, section.tsx), one way of saving (flow.tsx). For the head of the
 * centre and the administrator; no page here shows a citizen's words.
 */
import type { Hono } from 'hono'
import type { Office } from '../../office.ts'
import { absencesList } from './absences.tsx'
import { accountsList } from './accounts.tsx'
import { approvalSection } from './approval.tsx'
import { automationSection } from './automation.tsx'
import { mountCalendar } from './calendar.tsx'
import { clocksSection } from './clocks.tsx'
import { dutyList } from './duty.tsx'
import { doorOf } from './frame.tsx'
import { hoursSection } from './hours.tsx'
import { indicatorsList } from './indicators.tsx'
import { mountList } from './list.tsx'
import { organisationsList } from './organisations.tsx'
import { mountOverview } from './overview.tsx'
import { ratingSection } from './rating.tsx'
import { recipientsList } from './recipients.tsx'
import { reportsSection } from './reports.tsx'
import { routesList } from './routes.tsx'
import { rulesList } from './rules.tsx'
import { mountSection } from './section.tsx'
import { settlementsList } from './settlements.tsx'
import { subtopicsList } from './subtopics.tsx'
import { watchListOf } from './watch.tsx'
import { watchButtonSection } from './watch-button.tsx'

export function mountSettings(app: Hono, office: Office): void {
  const door = doorOf(app, office)
  mountOverview(door, office)
  mountCalendar(door, office)
  // Before the list of rules: their addresses look like ids of rules.
  for (const section of [clocksSection, automationSection, approvalSection, hoursSection, watchButtonSection])
    mountSection(door, office, section)
  mountSection(door, office, ratingSection)
  mountSection(door, office, reportsSection)
  mountList(door, office, rulesList)
  mountList(door, office, subtopicsList)
  mountList(door, office, settlementsList)
  mountList(door, office, recipientsList)
  mountList(door, office, routesList)
  mountList(door, office, organisationsList)
  mountList(door, office, accountsList)
  mountList(door, office, watchListOf(office.now))
  mountList(door, office, absencesList)
  mountList(door, office, dutyList)
  mountList(door, office, indicatorsList)
}
