import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { publishPack, renumbered } from '../../../server/channels/packs.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { openSqlite } from '../../../server/store/sqlite.ts'
import type { SelectorPack } from '../../../shared/sources/pack.ts'
import {
  packsAnswerSchema,
  protocolVersion,
  type Reading,
  type ReadingBatch,
} from '../../../shared/sync/wire.ts'
import { openOffice, type PersonName, type TestDevice, type TestOffice } from '../office-for-tests.ts'

let office: TestOffice
let device: TestDevice
beforeEach(async () => {
  office = await openOffice({ mountPages })
  device = await office.enrol('operator')
})
afterEach(() => office.close())

const pack: SelectorPack = {
  format: 1,
  adapter: 'vk',
  serial: 2,
  version: '2026-11-16',
  lists: {},
  text: [],
  published: [],
}

async function published(given: Partial<SelectorPack> = {}): Promise<void> {
  const { writer, close } = openSqlite(`${office.folder}/pult.sqlite`)
  const made = { ...pack, ...given }
  const place = { db: writer, organisationId: office.office.organisationId }
  const signed = { body: JSON.stringify(made), signature: 'AAAA' }
  await publishPack(place, made, signed, { at: office.clock.now(), by: 'admin', note: 'новая вёрстка' })
  await close()
}

const ask = (path: string, token = device.token) =>
  office.app.request(path, { headers: { authorization: `Bearer ${token}` } })

function reading(given: Partial<Reading> = {}): Reading {
  return {
    day: '2026-11-16',
    adapter: 'vk',
    version: '2026-11-01',
    pageKind: 'post',
    pages: 1,
    emptyPages: 0,
    items: 30,
    missing: { url: 0, author: 0, publishedAt: 0, text: 0 },
    refusedSelectors: 0,
    ...given,
  }
}
const batch = (readings: Reading[], refusals: ReadingBatch['refusals'] = []): ReadingBatch => ({
  id: uuid(),
  readings,
  refusals,
})
const push = (readings: unknown) =>
  office.post(
    '/api/push',
    { protocol: protocolVersion, deviceTime: office.clock.now(), commands: [], readings },
    device.token,
  )
const rowsOf = () => office.office.reader.selectFrom('channel_readings').selectAll().execute()

async function page(path: string, name: PersonName): Promise<{ status: number; html: string }> {
  const token = (await office.enrol(name)).token
  const { url } = await (await office.post('/api/sign-in-ticket', {}, token)).json()
  const { pathname, search } = new URL(url)
  const form = await office.app.request(pathname + search)
  const cookieOf = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  let cookie = cookieOf(form)
  if (cookie === '') {
    const html = await form.text()
    const ticket = /name="ticket" value="([^"]+)"/u.exec(html)?.[1] ?? ''
    const redeemed = await office.app.request('/sign-in/once', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://pult.test' },
      body: new URLSearchParams({ ticket }).toString(),
    })
    cookie = cookieOf(redeemed)
  }
  const answer = await office.app.request(path, { headers: { cookie } })
  return { status: answer.status, html: (await answer.text()).replaceAll('\u00a0', ' ') }
}

describe('Packs', () => {
  it('are given to devices that know older ones, and to nobody else', async () => {
    await published()
    await published({ serial: 3 })
    const all = packsAnswerSchema.parse(await (await ask('/api/packs')).json())
    expect(all.packs).toEqual([{ body: JSON.stringify({ ...pack, serial: 3 }), signature: 'AAAA' }])
    expect(await (await ask('/api/packs?known=vk:2,ok:9')).json()).toEqual(all)
    expect(await (await ask('/api/packs?known=vk:3')).json()).toEqual({ packs: [] })
    expect((await ask('/api/packs', 'nobody')).status).toBe(401)
    expect((await ask('/api/packs?known=../../etc')).status).toBe(400)
  })

  it('are announced by every pull, so that nobody waits a day', async () => {
    expect((await device.pull()).channels).toEqual({ packs: {}, alarms: [] })
    await published()
    expect((await device.pull()).channels?.packs).toEqual({ vk: 2 })
  })

  it('keep every version, and refuse a serial that is not newer', async () => {
    await published()
    await expect(published()).rejects.toThrow('is published')
    await published({ serial: 5 })
    const { html } = await page('/channels', 'admin')
    expect(html).toContain('2026-11-16, № 2')
    expect(html).toContain('2026-11-16, № 5')
    expect(html).toContain('admin: новая вёрстка')
  })

  it('are numbered on: the day, and a number where a day has several', () => {
    const numbers = (than: { serial: number; version: string }) => {
      const { serial, version } = renumbered(pack, than, '2026-11-20')
      return `${serial} ${version}`
    }
    expect(numbers({ serial: 4, version: '2026-11-16' })).toBe('5 2026-11-20')
    expect(numbers({ serial: 5, version: '2026-11-20' })).toBe('6 2026-11-20.2')
    expect(numbers({ serial: 6, version: '2026-11-20.2' })).toBe('7 2026-11-20.3')
  })
})

