import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxEvidenceBytesPerDay, maxPortionBytes } from '../../../server/evidence/evidence.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { backUp, restore } from '../../../server/store/backup.ts'
import { evidenceReceivedSchema } from '../../../shared/sync/wire.ts'
import {
  assign,
  capture,
  classify,
  command,
  headPassword,
  newFolder,
  openOffice,
  sourceDraft,
  type TestDevice,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

let office: TestOffice
let operator: TestDevice
beforeEach(async () => {
  office = await openOffice({ mountPages })
  operator = await office.enrol('operator')
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const partOf = (bytes: Uint8Array) => ({ sha256: hashOf(bytes), size: bytes.byteLength })

const picture = new Uint8Array(700 * 1024).fill(7)
const another = new Uint8Array(700 * 1024).fill(8)
const page = bytesOf('<!doctype html><p>Нет воды</p><script>alert(1)</script>')
const words = bytesOf('Нет воды')

/** A look at a ticket's post, as a device names it. */
function look(
  ticketId: string,
  given: { text?: Uint8Array; picture?: Uint8Array; evidenceId?: string } = {},
) {
  return command('attach_evidence', ticketId, {
    evidenceId: given.evidenceId ?? 'look-1',
    sourceId: 'unknown',
    takenAt: office.clock.now(),
    picture: {
      ...partOf(given.picture ?? picture),
      mime: 'image/webp',
      width: 600,
      height: 400,
      isFragment: true,
    },
    noPicture: null,
    html: partOf(page),
    text: partOf(given.text ?? words),
    address: 'https://vk.com/wall-212000001_1',
  })
}

function send(device: TestDevice, bytes: Uint8Array, offset: number, sha256 = hashOf(bytes)) {
  return office.app.request(`/api/evidence/${sha256}?offset=${offset}`, {
    method: 'PUT',
    body: new Uint8Array(bytes.slice(offset, offset + maxPortionBytes)),
    headers: { authorization: `Bearer ${device.token}` },
  })
}

async function received(device: TestDevice, sha256: string) {
  const response = await office.app.request(`/api/evidence/${sha256}`, {
    headers: { authorization: `Bearer ${device.token}` },
  })
  return response.ok ? evidenceReceivedSchema.parse(await response.json()) : response.status
}

async function bring(device: TestDevice, bytes: Uint8Array, sha256 = hashOf(bytes)): Promise<void> {
  for (let offset = 0; offset < bytes.byteLength; offset += maxPortionBytes)
    expect((await send(device, bytes, offset, sha256)).status).toBe(200)
}

async function recorded(device = operator): Promise<string> {
  const post = capture()
  expect((await device.push([post, look(post.ticketId)])).map(verdict)).toEqual(['accepted', 'accepted'])
  return post.ticketId
}

async function broughtAll(device = operator): Promise<void> {
  for (const bytes of [picture, page, words]) await bring(device, bytes)
}

const part = (device: TestDevice, ticketId: string, name: string) =>
  office.app.request(`/api/tickets/${ticketId}/evidence/look-1/${name}`, {
    headers: { authorization: `Bearer ${device.token}` },
  })

async function cookieOf(name: string): Promise<string> {
  const signedIn = await office.office.access.signIn(name, headPassword, 'here')
  if (signedIn.outcome === 'failed') throw new Error(signedIn.words)
  return `pult_session=${signedIn.session}`
}

const blobPath = (sha256: string) => join(office.folder, 'blobs', sha256.slice(0, 2), sha256)

/** Names of what has come of a file in portions. */
const incoming = (bytes: Uint8Array) =>
  readdirSync(join(office.folder, 'blobs/incoming')).filter(name => name.startsWith(hashOf(bytes)))

describe('Bytes of «Снимок поста»', () => {
  it('come in portions, go on where they ended after a restart, and are taken only whole', async () => {
    await recorded()
    const sha256 = hashOf(picture)
    await send(operator, picture, 0)
    await office.restart()
    expect(await received(operator, sha256)).toEqual({
      received: maxPortionBytes,
      isComplete: false,
      mismatch: false,
    })
    expect(existsSync(blobPath(sha256))).toBe(false)
    // A portion sent twice changes nothing: the answer says where to go on.
    const again = evidenceReceivedSchema.parse(await (await send(operator, picture, 0)).json())
    expect(again.received).toBe(maxPortionBytes)
    for (let offset = maxPortionBytes; offset < picture.byteLength; offset += maxPortionBytes)
      await send(operator, picture, offset)
    expect(await received(operator, sha256)).toMatchObject({ isComplete: true })
    expect(hashOf(readFileSync(blobPath(sha256)))).toBe(sha256)
  })

  it('of another hash are told and begun anew', async () => {
    await recorded()
    const damaged = picture.slice()
    damaged[5] = 9
    for (let offset = 0; offset < damaged.byteLength; offset += maxPortionBytes) {
      const response = await send(operator, damaged, offset, hashOf(picture))
      const isLast = offset + maxPortionBytes >= damaged.byteLength
      expect(evidenceReceivedSchema.parse(await response.json()).mismatch).toBe(isLast)
    }
    expect(await received(operator, hashOf(picture))).toMatchObject({ received: 0, isComplete: false })
    await bring(operator, picture)
    expect(await received(operator, hashOf(picture))).toMatchObject({ isComplete: true })
  })

  it('are taken from whom named them, and from nobody else', async () => {
    await recorded()
    const stranger = await office.enrol('operator2')
    expect(await received(stranger, hashOf(picture))).toBe(404)
    expect((await send(stranger, picture, 0)).status).toBe(404)
    const tooLong = new Uint8Array(picture.byteLength + 10)
    expect((await send(operator, tooLong, picture.byteLength - 5, hashOf(picture))).status).toBe(413)
  })

  it('count for the day’s room from their first portion on, not only when they are whole', async () => {
    await recorded()
    await send(operator, picture, 0)
    const other = capture()
    await operator.push([other, look(other.ticketId, { evidenceId: 'look-2', picture: another })])
    await send(operator, another, 0)
    const begun = join(office.folder, 'blobs/incoming', incoming(another)[0] ?? '')
    truncateSync(begun, maxEvidenceBytesPerDay)
    expect((await send(operator, picture, maxPortionBytes)).status).toBe(429)
    rmSync(begun)
    expect((await send(operator, picture, maxPortionBytes)).status).toBe(200)
  })

  it('of two posts with the same words come once', async () => {
    await recorded()
    await broughtAll()
    const second = capture()
    await operator.push([second, look(second.ticketId, { evidenceId: 'look-2' })])
    expect(await received(operator, hashOf(words))).toMatchObject({ isComplete: true })
    const response = await office.app.request(`/api/tickets/${second.ticketId}/evidence/look-2/text`, {
      headers: { authorization: `Bearer ${operator.token}` },
    })
    expect(await response.text()).toBe('Нет воды')
  })

  it('a hash that somebody else brought is not given out by naming it', async () => {
    await recorded()
    await broughtAll()
    const stranger = await office.enrol('operator2')
    const own = capture()
    await stranger.push([
      own,
      { ...look(own.ticketId), data: { ...look(own.ticketId).data, evidenceId: 'theft' } },
    ])
    const response = await office.app.request(`/api/tickets/${own.ticketId}/evidence/theft/picture`, {
      headers: { authorization: `Bearer ${stranger.token}` },
    })
    expect(response.status).toBe(409)
  })
})

describe('What was kept is shown', () => {
  it('to those who handle the ticket, each opening logged; a page is never served as one', async () => {
    const ticketId = await recorded()
    expect((await part(operator, ticketId, 'picture')).status).toBe(409)
    await broughtAll()
    const shown = await part(operator, ticketId, 'picture')
    expect(shown.headers.get('content-type')).toBe('image/webp')
    expect(hashOf(new Uint8Array(await shown.arrayBuffer()))).toBe(hashOf(picture))
    const html = await part(operator, ticketId, 'html')
    expect(html.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(html.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'")
    expect(html.headers.get('x-content-type-options')).toBe('nosniff')
    expect(html.headers.get('content-disposition')).toContain('attachment')
    for (const name of ['executor', 'roadsHead', 'informer', 'admin'] as const)
      expect([name, (await part(await office.enrol(name), ticketId, 'picture')).status]).toEqual([name, 404])
    const openings = await office.office.tickets.openings(await office.signed('head'), ticketId)
    expect(openings?.map(({ way, what }) => [way, what])).toEqual(
      expect.arrayContaining([
        ['evidence', 'look-1:picture'],
        ['evidence', 'look-1:html'],
      ]),
    )
  })

  it('never to whom a complaint is about', async () => {
    const ticketId = await recorded()
    await broughtAll()
    const head = await office.enrol('head')
    const zhkh = await office.enrol('zhkhHead')
    expect((await part(zhkh, ticketId, 'picture')).status).toBe(200)
    await head.push([
      classify(ticketId, {
        complaint: { from: null, to: { personIds: [office.idOf('zhkhHead')], recipientIds: [] } },
      }),
    ])
    expect((await part(zhkh, ticketId, 'picture')).status).toBe(404)
  })

  it('an executor has it with the assignment', async () => {
    const ticketId = await recorded()
    await broughtAll()
    await (await office.enrol('head')).push([classify(ticketId, {}), assign(ticketId, 'roads-unit')])
    expect((await part(await office.enrol('executor'), ticketId, 'picture')).status).toBe(200)
  })

  it('a second look adds to the ticket of the first, with what changed', async () => {
    const post = capture()
    const later = bytesOf('Нет воды и света')
    await operator.push([post, look(post.ticketId)])
    await broughtAll()
    const colleague = await office.enrol('operator2')
    const again = capture({ key: post.data.source.key })
    await colleague.push([again, look(again.ticketId, { evidenceId: 'look-2', text: later })])
    for (const bytes of [picture, page, later]) await bring(colleague, bytes)
    const response = await office.app.request('/tickets/1', {
      headers: { cookie: await cookieOf('Руководитель МЦУ') },
    })
    const html = await response.text()
    expect(html).toContain('Снимок 1 из 2')
    expect(html).toContain('Снимок 2 из 2')
    expect(html).toMatch(/<ins[^>]*>.*и света/su)
    expect(html).toContain('виден фрагмент')
  })
})

describe('Verifying', () => {
  it('finds a changed and a missing blob with the ticket’s number, and tells nothing where all is whole', async () => {
    await recorded()
    await broughtAll()
    const { chain, blobs } = await office.office.evidence.verify()
    expect(chain.problems).toEqual([])
    expect(blobs).toEqual({ whole: 3, waiting: 0, erased: 0, problems: [] })
    const path = blobPath(hashOf(picture))
    const bytes = readFileSync(path)
    bytes[1] = 0
    writeFileSync(path, bytes)
    expect((await office.office.evidence.verify()).blobs.problems).toEqual([
      { problem: 'changed', number: 1, title: 'снимок: картинка', sha256: hashOf(picture) },
    ])
    const response = await office.app.request('/integrity', {
      method: 'POST',
      headers: { cookie: await cookieOf('Руководитель МЦУ'), origin: 'http://pult.test' },
    })
    expect(await response.text()).toContain('изменён: контрольная сумма другая')
  })
})

describe('Erasing an author', () => {
  const author = { channel: 'vk', id: '1', url: 'https://vk.com/id1' } as const

  it('clears texts and bytes and leaves hashes, numbers and a chain that verifies', async () => {
    const ticketId = await recorded()
    await broughtAll()
    const head = await office.signed('head')
    expect(await office.office.erasure.find(head, 'vk.com/id1')).toMatchObject([{ ...author, numbers: [1] }])
    expect(await office.office.erasure.erase(head, author)).toEqual([1])
    expect(existsSync(blobPath(hashOf(picture)))).toBe(false)
    expect((await part(operator, ticketId, 'picture')).status).toBe(410)
    const { chain, blobs } = await office.office.evidence.verify()
    expect(chain.problems).toEqual([])
    expect(blobs).toMatchObject({ erased: 3, problems: [] })
    const contents = await office.office.reader.selectFrom('contents').select(['body', 'salt']).execute()
    expect(JSON.stringify(contents)).not.toContain('Садовой')
    const view = await office.office.tickets.find(head, { id: ticketId })
    expect(view?.ticket.evidence[0]?.picture?.sha256).toBe(hashOf(picture))
    expect(view?.ticket.evidence[0]?.erasedAt).toBe(office.clock.now())
    expect(await office.office.erasure.find(head, 'vk.com/id1')).toEqual([])
  })

  it('lets go at once of what had come of an unfinished look, and of nobody else’s', async () => {
    await recorded()
    await send(operator, picture, 0)
    const author2 = { name: 'Пётр', url: 'https://vk.com/id2', id: '2' }
    const other = capture({ source: sourceDraft({ author: author2 }) })
    await operator.push([other, look(other.ticketId, { evidenceId: 'look-2', picture: another })])
    await send(operator, another, 0)
    expect([incoming(picture), incoming(another)]).toMatchObject([{ length: 1 }, { length: 1 }])
    await office.office.erasure.erase(await office.signed('head'), author)
    expect([incoming(picture), incoming(another)]).toMatchObject([{ length: 0 }, { length: 1 }])
  })

  it('is for the head of the centre only', async () => {
    await recorded()
    await expect(office.office.erasure.find(await office.signed('admin'), 'vk.com/id1')).rejects.toThrow()
  })

  it('holds in a copy of an earlier day: the next tick erases it again', async () => {
    await recorded()
    await broughtAll()
    const copy = join(newFolder(), 'copy')
    expect(await backUp(office.folder, copy)).toEqual({ tickets: 1, files: 3 })
    await office.office.erasure.erase(await office.signed('head'), author)
    await office.handOver()
    restore(office.folder, copy, '2026-11-16T07:00:00.000Z')
    await office.restart()
    expect(existsSync(blobPath(hashOf(picture)))).toBe(true)
    expect(await office.office.jobs.tick()).toMatchObject({ erasedAgain: expect.any(Number) })
    expect(existsSync(blobPath(hashOf(picture)))).toBe(false)
    const contents = await office.office.reader.selectFrom('contents').select('body').execute()
    expect(JSON.stringify(contents)).not.toContain('Садовой')
    expect((await office.office.evidence.verify()).chain.problems).toEqual([])
  })
})
