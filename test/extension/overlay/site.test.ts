/* Any site: what pages that no channel knows say about themselves, and nothing that they do not say. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'puppeteer'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SourceDraft, sourceDraftSchema } from '../../../shared/ticket/source.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { type PageServer, startPageServer } from '../../tools/page-server.ts'

const fileAt = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

const addresses = {
  graph: 'https://gazeta.example/news/42/?utm_source=telegram',
  forum: 'https://forum.example/t/17',
  microdata: 'https://dom.example/post/3',
  opengraph: 'https://blog.example/yama?yclid=1',
  words: 'https://selo.example/board',
  silent: 'https://news.example/',
}
type PageName = keyof typeof addresses

let browser: Browser
let server: PageServer
let code = ''

beforeAll(async () => {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      target: 'es2023',
      lib: { entry: fileAt('extension/overlay/anywhere.ts'), formats: ['iife'], name: 'anywhere' },
    },
  })
  for (const output of [built].flat()) {
    if (!('output' in output)) continue
    for (const chunk of output.output) if (chunk.type === 'chunk') code = chunk.code
  }
  server = await startPageServer(
    Object.entries(addresses).map(([name, url]) => ({
      url,
      body: readFileSync(fileAt(`test/pages/site/${name}.html`)),
    })),
  )
  browser = await launchChromium({ hosts: server.hosts, port: server.port, zone: 'Europe/Moscow' })
}, 60_000)

afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const draftOf = async (name: PageName, selected: string | null = null): Promise<SourceDraft> => {
  const tab = await browser.newPage()
  try {
    await tab.goto(addresses[name], { waitUntil: 'domcontentloaded' })
    const call = `JSON.stringify(anywhere.draftOf(document,location.href,${JSON.stringify(selected)}))`
    return sourceDraftSchema.parse(JSON.parse(String(await tab.evaluate(`${code};${call}`))))
  } finally {
    await tab.close()
  }
}

const expected: Record<PageName, Partial<SourceDraft>> = {
  graph: {
    url: 'https://gazeta.example/news/42/',
    author: { name: 'Мария Котова', url: 'https://gazeta.example/authors/7', id: null },
    publishedAt: '2026-11-20T06:30:15.000Z',
    precision: 'second',
    text: 'Мост закроют на ремонт\n\nМост через Свиягу закроют.\nОбъезд — по Мира.',
    missing: [],
  },
  forum: {
    url: 'https://forum.example/t/17',
    author: { name: 'sadovaya12', url: 'https://forum.example/u/sadovaya12', id: null },
    publishedAt: '2026-11-21T15:05:00.000Z',
    precision: 'minute',
    text: 'Нет воды — форум\n\nТретий день нет воды на Садовой.',
    missing: [],
  },
  microdata: {
    author: { name: 'Игорь Лапин', url: 'https://dom.example/people/5', id: null },
    publishedAt: '2026-11-18T21:00:00.000Z',
    publishedText: '19 ноября',
    precision: 'day',
    text: 'Не вывозят мусор\n\nНа Мира, 5 контейнеры полны.',
    missing: [],
  },
  opengraph: {
    url: 'https://blog.example/yama',
    author: { name: null, url: null, id: null },
    publishedAt: '2026-11-18T09:00:00.000Z',
    precision: 'second',
    text: 'Яма на Мира\n\nДва колеса пробили за день.',
    missing: ['author'],
  },
  words: {
    author: { name: 'Ольга Быкова', url: 'https://selo.example/staff/2', id: null },
    publishedAt: '2026-11-20T07:30:00.000Z',
    publishedText: '20 ноября 2026 г., 10:30',
    precision: 'minute',
    missing: [],
  },
  silent: {
    author: { name: null, url: null, id: null },
    publishedAt: null,
    publishedText: 'давно',
    precision: 'unknown',
    text: 'Лента новостей',
    missing: ['author', 'publishedAt'],
  },
}

it.each(Object.keys(addresses))('%s.html says what it says', async name => {
  const page = Object.entries(expected).find(([key]) => key === name)
  const known = Object.keys(addresses).find((key): key is PageName => key === name)
  if (page === undefined || known === undefined) throw new Error(name)
  expect(await draftOf(known)).toMatchObject({ channel: 'other', kind: 'page', ...page[1] })
})

it('a selection is nobody’s until a person says whose', async () => {
  expect(await draftOf('graph', 'Объезд — по Мира.')).toMatchObject({
    kind: 'selection',
    text: 'Объезд — по Мира.',
    author: { name: null, url: null, id: null },
    publishedAt: null,
    missing: ['author', 'publishedAt'],
  })
})

it('one page at two addresses with other tails is one source', async () => {
  const [first, second] = [await draftOf('graph'), await draftOf('graph')]
  expect(first.key).toBe(second.key)
})
