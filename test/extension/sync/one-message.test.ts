/** «Уже записано» on this computer: a message is known by its key, and by the address that names it alone. */
import Dexie from 'dexie'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Desk } from '../../../extension/store/desk.ts'
import { findRecorded } from '../../../extension/store/posts.ts'
import { actorFor, getRules } from '../../../extension/store/project.ts'
import { marksFor } from '../../../extension/worker/marks.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import { sourceDraft } from '../../server/office-for-tests.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People } from './people-for-tests.ts'

let people: People
let operator: TestDesk
beforeEach(async () => {
  people = await openPeople()
  operator = await people.deskOf('operator')
})
afterEach(() => people.close())

const message = { channel: 'telegram', kind: 'message', url: 'https://t.me/cilna_news/77' } as const
const byAddress = sourceDraft({ ...message, key: 'telegram:@cilna_news:77' })
const byNumber = sourceDraft({ ...message, key: 'telegram:-1700000002:77' })

async function record(desk: TestDesk, source: SourceDraft): Promise<string> {
  const acted = await desk.act({
    type: 'capture',
    ticketId: uuid(),
    data: {
      sourceId: uuid(),
      source,
      block: 'zhkh',
      subtopic: null,
      settlement: null,
      place: null,
      urgent: false,
      suggestedBy: 'nobody',
    },
  })
  return acted.outcome === 'queued' ? acted.ticketId : acted.refusal.code
}

async function markedTickets({ desk, personId }: TestDesk, keys: string[]): Promise<Record<string, string>> {
  const rules = await getRules(desk)
  const now = people.office.clock.now()
  const connection = { server: 'http://pult.test', token: '', deviceId: '', personId, organisationId: 'o' }
  const found = await marksFor(keys, { connection, desk, rules, actor: actorFor(rules, now), now })
  return Object.fromEntries(Object.entries(found).map(([key, { ticketId }]) => [key, ticketId]))
}

it('A message of another channel under a name that was given on is not taken for the recorded one', async () => {
  const ticketId = await record(operator, byAddress)
  expect((await findRecorded(operator.desk, byNumber, uuid()))?.id).toBe(ticketId)
  const stranger = { ...byNumber, key: 'telegram:-1800000003:77' }
  expect(await findRecorded(operator.desk, stranger, uuid())).toBeUndefined()
  expect(await markedTickets(operator, [stranger.key])).toEqual({})
})

it('A message recorded by its pasted address is found on its page, also without the server, and marked there', async () => {
  const ticketId = await record(operator, byAddress)
  expect(await markedTickets(operator, [byNumber.key])).toEqual({})
  expect((await findRecorded(operator.desk, byNumber, uuid()))?.id).toBe(ticketId)
  // The page that knows the number only.
  expect(await markedTickets(operator, [byNumber.key])).toMatchObject({ [byNumber.key]: ticketId })
  const numberOnly = { ...byNumber, url: 'https://t.me/c/1700000002/77' }
  expect((await findRecorded(operator.desk, numberOnly, uuid()))?.id).toBe(ticketId)
  expect(await findRecorded(operator.desk, byNumber, ticketId)).toBeUndefined()
})

it('A colleague’s ticket of the same message is joined, and both see its mark under both names', async () => {
  const first = await record(operator, byAddress)
  await operator.sync()
  const colleague = await people.deskOf('operator2')
  await record(colleague, byNumber)
  await colleague.sync()
  await operator.sync()
  const both = { [byAddress.key]: first, [byNumber.key]: first }
  expect(await markedTickets(colleague, Object.keys(both))).toEqual(both)
  expect(await markedTickets(operator, Object.keys(both))).toEqual(both)
})

it('A record that was taken back is found by no name', async () => {
  const ticketId = await record(operator, byAddress)
  await operator.act({ type: 'withdraw', ticketId, data: {} })
  expect(await findRecorded(operator.desk, byNumber, uuid())).toBeUndefined()
})

it('What an earlier version recorded is found by its address after the update', async () => {
  const ticketId = await record(operator, byAddress)
  const stored = await operator.desk.tickets.get(ticketId)
  if (stored === undefined) throw new Error('The ticket is not at hand')
  const { addresses: _, ...earlierRecord } = stored
  const name = 'test:one-message'
  const earlier = new Dexie(name)
  earlier.version(6).stores({ tickets: 'id, waiting, *keys' })
  await earlier.table('tickets').add(earlierRecord)
  earlier.close()
  const desk = new Desk(name, 'one')
  expect((await findRecorded(desk, byNumber, uuid()))?.id).toBe(ticketId)
  await desk.delete()
})
