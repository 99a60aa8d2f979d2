/* The built extension inside a running Chromium: its worker, its tabs, its pages. */
import type { Browser, Page, WebWorker } from 'puppeteer'

const isOurWorker = (target: { type: () => string; url: () => string }) =>
  target.type() === 'service_worker' && target.url().startsWith('chrome-extension://')

/** The worker with its `chrome` in place; started by the browser if it sleeps. */
export async function getWorker(browser: Browser): Promise<WebWorker> {
  const until = performance.now() + 15_000
  for (;;) {
    const target = await browser.waitForTarget(isOurWorker, { timeout: 15_000 })
    const worker = await target.worker()
    // A worker that begins or ends at this moment has a target and no world yet.
    const isReady = await worker
      ?.evaluate(() => 'chrome' in globalThis && 'tabs' in chrome)
      .catch(() => false)
    if (worker !== null && isReady === true) return worker
    if (performance.now() > until) throw new Error('The worker of the extension did not start')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}

export const extensionIdOf = (worker: WebWorker): string => new URL(worker.url()).hostname

/** A new tab with the number that the extension knows it by. */
export async function openTab(browser: Browser, worker: WebWorker): Promise<{ page: Page; tabId: number }> {
  const tabIds = async (): Promise<number[]> =>
    worker.evaluate(async () =>
      (await chrome.tabs.query({})).flatMap(tab => (tab.id === undefined ? [] : [tab.id])),
    )
  const before = await tabIds()
  const page = await browser.newPage()
  const tabId = (await tabIds()).find(id => !before.includes(id))
  if (tabId === undefined) throw new Error('The extension does not see the new tab')
  return { page, tabId }
}
