/**
 * `/record`: a ticket from a call, a letter, the reception or e-mail. What was said and one key: topic and place are
 * found by the text; whoever wants looks at them first. A message becomes an appeal only with number and date.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { v7 as uuid } from 'uuid'
import { classify } from '../../shared/classify/classify.ts'
import { kinds } from '../../shared/deadlines/rules.ts'
import { instantAt, localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import { mayCapture } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { authorTypeIds } from '../../shared/reference/answers.ts'
import { isBlockId } from '../../shared/reference/blocks.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { CommandInput, FileReference } from '../../shared/ticket/commands.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { largestUploadForm, takeUploads } from '../files/uploads.ts'
import { formGuard } from '../http/session.ts'
import type { Office, Signed } from '../office.ts'
import { findLike } from './acts/nearby.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage, tooLargePage } from './errors.tsx'
import { type Form, readForm } from './form.ts'
import { sourceOf } from './phone-capture-source.ts'
import { manualChannels, RecordPage, type Shown } from './record/RecordPage.tsx'

const notYours = 'Записывать сообщения могут операторы, руководители и ответственный за информирование.'

/** Mounted before the pages' own limit: a paper letter comes with its photo or scan. */
export function mountRecord(app: Hono, office: Office): void {
  app.get(
    '/record',
    signedIn(office, (context, signed) => {
      if (!mayCapture(signed.actor)) return forbiddenPage(context, signed, notYours)
      return show(office, context, signed, { channel: readChannel(context.req.query('channel')) })
    }),
  )

  app.post(
    '/record',
    bodyLimit({ maxSize: largestUploadForm, onError: tooLargePage }),
    formGuard(office.publicUrl),
    signedIn(office, async (context, signed) => {
      if (!mayCapture(signed.actor)) return forbiddenPage(context, signed, notYours)
      return take(office, context, signed, await readForm(context))
    }),
  )
  app.post(
    '/record/withdraw',
    bodyLimit({ maxSize: 1024, onError: tooLargePage }),
    formGuard(office.publicUrl),
    signedIn(office, async (context, signed) =>
      withdraw(office, context, signed, (await readForm(context)).one('number')),
    ),
  )
}

/** «Отменить» right after recording. */
async function withdraw(office: Office, context: Context, signed: Signed, number: string): Promise<Response> {
  const view = await office.tickets.find(signed, { number: Number(number) })
  if (view === undefined) return context.redirect('/record', 303)
  const outcome = await office.tickets.submit(signed, {
    id: uuid(),
    ticketId: view.ticket.id,
    occurredAt: office.now(),
    baseVersion: view.ticket.version,
    dependsOn: null,
    type: 'withdraw',
    data: {},
  } satisfies CommandInput)
  if (outcome.outcome === 'accepted') return context.redirect(address('/record', { withdrawn: number }), 303)
  const faults = { '': refusalWords(outcome.refusal) }
  return show(office, context, signed, { channel: 'phone', faults })
}

function readChannel(text: string | undefined): ChannelId {
  return manualChannels.find(each => each === text) ?? 'phone'
}

async function take(office: Office, context: Context, signed: Signed, form: Form): Promise<Response> {
  const channel = readChannel(form.one('channel'))
  const now = office.now()
  const { files, faults: fileFaults } = await takeUploads(context, office.files, signed.person.id)
  const again = (given: Partial<Shown>) => show(office, context, signed, { channel, form, files, ...given })
  const faults = faultsIn(form, signed.settings, now)
  if (fileFaults.length > 0) faults.photos = fileFaults.join(' ')
  if (Object.keys(faults).length > 0) return again({ faults })
  const capture = captureOf(form, channel, signed.settings, { now, files })
  // «Проверить тему и место»: the same form with what the text says, ready to be changed, and what is like it.
  if (form.one('step') === 'look') {
    const { block, subtopic, settlement } = capture.data
    const matter = { id: null, block, subtopic, settlement, text: form.one('text') }
    return again({ isLookedAt: true, alike: (await findLike(office, signed, matter)).joinable })
  }
  const outcome = await office.tickets.submit(signed, capture)
  if (outcome.outcome === 'refused') return again({ faults: { '': refusalWords(outcome.refusal) } })
  const number = outcome.number ?? undefined
  const following = (id: string) => ({
    id: idOr(id),
    ticketId: outcome.ticketId,
    occurredAt: now,
    baseVersion: 0,
    dependsOn: capture.id,
  })
  const registration = form.one('registrationNumber')
  if (registration !== '') {
    const registered = await office.tickets.submit(signed, {
      ...following(form.one('registerId')),
      type: 'register_appeal',
      data: { number: registration, date: form.one('registrationDate') },
    } satisfies CommandInput)
    if (registered.outcome === 'refused') {
      const words = `Записано как сообщение №\u00a0${number}, но обращением не стало. ${refusalWords(registered.refusal)}`
      return show(office, context, signed, { channel, faults: { '': words } })
    }
  }
  if (form.one('join') !== '') {
    const joined = await office.tickets.submit(signed, {
      ...following(form.one('joinId')),
      type: 'merge',
      data: { into: idOr(form.one('join')) },
    } satisfies CommandInput)
    if (joined.outcome === 'refused') {
      const words = `Записано: карточка №\u00a0${number}, но не присоединено. ${refusalWords(joined.refusal)}`
      return show(office, context, signed, { channel, faults: { '': words } })
    }
  }
  // Back for the next call, with the same channel: a morning's letters are entered one after another.
  return context.redirect(address('/record', { channel, recorded: number }), 303)
}

