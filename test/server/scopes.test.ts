import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { inScopeSql } from '../../server/tickets/scope-sql.ts'
import {
  assign,
  capture,
  classify,
  command,
  openOffice,
  type PersonName,
  personNames,
  prepareReply,
  publish,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

/** Five tickets: unsorted zhkh, sorted zhkh, sorted «не определён», roads at the recipient, roads to be published. */
async function fill() {
  const operator = await t.enrol('operator')
  const head = await t.enrol('head')
  const unsorted = capture({ block: 'zhkh' })
  const sorted = capture({ block: 'zhkh' })
  const none = capture({ block: 'none' })
  const assigned = capture({ block: 'roads' })
  const drafted = capture({ block: 'roads' })
  await operator.push([unsorted, sorted, none, assigned, drafted])
  await head.push([
    classify(sorted.ticketId, {}),
    classify(none.ticketId, {}),
    assign(assigned.ticketId, 'roads-unit'),
    prepareReply(drafted.ticketId, 'Сделано.'),
  ])
  const names = new Map([
    [unsorted.ticketId, 'unsorted'],
    [sorted.ticketId, 'sorted'],
    [none.ticketId, 'none'],
    [assigned.ticketId, 'assigned'],
    [drafted.ticketId, 'drafted'],
  ])
  return { unsorted, sorted, none, assigned, drafted, nameOf: (id: string) => names.get(id) ?? id }
}

const everything = ['assigned', 'drafted', 'none', 'sorted', 'unsorted']

describe('who sees what', () => {
  test.each<[PersonName, string[], number]>([
    ['operator', everything, 5],
    ['operator2', ['unsorted'], 5],
    ['zhkhHead', ['none', 'sorted', 'unsorted'], 5],
    ['roadsHead', ['assigned', 'drafted', 'none'], 5],
    ['executor', ['assigned'], 0],
    ['informer', ['drafted'], 5],
    ['head', everything, 5],
    ['chief', everything, 0],
    ['admin', [], 0],
  ])('%s receives exactly these tickets, and marks only who may record', async (name, wanted, marks) => {
    const { nameOf } = await fill()
    const device = await t.enrol(name)
    const answer = await device.pull()
    expect(answer.tickets.map(view => nameOf(view.ticket.id)).sort()).toEqual(wanted)
    expect(answer.marks).toHaveLength(marks)
    const bySql = await t.office.reader
      .selectFrom('tickets')
      .select('id')
      .where(inScopeSql(t.office.tickets.scopeOf(await t.signed(name))))
      .execute()
    expect(bySql.map(row => nameOf(row.id)).sort()).toEqual(wanted)
  })

  test.each(personNames)('%s can open a ticket and its history only in their own scope', async name => {
    const { unsorted, sorted, none, assigned, drafted } = await fill()
    const device = await t.enrol(name)
    const visible = new Set((await device.pull()).tickets.map(view => view.ticket.id))
    for (const { ticketId } of [unsorted, sorted, none, assigned, drafted]) {
      const signed = await t.signed(name)
      expect((await t.office.tickets.find(signed, { id: ticketId })) !== undefined).toBe(
        visible.has(ticketId),
      )
      const history = await t.app.request(`/api/tickets/${ticketId}/history`, {
        headers: { authorization: `Bearer ${device.token}` },
      })
      expect(history.status).toBe(visible.has(ticketId) ? 200 : 404)
    }
  })

  test('a mark of another block carries no text and no author', async () => {
    await fill()
    const { marks } = await (await t.enrol('zhkhHead')).pull()
    for (const mark of marks) {
      expect(Object.keys(mark).sort()).toEqual([
        'beforeHead',
        'block',
        'closedAt',
        'dueAt',
        'intoNumber',
        'isPaused',
        'key',
        'number',
        'promisedDate',
        'status',
        'ticketId',
      ])
    }
    expect(JSON.stringify(marks)).not.toMatch(/Садовой|Житель/)
  })
})

describe('a general problem', () => {
  const problem = { since: null, expectedEnd: null, readyText: 'Авария на сетях, чиним' }

  test('is seen by everyone who records posts while it goes on, and leaves them when it ends', async () => {
    const { assigned } = await fill()
    const head = await t.enrol('head')
    const names = ['operator2', 'zhkhHead', 'informer'] as const
    const devices = await Promise.all(names.map(name => t.enrol(name)))
    const executor = await t.enrol({ personId: t.idOf('admin') })
    const before = await Promise.all(devices.map(device => device.pull()))
    const see = (answers: { tickets: { ticket: { id: string } }[] }[]) =>
      answers.map(({ tickets }) => tickets.some(view => view.ticket.id === assigned.ticketId))
    expect(see(before)).toEqual([false, false, false])

    await head.push([command('declare_problem', assigned.ticketId, problem)])
    const declared = await Promise.all(devices.map((device, at) => device.pull(before[at]?.cursor ?? null)))
    expect(see(declared)).toEqual([true, true, true])
    expect((await executor.pull()).tickets).toEqual([])
    for (const name of names) {
      const signed = await t.signed(name)
      expect(await t.office.tickets.find(signed, { id: assigned.ticketId })).toBeDefined()
    }

    await head.push([command('end_problem', assigned.ticketId, {})])
    const ended = await Promise.all(devices.map((device, at) => device.pull(declared[at]?.cursor ?? null)))
    expect(ended.map(answer => answer.gone)).toEqual(names.map(() => [assigned.ticketId]))
  })

  test('takes a new post of whoever sees it and gives no right to act on it', async () => {
    const { assigned } = await fill()
    const operator = await t.enrol('operator2')
    const [early, late] = [capture({ block: 'roads' }), capture({ block: 'roads' })]
    const join = (ticketId: string) => command('merge', ticketId, { into: assigned.ticketId })
    expect((await operator.push([early, join(early.ticketId)])).map(verdict)).toEqual([
      'accepted',
      'out-of-scope',
    ])
    await (await t.enrol('head')).push([command('declare_problem', assigned.ticketId, problem)])
    const outcomes = await operator.push([
      late,
      join(early.ticketId),
      join(late.ticketId),
      command('add_note', assigned.ticketId, { text: 'Звонили' }),
      command('end_problem', assigned.ticketId, {}),
    ])
    expect(outcomes.map(verdict)).toEqual(['accepted', 'accepted', 'accepted', 'out-of-scope', 'forbidden'])
    const found = await t.office.tickets.find(await t.signed('head'), { id: assigned.ticketId })
    expect(found?.ticket.joined.map(each => each.ticketId)).toEqual([early.ticketId, late.ticketId])
  })

  test('that is a complaint about an official is shown to nobody more', async () => {
    const { assigned } = await fill()
    const head = await t.enrol('head')
    const operator = await t.enrol('operator2')
    await head.push([command('declare_problem', assigned.ticketId, problem)])
    const { cursor } = await operator.pull()
    const complaint = { from: null, to: { personIds: [], recipientIds: ['nagatkino'] } }
    expect((await head.push([classify(assigned.ticketId, { complaint })])).map(verdict)).toEqual(['accepted'])
    expect((await operator.pull(cursor)).gone).toEqual([assigned.ticketId])
  })
})

describe('a mark of somebody else’s ticket', () => {
  test('says what the ticket waits for; what a post was joined to cannot become a complaint before they part', async () => {
    const head = await t.enrol('head')
    const [before, promised, joined, into] = [capture(), capture(), capture(), capture()]
    await head.push([
      before,
      promised,
      joined,
      into,
      ...[before, promised, joined, into].map(each => classify(each.ticketId, {})),
      command('put_before_head', before.ticketId, { question: 'Чья труба?', proposal: null }),
      publish(promised.ticketId, {
        outcome: 'planned',
        promisedDate: '2026-12-01',
        responsible: { type: 'recipient', recipientId: 'teploset' },
      }),
      command('merge', joined.ticketId, { into: into.ticketId }),
    ])
    const operator = await t.enrol('operator2')
    const markOf = async ({ ticketId }: { ticketId: string }) =>
      (await operator.pull()).marks.find(mark => mark.ticketId === ticketId)
    expect(await markOf(before)).toMatchObject({ beforeHead: true, promisedDate: null, intoNumber: null })
    expect(await markOf(promised)).toMatchObject({ status: 'under_control', promisedDate: '2026-12-01' })
    expect(await markOf(joined)).toMatchObject({ status: 'merged', intoNumber: 4, beforeHead: false })
    const complaint = { from: null, to: { personIds: [], recipientIds: ['nagatkino'] } }
    const flagged = await head.push([
      classify(into.ticketId, { complaint }),
      command('unmerge', joined.ticketId, {}),
      classify(into.ticketId, { complaint }),
    ])
    expect(flagged.map(verdict)).toEqual(['has-joined', 'accepted', 'accepted'])
    expect(await markOf(joined)).toMatchObject({ status: 'new', intoNumber: null })
  })

  test('says that the clock stands while the author is asked', async () => {
    const head = await t.enrol('head')
    const asked = capture()
    await head.push([
      asked,
      classify(asked.ticketId, {}),
      command('ask_author', asked.ticketId, { text: 'Какой дом?' }),
    ])
    const { marks } = await (await t.enrol('operator2')).pull()
    const view = await t.office.tickets.find(await t.signed('head'), { id: asked.ticketId })
    const paused = view?.ticket.stages.some(stage => stage.stoppedAt === null && stage.pausedAt !== null)
    expect(marks).toMatchObject([{ status: 'asking_author', isPaused: paused }])
  })
})

describe('what changes hands', () => {
  test('a ticket that is moved to another block leaves the one head and arrives at the other', async () => {
    const { sorted } = await fill()
    const from = await t.enrol('zhkhHead')
    const to = await t.enrol('roadsHead')
    const [before, beforeTo] = [await from.pull(), await to.pull()]
    await from.push([classify(sorted.ticketId, { block: { from: 'zhkh', to: 'roads' } })])
    const [left, arrived] = [await from.pull(before.cursor), await to.pull(beforeTo.cursor)]
    expect(left).toMatchObject({ resync: false, gone: [sorted.ticketId], tickets: [] })
    expect(left.marks.map(mark => mark.block)).toEqual(['roads'])
    expect(arrived).toMatchObject({ resync: false, gone: [] })
    expect(arrived.tickets.map(view => view.ticket.id)).toEqual([sorted.ticketId])
  })

  test('what was never seen is not announced as gone', async () => {
    const { none } = await fill()
    const operator2 = await t.enrol('operator2')
    const before = await operator2.pull()
    await (await t.enrol('head')).push([classify(none.ticketId, { block: { from: 'none', to: 'tko' } })])
    expect((await operator2.pull(before.cursor)).gone).toEqual([])
  })

  test('a block that is given arrives, and one that is taken away leaves, each by a fresh start of the device', async () => {
    const { nameOf } = await fill()
    const device = await t.enrol('zhkhHead')
    const before = await device.pull()
    await t.change('zhkhHead', { blocks: ['zhkh', 'energy', 'roads'] })
    const given = await device.pull(before.cursor)
    expect(given).toMatchObject({ resync: true, first: true, more: false })
    expect(given.tickets.map(view => nameOf(view.ticket.id)).sort()).toEqual(everything)
    expect(given.settings?.people.find(person => person.id === device.personId)?.blocks).toContain('roads')
    await t.change('zhkhHead', { blocks: ['roads'] })
    const taken = await device.pull(given.cursor)
    expect(taken.resync).toBe(true)
    expect(taken.tickets.map(view => nameOf(view.ticket.id)).sort()).toEqual(['assigned', 'drafted', 'none'])
    expect((await device.pull(taken.cursor)).resync).toBe(false)
  })

  test('a right that was taken away is gone at once, also for a command that waited offline', async () => {
    const { sorted } = await fill()
    const device = await t.enrol('zhkhHead')
    await t.change('zhkhHead', { blocks: ['roads'] })
    expect((await device.push([publish(sorted.ticketId)])).map(verdict)).toEqual(['out-of-scope'])
    await t.change('zhkhHead', { roles: ['recipient_user'] })
    expect((await device.push([publish(sorted.ticketId)])).map(verdict)).toEqual(['forbidden'])
  })

  test('heads see «не определён» and cannot act on it', async () => {
    const { none } = await fill()
    const device = await t.enrol('zhkhHead')
    expect((await device.push([assign(none.ticketId, 'teploset')])).map(verdict)).toEqual(['out-of-scope'])
  })

  test('a named publisher of an official account publishes on what they can read, whatever their role', async () => {
    const { unsorted, sorted } = await fill()
    const device = await t.enrol('operator2')
    expect((await device.push([publish(unsorted.ticketId), publish(sorted.ticketId)])).map(verdict)).toEqual([
      'accepted',
      'out-of-scope',
    ])
  })
})
