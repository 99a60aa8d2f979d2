import { useRef } from 'preact/hooks'
import type { Field as FieldData, FormValues, Option } from '../../../shared/acts/contract.ts'
import { ticked, type Value } from '../../../shared/acts/merge.ts'
import { Field } from '../parts/Field.tsx'
import { type FileDesk, FilesField } from './FilesField.tsx'
import { ReadyTexts } from './ReadyTexts.tsx'
import { textIn } from './values.ts'

export type FieldViewProps = {
  field: FieldData
  values: FormValues
  fault: string | null
  onChange: (value: Value) => void
  desk: FileDesk
}

/** One field of an act's form, whatever its control. */
export function FieldView({ field, values, fault, onChange, desk }: FieldViewProps) {
  switch (field.control) {
    case 'hidden':
      return null
    case 'check':
      return (
        <Check field={field} fault={fault} isOn={textIn(values, field.name) !== ''} onChange={onChange} />
      )
    case 'choices':
      return <Choices field={field} fault={fault} chosen={values[field.name] ?? []} onChange={onChange} />
    case 'files':
      return (
        <FilesField
          label={labelOf(field)}
          hint={field.hint ?? null}
          fault={fault}
          value={textIn(values, field.name)}
          onChange={onChange}
          desk={desk}
        />
      )
    default:
      return <Single field={field} fault={fault} value={textIn(values, field.name)} onChange={onChange} />
  }
}

function labelOf({ label, required }: FieldData): string {
  return required ? label : `${label} (необязательно)`
}

type Of<Control extends FieldData['control']> = Extract<FieldData, { control: Control }>

type SingleProps = {
  field: Exclude<FieldData, { control: 'hidden' | 'check' | 'choices' | 'files' }>
  fault: string | null
  value: string
  onChange: (value: string) => void
}

function Single({ field, fault, value, onChange }: SingleProps) {
  const area = useRef<HTMLTextAreaElement | HTMLInputElement | null>(null)
  const keep = (element: HTMLTextAreaElement | HTMLInputElement | null) => {
    area.current = element
  }
  const ready = field.control === 'line' || field.control === 'area' ? (field.ready ?? []) : []
  return (
    <Field label={field.label} isOptional={isMarkedOptional(field)} hint={hintOf(field, value)} error={fault}>
      {ids => {
        const common = { ...ids, value, 'data-field': field.name, 'aria-required': field.required }
        switch (field.control) {
          case 'line':
          case 'area': {
            const text = { ...common, maxLength: field.maxLength, ref: keep }
            return (
              <>
                {field.control === 'line' ? (
                  <input {...text} onInput={event => onChange(event.currentTarget.value)} />
                ) : (
                  <textarea
                    {...text}
                    rows={Math.min(12, Math.max(3, Math.ceil(value.length / 38) + 1))}
                    onInput={event => onChange(event.currentTarget.value)}
                  />
                )}
                {ready.length > 0 && (
                  <ReadyTexts
                    texts={ready}
                    onInsert={words => onChange(inserted(area.current, value, words))}
                  />
                )}
              </>
            )
          }
          case 'address':
            return (
              <input
                {...common}
                type="text"
                inputMode="url"
                maxLength={2000}
                placeholder="https://"
                onInput={event => onChange(event.currentTarget.value)}
              />
            )
          case 'date':
            return (
              <input
                {...common}
                type="date"
                min={field.min}
                max={field.max}
                onInput={event => onChange(event.currentTarget.value)}
              />
            )
          case 'moment':
            return (
              <input
                {...common}
                type="datetime-local"
                onInput={event => onChange(event.currentTarget.value)}
              />
            )
          case 'choice':
            return (
              <select {...common} onChange={event => onChange(event.currentTarget.value)}>
                {(field.empty !== undefined || !field.options.some(each => each.value === value)) && (
                  <option value="">{field.empty ?? 'выберите…'}</option>
                )}
                <Options options={field.options} />
              </select>
            )
        }
      }}
    </Field>
  )
}

