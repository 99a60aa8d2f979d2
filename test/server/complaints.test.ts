/** A complaint never goes to whom it is about (59-ФЗ ст. 8 ч. 6, PRACTICE P8): by no list, page, stream of changes or mark. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { inScopeSql } from '../../server/tickets/scope-sql.ts'
import { capture, classify, command, openOffice, type TestOffice, verdict } from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const key = 'vk:-212000001:81'

async function listedFor(name: Parameters<TestOffice['signed']>[0]): Promise<string[]> {
  const rows = await t.office.reader
    .selectFrom('tickets')
    .select('id')
    .where(inScopeSql(t.office.tickets.scopeOf(await t.signed(name))))
    .execute()
  return rows.map(row => row.id)
}

const about = (personIds: string[], recipientIds: string[] = []) => ({
  complaint: { from: null, to: { personIds, recipientIds } },
})

test('once it is about the head of a block, it leaves that head with its texts and its mark, and stays with the others', async () => {
  const [operator, head] = [await t.enrol('operator'), await t.enrol('head')]
  const [accused, other] = [await t.enrol('zhkhHead'), await t.enrol('operator2')]
  const recorded = capture({ key })
  await operator.push([recorded])
  const [before, beforeOther] = [await accused.pull(), await other.pull()]
  expect(before.tickets).toHaveLength(1)
  expect(before.marks.map(mark => mark.status)).toEqual(['new'])
  expect((await head.push([classify(recorded.ticketId, about([t.idOf('zhkhHead')]))])).map(verdict)).toEqual([
    'accepted',
  ])

  const after = await accused.pull(before.cursor)
  expect(after).toMatchObject({ resync: false, tickets: [], gone: [recorded.ticketId] })
  // As of a record that was taken back: nothing on the screen tells that there is one.
  expect(after.marks).toEqual([
    {
      key,
      ticketId: recorded.ticketId,
      number: null,
      block: 'none',
      status: 'withdrawn',
      dueAt: null,
      closedAt: null,
    },
  ])
  expect(JSON.stringify(after)).not.toMatch(/Садовой|Житель/)
  expect(await accused.pull()).toMatchObject({ tickets: [], marks: [], gone: [] })
  expect(await listedFor('zhkhHead')).toEqual([])
  const signed = await t.signed('zhkhHead')
  expect(await t.office.tickets.find(signed, { number: 1 })).toBeUndefined()
  expect(await t.office.tickets.history(signed, recorded.ticketId)).toEqual({ entries: [], contents: {} })

  expect((await other.pull(beforeOther.cursor)).marks.map(mark => mark.status)).toEqual(['new'])
  expect(await listedFor('operator')).toEqual([recorded.ticketId])
  expect(await listedFor('head')).toEqual([recorded.ticketId])
  // The usual ways do not lead to a complaint: not the block, not «не разобрано».
  expect(await listedFor('operator2')).toEqual([])
})

test('who is complained about and recorded the post himself loses it too', async () => {
  const [accused, head] = [await t.enrol('operator'), await t.enrol('head')]
  const recorded = capture({ key })
  await accused.push([recorded])
  const { cursor } = await accused.pull()
  await head.push([classify(recorded.ticketId, about([t.idOf('operator')]))])
  expect(await accused.pull(cursor)).toMatchObject({ tickets: [], gone: [recorded.ticketId] })
  expect(await listedFor('operator')).toEqual([])
})

test('who is complained about and records the post anew learns neither the ticket nor its number', async () => {
  const [operator, head, accused] = [
    await t.enrol('operator'),
    await t.enrol('head'),
    await t.enrol('zhkhHead'),
  ]
  const recorded = capture({ key })
  await operator.push([recorded])
  await head.push([classify(recorded.ticketId, about([t.idOf('zhkhHead')]))])
  const [outcome] = await accused.push([capture({ key })])
  expect(verdict(outcome)).toBe('already-captured')
  expect(JSON.stringify(outcome)).not.toContain(recorded.ticketId)
  expect((await accused.pull()).tickets).toEqual([])
})

test('a complaint about a recipient is not for its people, and cannot be assigned to it', async () => {
  const [operator, head] = [await t.enrol('operator'), await t.enrol('head')]
  const executor = await t.enrol('executor')
  const recorded = capture({ block: 'roads' })
  await operator.push([recorded])
  await head.push([command('assign', recorded.ticketId, { recipientId: 'roads-unit' })])
  const { cursor, tickets } = await executor.pull()
  expect(tickets).toHaveLength(1)
  const outcomes = await head.push([
    classify(recorded.ticketId, about([], ['roads-unit'])),
    command('assign', recorded.ticketId, { recipientId: 'roads-unit' }),
    command('assign', recorded.ticketId, { recipientId: 'nagatkino', coRecipientIds: ['roads-unit'] }),
  ])
  expect(outcomes.map(verdict)).toEqual(['accepted', 'about-them', 'about-them'])
  expect(await executor.pull(cursor)).toMatchObject({ tickets: [], gone: [recorded.ticketId] })
})

test('one about the head of the centre is for the chief to decide, and the head neither sees nor acts', async () => {
  const [operator, head, chief] = [await t.enrol('operator'), await t.enrol('head'), await t.enrol('chief')]
  const recorded = capture({ key })
  await operator.push([recorded, classify(recorded.ticketId, about([t.idOf('head')]))])
  expect(await listedFor('head')).toEqual([])
  expect((await head.pull()).tickets).toEqual([])
  const note = (text: string) => command('add_note', recorded.ticketId, { text })
  expect((await head.push([note('мне')])).map(verdict)).toEqual(['out-of-scope'])
  expect((await chief.push([note('разобраться')])).map(verdict)).toEqual(['accepted'])
})

test('a substitute of whom it is about does not see it either', async () => {
  const [operator, head, deputy] = [
    await t.enrol('operator'),
    await t.enrol('head'),
    await t.enrol('roadsHead'),
  ]
  await t.office.settings.change(await t.signed('head'), null, settings => ({
    ...settings,
    absences: [
      {
        id: 'leave',
        absentId: t.idOf('zhkhHead'),
        substituteId: t.idOf('roadsHead'),
        from: '2026-11-16',
        to: '2026-11-20',
      },
    ],
  }))
  const [open, complaint] = [capture(), capture()]
  await operator.push([open, complaint])
  await head.push([classify(complaint.ticketId, about([t.idOf('zhkhHead')]))])
  expect((await deputy.pull()).tickets.map(view => view.ticket.id)).toEqual([open.ticketId])
})

test('who records the post of a complaint again does not become its reader', async () => {
  const [operator, head, second] = [
    await t.enrol('operator'),
    await t.enrol('head'),
    await t.enrol('operator2'),
  ]
  const recorded = capture({ key })
  await operator.push([recorded])
  await head.push([classify(recorded.ticketId, about([t.idOf('zhkhHead')]))])
  expect((await second.push([capture({ key })])).map(verdict)).toEqual(['already-captured'])
  expect(await listedFor('operator2')).toEqual([])
})

test('who recorded a complaint can neither take it back, nor end it, nor tie it to another ticket', async () => {
  const [operator, head] = [await t.enrol('operator'), await t.enrol('head')]
  const [recorded, other] = [capture({ key }), capture({ key: 'vk:-212000001:82' })]
  await operator.push([recorded, other])
  const named = { personIds: [t.idOf('zhkhHead')], recipientIds: [] }
  await operator.push([classify(recorded.ticketId, about(named.personIds))])
  const tried = await operator.push([
    classify(recorded.ticketId, { complaint: { from: named, to: null } }),
    command('reject', recorded.ticketId, { reason: 'spam', text: null }),
    command('merge', recorded.ticketId, { into: other.ticketId }),
    command('merge', other.ticketId, { into: recorded.ticketId }),
  ])
  expect(tried.map(verdict)).toEqual(['forbidden', 'out-of-scope', 'out-of-scope', 'cannot-join'])
  expect(
    (await head.push([command('merge', other.ticketId, { into: recorded.ticketId })])).map(verdict),
  ).toEqual(['cannot-join'])
  expect(
    (await head.push([classify(recorded.ticketId, { complaint: { from: named, to: null } })])).map(verdict),
  ).toEqual(['accepted'])
})

test('the accused is neither ordered by the head of the administration nor made responsible for a promise', async () => {
  const [operator, head, chief] = [await t.enrol('operator'), await t.enrol('head'), await t.enrol('chief')]
  const recorded = capture({ key, suggestedBy: 'person' })
  const accused = { type: 'person', personId: t.idOf('zhkhHead') } as const
  await operator.push([recorded, classify(recorded.ticketId, about([accused.personId]))])
  const order = { to: accused, dueOn: '2030-01-01', text: 'Разобраться' }
  expect((await chief.push([command('give_order', recorded.ticketId, order)])).map(verdict)).toEqual([
    'about-them',
  ])
  const planned = {
    kind: 'final',
    url: 'https://vk.com/wall-1_2',
    text: '',
    accountId: null,
    outcome: 'planned',
    promisedDate: t.clock.now().slice(0, 10),
    responsible: accused,
  } as const
  expect((await head.push([command('publish', recorded.ticketId, planned)])).map(verdict)).toEqual([
    'about-them',
  ])
})

test('about the head of the centre and the chief, it is the first block head’s whom it does not name: to read and to decide', async () => {
  const [operator, first, second] = [
    await t.enrol('operator'),
    await t.enrol('zhkhHead'),
    await t.enrol('roadsHead'),
  ]
  const recorded = capture({ key, block: 'roads' })
  await operator.push([recorded])
  await operator.push([classify(recorded.ticketId, about([t.idOf('head'), t.idOf('chief')]))])

  for (const name of ['head', 'chief', 'roadsHead'] as const) expect(await listedFor(name)).toEqual([])
  expect(await listedFor('zhkhHead')).toEqual([recorded.ticketId])
  expect((await first.pull()).tickets.map(({ ticket }) => ticket.id)).toEqual([recorded.ticketId])
  expect((await second.pull()).tickets).toEqual([])
  const note = () => command('add_note', recorded.ticketId, { text: 'Разбираемся' })
  expect((await second.push([note()])).map(verdict)).toEqual(['out-of-scope'])
  expect((await first.push([note()])).map(verdict)).toEqual(['accepted'])
})
