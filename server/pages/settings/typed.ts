/** What stands in the fields of a form: the stored entry at first, then what a person typed, right or wrong. */
import type { Context } from 'hono'
import { decodeCsv } from '../../../shared/imports/csv.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Form } from '../form.ts'

export type Values = Readonly<Record<string, string | readonly string[]>>

/** By the name of a field what is wrong with it and what to do; `form`: with the whole. */
export type Problems = Readonly<Record<string, string>>

/** A change as a rule for the document of any version, so that it can be tried, shown and then done. */
export type Edit = (settings: Settings) => Settings

export type Reading = { outcome: 'read'; edit: Edit } | { outcome: 'slip'; problems: Problems }

export function formOf(values: Values): Form {
  const all = (name: string) => [values[name] ?? []].flat()
  return { one: name => all(name)[0] ?? '', all }
}

export type TypedForm = Form & { names: readonly string[] }

/** A posted form; the text of a file that came with a field counts as typed into it. */
export async function readTyped(context: Context): Promise<TypedForm> {
  const body = await context.req.parseBody({ all: true })
  const values: Record<string, string[]> = {}
  for (const [name, given] of Object.entries(body)) {
    const texts: string[] = []
    for (const value of [given].flat()) {
      if (typeof value === 'string') texts.push(value)
      else if (value.size > 0) texts.unshift(decodeCsv(new Uint8Array(await value.arrayBuffer())))
    }
    values[name] = texts
  }
  const all = (name: string) => values[name] ?? []
  return { names: Object.keys(values), one: name => (all(name)[0] ?? '').trim(), all }
}

/** Lines of a long field, without empty ones and without repeats. */
export function linesOf(text: string): string[] {
  const lines = text.split('\n').map(line => line.trim().replace(/\s+/g, ' '))
  return [...new Set(lines.filter(line => line !== ''))]
}

export function slip(problems: Problems): Reading {
  return { outcome: 'slip', problems }
}

/** Problems without the fields where there are none. */
export function problemsOf(found: Readonly<Record<string, string | false | undefined>>): Problems {
  return Object.fromEntries(
    Object.entries(found).flatMap(([name, words]) =>
      words === undefined || words === false ? [] : [[name, words]],
    ),
  )
}
