/*
 * The overlay in real Chromium: a small extension with the real content script and a fake worker, on hand-written
 * pages served under the site's address. The root is closed: what is inside is seen through CDP, as no page can.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer, { type Browser, type CDPSession, type Page, type Protocol } from 'puppeteer'
import { build } from 'vite'
import type {
  HereRules,
  HereState,
  LikelyView,
  MarkView,
  OverlayAccount,
  Request,
} from '../../../extension/messages.ts'
import { builtInPacks } from '../../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../../shared/sources/pack.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export type Fake = {
  seen: Request[]
  marks: Record<string, MarkView>
  silentCaptures: number
  /** Times that the page hears nothing of its selectors. */
  silentStarts: number
  capture: 'recorded' | 'not-enrolled' | 'refused'
  accounts: OverlayAccount[]
  enrolled: boolean
  mayCapture: boolean
  danger: string | null
  /** What the card shows instead of the usual. */
  changes: Record<string, unknown>
  number: string
  heldBefore: boolean
  waiting: string | null
  likely: LikelyView[]
  mayPublish: boolean
  here: Partial<HereRules>
  /** What the worker knows of who wrote a comment. */
  isAuthor: boolean
  /** The card's script does not come. */
  hasNoCard: boolean
}

/** What the worker puts into pages, under the names of the built extension. */
const late = new Map([
  ['card-content', 'card'],
  ['messenger-content', 'vk-messages'],
])

export const buildExtension = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'overlay-'))
  await mkdir(folder, { recursive: true })
  for (const entry of ['content', 'telegram-content', 'anywhere-content', ...late.keys()])
    await build({
      root: here('.'),
      configFile: false,
      logLevel: 'error',
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
      build: {
        outDir: folder,
        emptyOutDir: false,
        minify: true,
        target: 'chrome120',
        lib: {
          entry: here(`./${entry}.ts`),
          formats: ['iife'],
          name: 'overlay',
          fileName: () => `${late.get(entry) ?? entry}.js`,
        },
      },
    })
  const worker = await readFile(here('./fake-worker.js'), 'utf8')
  const sets = builtInPacks().map(selectorSetOf)
  await writeFile(join(folder, 'worker.js'), `const sets = ${JSON.stringify(sets)}\n${worker}`)
  const manifest = {
    manifest_version: 3,
    name: 'overlay under test',
    version: '1',
    permissions: ['storage', 'tabs', 'scripting'],
    host_permissions: ['https://vk.com/*', 'https://web.telegram.org/*'],
    background: { service_worker: 'worker.js' },
    content_scripts: [
      { matches: ['https://vk.com/*'], js: ['content.js', 'anywhere-content.js'], run_at: 'document_start' },
      { matches: ['https://web.telegram.org/k/*'], js: ['telegram-content.js'], run_at: 'document_start' },
    ],
  }
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest))
  return folder
}

/** One node of our root, as CDP sees it. */
export type Seen = { name: string; attributes: Record<string, string>; text: string; backendNodeId: number }

export type Stage = {
  page: Page
  /** Elements inside of our root, in document order; none when there is no host. */
  inside: () => Promise<Seen[]>
  /** The one element whose class, name or text says so, once it is there. */
  find: (what: string | RegExp) => Promise<Seen>
  gone: (what: string | RegExp) => Promise<void>
  click: (what: string | RegExp) => Promise<void>
  box: (element: Seen) => Promise<{ x: number; y: number; width: number; height: number }>
  text: () => Promise<string>
  fake: () => Promise<Fake>
  change: (change: Partial<Fake>) => Promise<void>
  push: (message: { type: string; text?: string }) => Promise<void>
  /** What the popup hears of the page. */
  where: () => Promise<HereState | null>
  killWorker: () => Promise<void>
  asked: <Type extends Request['type']>(type: Type) => Promise<Extract<Request, { type: Type }>[]>
  /** Runs in the content script's world, which alone may open our root. */
  asWorld: (expression: string) => Promise<unknown>
  close: () => Promise<void>
}