describe('Readings', () => {
  it('are summed by day over all desks, without person or device', async () => {
    await push(batch([reading({ missing: { url: 1, author: 2, publishedAt: 3, text: 4 } })]))
    await push(batch([reading({ items: 10, pages: 2, emptyPages: 1, refusedSelectors: 3 })]))
    expect(await rowsOf()).toMatchObject([
      {
        day: '2026-11-16',
        items: 40,
        pages: 3,
        empty_pages: 1,
        missing_url: 1,
        missing_author: 2,
        missing_published_at: 3,
        missing_text: 4,
        refused_selectors: 3,
      },
    ])
    expect(JSON.stringify(await rowsOf())).not.toContain(device.deviceId)
    expect(JSON.stringify(await rowsOf())).not.toContain(office.idOf('operator'))
  })

  it('count once, however often a batch is sent', async () => {
    const sent = batch([reading()], [{ adapter: 'vk', serial: 9, fault: 'signature' }])
    for (let times = 0; times < 3; times += 1) expect((await push(sent)).status).toBe(200)
    expect(await rowsOf()).toMatchObject([{ items: 30, pages: 1 }])
    expect((await office.office.channels.view()).refusals).toMatchObject([{ times: 1 }])
  })

  it('that cannot be read stop no command', async () => {
    expect((await push({ id: 'x', readings: 'all of them' })).status).toBe(200)
    expect(await rowsOf()).toEqual([])
  })

  it('of a clock that is ahead are of today, and very old ones say nothing', async () => {
    await push(batch([reading({ day: '2027-01-01' }), reading({ day: '2026-01-01' })]))
    expect(await rowsOf()).toMatchObject([{ day: '2026-11-16' }])
  })

  it('that contradict themselves are bounded', async () => {
    await push(
      batch([reading({ items: 5, emptyPages: 9, missing: { url: 50, author: 0, publishedAt: 0, text: 0 } })]),
    )
    expect(await rowsOf()).toMatchObject([{ items: 5, missing_url: 5, empty_pages: 1 }])
  })
})

describe('The alarm', () => {
  const jump = batch([
    reading({ day: '2026-11-10' }),
    reading({ missing: { url: 0, author: 25, publishedAt: 0, text: 0 } }),
  ])

  it('stands on /channels, on the pages of admin and operators, and in every pull', async () => {
    await push(jump)
    const { html } = await page('/channels', 'operator')
    expect(html).toContain('читается хуже, чем раньше')
    expect(html).toContain('автор — нет у 83 % записей, раньше у 0 %')
    for (const name of ['operator', 'admin'] as const)
      expect((await page(name === 'admin' ? '/people' : '/tickets', name)).html, name).toContain(
        'Каналы читаются хуже',
      )
    expect((await page('/tickets', 'zhkhHead')).html).not.toContain('Каналы читаются хуже')
    expect((await device.pull()).channels?.alarms).toMatchObject([{ adapter: 'vk' }])
  })

  it('stands beside a meter of each channel and field, with the version by which it reads', async () => {
    await published({ version: '2026-11-15' })
    await push(jump)
    await push(batch([reading({ adapter: 'telegram-k', version: '2026-11-03', pageKind: 'chat' })]))
    const { html } = await page('/channels', 'operator')
    const sheetOf = (title: string) =>
      new RegExp(`<article[^>]* aria-label="${title}">(.*?)</article>`, 'su').exec(html)?.[1] ?? ''
    const vk = sheetOf('ВКонтакте')
    expect(vk).toContain('правила чтения, версия 2026-11-01')
    expect(vk).toContain('читается хуже, чем раньше')
    expect(vk.match(/<meter [^>]*>/gu)).toHaveLength(4)
    expect(vk).toMatch(/<meter [^>]*value="0\.8333[^>]* aria-label="Доля записей, в которых нет: автор"/u)
    const telegram = sheetOf('Телеграм, веб-версия K')
    expect(telegram).toContain('правила чтения, версия 2026-11-03')
    expect(telegram).not.toContain('▲')
    expect(telegram.match(/<meter [^>]*>/gu)).toHaveLength(4)
    expect(html).toContain('2026-11-15, № 2')
    expect(html).toContain('Не открывали: ')
  })

  it('ends when a newer pack reads well', async () => {
    await push(jump)
    await push(batch([reading({ version: '2026-11-16' })]))
    expect((await device.pull()).channels?.alarms).toEqual([])
    expect((await page('/channels', 'head')).html).toContain('читается как обычно')
  })

  it('has a page for those who keep the channels working only', async () => {
    expect((await page('/channels', 'zhkhHead')).status).toBe(403)
    expect((await page('/channels', 'executor')).status).toBe(403)
    expect((await page('/channels', 'head')).status).toBe(200)
  })

  it('says which packs were refused, and why', async () => {
    await push(batch([reading({ refusedSelectors: 2 })], [{ adapter: 'vk', serial: 9, fault: 'signature' }]))
    const { html } = await page('/channels', 'admin')
    expect(html).toContain('ВКонтакте, правила № 9: подпись не подходит к ключу')
    expect(html).toContain('браузеры не поняли 2 строки')
  })
})
