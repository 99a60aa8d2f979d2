/** @jsxImportSource ./jsx */
/** What the button offers where «Записать» is not all: values in, callbacks out. */
import type { ReplyKind } from '../../shared/ticket/events.ts'
import { type AnswerOffer, Chevron, keepFocus, type OfferView, type RecordActs } from './button.tsx'

export const replyKindNames: Record<ReplyKind, string> = {
  first: 'первый («принято»)',
  interim: 'промежуточный',
  final: 'окончательный',
}
export const replyKindOrder: readonly ReplyKind[] = ['first', 'interim', 'final']

export type OfferActs = RecordActs & {
  onWordBack: (mark: 'solved' | 'not_solved') => void
  /** The line with the reason of «не решено». */
  onReason: (text: string) => void
  onPublish: () => void
  onOffer: (change: Partial<Pick<AnswerOffer, 'kind' | 'promisedDate'>>) => void
}

export const OfferButton = ({ view, acts }: { view: OfferView; acts: OfferActs }) =>
  view.type === 'word-back' ? <WordBack view={view} acts={acts} /> : <Answer view={view} acts={acts} />

/** PRACTICE P18: what the author says of our answer, or somebody's new matter under it. */
const WordBack = ({ view, acts }: { view: Extract<OfferView, { type: 'word-back' }>; acts: OfferActs }) => {
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

const Answer = ({ view, acts }: { view: Extract<OfferView, { type: 'answer' }>; acts: OfferActs }) => {
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
