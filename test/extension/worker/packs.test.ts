import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Desk, getMeta, putMeta } from '../../../extension/store/desk.ts'
import { addReading, endReadings, takeReadings } from '../../../extension/store/readings.ts'
import { builtInPack } from '../../../extension/worker/built-in-packs.ts'
import { checkPacks, followPacks, packInForce, returnToPrevious } from '../../../extension/worker/packs.ts'
import type { SelectorPack, SignedPack } from '../../../shared/sources/pack.ts'

const now = '2026-11-23T06:00:00.000Z'
const connection = {
  server: 'http://pult.test',
  token: 't',
  deviceId: 'd',
  personId: 'p',
  organisationId: 'o',
}

const pair = generateKeyPairSync('ed25519')
const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
const signed = (body: string, key = pair.privateKey): SignedPack => ({
  body,
  signature: sign(null, Buffer.from(body), key).toString('base64'),
})

function packOf(given: Partial<SelectorPack>): SelectorPack {
  const own = builtInPack('vk')
  if (own === undefined) throw new Error('vk has a pack')
  return { ...own, serial: own.serial + 1, version: '2026-12-01', ...given }
}
const next = (serial: number) => packOf({ serial, version: `2026-12-${String(serial).padStart(2, '0')}` })
const bodyOf = (pack: SelectorPack) => JSON.stringify(pack)

let desk: Desk
let served: unknown[]
let asked: string[]
const fetch = globalThis.fetch
let count = 0
beforeEach(() => {
  count += 1
  desk = new Desk(`test:packs:${count}`, 'p')
  served = []
  asked = []
  globalThis.fetch = async url => {
    asked.push(decodeURIComponent(String(url)))
    return Response.json({ packs: served })
  }
})
afterEach(async () => {
  globalThis.fetch = fetch
  await desk.delete()
})

const check = (...packs: unknown[]) => {
  served = packs
  return checkPacks(connection, desk, now, publicKey)
}
const serialInForce = async () => (await packInForce(desk, 'vk'))?.pack.serial
const faults = async () =>
  ((await getMeta(desk, 'packRefusals')) ?? []).map(
    ({ adapter, serial, fault }) => `${adapter} ${serial} ${fault}`,
  )

const builtInSerial = builtInPack('vk')?.serial ?? 0
const high = builtInSerial + 10

describe('A pack from the server', () => {
  it('is in force where its signature, its form and its serial are right', async () => {
    expect(await check(signed(bodyOf(next(high))))).toEqual({
      outcome: 'checked',
      taken: ['vk'],
      refused: [],
    })
    expect(await packInForce(desk, 'vk')).toMatchObject({
      pack: { serial: high },
      takenAt: now,
      mayReturn: true,
    })
    await check()
    expect(asked.at(-1)).toContain(`vk:${high}`)
  })

  it.each<[string, () => unknown, string]>([
    [
      'signed by another key',
      () => signed(bodyOf(next(high)), generateKeyPairSync('ed25519').privateKey),
      `vk ${high} signature`,
    ],
    [
      'changed after it was signed',
      () => ({ ...signed(bodyOf(next(high))), body: bodyOf(next(high + 1)) }),
      `vk ${high + 1} signature`,
    ],
    [
      'signed with a few bytes only',
      () => ({ body: bodyOf(next(high)), signature: 'AAAA' }),
      `vk ${high} signature`,
    ],
    ['no signed pack at all', () => ({ body: 5 }), 'unknown 0 schema'],
    ['of another form', () => signed(JSON.stringify({ ...next(high), format: 2 })), `vk ${high} schema`],
    [
      'with code beside the selectors',
      () => signed(JSON.stringify({ ...next(high), run: '1' })),
      `vk ${high} schema`,
    ],
    [
      'without a list that the adapter needs',
      () => signed(JSON.stringify({ ...next(high), lists: {} })),
      `vk ${high} lacking`,
    ],
    [
      'of an adapter that nobody knows',
      () => signed(JSON.stringify({ ...next(high), adapter: 'myspace' })),
      `myspace ${high} unknown-adapter`,
    ],
    [
      'no newer than the one built in',
      () => signed(bodyOf(next(builtInSerial))),
      `vk ${builtInSerial} serial`,
    ],
  ])('is refused where it is %s, and the refusal is kept', async (_what, make, fault) => {
    expect(await check(make())).toMatchObject({ outcome: 'checked', taken: [] })
    expect(await serialInForce()).toBe(builtInSerial)
    expect(await faults()).toEqual([fault])
  })

  it('is not taken by a build without a key', async () => {
    served = [signed(bodyOf(next(high)))]
    expect(await checkPacks(connection, desk, now, '')).toMatchObject({ taken: [] })
  })

  it('that is refused stops no other', async () => {
    const ok = { ...builtInPack('ok'), serial: 99 }
    await check({ body: '' }, signed(JSON.stringify(ok)))
    expect((await packInForce(desk, 'ok'))?.pack.serial).toBe(99)
  })

  it('ends the refusals of its adapter', async () => {
    await check({ body: bodyOf(next(high)), signature: 'AAAA' })
    await check(signed(bodyOf(next(high))))
    expect(await faults()).toEqual([])
  })
})

