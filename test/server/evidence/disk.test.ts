import { createHash } from 'node:crypto'
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { openSqlite } from '../../../server/store/sqlite.ts'
import { maxHtmlBytes, maxPictureBytes } from '../../../shared/reference/evidence.ts'
import { evidenceReceivedSchema } from '../../../shared/sync/wire.ts'
import {
  capture,
  command,
  headPassword,
  openOffice,
  type TestDevice,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

/** Bytes that still fit on the disk; what does not is written in part, as a disk does it. And what happens before it opens an unfinished one. */
const disk = vi.hoisted((): { room: number; meanwhile: () => Promise<unknown> } => ({
  room: Number.POSITIVE_INFINITY,
  meanwhile: async () => undefined,
}))
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  const open: typeof real.open = async (path, ...given) => {
    if (String(path).includes('incoming')) await disk.meanwhile()
    const file = await real.open(path, ...given)
    const write = async (data: unknown) => {
      if (!(data instanceof Uint8Array)) throw new Error('Blobs are bytes')
      await file.write(data.subarray(0, disk.room))
      if (data.byteLength > disk.room)
        throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    }
    if (String(path).includes('incoming')) Object.assign(file, { appendFile: write, writeFile: write })
    return file
  }
  return { ...real, open }
})

let office: TestOffice
let operator: TestDevice
beforeEach(async () => {
  office = await openOffice({ mountPages })
  operator = await office.enrol('operator')
})
afterEach(async () => {
  disk.room = Number.POSITIVE_INFINITY
  disk.meanwhile = async () => undefined
  expect(office.errors).toEqual([])
  await office.close()
})

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const blobPath = (sha256: string) => join(office.folder, 'blobs', sha256.slice(0, 2), sha256)
const picture = new Uint8Array(100 * 1024).fill(7)
const photo = new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\n and so on', 'latin1'))

function look(ticketId: string, given: { picture?: number; html?: number } = {}) {
  return command('attach_evidence', ticketId, {
    evidenceId: 'look',
    sourceId: 'unknown',
    takenAt: office.clock.now(),
    picture: {
      sha256: hashOf(picture),
      size: given.picture ?? picture.byteLength,
      mime: 'image/webp',
      width: 600,
      height: 400,
      isFragment: false,
    },
    noPicture: null,
    html: given.html === undefined ? null : { sha256: 'b'.repeat(64), size: given.html },
    noHtml: given.html === undefined ? 'failed' : null,
    text: null,
    address: null,
  })
}

const put = (path: string, bytes: Uint8Array) =>
  office.app.request(path, {
    method: 'PUT',
    body: new Uint8Array(bytes),
    headers: { authorization: `Bearer ${operator.token}` },
  })
const evidencePath = `/api/evidence/${hashOf(picture)}`

async function received(): Promise<number> {
  const response = await office.app.request(evidencePath, {
    headers: { authorization: `Bearer ${operator.token}` },
  })
  return evidenceReceivedSchema.parse(await response.json()).received
}

describe('A disk without room', () => {
  it('refuses a snapshot in clear words, and later goes on after what it had taken', async () => {
    const post = capture()
    await operator.push([post, look(post.ticketId)])
    disk.room = 1_000
    const refused = await put(`${evidencePath}?offset=0`, picture)
    expect(refused.status).toBe(500)
    expect(await refused.text()).toContain(
      'На диске сервера нет места: сообщите администратору. Снимок ждёт на компьютере и уйдёт сам.',
    )
    expect(await received()).toBe(1_000)
    disk.room = Number.POSITIVE_INFINITY
    const rest = await put(`${evidencePath}?offset=1000`, picture.subarray(1_000))
    expect(evidenceReceivedSchema.parse(await rest.json()).isComplete).toBe(true)
    expect((await office.office.evidence.verify()).blobs).toMatchObject({ whole: 1, problems: [] })
  })

  it('refuses a file, names it nowhere, and takes it when it is sent again', async () => {
    disk.room = 3
    const refused = await put(`/api/files/${hashOf(photo)}`, photo)
    expect(refused.status).toBe(500)
    expect(await refused.text()).toContain('На диске сервера нет места: сообщите администратору.')
    expect(await office.office.reader.selectFrom('files').select('sha256').execute()).toEqual([])
    disk.room = Number.POSITIVE_INFINITY
    expect((await put(`/api/files/${hashOf(photo)}`, photo)).status).toBe(200)
    expect(statSync(blobPath(hashOf(photo))).size).toBe(photo.byteLength)
  })
})

