/**
 * «Поручение» of a ticket to hand on (PRACTICE P6): a text to copy, a sheet to print, a link for a phone. Without the
 * author; who may assign gives links, sees their openings and takes them back.
 */
import type { Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { routeFor } from '../../shared/acts/choices.ts'
import { dueWords, formatDate, formatDateTime } from '../../shared/deadlines/words.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import { aboutOf, recipientKey } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { assignmentLines, assignmentText, executorTitle } from '../../shared/reference/assignment-text.ts'
import type { CommandInput } from '../../shared/ticket/commands.ts'
import { assignmentOf, type TicketView } from '../../shared/ticket/ticket.ts'
import { type LinkRow, mayGiveLink } from '../links/links.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, type SignedHandler, signedIn } from './answer.tsx'
import { unseenTicketPage } from './errors.tsx'
import { LongTextField, Notice, SelectField, TextField } from './Field.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { Page } from './layout.tsx'
import { counted } from './words.ts'

const nbsp = '\u00a0'

export function mountPrintAssignment(app: Hono, office: Office): void {
  const onTicket = (handler: (context: Context, signed: Signed, view: TicketView) => Promise<Response>) => {
    const handle: SignedHandler = async (context, signed) => {
      const number = context.req.param('number') ?? ''
      const view = /^\d{1,9}$/.test(number)
        ? await office.tickets.find(signed, { number: Number(number) }, 'print')
        : undefined
      return view === undefined
        ? unseenTicketPage(context, signed, number.slice(0, 20))
        : handler(context, signed, view)
    }
    return signedIn(office, handle)
  }

  app.get(
    '/tickets/:number/assignment',
    onTicket(async (context, signed, view) => show(office, context, signed, view)),
  )

  app.post(
    '/tickets/:number/assignment/link',
    onTicket(async (context, signed, view) => {
      const form = await readForm(context)
      const assigned = await assignFirst(office, signed, view, form)
      if ('words' in assigned) return show(office, context, signed, view, { form, words: assigned.words })
      const created = await office.links.create(signed, assigned.view)
      if (created.outcome === 'failed')
        return show(office, context, signed, assigned.view, { form, words: created.words })
      // Not a redirect: the address is shown this once and stands nowhere else.
      return show(office, context, signed, assigned.view, { fresh: created.url })
    }),
  )

  app.post(
    '/tickets/:number/assignment/revoke',
    onTicket(async (context, signed, view) => {
      const form = await readForm(context)
      const revoked = await office.links.revoke(signed, view, form.one('linkId'))
      if (revoked.outcome === 'failed') return show(office, context, signed, view, { words: revoked.words })
      return context.redirect(`/tickets/${view.ticket.number ?? ''}/assignment`, 303)
    }),
  )
}

/** A link of a ticket that nobody has yet assigns it in the same act. */
async function assignFirst(
  office: Office,
  signed: Signed,
  view: TicketView,
  form: Form,
): Promise<{ view: TicketView } | { words: string }> {
  const recipientId = form.one('recipientId')
  if (recipientId === '') return { view }
  const command: CommandInput = {
    id: uuid(),
    ticketId: view.ticket.id,
    occurredAt: office.now(),
    baseVersion: view.ticket.version,
    dependsOn: null,
    type: 'assign',
    data: { recipientId, note: form.one('note') || null, dueOn: form.one('dueOn') || null },
  }
  const outcome = await office.tickets.submit(signed, command)
  if (outcome.outcome === 'refused') return { words: refusalWords(outcome.refusal) }
  const assigned = await office.tickets.find(signed, { id: view.ticket.id })
  return assigned === undefined ? { words: 'Карточка ушла из вашей очереди.' } : { view: assigned }
}

type Shown = { form?: Form; words?: string; fresh?: string }

async function show(
  office: Office,
  context: Context,
  signed: Signed,
  view: TicketView,
  shown: Shown = {},
): Promise<Response> {
  const links = await office.links.list(signed, view)
  const page = (
    <AssignmentSheetPage
      signed={signed}
      view={view}
      links={links}
      now={office.now()}
      mayGive={mayGiveLink(signed, view)}
      {...shown}
    />
  )
  return answerPage(context, page, shown.words === undefined ? 200 : 422)
}

type Props = { signed: Signed; view: TicketView; links: LinkRow[]; now: string; mayGive: boolean } & Shown

function AssignmentSheetPage({ signed, view, links, now, mayGive, form, words, fresh }: Props) {
  const { settings } = signed
  const { ticket } = view
  const title = `Поручение по сообщению №${nbsp}${ticket.number ?? ''}`
  const assignment = assignmentOf(ticket)
  return (
    <Page signed={signed} tab="queue" title={title} stands>
      <p class="back no-print">
        <a href={`/tickets/${ticket.number ?? ''}`}>← К карточке</a>
      </p>
      <h1>{title}</h1>
      {words && <Notice tone="refused">{words}</Notice>}
      {fresh && (
        <div class="no-print">
          <Notice tone="done">
            Ссылка готова. Отправьте её исполнителю сейчас: больше она нигде не показывается.
            <p class="fresh-link">{fresh}</p>
          </Notice>
        </div>
      )}
      {assignment !== null && (
        <section class="sheet assignment-sheet" aria-label="Поручение">
          <dl>
            {assignmentLines(view, settings).map(line => (
              <>
                <dt>{line.label}</dt>
                <dd>{line.words}</dd>
              </>
            ))}
          </dl>
          <p class="signature">
            Выдано {formatDate(localDateOf(assignment.at, settings.deadlines.zone))},{' '}
            {titleOf(settings.people, assignment.by)}
          </p>
        </section>
      )}
      {assignment !== null && (
        <section class="sheet stack no-print">
          <h2>Текст, чтобы скопировать</h2>
          <p class="help">
            Без данных автора. Нажмите в поле, выделите всё и скопируйте; печать — командой браузера, на
            бумаге будет только поручение.
          </p>
          <label for="assignment-text" class="quiet">
            Поручение
          </label>
          <textarea id="assignment-text" class="assignment-text" readOnly rows={14}>
            {assignmentText(view, settings, { link: fresh ?? null })}
          </textarea>
        </section>
      )}
      {mayGive && (
        <section class="sheet stack no-print">
          <h2>Ссылка для исполнителя</h2>
          <p class="help">
            Открывается на телефоне без входа и установки, действует{' '}
            {counted(settings.automation.linkDays, ['день', 'дня', 'дней'])} и до принятого ответа.
          </p>
          <Links number={ticket.number} links={links} settings={settings} now={now} />
          <form method="post" action={`/tickets/${ticket.number ?? ''}/assignment/link`} class="stack">
            {(assignment?.recipientId ?? null) === null && (
              <AssignFields view={view} settings={settings} form={form ?? emptyForm} />
            )}
            <button class="main" type="submit">
              {assignment === null ? 'Поручить и дать ссылку' : 'Дать ссылку'}
            </button>
          </form>
        </section>
      )}
      {assignment === null && !mayGive && <p class="sheet">Карточка ещё никому не поручена.</p>}
    </Page>
  )
}

/** As the routing table would have it (P6); never to whom the complaint is about (P8). */
function AssignFields({ view, settings, form }: { view: TicketView; settings: Settings; form: Form }) {
  const about: readonly string[] = aboutOf(view.ticket)
  const usual = routeFor(settings, view.ticket)?.recipientId ?? ''
  return (
    <>
      <SelectField
        name="recipientId"
        label="Кому поручить"
        value={form.one('recipientId') || usual}
        required
        choices={[
          { value: '', title: 'выберите получателя' },
          ...settings.recipients
            .filter(({ id }) => !about.includes(recipientKey(id)))
            .map(({ id, title }) => ({ value: id, title })),
        ]}
      />
      <LongTextField name="note" label="Что сделать" value={form.one('note')} rows={3} maxLength={4_000} />
      <TextField name="dueOn" label="Ответить до" type="date" value={form.one('dueOn')} />
    </>
  )
}

function Links({
  number,
  links,
  settings,
  now,
}: {
  number: number | null
  links: LinkRow[]
  settings: Settings
  now: string
}) {
  if (links.length === 0) return <p class="quiet">Ссылок ещё не давали.</p>
  return (
    <ul class="link-list">
      {links.map(link => (
        <li key={link.id}>
          <span>
            {executorTitle({ recipientId: link.recipientId, personId: null }, settings)}:{' '}
            {stateWords(link, settings, now)}
            <small class="quiet">
              {' '}
              {titleOf(settings.people, link.createdBy)},{' '}
              {formatDateTime(link.createdAt, settings.deadlines.zone)}
              {' · '}
              {openingWords(link, settings)}
            </small>
          </span>
          {isLive(link, now) && (
            <form method="post" action={`/tickets/${number ?? ''}/assignment/revoke`}>
              <input type="hidden" name="linkId" value={link.id} />
              <button class="danger" type="submit">
                Отозвать
              </button>
            </form>
          )}
        </li>
      ))}
    </ul>
  )
}

function isLive(link: LinkRow, now: string): boolean {
  return link.usedAt === null && link.revokedAt === null && link.expiresAt > now
}

function stateWords(link: LinkRow, { deadlines: { zone } }: Settings, now: string): string {
  if (link.usedAt !== null) return `ответ принят ${formatDateTime(link.usedAt, zone)}`
  if (link.revokedAt !== null) return `отозвана ${formatDateTime(link.revokedAt, zone)}`
  if (link.expiresAt <= now) return 'срок вышел'
  return `действует ${dueWords(link.expiresAt, now, zone)}`
}

function openingWords({ openings, lastOpenedAt }: LinkRow, { deadlines: { zone } }: Settings): string {
  if (openings === 0 || lastOpenedAt === null) return 'ещё не открывали'
  return `открывали ${counted(openings, ['раз', 'раза', 'раз'])}, последний ${formatDateTime(lastOpenedAt, zone)}`
}
