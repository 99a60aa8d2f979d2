/** The ticket that a click on a mark asked the panel to show. Lives as long as the browser session, and is asked once. */
import { browser } from 'wxt/browser'
import * as z from 'zod'

const key = 'wanted-ticket'
/** With the instant, so that a second click on the same mark is a change too. */
const wantedSchema = z.object({ ticketId: z.string(), askedAt: z.string() })

export async function wantTicket(ticketId: string): Promise<void> {
  await browser.storage.session.set({ [key]: { ticketId, askedAt: new Date().toISOString() } })
}

async function takeWanted(): Promise<string | null> {
  const stored = await browser.storage.session.get(key)
  const wanted = wantedSchema.safeParse(stored[key]).data
  if (!wanted) return null
  await browser.storage.session.remove(key)
  return wanted.ticketId
}

export function watchWanted(on: (ticketId: string | null) => void): () => void {
  const take = () => void takeWanted().then(on)
  const listener = (changes: Record<string, { newValue?: unknown }>, area: string) => {
    if (area === 'session' && changes[key]?.newValue !== undefined) take()
  }
  take()
  browser.storage.onChanged.addListener(listener)
  return () => browser.storage.onChanged.removeListener(listener)
}
