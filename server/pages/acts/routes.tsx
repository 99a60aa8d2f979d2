/** Acts on a ticket: each has a page of its own with its form, and takes the form from there or from the ticket's page. */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { v7 as uuid } from 'uuid'
import type { ActContext, ActForm, ActType, FormValues } from '../../../shared/acts/contract.ts'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import type { Conflict } from '../../../shared/acts/merge.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { formWith } from '../../../shared/acts/reading.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { refusalWords } from '../../../shared/errors.ts'
import { facetsOf, isEmptyScope, mayDo } from '../../../shared/policy/permissions.ts'
import { isOpenProblem, type TicketView } from '../../../shared/ticket/ticket.ts'
import { largestUploadForm } from '../../files/uploads.ts'
import { formGuard } from '../../http/session.ts'
import type { Office, Signed } from '../../office.ts'
import type { OpeningWay } from '../../tickets/openings.ts'
import { address } from '../address.ts'
import { answerPage, signedIn } from '../answer.tsx'
import { forbiddenPage, keptWordsPage, tooLargePage, unseenTicketPage } from '../errors.tsx'
import { TextField } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { Sources, TicketHead } from '../ticket/parts.tsx'
import { noTicketsWords } from '../words.ts'
import { ActFormView, type ShownAgain } from './ActFormView.tsx'
import { findNearby, nearbyFor, nearbyLabel } from './nearby.ts'
import { doubtIn, withChosenKind } from './reply-kind.ts'
import { FileRefusal, keepFile } from './uploads.ts'
import { fitted, mergePosted, type Posted, readPosted, seenIn, withFiles, wordsTyped } from './values.ts'
import { isActType } from './words.ts'

/** A form of words only holds at most a reply of 20,000 letters; encoded each Cyrillic letter takes six bytes. */
const largestWords = 1024 * 1024

/** Mounted before the pages' own limit: some forms bring photos. */
export function mountActs(app: Hono, office: Office): void {
  const withFiles = bodyLimit({ maxSize: largestUploadForm, onError: tooLargePage })
  const ofWords = bodyLimit({ maxSize: largestWords, onError: tooLargePage })
  app.get(
    '/tickets/:number/acts/:act',
    signedIn(office, async (context, signed) => {
      const asked = await askedFor(office, context, signed)
      if (asked instanceof Response) return asked
      const { act, view } = asked
      const named = await findTicket(office, signed, context.req.query('number')?.replaceAll(/\D/g, '') ?? '')
      const at = await actContext(office, signed, view, act, named)
      const blank = formFor(act, view, at)
      // Whom the person named by number is chosen already.
      const field = numberFields[act]
      const form =
        field === undefined || named === undefined ? blank : formWith(blank, { [field]: named.ticket.id })
      return answerPage(
        context,
        <ActPage office={office} signed={signed} view={view} form={form} opened={blank} />,
      )
    }),
  )

  app.post(
    '/tickets/:number/acts/:act',
    (context, next) =>
      (context.req.header('content-type')?.startsWith('multipart/') ? withFiles : ofWords)(context, next),
    formGuard(office.publicUrl),
    signedIn(office, async (context, signed) => {
      const asked = await askedFor(office, context, signed)
      const posted = await readPosted(context)
      if (asked instanceof Response) return withWords(context, signed, posted, asked)
      const { act, view } = asked
      return take(office, context, signed, act, view, posted)
    }),
  )
}

/** The ticket or the right went while they wrote: the page that says so gives the words back. */
function withWords(context: Context, signed: Signed, posted: Posted, otherwise: Response): Response {
  const words = wordsTyped(posted)
  const number = (context.req.param('number') ?? '').slice(0, 20)
  return words.length === 0 ? otherwise : keptWordsPage(context, signed, number, words)
}

/** Acts that name another ticket, by the field: where it is not among those alike, its number is typed. */
const numberFields: Partial<Record<ActType, string>> = { merge: 'into', classify: 'repeatOf' }

type Asked = { act: ActType; view: TicketView }

/** The act and the ticket of the address, or the page that says why there is none. */
async function askedFor(office: Office, context: Context, signed: Signed): Promise<Asked | Response> {
  const number = context.req.param('number') ?? ''
  const act = context.req.param('act') ?? ''
  const view = await findTicket(office, signed, number)
  if (view === undefined || !isActType(act)) return unseen(context, office, signed, number)
  if (act === 'undo' || mayDo(signed.actor, act, signed.settings, facetsOf(view.ticket))) return { act, view }
  return forbiddenPage(context, signed, refusalWords({ code: 'forbidden', details: {} }))
}

/** In the person's scope only. */
export async function findTicket(
  office: Office,
  signed: Signed,
  number: string,
  /** Shown to a person, which the access log remembers. */
  way?: OpeningWay,
): Promise<TicketView | undefined> {
  if (!/^\d{1,9}$/.test(number)) return undefined
  return office.tickets.find(signed, { number: Number(number) }, way)
}

export function unseen(context: Context, office: Office, signed: Signed, number: string): Response {
  if (isEmptyScope(office.tickets.scopeOf(signed))) return forbiddenPage(context, signed, noTicketsWords)
  return unseenTicketPage(context, signed, number.slice(0, 20))
}

/** Tickets alike are looked for only where the form offers them. */
export async function actContext(
  office: Office,
  signed: Signed,
  view: TicketView,
  act: ActType,
  /** A ticket that the person named by its number or chose before. */
  named?: TicketView,
): Promise<ActContext> {
  const { actor, settings } = signed
  const context = { actor, settings, now: office.now() }
  if (act !== 'merge' && act !== 'classify') return context
  const found = nearbyFor(act, await findNearby(office, signed, view), settings)
  if (named === undefined || found.some(each => each.ticketId === named.ticket.id))
    return { ...context, nearby: found }
  return {
    ...context,
    nearby: [{ ticketId: named.ticket.id, label: nearbyLabel(named, settings) }, ...found],
  }
}

