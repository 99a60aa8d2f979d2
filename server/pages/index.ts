/**
 * The pages: server-rendered, without scripts, one page a file. Each reads the office, never the database's tables
 * of people or events; numbers and lists come from ../reports. Mounted last: what no page answers is «нет страницы».
 */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { mountTicketEvidence } from '../http/evidence.ts'
import { mountTicketFiles } from '../http/files.ts'
import { mountPageLive } from '../http/live.ts'
import { reportError } from '../http/report.ts'
import { formGuard } from '../http/session.ts'
import type { Office } from '../office.ts'
import { PeopleRefusal } from '../people/desk.ts'
import { ReadTooLong } from '../store/reading-thread.ts'
import { mountActs } from './acts/routes.tsx'
import { mountAssignmentLink } from './assignment-link.tsx'
import { mountChannels } from './channels.tsx'
import { mountDuty } from './duty.tsx'
import { mountErasure } from './erasure.tsx'
import {
  failedPage,
  foreignFormPage,
  missingPage,
  refusedPage,
  tooLargePage,
  tooLongPage,
} from './errors.tsx'
import { mountExports } from './exports.tsx'
import { mountHeat } from './heat.tsx'
import { mountImport } from './import.tsx'
import { mountIndicators } from './indicators.tsx'
import { mountIntegrity } from './integrity.tsx'
import { mountPassword } from './password.tsx'
import { mountPeople } from './people.tsx'
import { mountPerson } from './person.tsx'
import { mountPhoneCapture } from './phone-capture.tsx'
import { mountPrintAssignment } from './print-assignment.tsx'
import { mountRating } from './rating.tsx'
import { mountRecord } from './record.tsx'
import { mountReport } from './report.tsx'
import { mountReports } from './reports.tsx'
import { mountSettings } from './settings/index.ts'
import { mountSetup } from './setup.tsx'
import { mountSignIn } from './sign-in.tsx'
import { mountSpeed } from './speed.tsx'
import { mountStatic } from './static.ts'
import { mountTicket } from './ticket.tsx'
import { mountTickets } from './tickets.tsx'
import { mountWatch } from './watch.tsx'

/** A form holds at most a reply of 20,000 letters; encoded for a form each Cyrillic letter takes six bytes. */
const largestForm = 1024 * 1024

export function mountPages(app: Hono, office: Office): void {
  const pages = new Hono()
  // They bring photos: with limits and guards of their own.
  mountAssignmentLink(pages, office)
  mountPhoneCapture(pages, office)
  mountActs(pages, office)
  mountRecord(pages, office)
  mountImport(pages, office)
  pages.post('*', bodyLimit({ maxSize: largestForm, onError: tooLargePage }), formGuard(office.publicUrl))
  mountStatic(pages)
  mountPageLive(pages, office)
  mountSetup(pages, office)
  mountSignIn(pages, office)
  mountReport(pages, office)
  mountHeat(pages, office)
  mountSpeed(pages, office)
  mountReports(pages, office)
  mountRating(pages, office)
  mountIndicators(pages, office)
  mountDuty(pages, office)
  mountChannels(pages, office)
  mountWatch(pages, office)
  mountTickets(pages, office)
  mountExports(pages, office)
  mountPrintAssignment(pages, office)
  mountTicketFiles(pages, office)
  mountTicketEvidence(pages, office)
  mountTicket(pages, office)
  mountPeople(pages, office)
  mountPerson(pages, office)
  mountSettings(pages, office)
  mountPassword(pages, office)
  mountIntegrity(pages, office)
  mountErasure(pages, office)
  pages.all('*', missingPage)
  pages.onError((error, context) => {
    if (error instanceof HTTPException && error.status === 403) return foreignFormPage(context)
    if (error instanceof PeopleRefusal) return refusedPage(context, error.words)
    reportError(error)
    if (error instanceof ReadTooLong) return tooLongPage(context)
    return failedPage(context)
  })
  app.route('/', pages)
}
