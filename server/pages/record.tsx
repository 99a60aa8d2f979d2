/**
 * `/record`: a ticket from a call, a letter, the reception or e-mail. What was said and one key: topic and place are
 * found by the text; whoever wants looks at them first. A message becomes an appeal only with number and date.
 */
import type { Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { momentOf } from '../../shared/acts/fields.ts'
import { classify } from '../../shared/classify/classify.ts'
import { instantAt, localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import { mayCapture, mayDo } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../shared/reference/blocks.ts'
import { type ChannelId, channels } from '../../shared/reference/channels.ts'
import type { CommandInput } from '../../shared/ticket/commands.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { sourceTextLimit } from '../../shared/ticket/source.ts'
import type { Office, Signed } from '../office.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { CheckField, LongTextField, Notice, SelectField, TextField } from './Field.tsx'
import { emptyForm, type Form, readForm } from './form.ts'
import { Page } from './layout.tsx'
import { sourceOf } from './phone-capture-source.ts'

/** How it came, where there is no page to read it from. */
export const manualChannels: readonly ChannelId[] = ['phone', 'reception', 'paper', 'email', 'pos', 'other']

const notYours = 'Записывать сообщения могут операторы, руководители и ответственный за информирование.'

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
    signedIn(office, async (context, signed) => {
      if (!mayCapture(signed.actor)) return forbiddenPage(context, signed, notYours)
      return take(office, context, signed, await readForm(context))
    }),
  )
  app.post(
    '/record/withdraw',
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
  const faults = faultsIn(form, signed.settings, now)
  if (Object.keys(faults).length > 0) return show(office, context, signed, { channel, form, faults })
  // «Проверить тему и место»: the same form with what the text says, ready to be changed.
  if (form.one('step') === 'look') return show(office, context, signed, { channel, form, isLookedAt: true })
  const capture = captureOf(form, channel, signed.settings, now)
  const outcome = await office.tickets.submit(signed, capture)
  if (outcome.outcome === 'refused') {
    return show(office, context, signed, { channel, form, faults: { '': refusalWords(outcome.refusal) } })
  }
  const number = outcome.number ?? undefined
  const registration = form.one('registrationNumber')
  if (registration !== '') {
    const registered = await office.tickets.submit(signed, {
      id: idOr(form.one('registerId')),
      ticketId: outcome.ticketId,
      occurredAt: now,
      baseVersion: 0,
      dependsOn: capture.id,
      type: 'register_appeal',
      data: { number: registration, date: form.one('registrationDate') },
    } satisfies CommandInput)
    if (registered.outcome === 'refused') {
      const words = `Записано как сообщение №\u00a0${number}, но обращением не стало. ${refusalWords(registered.refusal)}`
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
function captureOf(form: Form, channel: ChannelId, settings: Settings, now: string) {
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

type Shown = {
  channel: ChannelId
  form?: Form
  faults?: Readonly<Record<string, string>>
  /** Topic and place stand as the text says them. */
  isLookedAt?: boolean
}

function show(office: Office, context: Context, signed: Signed, shown: Shown): Response {
  const numberIn = (name: string) => /^\d{1,9}$/.exec(context.req.query(name) ?? '')?.[0]
  const page = (
    <RecordPage
      signed={signed}
      now={office.now()}
      recorded={numberIn('recorded')}
      withdrawn={numberIn('withdrawn')}
      {...shown}
    />
  )
  return answerPage(context, page, shown.faults ? 422 : 200)
}

type RecordProps = Shown & {
  signed: Signed
  now: string
  recorded: string | undefined
  withdrawn: string | undefined
}

function RecordPage({
  signed,
  now,
  recorded,
  withdrawn,
  channel,
  form = emptyForm,
  faults = {},
  isLookedAt = false,
}: RecordProps) {
  const { settings, actor } = signed
  const { zone } = settings.deadlines
  const found = isLookedAt ? classify(form.one('text'), settings) : undefined
  const value = (name: string, otherwise = '') => form.one(name) || otherwise
  const mayRegister = mayDo(actor, 'register_appeal', settings, null)
  const isDetailed =
    isLookedAt || ['block', 'subtopic', 'settlement', 'place'].some(name => value(name) !== '')
  return (
    <Page signed={signed} tab="record" title="Записать сообщение">
      <section class="sheet stack medium">
        <h1>Записать сообщение</h1>
        {recorded !== undefined && (
          <Notice tone="done">
            <div class="done-line">
              <span>
                ✓ Записано: <a href={`/tickets/${recorded}`}>{`карточка №\u00a0${recorded}`}</a>
              </span>
              <form method="post" action="/record/withdraw">
                <input type="hidden" name="number" value={recorded} />
                <button class="link" type="submit">
                  Отменить
                </button>
              </form>
            </div>
          </Notice>
        )}
        {withdrawn && (
          <Notice tone="done">{`Запись отменена: карточки №\u00a0${withdrawn} больше нет.`}</Notice>
        )}
        {faults[''] && <Notice tone="refused">{faults['']}</Notice>}
        {found && found.danger.length > 0 && (
          <Notice tone="refused">
            <b>Позвоните 112 / ЕДДС.</b> В сообщении: «{found.danger.join('», «')}».
          </Notice>
        )}
        <nav class="links channels" aria-label="Как сообщили">
          {manualChannels.map(each => (
            <a
              key={each}
              href={address('/record', { channel: each })}
              aria-current={each === channel ? 'page' : undefined}
            >
              {channels[each]}
            </a>
          ))}
        </nav>
        <form
          method="post"
          action="/record"
          class="stack"
          data-draft={`record:${channel}`}
          data-draft-failed={Object.keys(faults).length > 0 || isLookedAt ? '' : undefined}
        >
          {['commandId', 'ticketId', 'sourceId', 'registerId'].map(name => (
            <input key={name} type="hidden" name={name} value={value(name, uuid())} />
          ))}
          <input type="hidden" name="channel" value={channel} />
          {isLookedAt && <input type="hidden" name="looked" value="yes" />}
          <LongTextField
            name="text"
            label="Что сообщили"
            value={value('text')}
            rows={7}
            maxLength={sourceTextLimit}
            problem={faults.text}
            required
            focused={!isLookedAt}
            help="Тема и место найдутся по тексту. Ctrl+Enter — записать."
          />
          <div class="pair">
            <TextField
              name="author"
              label="Кто сообщил, как ответить"
              value={value('author')}
              maxLength={300}
            />
            <TextField
              name="at"
              label="Когда"
              type="datetime-local"
              value={value('at', momentOf(now, zone))}
              problem={faults.at}
            />
          </div>
          <details open={isDetailed}>
            <summary>Тема и место</summary>
            <div class="stack">
              <SelectField
                name="subtopic"
                label="Тема"
                value={value('subtopic', found?.suggestions[0]?.subtopicId)}
                choices={[{ value: '', title: 'определить по тексту' }]}
                groups={blockIds.map(block => ({
                  title: blocks[block].short,
                  choices: settings.subtopics
                    .filter(subtopic => subtopic.block === block)
                    .map(({ id, title }) => ({ value: id, title })),
                }))}
                help={
                  found &&
                  (found.suggestions[0] === undefined
                    ? 'По тексту тема не нашлась: выберите тему или блок.'
                    : `Нашли по словам: «${found.suggestions[0].matched.join('», «')}».`)
                }
              />
              <SelectField
                name="block"
                label="Блок, если темы нет в списке"
                value={value('block')}
                choices={[
                  { value: '', title: 'по теме' },
                  ...blockIds.map(id => ({ value: id, title: blocks[id].title })),
                ]}
              />
              <div class="pair">
                <SelectField
                  name="settlement"
                  label="Населённый пункт"
                  value={value('settlement', found?.settlement?.id)}
                  choices={[
                    { value: '', title: isLookedAt ? 'не указан' : 'определить по тексту' },
                    ...settings.settlements.map(({ id, title }) => ({ value: id, title })),
                  ]}
                />
                <TextField
                  name="place"
                  label="Адрес или ориентир"
                  value={value('place', found?.place ?? '')}
                  maxLength={500}
                />
              </div>
              <CheckField
                name="urgent"
                label="Срочно"
                checked={value('urgent') === 'yes' || found?.urgent === true}
              />
            </div>
          </details>
          {mayRegister && (
            <details open={value('registrationNumber') !== ''}>
              <summary>Это обращение: зарегистрировано</summary>
              <div class="pair">
                <TextField
                  name="registrationNumber"
                  label="Регистрационный номер"
                  value={value('registrationNumber')}
                  maxLength={100}
                />
                <TextField
                  name="registrationDate"
                  label="Дата регистрации"
                  type="date"
                  value={value('registrationDate', localDateOf(now, zone))}
                  problem={faults.registrationDate}
                />
              </div>
              <p class="help">
                Обращением сообщение делают только номер и дата (59-ФЗ). Не зарегистрировано — предложите
                обратиться через Госуслуги.
              </p>
            </details>
          )}
          <p class="buttons">
            <button class="main" type="submit" autofocus={isLookedAt}>
              Записать
            </button>
            {!isLookedAt && (
              <button type="submit" name="step" value="look">
                Проверить тему и место
              </button>
            )}
          </p>
        </form>
      </section>
    </Page>
  )
}
