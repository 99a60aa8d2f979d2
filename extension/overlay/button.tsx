/** @jsxImportSource ./jsx */
/** The one button at the post under the pointer or the focus: values in, callbacks out. */
import type { ReplyKind } from '../../shared/ticket/events.ts'
import type { WordBackOffer } from './word-back.ts'

export const hotkeys = { record: 'Alt+Shift+Z', marks: 'Alt+Shift+H' } as const

export type AnswerOffer = {
  ticketId: string
  /** «№ 1024 · ЖКХ · …» */
  label: string
  /** `null`: an official's own page (PRACTICE P14). */
  accountId: string | null
  kind: ReplyKind
  promisedDate: string | null
}

/** `personal`: the post may be an official's answer from their own page; the menu says so. */
export type RecordView = { type: 'record'; personal: AnswerOffer | null }
/** What else there is to do with it (overlay/offers.tsx). */
export type OfferView =
  | { type: 'answer'; offer: AnswerOffer; isMenuOpen: boolean; mayCapture: boolean }
  /** A comment under our answer. */
  | { type: 'word-back'; offer: WordBackOffer; isAsking: boolean; mayCapture: boolean }
export type ButtonView = RecordView | OfferView

export type RecordActs = {
  onRecord: (stay: boolean) => void
  onMenu: () => void
}

/** Pressing it leaves focus where it was. */
export const keepFocus = (event: MouseEvent) => event.preventDefault()

export const Chevron = () => (
  <svg viewBox="0 0 12 12" aria-hidden="true">
    <path d="M3 4.5l3 3 3-3" />
  </svg>
)

export const RecordButton = ({ view, acts }: { view: RecordView; acts: RecordActs }) => (
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
)
