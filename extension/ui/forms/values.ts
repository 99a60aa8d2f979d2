/** What a form holds, as it is sent and as its parts read it. */
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import { isShown } from '../../../shared/acts/reading.ts'

/** What is sent: what stands on the form, an unticked box and an empty list being absent. */
export function sentValues(form: ActForm, values: FormValues): FormValues {
  return Object.fromEntries(
    form.fields.flatMap(field => {
      const value = values[field.name]
      const isAbsent = value === undefined || value.length === 0
      const mayBeAbsent = field.control === 'check' || field.control === 'choices'
      if (value === undefined || !isShown(field, form, values) || (isAbsent && mayBeAbsent)) return []
      return [[field.name, value]]
    }),
  )
}

export function textIn(values: FormValues, name: string): string {
  return [values[name] ?? ''].flat()[0] ?? ''
}
