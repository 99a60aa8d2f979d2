/** The form of an entry by hand, and what stands above it after the last one. */
import type { ComponentChildren } from 'preact'
import { v7 as uuid } from 'uuid'
import { momentOf } from '../../../shared/acts/fields.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { facetsOf, mayDo } from '../../../shared/policy/permissions.ts'
import { authorTypeIds, authorTypes } from '../../../shared/reference/answers.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { type ChannelId, channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { officialAppealText } from '../../../shared/reference/texts.ts'
import type { FileReference } from '../../../shared/ticket/commands.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { sourceTextLimit } from '../../../shared/ticket/source.ts'
import { isOpenProblem, type TicketView } from '../../../shared/ticket/ticket.ts'
import { mayImport } from '../../imports/desk.ts'
import type { Signed } from '../../office.ts'
import { nearbyLabel } from '../acts/nearby.ts'
import { address } from '../address.ts'
import { CheckField, LongTextField, Notice, SelectField, TextField } from '../Field.tsx'
import { emptyForm, type Form } from '../form.ts'
import { Page } from '../layout.tsx'
import { PhotosField } from '../phone-capture-photos.tsx'
import { sourcesOf } from '../sources.ts'

/** How it came, where there is no page to read it from. */
export const manualChannels: readonly ChannelId[] = ['phone', 'reception', 'paper', 'email', 'pos', 'other']

export type Shown = {
  channel: ChannelId
  form?: Form
  /** On the server already, from an earlier try. */
  files?: readonly FileReference[]
  faults?: Readonly<Record<string, string>>
  /** Topic and place stand as the text says them. */
  isLookedAt?: boolean
  /** What it could be joined to, best first. */
  alike?: readonly TicketView[]
}

type RecordProps = Shown & {
  signed: Signed
  now: string
  recorded: string | undefined
  /** The ticket of that number, where the person sees it. */
  view: TicketView | undefined | ''
  withdrawn: string | undefined
}