/** A choice says so by its empty option; of a reply its words or its address is enough, which the form checks. */
function isMarkedOptional({ required, control, name }: SingleProps['field']): boolean {
  return !required && control !== 'choice' && name !== 'text' && name !== 'url'
}

/** Of a choice also what the chosen value means. */
function hintOf(field: SingleProps['field'], value: string): string | null {
  const chosen =
    field.control === 'choice' ? field.options.find(option => option.value === value)?.hint : undefined
  return [field.hint, chosen].filter(Boolean).join(' ') || null
}

/** At the cursor, or at the end where the field was not touched. */
function inserted(
  element: HTMLTextAreaElement | HTMLInputElement | null,
  value: string,
  words: string,
): string {
  const at = element?.selectionStart ?? value.length
  const to = element?.selectionEnd ?? at
  const before = value.slice(0, at)
  const gap = before === '' || /\s$/.test(before) ? '' : ' '
  const cursor = at + gap.length + words.length
  // After the new value is on the page the cursor stands behind what was inserted.
  queueMicrotask(() =>
    requestAnimationFrame(() => {
      element?.focus()
      element?.setSelectionRange(cursor, cursor)
    }),
  )
  return before + gap + words + value.slice(to)
}

function Options({ options }: { options: readonly Option[] }) {
  const groups = [...new Set(options.map(option => option.group ?? ''))]
  return (
    <>
      {groups.map(group => {
        const within = options
          .filter(option => (option.group ?? '') === group)
          .map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))
        return group === '' ? (
          within
        ) : (
          <optgroup key={group} label={group}>
            {within}
          </optgroup>
        )
      })}
    </>
  )
}

type CheckProps = {
  field: Of<'check'>
  fault: string | null
  isOn: boolean
  onChange: (value: string) => void
}

function Check({ field, fault, isOn, onChange }: CheckProps) {
  const noteId = `note-${field.name}`
  const note = fault ?? field.hint ?? null
  return (
    <div class="field">
      <label class="check">
        <input
          type="checkbox"
          checked={isOn}
          data-field={field.name}
          {...(note === null ? {} : { 'aria-describedby': noteId })}
          onChange={event => onChange(event.currentTarget.checked ? ticked : '')}
        />
        {field.label}
      </label>
      {note !== null && (
        <p id={noteId} class={fault === null ? 'hint' : 'hint wrong'}>
          {note}
        </p>
      )}
    </div>
  )
}

type ChoicesProps = {
  field: Of<'choices'>
  fault: string | null
  chosen: Value
  onChange: (value: Value) => void
}

/** How many boxes stand in sight; a longer list scrolls inside itself. */
const shortList = 6

function Choices({ field, fault, chosen, onChange }: ChoicesProps) {
  const standing = [chosen].flat()
  const toggle = (value: string, isOn: boolean) =>
    onChange(isOn ? [...standing, value] : standing.filter(each => each !== value))
  const isLong = field.options.length > shortList
  return (
    <fieldset class="choices">
      <legend>
        {field.label}
        {!field.required && <span class="optional"> необязательно</span>}
      </legend>
      <div
        class={isLong ? 'choices-list long' : 'choices-list'}
        {...(isLong ? { tabIndex: 0, role: 'group', 'aria-label': field.label } : {})}
      >
        {field.options.map(({ value, label }) => (
          <label class="check" key={value}>
            <input
              type="checkbox"
              checked={standing.includes(value)}
              data-field={field.name}
              onChange={event => toggle(value, event.currentTarget.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      {field.hint !== undefined && <p class="hint">{field.hint}</p>}
      {fault !== null && (
        <p class="hint wrong">
          <span aria-hidden="true">▲ </span>
          {fault}
        </p>
      )}
    </fieldset>
  )
}
