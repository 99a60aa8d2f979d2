import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keepEvidence } from '../../extension/store/evidence.ts'
import { backUp, restore } from '../../server/store/backup.ts'
import { capture, classify, newFolder, openOffice, type TestOffice } from '../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './sync/desk-for-tests.ts'

let office: TestOffice
let desk: TestDesk
beforeEach(async () => {
  office = await openOffice()
  desk = createDesk(office, await office.enrol('operator'))
  await desk.sync()
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await desk.close()
  await office.close()
})

const hashOf = (bytes: ArrayBuffer) => createHash('sha256').update(new Uint8Array(bytes)).digest('hex')
const picture = new Uint8Array(900 * 1024).fill(3).buffer

/** Keeps a look as the worker does. */
async function keep(ticketId: string, commandId = uuid()) {
  const sha256 = hashOf(picture)
  const acted = await keepEvidence(
    desk.desk,
    [{ sha256, mime: 'image/webp', bytes: picture }],
    [
      {
        id: commandId,
        ticketId,
        occurredAt: office.clock.now(),
        type: 'attach_evidence',
        data: {
          evidenceId: uuid(),
          sourceId: 'unknown',
          takenAt: office.clock.now(),
          picture: {
            sha256,
            size: picture.byteLength,
            mime: 'image/webp',
            width: 10,
            height: 10,
            isFragment: false,
          },
          noPicture: null,
          html: null,
          noHtml: 'too-large',
          text: null,
          address: null,
        },
      },
    ],
  )
  return { acted, sha256 }
}

async function record(): Promise<string> {
  const { data } = capture()
  const ticketId = uuid()
  await desk.act({ type: 'capture', ticketId, data })
  return ticketId
}

const stored = async () =>
  (await office.office.reader.selectFrom('evidence_parts').select('stored_at').execute()).map(
    row => row.stored_at !== null,
  )

/** The line breaks after so many requests. */
async function syncUntil(requests: number): Promise<void> {
  const app = office.app.request.bind(office.app)
  let left = requests
  office.app.request = ((...given: Parameters<typeof app>) => {
    left -= 1
    if (left < 0) throw new TypeError('network')
    return app(...given)
  }) as typeof app
  await desk.sync().finally(() => {
    office.app.request = app
  })
}

describe('A look on this computer', () => {
  it('is durable with its command, and once for a repeated request', async () => {
    const ticketId = await record()
    const commandId = uuid()
    await keep(ticketId, commandId)
    await keep(ticketId, commandId)
    expect(await desk.desk.outbox.count()).toBe(2)
    expect(await desk.desk.evidence.count()).toBe(1)
    expect((await desk.desk.tickets.get(ticketId))?.view.ticket.evidence).toHaveLength(1)
  })

  it('of a ticket that is not here leaves nothing behind', async () => {
    const { data } = capture()
    await desk.act({ type: 'capture', ticketId: uuid(), data })
    await office.change('operator', { roles: ['admin'] })
    await desk.sync()
    const { acted } = await keep(uuid())
    expect(acted.outcome).toBe('refused')
    expect(await desk.desk.evidence.count()).toBe(0)
  })

  it('goes up after the commands and goes on where a broken line left it', async () => {
    const ticketId = await record()
    await keep(ticketId)
    // The push, how much the server has, and one portion of four.
    await syncUntil(3)
    expect(await stored()).toEqual([false])
    let portions = 0
    const app = office.app.request.bind(office.app)
    office.app.request = ((...given: Parameters<typeof app>) => {
      if (String(given[0]).includes('offset=')) portions += 1
      return app(...given)
    }) as typeof app
    await desk.sync()
    office.app.request = app
    expect(await stored()).toEqual([true])
    expect(portions).toBe(3)
    expect((await desk.desk.evidence.toArray()).map(row => row.sentAt !== null)).toEqual([true])
  })

  it('is given again to a server that was restored', async () => {
    const ticketId = await record()
    await desk.sync()
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    await keep(ticketId)
    await desk.sync()
    expect(await stored()).toEqual([true])
    await office.handOver()
    restore(office.folder, copy, '2026-11-16T07:00:00.000Z')
    await office.restart()
    await desk.sync()
    expect(await stored()).toEqual([true])
    expect((await office.office.evidence.verify()).blobs).toMatchObject({ whole: 1, problems: [] })
  })

  it('of a record that the server refused is no «не принято»', async () => {
    const head = await office.enrol('head')
    const post = capture({ source: { ...capture().data.source, url: null } })
    await head.push([post, classify(post.ticketId, {})])
    const ticketId = uuid()
    await desk.act({ type: 'capture', ticketId, data: { ...capture().data, source: post.data.source } })
    await keep(ticketId)
    await desk.sync()
    expect((await desk.desk.refused.toArray()).map(row => row.command.type)).toEqual(['capture'])
    expect(await desk.desk.outbox.count()).toBe(0)
  })

  it('leaves this computer when the author’s data was erased', async () => {
    const ticketId = await record()
    await keep(ticketId)
    await desk.sync()
    await office.office.erasure.erase(await office.signed('head'), {
      channel: 'vk',
      id: '1',
      url: 'https://vk.com/id1',
    })
    await desk.sync()
    await desk.sync()
    expect(await desk.desk.evidence.count()).toBe(0)
  })
})
