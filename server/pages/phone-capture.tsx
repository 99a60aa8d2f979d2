/**
 * `/phone` — a ticket from a pasted address or text with a photo, recorded on the go (PRACTICE P6). One field and one
 * button; what it is about and where, the classifier suggests and a person may choose. Works without a script.
 */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { v7 as uuid } from 'uuid'
import { classify } from '../../shared/classify/classify.ts'
import { refusalWords } from '../../shared/errors.ts'
import { mayCapture } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { type BlockId, blockIds, blocks, isBlockId } from '../../shared/reference/blocks.ts'
import { type ChannelId, channels } from '../../shared/reference/channels.ts'
import type { CommandInput, FileReference } from '../../shared/ticket/commands.ts'
import { placeText } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import { largestUploadForm, takeUploads } from '../files/uploads.ts'
import { formGuard } from '../http/session.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { tooLargeUpload } from './assignment-link.tsx'
import { forbiddenPage } from './errors.tsx'
import { LongTextField, Notice, SelectField, TextField } from './Field.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { Page } from './layout.tsx'
import { PhotosField } from './phone-capture-photos.tsx'
import { findAddress, sourceOf } from './phone-capture-source.ts'
import { sourcesOf } from './sources.ts'

const nbsp = '\u00a0'

/** How it may have come where there is no address. */
const spokenChannels: readonly ChannelId[] = ['phone', 'reception', 'paper', 'other']

/** Mounted before the pages' own limit: forms bring photos here. */
export function mountPhoneCapture(app: Hono, office: Office): void {
  app.get(
    '/phone',
    signedIn(office, (context, signed) =>
      mayCapture(signed.actor) ? show(context, signed) : forbiddenPage(context, signed, notYours),
    ),
  )

  app.get(
    '/phone/recorded/:number',
    signedIn(office, async (context, signed) => {
      const number = context.req.param('number') ?? ''
      const view = /^\d{1,9}$/.test(number)
        ? await office.tickets.find(signed, { number: Number(number) })
        : undefined
      if (view === undefined) return context.redirect('/phone', 303)
      const isKnown = context.req.query('known') !== undefined
      return answerPage(context, <RecordedPage signed={signed} view={view} isKnown={isKnown} />)
    }),
  )

  app.post(
    '/phone',
    bodyLimit({ maxSize: largestUploadForm, onError: tooLargeUpload }),
    formGuard(office.publicUrl),
    signedIn(office, async (context, signed) => {
      if (!mayCapture(signed.actor)) return forbiddenPage(context, signed, notYours)
      return record(office, context, signed)
    }),
  )
}

const notYours = 'Записывать сообщения могут операторы, руководители и ответственный за информирование.'

async function record(office: Office, context: Context, signed: Signed): Promise<Response> {
  const form = await readForm(context)
  const { files, faults: fileFaults } = await takeUploads(context, office.files, signed.person.id)
  const faults: Record<string, string> = {}
  const pasted = form.one('pasted')
  const address = findAddress(pasted) ?? null
  if (pasted === '' && files.length === 0)
    faults.pasted = 'Вставьте адрес поста, напишите, что случилось, или приложите фото.'
  if (fileFaults.length > 0) faults.photos = fileFaults.join(' ')
  if (Object.keys(faults).length > 0) return show(context, signed, { form, faults, files })

  const command = captureOf(form, signed, { address, text: textOf(pasted, address), files, at: office.now() })
  const outcome = await office.tickets.submit(signed, command)
  if (outcome.outcome === 'refused')
    return show(context, signed, { form, files, faults: { '': refusalWords(outcome.refusal) } })
  const known = outcome.ticketId === command.ticketId ? '' : '?known'
  return context.redirect(`/phone/recorded/${outcome.number ?? ''}${known}`, 303)
}

/** The words besides the address; all of it where the address is only part of a sentence. */
function textOf(pasted: string, address: string | null): string {
  return address !== null && !/\s/.test(pasted) ? '' : pasted
}

type Told = { address: string | null; text: string; files: FileReference[]; at: string }

function captureOf(form: Form, { settings }: Signed, { address, text, files, at }: Told) {
  const sourceId = idOr(form.one('sourceId'))
  const { suggestions, settlement, place, urgent } = classify(text, settings)
  const [best] = suggestions
  const chosen = form.one('block')
  const block: BlockId = isBlockId(chosen) ? chosen : (best?.blockId ?? 'none')
  const channel = spokenChannels.find(each => each === form.one('channel')) ?? 'phone'
  const chosenSettlement = settings.settlements.find(each => each.id === form.one('settlement'))
  return {
    id: idOr(form.one('commandId')),
    ticketId: idOr(form.one('ticketId')),
    occurredAt: at,
    baseVersion: 0,
    dependsOn: null,
    type: 'capture',
    data: {
      sourceId,
      source: sourceOf({ text, address, channel, author: form.one('author') || null, id: sourceId }),
      block,
      subtopic: best?.blockId === block ? best.subtopicId : null,
      settlement: chosenSettlement?.id ?? settlement?.id ?? null,
      place: form.one('place') || place,
      urgent: urgent || form.one('urgent') === 'yes',
      suggestedBy: isBlockId(chosen) ? 'person' : best ? 'keywords' : 'nobody',
      files,
    },
  } satisfies CommandInput
}