function faultsIn(form: Form, settings: Settings, now: string): Record<string, string> {
  const faults: Record<string, string> = {}
  if (form.one('text') === '') faults.text = 'Напишите, что сообщили.'
  const at = readMoment(form.one('at'), settings)
  if (form.one('at') !== '' && at === undefined) faults.at = 'Время не читается. Укажите его заново.'
  if (at !== undefined && at > now) faults.at = 'Это время ещё не наступило.'
  const hasNumber = form.one('registrationNumber') !== ''
  const date = form.one('registrationDate')
  if (hasNumber && !/^\d{4}-\d\d-\d\d$/.test(date)) faults.registrationDate = 'Укажите дату регистрации.'
  if (hasNumber && date > localDateOf(now, settings.deadlines.zone))
    faults.registrationDate = 'Эта дата ещё не наступила.'
  return faults
}

function readMoment(text: string, { deadlines: { zone } }: Settings): string | undefined {
  const [, date, hours, minutes] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/.exec(text) ?? []
  if (date === undefined || Number.isNaN(Date.parse(date))) return undefined
  return instantAt(date, Number(hours) * 60 + Number(minutes), zone)
}

/** What a person chose leads; what they left open the text says. */
function captureOf(
  form: Form,
  channel: ChannelId,
  settings: Settings,
  { now, files }: { now: string; files: FileReference[] },
) {
  const text = form.one('text')
  const found = classify(text, settings)
  const [best] = found.suggestions
  const sourceId = idOr(form.one('sourceId'))
  const chosenTopic = settings.subtopics.find(each => each.id === form.one('subtopic'))
  const chosenBlock = form.one('block')
  const isChosen = chosenTopic !== undefined || isBlockId(chosenBlock)
  const block = chosenTopic?.block ?? (isBlockId(chosenBlock) ? chosenBlock : (best?.blockId ?? 'none'))
  const wasLookedAt = form.one('looked') === 'yes'
  return {
    id: idOr(form.one('commandId')),
    ticketId: idOr(form.one('ticketId')),
    occurredAt: now,
    baseVersion: 0,
    dependsOn: null,
    type: 'capture',
    data: {
      sourceId,
      source: {
        ...sourceOf({ text, address: null, channel, author: form.one('author') || null, id: sourceId }),
        ...toldAt(form.one('at'), settings, now),
      },
      block,
      subtopic: chosenTopic?.id ?? (best?.blockId === block && !isChosen ? best.subtopicId : null),
      settlement:
        settings.settlements.find(each => each.id === form.one('settlement'))?.id ??
        (wasLookedAt ? null : (found.settlement?.id ?? null)),
      place: form.one('place') || (wasLookedAt ? null : found.place),
      urgent: form.one('urgent') === 'yes' || (!wasLookedAt && found.urgent),
      kind: kinds.find(each => each === form.one('kind') && each !== 'appeal') ?? 'message',
      authorType: authorTypeIds.find(each => each === form.one('authorType')) ?? 'citizen',
      files,
      suggestedBy: isChosen ? 'person' : best ? 'keywords' : 'nobody',
    },
  } satisfies CommandInput
}

function toldAt(text: string, settings: Settings, now: string): Partial<SourceDraft> {
  return { publishedAt: readMoment(text, settings) ?? now, precision: 'minute' }
}

/** The form's own id, so that a second press is the same act; a spoilt one is replaced. */
function idOr(id: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : uuid()
}

async function show(office: Office, context: Context, signed: Signed, shown: Shown): Promise<Response> {
  const numberIn = (name: string) => /^\d{1,9}$/.exec(context.req.query(name) ?? '')?.[0]
  const recorded = numberIn('recorded')
  const page = (
    <RecordPage
      signed={signed}
      now={office.now()}
      recorded={recorded}
      view={recorded && (await office.tickets.find(signed, { number: Number(recorded) }))}
      withdrawn={numberIn('withdrawn')}
      {...shown}
    />
  )
  return answerPage(context, page, shown.faults ? 422 : 200)
}
