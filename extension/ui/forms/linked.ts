/** A subtopic belongs to one block: choosing it chooses the block, and another block lets it go. */
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import type { Value } from '../../../shared/acts/merge.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { textIn } from './values.ts'

export function linkedChange(
  form: ActForm,
  values: FormValues,
  name: string,
  value: Value,
  { subtopics }: Pick<Settings, 'subtopics'>,
): Record<string, Value> {
  const patch = { [name]: value }
  if (!['block', 'subtopic'].every(each => form.fields.some(field => field.name === each))) return patch
  const blockOf = (id: Value) => subtopics.find(each => each.id === id)?.block
  if (name === 'subtopic') {
    const block = blockOf(value)
    return block === undefined ? patch : { ...patch, block }
  }
  if (name !== 'block') return patch
  const standing = blockOf(textIn(values, 'subtopic'))
  return standing === undefined || standing === value ? patch : { ...patch, subtopic: '' }
}
