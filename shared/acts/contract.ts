/**
 * Acts on a ticket as people meet them: which are offered, and the form of each as data. Panel and pages render the
 * same fields and read them back with the same function, so that words, checks and commands agree everywhere.
 */
import type { Actor } from '../policy/actor.ts'
import type { Settings } from '../policy/settings.ts'
import type { CommandInput, CommandType } from '../ticket/commands.ts'
import type { TicketView } from '../ticket/ticket.ts'

/** Commands that the extension makes beside a record; no form asks for them. */
export type QuietType = 'attach_evidence' | 'observe_source'

/** Acts that a person does on a ticket that stands; capture and withdraw have screens of their own. */
export type ActType = Exclude<CommandType, 'capture' | 'withdraw' | QuietType>

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

/** `hint`: what choosing it means, a sentence shown beside or under it. */
export type Option = { value: string; label: string; group?: string; hint?: string }

type FieldBase = {
  name: string
  label: string
  hint?: string
  required: boolean
  /** What is wrong with the value and what to do (`formWith`). */
  fault?: string
  /**
   * Shown only while the other field (always a choice) is shown and has one of these values; a page without a script
   * shows it always. What is not shown is not read: `isShown`.
   */
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
    /**
     * Sent back as it came. `from.<field>` is the value that the person saw: what differs from it is what they changed.
     * `newTicketId` (act `split`) comes empty: whoever shows the form puts a fresh UUIDv7 there.
     */
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
  /** A fault of the form as a whole (`formWith`). */
  fault?: string
}

/*
 * What the room offers:
 *   offersFor(view, context)            offers.ts, in the order of display, at most one 'main'
 *   formFor(act, view, context)         forms.ts; every act has one, an immediate act's has no fields
 *   readForm(act, values, view, context)  forms.ts; the body of a command, or what to correct
 *   formWith(form, values, faults?)     reading.ts, the same form with what was typed and what is wrong
 *   isShown(field, form, values)        reading.ts, whether `when` lets the field be seen
 *   mergeEdits({ fresh, seen, typed })  merge.ts, a save on an older version
 */
export type OffersFor = (view: TicketView, context: ActContext) => Offer[]
export type FormFor = (act: ActType, view: TicketView, context: ActContext) => ActForm
export type ReadFormFor = (
  act: ActType,
  values: FormValues,
  view: TicketView,
  context: ActContext,
) => ReadForm
