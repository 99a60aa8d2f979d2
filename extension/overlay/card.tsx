/** @jsxImportSource ./jsx */
/** The card at the post: values in, callbacks out. Every word of it comes from the worker or stands here. */
import type { ReplyKind } from '../../shared/ticket/events.ts'
import type { CardChanges, CardView, Choices, LikelyView, PickView } from '../messages.ts'
import { goneWords, unansweredWords } from './desk.tsx'
import { replyKindNames, replyKindOrder } from './offer-button.tsx'

export type CardState =
  | { phase: 'recording' }
  | {
      phase: 'recorded'
      card: CardView
      waiting: string | null
      words: string | null
      likely: LikelyView[]
      snapshot: string | null
      /** Of a private chat: whether the author is recorded; `null` elsewhere. */
      keepsAuthor: boolean | null
    }
  | { phase: 'withdrawn' }
  | { phase: 'not-enrolled'; words: string }
  | { phase: 'refused'; words: string }
  | { phase: 'silent' }
  | { phase: 'gone' }
  | { phase: 'publishing' }
  /** `replyId`: while its kind can be switched; `null` afterwards. */
  | { phase: 'published'; words: string; ticketId: string; replyId: string | null; kind: ReplyKind }
  | { phase: 'joined'; words: string }
  | { phase: 'telling' }
  | { phase: 'told'; words: string }

export type CardActs = {
  onCorrect: (changes: CardChanges) => void
  onConfirm: (changes: CardChanges) => void
  onWithdraw: () => void
  onClose: () => void
  onRetry: () => void
  onOptions: () => void
  onPanel: (ticketId: string) => void
  onJoin: (into: string) => void
  onCopy: (text: string) => void
  /** `time`: «10:05», or empty for now. */
  onEmergency: (to: string, time: string) => void
  onReplyKind: (kind: ReplyKind) => void
  /** «Сохранить имя автора», of a private chat. */
  onAuthor: (keepsAuthor: boolean) => void
  /** «Сообщить о поломке» */
  onBroken: () => void
}

export type CardProps = {
  state: CardState
  choices: Choices | null
  canWithdraw: boolean
  /** The page reads badly: what to do meanwhile. */
  trouble: string | null
  acts: CardActs
}

export const Card = ({ state, choices, canWithdraw, trouble, acts }: CardProps) => {
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      acts.onClose()
    }
    if (event.key !== 'Enter' || event.isComposing || !(event.target instanceof Element)) return
    // A button does its own work on Enter.
    if (event.target.closest('button, summary') !== null) return
    event.preventDefault()
    const told = event.target.closest('.danger')
    if (told !== null) return tellEmergency(told, acts)
    const place =
      event.target instanceof HTMLInputElement && event.target.name === 'place' ? event.target.value : null
    if (state.phase === 'recorded') acts.onConfirm(place === null ? {} : placeChange(place, state.card))
    else acts.onClose()
  }
  return (
    <div
      class={`card ${state.phase}`}
      role="dialog"
      aria-label={titleOf(state)}
      tabIndex={-1}
      onKeyDown={keys}
    >
      <Head state={state} canWithdraw={canWithdraw} acts={acts} />
      {state.phase === 'recorded' ? (
        <Ticket state={state} choices={choices} acts={acts} />
      ) : (
        <Words state={state} acts={acts} />
      )}
      {trouble !== null && (state.phase === 'recorded' || state.phase === 'refused') && (
        <div class="told">
          <p>{trouble}</p>
          <button type="button" class="link" onClick={acts.onBroken}>
            Сообщить о поломке
          </button>
        </div>
      )}
    </div>
  )
}

type Head = {
  sign: string
  title: string
  words?: string
  /** The one way on. */
  way?: { title: string; act: 'onOptions' | 'onRetry' }
}

/** State is a word, a shape and a colour; the colour is the sheet's. */
const heads: Record<CardState['phase'], Head> = {
  recording: { sign: '…', title: 'Записываем…' },
  recorded: { sign: '✓', title: 'Записано' },
  withdrawn: { sign: '✓', title: 'Запись отменена' },
  'not-enrolled': {
    sign: '!',
    title: 'Подключите расширение к серверу',
    way: { title: 'Подключить', act: 'onOptions' },
  },
  refused: { sign: '!', title: 'Не записано' },
  silent: {
    sign: '!',
    title: 'Не записано',
    words: unansweredWords,
    way: { title: 'Повторить', act: 'onRetry' },
  },
  gone: {
    sign: '!',
    title: 'Расширение обновилось',
    words: goneWords,
  },
  publishing: { sign: '…', title: 'Отмечаем ответ…' },
  published: { sign: '✓', title: 'Ответ отмечен' },
  joined: { sign: '✓', title: 'Присоединено' },
  telling: { sign: '…', title: 'Записываем…' },
  told: { sign: '✓', title: 'Слово автора записано' },
}
const titleOf = (state: CardState): string =>
  state.phase === 'recorded' && state.card.heldBefore ? 'Уже записано' : heads[state.phase].title

