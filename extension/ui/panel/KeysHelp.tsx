import { useEffect, useRef } from 'preact/hooks'

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

/** A native dialog: it holds the focus and gives it back by itself. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Клавиши</h2>
      <dl>
        {keys.map(([key, words]) => (
          <div key={key} class="keys-row">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Понятно</button>
      </form>
    </dialog>
  )
}
