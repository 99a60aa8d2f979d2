/* «Сообщить о поломке»: the file holds the structure of the page, and nothing of what people wrote. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseHTML } from 'linkedom'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChannels } from '../../tools/bundle-channels.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { charsetOf, type PageServer, startPageServer } from '../../tools/page-server.ts'
import { type IndexedPage, readIndex } from '../../tools/read-index.ts'

const now = '2026-11-23T10:00:00.000Z'
const zone = 'Europe/Moscow'
const folder = fileURLToPath(new URL('../../pages', import.meta.url))
const channels = ['vk', 'telegram', 'ok', 'max', 'whatsapp', 'pos']
const pages: (IndexedPage & { channel: string })[] = channels
  .filter(channel => existsSync(join(folder, channel, 'INDEX.tsv')))
  .flatMap(channel => readIndex(join(folder, channel)).map(page => ({ ...page, channel })))

let browser: Browser
let server: PageServer
/** One tab for all pages, and one visit for all pages of a site: each is shown in the place of the one before. */
let tab: Page
let code: string

beforeAll(async () => {
  code = await bundleChannels(fileURLToPath(new URL('./broken-in-page.ts', import.meta.url)), 'broken')
  const origins = [...new Set(pages.map(({ url }) => new URL(url).origin))]
  server = await startPageServer(
    origins.map(origin => ({ url: `${origin}/`, body: '<!doctype html><meta charset="utf-8">' })),
  )
  browser = await launchChromium({ hosts: server.hosts, port: server.port, zone })
  tab = await browser.newPage()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

type Reading = {
  items: { draft: { key: string; kind: string; parentKey: string | null; missing: string[] } }[]
} | null

const call = (name: string, ...given: string[]) =>
  tab.evaluate(`JSON.stringify(broken.${name}(${given.map(each => JSON.stringify(each)).join()}))`)

async function readAt(url: string, html: string): Promise<Reading> {
  const { origin } = new URL(url)
  if (new URL(tab.url()).origin !== origin) {
    await tab.goto(`${origin}/`, { waitUntil: 'domcontentloaded' })
    await tab.evaluate(code)
  }
  await call('show', url, html)
  return JSON.parse(String(await call('read', now, zone)))
}

const textOf = ({ path }: IndexedPage): string => {
  const bytes = readFileSync(path)
  return new TextDecoder(charsetOf(bytes)).decode(bytes)
}

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

const describeHere = async () => String(JSON.parse(String(await call('describe', now))))

async function describeAt(page: IndexedPage) {
  const before = await readAt(page.url, textOf(page))
  return { before, file: await describeHere() }
}

const statedAddress = (file: string) => /^<!-- served_as_url: (\S+) -->\n/u.exec(file)?.[1] ?? ''

/** Letters of people: in texts and in the attributes that hold sentences or addresses. */
function wordsOf(html: string): Set<string> {
  const { document } = parseHTML(html)
  for (const silent of document.querySelectorAll('style, script:not([type*="json"])')) silent.remove()
  const texts: string[] = []
  const gather = (node: Node) => {
    if (node.nodeType === 3) texts.push(node.nodeValue ?? '')
    for (const child of node.childNodes) gather(child)
  }
  gather(document)
  for (const element of document.querySelectorAll('*'))
    for (const name of ['alt', 'title', 'aria-label', 'href', 'placeholder', 'content', 'value'])
      texts.push(decodeURI(element.getAttribute(name) ?? ''))
  return new Set(texts.join('\n').match(/\p{L}{4,}/gu) ?? [])
}
const numbersOf = (html: string): Set<string> => new Set(html.match(/\d{4,}/gu) ?? [])
/** One letter again and again is what a word becomes; the fixed date and the sites' own names are nobody's. */
const nobodys =
  /^(?:[Аа]+|[Aa]+|https?|января|elsewhere|invalid|context|schema|SocialMediaPosting|Person|groupId|окно|чата|подписчик\p{L}*|участник\p{L}*|subscribers?|members?|продолжение|ниже|промо|реклама|пропущенный|входящий|исходящий|отмен[её]нный|вызов|звонок|аудио|видео|missed|incoming|outgoing|call|voice|video|audio|alt\p{L}+|ничего|найдено)$/iu

describe('The file of a reported page', () => {
  it.each(pages)('$channel $file is read like the page itself and holds no word of it', async page => {
    const { before, file } = await describeAt(page)
    const original = textOf(page)
    const left = wordsOf(file)
    const site = new Set([...selectorWords, ...(new URL(page.url).hostname.match(/\p{L}+/gu) ?? [])])
    const isSomebodys = (word: string) => left.has(word) && !nobodys.test(word) && !site.has(word)
    expect([...wordsOf(original)].filter(isSomebodys)).toEqual([])
    const classes = (original.match(/(?:class|data-testid|role)="[^"]*"/gu) ?? []).join(' ')
    const numbers = numbersOf(file)
    const isLeft = (number: string) => numbers.has(number) && !classes.includes(number) && !fixed.has(number)
    expect([...numbersOf(original)].filter(isLeft)).toEqual([])

    const url = statedAddress(file)
    expect(URL.canParse(url), url).toBe(true)
    expect(structure(await readAt(url, file))).toEqual(structure(before))
  })

  it('keeps the labels by which a card of ПОС is read, and none of its values', async () => {
    const values = 'Дороги|Координация|Марина|Лисичкина|Сломан|светофор|улице|Мира'
    await readAt(
      'https://pos.gosuslugi.ru/backoffice/appeals/177073580',
      `<!doctype html><main>
        <dl><dt>Категория</dt><dd>Дороги</dd><dt>Стадия</dt><dd>Координация</dd>
        <dt>Контрольный срок</dt><dd>1 декабря 2026</dd></dl>
        <p>Заявитель: Марина Лисичкина</p>
        <label>Дата подачи <input id="day"></label>
        <label>Текст сообщения <textarea id="words"></textarea></label></main>`,
    )
    // As a page that draws itself: what a control shows stands in no attribute.
    await tab.evaluate(() => {
      for (const [id, value] of Object.entries({
        day: '22.11.2026 10:15',
        words: 'Сломан светофор на улице Мира',
      })) {
        const control = document.getElementById(id)
        if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement)
          control.value = value
      }
    })
    const before: Reading = JSON.parse(String(await call('read', now, zone)))
    expect(before?.items.map(({ draft }) => draft.missing)).toEqual([[]])
    const file = await describeHere()
    for (const label of 'Категория|Стадия|Контрольный срок|Заявитель: |Дата подачи|Текст сообщения'.split(
      '|',
    ))
      expect(file).toContain(label)
    expect(values.split('|').filter(word => file.includes(word))).toEqual([])
    expect(structure(await readAt(statedAddress(file), file))).toEqual(structure(before))
  })

  it('keeps no name that stands in a key of data, before the site in an address, or in digits of another script', async () => {
    const data = {
      item: { owner_id: -212000050, 'ivan.petrov': 1, 'Anna-Ivanova': { text: 'sidorova' } },
      '@type': 'Kuznetsova',
    }
    await readAt(
      'https://t.me/s/cilnanews',
      `<!doctype html><meta charset="utf-8">
        <script type="application/ld+json">${JSON.stringify(data)}</script>
        <div data-exec='${JSON.stringify(data)}' data-who="smirnov٤٢"></div>
        <a href="https://ivanpetrov.t.me/15">a</a><a href="https://t.smirnov/15">b</a><a href="https://www.t.me/s/x">c</a>
        <p>٨٩٠٢١٢٣٤٥٦٧ ８９０２ ²³</p>`,
    )
    const file = await describeHere()
    expect(file.match(/petrov|anna|ivan|sidor|kuznets|smirnov|[^\P{N}0-9]/giu)).toBeNull()
    for (const own of ['item', 'owner_id', 'text', '@type', 'https://www.t.me/s/'])
      expect(file).toContain(own)
    expect(file).toContain('https://elsewhere.invalid/')
    expect(file).toMatch(/https:\/\/x\w+\.t\.me\/15/u)
  })

  it('keeps a word of the interface only in a line of its own: among somebody’s words it is theirs', async () => {
    await readAt(
      'https://web.max.ru/437719203',
      `<!doctype html><meta charset="utf-8">
        <h2>Окно чата с Мария Котова</h2><i>1 204 подписчика</i><i>10K 23:59 ред.</i><i>Пропущенный вызов (5 мин)</i>
        <p>Наш участник, входящий в совет: видео и аудио будет</p>
        <p>Реклама не нужна</p>
        <p>Мост закроют. Продолжение ниже…</p>
        <p>Пишу снова.\nНичего не найдено\nНичего не найдено у соседа</p>`,
    )
    const file = await describeHere()
    for (const kept of [
      'Окно чата с ',
      '0 000 подписчика',
      'ред.',
      'Пропущенный вызов (0 мин)',
      ' Продолжение ниже…',
    ])
      expect(file).toContain(kept)
    expect(file.match(/участник|входящий|видео|аудио|Реклама|Котова|соседа/giu)).toBeNull()
    expect(file.match(/Ничего не найдено/gu)).toHaveLength(1)
  })
})

/** The one date that every date becomes. */
const fixed = new Set(['2020', '1577836800', '0000'])

/** The packs themselves: what a site calls its parts. And the words of its addresses. */
const selectorWords = readSelectors().match(/\p{L}+/gu) ?? []
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
