/** @jsxImportSource ./jsx */
/** The one button at the post under the pointer or the focus: values in, callbacks out. */
import type { ReplyKind } from '../../shared/ticket/events.ts'
import type { WordBackOffer } from './word-back.ts'

export const hotkeys = { record: 'Alt+Shift+Z', marks: 'Alt+Shift+H' } as const

export const replyKindNames: Record<ReplyKind, string> = {
  first: 'первый («принято»)',
  interim: 'промежуточный',
  final: 'окончательный',
}
export const replyKindOrder: readonly ReplyKind[] = ['first', 'interim', 'final']

export type AnswerOffer = {
  ticketId: string
  /** «№ 1024 · ЖКХ · …» */
  label: string
  /** `null`: an official's own page (PRACTICE P14). */
  accountId: string | null
  kind: ReplyKind
  promisedDate: string | null
}

export type ButtonView =
  /** `personal`: the post may be an official's answer from their own page; the menu says so. */
  | { type: 'record'; personal: AnswerOffer | null }
  | { type: 'answer'; offer: AnswerOffer; isMenuOpen: boolean; mayCapture: boolean }
  /** A comment under our answer. */
  | { type: 'word-back'; offer: WordBackOffer; isAsking: boolean; mayCapture: boolean }

export type ButtonActs = {
  onWordBack: (mark: 'solved' | 'not_solved') => void
  /** The line with the reason of «не решено». */
  onReason: (text: string) => void
  onRecord: (stay: boolean) => void
  onPublish: () => void
  onMenu: () => void
  onOffer: (change: Partial<Pick<AnswerOffer, 'kind' | 'promisedDate'>>) => void
}

/** Pressing it leaves focus where it was. */
const keepFocus = (event: MouseEvent) => event.preventDefault()

const Chevron = () => (
  <svg viewBox="0 0 12 12" aria-hidden="true">
    <path d="M3 4.5l3 3 3-3" />
  </svg>
)

/** PRACTICE P18: what the author says of our answer, or somebody's new matter under it. */
const WordBack = ({ view, acts }: { view: Extract<ButtonView, { type: 'word-back' }>; acts: ButtonActs }) => {
  const { offer, isAsking, mayCapture } = view
  return (
    <>
      <div class="split words-back">
        {offer.isAuthor &&
          (['solved', 'not_solved'] as const).map(mark => (
            <button
              key={mark}
              type="button"
              class="main"
              title={offer.label}
              aria-expanded={mark === 'not_solved' ? isAsking : undefined}
              onMouseDown={keepFocus}
              onClick={() => acts.onWordBack(mark)}
            >
              {mark === 'solved' ? 'Автор: решено' : 'Автор: не решено'}
            </button>
          ))}
        {mayCapture && (
          <button
            type="button"
            class="main"
            title="Записать отдельным сообщением"
            onMouseDown={keepFocus}
            onClick={() => acts.onRecord(false)}
          >
            Новая проблема
          </button>
        )}
      </div>
      {isAsking && (
        <fieldset
          class="menu"
          aria-label="Что не решено"
          onKeyDown={event => {
            if (event.key === 'Escape') acts.onWordBack('not_solved')
            if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return
            event.preventDefault()
            acts.onReason(event.target.value)
          }}
        >
          <p>{offer.label}</p>
          <input
            name="reason"
            type="text"
            class="place"
            aria-label="Что не решено"
            placeholder="что не решено?"
            maxLength={500}
            autocomplete="off"
          />
          <button
            type="button"
            class="plain"
            onClick={event => {
              const line = event.currentTarget.parentElement?.querySelector('input')
              acts.onReason(line?.value ?? '')
            }}
          >
            Возобновить
          </button>
        </fieldset>
      )}
    </>
  )
}

export const PostButton = ({ view, acts }: { view: ButtonView; acts: ButtonActs }) =>
  view.type === 'word-back' ? (
    <WordBack view={view} acts={acts} />
  ) : view.type === 'record' ? (
    <div class="split">
      <button
        type="button"
        class="main"
        title={`Записать сообщение (${hotkeys.record})`}
        onMouseDown={keepFocus}
        onClick={() => acts.onRecord(false)}
      >
        Записать
      </button>
      <button
        type="button"
        class="more"
        aria-label={view.personal === null ? 'Записать и уточнить' : 'Записать или отметить ответ'}
        title={
          view.personal === null ? 'Карточка останется открытой' : 'Ответ с личной страницы должностного лица'
        }
        onMouseDown={keepFocus}
        onClick={() => (view.personal === null ? acts.onRecord(true) : acts.onMenu())}
      >
        <Chevron />
      </button>
    </div>
  ) : (
    <Answer view={view} acts={acts} />
  )

const Answer = ({ view, acts }: { view: Extract<ButtonView, { type: 'answer' }>; acts: ButtonActs }) => {
  const { offer, isMenuOpen, mayCapture } = view
  return (
    <>
      <div class="split answer">
        <button
          type="button"
          class="main"
          title={`Отметить этот ответ у ${offer.label}`}
          onMouseDown={keepFocus}
          onClick={acts.onPublish}
        >
          {`${offer.accountId === null ? 'Ответ с личной страницы' : 'Это ответ'}: ${replyKindNames[offer.kind]}`}
          {offer.kind === 'interim' && offer.promisedDate !== null && ` до ${dayWords(offer.promisedDate)}`}
        </button>
        <button
          type="button"
          class="more"
          aria-label="Вид ответа"
          title="Вид ответа"
          aria-expanded={isMenuOpen}
          onClick={acts.onMenu}
        >
          <Chevron />
        </button>
      </div>
      {isMenuOpen && (
        <fieldset
          class="menu"
          aria-label="Вид ответа"
          onKeyDown={event => {
            if (event.key === 'Escape') acts.onMenu()
          }}
        >
          <p>{offer.label}</p>
          {replyKindOrder.map(kind => (
            <label key={kind}>
              <input
                type="radio"
                name="kind"
                checked={offer.kind === kind}
                onChange={() => acts.onOffer({ kind })}
              />
              {replyKindNames[kind]}
            </label>
          ))}
          {offer.kind === 'interim' && (
            <label class="until">
              ответим до
              <input
                type="date"
                value={offer.promisedDate ?? ''}
                onChange={event => acts.onOffer({ promisedDate: event.currentTarget.value || null })}
              />
            </label>
          )}
          {mayCapture && (
            <button type="button" class="plain" onClick={() => acts.onRecord(false)}>
              Записать как новое сообщение
            </button>
          )}
        </fieldset>
      )}
    </>
  )
}

const dayWords = (date: string): string =>
  new Date(`${date}T12:00:00`)
    .toLocaleDateString('ru-RU', { day: 'numeric', month: 'short' })
    .replace('.', '')
