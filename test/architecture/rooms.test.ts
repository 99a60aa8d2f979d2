import { describe, expect, it } from 'vitest'
import { parseSource, reachedFrom, readSources, type Source } from './read-sources.ts'

const sources = readSources()
const byPath = new Map(sources.map(source => [source.path, source]))

const under =
  (...folders: string[]) =>
  (path: string) =>
    folders.some(folder => path.startsWith(folder))
const inRoom = (...folders: string[]) => sources.filter(({ path }) => under(...folders)(path))

/** A file, what it does, and what to do about it. */
const breaches = (files: readonly Source[], find: (source: Source) => string[], advice: string): string[] =>
  files.flatMap(source => find(source).map(what => `${source.path}: ${what}. ${advice}`))

const importsOf =
  (isForbidden: (target: string, isPackage: boolean) => boolean, { types = true } = {}) =>
  (source: Source) =>
    source.imports
      .filter(({ target, isPackage, isType }) => (types || !isType) && isForbidden(target, isPackage))
      .map(({ target }) => `imports ${target}`)

const usesOf = (forbidden: readonly string[]) => (source: Source) =>
  forbidden.filter(name => source.uses.has(name)).map(name => `uses ${name}`)

const bringsAlong = (isForbidden: (target: string) => boolean) => (source: Source) =>
  [...reachedFrom(source.path, byPath)]
    .filter(([target]) => isForbidden(target))
    .slice(0, 1)
    .map(([, chain]) => `brings along ${chain.slice(1).join(' → ')}`)

const clock = ['Date.now', 'new Date()', 'Date()']
const network = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource']
const browserStores = ['indexedDB', 'localStorage', 'sessionStorage', 'caches']
const extensionApi = ['chrome', 'browser']
const liveBridge = 'extension/ui/live-bridge.ts'

describe('DESIGN, Rooms: «shared: pure values and functions; imports only zod and itself»', () => {
  it('imports only zod and itself', () => {
    const foreign = importsOf((target, isPackage) =>
      isPackage ? target !== 'zod' : !target.startsWith('shared/'),
    )
    expect(breaches(inRoom('shared/'), foreign, 'Move what needs it to the room that owns it')).toEqual([])
  })

  it('«No DOM, no Node, no clock, no random, no I/O»', () => {
    const world = [
      ...['document', 'window', 'location', 'navigator', 'self', 'globalThis', 'console', 'alert'],
      ...['process', 'Buffer', 'require', 'global', '__dirname'],
      ...[...clock, 'performance', 'setTimeout', 'setInterval', 'queueMicrotask'],
      ...['Math.random', 'crypto'],
      ...[...network, ...browserStores, ...extensionApi],
    ]
    expect(breaches(inRoom('shared/'), usesOf(world), 'Take it as an argument, such as `now`')).toEqual([])
  })
})

describe('DESIGN, Rooms: «extension and server know shared and not each other»', () => {
  it('the extension never imports the server', () => {
    expect(
      breaches(inRoom('extension/'), importsOf(under('server/')), 'Move what both need to shared'),
    ).toEqual([])
  })

  it('the server never imports the extension', () => {
    expect(
      breaches(inRoom('server/'), importsOf(under('extension/')), 'Move what both need to shared'),
    ).toEqual([])
  })

  it('the product never imports its tests, commands aside', () => {
    const product = sources.filter(({ path }) => !path.startsWith('server/commands/'))
    expect(breaches(product, importsOf(under('test/')), 'Move it out of test')).toEqual([])
  })
})

describe('DESIGN, Rooms: «the outside knows the inside and never back»', () => {
  it('no file imports an entrypoint of the extension', () => {
    const others = inRoom('extension/').filter(({ path }) => !path.startsWith('extension/entrypoints/'))
    expect(
      breaches(
        others,
        importsOf(under('extension/entrypoints/')),
        'Entrypoints are wiring only: move it into a room',
      ),
    ).toEqual([])
  })

  it('store and sync of the extension do not know its surfaces', () => {
    expect(
      breaches(
        inRoom('extension/store/', 'extension/sync/'),
        importsOf(under('extension/ui/', 'extension/overlay/', 'extension/channels/'), { types: false }),
        'Let the surface ask the store, never back',
      ),
    ).toEqual([])
  })

  it('the inner rooms of the server do not know http, pages, jobs and commands', () => {
    expect(
      breaches(
        inRoom('server/store/', 'server/tickets/', 'server/people/', 'server/reports/'),
        importsOf(
          under('server/http/', 'server/pages/', 'server/jobs/', 'server/commands/', 'server/main.ts'),
          {
            types: false,
          },
        ),
        'Let the route call it, never back',
      ),
    ).toEqual([])
  })
})

describe('DESIGN, Rooms: «channels: gets a Document, returns drafts. No storage, no network»', () => {
  const channels = inRoom('extension/channels/')

  it('uses no storage, no network and nothing of the extension', () => {
    expect(
      breaches(
        channels,
        usesOf([...network, ...browserStores, ...extensionApi]),
        'Return a value and let the overlay act',
      ),
    ).toEqual([])
  })

  it('gets the clock as an argument', () => {
    expect(breaches(channels, usesOf(clock), 'Take `now` as an argument')).toEqual([])
  })

  it('brings along only shared, without zod', () => {
    const foreign = (target: string) => !under('extension/channels/', 'shared/')(target)
    expect(
      breaches(
        channels,
        bringsAlong(foreign),
        'Use `import type`, or move the value to a file of shared without zod',
      ),
    ).toEqual([])
  })
})

