import type { Option } from '../../../shared/acts/contract.ts'

/** One click puts a ready text at the cursor. */
export function ReadyTexts({
  texts,
  onInsert,
}: {
  texts: readonly Option[]
  onInsert: (words: string) => void
}) {
  return (
    <details class="ready">
      <summary>Готовые тексты: {texts.length}</summary>
      <ul class="plain">
        {texts.map(({ value, label }) => (
          <li key={label}>
            <button type="button" class="ready-text" onClick={() => onInsert(value)}>
              <strong>{label}</strong>
              <span class="quiet">{value}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  )
}