describe('A portion that is under way while its author is erased', () => {
  it('leaves nothing on the disk', async () => {
    const post = capture()
    await operator.push([post, look(post.ticketId)])
    const head = await office.signed('head')
    disk.meanwhile = async () => {
      await office.office.erasure.erase(head, { channel: 'vk', id: '1', url: 'https://vk.com/id1' })
    }
    expect((await put(`${evidencePath}?offset=0`, picture.subarray(0, 1_000))).status).toBe(404)
    expect(readdirSync(join(office.folder, 'blobs', 'incoming'))).toEqual([])
  })
})

describe('A look that is larger than the limits', () => {
  it.each([
    ['a picture', { picture: maxPictureBytes + 1 }],
    ['markup', { html: maxHtmlBytes + 1 }],
  ])('%s is refused with its command, and the record stays', async (_what, given) => {
    const post = capture()
    const verdicts = (await operator.push([post, look(post.ticketId, given)])).map(verdict)
    expect(verdicts[0]).toBe('accepted')
    expect(verdicts[1]).not.toBe('accepted')
    expect(await office.office.reader.selectFrom('evidence_parts').select('sha256').execute()).toEqual([])
  })
})

describe('«Целостность» names', () => {
  async function integrity(): Promise<string> {
    const signedIn = await office.office.access.signIn('Руководитель МЦУ', headPassword, 'here')
    if (signedIn.outcome === 'failed') throw new Error(signedIn.words)
    const response = await office.app.request('/integrity', {
      method: 'POST',
      headers: { cookie: `pult_session=${signedIn.session}`, origin: 'http://pult.test' },
    })
    return (await response.text()).replaceAll('\u00a0', ' ')
  }

  async function ticketWithPhoto(): Promise<void> {
    const files = [{ name: 'яма.png', mime: 'image/png', size: photo.byteLength, sha256: hashOf(photo) }]
    const outcome = await office.office.tickets.submit(
      await office.signed('operator'),
      capture({ id: uuid(), ticketId: uuid(), files }),
    )
    expect(verdict(outcome)).toBe('accepted')
    expect((await put(`/api/files/${hashOf(photo)}`, photo)).status).toBe(200)
  }

  it('a file that is gone from the disk, and one that was changed there, with the ticket’s number', async () => {
    await ticketWithPhoto()
    expect(await integrity()).toContain('Всё цело')
    writeFileSync(blobPath(hashOf(photo)), 'что-то другое')
    expect(await integrity()).toContain('№ 1, файл исполнителя: изменён: контрольная сумма другая')
    rmSync(blobPath(hashOf(photo)))
    expect(await integrity()).toContain(
      `№ 1, файл исполнителя: нет на диске (SHA-256 ${hashOf(photo).slice(0, 12)}…)`,
    )
  })

  it('a snapshot that is gone from the disk', async () => {
    const post = capture()
    await operator.push([post, look(post.ticketId)])
    await put(`${evidencePath}?offset=0`, picture)
    rmSync(blobPath(hashOf(picture)))
    expect(await integrity()).toContain('№ 1, снимок: картинка: нет на диске')
  })

  it('a file of an older database after it was moved out of it', async () => {
    await ticketWithPhoto()
    // As the version before kept it: inside of the database, and nothing on the disk.
    rmSync(blobPath(hashOf(photo)))
    const { writer, close } = openSqlite(join(office.folder, 'pult.sqlite'))
    await writer
      .updateTable('files')
      .set({ bytes: Buffer.from(photo) })
      .execute()
    await close()
    expect(await integrity()).toContain('Всё цело')
    await office.office.jobs.tick()
    expect(statSync(blobPath(hashOf(photo))).size).toBe(photo.byteLength)
    expect(await integrity()).toContain('Всё цело')
    rmSync(blobPath(hashOf(photo)))
    expect(await integrity()).toContain('№ 1, файл исполнителя: нет на диске')
  })
})
