/**
 * Acts on a ticket as people meet them: which are offered, and the form of each as data. Panel and pages render the
 * same fields and read them back with the same function, so that words, checks and commands agree everywhere.
 */
import type { Actor } from '../policy/actor.ts'
import type { Settings } from '../policy/settings.ts'
import type { CommandInput, CommandType } from '../ticket/commands.ts'
import type { TicketView } from '../ticket/ticket.ts'

/** Acts that a person does on a ticket that stands; capture and withdraw have screens of their own. */
export type ActType = Exclude<CommandType, 'capture' | 'withdraw'>

export type ActContext = {
  actor: Actor
  settings: Settings
  /** ISO. */
  now: string
  /** Tickets at hand that this one could be joined to or repeats: number and a line of words each. */
  nearby?: readonly { ticketId: string; label: string }[]
}

/** How prominent an act is: one big button, a button beside it, or under «ещё». */
export type Weight = 'main' | 'usual' | 'more'

export type Offer = {
  act: ActType
  weight: Weight
  /** «Поручить», «Ответить сразу». */
  title: string
  /** Latin letter of the key, by its place on the keyboard; `null` for an act without one. */
  key: string | null
  /** Done by one click: there is nothing to fill in. */
  isImmediate: boolean
}

export type Option = { value: string; label: string; group?: string }

type FieldBase = {
  name: string
  label: string
  hint?: string
  required: boolean
  /** Shown only while the other field has one of these values; a page without a script shows it always. */
  when?: { field: string; values: readonly string[] }
}

export type Field = FieldBase &
  (
    | { control: 'line' | 'area'; value: string; maxLength: number; ready?: readonly Option[] }
    | { control: 'address'; value: string }
    /** Local date `YYYY-MM-DD`. */
    | { control: 'date'; value: string; min?: string; max?: string }
    /** Local date and time `YYYY-MM-DDTHH:MM` in the organisation's zone. */
    | { control: 'moment'; value: string }
    | { control: 'check'; value: boolean }
    /** `empty`: the words of «nothing chosen»; without them a choice must be made. */
    | { control: 'choice'; value: string; options: readonly Option[]; empty?: string }
    | { control: 'choices'; value: readonly string[]; options: readonly Option[] }
    /** Files are put on the server first; the value is a list of their references as JSON. */
    | { control: 'files' }
    | { control: 'hidden'; value: string }
  )

/** As a form is sent: a check is present or absent, `choices` are a list. */
export type FormValues = Readonly<Record<string, string | readonly string[]>>

export type CommandBody<Type extends ActType = ActType> = {
  [Each in Type]: Pick<Extract<CommandInput, { type: Each }>, 'type' | 'data'>
}[Type]

export type ReadForm =
  | { outcome: 'command'; command: CommandBody }
  /** Words by field name; `''` for the form as a whole. */
  | { outcome: 'faults'; faults: Readonly<Record<string, string>> }

export type ActForm = {
  act: ActType
  title: string
  /** What happens and what to know before, in a sentence; `null` where the title says it. */
  lead: string | null
  submit: string
  fields: readonly Field[]
}

/*
 * What the room offers (offers.ts, forms.ts):
 *   offersFor(view: TicketView, context: ActContext): Offer[]          in the order of display, at most one 'main'
 *   formFor(act: ActType, view: TicketView, context: ActContext): ActForm
 *   readForm(act: ActType, values: FormValues, view: TicketView, context: ActContext): ReadForm
 */
export type OffersFor = (view: TicketView, context: ActContext) => Offer[]
export type FormFor = (act: ActType, view: TicketView, context: ActContext) => ActForm
export type ReadFormFor = (
  act: ActType,
  values: FormValues,
  view: TicketView,
  context: ActContext,
) => ReadForm
