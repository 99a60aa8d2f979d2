/** `/duty`: who is on duty, what came over the days off, what is urgent, and what happened by itself (PRACTICE P17). */
import type { Hono } from 'hono'
import { formatDateTime } from '../../shared/deadlines/words.ts'
import { refusalWords } from '../../shared/errors.ts'
import { absencesAt, shiftAt } from '../../shared/policy/actor.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { plural } from '../../shared/reference/plural.ts'
import { type DaysOff, lastDaysOff } from '../../shared/reports/days-off.ts'
import { isOpen, type TicketView } from '../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../office.ts'
import type { Digest } from '../reports/digests.ts'
import { readQueue } from '../reports/queue.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { readForm } from './form.ts'
import { Page } from './layout.tsx'
import { TicketRow, TicketTable } from './queue/TicketTable.tsx'
import { asOfWords, counted, noTicketsWords, ticketForms } from './words.ts'

export function mountDuty(app: Hono, office: Office): void {
  app.get(
    '/duty',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const place = { reader: office.reader, organisationId: office.organisationId, scope }
      const daysOff = lastDaysOff(now, signed.settings.deadlines)
      const came =
        daysOff === undefined
          ? []
          : rowsOf(await readQueue(place, signed, { tab: 'all', recorded: daysOff }, now))
      const open = rowsOf(await readQueue(place, signed, { tab: 'all' }, now))
      return answerPage(
        context,
        <DutyPage
          signed={signed}
          now={now}
          daysOff={daysOff}
          came={came}
          urgent={open.filter(({ ticket }) => ticket.urgent && isOpen(ticket))}
          digests={await office.digests.unseen(signed)}
        />,
      )
    }),
  )

  app.post(
    '/duty/hand-over',
    signedIn(office, async (context, signed) => {
      if (shiftAt(signed.settings, office.now())?.personId !== signed.person.id)
        return forbiddenPage(context, signed, refusalWords({ code: 'forbidden', details: {} }))
      await office.people.handOverDuty(signed)
      return context.redirect('/duty', 303)
    }),
  )

  app.post(
    '/duty/digests',
    signedIn(office, async (context, signed) => {
      const form = await readForm(context)
      await office.digests.see(signed, form.all('id'))
      return context.redirect(form.one('back') === 'report' ? '/' : '/duty', 303)
    }),
  )
}

const rowsOf = ({ groups }: { groups: { rows: TicketView[] }[] }) => groups.flatMap(({ rows }) => rows)

type DutyProps = {
  signed: Signed
  now: string
  daysOff: DaysOff | undefined
  came: TicketView[]
  urgent: TicketView[]
  digests: Digest[]
}

function DutyPage({ signed, now, daysOff, came, urgent, digests }: DutyProps) {
  const { settings } = signed
  const { zone } = settings.deadlines
  return (
    <Page signed={signed} tab="duty" title="Дежурство" wide>
      <div class="headline">
        <div>
          <h1>Дежурство</h1>
          <p class="quiet">{asOfWords(now, zone)}</p>
        </div>
      </div>
      <Digests digests={digests} back="duty" />
      <Shift signed={signed} now={now} />
      <Absences signed={signed} now={now} />
      <section class="stack" aria-labelledby="urgent">
        <h2 id="urgent">{`Срочные: ${urgent.length}`}</h2>
        {urgent.length === 0 ? (
          <p class="quiet">Срочных карточек нет. Здесь будут те, что отмечены «Срочно» и ещё не решены.</p>
        ) : (
          <Rows rows={urgent} signed={signed} now={now} />
        )}
      </section>
      <section class="stack" aria-labelledby="days-off">
        <h2 id="days-off">{`Поступило за выходные: ${came.length}`}</h2>
        {daysOff !== undefined && (
          <p class="quiet">
            {`С ${formatDateTime(daysOff.from, zone)} до ${formatDateTime(daysOff.to, zone)} · `}
            <a href={address('/tickets', { tab: 'all', weekend: 'yes' })}>в очереди</a>
          </p>
        )}
        {came.length === 0 ? (
          <p class="quiet">За выходные ничего не записано.</p>
        ) : (
          <Rows rows={came} signed={signed} now={now} />
        )}
      </section>
    </Page>
  )
}

