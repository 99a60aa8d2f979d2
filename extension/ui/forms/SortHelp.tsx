import { useEffect, useMemo } from 'preact/hooks'
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import type { Value } from '../../../shared/acts/merge.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import type { TicketRow } from '../bridge.ts'
import { findSource } from '../source.ts'
import { textIn } from './values.ts'

type SortHelpProps = {
  form: ActForm
  row: TicketRow
  values: FormValues
  settings: Settings
  onChange: (patch: Readonly<Record<string, Value>>) => void
}

/** What the words of the message suggest: the topic by one click, the place where nobody wrote one yet. */
export function SortHelp({ form, row, values, settings, onChange }: SortHelpProps) {
  const isSorting = form.act === 'classify'
  const text = findSource(row)?.text ?? ''
  const suggested = useMemo(() => classify(isSorting ? text : '', settings), [isSorting, text, settings])
  useEffect(() => {
    if (!isSorting || row.ticket.sorted !== null) return
    const patch: Record<string, Value> = {}
    if (textIn(values, 'settlement') === '' && suggested.settlement !== null)
      patch.settlement = suggested.settlement.id
    if (textIn(values, 'place') === '' && suggested.place !== null) patch.place = suggested.place
    if (Object.keys(patch).length > 0) onChange(patch)
  }, [])
  if (!isSorting || suggested.suggestions.length === 0) return null
  return (
    <fieldset class="suggestions">
      <legend>Предлагается по словам сообщения</legend>
      {suggested.suggestions.map(({ subtopicId, blockId, matched }) => (
        <button
          type="button"
          key={subtopicId}
          class="suggestion"
          aria-pressed={textIn(values, 'subtopic') === subtopicId}
          onClick={() => onChange({ block: blockId, subtopic: subtopicId })}
        >
          <span>
            <strong>{blocks[blockId].short}</strong> · {titleOf(settings.subtopics, subtopicId)}
          </span>
          <span class="quiet">нашли: {matched.map(words => `«${words}»`).join(', ')}</span>
        </button>
      ))}
    </fieldset>
  )
}
