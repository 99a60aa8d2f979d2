/** One field of an act's form as an element. What is wrong stands above it; the first wrong field takes the focus. */
import type { ComponentChildren } from 'preact'
import { v7 as uuid } from 'uuid'
import type { Field as FieldData, FormValues, Option } from '../../../shared/acts/contract.ts'
import { type Described, Field, Problem } from '../Field.tsx'

type FieldProps = {
  field: FieldData
  /** Makes ids differ where a page has several forms. */
  scope: string
  /** What a person typed; without it the field shows its own value. */
  typed: FormValues | undefined
  fault: string | undefined
  /** Takes the focus as the page opens. */
  isFirst: boolean
}

export function FieldView({ field, scope, typed, fault, isFirst }: FieldProps) {
  const id = `${scope}-${field.name}`
  if (field.control === 'hidden')
    return <input type="hidden" name={field.name} value={hiddenValue(field, typed)} />
  if (field.control === 'check') return <Check field={field} id={id} typed={typed} fault={fault} />
  if (field.control === 'choices')
    return <Choices field={field} id={id} typed={typed} fault={fault} isFirst={isFirst} />
  const { when } = field
  return (
    <div data-when-field={when?.field} data-when-values={when?.values.join(' ')}>
      <Field id={id} label={field.label} help={field.hint} problem={fault}>
        {described => (
          <>
            <Control field={field} id={id} typed={typed} described={described} isFirst={isFirst} />
            {'ready' in field && field.ready !== undefined && field.ready.length > 0 && (
              <ReadyTexts texts={field.ready} target={id} />
            )}
          </>
        )}
      </Field>
    </div>
  )
}

/** The id of a ticket that the act makes is made with the form: the same form sent twice makes one. */
function hiddenValue(
  { name, value }: FieldData & { control: 'hidden' },
  typed: FormValues | undefined,
): string {
  return name === 'newTicketId' ? textIn(typed, name, '') || uuid() : value
}

type Single = Exclude<FieldData, { control: 'hidden' | 'check' | 'choices' }>

type ControlProps = {
  field: Single
  id: string
  typed: FormValues | undefined
  described: Described
  isFirst: boolean
}

function Control({ field, id, typed, described, isFirst }: ControlProps): ComponentChildren {
  const { name, required } = field
  // A field that is shown for some choices only must not hold the form back while it is hidden.
  const needed = required && field.when === undefined
  const common = { id, name, required: needed, autofocus: isFirst, ...described }
  const value = field.control === 'files' ? '' : textIn(typed, name, field.value)
  switch (field.control) {
    case 'line':
      return <input type="text" {...common} maxLength={field.maxLength} value={value} />
    case 'area':
      return (
        <textarea {...common} maxLength={field.maxLength} rows={rowsFor(value)}>
          {value}
        </textarea>
      )
    case 'address':
      return <input type="url" {...common} maxLength={2_000} placeholder="https://" value={value} />
    case 'date':
      return <input type="date" {...common} min={field.min} max={field.max} value={value} />
    case 'moment':
      return <input type="datetime-local" {...common} value={value} />
    case 'choice':
      return (
        <select {...common}>
          {(field.empty !== undefined || value === '') && (
            // Without words for «nothing» a choice must be made, and not by the browser taking the first.
            <option value="" selected={value === ''}>
              {field.empty ?? 'выберите'}
            </option>
          )}
          <Options options={field.options} chosen={value} />
        </select>
      )
    case 'files':
      return (
        <>
          <input
            type="file"
            multiple
            accept="image/*,application/pdf"
            {...common}
            required={false}
            name={uploadName(name)}
          />
          <KeptFiles name={name} value={textIn(typed, name, '')} />
        </>
      )
    default: {
      const never: never = field
      return never
    }
  }
}

/** Files that were taken before the form came back with a fault. */
function KeptFiles({ name, value }: { name: string; value: string }) {
  if (value === '' || value === '[]') return null
  return (
    <>
      <input type="hidden" name={name} value={value} />
      <p class="help">Приложенные файлы уже на сервере, выбирать их заново не нужно.</p>
    </>
  )
}

/** A form posts the bytes under this name; the references stand under the field's own. */
export function uploadName(name: string): string {
  return `${name}.upload`
}

const rowsFor = (value: string) => Math.min(14, Math.max(3, Math.ceil(value.length / 70) + 1))

function Options({ options, chosen }: { options: readonly Option[]; chosen: string }) {
  const groups = [...new Set(options.map(option => option.group ?? ''))]
  return (
    <>
      {groups.map(group => {
        const within = options
          .filter(option => (option.group ?? '') === group)
          .map(({ value, label }) => (
            <option key={value} value={value} selected={value === chosen}>
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

/** With the script a click puts the text into the field; without it the text is there to be copied. */
function ReadyTexts({ texts, target }: { texts: readonly Option[]; target: string }) {
  return (
    <details class="ready">
      <summary>Готовые тексты</summary>
      <ul>
        {texts.map(({ value, label }) => (
          <li key={label} data-ready={target}>
            <b>{label}</b>
            <p class="ready-text">{value}</p>
          </li>
        ))}
      </ul>
    </details>
  )
}

type GroupProps<Control extends FieldData['control']> = {
  field: Extract<FieldData, { control: Control }>
  id: string
  typed: FormValues | undefined
  fault: string | undefined
}

function Check({ field, id, typed, fault }: GroupProps<'check'>) {
  const checked = typed === undefined ? field.value : isChecked(typed[field.name])
  return (
    <div data-when-field={field.when?.field} data-when-values={field.when?.values.join(' ')}>
      {fault && <Problem id={`${id}-problem`} words={fault} />}
      <label class="choice">
        <input
          type="checkbox"
          id={id}
          name={field.name}
          value="yes"
          checked={checked}
          {...(fault ? { 'aria-describedby': `${id}-problem`, 'aria-invalid': 'true' as const } : {})}
        />
        <span>{field.label}</span>
      </label>
      {field.hint && <p class="help">{field.hint}</p>}
    </div>
  )
}

function Choices({ field, id, typed, fault, isFirst }: GroupProps<'choices'> & { isFirst: boolean }) {
  const given = typed?.[field.name]
  const chosen = typed === undefined ? field.value : given === undefined ? [] : [given].flat()
  const describedBy = [fault && `${id}-problem`, field.hint && `${id}-help`].filter(Boolean).join(' ')
  return (
    <fieldset
      class="field"
      data-when-field={field.when?.field}
      data-when-values={field.when?.values.join(' ')}
      {...(describedBy ? { 'aria-describedby': describedBy } : {})}
    >
      <legend>{field.label}</legend>
      {fault && <Problem id={`${id}-problem`} words={fault} />}
      <div class="choices">
        {field.options.map(({ value, label }, index) => (
          <label key={value} class="choice">
            <input
              type="checkbox"
              name={field.name}
              value={value}
              checked={chosen.includes(value)}
              autofocus={isFirst && index === 0}
            />
            <span>{label}</span>
          </label>
        ))}
      </div>
      {field.hint && (
        <p class="help" id={`${id}-help`}>
          {field.hint}
        </p>
      )}
    </fieldset>
  )
}

export function isChecked(value: string | readonly string[] | undefined): boolean {
  return value !== undefined && value !== '' && value.length > 0
}

function textIn(typed: FormValues | undefined, name: string, own: string): string {
  const given = typed?.[name]
  if (typed === undefined) return own
  return typeof given === 'string' ? given : (given?.[0] ?? '')
}
