import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RequestOf } from '../../extension/messages.ts'
import { cropped } from '../../extension/worker/picture.ts'
import { keepSeen } from '../../extension/worker/snapshot.ts'
import { maxPictureBytes } from '../../shared/reference/evidence.ts'
import type { CommandOf } from '../../shared/ticket/commands.ts'
import { ticketSchema } from '../../shared/ticket/ticket.ts'
import { capture, command, openOffice, type TestOffice } from '../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './sync/desk-for-tests.ts'

/** The disk of the server, as it answers to whoever writes a snapshot. */
const disk = vi.hoisted(() => ({ isFull: false }))
vi.mock('node:fs/promises', async original => {
  const real = await original<typeof import('node:fs/promises')>()
  const open: typeof real.open = async (path, ...given) => {
    if (disk.isFull && String(path).includes('incoming'))
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    return real.open(path, ...given)
  }
  return { ...real, open }
})

let office: TestOffice
let desk: TestDesk
beforeEach(async () => {
  office = await openOffice()
  desk = createDesk(office, await office.enrol('operator'))
  await desk.sync()
})
afterEach(async () => {
  disk.isFull = false
  vi.unstubAllGlobals()
  expect(office.errors).toEqual([])
  await desk.close()
  await office.close()
})

async function record(): Promise<{ ticketId: string; request: RequestOf<'snapshot'> }> {
  const { data } = capture()
  const ticketId = uuid()
  await desk.act({ type: 'capture', ticketId, data })
  const request: RequestOf<'snapshot'> = {
    type: 'snapshot',
    commandId: uuid(),
    evidenceId: uuid(),
    observedId: null,
    ticketId,
    sourceId: 'unknown',
    sourceKey: data.source.key,
    takenAt: office.clock.now(),
    address: null,
    text: 'Нет воды',
    isTextCut: false,
    isPrivate: false,
  }
  return { ticketId, request }
}

const picture = new Uint8Array(300 * 1024).fill(5).buffer
const seen = {
  html: '<p>Нет воды</p>',
  noHtml: null,
  taken: { outcome: 'picture' as const, bytes: picture, mime: 'image/webp' as const, width: 60, height: 40 },
  isFragment: false,
}

const looksOnServer = async () =>
  (await office.office.reader.selectFrom('tickets').select('state').execute()).flatMap(
    ({ state }) => ticketSchema.parse(JSON.parse(state)).evidence,
  )
const partsOnServer = () =>
  office.office.reader.selectFrom('evidence_parts').select(['part', 'sha256', 'stored_at']).execute()

describe('Where there is no room', () => {
  it('on this computer, the record is kept, and that there is no picture is said and stands in the history', async () => {
    const { ticketId, request } = await record()
    desk.desk.evidence.hook('creating', () => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
    })
    expect(await keepSeen(request, seen, desk)).toEqual({
      outcome: 'kept',
      words: 'Без снимка: на этом компьютере нет места',
    })
    expect(await desk.desk.evidence.count()).toBe(0)
    await desk.sync()
    expect(await desk.desk.outbox.count()).toBe(0)
    expect(await desk.desk.refused.count()).toBe(0)
    expect(await looksOnServer()).toMatchObject([
      { picture: null, noPicture: 'no-room', html: null, noHtml: 'no-room', text: null },
    ])
    expect((await desk.desk.tickets.get(ticketId))?.view.ticket.evidence).toHaveLength(1)
  })

  it('on the server’s disk, the look waits here and goes up by itself when there is room again', async () => {
    const { request } = await record()
    expect(await keepSeen(request, seen, desk)).toEqual({ outcome: 'kept', words: 'Снимок сохранён' })
    disk.isFull = true
    await desk.sync()
    expect((await partsOnServer()).map(row => row.stored_at)).toEqual([null, null, null])
    const waiting = await desk.desk.evidence.toArray()
    expect(waiting.map(({ sentAt, failedWords }) => [sentAt, failedWords])).toEqual(
      Array.from({ length: 3 }, () => [null, null]),
    )
    disk.isFull = false
    await desk.sync()
    const parts = await partsOnServer()
    expect(parts.every(row => row.stored_at !== null)).toBe(true)
    for (const { sha256 } of parts)
      expect(existsSync(join(office.folder, 'blobs', sha256.slice(0, 2), sha256))).toBe(true)
    expect((await office.office.evidence.verify()).blobs).toMatchObject({
      whole: 3,
      waiting: 0,
      problems: [],
    })
  })
})

