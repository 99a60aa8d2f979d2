import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { getMeta } from '../../../extension/store/desk.ts'
import { capture, openOffice, sourceDraft, type TestOffice } from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'

let office: TestOffice
let desk: TestDesk

beforeEach(async () => {
  office = await openOffice()
  desk = createDesk(office, await office.enrol('operator'))
  await desk.sync()
})
afterEach(async () => {
  vi.restoreAllMocks()
  await desk.close()
  await office.close()
})

const record = (text = 'Нет воды') =>
  desk.act({ type: 'capture', ticketId: uuid(), data: capture({ source: sourceDraft({ text }) }).data })

const answering = (status: number, body: unknown) =>
  vi
    .spyOn(office.app, 'request')
    .mockImplementation(
      async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
    )

const problem = (status: number, code: string) => ({ type: 'about:blank', status, code, title: 'Нет' })

describe('The link to the server, with something waiting', () => {
  it.each([
    ['a computer whose key was taken away', 401, problem(401, 'device-revoked'), 'revoked'],
    ['an extension that is too old', 426, problem(426, 'protocol-too-old'), 'client-too-old'],
    ['a server that is too old', 400, problem(400, 'protocol-too-new'), 'server-too-old'],
    ['a fault of the server', 500, problem(500, 'internal-error'), 'server-error'],
    ['a page of a proxy in place of an answer', 502, '<html>Bad gateway</html>', 'server-error'],
    ['an answer that is none of ours', 200, { hello: 'world' }, 'server-error'],
  ])('%s is told apart, and nothing is lost', async (_name, status, body, link) => {
    await record()
    answering(status, body)
    expect(await desk.sync()).toEqual({ link })
    expect(await getMeta(desk.desk, 'link')).toBe(link)
    expect(await desk.desk.outbox.count()).toBe(1)
    vi.restoreAllMocks()
    expect(await desk.sync()).toEqual({ link: 'online' })
    expect(await desk.desk.outbox.count()).toBe(0)
    expect(await desk.desk.tickets.count()).toBe(1)
  })

  it('a server that cannot be reached keeps everything for later', async () => {
    await record()
    expect(await desk.sync('down')).toEqual({ link: 'offline' })
    expect(await desk.desk.outbox.count()).toBe(1)
  })

  it('forty posts of a hundred thousand characters go up in several pushes, each once', async () => {
    for (let post = 0; post < 40; post += 1) await record('я'.repeat(100_000))
    expect(await desk.sync()).toEqual({ link: 'online' })
    const { count } = await office.office.reader
      .selectFrom('tickets')
      .select(eb => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(40)
    expect(await desk.desk.outbox.count()).toBe(0)
  })

  it('a command larger than a smaller server takes goes to the tray with its reason, and its neighbours go up', async () => {
    await record('Большое сообщение')
    await record('Обычное сообщение')
    const pass = office.app.request.bind(office.app)
    vi.spyOn(office.app, 'request').mockImplementation(async (path, init) => {
      const tooLarge = typeof init?.body === 'string' && init.body.includes('Большое сообщение')
      if (!tooLarge) return pass(path, init)
      return new Response(JSON.stringify(problem(413, 'body-too-large')), { status: 413 })
    })
    expect(await desk.sync()).toEqual({ link: 'online' })
    const [refused, ...others] = await desk.desk.refused.toArray()
    expect(refused?.refusal.code).toBe('body-too-large')
    expect(others).toEqual([])
    expect(await desk.desk.outbox.count()).toBe(0)
    expect(await desk.desk.tickets.count()).toBe(1)
  })
})
