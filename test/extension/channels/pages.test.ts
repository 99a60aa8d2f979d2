/*
 * Every hand-written page, read in a real browser at its real address, gives exactly what its `.expected.json` says:
 * `items` (the draft, with the key of the post a comment stands under) and `problems`.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sourceDraftSchema } from '../../../shared/ticket/source.ts'
import { bundleChannels } from '../../tools/bundle-channels.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { type PageServer, startPageServer } from '../../tools/page-server.ts'
import { type IndexedPage, readIndex } from '../../tools/read-index.ts'

const now = '2026-11-23T10:00:00.000Z'
const zone = 'Europe/Moscow'
const folder = fileURLToPath(new URL('../../pages', import.meta.url))
/** Each folder of hand-written pages with an INDEX.tsv: vk, ok, telegram, … */
const pages: Record<string, IndexedPage[]> = Object.fromEntries(
  readdirSync(folder)
    .filter(name => existsSync(join(folder, name, 'INDEX.tsv')))
    .map(name => [name, readIndex(join(folder, name))]),
)

type Reading = { items: { draft: unknown; postKey: string | null }[]; problems: string[] }

let browser: Browser
let server: PageServer
let code: string

beforeAll(async () => {
  code = await bundleChannels()
  server = await startPageServer(
    Object.values(pages)
      .flat()
      .map(({ path, url }) => ({ url, body: readFileSync(path) })),
  )
  browser = await launchChromium({ hosts: server.hosts, port: server.port })
}, 120_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Several pages stand at one address and differ in its hash, which a server never sees: the page is put there first. */
const open = async <Result>(
  { path, url }: IndexedPage,
  act: (tab: Page) => Promise<Result>,
): Promise<Result> => {
  server.serve({ url, body: readFileSync(path) })
  const tab = await browser.newPage()
  try {
    await tab.goto(url, { waitUntil: 'domcontentloaded' })
    return await act(tab)
  } finally {
    await tab.close()
  }
}

const ask = async <Result>(page: Page, call: string): Promise<Result> => {
  const answer: string = await page.evaluate(`${code};JSON.stringify(channelsInPage.${call})`).then(String)
  return JSON.parse(answer)
}

const read = (page: IndexedPage) =>
  open(page, tab => ask<Reading>(tab, `read(${JSON.stringify(now)},${JSON.stringify(zone)})`))

const pageOf = (channel: string, file: string): IndexedPage => {
  const page = pages[channel]?.find(one => one.file === file)
  if (page === undefined) throw new Error(`Нет страницы ${file}`)
  return page
}

const expectedOf = ({ path }: IndexedPage): unknown =>
  JSON.parse(readFileSync(path.replace(/\.html$/u, '.expected.json'), 'utf8'))

for (const [channel, indexed] of Object.entries(pages)) {
  describe(`pages of ${channel}`, () => {
    it.each(indexed)('$file is read as expected', async page => {
      const { items, problems } = await read(page)
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
    const found = await open(pageOf('vk', file), page =>
      ask<string | null>(page, `keyAt(${JSON.stringify(selector)},${JSON.stringify(now)})`),
    )
    expect(found).toBe(key)
  })

  it.each([
    ['k-private.html', true, 'telegram:700100200', 'chat'],
    ['k-group.html', false, 'telegram:-1700000001', 'group'],
    ['k-basic-group.html', false, 'telegram:-70010', 'group'],
    ['k-channel.html', false, 'telegram:-1700000002', 'channel'],
    ['k-comments.html', false, 'telegram:-1700000003', 'comments'],
    ['k-thread.html', false, 'telegram:-1700000001', 'comments'],
    ['k-leaving-bare.html', true, 'telegram:700100200', 'chat'],
    ['k-empty.html', false, null, 'empty'],
    ['a-private.html', true, 'telegram:700100200', 'chat'],
    ['a-group.html', false, 'telegram:-1700000001', 'group'],
    ['a-channel.html', false, 'telegram:-1700000002', 'channel'],
    ['a-comments.html', false, 'telegram:-1700000003', 'comments'],
    ['a-switching.html', true, null, 'empty'],
    ['a-empty.html', false, null, 'empty'],
    ['s-channel.html', false, 'telegram:-1700000002', 'channel'],
    ['embed-group.html', false, 'telegram:-1700000005', 'post'],
    ['embed-comments.html', false, 'telegram:@cilna_news', 'comments'],
  ])('%s: private %s, the place %s, a page of kind %s', async (file, isPrivate, place, kind) => {
    const page = pageOf('telegram', file)
    expect(await open(page, tab => ask<boolean>(tab, 'isPrivate()'))).toBe(isPrivate)
    expect(await open(page, tab => ask<string | null>(tab, 'placeKey()'))).toBe(place)
    expect(await open(page, tab => ask<string>(tab, 'pageKind()'))).toBe(kind)
  })
})

it('a wall of two thousand comments is read whole', async () => {
  const count = 2_000
  const [read] = await open(pageOf('vk', 'albums.html'), async tab => {
    const fill = `document.body.innerHTML='<div data-testid="post" data-post-id="-1_2">'+Array.from({length:${count}},(_,i)=>'<div data-testid="wall_comments_comment_root"><a data-testid="comment-avatar" href="/id'+(i+1)+'"></a><div data-testid="comment-owner">А</div><div data-testid="comment-text">Б</div><a data-testid="wall_comment_date" href="/wall-1_2?reply='+(i+3)+'">вчера</a></div>').join('')+'</div>'`
    await tab.evaluate(fill)
    return [await ask<Reading>(tab, `read(${JSON.stringify(now)},${JSON.stringify(zone)})`)]
  })
  expect(read?.items).toHaveLength(count + 1)
}, 60_000)