describe('DESIGN, Rooms: «no zod, no Dexie, no classifier in the content script: it asks the worker»', () => {
  const inPage = [
    ...inRoom('extension/overlay/'),
    ...inRoom('extension/entrypoints/').filter(({ path }) => /content(\/|\.tsx?$)/u.test(path)),
  ]

  it('the content script brings along none of them', () => {
    const heavy = (target: string) =>
      ['zod', 'dexie', 'kysely'].includes(target) ||
      under('shared/classify/', 'extension/store/', 'extension/sync/')(target)
    expect(
      breaches(inPage, bringsAlong(heavy), 'Use `import type`, and ask the worker for the value'),
    ).toEqual([])
  })
})

describe('DESIGN, Rooms: «store: the only door to IndexedDB»', () => {
  it('only the store imports Dexie, and the one bridge that watches it', () => {
    const others = sources.filter(({ path }) => !under('extension/store/', liveBridge)(path))
    const dexie = importsOf(target => target === 'dexie', { types: false })
    expect(breaches(others, dexie, 'Add a function to extension/store and call it')).toEqual([])
  })

  it('nobody opens IndexedDB by hand', () => {
    expect(breaches(inRoom('extension/'), usesOf(['indexedDB']), 'Go through extension/store')).toEqual([])
  })
})

describe('DESIGN, Rooms: «ui: Preact components: values in, callbacks out; one bridge to the store»', () => {
  const components = inRoom('extension/ui/').filter(({ path }) => path !== liveBridge)

  it('components know neither store nor sync', () => {
    const rooms = importsOf(under('extension/store/', 'extension/sync/', 'extension/worker/'), {
      types: false,
    })
    expect(breaches(components, rooms, 'Take the value from the Bridge')).toEqual([])
  })

  it('components call no network and no extension API', () => {
    const api = [...network, ...extensionApi, ...browserStores]
    expect(breaches(components, usesOf(api), 'Add a function to the Bridge')).toEqual([])
    const browserModule = importsOf(target => target === 'wxt', { types: false })
    expect(breaches(components, browserModule, 'Add a function to the Bridge')).toEqual([])
  })
})

describe('DESIGN, Rooms: «main.ts: the only file that reads the environment and the clock»', () => {
  it('no other file of the server reads them, commands aside', () => {
    const others = inRoom('server/').filter(
      ({ path }) => !under('server/commands/', 'server/main.ts', 'server/bootstrap.mjs')(path),
    )
    expect(
      breaches(others, usesOf([...clock, 'process.env']), 'Take it as an argument from main.ts'),
    ).toEqual([])
  })
})

describe('DESIGN, Rooms: «no SQL in documents, no HTML in queries»', () => {
  it('pages and documents of reports ask no database', () => {
    const shown = sources.filter(
      ({ path }) => path.startsWith('server/pages/') || /^server\/reports\/.*document[^/]*$/u.test(path),
    )
    const database = importsOf(target => ['kysely', 'better-sqlite3'].includes(target), { types: false })
    expect(breaches(shown, database, 'Move the query beside it and pass its result')).toEqual([])
  })

  it('queries of reports make no HTML', () => {
    const queries = sources.filter(({ path }) => /^server\/reports\/.*quer[^/]*$/u.test(path))
    const html = (source: Source) => [
      ...(source.hasJsx ? ['holds JSX'] : []),
      ...importsOf(target => target === 'preact' || target === 'preact-render-to-string')(source),
    ]
    expect(breaches(queries, html, 'Return values and let the document draw them')).toEqual([])
  })

  it('only the store opens a database', () => {
    const others = sources.filter(({ path }) => !path.startsWith('server/store/'))
    const driver = importsOf(target => target === 'better-sqlite3', { types: false })
    expect(breaches(others, driver, 'Open it in server/store')).toEqual([])
  })
})

describe('The reader of these rules sees what it should', () => {
  const usesIn = (content: string) => [...parseSource('shared/x.ts', content).uses]

  it.each([
    ['const now = Date.now()', 'Date.now'],
    ['const now = new Date()', 'new Date()'],
    ['export const of = () => document.title', 'document'],
    ['export const of = () => ({ [location.href]: 1 })', 'location'],
    ['export const of = { fetch }', 'fetch'],
  ])('%s uses %s', (content, use) => {
    expect(usesIn(content)).toContain(use)
  })

  it.each([
    ['export const of = (document: Document) => document.title', 'document'],
    ['export const of = ({ window }: { window: string }) => window', 'window'],
    ['export const at = new Date("2026-01-01")', 'new Date()'],
    ['export type Page = { document: string; fetch(location: string): void }', 'document'],
    ['export const of = (row: { process: string }) => row.process', 'process'],
  ])('%s does not use %s', (content, use) => {
    expect(usesIn(content)).not.toContain(use)
  })

  it('a type import is not brought along, an import of a type among values is', () => {
    const files = new Map(
      [
        parseSource('a.ts', "import type { B } from './b.ts'\nexport const a: B = 1"),
        parseSource('c.ts', "import { type B } from './b.ts'\nexport const c: B = 1"),
        parseSource('b.ts', "import { z } from 'zod'\nexport type B = number\nexport const b = z"),
      ].map(source => [source.path, source]),
    )
    expect([...reachedFrom('a.ts', files).keys()]).toEqual(['a.ts'])
    expect(reachedFrom('c.ts', files).get('zod')).toEqual(['c.ts', 'b.ts', 'zod'])
  })
})
