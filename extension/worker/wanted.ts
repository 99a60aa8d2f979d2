/** The ticket that a click on a mark asked the panel to show. Lives as long as the browser session. */
import { browser } from 'wxt/browser'

const key = 'wanted-ticket'

export async function wantTicket(ticketId: string | null): Promise<void> {
  await browser.storage.session.set({ [key]: ticketId })
}

export async function findWanted(): Promise<string | null> {
  const stored = await browser.storage.session.get(key)
  const wanted = stored[key]
  return typeof wanted === 'string' ? wanted : null
}

export function watchWanted(on: (ticketId: string | null) => void): () => void {
  const listener = (changes: Record<string, unknown>, area: string) => {
    if (area === 'session' && key in changes) void findWanted().then(on)
  }
  void findWanted().then(on)
  browser.storage.onChanged.addListener(listener)
  return () => browser.storage.onChanged.removeListener(listener)
}
