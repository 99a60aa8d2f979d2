import { useState } from 'preact/hooks'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { ConflictChoices, ConflictField } from '../bridge.ts'
import { fieldTitle, valueWords } from '../words.ts'

type ConflictPickerProps = {
  fields: readonly ConflictField[]
  settings: Settings
  onResolve: (choices: ConflictChoices) => Promise<void>
}

/** Both values of each field that two people changed; mine goes over theirs, or theirs stays. */
export function ConflictPicker({ fields, settings, onResolve }: ConflictPickerProps) {
  const [choices, setChoices] = useState<ConflictChoices>({})
  const isSettled = fields.every(({ field }) => choices[field] !== undefined)
  return (
    <div class="conflicts">
      {fields.map(({ field, current, wanted }) => (
        <fieldset key={field}>
          <legend>{fieldTitle(field)}</legend>
          {(['mine', 'theirs'] as const).map(whose => (
            <button
              type="button"
              key={whose}
              class="pick"
              aria-pressed={choices[field] === whose}
              onClick={() => setChoices({ ...choices, [field]: whose })}
            >
              <span class="quiet">{whose === 'mine' ? 'ваше' : 'сейчас'}</span>{' '}
              <bdi>{valueWords(field, whose === 'mine' ? wanted : current, settings)}</bdi>
            </button>
          ))}
        </fieldset>
      ))}
      <button type="button" class="small main" disabled={!isSettled} onClick={() => void onResolve(choices)}>
        Сохранить выбранное
      </button>
    </div>
  )
}