export const until = async <Value>(
  what: string,
  look: () => Promise<Value | null | undefined | false>,
  time = 8_000,
): Promise<Value> => {
  const end = Date.now() + time
  for (;;) {
    const value = await look()
    if (value !== null && value !== undefined && value !== false) return value
    if (Date.now() > end) throw new Error(`не дождались: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 15))
  }
}

const textOf = (node: Protocol.DOM.Node): string =>
  node.nodeType === 3 ? node.nodeValue : (node.children ?? []).map(textOf).join('')

const findHost = (node: Protocol.DOM.Node): Protocol.DOM.Node | null => {
  if (node.localName === 'pult-mcu') return node
  for (const child of node.children ?? []) {
    const found = findHost(child)
    if (found) return found
  }
  return null
}

const flatten = (node: Protocol.DOM.Node, into: Seen[]): Seen[] => {
  if (node.nodeType === 1 && node.localName !== 'style') {
    const attributes: Record<string, string> = {}
    const list = node.attributes ?? []
    for (let i = 0; i < list.length; i += 2) attributes[list[i] ?? ''] = list[i + 1] ?? ''
    into.push({ name: node.localName, attributes, text: textOf(node), backendNodeId: node.backendNodeId })
  }
  for (const child of node.children ?? []) flatten(child, into)
  return into
}

const fits = (what: string | RegExp) => (seen: Seen) =>
  typeof what === 'string'
    ? (seen.attributes.class ?? '').split(' ').includes(what) ||
      seen.attributes.name === what ||
      seen.attributes['aria-label'] === what
    : ['button', 'strong', 'p', 'label', 'summary', 'li'].includes(seen.name) && what.test(seen.text)

export const launch = (folder: string): Promise<Browser> =>
  puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    pipe: true,
    enableExtensions: [folder],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--lang=ru-RU',
    ],
  })

export type OpenOptions = {
  file: string
  address?: string
  headers?: Record<string, string>
  fake?: Partial<Fake>
  before?: (page: Page) => Promise<void>
}

export const openStage = async (
  browser: Browser,
  { file, address = 'https://vk.com/public100', headers = {}, fake = {}, before }: OpenOptions,
): Promise<Stage> => {
  const workerOf = async () => {
    const target = await browser.waitForTarget(one => one.type() === 'service_worker')
    const worker = await target.worker()
    if (worker === null) throw new Error('нет воркера')
    return worker
  }
  const tell = async (name: string, value: unknown): Promise<unknown> =>
    until(`воркер: ${name}`, async () => {
      try {
        const worker = await workerOf()
        const done = await worker.evaluate(
          (call, argument) => Reflect.apply(Reflect.get(globalThis, call), undefined, [argument]),
          name,
          value,
        )
        return { done }
      } catch {
        return null
      }
    }).then(({ done }) => done)

  await tell('resetFake', fake)
  const body = await readFile(here(`../../pages/${file}`), 'utf8')
  const page = await browser.newPage()
  await page.setViewport({ width: 1000, height: 800 })
  await page.setRequestInterception(true)
  page.on('request', request => {
    if (request.isNavigationRequest())
      void request.respond({ status: 200, contentType: 'text/html; charset=utf-8', headers, body })
    else void request.respond({ status: 204 })
  })
  if (before) await before(page)
  await page.goto(address)
  const cdp: CDPSession = await page.createCDPSession()
  let world: number | undefined
  cdp.on('Runtime.executionContextCreated', ({ context }) => {
    if (context.name === 'overlay under test') world = context.id
  })
  await cdp.send('Runtime.enable')

  const inside = async () => {
    const { root } = await cdp.send('DOM.getDocument', { depth: -1, pierce: true })
    const shadow = findHost(root)?.shadowRoots?.[0]
    return shadow ? flatten(shadow, []) : []
  }
  const find = (what: string | RegExp) => until(String(what), async () => (await inside()).find(fits(what)))
  const box = async ({ backendNodeId }: Seen) => {
    const { model } = await cdp.send('DOM.getBoxModel', { backendNodeId })
    const [x = 0, y = 0] = model.border
    return { x, y, width: model.width, height: model.height }
  }
  return {
    page,
    inside,
    find,
    gone: async what =>
      void (await until(`нет ${what}`, async () => !(await inside()).some(fits(what)), 15_000)),
    box,
    click: async what => {
      const { x, y, width, height } = await until(`место ${what}`, async () => {
        const found = await find(what)
        return box(found).catch(() => null)
      })
      await page.mouse.click(x + width / 2, y + height / 2)
    },
    text: async () => (await inside())[0]?.text ?? '',
    fake: async () => fakeOf(await tell('readFake', null)),
    change: async change => void (await tell('setFake', change)),
    push: async message => void (await tell('push', message)),
    where: async () => {
      const state = await tell('where', null)
      return isHereState(state) ? state : null
    },
    killWorker: async () => {
      const target = await browser.waitForTarget(one => one.type() === 'service_worker')
      const worker = await target.worker()
      await worker?.close()
    },
    asked: async type => {
      const { seen } = fakeOf(await tell('readFake', null))
      return seen.filter(
        (request): request is Extract<Request, { type: typeof type }> => request.type === type,
      )
    },
    asWorld: async expression => {
      const contextId = await until('мир скрипта', async () => world)
      const { result } = await cdp.send('Runtime.evaluate', {
        expression,
        contextId,
        awaitPromise: true,
        returnByValue: true,
      })
      return result.value
    },
    close: () => page.close(),
  }
}

const isHereState = (value: unknown): value is HereState =>
  typeof value === 'object' && value !== null && 'isPrivate' in value
const isFake = (value: unknown): value is Fake =>
  typeof value === 'object' && value !== null && 'seen' in value
const fakeOf = (value: unknown): Fake => {
  if (!isFake(value)) throw new Error('воркер ничего не помнит')
  return value
}

export const removeFolder = (folder: string) => rm(folder, { recursive: true, force: true })
