/* An operator's desk: Chromium with the built extension, in which saved pages stand at their real addresses. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, CDPSession, ElementHandle, Page, WebWorker } from 'puppeteer'
import { launchChromium } from '../../tools/chromium.ts'
import { extensionIdOf, getWorker, openTab } from '../../tools/extension.ts'
import { type ServedPage, startPageServer } from '../../tools/page-server.ts'
import { ensureBuilt, extensionFolder } from './built.ts'
import { waitFor } from './wait.ts'

export type ExtensionPage = 'sidepanel' | 'popup' | 'options' | 'channels'

export type Desk = {
  browser(): Browser
  extensionId(): string
  /** Puts a page at its real address, now or later. Its host must be among the desk's. */
  serve(page: ServedPage): void
  open(url: string): Promise<Page>
  /** The worker, started if it sleeps. */
  worker(): Promise<WebWorker>
  /** Ends the worker as the browser does after 30 seconds of rest; the next message starts it again. */
  killWorker(): Promise<void>
  /** A page of the extension as a tab: what the side panel and the popup show. */
  openExtensionPage(page: ExtensionPage): Promise<Page>
  /** Pastes the invitation into the options page, as a person does. */
  enrol(invitation: string): Promise<void>
  badge(): Promise<{ text: string; colour: readonly number[] }>
  /** Cuts the worker off the network until `goOnline`; a worker started later is not cut off. */
  goOffline(): Promise<void>
  goOnline(): Promise<void>
  /** Power failure: nothing is closed, nothing is asked. */
  kill(): Promise<void>
  /** Opens the browser again with the same profile. */
  relaunch(): Promise<void>
  stop(): Promise<void>
}

export type DeskOptions = {
  pages?: readonly ServedPage[]
  /** Saved pages must not run their own scripts; hand-written ones may. */
  pagesMayRunScripts?: boolean
  headless?: boolean
  windowSize?: { width: number; height: number }
}

/** Hosts of the channels are mapped even before they have a page. */
const channelHosts = ['vk.com', 'vk.ru', 'web.telegram.org']
/** What people at the office see on their clock. */
const zone = 'Europe/Ulyanovsk'

export async function startDesk({
  pages = [],
  pagesMayRunScripts = false,
  headless = true,
  windowSize = { width: 1280, height: 900 },
}: DeskOptions = {}): Promise<Desk> {
  ensureBuilt()
  const profile = mkdtempSync(join(tmpdir(), 'pult-desk-'))
  const pageServer = await startPageServer(pages, { withoutScripts: !pagesMayRunScripts })
  const hosts = [...new Set([...channelHosts, ...pageServer.hosts])]

  const launch = () =>
    launchChromium({
      extensions: [extensionFolder],
      hosts,
      port: pageServer.port,
      userDataDir: profile,
      zone,
      headless,
      args: [`--window-size=${windowSize.width},${windowSize.height}`, '--lang=ru'],
    })
  let browser = await launch()
  let id = extensionIdOf(await getWorker(browser))
  let offline: CDPSession | undefined

  const kill = async () => {
    const chromium = browser.process()
    if (chromium === null || chromium.exitCode !== null || chromium.signalCode !== null) return
    const gone = new Promise(resolve => chromium.once('exit', resolve))
    chromium.kill('SIGKILL')
    await gone
  }

  const worker = async (): Promise<WebWorker> => {
    const running = browser.targets().some(target => target.type() === 'service_worker')
    if (!running) {
      // A message to the extension wakes its worker; a page of ours that opens sends one.
      const page = await browser.newPage()
      await page.goto(`chrome-extension://${id}/popup.html`)
      const started = await getWorker(browser)
      await page.close()
      return started
    }
    return getWorker(browser)
  }

  const openExtensionPage = async (name: ExtensionPage): Promise<Page> => {
    const page = await browser.newPage()
    await page.goto(`chrome-extension://${id}/${name}.html`, { waitUntil: 'domcontentloaded' })
    return page
  }

  return {
    browser: () => browser,
    extensionId: () => id,
    serve: pageServer.serve,
    worker,
    openExtensionPage,
    kill,
    async open(url) {
      const page = await browser.newPage()
      await page.setViewport(windowSize)
      await page.goto(url, { waitUntil: 'domcontentloaded' })
      return page
    },
    async killWorker() {
      const running = await worker()
      const target = browser.targets().find(each => each.type() === 'service_worker')
      await running.close()
      // Another may be there at once: an open page of a channel asks it for marks.
      await waitFor('the worker to end', () => target === undefined || !browser.targets().includes(target))
    },
    async enrol(invitation) {
      const page = await openExtensionPage('options')
      const field = await page.waitForSelector('textarea, input[type="text"], input:not([type])', {
        timeout: 10_000,
      })
      if (field === null) throw new Error('The options page has no field for the invitation')
      await field.type(invitation)
      await field.evaluate(element => element.closest('form')?.requestSubmit())
      await waitFor('the enrolment to be stored', async () =>
        (await worker()).evaluate(async () => 'connection' in (await chrome.storage.local.get('connection'))),
      )
      await page.close()
    },
    async badge() {
      return (await worker()).evaluate(async () => ({
        text: await chrome.action.getBadgeText({}),
        colour: [...(await chrome.action.getBadgeBackgroundColor({}))],
      }))
    },
    async goOffline() {
      offline = (await worker()).client
      await offline.send('Network.enable')
      await offline.send('Network.emulateNetworkConditions', {
        offline: true,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
    },
    async goOnline() {
      await offline?.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput: -1,
      })
      offline = undefined
    },
    async relaunch() {
      await kill()
      rmSync(join(profile, 'SingletonLock'), { force: true })
      browser = await launch()
      id = extensionIdOf(await getWorker(browser))
    },
    async stop() {
      await browser.close().catch(() => undefined)
      await pageServer.close()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
    },
  }
}

