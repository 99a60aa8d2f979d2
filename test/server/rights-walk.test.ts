/**
 * The table role × command × scope, walked cell by cell over HTTP. What is expected is read off the table as data
 * (shared/policy/rights.ts) by the few lines of `situationsOf`, not by the code that decides; what came out is printed
 * into rights-table.txt, so that a change of anybody's rights is seen as such.
 */
import { v4 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inScopeSql } from '../../server/tickets/scope-sql.ts'
import { rights } from '../../shared/policy/rights.ts'
import type { PullAnswer } from '../../shared/sync/wire.ts'
import { type CommandType, commandTypes } from '../../shared/ticket/commands.ts'
import {
  assign,
  capture,
  classify,
  command,
  type InputOf,
  monday,
  openOffice,
  type PersonName,
  prepareReply,
  publish,
  signedAs,
  type TestDevice,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

const situations = {
  unsorted: 'Н',
  own_block: 'Б',
  other_block: 'Д',
  none: 'О',
  assigned: 'П',
  assigned_me: 'Я',
  to_publish: 'К',
  own_capture: 'З',
  open_problem: 'А',
  joined: 'И',
  complaint: 'Ж',
  complaint_about_head: 'Р',
  complaint_about_me: 'С',
} as const
type Situation = keyof typeof situations
const situationNames: readonly Situation[] = [
  'unsorted',
  'own_block',
  'other_block',
  'none',
  'assigned',
  'assigned_me',
  'to_publish',
  'own_capture',
  'open_problem',
  'joined',
  'complaint',
  'complaint_about_head',
  'complaint_about_me',
]

const legend = `Н не разобрано (ЖКХ) · Б свой блок (ЖКХ) · Д другой блок · О «не определён» · П поручено отделу дорог · Я поручено лично
К к публикации · З своя запись · А общая проблема чужого блока · И присоединено, чужой блок · Ж жалоба на должностное лицо · Р жалоба на руководителя МЦУ · С жалоба на самого сотрудника
+ действие без карточки · — никогда (forbidden); где буквы нет, сервер отвечает out-of-scope
withdraw без права: not-author; undo отменяет только свой последний шаг, где бы карточка теперь ни была`

const walkers = [
  'operator',
  'block_head',
  'recipient_user',
  'informer',
  'center_head',
  'chief',
  'admin',
  'duty',
  'substitute',
] as const
type Walker = (typeof walkers)[number]

/** Which rows of the table a walker has: the substitute of a block head has those of a block head. */
const rowOf = (walker: Walker) => rights[walker === 'substitute' ? 'block_head' : walker]

const known: Partial<Record<Walker, PersonName>> = {
  operator: 'operator',
  block_head: 'zhkhHead',
  recipient_user: 'executor',
  informer: 'informer',
  center_head: 'head',
  chief: 'chief',
  admin: 'admin',
}

/** The scope names of the table in the words of this test. */
function situationsOf(name: string, walker: Walker): Situation[] {
  switch (name) {
    case 'any':
      return situationNames.filter(
        each =>
          each !== 'complaint_about_me' && !(walker === 'center_head' && each === 'complaint_about_head'),
      )
    case 'ordinary':
      return situationsOf('any', walker).filter(each => !each.startsWith('complaint'))
    case 'unsorted':
      return ['unsorted']
    case 'own_captures':
    case 'own_new':
      return ['own_capture']
    case 'own_blocks':
      return ['unsorted', 'own_block']
    case 'block_none':
      return ['none']
    case 'own_assignments':
      return walker === 'recipient_user' ? ['assigned_me', 'assigned'] : ['assigned_me']
    case 'to_publish':
      return ['to_publish']
    case 'joined':
      return ['joined']
    case 'open_problems':
      return ['open_problem']
    case 'about_center_head':
      return ['complaint_about_head']
    default:
      throw new Error(`The test does not know the scope ${name}`)
  }
}

/** What a named publisher may besides, whatever the role (PRACTICE P14). */
const publisherTypes: readonly CommandType[] = ['publish', 'change_reply_kind', 'reply_joined']
const publisherScopes = ['unsorted', 'own_captures', 'own_blocks', 'own_assignments']
const isPublisher = (walker: Walker) => walker === 'center_head' || walker === 'informer'

function allowed(walker: Walker, type: CommandType): Set<Situation> {
  const names: string[] = [...(rowOf(walker)[type] ?? [])]
  if (
    publisherTypes.includes(type) &&
    isPublisher(walker) &&
    !names.some(name => name === 'any' || name === 'ordinary')
  )
    names.push(...publisherScopes)
  return new Set(names.flatMap(name => situationsOf(name, walker)))
}

const id = uuid()
const problem = { since: null, expectedEnd: null, readyText: 'Чиним' }
const declareProblem = (ticketId: string) => command('declare_problem', ticketId, problem)
const place = { block: 'tko', subtopic: null, settlement: null, place: null, urgent: false } as const

/** Something of every type that the server can read; whether it fits the ticket is a question after that of the right. */
const data: { [Type in Exclude<CommandType, 'capture' | 'merge' | 'split'>]: InputOf<Type>['data'] } = {
  classify: { changes: {}, sorted: false },
  refuse_block: { reason: 'Не наше' },
  assign: { recipientId: 'teploset' },
  accept_assignment: {},
  decline_assignment: { reason: 'Не наше' },
  request_date: { date: '2026-11-20', reason: 'Нет людей' },
  ask_author: { text: 'Какой дом?' },
  remind_author: {},
  record_author_answer: { text: 'Дом 5' },
  await_outside: { organisationId: 'gas', until: '2026-11-25', text: 'Просим' },
  record_outside_answer: { text: null },
  prepare_reply: { kind: 'final', text: 'Сделано.' },
  approve_reply: {},
  return_reply: { reason: 'Мягче' },
  publish: { ...publish(id).data, accountId: null },
  change_reply_kind: { replyId: id, kind: 'interim' },
  mark_impossible: { reason: 'comments_closed', text: null, closes: false },
  reject: { reason: 'spam', text: null },
  transfer: {
    organisationId: 'gas',
    way: 'letter',
    date: '2026-11-16',
    outgoingNumber: '1',
    url: null,
    text: 'Горгаз',
    accountId: null,
  },
  report_promise: { result: 'kept', date: null, reason: null },
  extend: { until: '2026-12-20', reason: 'Экспертиза', notice: { way: 'letter', date: '2026-11-16' } },
  put_before_head: { question: 'Платим?', proposal: null },
  decide_question: { decision: 'Да' },
  add_note: { text: 'Звонил' },
  rate_completeness: { met: [], templateOnly: true },
  record_satisfaction: { mark: 'solved' },
  register_appeal: { number: 'А-1', date: '2026-11-16' },
  reopen: { reason: 'repeated' },
  close: { reason: 'done' },
  declare_problem: problem,
  end_problem: {},
  unmerge: {},
  reply_joined: { way: 'not_needed', url: null, text: 'Не нужен', accountId: null },
  undo_split: {},
  give_order: { to: { type: 'recipient', recipientId: 'roads-unit' }, dueOn: '2026-11-20', text: 'Доложить' },
  report_order: { orderId: id, text: 'Сделано' },
  check_fact: { result: 'refuted', text: 'Проверено' },
  tell_emergency: { to: '112', at: monday },
  set_external: { system: 'pos', number: '177073571' },
  attach_evidence: {
    evidenceId: id,
    sourceId: id,
    takenAt: monday,
    picture: null,
    noPicture: 'tab-not-active',
    html: null,
    text: null,
    address: null,
  },
  observe_source: { sourceId: id, state: 'deleted', evidenceId: null },
  undo: { stepId: id },
  withdraw: {},
}

function attempt(type: Exclude<CommandType, 'capture'>, ticketId: string): unknown {
  if (type === 'merge') return command('merge', ticketId, { into: ticketId })
  if (type === 'split') return command('split', ticketId, { newTicketId: uuid(), essence: 'Ещё', ...place })
  return { ...command('withdraw', ticketId, {}), type, data: data[type] }
}

/** Types after which a ticket may lie elsewhere: each has a ticket of its own. All others are tried on one. */
const moving: readonly CommandType[] = [
  'refuse_block',
  'assign',
  'decline_assignment',
  'ask_author',
  'await_outside',
  'prepare_reply',
  'return_reply',
  'publish',
  'reject',
  'transfer',
  'unmerge',
  'withdraw',
]

/** Who has no work of tickets can be given none. */
function exists(walker: Walker, situation: Situation): boolean {
  const readsOwn = rowOf(walker).read.some(name => name === 'own_assignments')
  return situation !== 'assigned_me' || readsOwn || walker === 'center_head'
}

let t: TestOffice
let stranger: TestDevice
let head: TestDevice
const people = new Map<Walker, { personId: string; device: TestDevice }>()
/** Every ticket of the walk, with the walker whose situation it is. */
const made: { ticketId: string; key: string; walker: Walker; situation: Situation }[] = []

beforeAll(async () => {
  t = await openOffice()
  const helper = (title: string) => t.hire({ title, roles: ['admin'], blocks: [], recipientIds: [] })
  const [dutyId, deputyId] = [await helper('Дежурный'), await helper('И. о. заместителя')]
  const saved = await t.office.settings.change(await t.signed('head'), null, settings => ({
    ...settings,
    outsideOrganisations: [{ id: 'gas', title: 'Горгаз', phone: '', contact: '', url: null, texts: [] }],
    absences: [
      {
        id: 'leave',
        absentId: t.idOf('zhkhHead'),
        substituteId: deputyId,
        from: '2026-11-16',
        to: '2026-11-20',
      },
    ],
    dutyShifts: [
      {
        id: 'shift',
        personId: dutyId,
        from: '2026-11-16T05:00:00.000Z',
        to: '2026-11-17T05:00:00.000Z',
        handedOverAt: null,
      },
    ],
  }))
  expect(saved.outcome).toBe('changed')
  stranger = await t.enrol('operator2')
  head = await t.enrol('head')
  for (const walker of walkers) {
    const name = known[walker]
    const personId = name === undefined ? (walker === 'duty' ? dutyId : deputyId) : t.idOf(name)
    people.set(walker, { personId, device: await t.enrol({ personId }) })
  }
})
afterAll(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

function personOf(walker: Walker) {
  const person = people.get(walker)
  if (person === undefined) throw new Error(`Nobody walks as ${walker}`)
  return person
}

/** Tickets in one situation of one walker, as many as are asked for. */
async function make(walker: Walker, situation: Situation, count: number): Promise<string[]> {
  // A substitute stands where the absent person stands.
  const self = personOf(walker === 'substitute' ? 'block_head' : walker)
  const blocks = { unsorted: 'zhkh', own_block: 'zhkh', none: 'none', assigned: 'roads', to_publish: 'roads' }
  const isComplaint = situation.startsWith('complaint')
  const block = new Map(Object.entries(blocks)).get(situation) ?? (isComplaint ? 'zhkh' : 'tko')
  const captures = Array.from({ length: count }, () => ({
    ...capture({ key: `vk:-1:${uuid()}` }),
  })).map(each => ({ ...each, data: { ...each.data, block } }))
  const by = situation === 'own_capture' && allowed(walker, 'withdraw').size > 0 ? self.device : stranger
  expect(new Set((await by.push(captures)).map(verdict))).toEqual(new Set(['accepted']))
  const named = situation === 'complaint_about_head' ? t.idOf('head') : personOf(walker).personId
  const complaint =
    situation === 'complaint'
      ? { personIds: [], recipientIds: ['nagatkino'] }
      : { personIds: [named], recipientIds: [] }
  const main = capture({ block: 'tko' })
  if (situation === 'joined') {
    const outcomes = await head.push([main, classify(main.ticketId, {})])
    expect(new Set(outcomes.map(verdict))).toEqual(new Set(['accepted']))
  }
  const next = captures.flatMap(({ ticketId }): { type: CommandType }[] => {
    if (situation === 'unsorted') return []
    if (isComplaint) return [classify(ticketId, { complaint: { from: null, to: complaint } })]
    if (situation === 'assigned') return [assign(ticketId, 'roads-unit')]
    if (situation === 'assigned_me')
      return [command('assign', ticketId, { recipientId: null, personId: self.personId })]
    if (situation === 'to_publish') return [prepareReply(ticketId, 'Сделано.')]
    if (situation === 'open_problem') return [classify(ticketId, {}), declareProblem(ticketId)]
    if (situation === 'joined') return [command('merge', ticketId, { into: main.ticketId })]
    return [classify(ticketId, {})]
  })
  if (next.length > 0) expect(new Set((await head.push(next)).map(verdict))).toEqual(new Set(['accepted']))
  const ids = captures.map(each => each.ticketId)
  made.push(
    ...captures.map(each => ({ ticketId: each.ticketId, key: each.data.source.key, walker, situation })),
  )
  return ids
}

const typesOnTickets = commandTypes.filter(type => type !== 'capture')
const observed = new Map<Walker, Map<CommandType, string>>()

describe.each(walkers)('%s', walker => {
  const here = situationNames.filter(situation => exists(walker, situation))
  test.each(here)('on a ticket «%s» may exactly what the table says', async situation => {
    const { device } = personOf(walker)
    const mine = moving.filter(type => allowed(walker, type).has(situation))
    const [shared = '', ...own] = await make(walker, situation, mine.length + 1)
    const commands = typesOnTickets.map(type => {
      const at = mine.indexOf(type)
      return attempt(type, at === -1 ? shared : (own[at] ?? ''))
    })
    const outcomes = await device.push(commands)
    const row = observed.get(walker) ?? new Map<CommandType, string>()
    observed.set(walker, row)
    for (const [at, type] of typesOnTickets.entries()) {
      const code = verdict(outcomes[at])
      const never = allowed(walker, type).size === 0
      const isAllowed = allowed(walker, type).has(situation)
      if (type === 'withdraw') {
        // Taking a record back is its author's; the refusal says so.
        const isAuthor = situation === 'own_capture' && isAllowed && walker !== 'substitute'
        const told = isAuthor ? (walker === 'center_head' ? 'accepted' : 'others-acted') : 'not-author'
        expect([type, code]).toEqual([type, told])
      } else if (type === 'undo') {
        // One's own step may have moved the ticket out of one's scope: whose step it is decides, not where it lies.
        expect([type, code]).toEqual([type, never ? 'forbidden' : 'nothing-to-undo'])
      } else if (isAllowed) {
        expect([type, code]).not.toEqual([type, 'forbidden'])
        expect([type, code]).not.toEqual([type, 'out-of-scope'])
        expect([type, code]).not.toEqual([type, 'invalid-command'])
        expect([type, code]).not.toEqual([type, 'server-error'])
      } else {
        expect([type, code]).toEqual([type, never ? 'forbidden' : 'out-of-scope'])
      }
      if (isAllowed && !(type === 'withdraw' && walker === 'substitute'))
        row.set(type, (row.get(type) ?? '') + situations[situation])
      else if (never) row.set(type, '—')
    }
  })

  test('records new posts only where the table says so', async () => {
    const may = (rowOf(walker).capture ?? []).length > 0
    const [outcome] = await personOf(walker).device.push([capture({ block: 'tko' })])
    expect(verdict(outcome)).toBe(may ? 'accepted' : 'forbidden')
    observed.get(walker)?.set('capture', may ? '+' : '—')
  })
})

describe('when all is walked', () => {
  test.each(walkers)(
    '%s finds in lists, counts, pull and history nothing out of scope, and no mark of a complaint about oneself',
    async walker => {
      const { personId, device } = personOf(walker)
      const signed = await signedAs(t.office, personId)
      const readable = new Set(rowOf(walker).read.flatMap(name => situationsOf(name, walker)))
      const pulled = await pullAll(device)
      const tickets = pulled.flatMap(answer => answer.tickets.map(view => view.ticket.id))
      const listed = await t.office.reader
        .selectFrom('tickets')
        .select('id')
        .where('status', '!=', 'withdrawn')
        .where(inScopeSql(t.office.tickets.scopeOf(signed)))
        .execute()
      expect(listed.map(row => row.id).sort()).toEqual([...new Set(tickets)].sort())
      const { count } = await t.office.reader
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('status', '!=', 'withdrawn')
        .where(inScopeSql(t.office.tickets.scopeOf(signed)))
        .executeTakeFirstOrThrow()
      expect(count).toBe(tickets.length)

      // On the first ticket of each situation nothing was done that would move it.
      for (const situation of situationNames.filter(each => exists(walker, each))) {
        const first = made.find(each => each.walker === walker && each.situation === situation)
        const ticketId = first?.ticketId ?? ''
        const isReadable = readable.has(situation)
        expect([situation, tickets.includes(ticketId)]).toEqual([situation, isReadable])
        const history = await t.app.request(`/api/tickets/${ticketId}/history`, {
          headers: { authorization: `Bearer ${device.token}` },
        })
        expect([situation, history.status]).toEqual([situation, isReadable ? 200 : 404])
        const found = await t.office.tickets.find(signed, { id: ticketId })
        expect([situation, found !== undefined]).toEqual([situation, isReadable])
      }

      const marks = new Set(pulled.flatMap(answer => answer.marks.map(mark => mark.key)))
      if ((rowOf(walker).capture ?? []).length === 0) expect(marks.size).toBe(0)
      const aboutSelf = made.filter(
        each =>
          (each.situation === 'complaint_about_me' && each.walker === walker) ||
          (each.situation === 'complaint_about_head' && walker === 'center_head'),
      )
      expect(aboutSelf.filter(each => marks.has(each.key))).toEqual([])
    },
  )

  test('what a substitute did bears the name of the absent one, what the duty person did does not', async () => {
    const events = await t.office.reader
      .selectFrom('events')
      .select(['by', 'behalf'])
      .where('type', '=', 'noted')
      .execute()
    const behalfOf = (walker: Walker) =>
      new Set(events.filter(each => each.by === personOf(walker).personId).map(each => each.behalf))
    expect(behalfOf('substitute')).toEqual(new Set([t.idOf('zhkhHead')]))
    expect(behalfOf('duty')).toEqual(new Set([null]))
    expect(behalfOf('block_head')).toEqual(new Set([null]))
  })

  test('the table, as it came out', async () => {
    const width = 14
    const lines = ['capture' as const, ...typesOnTickets].map(type =>
      [type.padEnd(24), ...walkers.map(walker => (observed.get(walker)?.get(type) ?? '·').padEnd(width))]
        .join('')
        .trimEnd(),
    )
    const heading = ['', ...walkers].map((each, at) => each.padEnd(at === 0 ? 24 : width)).join('')
    await expect(`${legend}\n\n${heading.trimEnd()}\n${lines.join('\n')}\n`).toMatchFileSnapshot(
      './rights-table.txt',
    )
  })
})

async function pullAll(device: TestDevice): Promise<PullAnswer[]> {
  const answers: PullAnswer[] = []
  let cursor: string | null = null
  for (;;) {
    const answer: PullAnswer = await device.pull(cursor)
    answers.push(answer)
    cursor = answer.cursor
    if (!answer.more) return answers
  }
}