function Rows({ rows, signed, now }: { rows: TicketView[]; signed: Signed; now: string }) {
  return (
    <TicketTable>
      <tbody>
        {rows.map(view => (
          <TicketRow key={view.ticket.id} view={view} signed={signed} now={now} />
        ))}
      </tbody>
    </TicketTable>
  )
}

function Shift({ signed, now }: { signed: Signed; now: string }) {
  const { settings, person } = signed
  const { zone } = settings.deadlines
  const shift = shiftAt(settings, now)
  const next = settings.dutyShifts
    .filter(each => Date.parse(each.from) > Date.parse(now))
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0]
  return (
    <section class="sheet stack tight" aria-label="Кто дежурит">
      {shift === undefined ? (
        <p>Сейчас никто не дежурит.</p>
      ) : (
        <p>
          Дежурит{' '}
          <b>{`${titleOf(settings.people, shift.personId)}${shift.personId === person.id ? ' (вы)' : ''}`}</b>
          {` до ${formatDateTime(shift.to, zone)}.`} Видит все блоки, разбирает и передаёт; о срочном
          предупреждён.
        </p>
      )}
      {next !== undefined && (
        <p class="quiet">
          {`Следующее дежурство: ${titleOf(settings.people, next.personId)}, с ${formatDateTime(next.from, zone)}.`}
        </p>
      )}
      {shift?.personId === person.id && (
        <form method="post" action="/duty/hand-over">
          <button type="submit">Сдать дежурство</button>
        </form>
      )}
    </section>
  )
}

/** An absence without a substitute warns (P17). */
function Absences({ signed, now }: { signed: Signed; now: string }) {
  const { settings } = signed
  const absences = absencesAt(settings, now)
  if (absences.length === 0) return null
  return (
    <section class="sheet stack tight" aria-label="Кого замещают">
      <ul class="bare">
        {absences.map(({ id, absentId, substituteId }) => (
          <li key={id}>
            {substituteId === null ? (
              <span class="state overdue">
                <span class="shape" aria-hidden="true">
                  ▲
                </span>
                {`${titleOf(settings.people, absentId)} отсутствует, и. о. не назначен`}
              </span>
            ) : (
              `${titleOf(settings.people, absentId)} отсутствует, и. о.: ${titleOf(settings.people, substituteId)}`
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** «Пока сервер не работал, на решение вынесено 14 карточек», until it is said to be understood. */
export function Digests({ digests, back }: { digests: readonly Digest[]; back: 'duty' | 'report' }) {
  if (digests.length === 0) return null
  return (
    <section class="notice today" aria-label="Что произошло само">
      {digests.map(({ id, numbers, afterDowntime }) => (
        <p key={id}>
          {afterDowntime ? 'Пока сервер не работал, на решение вынесено ' : 'На решение вынесено '}
          <b>{counted(numbers.length, ticketForms)}</b>
          {`, потому что ${plural(numbers.length, ['её срок нарушен', 'их сроки нарушены', 'их сроки нарушены'])} (п. 3.3): `}
          {numbers.slice(0, 20).map((number, index) => (
            <span key={number}>
              {index > 0 && ', '}
              <a href={`/tickets/${number}`}>{`№\u00a0${number}`}</a>
            </span>
          ))}
          {numbers.length > 20 && (
            <>
              {' … '}
              <a href={address('/tickets', { tab: 'all', before_head: 'yes' })}>все</a>
            </>
          )}
        </p>
      ))}
      <form method="post" action="/duty/digests">
        <input type="hidden" name="back" value={back} />
        {digests.map(({ id }) => (
          <input key={id} type="hidden" name="id" value={id} />
        ))}
        <button type="submit">Понятно</button>
      </form>
    </section>
  )
}
