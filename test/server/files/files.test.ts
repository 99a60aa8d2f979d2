import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { foreignFiles } from '../../../server/files/claims.ts'
import { maxBytesPerDay } from '../../../server/files/files.ts'
import { kindOf } from '../../../server/files/kind.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { openSqlite } from '../../../server/store/sqlite.ts'
import { readScope } from '../../../shared/policy/permissions.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  type PersonName,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const png = bytesOf('\x89PNG\r\n\x1a\n and so on')
const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let office: TestOffice
let token: string
beforeEach(async () => {
  office = await openOffice({ mountPages })
  token = (await office.enrol('operator')).token
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

async function put(bytes: Uint8Array, sha256 = hashOf(bytes), bearer: string | null = token) {
  return office.app.request(`/api/files/${sha256}`, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  })
}

/** A ticket of the road block with a photo; `photo` need not have come yet. */
async function ticketWith(photo: Uint8Array): Promise<{ ticketId: string; contentId: string }> {
  const ticketId = uuid()
  const id = uuid()
  const files = [{ name: 'Фото "1".png', mime: 'image/png', size: photo.byteLength, sha256: hashOf(photo) }]
  const command = capture({ id, ticketId, block: 'roads', files })
  const outcome = await office.office.tickets.submit(await office.signed('operator'), command)
  expect(verdict(outcome)).toBe('accepted')
  return { ticketId, contentId: `${id}:file-1` }
}

/** Another one who records, with a device of their own. */
async function secondOperator(): Promise<string> {
  return (await office.enrol('operator2')).token
}

async function get(ticketId: string, contentId: string, bearer = token) {
  return office.app.request(`/api/tickets/${ticketId}/files/${encodeURIComponent(contentId)}`, {
    headers: { authorization: `Bearer ${bearer}` },
  })
}

describe('Putting a file', () => {
  it('is idempotent and answers what the server found it to be', async () => {
    expect(await (await put(png)).json()).toEqual({
      sha256: hashOf(png),
      mime: 'image/png',
      size: png.byteLength,
    })
    expect((await put(png)).status).toBe(200)
    const rows = await office.office.reader.selectFrom('files').select('created_by').execute()
    expect(rows).toEqual([{ created_by: office.idOf('operator') }])
  })

  it.each([
    ['another hash', png, '0'.repeat(64), 400],
    ['no hash', png, 'photo.png', 400],
    ['a page that calls itself a photo', bytesOf('<html><script>'), undefined, 400],
    ['a program', bytesOf('MZ\x90\x00'), undefined, 400],
    ['nothing', new Uint8Array(), undefined, 400],
    ['more than ten megabytes', new Uint8Array(10 * 1024 * 1024 + 1).fill(0xff), undefined, 413],
  ])('%s is refused', async (_what, bytes, sha256, status) => {
    const response = await put(bytes, sha256)
    expect(response.status).toBe(status)
    expect(await office.office.reader.selectFrom('files').select('sha256').execute()).toEqual([])
  })

  it('a stranger puts nothing', async () => {
    expect((await put(png, hashOf(png), null)).status).toBe(401)
  })

  it('only who records messages or answers them puts one', async () => {
    const admin = (await office.enrol('admin')).token
    expect((await put(png, hashOf(png), admin)).status).toBe(403)
    expect((await put(png, hashOf(png), (await office.enrol('executor')).token)).status).toBe(200)
  })

  it('two hundred megabytes a day are enough for a person, and the next day begins anew', async () => {
    const { writer, close } = openSqlite(join(office.folder, 'pult.sqlite'))
    await writer
      .insertInto('file_puts')
      .values({
        organisation_id: office.office.organisationId,
        sha256: 'f'.repeat(64),
        person_id: office.idOf('operator'),
        size: maxBytesPerDay,
        at: office.clock.now(),
      })
      .execute()
    await close()
    const refused = await put(png)
    expect(refused.status).toBe(429)
    expect(await refused.text()).toContain('200 МБ')
    expect((await put(png, hashOf(png), await secondOperator())).status).toBe(200)
    office.clock.pass(24 * 60 * 60 + 1)
    expect((await put(png)).status).toBe(200)
  })

  it('what no ticket names is gone after thirty days, what one names stays', async () => {
    const named = bytesOf('%PDF-1.7 named')
    await put(named)
    await ticketWith(named)
    await put(png)
    office.clock.pass(29 * 24 * 60 * 60)
    expect(await office.office.jobs.tick()).toMatchObject({ droppedFiles: 0 })
    office.clock.pass(2 * 24 * 60 * 60)
    expect(await office.office.jobs.tick()).toMatchObject({ droppedFiles: 1 })
    const rows = await office.office.reader.selectFrom('files').select('sha256').execute()
    expect(rows).toEqual([{ sha256: hashOf(named) }])
  })

  it.each([
    ['image/jpeg', '\xff\xd8\xff\xe0'],
    ['image/png', '\x89PNG\r\n\x1a\n'],
    ['image/webp', 'RIFF\x00\x00\x00\x00WEBPVP8 '],
    ['image/heic', '\x00\x00\x00\x18ftypheic'],
    ['application/pdf', '%PDF-1.7'],
    [undefined, 'GIF89a'],
    [undefined, '<svg xmlns="http://www.w3.org/2000/svg">'],
    [undefined, '\x00\x00\x00\x18ftypmp42'],
    [undefined, ''],
  ])('%s by its first bytes', (kind, bytes) => {
    expect(kindOf(bytesOf(bytes))).toBe(kind)
  })
})

describe('Reading a file', () => {
  it('whoever has the ticket gets it, shown and never run', async () => {
    await put(png)
    const { ticketId, contentId } = await ticketWith(png)
    const response = await get(ticketId, contentId)
    expect(response.status).toBe(200)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(response.headers.get('content-disposition')).toBe(
      `inline; filename="file.png"; filename*=UTF-8''${encodeURIComponent('Фото "1".png')}`,
    )
  })

  it('a ticket may name a photo before its bytes have come', async () => {
    const { ticketId, contentId } = await ticketWith(png)
    const early = await get(ticketId, contentId)
    expect(early.status).toBe(409)
    expect(await early.text()).toContain('Файл ещё не загружен')
    await put(png)
    expect((await get(ticketId, contentId)).status).toBe(200)
  })

  it('nobody else gets it, nor under another ticket', async () => {
    await put(png)
    const { ticketId, contentId } = await ticketWith(png)
    const other = await ticketWith(png)
    const zhkh = (await office.enrol('zhkhHead')).token
    expect((await get(ticketId, contentId, zhkh)).status).toBe(404)
    expect((await get(other.ticketId, contentId)).status).toBe(404)
    expect((await office.app.request(`/tickets/1/files/${encodeURIComponent(contentId)}`)).status).toBe(404)
  })

  it('not the executor whom the complaint is about (P8)', async () => {
    await put(png)
    const { ticketId, contentId } = await ticketWith(png)
    const head = await office.signed('head')
    for (const command of [classify(ticketId, {}), assign(ticketId, 'roads-unit')])
      expect(verdict(await office.office.tickets.submit(head, command))).toBe('accepted')
    const executor = (await office.enrol('executor')).token
    expect((await get(ticketId, contentId, executor)).status).toBe(200)
    const complaint = { from: null, to: { personIds: [], recipientIds: ['roads-unit'] } }
    const outcome = await office.office.tickets.submit(head, classify(ticketId, { complaint }))
    expect(verdict(outcome)).toBe('accepted')
    expect((await get(ticketId, contentId, executor)).status).toBe(404)
  })
})

describe('Naming a file', () => {
  const foreign = async (name: PersonName, bytes: Uint8Array) => {
    const { actor, settings, person } = await office.signed(name)
    const place = { db: office.office.reader, organisationId: office.office.organisationId }
    const reader = { personId: person.id, scope: readScope(actor, settings) }
    return foreignFiles(place, reader, [hashOf(bytes)])
  }

  it('everybody names their own, and what a ticket that they see holds', async () => {
    await put(png)
    expect(await foreign('operator', png)).toEqual([])
    expect(await foreign('roadsHead', png)).toEqual([hashOf(png)])
    await ticketWith(png)
    expect(await foreign('roadsHead', png)).toEqual([])
    expect(await foreign('zhkhHead', png)).toEqual([hashOf(png)])
  })

  it('who names the file of another is refused alone; what is before and after it in the push is accepted', async () => {
    await put(png)
    const second = await office.enrol('operator2')
    const named = (bytes: Uint8Array) => ({
      files: [{ name: 'Фото.png', mime: 'image/png', size: bytes.byteLength, sha256: hashOf(bytes) }],
    })
    const stolen = capture(named(png))
    const outcomes = await second.push([
      capture(),
      stolen,
      capture(named(bytesOf('%PDF-1.7 on its way'))),
      stolen,
    ])
    // A file that has not come may be named: a desk works offline. Sent again, the refusal is the same.
    expect(outcomes.map(verdict)).toEqual(['accepted', 'unknown-file', 'accepted', 'unknown-file'])
    expect(outcomes.map(({ duplicate }) => duplicate)).toEqual([false, false, false, true])
    const about = await office.office.reader
      .selectFrom('ticket_files')
      .select('ticket_id')
      .where('sha256', '=', hashOf(png))
      .execute()
    expect(about).toEqual([])
    expect(
      await office.office.tickets.find(await office.signed('head'), { id: stolen.ticketId }),
    ).toBeUndefined()
  })

  it('a hash named before its bytes came gives nobody the file that another puts', async () => {
    const { ticketId, contentId } = await ticketWith(png)
    const second = await secondOperator()
    await put(png, hashOf(png), second)
    expect((await get(ticketId, contentId)).status).toBe(409)
    await put(png)
    expect((await get(ticketId, contentId)).status).toBe(200)
  })
})
