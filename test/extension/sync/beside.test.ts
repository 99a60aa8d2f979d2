import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type GivenFile, putFile } from '../../../extension/store/files.ts'
import { noteOpened } from '../../../extension/store/openings.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People, record } from './people-for-tests.ts'

let people: People
let desk: TestDesk
let ticketId: string
beforeEach(async () => {
  people = await openPeople()
  desk = await people.deskOf('head')
  ticketId = await record(desk)
  await desk.sync()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await people.close()
})

const now = () => people.office.clock.now()

/** Every request of the next syncs, as path and body; the server answers as it does. */
function overhear() {
  const heard: { path: string; method: string; body: unknown }[] = []
  const pass = people.office.app.request.bind(people.office.app)
  vi.spyOn(people.office.app, 'request').mockImplementation(async (path, init) => {
    heard.push({ path: String(path), method: init?.method ?? 'GET', body: init?.body })
    return pass(path, init)
  })
  return heard
}

const openedIn = (heard: ReturnType<typeof overhear>) =>
  heard.filter(({ path }) => path === '/api/push').map(({ body }) => JSON.parse(String(body)).opened)

describe('That a ticket was opened', () => {
  it('is told with the next push, even where nothing else waits, and once only', async () => {
    await noteOpened(desk.desk, ticketId, uuid(), now())
    const at = now()
    const heard = overhear()
    expect(await desk.sync()).toEqual({ link: 'online' })
    await desk.sync()
    expect(openedIn(heard)).toEqual([[{ ticketId, at }]])
  })

  it('is one entry for ten minutes, and another one afterwards', async () => {
    expect(await noteOpened(desk.desk, ticketId, uuid(), now())).toBe(true)
    expect(await noteOpened(desk.desk, ticketId, uuid(), now())).toBe(false)
    await desk.sync()
    people.office.clock.pass(9 * 60)
    expect(await noteOpened(desk.desk, ticketId, uuid(), now())).toBe(false)
    people.office.clock.pass(61)
    expect(await noteOpened(desk.desk, ticketId, uuid(), now())).toBe(true)
    expect(await noteOpened(desk.desk, uuid(), uuid(), now())).toBe(true)
  })

  it('is not lost with the answer to the push', async () => {
    await noteOpened(desk.desk, ticketId, uuid(), now())
    await desk.sync('down')
    const heard = overhear()
    await desk.sync()
    expect(openedIn(heard)).toMatchObject([[{ ticketId }]])
  })
})

const photo = (bytes: BlobPart = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])): GivenFile =>
  new File([bytes], 'яма.jpg', { type: 'image/jpeg' })

describe('A photo beside a ticket', () => {
  it('is named by its SHA-256 and waits here until the server has its bytes', async () => {
    const put = await putFile(desk.desk, photo())
    if (put.outcome === 'refused') throw new Error(put.words)
    expect(put.file).toMatchObject({ name: 'яма.jpg', mime: 'image/jpeg', size: 7 })
    expect(put.file.sha256).toMatch(/^[0-9a-f]{64}$/u)
    await desk.sync('down')
    expect(await desk.desk.files.count()).toBe(1)
    vi.spyOn(people.office.app, 'request').mockImplementation(async () => Response.json({}))
    await desk.sync()
    expect(await desk.desk.files.count()).toBe(0)
  })

  it('is sent as its bytes, after the commands', async () => {
    await putFile(desk.desk, photo())
    await desk.act({ type: 'add_note', ticketId, data: { text: 'Фото приложено' } })
    const heard = overhear()
    await desk.sync()
    expect(heard.map(({ path, method }) => `${method} ${path.replace(/[0-9a-f]{64}/u, 'SHA')}`)).toEqual([
      'POST /api/push',
      'PUT /api/files/SHA',
      'POST /api/pull',
    ])
  })

  it('that the server will not have says why, and keeps nothing else from coming', async () => {
    await putFile(desk.desk, photo())
    const pass = people.office.app.request.bind(people.office.app)
    const problem = {
      type: 'about:blank',
      status: 415,
      code: 'invalid-request',
      title: 'Такой файл не подойдёт',
    }
    vi.spyOn(people.office.app, 'request').mockImplementation(async (path, init) =>
      String(path).startsWith('/api/files/') ? Response.json(problem, { status: 415 }) : pass(path, init),
    )
    expect(await desk.sync()).toEqual({ link: 'online' })
    const [row] = await desk.desk.files.toArray()
    expect(row?.failedWords).toBe('Такой файл не подойдёт')
  })

  it('over ten megabytes, empty or unreadable is refused in words at once', async () => {
    const large = await putFile(desk.desk, { ...photo(), name: 'видео.mp4', size: 11 * 1024 * 1024 })
    expect(large).toMatchObject({
      outcome: 'refused',
      words: expect.stringMatching(/больше 10\u00a0МБ \(11\u00a0МБ\)/u),
    })
    expect(await putFile(desk.desk, photo(''))).toMatchObject({ outcome: 'refused' })
    const unreadable = {
      name: 'a.jpg',
      type: '',
      size: 5,
      arrayBuffer: () => Promise.reject(new Error('gone')),
    }
    expect(await putFile(desk.desk, unreadable)).toMatchObject({
      words: expect.stringMatching(/не читается/u),
    })
    expect(await desk.desk.files.count()).toBe(0)
  })
})
