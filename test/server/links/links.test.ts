import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  type PersonName,
  publicUrl,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

const day = 24 * 60 * 60
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

async function submit(by: PersonName, command: unknown): Promise<string> {
  return verdict(await office.office.tickets.submit(await office.signed(by), command))
}

async function assigned(): Promise<string> {
  const ticketId = uuid()
  expect(await submit('operator', capture({ ticketId, block: 'roads' }))).toBe('accepted')
  expect(await submit('head', classify(ticketId, {}))).toBe('accepted')
  expect(await submit('roadsHead', assign(ticketId, 'roads-unit'))).toBe('accepted')
  return ticketId
}

async function view(ticketId: string): Promise<TicketView> {
  const found = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
  if (found === undefined) throw new Error('The head of the centre sees every ticket')
  return found
}

/** The path of a fresh link: `/l/…`. */
async function link(ticketId: string, by: PersonName = 'roadsHead'): Promise<string> {
  const created = await office.office.links.create(await office.signed(by), await view(ticketId))
  if (created.outcome === 'failed') throw new Error(created.code)
  expect(created.url.startsWith(`${publicUrl}/l/`)).toBe(true)
  return created.url.slice(publicUrl.length)
}

async function read(path: string): Promise<{ status: number; text: string; headers: Headers }> {
  // As a browser asks for a page.
  const response = await office.app.request(path, { headers: { 'sec-fetch-dest': 'document' } })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

async function send(
  path: string,
  fields: Record<string, string | File>,
  headers: Record<string, string> = {},
) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const response = await office.app.request(path, { method: 'POST', body, headers })
  return { status: response.status, text: await response.text() }
}

const answer = { text: 'Яму засыпали щебнем.', outcome: 'solved' }

describe('An assignment by link on a phone (P6)', () => {
  it('shows what has to be done, without the author and the way to the post', async () => {
    const path = await link(await assigned())
    const { status, text, headers } = await read(path)
    expect(status).toBe(200)
    expect(text).toContain('На улице Садовой нет воды')
    expect(text).toContain('Отдел дорожного хозяйства')
    expect(text).toContain('Начальник отдела дорог')
    for (const secret of ['Житель', 'vk.com', 'id1']) expect(text).not.toContain(secret)
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('x-robots-tag')).toContain('noindex')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(text).not.toContain('<script')
  })

  it('the answer with a photo becomes the draft of the ticket, and the link shows «Ответ принят» only', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const sent = await send(`${path}/answer`, {
      ...answer,
      photos: new File([jpeg], 'яма.jpg', { type: 'image/jpeg' }),
    })
    expect(sent.status).toBe(303)
    const { ticket, contents } = await view(ticketId)
    expect(ticket.status).toBe('to_publish')
    const prepared = ticket.status === 'to_publish' ? ticket.prepared : undefined
    expect(prepared?.by).toMatch(/^link:/)
    const [fileId = ''] = prepared?.fileContentIds ?? []
    expect(contents[fileId]).toMatchObject({ kind: 'file', name: 'яма.jpg', mime: 'image/jpeg', size: 8 })
    const found = await office.office.files.find(await view(ticketId), fileId)
    expect(found).toMatchObject({ outcome: 'file', mime: 'image/jpeg' })

    const after = await read(path)
    expect(after.status).toBe(200)
    expect(after.text).toContain('Ответ принят')
    expect(after.text).not.toContain('Садовой')
    const again = await send(`${path}/answer`, { text: 'Ещё раз', outcome: 'solved' })
    expect(again.text).toContain('Ответ принят')
    expect((await view(ticketId)).ticket.version).toBe(ticket.version)
  })

  it('what was typed stays where something is missing, and a photo that came need not come again', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const first = await send(`${path}/answer`, {
      text: 'Сделаем весной.',
      outcome: 'planned',
      photos: new File([jpeg], 'фото.jpg'),
    })
    expect(first.status).toBe(422)
    expect(first.text).toContain('Сделаем весной.')
    expect(first.text).toContain('Укажите день')
    const kept = /name="kept" value="([^"]+)"/.exec(first.text)?.[1]?.replaceAll('&quot;', '"') ?? ''
    const second = await send(`${path}/answer`, {
      text: 'Сделаем весной.',
      outcome: 'planned',
      promisedDate: '2027-04-20',
      kept,
    })
    expect(second.status).toBe(303)
    const { ticket } = await view(ticketId)
    const prepared = ticket.status === 'to_publish' ? ticket.prepared : undefined
    expect(prepared).toMatchObject({
      promisedDate: '2027-04-20',
      responsible: { type: 'recipient', recipientId: 'roads-unit' },
    })
    expect(prepared?.fileContentIds).toHaveLength(1)
  })

  it('asks for a new date and goes on; «не наше» goes back to who assigned and ends the link', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    expect((await send(`${path}/accept`, {})).status).toBe(303)
    expect((await view(ticketId)).ticket.status).toBe('in_progress')
    expect((await send(`${path}/date`, { date: '2026-11-01', reason: 'Ждём щебень' })).status).toBe(422)
    expect((await send(`${path}/date`, { date: '2026-11-30', reason: 'Ждём щебень' })).status).toBe(303)
    expect((await read(path)).text).toContain('Вы попросили новый срок')
    expect((await send(`${path}/decline`, { reason: 'Это дорога области' })).status).toBe(303)
    expect((await view(ticketId)).ticket.status).toBe('new')
    expect((await read(path)).text).toContain('Ответ принят')
  })

  it('each opening is logged for whoever gave the link, and in the access log', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    await read(path)
    office.clock.pass(60)
    await read(path)
    const [row] = await office.office.links.list(await office.signed('roadsHead'), await view(ticketId))
    expect(row).toMatchObject({ openings: 2, lastOpenedAt: office.clock.now(), usedAt: null })
    const openings = await office.office.reader
      .selectFrom('openings')
      .select(['person_id', 'way'])
      .where('way', '=', 'link')
      .execute()
    expect(openings.map(each => each.person_id.startsWith('link:'))).toContain(true)
  })

  it('a messenger that previews it has not opened it for anybody', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const secure = `https://pult.test${path}`
    const ask = (url: string, init: RequestInit) => office.app.request(url, init)
    await ask(path, { method: 'HEAD' })
    await ask(path, { headers: { 'sec-purpose': 'prefetch' } })
    await ask(path, { headers: { 'sec-fetch-dest': 'empty' } })
    await ask(secure, {})
    const openings = async () =>
      (await office.office.links.list(await office.signed('roadsHead'), await view(ticketId)))[0]?.openings
    expect(await openings()).toBe(0)
    await ask(secure, { headers: { 'sec-fetch-dest': 'document' } })
    expect(await openings()).toBe(1)
  })
})

