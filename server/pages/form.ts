/** A posted form as text. Files are not taken; what is absent reads as an empty string. */
import type { Context } from 'hono'

export type Form = { one(name: string): string; all(name: string): string[] }

export const emptyForm: Form = { one: () => '', all: () => [] }

export async function readForm(context: Context): Promise<Form> {
  const body = await context.req.parseBody({ all: true })
  const all = (name: string) => [body[name] ?? []].flat().filter(value => typeof value === 'string')
  return { one: name => (all(name)[0] ?? '').trim(), all }
}