describe('Where the ticket keeps nothing of a look', () => {
  /** A look of which nothing could be kept: only that there was one. */
  const bare = (): CommandOf<'attach_evidence'>['data'] => ({
    evidenceId: uuid(),
    sourceId: 'unknown',
    sourceKey: null,
    takenAt: office.clock.now(),
    address: null,
    picture: null,
    noPicture: 'tab-closed',
    html: null,
    noHtml: 'failed',
    text: null,
    isTextCut: false,
  })
  const nothingWaits = async () => {
    expect(await desk.desk.evidence.count()).toBe(0)
    expect((await desk.desk.outbox.toArray()).map(({ command }) => command.type)).toEqual([])
  }

  it('because it has sixty, that is said and no byte stays here; that the post changed is told all the same', async () => {
    const { ticketId, request } = await record()
    for (let look = 0; look < 60; look += 1)
      await desk.act({ type: 'attach_evidence', ticketId, data: bare() })
    await desk.sync()
    expect(await keepSeen({ ...request, observedId: uuid() }, seen, desk)).toEqual({
      outcome: 'kept',
      words: 'Снимок не сохранён: у одной карточки хранится не больше 60',
    })
    expect(await desk.desk.evidence.count()).toBe(0)
    await desk.sync()
    await nothingWaits()
    expect(await looksOnServer()).toHaveLength(60)
    expect((await desk.desk.tickets.get(ticketId))?.view.ticket.observations).toMatchObject([
      { state: 'changed', evidenceId: null },
    ])
  })

  it('because the record was taken back, that is said', async () => {
    const { ticketId, request } = await record()
    await desk.act({ type: 'withdraw', ticketId, data: {} })
    await desk.sync()
    expect(await keepSeen(request, seen, desk)).toEqual({
      outcome: 'kept',
      words: 'Снимок не сохранён: запись отменена',
    })
    await nothingWaits()
  })

  it('because its author was erased, that is said', async () => {
    const { request } = await record()
    await desk.sync()
    await office.office.erasure.erase(await office.signed('head'), {
      channel: 'vk',
      id: '1',
      url: 'https://vk.com/id1',
    })
    await desk.sync()
    expect(await keepSeen(request, seen, desk)).toEqual({
      outcome: 'kept',
      words: 'Снимок не сохранён: данные автора удалены по его требованию',
    })
    await nothingWaits()
  })

  it('and this computer hears of it later, the bytes go from here', async () => {
    const { ticketId, request } = await record()
    await desk.sync()
    const head = await office.enrol('head')
    const looks = Array.from({ length: 60 }, () => command('attach_evidence', ticketId, bare()))
    for (const outcome of await head.push(looks)) expect(outcome.outcome).toBe('accepted')
    expect(await keepSeen(request, seen, desk)).toEqual({ outcome: 'kept', words: 'Снимок сохранён' })
    await desk.sync()
    await desk.sync()
    await nothingWaits()
    expect(await looksOnServer()).toHaveLength(60)
  })
})

describe('A picture over the limit', () => {
  /** A browser whose pictures have so many bytes per point. */
  const browserOf = (bytesPerPoint: number) => {
    vi.stubGlobal('createImageBitmap', async () => ({ width: 2_000, height: 2_000 }))
    vi.stubGlobal(
      'OffscreenCanvas',
      class {
        constructor(
          readonly width: number,
          readonly height: number,
        ) {}
        getContext() {
          return { drawImage: () => undefined }
        }
        async convertToBlob({ type, quality }: { type: string; quality: number }) {
          const size = Math.round(this.width * this.height * bytesPerPoint * quality)
          return new Blob([new Uint8Array(size)], { type })
        }
      },
    )
  }

  it('is made smaller until it fits', async () => {
    browserOf(1)
    const taken = await cropped('data:image/png;base64,AAAA', null)
    if (taken.outcome === 'none') throw new Error(taken.reason)
    expect(taken.bytes.byteLength).toBeLessThanOrEqual(maxPictureBytes)
    expect(taken.width).toBeLessThan(2_000)
  })

  it('that stays too large however small it is made is a stated reason', async () => {
    browserOf(20)
    expect(await cropped('data:image/png;base64,AAAA', null)).toEqual({
      outcome: 'none',
      reason: 'too-large',
    })
  })
})
