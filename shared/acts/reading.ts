/** What was typed, field by field: read, checked and put back into the form. Every fault says what to do. */
import * as z from 'zod'
import { formatDate } from '../deadlines/words.ts'
import { instantAt } from '../deadlines/zone.ts'
import type { FileReference } from '../ticket/commands.ts'
import type { ActForm, Field, FormValues } from './contract.ts'

const dateSchema = z.iso.date()
const longestAddress = 2_000
const filesSchema = z
  .array(
    z.object({
      name: z.string().trim().min(1).max(300),
      mime: z.string().max(100),
      size: z.number().int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  )
  .max(10)

/** The values of the fields that are shown, as the commands need them. */
export type Answers = {
  /** Trimmed; `null` for nothing. An address has its scheme, a moment is an ISO instant. */
  text(name: string): string | null
  list(name: string): readonly string[]
  isChecked(name: string): boolean
  files(name: string): FileReference[]
  /** As it was sent, whatever the form says: for `from.<field>`. */
  raw(name: string): string
}

export type Faults = Record<string, string>

/** `zone`: of the organisation, for moments. */
export function readAnswers(
  form: ActForm,
  values: FormValues,
  zone: string,
): { answers: Answers; faults: Faults } {
  const faults: Faults = {}
  const texts = new Map<string, string>()
  const lists = new Map<string, readonly string[]>()
  const files = new Map<string, FileReference[]>()
  for (const field of form.fields) {
    if (!isShown(field, form, values)) continue
    const read = readField(field, values, zone)
    if ('fault' in read) faults[field.name] = read.fault
    else if ('files' in read) files.set(field.name, read.files)
    else if ('list' in read) lists.set(field.name, read.list)
    else texts.set(field.name, read.text)
  }
  const answers: Answers = {
    text: name => texts.get(name) || null,
    list: name => lists.get(name) ?? [],
    isChecked: name => texts.get(name) === checked,
    files: name => files.get(name) ?? [],
    raw: name => textOf(values[name]),
  }
  return { answers, faults }
}

/** A field whose condition holds, through all fields that it depends on. */
export function isShown(field: Field, form: ActForm, values: FormValues): boolean {
  const { when } = field
  if (when === undefined) return true
  const other = form.fields.find(each => each.name === when.field)
  return (
    other !== undefined && isShown(other, form, values) && when.values.includes(textOf(values[other.name]))
  )
}

/** The form with what was typed and, where it was refused, why: nothing typed is lost. */
export function formWith(form: ActForm, values: FormValues, faults: Readonly<Faults> = {}): ActForm {
  const fields = form.fields.map(field => {
    const fault = faults[field.name]
    const filled = fieldWith(field, values[field.name])
    return fault === undefined ? filled : { ...filled, fault }
  })
  const known = new Set(form.fields.map(({ name }) => name))
  // A fault that names no field of the form is one of the form itself.
  const whole = Object.entries(faults).flatMap(([name, fault]) => (known.has(name) ? [] : [fault]))
  return whole.length === 0 ? { ...form, fields } : { ...form, fields, fault: whole.join(' ') }
}

function fieldWith(field: Field, value: string | readonly string[] | undefined): Field {
  switch (field.control) {
    case 'check':
      return { ...field, value: isOn(value) }
    case 'choices':
      return { ...field, value: listOf(value) }
    case 'files':
      return field
    default:
      return value === undefined ? field : { ...field, value: textOf(value) }
  }
}

const checked = 'on'

type Read = { text: string } | { list: readonly string[] } | { files: FileReference[] } | { fault: string }

function readField(field: Field, values: FormValues, zone: string): Read {
  const value = values[field.name]
  switch (field.control) {
    case 'check':
      return { text: isOn(value) ? checked : '' }
    case 'choices':
      return readChoices(field, listOf(value))
    case 'files':
      return readFiles(textOf(value))
    case 'hidden':
      return { text: textOf(value) }
    default: {
      const text = textOf(value).trim()
      if (text !== '') return readText(field, text, zone)
      return field.required ? { fault: missingWords(field) } : { text }
    }
  }
}

type TextField = Exclude<Field, { control: 'check' | 'choices' | 'files' | 'hidden' }>

function readText(field: TextField, text: string, zone: string): Read {
  switch (field.control) {
    case 'line':
    case 'area':
      return text.length <= field.maxLength
        ? { text }
        : { fault: `Сократите текст до ${field.maxLength} знаков: сейчас их ${text.length}.` }
    case 'address': {
      const address = readWebAddress(text)
      return address === null
        ? { fault: 'Вставьте адрес целиком, как в строке браузера: https://…' }
        : { text: address }
    }
    case 'date':
      return readDate(field, text)
    case 'moment': {
      const [, date = '', hours = '', minutes = ''] = /^(.{10})T(\d\d):(\d\d)/u.exec(text) ?? []
      const isTime = Number(hours) < 24 && Number(minutes) < 60
      return dateSchema.safeParse(date).success && isTime
        ? { text: instantAt(date, Number(hours) * 60 + Number(minutes), zone) }
        : { fault: 'Укажите дату и время.' }
    }
    case 'choice':
      return field.options.some(option => option.value === text)
        ? { text }
        : { fault: 'Такого значения больше нет в списке. Выберите другое.' }
    default: {
      const never: never = field
      return never
    }
  }
}

/**
 * The address of a page as a person pasted it, completed with its scheme; `null` for anything else. Stricter than
 * `new URL`, which browsers differ in: Chromium takes «не адрес» for a host. An e-mail address is no page either.
 */
export function readWebAddress(text: string): string | null {
  const address = /^[a-z][a-z0-9+-]*:/iu.test(text) ? text : `https://${text}`
  if (address.length > longestAddress || !/^https?:\/\/[^\s]+$/iu.test(address) || !URL.canParse(address))
    return null
  const { hostname, username, password } = new URL(address)
  const isHost = /^[^\s.%]+(\.[^\s.%]+)+$/u.test(hostname)
  return isHost && username === '' && password === '' ? address : null
}

function readDate({ min, max }: Extract<Field, { control: 'date' }>, text: string): Read {
  if (!dateSchema.safeParse(text).success) return { fault: 'Укажите дату: день, месяц и год.' }
  if (min !== undefined && text < min) return { fault: `Укажите дату не раньше ${formatDate(min)}.` }
  if (max !== undefined && text > max) return { fault: `Укажите дату не позже ${formatDate(max)}.` }
  return { text }
}

function readChoices(field: Extract<Field, { control: 'choices' }>, list: readonly string[]): Read {
  if (field.required && list.length === 0) return { fault: missingWords(field) }
  return list.every(each => field.options.some(option => option.value === each))
    ? { list }
    : { fault: 'Одного из значений больше нет в списке. Выберите заново.' }
}

function readFiles(text: string): Read {
  if (text === '') return { files: [] }
  try {
    const { data } = filesSchema.safeParse(JSON.parse(text))
    if (data !== undefined) return { files: data }
  } catch {
    // Not JSON: said below like any list that cannot be read.
  }
  return { fault: 'Файлы не прочитаны. Приложите их заново, не больше десяти.' }
}

function missingWords({ control, label }: Field): string {
  switch (control) {
    case 'choice':
    case 'choices':
      return `Выберите: ${label.toLowerCase()}.`
    case 'date':
      return 'Укажите дату.'
    case 'moment':
      return 'Укажите дату и время.'
    case 'address':
      return 'Вставьте адрес.'
    default:
      return `Заполните поле «${label}».`
  }
}

/** Line ends as the browser sends them are made one. */
export function textOf(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value?.[0] ?? '')
  return text.replaceAll('\r\n', '\n')
}

export function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined || value === '') return []
  return typeof value === 'string' ? [value] : [...new Set(value)]
}

export function isOn(value: string | readonly string[] | undefined): boolean {
  const text = textOf(value)
  return text !== '' && text !== 'false'
}
