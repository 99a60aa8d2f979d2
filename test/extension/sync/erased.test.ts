/** An author is erased at the server: what is left of them on the computers of those who recorded and marked the post. */
import { join } from 'node:path'
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { forgetErased } from '../../../extension/store/erased.ts'
import { findRecorded } from '../../../extension/store/posts.ts'
import { backUp, restore } from '../../../server/store/backup.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import { newFolder, sourceDraft } from '../../server/office-for-tests.ts'
import type { TestDesk } from './desk-for-tests.ts'
import { openPeople, type People } from './people-for-tests.ts'

let people: People
beforeEach(async () => {
  people = await openPeople()
})
afterEach(() => people.close())

const author = { channel: 'vk', id: '77', url: 'https://vk.com/id77' } as const
const post = sourceDraft({
  key: 'vk:77:5',
  url: 'https://vk.com/wall77_5',
  author: { name: 'Анна Петрова', url: author.url, id: author.id },
  text: 'Нет воды, мой телефон 8 900',
})

async function record({ act }: TestDesk, source: SourceDraft): Promise<string> {
  const ticketId = uuid()
  await act({
    type: 'capture',
    ticketId,
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
  return ticketId
}

async function erase(): Promise<void> {
  const { office } = people.office
  expect(await office.erasure.erase(await people.office.signed('head'), author)).toEqual([1])
}

/** Everything that stands in the computer's database. */
async function allOf({ desk }: TestDesk): Promise<string> {
  return JSON.stringify(await Promise.all(desk.tables.map(table => table.toArray())))
}

it('Nothing of the author is left after the next exchange, not even in what was sent; other posts stay', async () => {
  const operator = await people.deskOf('operator')
  await record(operator, post)
  const other = await record(operator, sourceDraft({ text: 'Яма на Садовой' }))
  await operator.sync()
  const colleague = await people.deskOf('operator2')
  await record(colleague, { ...post, text: 'Нет воды, мой телефон 8 900, отвечайте' })
  await colleague.sync()
  expect(await allOf(operator)).toContain('8 900')
  await erase()
  for (const desk of [operator, colleague]) {
    await desk.sync()
    const left = await allOf(desk)
    for (const words of ['8 900', 'Петрова', 'id77', 'vk:77:5', 'wall77_5']) expect(left).not.toContain(words)
  }
  expect((await operator.desk.tickets.get(other))?.keys).toHaveLength(1)
  expect(await operator.desk.sent.count()).toBe(2)
})

/** A look at the post without any part, and that it was found changed. */
async function lookAt(desk: TestDesk, ticketId: string, { key, url }: SourceDraft): Promise<void> {
  const evidenceId = uuid()
  const named = { sourceId: 'of-this-click', sourceKey: key }
  const look = { picture: null, noPicture: 'tab-closed', html: null, noHtml: 'failed', text: null } as const
  const takenAt = people.office.clock.now()
  await desk.act({
    type: 'attach_evidence',
    ticketId,
    data: { ...look, ...named, evidenceId, takenAt, address: url },
  })
  await desk.act({
    type: 'observe_source',
    ticketId,
    data: { ...named, state: 'changed', evidenceId },
  })
}

it('Nor is the post named any more by what was sent of the looks at it', async () => {
  const operator = await people.deskOf('operator')
  await lookAt(operator, await record(operator, post), post)
  await operator.sync()
  const colleague = await people.deskOf('operator2')
  await lookAt(colleague, await record(colleague, post), post)
  await colleague.sync()
  await erase()
  for (const desk of [operator, colleague]) {
    await desk.sync()
    const left = await allOf(desk)
    for (const words of ['id77', 'vk:77:5', 'wall77_5']) expect(left).not.toContain(words)
    expect(await desk.desk.sent.count()).toBe(3)
  }
})

it('Looks that still waited are told without naming the post, and nothing of it stays in what was sent', async () => {
  const operator = await people.deskOf('operator')
  const ticketId = await record(operator, post)
  await operator.sync()
  await erase()
  await lookAt(operator, ticketId, post)
  await operator.sync()
  await operator.sync()
  const left = await allOf(operator)
  for (const words of ['id77', 'vk:77:5', 'wall77_5']) expect(left).not.toContain(words)
})

it('Of a ticket with posts of two authors only the erased one’s are forgotten', async () => {
  const operator = await people.deskOf('operator')
  const other = sourceDraft({ key: 'vk:88:6', url: 'https://vk.com/wall88_6', text: 'И у нас на Садовой' })
  const ticketId = await record(operator, post)
  const joined = await record(operator, other)
  await lookAt(operator, ticketId, post)
  await operator.sync()
  const { desk } = operator
  const [mine, theirs] = await Promise.all([desk.tickets.get(ticketId), desk.tickets.get(joined)])
  if (!mine || !theirs) throw new Error('Both are at hand')
  await desk.sent.toCollection().modify(row => {
    row.command.ticketId = ticketId
  })
  const ticket = { ...mine.view.ticket, sources: [mine, theirs].flatMap(each => each.view.ticket.sources) }
  await desk.transaction('rw', desk.tables, () =>
    forgetErased(desk, [{ ticket, contents: theirs.view.contents }]),
  )
  const sent = JSON.stringify(await desk.sent.toArray())
  for (const words of ['8 900', 'Петрова', 'id77', 'vk:77:5', 'wall77_5']) expect(sent).not.toContain(words)
  for (const words of ['И у нас на Садовой', 'vk:88:6']) expect(sent).toContain(words)
})

it('The mark goes from every page, and who records the post again comes to its ticket', async () => {
  const operator = await people.deskOf('operator')
  await record(operator, post)
  await operator.sync()
  const informer = await people.deskOf('informer')
  expect(await informer.desk.marks.get(post.key)).toMatchObject({ number: 1 })
  await erase()
  await informer.sync()
  expect(await informer.desk.marks.toArray()).toEqual([])
  expect(await findRecorded(operator.desk, post, uuid())).toBeDefined()
  await operator.sync()
  expect(await findRecorded(operator.desk, post, uuid())).toBeUndefined()
  await record(informer, post)
  await informer.sync()
  const rows = await people.office.office.reader.selectFrom('tickets').select('number').execute()
  expect(rows).toEqual([{ number: 1 }])
  await record(operator, post)
  for (const desk of [operator, informer]) {
    await desk.sync()
    expect(await allOf(desk)).not.toContain('8 900')
  }
})

it('A server that was restored from the day before is told of the ticket again, without the words', async () => {
  const operator = await people.deskOf('operator')
  const { office } = people
  const copy = join(newFolder(), 'copy')
  await backUp(office.folder, copy)
  const ticketId = await record(operator, post)
  await operator.sync()
  await erase()
  await operator.sync()
  await office.handOver()
  restore(office.folder, copy, '2026-11-16T07:00:00.000Z')
  await office.restart()
  await operator.sync()
  const view = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
  expect(view?.ticket.number).toBe(1)
  const contents = await office.office.reader.selectFrom('contents').select('body').execute()
  expect(JSON.stringify(contents)).not.toMatch(/8 900|Петрова|id77/u)
})