type Part = { state: CardState; acts: CardActs }

const Head = ({ state, canWithdraw, acts }: Part & { canWithdraw: boolean }) => (
  <div class="head">
    <span class="sign" aria-hidden="true">
      {heads[state.phase].sign}
    </span>
    <strong role="status">{titleOf(state)}</strong>
    {state.phase === 'recorded' && (
      <button
        type="button"
        class="number"
        title="Открыть в пульте"
        onClick={() => acts.onPanel(state.card.ticketId)}
      >
        {state.card.numberWords}
      </button>
    )}
    <span class="gap" />
    {state.phase === 'recorded' && canWithdraw && (
      <button type="button" class="link" onClick={acts.onWithdraw}>
        Отменить
      </button>
    )}
    <button
      type="button"
      class="close"
      aria-label="Закрыть"
      title="Закрыть (Esc), запись останется"
      onClick={acts.onClose}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d="M4 4l8 8M12 4l-8 8" />
      </svg>
    </button>
  </div>
)

const Words = ({ state, acts }: Part) => {
  const { words, way } = heads[state.phase]
  const told = 'words' in state ? state.words : words
  return (
    told != null && (
      <div class="told">
        <p>{told}</p>
        {state.phase === 'published' && state.replyId !== null && (
          <div class="switch">
            Это ответ:
            {replyKindOrder.map(kind => (
              <button
                key={kind}
                type="button"
                class="link"
                aria-pressed={state.kind === kind}
                onClick={() => acts.onReplyKind(kind)}
              >
                {replyKindNames[kind]}
              </button>
            ))}
          </div>
        )}
        {way && (
          <button type="button" class="primary" onClick={acts[way.act]}>
            {way.title}
          </button>
        )}
      </div>
    )
  )
}

const placeChange = (value: string, card: CardView): CardChanges => {
  const place = value.trim() === '' ? null : value.trim()
  return place === card.place ? {} : { place }
}

type TicketProps = {
  state: Extract<CardState, { phase: 'recorded' }>
  choices: Choices | null
  acts: CardActs
}

const Ticket = ({
  state: { card, waiting, words, likely, snapshot, keepsAuthor },
  choices,
  acts,
}: TicketProps) => (
  <>
    {card.danger !== null && (
      <div class="danger">
        <p role="alert">
          <b>▲ Позвоните 112 / ЕДДС</b>
          <span>{card.danger}</span>
        </p>
        <Emergency card={card} acts={acts} />
      </div>
    )}
    {likely.map(({ ticketId, label, readyText }) => (
      <div key={ticketId} class="likely">
        <span>{label}</span>
        <button type="button" class="link" onClick={() => acts.onJoin(ticketId)}>
          Присоединить
        </button>
        {readyText !== null && (
          <button type="button" class="link" onClick={() => acts.onCopy(readyText)}>
            Скопировать ответ
          </button>
        )}
      </div>
    ))}
    <div class="fields">
      {card.picks.map(pick => (
        <>
          <span>{pick.row}</span>
          <div class="where">
            <List pick={pick} choices={choices} onCorrect={acts.onCorrect} />
            {pick.name === 'settlement' && <PlaceField card={card} onCorrect={acts.onCorrect} />}
          </div>
          {pick.name === 'topic' && card.found !== null && <span class="found">{card.found}</span>}
        </>
      ))}
    </div>
    {card.stages.length > 0 && (
      <details class="terms">
        <summary>
          {card.stages.map(stage => (
            <span key={stage.title} class={stage.overdue ? 'term overdue' : 'term'}>
              {stage.overdue && '▲ '}
              {stage.title} <b>{stage.words}</b>
            </span>
          ))}
          <span class="why">почему?</span>
        </summary>
        {card.stages.map(stage => (
          <div key={stage.title} class="trace">
            <b>{stage.title}</b>
            <ol>
              {stage.trace.map(line => (
                <li key={line}>{line}</li>
              ))}
            </ol>
          </div>
        ))}
      </details>
    )}
    {snapshot !== null && (
      <p class="snapshot" role="status">
        {snapshot}
      </p>
    )}
    {keepsAuthor !== null && (
      <label class="urgent">
        <input
          type="checkbox"
          name="keep-author"
          checked={keepsAuthor}
          onChange={event => acts.onAuthor(event.currentTarget.checked)}
        />
        Сохранить имя автора
      </label>
    )}
    {waiting !== null && <p class="waiting">{waiting}</p>}
    {words !== null && (
      <p class="refusal" role="alert">
        {words}
      </p>
    )}
    <div class="foot">
      <label class="urgent">
        <input
          type="checkbox"
          checked={card.urgent}
          onChange={event => acts.onCorrect({ urgent: event.currentTarget.checked })}
        />
        Срочно
      </label>
      <span class="gap" />
      <button type="button" class="primary" title="Тема верна" onClick={() => acts.onConfirm({})}>
        Готово<kbd>Enter</kbd>
      </button>
    </div>
  </>
)