/** Opens an address in a tab whose number the extension knows, for messages to its content script. */
export const openNumberedTab = async (desk: Desk): Promise<{ page: Page; tabId: number }> =>
  openTab(desk.browser(), await desk.worker())

/**
 * A button of the overlay by the words on it or its label. The root is closed, so it is found as assistive technology
 * finds it.
 */
export async function overlayButton(
  page: Page,
  name: string | RegExp,
  timeout = 5_000,
): Promise<ElementHandle> {
  return waitFor(`the button «${name}»`, () => findOverlayButton(page, name), timeout)
}

async function findOverlayButton(page: Page, name: string | RegExp): Promise<ElementHandle | undefined> {
  for (const button of await page.$$('aria/[role="button"]')) {
    const words = await button.evaluate(element => {
      const root = element.getRootNode()
      if (!(root instanceof ShadowRoot) || root.host.localName !== 'pult-mcu') return []
      return [
        (element.textContent ?? '').replace(/\s+/gu, ' ').trim(),
        element.getAttribute('aria-label') ?? '',
      ]
    })
    if (words.some(each => (typeof name === 'string' ? each === name : name.test(each)))) return button
  }
  return undefined
}

/** Puts the pointer on the post, waits for its button and presses it. */
export async function pressAtPost(
  page: Page,
  post: string | ElementHandle,
  name: string | RegExp,
): Promise<void> {
  if (typeof post === 'string') await page.hover(post)
  else await post.hover()
  const button = await overlayButton(page, name)
  await button.click()
}

type DomNode = { nodeName: string; nodeValue?: string; children?: DomNode[]; shadowRoots?: DomNode[] }

/** Everything that the overlay shows on the page, closed roots included. */
export async function overlayText(page: Page): Promise<string> {
  const client = await page.createCDPSession()
  try {
    const { root } = await client.send('DOM.getDocument', { depth: -1, pierce: true })
    return collectOverlays(root).join('\n')
  } finally {
    await client.detach()
  }
}

function collectOverlays(node: DomNode): string[] {
  if (node.nodeName === 'PULT-MCU') return (node.shadowRoots ?? []).map(textOf)
  return (node.children ?? []).flatMap(collectOverlays)
}

function textOf(node: DomNode): string {
  if (node.nodeName === 'STYLE') return ''
  if (node.nodeName === '#text') return node.nodeValue ?? ''
  return (node.children ?? [])
    .map(textOf)
    .filter(text => text !== '')
    .join(' ')
}

/** Waits until the overlay shows the words, and answers all that it shows. */
export const overlayShows = (page: Page, words: string | RegExp, timeout?: number): Promise<string> =>
  waitFor(
    `the overlay to show ${words}`,
    async () => {
      const text = (await overlayText(page)).replaceAll('\u00a0', ' ')
      return (typeof words === 'string' ? text.includes(words) : words.test(text)) ? text : undefined
    },
    timeout,
  )
