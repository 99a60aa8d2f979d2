/** Which server and which person this computer belongs to; made by enrolment, kept in `storage.local`. */
import { browser } from 'wxt/browser'
import * as z from 'zod'

const connectionSchema = z.object({
  server: z.url(),
  token: z.string(),
  deviceId: z.string(),
  personId: z.string(),
  organisationId: z.string(),
})
export type Connection = z.infer<typeof connectionSchema>

const storageKey = 'connection'

export async function findConnection(): Promise<Connection | undefined> {
  const stored = await browser.storage.local.get(storageKey)
  return connectionSchema.safeParse(stored[storageKey]).data
}

export async function saveConnection(connection: Connection): Promise<void> {
  await browser.storage.local.set({ [storageKey]: connection })
}

export async function forgetConnection(): Promise<void> {
  await browser.storage.local.remove(storageKey)
}

/** Calls back after enrolment and after leaving; returns the function that stops it. */
export function watchConnection(on: () => void): () => void {
  const listener = (changes: Record<string, unknown>, area: string) => {
    if (area === 'local' && storageKey in changes) on()
  }
  browser.storage.onChanged.addListener(listener)
  return () => browser.storage.onChanged.removeListener(listener)
}