describe('A link that leads nowhere says whom to ask and nothing else', () => {
  it('expired', async () => {
    const path = await link(await assigned())
    office.clock.pass(14 * day + 1)
    const { status, text } = await read(path)
    expect(status).toBe(403)
    expect(text).toContain('Начальник отдела дорог')
    expect(text).not.toContain('Садовой')
  })

  it('revoked', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const signed = await office.signed('roadsHead')
    const [row] = await office.office.links.list(signed, await view(ticketId))
    const revoked = await office.office.links.revoke(signed, await view(ticketId), row?.id ?? '')
    expect(revoked.outcome).toBe('revoked')
    expect((await read(path)).text).toContain('Ссылку отозвали')
    expect((await send(`${path}/answer`, answer)).status).toBe(403)
    expect((await view(ticketId)).ticket.status).toBe('assigned')
  })

  it('given to another recipient meanwhile', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    expect(await submit('head', assign(ticketId, 'teploset'))).toBe('accepted')
    const { status, text } = await read(path)
    expect(status).toBe(403)
    expect(text).not.toContain('Садовой')
  })

  it('a complaint about this very recipient (P8), though it was assigned before it was one', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const complaint = { from: null, to: { personIds: [], recipientIds: ['roads-unit'] } }
    expect(await submit('head', classify(ticketId, { complaint }))).toBe('accepted')
    const { status, text } = await read(path)
    expect(status).toBe(403)
    expect(text).not.toContain('Садовой')
    expect((await send(`${path}/answer`, answer)).status).toBe(403)
  })

  it('a complaint about somebody who works there: the link knows no person, so it opens for none of them', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const complaint = { from: null, to: { personIds: [office.idOf('executor')], recipientIds: [] } }
    expect(await submit('head', classify(ticketId, { complaint }))).toBe('accepted')
    expect((await read(path)).status).toBe(403)
    const again = await office.office.links.create(await office.signed('head'), await view(ticketId))
    expect(again).toMatchObject({ outcome: 'failed', code: 'about-them' })
  })

  it('a stranger who guesses is told nothing, and after a while is stopped', async () => {
    await assigned()
    expect((await read('/l/guess')).status).toBe(404)
    let last = 0
    for (let n = 0; n < 40; n += 1) last = (await read(`/l/guess-${n}`)).status
    expect(last).toBe(429)
    // Who floods the door writes nothing more.
    const { rows } = await office.office.reader
      .selectFrom('sign_in_attempts')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .where('subject', 'like', 'link:%')
      .executeTakeFirstOrThrow()
    expect(rows).toBe(30)
    office.clock.pass(16 * 60)
    expect((await read('/l/guess')).status).toBe(404)
  })

  it('a form of another site changes nothing', async () => {
    const ticketId = await assigned()
    const path = await link(ticketId)
    const foreign = await send(`${path}/answer`, answer, { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    const other = await send(`${path}/answer`, answer, { origin: 'https://evil.example' })
    expect(other.status).toBe(403)
    expect((await view(ticketId)).ticket.status).toBe('assigned')
    const own = await send(`${path}/answer`, answer, { origin: 'null', 'sec-fetch-site': 'same-origin' })
    expect(own.status).toBe(303)
  })
})

describe('Who gives links', () => {
  it.each([
    ['head', 'created'],
    ['roadsHead', 'created'],
    ['zhkhHead', 'failed'],
    ['operator', 'failed'],
    ['executor', 'failed'],
    ['informer', 'failed'],
    ['chief', 'failed'],
    ['admin', 'failed'],
  ] as const)('%s: %s', async (name, outcome) => {
    const ticketId = await assigned()
    const signed = await office.signed(name)
    const created = await office.office.links.create(signed, await view(ticketId))
    expect(created.outcome).toBe(outcome)
    if (outcome === 'failed') expect(await office.office.links.list(signed, await view(ticketId))).toEqual([])
  })

  it('the token stands nowhere in the database', async () => {
    const path = await link(await assigned())
    const token = path.slice('/l/'.length)
    expect(Buffer.from(token, 'base64url')).toHaveLength(32)
    const rows = await office.office.reader.selectFrom('assignment_links').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token)
  })
})
