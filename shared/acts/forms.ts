/** The form of every act as data, and the command that a filled one makes. Panel and pages call nothing else. */
import { actWords } from '../reference/acts.ts'
import { commandSchema } from '../ticket/commands.ts'
import type { TicketView } from '../ticket/ticket.ts'
import type {
  ActContext,
  ActForm,
  ActType,
  CommandBody,
  FormFor,
  FormValues,
  ReadForm,
  ReadFormFor,
} from './contract.ts'
import type { FormDefinition } from './fields.ts'
import { endForms } from './forms/ends.ts'
import { externalForms } from './forms/external.ts'
import { replyForms } from './forms/replies.ts'
import { sortingForms } from './forms/sorting.ts'
import { togetherForms } from './forms/together.ts'
import { workForms } from './forms/work.ts'
import { type Faults, readAnswers } from './reading.ts'

const definitions: Readonly<Record<ActType, FormDefinition>> = {
  ...sortingForms,
  ...workForms,
  ...replyForms,
  ...endForms,
  ...togetherForms,
  ...externalForms,
}

export const formFor: FormFor = (act, view, context): ActForm => {
  const { title, lead, submit, fields } = definitions[act]
  const words = actWords[act]
  return {
    act,
    title: title?.(view, context) ?? words.title,
    lead: lead?.(view, context) ?? null,
    submit: submit?.(view, context) ?? words.submit,
    fields: fields(view, context),
  }
}

export function titleFor(act: ActType, view: TicketView, context: ActContext): string {
  return definitions[act].title?.(view, context) ?? actWords[act].title
}

/** Acts that are done by one click. */
export const immediateActs: readonly ActType[] = [
  'accept_assignment',
  'remind_author',
  'approve_reply',
  'close',
  'end_problem',
  'unmerge',
  'undo_split',
  'undo',
]

export const readForm: ReadFormFor = (
  act: ActType,
  values: FormValues,
  view: TicketView,
  context: ActContext,
): ReadForm => {
  const definition = definitions[act]
  const form = formFor(act, view, context)
  const { answers, faults } = readAnswers(form, values, context.settings.deadlines.zone)
  const more = definition.check?.(answers, view, context) ?? {}
  // A field that could not be read is the one to mend; what is missing beside it may then not be missing.
  const all: Faults = { ...more, ...faults }
  if (Object.keys(all).length > 0) return { outcome: 'faults', faults: all }
  const body = definition.body(answers, view, context)
  const unreadable = whyNotCommand(body)
  return unreadable === null
    ? { outcome: 'command', command: body }
    : { outcome: 'faults', faults: unreadable }
}

/** The schema's word is the last one: what it refuses never leaves, and says so about the form as a whole. */
function whyNotCommand(body: CommandBody): Faults | null {
  const { error } = commandSchema.safeParse({
    id: '00000000-0000-4000-8000-000000000001',
    ticketId: '00000000-0000-4000-8000-000000000002',
    occurredAt: '2020-01-01T00:00:00.000Z',
    baseVersion: 0,
    dependsOn: null,
    ...body,
  })
  if (error === undefined) return null
  const fields = error.issues.map(({ path }) => String(path[1] ?? ''))
  return Object.fromEntries(
    fields.map(field => [field, 'Это поле заполнено не так, как нужно. Исправьте его и отправьте ещё раз.']),
  )
}
