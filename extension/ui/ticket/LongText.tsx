import { useState } from 'preact/hooks'
import { plural } from '../../../shared/reference/plural.ts'

const shownLength = 450
const shownLines = 9

/** A citizen's words exactly as written: line breaks kept, nothing in them is run or followed. */
export function LongText({ text }: { text: string }) {
  const [whole, setWhole] = useState(false)
  const cut = cutAt(text)
  const length = text.length.toLocaleString('ru-RU')
  return (
    <div class="as-written">
      <p class="citizen-text" dir="auto">
        {whole || cut === null ? text : `${text.slice(0, cut)}…`}
      </p>
      {cut !== null && (
        <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole
            ? 'Свернуть'
            : `Показать целиком (${length} ${plural(text.length, ['знак', 'знака', 'знаков'])})`}
        </button>
      )}
    </div>
  )
}

/** Where to fold a long text, or `null` for one that fits. Never inside a surrogate pair. */
function cutAt(text: string): number | null {
  const lines = text.split('\n', shownLines + 1)
  const byLines = lines.length > shownLines ? lines.slice(0, shownLines).join('\n').length : text.length
  const at = Math.min(byLines, shownLength)
  if (at >= text.length || text.length - at < 80) return null
  const isHalf = /[\uD800-\uDBFF]/.test(text.charAt(at - 1))
  return isHalf ? at - 1 : at
}
