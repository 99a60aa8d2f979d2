/*
 * Sites change in ways that nobody foresees. Of every hand-written page, with nodes and attributes removed and put into
 * another order at random: nothing throws, and no post, comment or author is taken for another. What cannot be read is
 * missing. And a page four times as long is about four times the work.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bundleChannels } from '../../tools/bundle-channels.ts'
import type { Comparison, Known } from '../../tools/channels-in-page.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { charsetOf, type PageServer, startPageServer } from '../../tools/page-server.ts'
import { type IndexedPage, readIndex } from '../../tools/read-index.ts'

const when = "'2026-11-23T10:00:00.000Z','Europe/Moscow'"
const seeds = [11, 19, 37, 59, 83, 151, 31337, 99991]
const folder = fileURLToPath(new URL('../../pages', import.meta.url))
const channels: Record<string, IndexedPage[]> = Object.fromEntries(
  readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'INDEX.tsv')))
    .map(name => [name, readIndex(join(folder, name))]),
)

let browser: Browser
let server: PageServer
let tab: Page

beforeAll(async () => {
  server = await startPageServer(
    Object.values(channels)
      .flat()
      .map(({ url }) => ({ url, body: '' })),
  )
  browser = await launchChromium({ hosts: server.hosts, port: server.port })
  tab = await browser.newPage()
  await tab.evaluateOnNewDocument(await bundleChannels())
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const open = async ({ path, url }: IndexedPage) => {
  // A load for each of some hundred pages would be most of the time.
  if (!tab.url().startsWith(`${new URL(url).origin}/`)) await tab.goto(url, { waitUntil: 'domcontentloaded' })
  const bytes = readFileSync(path)
  await tab.evaluate(
    `channelsInPage.show(${JSON.stringify(url)},${JSON.stringify(new TextDecoder(charsetOf(bytes)).decode(bytes))})`,
  )
}

const ask = async <Answer>(call: string): Promise<Answer> => {
  const answer: unknown = await tab.evaluate(`JSON.stringify(channelsInPage.${call} ?? null)`)
  return JSON.parse(String(answer))
}

/** Sites without numbers: the key is made of what is read, so an unread field makes another one. */
const isSynthetic = (key: string) => /:h[0-9a-z]+$/u.test(key)

/** A page that lost its channel's number still names the channel by a word: the same message at the same address. */
const isSame = (before: Known, after: Known) =>
  before.key === after.key || (after.key.includes(':@') && before.url !== null && before.url === after.url)

/** A signature that was removed whole cannot be seen: the post is then its wall's, as every unsigned one. */
const isSignatureLost = (before: Known, after: Known) =>
  before.isSigned && !after.isSigned && after.key.startsWith(`vk:${after.author}:`)

const wrongOf = ({ seed, whole, spoilt }: Comparison): string[] =>
  spoilt.flatMap(({ before, after }) => {
    const tell = (words: string) => [`${seed}: ${words}`]
    const owner = before ?? whole.find(one => isSame(one, after))
    if (owner === undefined) return isSynthetic(after.key) ? [] : tell(`неизвестный ключ ${after.key}`)
    if (!isSame(owner, after)) {
      const isAnother = whole.some(({ key }) => key === after.key)
      if (!isSynthetic(owner.key) || !isSynthetic(after.key) || isAnother)
        return tell(`${owner.key} прочитан как ${after.key}`)
    }
    const isOther = owner.author !== null && after.author !== null && owner.author !== after.author
    if (isOther && isSignatureLost(owner, after)) return []
    return isOther ? tell(`${after.key}: автор ${owner.author} прочитан как ${after.author}`) : []
  })

describe.each(Object.entries(channels))('pages of %s with parts missing and out of order', (_name, pages) => {
  it.each(pages)(
    '$file: no identity and no author of another',
    async page => {
      await open(page)
      const comparisons = await ask<Comparison[]>(`compareSpoilt(${JSON.stringify(seeds)},${when})`)
      expect(comparisons.flatMap(wrongOf)).toEqual([])
    },
    30_000,
  )
})

describe.each(Object.entries(channels))('long pages of %s', (_name, pages) => {
  it('four times the items are about four times the work', async () => {
    const sizeOf = ({ path }: IndexedPage) => readFileSync(path.replace(/\.html$/u, '.expected.json')).length
    const [longest] = [...pages].sort((a, b) => sizeOf(b) - sizeOf(a))
    if (longest === undefined) throw new Error('Нет страниц')
    const measure = async (count: number) => {
      await open(longest)
      const items = await ask<number>(`multiply(${count})`)
      return { items, work: await ask<number>(`workOf(${when})`) }
    }
    const short = await measure(100)
    const long = await measure(400)
    expect(long.work / short.work).toBeLessThanOrEqual((1.25 * long.items) / short.items)
  }, 60_000)
})
