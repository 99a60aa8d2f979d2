/** Small builders of fields, so that a form reads as a list of what is asked. */
import { localDateOf, localMinutesOf } from '../deadlines/zone.ts'
import type { ReadyText } from '../reference/texts.ts'
import { noteTextLimit } from '../ticket/contents.ts'
import type { TicketView } from '../ticket/ticket.ts'
import type { ActContext, ActForm, CommandBody, Field, Option } from './contract.ts'
import type { Answers, Faults } from './reading.ts'

/** One act's form: what is asked, and the command that the answers make. */
export type FormDefinition = {
  title?(view: TicketView, context: ActContext): string
  lead?(view: TicketView, context: ActContext): string | null
  submit?(view: TicketView, context: ActContext): string
  fields(view: TicketView, context: ActContext): Field[]
  /** What several fields together lack, by field. */
  check?(answers: Answers, view: TicketView, context: ActContext): Faults
  body(answers: Answers, view: TicketView, context: ActContext): CommandBody
}

export type { ActForm }

type Named = Pick<Field, 'name' | 'label'> & Partial<Pick<Field, 'hint' | 'required' | 'when'>>

const isOptional = { required: false } as const

export function line(field: Named & { value?: string | null; maxLength: number }): Field {
  return { ...isOptional, ...field, control: 'line', value: field.value ?? '' }
}

export function area(
  field: Named & { value?: string | null; maxLength?: number; ready?: readonly Option[] },
): Field {
  return { ...isOptional, maxLength: noteTextLimit, ...field, control: 'area', value: field.value ?? '' }
}

export function address(field: Named & { value?: string | null }): Field {
  return { ...isOptional, ...field, control: 'address', value: field.value ?? '' }
}

export function date(field: Named & { value?: string | null; min?: string; max?: string }): Field {
  return { ...isOptional, ...field, control: 'date', value: field.value ?? '' }
}

export function moment(field: Named & { value?: string }): Field {
  return { ...isOptional, ...field, control: 'moment', value: field.value ?? '' }
}

export function check(field: Named & { value?: boolean }): Field {
  return { ...isOptional, ...field, control: 'check', value: field.value ?? false }
}

/** Without `empty` something must be chosen. */
export function choice(
  field: Named & { value?: string | null; options: readonly Option[]; empty?: string },
): Field {
  return { required: field.empty === undefined, ...field, control: 'choice', value: field.value ?? '' }
}

export function choices(field: Named & { value?: readonly string[]; options: readonly Option[] }): Field {
  return { ...isOptional, ...field, control: 'choices', value: field.value ?? [] }
}

export function files(field: Named): Field {
  return { ...isOptional, ...field, control: 'files' }
}

export function hidden(name: string, value: string): Field {
  return { name, label: '', required: false, control: 'hidden', value }
}

/** «Причина», where one must be given. */
export function reason(field: Partial<Named> = {}): Field {
  return area({ name: 'reason', label: 'Причина', required: true, ...field })
}

/** A field only where there is something to choose from. */
export function ifAny(options: readonly Option[], field: (options: readonly Option[]) => Field): Field[] {
  return options.length > 0 ? [field(options)] : []
}

/** Today of the organisation, `YYYY-MM-DD`. */
export function todayOf({ now, settings }: Pick<ActContext, 'now' | 'settings'>): string {
  return localDateOf(now, settings.deadlines.zone)
}

/** `YYYY-MM-DDTHH:MM` on the organisation's clock. */
export function momentOf(instant: string, zone: string): string {
  const minutes = localMinutesOf(instant, zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${localDateOf(instant, zone)}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

export function readyOptions(texts: readonly ReadyText[]): Option[] {
  return texts.map(({ label, text }) => ({ value: text, label }))
}
