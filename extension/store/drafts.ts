/** Unfinished forms of panel and popup, in memory only: they hold citizens' words. One entry each, so that two never race. */
import { browser } from 'wxt/browser'

const prefix = 'draft:'

export async function readDrafts(): Promise<Record<string, string>> {
  const stored = await browser.storage.session.get(null)
  const found: Record<string, string> = {}
  for (const [key, value] of Object.entries(stored)) {
    if (key.startsWith(prefix) && typeof value === 'string') found[key.slice(prefix.length)] = value
  }
  return found
}

export async function keepDraft(key: string, draft: string | null): Promise<void> {
  if (draft === null) await browser.storage.session.remove(prefix + key)
  else await browser.storage.session.set({ [prefix + key]: draft })
}

export async function forgetDrafts(): Promise<void> {
  await browser.storage.session.clear()
}
