/** What a person typed into a form, and its way into another form of the same fields. */

/** By the name of the fields, their values. */
export type Typed = Record<string, string[]>

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

export function isField(target: EventTarget | null): target is Field {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
}

/** Touched: not as the server sent it. A form that the server showed again with errors holds the person's words too. */
export function isTouched(form: HTMLFormElement): boolean {
  return form.hasAttribute('data-draft-failed') || fieldsOf(form).some(isFieldTouched)
}

/** The values of touched fields; of all where the server showed the form again. Passwords and files stay out. */
export function typedIn(form: HTMLFormElement): Typed {
  const isShownAgain = form.hasAttribute('data-draft-failed')
  const kept = fieldsOf(form).filter(isKept)
  const names = new Set(kept.filter(field => isShownAgain || isFieldTouched(field)).map(field => field.name))
  return Object.fromEntries(
    [...names].map(name => [name, kept.filter(field => field.name === name).flatMap(valuesOf)]),
  )
}

export function fill(form: HTMLFormElement, typed: Typed): void {
  for (const [name, values] of Object.entries(typed)) {
    const fields = fieldsOf(form).filter(field => field.name === name && isKept(field))
    fields.forEach((field, index) => {
      if (field instanceof HTMLSelectElement) {
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
  return field.type === 'checkbox' || field.type === 'radio'
}

function valuesOf(field: Field): string[] {
  if (field instanceof HTMLSelectElement) return [...field.selectedOptions].map(option => option.value)
  if (isChoice(field)) return field.checked ? [field.value] : []
  return [field.value]
}

function isFieldTouched(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const options = [...field.options]
    const usual = field.multiple || options.some(option => option.defaultSelected) ? -1 : 0
    return options.some((option, index) => option.selected !== (option.defaultSelected || index === usual))
  }
  if (field.type === 'hidden') return false
  if (isChoice(field)) return field.checked !== field.defaultChecked
  return field.value !== field.defaultValue
}
