/** What a person typed into a form, and its way into another form of the same fields. */
import { textsIn } from './record.ts'

/** By the name of the fields, their values. */
export type Typed = Record<string, string[]>

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function isField(target: EventTarget | null): target is Field {
  return target instanceof Element && target.matches('input,textarea,select')
}

/** The server showed this form again, with errors and with what was typed. */
export function isShownAgain(form: HTMLFormElement): boolean {
  return 'draftFailed' in form.dataset
}

/** Touched: not as the server sent it. A form that the server showed again with errors holds the person's words too. */
export function isTouched(form: HTMLFormElement): boolean {
  return isShownAgain(form) || fieldsOf(form).some(isFieldTouched)
}

/** The values of touched fields; of all where the server showed the form again. Passwords and files stay out. */
export function typedIn(form: HTMLFormElement): Typed {
  const kept = fieldsOf(form).filter(field => isKept(field) && (isShownAgain(form) || isFieldTouched(field)))
  return Object.fromEntries(kept.map(({ name }) => [name, valuesOf(form, name)]))
}

/** Of all fields of this name, as they would be sent; without files. */
export function valuesOf(form: HTMLFormElement, name: string): string[] {
  return textsIn(new FormData(form).getAll(name))
}

export function fill(form: HTMLFormElement, typed: Typed): void {
  for (const [name, values] of Object.entries(typed)) {
    const fields = fieldsOf(form).filter(field => field.name === name && isKept(field))
    fields.forEach((field, index) => {
      if ('options' in field) {
        for (const option of field.options) option.selected = values.includes(option.value)
      } else if (isChoice(field)) {
        field.checked = values.includes(field.value)
      } else {
        field.value = values[index] ?? field.value
      }
    })
  }
}

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(isField)
}

function isKept(field: Field): boolean {
  return field.name !== '' && !['password', 'hidden', 'file'].includes(field.type)
}

/** A box or a dot: nothing is typed into it. */
export function isChoice(field: Field): field is HTMLInputElement {
  return ['checkbox', 'radio'].includes(field.type)
}

function isFieldTouched(field: Field): boolean {
  if ('options' in field) {
    const options = [...field.options]
    const usual = field.multiple || options.some(option => option.defaultSelected) ? -1 : 0
    return options.some((option, index) => option.selected !== (option.defaultSelected || index === usual))
  }
  if (isChoice(field)) return field.checked !== field.defaultChecked
  return field.value !== field.defaultValue
}
