/**
 * `/l/:token` — an assignment on the executor's phone (PRACTICE P6): nothing to install, no script, no account. The token
 * is the only thing the address holds, and it opens this one assignment and nothing else.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { v7 as uuid } from 'uuid'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import type { CommandInput, FileReference } from '../../shared/ticket/commands.ts'
import { preparedOf } from '../../shared/ticket/ticket.ts'
import { fileResponse } from '../files/response.ts'
import { largestUploadForm, takeUploads } from '../files/uploads.ts'
import { senderOf } from '../http/sender.ts'
import type { OpenedLink } from '../links/links.ts'
import { isShownToPerson } from '../links/shown.ts'
import type { Office } from '../office.ts'
import { answerPage, type PageStatus } from './answer.tsx'
import { EndedPage, TooLargeUploadPage } from './assignment-link-ended.tsx'
import type { LinkAct, TypedAnswer } from './assignment-link-forms.tsx'
import { AssignmentPage } from './assignment-link-page.tsx'
import { foreignFormPage } from './errors.tsx'
import { type Form, readForm } from './form.ts'

type Open = Extract<OpenedLink, { outcome: 'open' }>
type LinkCommand = 'prepare_reply' | 'request_date' | 'decline_assignment' | 'accept_assignment'
type Body = {
  [Type in LinkCommand]: Pick<Extract<CommandInput, { type: Type }>, 'type' | 'data'>
}[LinkCommand]
type Read =
  | { outcome: 'command'; body: Body }
  | { outcome: 'faults'; faults: TypedAnswer['faults']; files: FileReference[] }

/** Mounted before the pages' own limit and guard: forms bring photos here, and their `Origin` is «null». */
export function mountAssignmentLink(app: Hono, office: Office): void {
  app.use('/l/*', async (context, next) => {
    await next()
    // The address is the secret: it goes to no other place.
    context.res.headers.set('referrer-policy', 'no-referrer')
    context.res.headers.set('x-robots-tag', 'noindex, nofollow')
  })

  app.get('/l/:token', async context => {
    const opened = await open(office, context, isShownToPerson(context.req.raw))
    return opened.outcome === 'open' ? show(office, context, opened) : ended(context, opened)
  })

  app.get('/l/:token/files/:contentId', async context => {
    const opened = await open(office, context, false)
    if (opened.outcome !== 'open') return ended(context, opened)
    const contentId = context.req.param('contentId')
    // What came with the message; nothing else of the ticket is the executor's to see by a link.
    const isShown = opened.view.ticket.fileContentIds.includes(contentId)
    return fileResponse(isShown ? await office.files.find(opened.view, contentId) : undefined)
  })

  app.post(
    '/l/:token/:act',
    bodyLimit({ maxSize: largestUploadForm, onError: tooLargeUpload }),
    async context => {
      if (!isOwnForm(context, office.publicUrl)) return foreignFormPage(context)
      const opened = await open(office, context, false)
      if (opened.outcome !== 'open') return ended(context, opened)
      const act = actOf(context.req.param('act'))
      if (act === undefined) return show(office, context, opened)
      const form = await readForm(context)
      const read = await readAct(office, context, opened, act, form)
      const again = (given: Pick<TypedAnswer, 'faults' | 'files'>) =>
        show(office, context, opened, { act, form, ...given })
      if (read.outcome === 'faults') return again(read)
      const outcome = await office.links.submit(opened, {
        id: form.one('commandId') || uuid(),
        ticketId: opened.view.ticket.id,
        occurredAt: office.now(),
        baseVersion: opened.view.ticket.version,
        dependsOn: null,
        ...read.body,
      })
      if (outcome.outcome === 'refused') {
        const files = read.body.type === 'prepare_reply' ? (read.body.data.files ?? []) : []
        return again({ faults: { '': refusalWords(outcome.refusal) }, files })
      }
      return context.redirect(`/l/${context.req.param('token')}`, 303)
    },
  )
}

export const tooLargeUpload = (context: Context) => answerPage(context, <TooLargeUploadPage />, 413)

function open(office: Office, context: Context, log: boolean): Promise<OpenedLink> {
  return office.links.open(context.req.param('token') ?? '', senderOf(context), log)
}

