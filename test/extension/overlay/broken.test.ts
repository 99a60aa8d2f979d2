/* «Сообщить о поломке»: the file holds the structure of the page, and nothing of what people wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseHTML } from 'linkedom'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChannels } from '../../tools/bundle-channels.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { type PageServer, startPageServer } from '../../tools/page-server.ts'
import { type IndexedPage, readIndex } from '../../tools/read-index.ts'

const now = '2026-11-23T10:00:00.000Z'
const zone = 'Europe/Moscow'
const folder = fileURLToPath(new URL('../../pages', import.meta.url))
/** What the adapters read by Russian labels cannot be read without words: ПОС. */
const channels = ['vk', 'telegram', 'ok', 'max', 'whatsapp']
const pages: (IndexedPage & { channel: string })[] = channels
  .filter(channel => existsSync(join(folder, channel, 'INDEX.tsv')))
  .flatMap(channel => readIndex(join(folder, channel)).map(page => ({ ...page, channel })))
  // It is about dates that could be two days; the one date that stands for all of them is not.
  .filter(({ file }) => file !== 'locales.html')

let browser: Browser
let server: PageServer
let channelsCode: string
let brokenCode: string

beforeAll(async () => {
  channelsCode = await bundleChannels()
  brokenCode = await bundleChannels(fileURLToPath(new URL('./broken-in-page.ts', import.meta.url)), 'broken')
  server = await startPageServer(pages.map(({ path, url }) => ({ url, body: readFileSync(path) })))
  browser = await launchChromium({ hosts: server.hosts, port: server.port, zone })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function at<Result>(url: string, body: string | Uint8Array, act: (tab: Page) => Promise<Result>) {
  server.serve({ url, body })
  const tab = await browser.newPage()
  try {
    await tab.goto(url, { waitUntil: 'domcontentloaded' })
    return await act(tab)
  } finally {
    await tab.close()
  }
}

type Reading = {
  items: { draft: { key: string; kind: string; parentKey: string | null; missing: string[] } }[]
} | null

const read = async (tab: Page): Promise<Reading> =>
  JSON.parse(
    await tab
      .evaluate(
        `${channelsCode};JSON.stringify(channelsInPage.read(${JSON.stringify(now)},${JSON.stringify(zone)}))`,
      )
      .then(String),
  )

/** What stays of an item: its kind, what it lacks, and which item it belongs to. */
const structure = (reading: Reading) => {
  const keys = reading?.items.map(({ draft }) => draft.key) ?? []
  return reading?.items.map(({ draft }) => ({
    kind: draft.kind,
    missing: draft.missing,
    parent: draft.parentKey === null ? null : keys.indexOf(draft.parentKey),
    parts: draft.key.split(':').length,
  }))
}

async function describeAt(page: IndexedPage) {
  return at(page.url, readFileSync(page.path), async tab => ({
    before: await read(tab),
    file: String(await tab.evaluate(`${brokenCode};broken.describe(${JSON.stringify(now)})`)),
  }))
}

const statedAddress = (file: string) => /^<!-- served_as_url: (\S+) -->\n/u.exec(file)?.[1] ?? ''

/** Letters of people: in texts and in the attributes that hold sentences or addresses. */
function wordsOf(html: string): Set<string> {
  const { document } = parseHTML(html)
  for (const silent of document.querySelectorAll('style, script:not([type*="json"])')) silent.remove()
  const texts = [document.documentElement?.textContent ?? '']
  for (const element of document.querySelectorAll('*'))
    for (const name of ['alt', 'title', 'aria-label', 'href', 'placeholder', 'content', 'value'])
      texts.push(decodeURI(element.getAttribute(name) ?? ''))
  return new Set(texts.join('\n').match(/\p{L}{4,}/gu) ?? [])
}
const numbersOf = (html: string): Set<string> => new Set(html.match(/\d{4,}/gu) ?? [])
/** One letter again and again is what a word becomes; the fixed date and the sites' own names are nobody's. */
const nobodys =
  /^(?:[Аа]+|[Aa]+|https?|января|elsewhere|invalid|context|schema|SocialMediaPosting|Person|groupId|окно|чата|подписчик\p{L}*|участник\p{L}*|subscribers?|members?|продолжение|ниже|промо|реклама|пропущенный|входящий|исходящий|отмен[её]нный|вызов|звонок|аудио|видео|missed|incoming|outgoing|call|voice|video|audio|alt\p{L}+)$/iu

describe('The file of a reported page', () => {
  it.each(pages)('$channel $file is read like the page itself and holds no word of it', async page => {
    const { before, file } = await describeAt(page)
    const original = readFileSync(page.path, 'utf8')
    const left = wordsOf(file)
    const site = new Set(`${readSelectors()} ${new URL(page.url).hostname}`.match(/\p{L}+/gu))
    const isSomebodys = (word: string) => left.has(word) && !nobodys.test(word) && !site.has(word)
    expect([...wordsOf(original)].filter(isSomebodys)).toEqual([])
    const classes = (original.match(/(?:class|data-testid|role)="[^"]*"/gu) ?? []).join(' ')
    const numbers = numbersOf(file)
    const isLeft = (number: string) => numbers.has(number) && !classes.includes(number) && !fixed.has(number)
    expect([...numbersOf(original)].filter(isLeft)).toEqual([])

    const url = statedAddress(file)
    expect(URL.canParse(url), url).toBe(true)
    expect(structure(await at(url, file, read))).toEqual(structure(before))
  })
})

/** The one date that every date becomes. */
const fixed = new Set(['2020', '1577836800', '0000'])

/** The packs themselves: what a site calls its parts. And the words of its addresses. */
function readSelectors(): string {
  const packs = fileURLToPath(new URL('../../../extension/channels/packs', import.meta.url))
  const addressWords =
    'wall reply thread photo video clip topic board album doc club public event feed group profile friends statuses comments comment reviews post message messages mail write backoffice appeals index im discussions st cmd own convo list single scheduled true false hook Block Mask'
  return (
    readdirSync(packs)
      .map(name => readFileSync(join(packs, name), 'utf8'))
      .join('\n') + addressWords
  )
}