async function take(
  office: Office,
  context: Context,
  signed: Signed,
  act: ActType,
  view: TicketView,
  posted: Posted,
): Promise<Response> {
  const into = posted.one('into') || posted.one('repeatOf')
  const named = into === '' ? undefined : await office.tickets.find(signed, { id: into })
  const at = await actContext(office, signed, view, act, named)
  const form = formFor(act, view, at)
  const again = (values: FormValues, given: Partial<ShownAgain>) => ({
    form,
    again: { values, faults: {}, words: undefined, conflicts: [], ...given },
  })
  const show = async (standing: TicketView, shown: { form: ActForm; again: ShownAgain }, status: 409 | 422) =>
    answerPage(context, <ActPage office={office} signed={signed} view={standing} {...shown} />, status)

  let values: FormValues
  try {
    values = await withFiles(posted, form, keepFile(office, signed))
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    return show(view, again(fitted(posted.values, form), { faults: { [error.field]: error.words } }), 422)
  }
  const isOlder = posted.one('version') !== String(view.ticket.version)
  if (isOlder || Object.keys(posted.chosen).length > 0) {
    const { chosen } = posted
    const merged = mergePosted(form, { seen: seenIn(posted.one('seen')), typed: values, chosen })
    if (merged.conflicts.length > 0)
      return show(view, again(merged.values, { conflicts: merged.conflicts }), 409)
    values = merged.values
  }
  const today = localDateOf(at.now, signed.settings.deadlines.zone)
  values = withChosenKind(values, today)
  const read = readForm(act, values, view, at)
  if (read.outcome === 'faults') return show(view, again(values, { faults: read.faults }), 422)
  const doubt = doubtIn(form, values, today)
  if (doubt !== undefined) return show(view, again(values, { doubt }), 422)
  const outcome = await office.tickets.submit(signed, {
    id: posted.one('commandId'),
    ticketId: view.ticket.id,
    occurredAt: office.now(),
    baseVersion: view.ticket.version,
    dependsOn: null,
    ...read.command,
  })
  const { number } = view.ticket
  const standing = await findTicket(office, signed, String(number))
  if (outcome.outcome === 'accepted') {
    // The act may have taken the ticket out of the person's scope: then the queue says so.
    const to = standing === undefined ? '/tickets' : `/tickets/${number}`
    const query = standing === undefined ? { left: act, number: number ?? undefined } : { done: act }
    return context.redirect(address(to, query), 303)
  }
  if (standing === undefined)
    return withWords(context, signed, posted, unseen(context, office, signed, String(number)))
  const words = refusalWords(outcome.refusal)
  const fresh = formFor(act, standing, at)
  if (outcome.refusal.code === 'conflict') {
    // A colleague was faster by a moment: the same question as for an older version.
    const seen = seenIn(posted.one('seen'))
    const { conflicts, ...rest } = mergePosted(fresh, { seen, typed: values, chosen: {} })
    return show(standing, { form: fresh, again: { ...rest, faults: {}, words, conflicts } }, 409)
  }
  return show(standing, { form: fresh, again: { values, faults: {}, words, conflicts: noConflicts } }, 422)
}

const noConflicts: readonly Conflict[] = []

type ActPageProps = {
  office: Office
  signed: Signed
  view: TicketView
  form: ActForm
  /** The form without what was chosen by the address. */
  opened?: ActForm
  again?: ShownAgain
}

/** The form beside what it is about. */
function ActPage({ office, signed, view, form, opened = form, again }: ActPageProps) {
  const { ticket } = view
  const { actor, settings } = signed
  const offers = offersFor(view, { actor, settings, now: office.now() })
  // Whether a ticket can be joined depends on the other one, which is not chosen yet.
  const isOffered =
    form.act === 'merge' ||
    // A general problem is declared anew with another end.
    (form.act === 'declare_problem' && isOpenProblem(ticket)) ||
    offers.some(offer => offer.act === form.act)
  return (
    <Page
      signed={signed}
      tab="queue"
      title={`${form.title} · №\u00a0${ticket.number}`}
      wide
      ticketId={ticket.id}
      liveUrl={`/tickets/${ticket.number}/acts/${form.act}`}
    >
      <p class="back">
        <a href={`/tickets/${ticket.number}`}>{`← К карточке №\u00a0${ticket.number}`}</a>
      </p>
      <div data-live="head">
        <TicketHead view={view} settings={signed.settings} now={office.now()} />
      </div>
      <div class="two act-page">
        <section class="sheet stack" aria-labelledby="act">
          <h2 id="act">{form.title}</h2>
          {!isOffered && again === undefined && (
            <p class="help">
              Сейчас это действие может быть не принято: состояние карточки изменилось. Посмотрите карточку,
              прежде чем заполнять форму.
            </p>
          )}
          <ActFormView form={form} opened={opened} ticket={ticket} commandId={uuid()} again={again} isAlone />
          {numberFields[form.act] !== undefined && (
            <form method="get" action={`/tickets/${ticket.number}/acts/${form.act}`} class="find-number">
              <TextField
                name="number"
                label={
                  form.act === 'merge' ? 'Другая карточка: её номер' : 'Повторное к другой карточке: её номер'
                }
                maxLength={9}
              />
              <button type="submit">Найти</button>
            </form>
          )}
        </section>
        <div class="stack side" data-live="sources">
          <Sources view={view} signed={signed} />
        </div>
      </div>
    </Page>
  )
}
