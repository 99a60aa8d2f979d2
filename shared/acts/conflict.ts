/** A save on an older version: what differs, in words, and how to go on without losing what was typed. */
import type { Refusal } from '../errors.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import type { ActForm, Field, FormValues } from './contract.ts'
import { listKey } from './forms/classify.ts'
import { isOn, listOf, textOf } from './reading.ts'

/** «Поле «Блок»: у вас «Дороги», коллега выбрал «ЖКХ»»; `null` where the refusal is no conflict. */
export function conflictWords(
  { code, details }: Refusal,
  form: ActForm,
  settings: Pick<Settings, 'people' | 'recipients'>,
): string | null {
  if (code !== 'conflict') return null
  const { field: name } = details
  if (name === 'reply')
    return 'Пока вы писали, коллега сохранил другой ответ. Сравните их и сохраните нужный.'
  const field = form.fields.find(each => each.name === name)
  const label = field?.label ?? 'карточки'
  // Texts of citizens are not in a refusal: the fresh form shows what stands.
  if (field === undefined || !('wanted' in details) || !('current' in details))
    return `Поле «${label}»: пока вы правили, его изменил коллега. Сравните и сохраните нужное.`
  const mine = wordsOfValue(field, details['wanted'], settings)
  const theirs = wordsOfValue(field, details['current'], settings)
  return `Поле «${label}»: у вас «${mine}», коллега выбрал «${theirs}».`
}

function wordsOfValue(
  field: Field,
  value: unknown,
  settings: Pick<Settings, 'people' | 'recipients'>,
): string {
  if (value === null || value === undefined)
    return field.control === 'choice' ? (field.empty ?? 'нет') : 'нет'
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  if (typeof value === 'object') return complaintWords(value, settings)
  const text = String(value)
  const option = field.control === 'choice' ? field.options.find(each => each.value === text) : undefined
  return option?.label ?? text
}

function complaintWords(
  value: object,
  { people, recipients }: Pick<Settings, 'people' | 'recipients'>,
): string {
  const idsIn = (list: unknown) =>
    Array.isArray(list) ? list.filter((each): each is string => typeof each === 'string') : []
  const named = [
    ...idsIn('personIds' in value ? value.personIds : []).map(id => titleOf(people, id)),
    ...idsIn('recipientIds' in value ? value.recipientIds : []).map(id => titleOf(recipients, id)),
  ]
  return named.length === 0 ? 'да' : named.join(', ')
}

/**
 * The same values on top of what stands now, for a second try: `form` is the act's form of the fresh ticket. A field
 * that the person did not touch takes the colleague's value; a touched one keeps the person's, unless it is in
 * `theirs`.
 */
export function rebased(values: FormValues, form: ActForm, theirs: readonly string[] = []): FormValues {
  const next: Record<string, string | readonly string[]> = { ...values }
  for (const { name, ...field } of form.fields) {
    if (field.control !== 'hidden' || !name.startsWith('from.')) continue
    const own = form.fields.find(each => each.name === name.slice('from.'.length))
    const isTouched = own === undefined || keyOf(own, values[own.name]) !== textOf(values[name])
    next[name] = field.value
    if (own === undefined || (isTouched && !theirs.includes(own.name))) continue
    const fresh = sentValue(own)
    if (fresh === null) delete next[own.name]
    else next[own.name] = fresh
  }
  return next
}

/** A value as `from.<field>` writes it. */
function keyOf(field: Field, value: string | readonly string[] | undefined): string {
  if (field.control === 'check') return isOn(value) ? 'yes' : ''
  return field.control === 'choices' ? listKey(listOf(value)) : textOf(value)
}

/** A field's own value as it would be sent; `null` for what is sent as nothing. */
function sentValue(field: Field): string | readonly string[] | null {
  switch (field.control) {
    case 'check':
      return field.value ? 'on' : null
    case 'files':
      return null
    default:
      return field.value
  }
}
