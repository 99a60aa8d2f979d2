import Dexie from 'dexie'
import { v7 as uuid } from 'uuid'
import { afterEach, expect, it } from 'vitest'
import { Desk } from '../../../extension/store/desk.ts'
import { sourceDraft } from '../../server/office-for-tests.ts'

const name = 'test:upgrade'
afterEach(() => Dexie.delete(name))

const at = '2026-11-16T06:00:00.000Z'
const ticketId = uuid()
const captureId = uuid()

/** As the first version of the extension wrote it: no kinds in the record, none of today's fields in the ticket. */
const command = {
  id: captureId,
  ticketId,
  occurredAt: at,
  baseVersion: 0,
  dependsOn: null,
  type: 'capture',
  data: {
    sourceId: uuid(),
    source: sourceDraft(),
    block: 'zhkh',
    subtopic: null,
    settlement: null,
    place: null,
    urgent: false,
    suggestedBy: 'keywords',
  },
}
const view = {
  ticket: {
    id: ticketId,
    number: 12,
    version: 2,
    status: 'new',
    kind: 'message',
    capturedAt: at,
    capturers: ['one'],
    actors: [],
    sources: [
      {
        sourceId: uuid(),
        channel: 'vk',
        kind: 'post',
        publishedAt: null,
        precision: 'unknown',
        contentId: 'c',
      },
    ],
    block: 'zhkh',
    subtopic: null,
    settlement: null,
    urgent: false,
    placeContentId: null,
    suggestedBy: 'keywords',
    sorted: null,
    stages: [],
    replies: [],
  },
  contents: {},
}

async function earlierDesk() {
  const earlier = new Dexie(name)
  earlier.version(1).stores({
    outbox: 'order, &id, ticketId',
    sent: 'id, order, sentAt',
    refused: 'id, refusedAt',
    tickets: 'id, waiting, *keys',
    marks: 'key, ticketId',
    aliases: 'alias',
    shadowTickets: 'id',
    shadowMarks: 'key',
    meta: 'name',
  })
  await earlier.open()
  return earlier
}

it('What the version before left on the computer is read with today’s fields, and nothing that waited is lost', async () => {
  const earlier = await earlierDesk()
  const unreadable = { ...command, id: uuid(), type: 'something-long-gone' }
  await earlier.table('outbox').bulkAdd([
    { order: 1, id: captureId, ticketId, command },
    { order: 2, id: unreadable.id, ticketId, command: unreadable },
  ])
  await earlier.table('sent').add({ id: uuid(), order: 0, command: { ...command, id: uuid() }, sentAt: at })
  await earlier.table('tickets').bulkAdd([
    { id: ticketId, snapshot: view, view, waiting: 2, keys: [] },
    { id: 'broken', snapshot: null, view: { of: 'another time' }, waiting: 0, keys: [] },
  ])
  await earlier.table('meta').bulkAdd([{ name: 'cursor', value: 'x' }])
  earlier.close()

  const desk = new Desk(name, 'one')
  const [waiting, ...noMore] = await desk.outbox.toArray()
  expect(noMore).toEqual([])
  expect(waiting).toMatchObject({ id: captureId, touches: [ticketId], isTried: true })
  expect(waiting?.command).toMatchObject({ data: { kind: 'message', authorType: 'citizen', files: [] } })
  expect(await desk.refused.toArray()).toMatchObject([
    { id: unreadable.id, refusal: { code: 'invalid-command' } },
  ])
  expect(await desk.sent.toArray()).toMatchObject([{ touches: [ticketId] }])
  const [ticket, ...others] = await desk.tickets.toArray()
  expect(others).toEqual([])
  expect(ticket?.view.ticket).toMatchObject({ number: 12, joined: [], notes: [], complaint: null })
  // What could not be read is fetched anew.
  expect(await desk.meta.get('cursor')).toBeUndefined()
  desk.close()
})