describe('News of a pack', () => {
  const isAskedFor = async (serial: number) => {
    await putMeta(desk, 'channelNews', { packs: { vk: serial }, alarms: [] })
    const before = asked.length
    await followPacks(connection, desk, now)
    return asked.length > before
  }

  it('is followed at once, though an unsigned pack had claimed a higher serial', async () => {
    await check({ body: bodyOf(next(high + 1_000)), signature: 'AAAA' })
    expect(await isAskedFor(high)).toBe(true)
  })

  it('waits for the daily check where that very pack was refused', async () => {
    await check({ body: bodyOf(next(high)), signature: 'AAAA' })
    expect(await isAskedFor(high)).toBe(false)
    expect(await isAskedFor(high + 1)).toBe(true)
  })

  it('waits for it too where a signed one that is as new does not fit this extension', async () => {
    await check(signed(JSON.stringify({ ...next(high), lists: {} })))
    expect(await isAskedFor(high)).toBe(false)
  })
})

describe('«Вернуть прежние»', () => {
  it('brings the one before back, and only a newer one follows', async () => {
    await check(signed(bodyOf(next(high))))
    await check(signed(bodyOf(next(high + 1))))
    await returnToPrevious(desk, 'vk')
    expect(await serialInForce()).toBe(high)
    await check(signed(bodyOf(next(high + 1))))
    expect(await serialInForce()).toBe(high)
    await check(signed(bodyOf(next(high + 2))))
    expect(await serialInForce()).toBe(high + 2)
  })

  it('of the first one brings the built-in one back', async () => {
    await check(signed(bodyOf(next(high))))
    await returnToPrevious(desk, 'vk')
    expect(await packInForce(desk, 'vk')).toMatchObject({ takenAt: null, returnedFrom: high })
  })
})

it.each<[string, unknown]>([
  ['is no row of packs', { adapter: 'vk', current: 'a pack', previous: null, returnedFrom: null }],
  [
    'holds no pack',
    {
      adapter: 'vk',
      current: { body: '{}', signature: 'AAAA', takenAt: now },
      previous: null,
      returnedFrom: null,
    },
  ],
  [
    'holds one of another adapter',
    {
      adapter: 'vk',
      current: { body: bodyOf({ ...next(high), adapter: 'ok' }), signature: 'AAAA', takenAt: now },
      previous: null,
      returnedFrom: null,
    },
  ],
])('a stored row that %s leaves the built-in selectors in force', async (_what, row) => {
  await desk.table('packs').put(row)
  expect(await packInForce(desk, 'vk')).toMatchObject({ pack: { serial: builtInSerial }, takenAt: null })
})

describe('Readings', () => {
  const reading = {
    day: '2026-11-23',
    adapter: 'vk',
    version: '2026-11-23',
    pageKind: 'wall',
    pages: 1,
    emptyPages: 0,
    items: 3,
    missing: { url: 0, author: 1, publishedAt: 0, text: 0 },
    refusedSelectors: 2,
  }

  it('of a day are one sum, and go again under the same id until the server has them', async () => {
    await addReading(desk, reading)
    await addReading(desk, { ...reading, refusedSelectors: 1 })
    const batch = await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000001')
    expect(batch?.readings).toEqual([
      { ...reading, pages: 2, items: 6, missing: { ...reading.missing, author: 2 } },
    ])
    await addReading(desk, reading)
    expect(await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000002')).toEqual(batch)
    if (batch) await endReadings(desk, batch)
    const later = await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000003')
    expect(later?.readings).toEqual([reading])
    if (later) await endReadings(desk, later)
    expect(await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000004')).toBeUndefined()
  })

  it('carry each refused pack once', async () => {
    await putMeta(desk, 'packRefusals', [
      { adapter: 'vk', serial: 9, fault: 'signature', details: [], at: now, isTold: false },
    ])
    const batch = await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000005')
    expect(batch?.refusals).toEqual([{ adapter: 'vk', serial: 9, fault: 'signature' }])
    if (batch) await endReadings(desk, batch)
    expect(await takeReadings(desk, '0199e3a4-0000-7000-8000-000000000006')).toBeUndefined()
  })
})
