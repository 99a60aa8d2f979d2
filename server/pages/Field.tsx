/** Fields of forms: a label that belongs to its field, help under it, what is wrong in words. */
import type { ComponentChildren } from 'preact'

type Common = {
  name: string
  label: string
  help?: ComponentChildren
  problem?: string | undefined
  /** Makes the id differ where a page has several forms with equal names. */
  scope?: string | undefined
}

const idOf = ({ name, scope }: Pick<Common, 'name' | 'scope'>) => (scope ? `${scope}-${name}` : name)

type InputProps = Common & {
  value?: string
  type?: 'text' | 'password' | 'url' | 'date' | 'datetime-local' | 'search'
  required?: boolean
  autocomplete?: 'current-password' | 'new-password'
  placeholder?: string
  minLength?: number
  maxLength?: number
}

export function TextField({ name, label, help, problem, scope, type = 'text', ...given }: InputProps) {
  const id = idOf({ name, scope })
  return (
    <Field id={id} label={label} help={help} problem={problem}>
      {described => {
        const input = { id, name, ...given, ...described }
        // Spelled out, for the types of elements differ by `type`.
        switch (type) {
          case 'password':
            return <input type="password" {...input} />
          case 'url':
            return <input type="url" {...input} />
          case 'date':
            return <input type="date" {...input} />
          case 'datetime-local':
            return <input type="datetime-local" {...input} />
          case 'search':
            return <input type="search" {...input} />
          case 'text':
            return <input type="text" {...input} />
          default: {
            const never: never = type
            return never
          }
        }
      }}
    </Field>
  )
}

export function LongTextField({
  name,
  label,
  help,
  problem,
  scope,
  value = '',
  rows = 4,
  required = false,
  focused = false,
  maxLength,
}: Common & {
  value?: string
  rows?: number
  /** Takes the focus as the page opens. */
  focused?: boolean
  required?: boolean
  maxLength?: number
}) {
  const id = idOf({ name, scope })
  return (
    <Field id={id} label={label} help={help} problem={problem}>
      {described => (
        <textarea
          id={id}
          name={name}
          rows={rows}
          required={required}
          maxLength={maxLength}
          autofocus={focused}
          {...described}
        >
          {value}
        </textarea>
      )}
    </Field>
  )
}

export type Choice = { value: string; title: string }

type SelectProps = Common & {
  value?: string
  choices: readonly Choice[]
  /** Choices under headings, after the plain ones. */
  groups?: readonly { title: string; choices: readonly Choice[] }[]
  required?: boolean
}

export function SelectField({
  name,
  label,
  help,
  problem,
  scope,
  value = '',
  choices,
  groups = [],
  required = false,
}: SelectProps) {
  const id = idOf({ name, scope })
  const options = (list: readonly Choice[]) =>
    list.map(choice => (
      <option key={choice.value} value={choice.value} selected={choice.value === value}>
        {choice.title}
      </option>
    ))
  return (
    <Field id={id} label={label} help={help} problem={problem}>
      {described => (
        <select id={id} name={name} required={required} {...described}>
          {options(choices)}
          {groups.map(group => (
            <optgroup key={group.title} label={group.title}>
              {options(group.choices)}
            </optgroup>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Several of a list; the names of the fields are equal, their values differ. */
export function ChoicesField({
  name,
  label,
  choices,
  values,
  help,
  problem,
}: Common & {
  choices: readonly Choice[]
  values: readonly string[]
}) {
  return (
    <fieldset class="field">
      <legend>{label}</legend>
      {problem && <Problem id={`${name}-problem`} words={problem} />}
      <div class="choices">
        {choices.map(choice => (
          <label key={choice.value} class="choice">
            <input type="checkbox" name={name} value={choice.value} checked={values.includes(choice.value)} />
            <span>{choice.title}</span>
          </label>
        ))}
      </div>
      {help && <p class="help">{help}</p>}
    </fieldset>
  )
}

export function CheckField({
  name,
  label,
  checked,
  value = 'yes',
}: {
  name: string
  label: string
  checked: boolean
  value?: string
}) {
  return (
    <label class="choice">
      <input type="checkbox" name={name} value={value} checked={checked} />
      <span>{label}</span>
    </label>
  )
}

/** What a field says of itself to whoever cannot see the words around it. */
export type Described = { 'aria-describedby'?: string; 'aria-invalid'?: 'true' }

/** The label, the problem, the control and the help of one field. */
export function Field({
  id,
  label,
  help,
  problem,
  children,
}: Omit<Common, 'name' | 'scope'> & {
  id: string
  children: (described: Described) => ComponentChildren
}) {
  const describedBy = [problem && `${id}-problem`, help && `${id}-help`].filter(Boolean).join(' ')
  const described: Described = {
    ...(describedBy ? { 'aria-describedby': describedBy } : {}),
    ...(problem ? { 'aria-invalid': 'true' } : {}),
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {problem && <Problem id={`${id}-problem`} words={problem} />}
      {children(described)}
      {help && (
        <p class="help" id={`${id}-help`}>
          {help}
        </p>
      )}
    </div>
  )
}

export function Problem({ id, words }: { id: string; words: string }) {
  return (
    <p class="problem" id={id}>
      <span aria-hidden="true">▲ </span>
      {words}
    </p>
  )
}

type Tone = 'told' | 'done' | 'warned' | 'refused'

const toneClasses: Record<Tone, string> = {
  told: 'notice',
  done: 'notice done',
  warned: 'notice today',
  refused: 'notice overdue',
}

/** What just happened, or what is wrong and what to do. */
export function Notice({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return (
    <div class={toneClasses[tone]} role={tone === 'refused' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}