export function RecordPage({
  signed,
  now,
  recorded,
  view,
  withdrawn,
  channel,
  form = emptyForm,
  files = [],
  faults = {},
  isLookedAt = false,
  alike = [],
}: RecordProps) {
  const { settings, actor } = signed
  const { zone } = settings.deadlines
  const found = isLookedAt ? classify(form.one('text'), settings) : undefined
  const value = (name: string, otherwise = '') => form.one(name) || otherwise
  const mayRegister = mayDo(actor, 'register_appeal', settings, null)
  const isDetailed =
    isLookedAt ||
    ['block', 'subtopic', 'settlement', 'place'].some(name => value(name) !== '') ||
    value('kind', 'message') !== 'message' ||
    value('authorType', 'citizen') !== 'citizen'
  return (
    <Page signed={signed} tab="record" title="Записать сообщение">
      <section class="sheet stack medium">
        <h1>Записать сообщение</h1>
        <p class="help">
          Стоите с телефоном в руках? <a href="/phone">Записать по ссылке или с фото</a>
        </p>
        {mayImport(signed) && (
          <p class="help">
            Много сообщений из ПОС или «Инцидент Менеджмент»? <a href="/import">Загрузить выгрузку</a>
          </p>
        )}
        {recorded !== undefined && <Recorded number={recorded} view={view || undefined} signed={signed} />}
        {withdrawn && (
          <Notice tone="done">{`Запись отменена: карточки №\u00a0${withdrawn} больше нет.`}</Notice>
        )}
        {faults[''] && <Notice tone="refused">{faults['']}</Notice>}
        {found && <CallFirst words={found.danger} />}
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
          enctype="multipart/form-data"
          data-draft={`record:${channel}`}
          data-draft-failed={Object.keys(faults).length > 0 || isLookedAt ? '' : undefined}
        >
          {['commandId', 'ticketId', 'sourceId', 'registerId', 'joinId'].map(name => (
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
          <PhotosField files={files} problem={faults.photos} label="Фото или скан" />
          <details open={isDetailed}>
            <summary>Тема, место, вид</summary>
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
              <div class="pair">
                <SelectField
                  name="kind"
                  label="Вид"
                  value={value('kind', 'message')}
                  choices={kinds
                    .filter(kind => kind !== 'appeal')
                    .map(kind => ({ value: kind, title: kindInfo[kind].title }))}
                />
                <SelectField
                  name="authorType"
                  label="Кто обращается"
                  value={value('authorType', 'citizen')}
                  choices={authorTypeIds.map(id => ({ value: id, title: authorTypes[id] }))}
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
          {/* After «Записать», which Enter presses. */}
          {alike.length > 0 && (
            <Alike tickets={alike} signed={signed} mayJoin={mayDo(actor, 'merge', settings, null)} />
          )}
        </form>
      </section>
    </Page>
  )
}

/** «Позвоните 112 / ЕДДС»: before anything else is done with it. */
function CallFirst({ words, children }: { words: readonly string[]; children?: ComponentChildren }) {
  if (words.length === 0) return null
  return (
    <Notice tone="refused">
      <b>Позвоните 112 / ЕДДС.</b> В сообщении: «{words.join('», «')}». {children}
    </Notice>
  )
}

type RecordedProps = { number: string; view: TicketView | undefined; signed: Signed }

/** The last one: taken back by one click; the danger in it; what to tell whoever waits for an official answer. */
function Recorded({ number, view, signed: { actor, settings } }: RecordedProps) {
  const words = view ? sourcesOf(view).flatMap(source => classify(source.text, settings).danger) : []
  const mayTell = view && mayDo(actor, 'tell_emergency', settings, facetsOf(view.ticket))
  return (
    <>
      <CallFirst words={view?.ticket.emergency === null ? words : []}>
        {mayTell && <a href={`/tickets/${number}/acts/tell_emergency`}>Записать: передано в ЕДДС</a>}
      </CallFirst>
      <Notice tone="done">
        <div class="done-line">
          <span>
            ✓ Записано: <a href={`/tickets/${number}`}>{`карточка №\u00a0${number}`}</a>
            {view?.ticket.status === 'merged' &&
              `, присоединена к №\u00a0${view.ticket.merged.intoNumber ?? ''}`}
          </span>
          <form method="post" action="/record/withdraw">
            <input type="hidden" name="number" value={number} />
            <button class="link" type="submit">
              Отменить
            </button>
          </form>
        </div>
      </Notice>
      {view && view.ticket.registration === null && (
        <details>
          <summary>Человек ждёт официального ответа? Готовый текст «Обратитесь через Госуслуги»</summary>
          <p class="ready-text" data-copy="">
            {officialAppealText.text}
          </p>
        </details>
      )}
    </>
  )
}

type AlikeProps = { tickets: readonly TicketView[]; signed: Signed; mayJoin: boolean }

/** The same may have been told already: «Похоже на № 1019». Joining records this one too: its author waits as well. */
function Alike({ tickets, signed: { settings }, mayJoin }: AlikeProps) {
  return (
    <section class="notice stack tight" aria-label="Похоже на уже записанное">
      {tickets.map(view => (
        <div key={view.ticket.id} class="stack tight">
          <p>
            {isOpenProblem(view.ticket) ? <b>Общая проблема: </b> : 'Похоже на '}
            <a href={`/tickets/${view.ticket.number}`}>{nearbyLabel(view, settings)}</a>
          </p>
          {isOpenProblem(view.ticket) && view.ticket.problem && (
            <p class="ready-text quiet" data-copy="">
              {wordsOf(view.contents, view.ticket.problem.contentId)}
            </p>
          )}
          {mayJoin && (
            <p>
              <button type="submit" name="join" value={view.ticket.id}>
                {`Записать и присоединить к №\u00a0${view.ticket.number}`}
              </button>
            </p>
          )}
        </div>
      ))}
    </section>
  )
}