/** To whom and when it was handed over: the form, or what it said. */
const Emergency = ({ card, acts }: { card: CardView; acts: CardActs }) =>
  card.emergency === null ? (
    card.mayTellEmergency && (
      <div class="where">
        <input
          name="emergency"
          type="text"
          class="place"
          aria-label="Кому передано"
          placeholder="кому: ЕДДС…"
          maxLength={500}
          autocomplete="off"
        />
        <input name="told-at" type="time" class="place" aria-label="Во сколько" />
        <button
          type="button"
          class="link"
          onClick={event => {
            const form = event.currentTarget.parentElement
            if (form !== null) tellEmergency(form, acts)
          }}
        >
          Передано
        </button>
      </div>
    )
  ) : (
    <span>{card.emergency}</span>
  )

const tellEmergency = (form: Element, acts: CardActs) => {
  const [to, time] = form.querySelectorAll('input')
  // Nobody named: the cursor says what is missing.
  if (to !== undefined && to.value.trim() === '') to.focus()
  else if (to !== undefined) acts.onEmergency(to.value.trim(), time?.value ?? '')
}

type OnCorrect = Pick<CardActs, 'onCorrect'>

const PlaceField = ({ card, onCorrect }: OnCorrect & { card: CardView }) => (
  <input
    key={card.ticketId}
    name="place"
    type="text"
    class="place"
    aria-label="Улица, дом, ориентир"
    placeholder="улица, дом"
    maxLength={500}
    autocomplete="off"
    spellcheck={false}
    defaultValue={card.place ?? ''}
    onChange={event => {
      const field = event.currentTarget
      // A page that takes the focus for a moment must not send half a word.
      setTimeout(() => {
        const change = placeChange(field.value, card)
        if (change.place !== undefined && field.isConnected && !field.matches(':focus')) onCorrect(change)
      })
    }}
  />
)

type ListProps = OnCorrect & { pick: PickView; choices: Choices | null }

/** The select lies over the words, unseen: the words may say more than the chosen line of the list. */
const List = ({ pick, choices, onCorrect }: ListProps) => {
  const { name, label, value, shown, isEmpty, quick } = pick
  const groups = choices?.[name] ?? [{ title: null, options: [{ value, title: shown, changes: {} }] }]
  return (
    <>
      <span class={isEmpty ? 'pick empty' : 'pick'} title={label}>
        <span class="shown">{shown}</span>
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <path d="M3 4.5l3 3 3-3" />
        </svg>
        <select
          aria-label={label}
          name={name}
          value={value}
          onChange={({ currentTarget }) => {
            const options = groups.flatMap(group => group.options)
            const chosen = options.find(option => option.value === currentTarget.value)
            if (chosen !== undefined) onCorrect(chosen.changes)
          }}
        >
          {groups.map(({ title, options }) => {
            const lines = options.map(option => (
              <option key={option.value} value={option.value}>
                {option.title}
              </option>
            ))
            return title === null ? (
              lines
            ) : (
              <optgroup key={title} label={title}>
                {lines}
              </optgroup>
            )
          })}
        </select>
      </span>
      {quick !== null && (
        <button type="button" class="link" onClick={() => onCorrect(quick.changes)}>
          {quick.title}
        </button>
      )}
    </>
  )
}
