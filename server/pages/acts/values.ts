/** A posted form as an act reads it: texts, lists, and files that were put on the server on the way. */
import type { Context } from 'hono'
import type { ActForm, FormValues } from '../../../shared/acts/contract.ts'
import { type Choice, mergeEdits } from '../../../shared/acts/merge.ts'
import type { FileReference } from '../../../shared/ticket/commands.ts'
import { uploadName } from './FieldView.tsx'

type Body = Record<string, string | File | (string | File)[]>

export type Posted = {
  /** `''` where absent. */
  one(name: string): string
  values: FormValues
  /** What stands in a file field, empty files left out. */
  files(name: string): File[]
  /** By the name of the field. */
  chosen: Record<string, Choice>
}

export async function readPosted(context: Context): Promise<Posted> {
  const body: Body = await context.req.parseBody({ all: true })
  const texts = Object.entries(body).flatMap(([name, value]) => {
    const each = [value].flat().filter(part => typeof part === 'string')
    return each.length === 0 ? [] : [[name, each] as const]
  })
  const values: Record<string, string | readonly string[]> = {}
  for (const [name, each] of texts) values[name] = each.length === 1 ? (each[0] ?? '') : each
  return {
    one: name => texts.find(([each]) => each === name)?.[1][0]?.trim() ?? '',
    values,
    files: name =>
      [body[name] ?? []].flat().filter((part): part is File => typeof part !== 'string' && part.size > 0),
    chosen: Object.fromEntries(
      texts.flatMap(([name, [choice]]) =>
        name.startsWith('pick.') && (choice === 'mine' || choice === 'theirs')
          ? [[name.slice(5), choice]]
          : [],
      ),
    ),
  }
}

/** Fields of words; what a person wrote there must never be lost. */
const wordFields = [
  'text',
  'reason',
  'note',
  'question',
  'proposal',
  'decision',
  'readyText',
  'essence',
  'place',
]

/** What was written, without the choices and dates around it. */
export function wordsTyped({ one }: Posted): string[] {
  return wordFields.map(one).filter(words => words !== '')
}

/** Several boxes of one name are a list even where one of them is ticked. */
export function fitted(values: FormValues, form: ActForm): FormValues {
  const lists = form.fields.filter(field => field.control === 'choices').map(field => field.name)
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, lists.includes(name) ? [value].flat() : value]),
  )
}

/** The values with which the form opened, as it said itself; a broken or older form says nothing. */
export function seenIn(text: string): FormValues {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(
      Object.entries(value).flatMap(([name, each]): [string, string | string[]][] => {
        if (typeof each === 'string') return [[name, each]]
        return Array.isArray(each) ? [[name, each.filter(part => typeof part === 'string')]] : []
      }),
    )
  } catch {
    return {}
  }
}

/** A page's form comes back whole: what is absent of it was left empty, and the id of a new ticket is the form's own. */
export function mergePosted(
  fresh: ActForm,
  { typed, ...rest }: { seen: FormValues; typed: FormValues; chosen: Readonly<Record<string, Choice>> },
): ReturnType<typeof mergeEdits> {
  const whole = fresh.fields.map(({ name, control }) => [
    name,
    typed[name] ?? (control === 'choices' ? [] : ''),
  ])
  const { values, conflicts } = mergeEdits({ fresh, typed: Object.fromEntries(whole), ...rest })
  const { newTicketId } = typed
  return { values: newTicketId === undefined ? values : { ...values, newTicketId }, conflicts }
}

export type KeepFile = (file: File, field: string) => Promise<FileReference>

/** Puts the files of the form on the server; their references join those that were taken before. */
export async function withFiles(posted: Posted, form: ActForm, keep: KeepFile): Promise<FormValues> {
  const values: Record<string, string | readonly string[]> = { ...fitted(posted.values, form) }
  for (const { control, name } of form.fields) {
    if (control !== 'files') continue
    const files = posted.files(uploadName(name))
    if (files.length === 0) continue
    const kept: FileReference[] = []
    for (const file of files) kept.push(await keep(file, name))
    values[name] = JSON.stringify([...earlier(posted.one(name)), ...kept])
  }
  return values
}

function earlier(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text || '[]')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
