/*
 * Every hand-written page, read in a real browser at its real address, gives exactly what its `.expected.json` says:
 * `items` (the draft, with the key of the post a comment stands under) and `problems`.
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sourceDraftSchema } from '../../../shared/ticket/source.ts'
import { bundleChannels } from '../../tools/bundle-channels.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { type PageServer, startPageServer } from '../../tools/page-server.ts'
import { type IndexedPage, readIndex } from '../../tools/read-index.ts'

const now = '2026-11-23T10:00:00.000Z'
const zone = 'Europe/Moscow'
const folderOf = (channel: string) => fileURLToPath(new URL(`../../pages/${channel}`, import.meta.url))
const pages = { vk: readIndex(folderOf('vk')), telegram: readIndex(folderOf('telegram')) }

type Reading = { items: { draft: unknown; postKey: string | null }[]; problems: string[] }

let browser: Browser
let server: PageServer
let code: string

beforeAll(async () => {
  code = await bundleChannels()
  server = await startPageServer(
    [...pages.vk, ...pages.telegram].map(({ path, url }) => ({ url, body: readFileSync(path) })),
  )
  browser = await launchChromium({ hosts: server.hosts, port: server.port })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const open = async <Result>(url: string, act: (page: Page) => Promise<Result>): Promise<Result> => {
  const page = await browser.newPage()
  try {
    await page.goto(url, { waitUntil: 'domcontentloaded' })
    return await act(page)
  } finally {
    await page.close()
  }
}

const ask = async <Result>(page: Page, call: string): Promise<Result> => {
  const answer: string = await page.evaluate(`${code};JSON.stringify(channelsInPage.${call})`).then(String)
  return JSON.parse(answer)
}

const read = (url: string) =>
  open(url, page => ask<Reading>(page, `read(${JSON.stringify(now)},${JSON.stringify(zone)})`))

const addressOf = (channel: keyof typeof pages, file: string): string => {
  const page = pages[channel].find(one => one.file === file)
  if (page === undefined) throw new Error(`Нет страницы ${file}`)
  return page.url
}

const expectedOf = ({ path }: IndexedPage): unknown =>
  JSON.parse(readFileSync(path.replace(/\.html$/u, '.expected.json'), 'utf8'))

for (const [channel, indexed] of Object.entries(pages)) {
  describe(`pages of ${channel}`, () => {
    it.each(indexed)('$file is read as expected', async page => {
      const { items, problems } = await read(page.url)
      const found = items.map(({ draft, postKey }) => ({ draft, postKey }))
      expect({ items: found, problems }).toEqual(expectedOf(page))
      for (const { draft } of items) expect(sourceDraftSchema.parse(draft)).toEqual(draft)
    })
  })
}

describe('what stands under the pointer', () => {
  it.each([
    ['a word of the post', 'post-server-2022.html', '.wall_post_text', 'vk:-212000050:101'],
    [
      'the avatar that repeats the post number',
      'post-server-2022.html',
      '.AvatarRich__img',
      'vk:-212000050:101',
    ],
    ['a comment', 'post-server-2022.html', '#wpt-212000050_202', 'vk:-212000050:101:202'],
    ['a reply in a thread', 'wall-react-2026.html', '[id="-212000001_302"] img', 'vk:-212000050:110:302'],
    [
      'a repost belongs to the post around it',
      'wall-react-2026.html',
      '[data-post-id="-212000099_7"] a',
      'vk:-212000050:109',
    ],
    [
      'a comment that cannot be identified is not its post',
      'wall-react-2026.html',
      '[id="600700_304"] div',
      null,
    ],
    ['an advertisement is nothing', 'wall-react-2026.html', '[data-ad-view] a', null],
  ])('%s', async (_name, file, selector, key) => {
    const found = await open(addressOf('vk', file), page =>
      ask<string | null>(page, `keyAt(${JSON.stringify(selector)})`),
    )
    expect(found).toBe(key)
  })

  it.each([
    ['k-private.html', true],
    ['k-group.html', false],
    ['k-channel.html', false],
    ['k-empty.html', false],
  ])('%s: private %s', async (file, isPrivate) => {
    expect(await open(addressOf('telegram', file), page => ask<boolean>(page, 'isPrivate()'))).toBe(isPrivate)
  })
})

it('a page of the site with nodes removed at random never throws and never invents an identity', async () => {
  const url = addressOf('vk', 'post-server-2022.html')
  const whole = await read(url)
  const known = new Set(whole.items.map(({ draft }) => sourceDraftSchema.parse(draft).key))
  const keys = await open(url, async page => {
    const seen: string[] = []
    for (let seed = 1; seed <= 40; seed += 1) {
      await page.goto(url, { waitUntil: 'domcontentloaded' })
      const cut = `(s=>{let n=s;const r=()=>(n=(n*16807)%2147483647)/2147483647;for(const e of [...document.body.querySelectorAll('*')]){if(r()<.06)e.remove();else if(r()<.1)for(const a of [...e.attributes])if(r()<.5)e.removeAttribute(a.name)}})(${seed})`
      await page.evaluate(cut)
      const { items } = await ask<Reading>(page, `read(${JSON.stringify(now)},${JSON.stringify(zone)})`)
      seen.push(...items.map(({ draft }) => sourceDraftSchema.parse(draft).key))
    }
    return seen
  })
  expect(keys.filter(key => !known.has(key))).toEqual([])
})

it('a wall of two thousand comments is read whole', async () => {
  const count = 2_000
  const [read] = await open('https://vk.com/wall-212000050_101', async page => {
    await page.goto(addressOf('vk', 'albums.html'), { waitUntil: 'domcontentloaded' })
    const fill = `document.body.innerHTML='<div data-testid="post" data-post-id="-1_2">'+Array.from({length:${count}},(_,i)=>'<div data-testid="wall_comments_comment_root"><a data-testid="comment-avatar" href="/id'+(i+1)+'"></a><div data-testid="comment-owner">А</div><div data-testid="comment-text">Б</div><a data-testid="wall_comment_date" href="/wall-1_2?reply='+(i+3)+'">вчера</a></div>').join('')+'</div>'`
    await page.evaluate(fill)
    return [await ask<Reading>(page, `read(${JSON.stringify(now)},${JSON.stringify(zone)})`)]
  })
  expect(read?.items).toHaveLength(count + 1)
}, 60_000)

it('the channels stay small enough for a content script', () => {
  expect(gzipSync(code).length).toBeLessThan(14_000)
})
