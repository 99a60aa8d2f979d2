/*
 * `npm run channels:check -- FILE_OR_FOLDER [--url ADDRESS] [--json]`: what the adapters of the built extension read
 * from saved pages, each served to Chromium under its real address. The tool for the day a site has changed. A file of
 * «Сообщить о поломке» names its address itself.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser, WebWorker } from 'puppeteer'
import * as z from 'zod'
import { type SourceDraft, sourceDraftSchema } from '../../shared/ticket/source.ts'
import { launchChromium } from '../../test/tools/chromium.ts'
import { getWorker, openTab } from '../../test/tools/extension.ts'
import { type PageServer, startPageServer } from '../../test/tools/page-server.ts'
import { findPages, type IndexedPage } from '../../test/tools/read-index.ts'
import { extensionFolder } from './build.ts'

/** What the extension's script answers to `read-page`; nothing where no adapter knows the address. */
const readingSchema = z
  .object({
    channel: z.string(),
    adapter: z.string(),
    items: z.array(z.object({ draft: sourceDraftSchema, problems: z.array(z.string()) })),
    problems: z.array(z.string()),
  })
  .nullish()
type Reading = NonNullable<z.infer<typeof readingSchema>>

type Report = {
  file: string
  url: string
  channel: string | null
  adapter: string | null
  items: Omit<SourceDraft, 'channel'>[]
  problems: string[]
}

/** An anonymous page of VK shows Moscow time; the result must not depend on the machine's own zone. */
const zone = 'Europe/Moscow'

const usage = 'npm run channels:check -- ФАЙЛ_ИЛИ_ПАПКА [--url АДРЕС] [--json]'

function stop(words: string): never {
  console.error(words)
  process.exit(2)
}

function readArguments(): { pages: IndexedPage[]; asJson: boolean } {
  try {
    const { values, positionals } = parseArgs({
      options: { url: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    })
    const [target] = positionals
    if (target === undefined || positionals.length > 1) stop(`Нужен один файл или одна папка: ${usage}`)
    if (values.url !== undefined && !URL.canParse(values.url)) stop(`Это не адрес: ${values.url}`)
    return { pages: findPages(target, values.url ?? statedAddress(target)), asJson: values.json }
  } catch (error) {
    stop(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

/** What the first line of a file says: `<!-- served_as_url: https://vk.com/wall-1_2 -->` (extension/overlay/broken.ts). */
function statedAddress(target: string): string | undefined {
  if (!existsSync(target) || !statSync(target).isFile()) return undefined
  const [head = ''] = readFileSync(target, 'utf8').split('\n', 1)
  const stated = /^<!-- served_as_url: (\S{1,2000}) -->/u.exec(head)?.[1]
  return stated !== undefined && URL.canParse(stated) ? stated : undefined
}

/** Addresses on which the built extension runs a content script: `https://vk.com/*`. */
function contentMatches(): string[] {
  const manifestSchema = z.object({
    content_scripts: z.array(z.object({ matches: z.array(z.string()) })).default([]),
  })
  const manifest: unknown = JSON.parse(readFileSync(join(extensionFolder(), 'manifest.json'), 'utf8'))
  return manifestSchema.parse(manifest).content_scripts.flatMap(({ matches }) => matches)
}

const isMatched = (url: string, match: string): boolean =>
  match.endsWith('*') ? url.startsWith(match.slice(0, -1)) : url.replace(/[?#].*$/u, '') === match

/** Saved pages are served by https; an address of the time before it is the same page. */
const servedUrl = ({ url }: IndexedPage): string => url.replace(/^http:/u, 'https:')

async function check(page: IndexedPage, world: World): Promise<Report> {
  const head = { file: page.file, url: page.url }
  const unread = { ...head, channel: null, adapter: null, items: [] }
  if (!world.matches.some(match => isMatched(servedUrl(page), match))) {
    return { ...unread, problems: [`этот адрес расширение не читает: ${page.url}`] }
  }
  world.server.serve({ url: servedUrl(page), body: readFileSync(page.path) })
  const worker = await getWorker(world.browser)
  const tab = await openTab(world.browser, worker)
  try {
    await tab.page.goto(servedUrl(page), { waitUntil: 'domcontentloaded' })
    const reading = await askPage(worker, tab.tabId)
    if (!reading)
      return { ...unread, problems: [`страницу по этому адресу расширение не узнало: ${page.url}`] }
    const { channel, adapter, items, problems } = reading
    return {
      ...head,
      channel,
      adapter,
      items: items.map(({ draft: { channel: _, ...item } }) => item),
      problems,
    }
  } catch (error) {
    return {
      ...unread,
      problems: [`страница не проверена: ${error instanceof Error ? error.message : String(error)}`],
    }
  } finally {
    await tab.page.close()
  }
}

/** The script that reads a whole page is no part of what every page loads: it is put there to be asked. */
async function askPage(worker: WebWorker, tabId: number): Promise<Reading | null | undefined> {
  const answer: unknown = await worker.evaluate(async tab => {
    await chrome.scripting.executeScript({
      target: { tabId: tab },
      files: ['/content-scripts/reading.js'],
    })
    return chrome.tabs.sendMessage(tab, { type: 'read-page' }, { frameId: 0 })
  }, tabId)
  return readingSchema.parse(answer)
}

type World = { browser: Browser; server: PageServer; matches: string[] }

function inWords({ file, url, adapter, items, problems }: Report): string {
  const lines = items.map(item => {
    const author = item.author.name ?? 'автор не прочитан'
    const published = item.publishedAt ?? item.publishedText ?? 'без даты'
    const lacking = item.missing.length > 0 ? `  нет: ${item.missing.join(', ')}` : ''
    return `  ${item.key}  ${author}  ${published}${lacking}\n    ${item.text.replaceAll('\n', ' ').slice(0, 100)}`
  })
  const head = `${file}  ${url}\n  ${adapter ?? 'не читается'}, прочитано: ${items.length}`
  return [head, ...lines, ...problems.map(problem => `  ! ${problem}`)].join('\n')
}

// Paths are meant from where the person stands; npm moves to the project.
process.chdir(process.env.INIT_CWD ?? process.cwd())
const { pages, asJson } = readArguments()
const server = await startPageServer(pages.map(page => ({ url: servedUrl(page), body: '' })))
const browser = await launchChromium({
  extensions: [extensionFolder()],
  hosts: server.hosts,
  port: server.port,
  zone,
})
const reports: Report[] = []
try {
  const world: World = { browser, server, matches: contentMatches() }
  for (const page of pages) {
    const report = await check(page, world)
    reports.push(report)
    if (!asJson) console.log(`${inWords(report)}\n`)
  }
} finally {
  await browser.close()
  await server.close()
}
if (asJson) console.log(JSON.stringify(reports, null, 2))
