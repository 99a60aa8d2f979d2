import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { protocolVersion } from '../../../shared/sync/wire.ts'
import {
  capture,
  openOffice,
  type PersonName,
  sourceDraft,
  type TestDevice,
  type TestOffice,
} from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const plain = async (response: Response) => (await response.text()).replaceAll('\u00a0', ' ')
const page = async (name: PersonName, path = '/watch') => plain(await open(office, name, path))

async function listWall(
  title = 'Подслушано Нагаткино',
  url = 'https://vk.com/public212000001',
): Promise<string> {
  await send(office, 'admin', '/settings/watch/new', { title, url, every: 'days:1' })
  const entry = (await office.signed('head')).settings.watchList.find(each => each.url === url)
  if (entry === undefined) throw new Error('The place was not listed')
  return entry.id
}

const pushLooks = (device: TestDevice, looks: unknown[]) =>
  office.post(
    '/api/push',
    { protocol: protocolVersion, deviceTime: office.clock.now(), commands: [], looks },
    device.token,
  )
const look = (watchId: string, at = office.clock.now()) => ({ id: uuid(), watchId, at, how: 'opened' })

describe('the list', () => {
  test('is kept by the administrator; the address tells the place', async () => {
    await listWall()
    expect((await office.signed('head')).settings.watchList).toMatchObject([
      { channel: 'vk', key: 'vk:-212000001', since: '2026-11-16', every: { unit: 'days', count: 1 } },
    ])
  })

  test('an operator looks and does not change the list', async () => {
    const answer = await send(office, 'operator', '/settings/watch/new', {
      title: 'Чужое',
      url: 'https://vk.com/public1',
    })
    expect(answer.status).toBe(403)
  })

  test('the same community under another address is refused', async () => {
    await listWall()
    const again = await send(office, 'admin', '/settings/watch/new', {
      title: 'То же',
      url: 'https://m.vk.com/wall-212000001_7',
      every: 'days:1',
    })
    expect(await plain(again)).toContain('Этот адрес уже в списке')
  })

  test('the button follows the list until the setting says otherwise', async () => {
    expect(await page('head', '/settings/watch/button')).toContain('сейчас: на всех открытых страницах')
    await listWall()
    expect(await page('head', '/settings/watch/button')).toContain('сейчас: только на списке наблюдения')
    await send(office, 'head', '/settings/watch/button', { places: 'everywhere' })
    expect((await office.signed('head')).settings.buttonPlaces).toBe('everywhere')
  })
})

describe('a look', () => {
  test('by the button of the page: late before, in time after, with the person', async () => {
    const id = await listWall()
    office.clock.set('2026-11-17T06:00:00.000Z')
    expect(await page('operator')).toContain('Под наблюдением 1, просрочено 1')
    expect((await send(office, 'operator', `/watch/${id}/look`, {})).status).toBe(303)
    const after = await page('head')
    expect(after).toContain('просрочено 0')
    expect(after).toContain('Оператор мониторинга 1')
  })

  test('from a device arrives once, however often it is sent, and comes down to colleagues', async () => {
    const id = await listWall()
    const device = await office.enrol('operator')
    const one = look(id)
    await pushLooks(device, [one])
    await pushLooks(device, [one])
    const { looks } = await (await office.enrol('roadsHead')).pull()
    expect(looks).toEqual([{ watchId: id, at: one.at, how: 'opened', personId: office.idOf('operator') }])
  })

  test('of a place that is not listed is not kept, and a clock that is ahead is not believed', async () => {
    const id = await listWall()
    const device = await office.enrol('operator')
    await pushLooks(device, [look('elsewhere'), look(id, '2027-01-01T00:00:00.000Z')])
    expect((await device.pull()).looks).toMatchObject([{ watchId: id, at: office.clock.now() }])
  })

  test('is no business of an executor: nothing to look at, nothing taken', async () => {
    const id = await listWall()
    const device = await office.enrol('executor')
    await pushLooks(device, [look(id)])
    expect((await device.pull()).looks).toBeUndefined()
    expect((await (await office.enrol('operator')).pull()).looks).toEqual([])
    expect((await open(office, 'executor', '/watch')).status).toBe(403)
  })

  test('a look that cannot be read never keeps a command back', async () => {
    const device = await office.enrol('operator')
    const answer = await pushLooks(device, [{ id: 'no uuid' }])
    expect(answer.status).toBe(200)
  })
})

test('the report says how much was looked at in time, and that the list was another one before', async () => {
  const id = await listWall()
  await listWall('Чат Тимерсян', 'https://vk.com/public212000002')
  const device = await office.enrol('operator')
  await pushLooks(device, [look(id)])
  office.clock.set('2026-11-17T06:00:00.000Z')
  const report = await page('head', '/')
  expect(report).toContain('Под наблюдением 2, просмотрено вовремя 1')
  expect(report).toContain('охват изменился')
})

test('what was recorded in a private chat has no mark on anybody’s page', async () => {
  const device = await office.enrol('operator')
  const source = {
    ...sourceDraft({ key: 'vk:im:5001:17', url: 'https://vk.com/im?sel=5001' }),
    isPrivate: true,
  }
  await device.push([capture({ source }), capture()])
  const { marks } = await (await office.enrol('zhkhHead')).pull()
  expect(marks).toHaveLength(1)
  expect(marks[0]?.key).not.toBe('vk:im:5001:17')
})