/** The token is what a stranger's page lacks; what a browser says of the sender is asked besides. */
function isOwnForm(context: Context, publicUrl: string): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined && site !== 'same-origin') return false
  const origin = context.req.header('origin')
  // Under `no-referrer` our own forms say «null».
  if (origin === undefined || origin === 'null') return true
  return origin === new URL(publicUrl).origin || origin === new URL(context.req.url).origin
}

const acts: readonly LinkAct[] = ['accept', 'answer', 'date', 'decline']

function actOf(value: string | undefined): LinkAct | undefined {
  return acts.find(act => act === value)
}

async function readAct(
  office: Office,
  context: Context,
  opened: Open,
  act: LinkAct,
  form: Form,
): Promise<Read> {
  const faults: Record<string, string> = {}
  switch (act) {
    case 'accept':
      return { outcome: 'command', body: { type: 'accept_assignment', data: {} } }
    case 'date': {
      const today = localDateOf(office.now(), opened.settings.deadlines.zone)
      const date = form.one('date')
      const reason = form.one('reason')
      if (!isDate(date) || date < today) faults.date = 'Укажите сегодняшнюю или будущую дату.'
      if (reason === '') faults.reason = 'Напишите, почему нужен новый срок.'
      if (Object.keys(faults).length > 0) return { outcome: 'faults', faults, files: [] }
      return { outcome: 'command', body: { type: 'request_date', data: { date, reason } } }
    }
    case 'decline': {
      const reason = form.one('reason')
      if (reason === '')
        return { outcome: 'faults', faults: { reason: 'Напишите, почему это не ваше и чьё.' }, files: [] }
      return { outcome: 'command', body: { type: 'decline_assignment', data: { reason } } }
    }
    case 'answer':
      return readAnswer(office, context, opened, form)
    default: {
      const never: never = act
      return never
    }
  }
}

const outcomesOfLink = ['solved', 'explained', 'planned'] as const

async function readAnswer(office: Office, context: Context, opened: Open, form: Form): Promise<Read> {
  const { files, faults: fileFaults } = await takeUploads(context, office.files, opened.actor.personId)
  const faults: Record<string, string> = {}
  const text = form.one('text')
  const outcome = outcomesOfLink.find(each => each === form.one('outcome'))
  const date = form.one('promisedDate')
  const today = localDateOf(office.now(), opened.settings.deadlines.zone)
  if (text === '') faults.text = 'Напишите, что сделано: из этого получится ответ жителю.'
  if (outcome === undefined) faults.outcome = 'Отметьте, чем кончилось.'
  if (outcome === 'planned' && (!isDate(date) || date < today))
    faults.promisedDate = 'Укажите день, к которому сделаете: сегодняшний или будущий.'
  if (fileFaults.length > 0) faults.photos = fileFaults.join(' ')
  if (outcome === undefined || Object.keys(faults).length > 0) return { outcome: 'faults', faults, files }
  const [recipientId] = opened.actor.recipientIds
  return {
    outcome: 'command',
    body: {
      type: 'prepare_reply',
      data: {
        kind: 'final',
        text,
        outcome,
        promisedDate: outcome === 'planned' ? date : null,
        responsible:
          outcome === 'planned' && recipientId !== undefined ? { type: 'recipient', recipientId } : null,
        files,
        // Two answers by one link at once: the second must not take the first away unseen.
        from: preparedOf(opened.view.ticket)?.contentId ?? null,
      },
    },
  }
}

function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}

function show(office: Office, context: Context, opened: Open, typed?: TypedAnswer): Response {
  const page = (
    <AssignmentPage
      token={context.req.param('token') ?? ''}
      opened={opened}
      now={office.now()}
      commandId={uuid()}
      typed={typed}
    />
  )
  return answerPage(context, page, typed ? 422 : 200)
}

function ended(context: Context, opened: Exclude<OpenedLink, Open>): Response {
  const status: Record<typeof opened.outcome, PageStatus> = {
    answered: 200,
    ended: 403,
    unknown: 404,
    throttled: 429,
  }
  return answerPage(context, <EndedPage opened={opened} />, status[opened.outcome])
}
