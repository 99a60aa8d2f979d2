import { useEffect, useRef } from 'preact/hooks'
import type { Offer } from '../../../shared/acts/contract.ts'

const keys: readonly (readonly [string, string])[] = [
  ['j или ↓', 'следующая карточка'],
  ['k или ↑', 'предыдущая карточка'],
  ['Enter', 'открыть карточку; в форме — сохранить'],
  ['Esc', 'назад к списку'],
  ['/', 'поиск'],
  ['← →', 'вкладки, когда выбрана вкладка'],
  ['Ctrl + Enter', 'сохранить из многострочного поля'],
  ['?', 'эта подсказка'],
]

type KeysHelpProps = {
  /** Acts of the open card, or of the card in focus. */
  offers: readonly Offer[]
  onClose: () => void
}

/** A native dialog: it holds the focus and gives it back by itself. */
export function KeysHelp({ offers, onClose }: KeysHelpProps) {
  const acts = offers.flatMap(({ key, title }): [string, string][] =>
    key === null ? [] : [[key.toUpperCase(), title]],
  )
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title" tabIndex={-1} autofocus>
        Клавиши
      </h2>
      <KeyList keys={keys} />
      <h3>Действия с карточкой</h3>
      {acts.length === 0 ? (
        <p class="quiet">Откройте карточку: здесь появятся клавиши её действий.</p>
      ) : (
        <>
          <p class="quiet">Буквы английские, раскладку переключать не нужно.</p>
          <KeyList keys={acts} isNarrow />
        </>
      )}
      <form method="dialog">
        <button type="submit">Понятно</button>
      </form>
    </dialog>
  )
}

type KeyListProps = { keys: readonly (readonly [string, string])[]; isNarrow?: boolean }

function KeyList({ keys: shown, isNarrow = false }: KeyListProps) {
  return (
    <dl class={isNarrow ? 'narrow' : undefined}>
      {shown.map(([key, words]) => (
        <div key={key} class="keys-row">
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}