/** The form's own id, so that a second press is the same act; a spoilt one is replaced. */
function idOr(id: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : uuid()
}

type Typed = { form: Form; faults: Readonly<Record<string, string>>; files: readonly FileReference[] }

function show(context: Context, signed: Signed, typed?: Typed): Response {
  return answerPage(context, <CapturePage signed={signed} typed={typed} />, typed ? 422 : 200)
}

function CapturePage({ signed, typed }: { signed: Signed; typed: Typed | undefined }) {
  const { settings } = signed
  const form = typed?.form ?? emptyForm
  return (
    <Page signed={signed} title="Записать сообщение">
      <section class="sheet stack narrow phone">
        <h1>Записать сообщение</h1>
        {typed?.faults[''] && <Notice tone="refused">{typed.faults['']} Написанное сохранено.</Notice>}
        <form method="post" action="/phone" class="stack" enctype="multipart/form-data">
          {['commandId', 'ticketId', 'sourceId'].map(name => (
            <input key={name} type="hidden" name={name} value={form.one(name) || uuid()} />
          ))}
          <LongTextField
            name="pasted"
            label="Адрес поста или текст"
            value={form.one('pasted')}
            rows={6}
            maxLength={20_000}
            help="Вставьте ссылку на пост, его слова или и то и другое. Тема и место найдутся по тексту."
            problem={typed?.faults.pasted}
          />
          <PhotosField files={typed?.files ?? []} problem={typed?.faults.photos} />
          <button class="main" type="submit">
            Записать
          </button>
          <details open={['block', 'settlement', 'place', 'author'].some(name => form.one(name) !== '')}>
            <summary>Уточнить самому</summary>
            <div class="stack">
              <SelectField
                name="block"
                label="Блок"
                value={form.one('block')}
                choices={[
                  { value: '', title: 'определить по тексту' },
                  ...blockIds.map(id => ({ value: id, title: blocks[id].title })),
                ]}
              />
              <SelectField
                name="settlement"
                label="Населённый пункт"
                value={form.one('settlement')}
                choices={[
                  { value: '', title: 'определить по тексту' },
                  ...settings.settlements.map(({ id, title }) => ({ value: id, title })),
                ]}
              />
              <TextField
                name="place"
                label="Улица, дом или ориентир"
                value={form.one('place')}
                maxLength={500}
              />
              <SelectField
                name="channel"
                label="Если адреса нет: как сообщили"
                value={form.one('channel') || 'phone'}
                choices={spokenChannels.map(id => ({ value: id, title: channels[id] }))}
              />
              <TextField
                name="author"
                label="Кто сообщил"
                value={form.one('author')}
                maxLength={300}
                help="Только если нужно ответить лично."
              />
              <label class="choice">
                <input type="checkbox" name="urgent" value="yes" checked={form.one('urgent') === 'yes'} />
                <span>Срочно</span>
              </label>
            </div>
          </details>
        </form>
      </section>
    </Page>
  )
}

function RecordedPage({ signed, view, isKnown }: { signed: Signed; view: TicketView; isKnown: boolean }) {
  const { ticket } = view
  const { settings } = signed
  const text = sourcesOf(view)[0]?.text ?? ''
  const danger = classify(text, settings).danger
  const title = `№${nbsp}${ticket.number ?? ''}`
  const where = [
    ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement),
    placeText(view),
  ].filter(each => each !== null && each !== '')
  return (
    <Page signed={signed} title={title}>
      <section class="sheet stack narrow phone">
        <h1>{title}</h1>
        <Notice tone="done">
          {isKnown
            ? 'Это сообщение уже записано: вы добавлены к карточке. Новые фото к ней не приложены.'
            : 'Записано.'}
        </Notice>
        {danger.length > 0 && (
          <Notice tone="refused">
            В тексте есть слова об опасности ({danger.join(', ')}). Позвоните 112 или в ЕДДС и отметьте это в
            карточке.
          </Notice>
        )}
        <dl class="facts">
          <div>
            <dt>Блок</dt>
            <dd>
              {ticket.block === 'none' ? 'Не определён — выберите в карточке' : blocks[ticket.block].title}
              {ticket.subtopic !== null && ` · ${titleOf(settings.subtopics, ticket.subtopic)}`}
            </dd>
          </div>
          <div>
            <dt>Где</dt>
            <dd>{where.length > 0 ? where.join(', ') : 'место не названо'}</dd>
          </div>
          {ticket.fileContentIds.length > 0 && (
            <div>
              <dt>Фото</dt>
              <dd>{ticket.fileContentIds.length}</dd>
            </div>
          )}
        </dl>
        <p>
          <a href={`/tickets/${ticket.number ?? ''}`}>Открыть карточку</a>
        </p>
        <form method="get" action="/phone">
          <button class="main" type="submit">
            Записать ещё
          </button>
        </form>
      </section>
    </Page>
  )
}
