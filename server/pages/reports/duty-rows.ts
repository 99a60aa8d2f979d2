/** What this person owes and by when, done or not; the nearest due first. For the page of reports and the reminders on all pages. */

import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { addDays, localDateOf } from '../../../shared/deadlines/zone.ts'
import { type Duty, type DutyState, dutiesAt, dutyState, dutyTitles } from '../../../shared/reports/duties.ts'
import { periodWords } from '../../../shared/reports/period.ts'
import type { Office, Reminder, Signed } from '../../office.ts'
import { mayMakeReports, mayReadReports, summaryOwners } from '../../reports/archive/rights.ts'
import { firstCapture } from '../../reports/note/lines.ts'
import { placeOf } from './places.ts'
import { weekAddress } from './weeks.ts'

export type DutyRow = {
  duty: Duty
  title: string
  state: DutyState
  /** «сдали 4 из 6», «проверено»; may be empty. */
  detail: string
  href: string
}

type Wanted = (duty: Duty) => boolean

/** `wanted`: what is asked about at all, so that a page that only reminds reads nothing on most days. */
export async function dutyRows(
  office: Office,
  signed: Signed,
  wanted: Wanted = () => true,
): Promise<DutyRow[]> {
  const { settings, actor } = signed
  const now = office.now()
  const isReader = mayReadReports(actor)
  const owners = settings.people.filter(({ id }) => summaryOwners(actor).includes(id))
  if (!isReader && owners.length === 0) return []
  const duties = dutiesAt(settings, now).filter(
    duty => wanted(duty) && (isReader || duty.kind === 'summaries'),
  )
  if (duties.length === 0) return []
  const place = {
    reader: office.reader,
    organisationId: office.organisationId,
    scope: office.tickets.scopeOf(signed),
  }
  // Before the first ticket there was nothing to report.
  const since = (await firstCapture(place)) ?? now
  const rows: DutyRow[] = []
  for (const duty of duties.filter(({ period }) => period.to > since)) {
    const { kind, period } = duty
    if (kind === 'summaries') {
      for (const person of owners) {
        const { life } = await office.summaries.find(person, period)
        const isOwn = person.id === signed.person.id
        rows.push({
          duty,
          title: isOwn ? 'Моя сводка' : `Сводка: ${person.title}`,
          state: dutyState(duty, life.handedIn !== null, now),
          detail: life.handedIn ? 'сдана' : life.returned ? 'возвращена' : '',
          href: weekAddress('/summary', period, isOwn ? {} : { person: person.id }),
        })
      }
      if (!isReader) continue
      const all = await office.summaries.all(settings, period)
      if (all.length === 0) continue
      const handed = all.filter(({ life }) => life.handedIn !== null).length
      rows.push({
        duty,
        title: dutyTitles.summaries,
        state: dutyState(duty, handed === all.length, now),
        detail: `сдали ${handed}\u00a0из\u00a0${all.length}`,
        href: weekAddress('/summaries', period),
      })
      continue
    }
    const { life } = await office.reports.find(kind, period)
    rows.push({
      duty,
      title: dutyTitles[kind],
      state: dutyState(duty, life.stage === 'sent', now),
      detail: { draft: '', checked: 'проверено', approved: 'утверждено, не отправлено', sent: 'отправлено' }[
        life.stage
      ],
      href: placeOf(kind).addressOf(period),
    })
  }
  return rows
}

/** What must be done now and until it is done: own summaries, and for the head of the centre the reports and the requests. */
export async function remindersFor(office: Office, signed: Signed): Promise<Reminder[]> {
  const now = office.now()
  const isMaker = mayMakeReports(signed.actor)
  if (!isMaker && summaryOwners(signed.actor).length === 0) return []
  const { zone } = signed.settings.deadlines
  const rows = await dutyRows(office, signed, duty => dutyState(duty, false, now) !== 'later')
  const reminders = rows
    .filter(({ state, href }) => state !== 'done' && (isMaker || !href.startsWith('/summaries')))
    .map(({ duty, title, state, href }) => ({
      href,
      words: `${title}, ${lowered(periodWords(duty.period))}: ${state === 'overdue' ? 'срок истёк' : 'срок до'} ${formatDateTime(duty.dueAt, zone)}`,
      isOverdue: state === 'overdue',
    }))
  return isMaker ? [...reminders, ...(await requestReminders(office, signed))] : reminders
}

async function requestReminders(office: Office, { settings }: Signed): Promise<Reminder[]> {
  const today = localDateOf(office.now(), settings.deadlines.zone)
  const until = addDays(today, settings.reports.requests.remindDays)
  const waiting = (await office.reportRequests.list()).filter(
    ({ answeredOn, dueOn }) => answeredOn === null && dueOn <= until,
  )
  if (waiting.length === 0) return []
  const isOverdue = waiting.some(({ dueOn }) => dueOn < today)
  return [
    {
      href: '/reports/requests',
      words: `Запросы материалов, на которые пора ответить: ${waiting.length}`,
      isOverdue,
    },
  ]
}

function lowered(words: string): string {
  return `${words.charAt(0).toLowerCase()}${words.slice(1)}`
}
