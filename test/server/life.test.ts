/** One scripted life with every command there is: what the server stores, sends and tells as history is one and the same. */
import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { canonicalJson } from '../../server/tickets/canonical.ts'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import { historyAnswerSchema } from '../../shared/sync/wire.ts'
import { type CommandType, commandTypes } from '../../shared/ticket/commands.ts'
import { ticketEventSchema } from '../../shared/ticket/events.ts'
import { evolve } from '../../shared/ticket/evolve.ts'
import { historyLines } from '../../shared/ticket/history.ts'
import { type Ticket, ticketSchema } from '../../shared/ticket/ticket.ts'
import {
  capture,
  command,
  type InputOf,
  openOffice,
  type PersonName,
  publish,
  sourceDraft,
  type TestDevice,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

let t: TestOffice
const devices = new Map<PersonName, TestDevice>()
beforeEach(async () => {
  t = await openOffice()
  devices.clear()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const used = new Set<CommandType>()

async function send(who: PersonName, sent: { type: CommandType }): Promise<void> {
  const device = devices.get(who) ?? (await t.enrol(who))
  devices.set(who, device)
  t.clock.pass(5)
  const [outcome] = await device.push([{ ...sent, occurredAt: t.clock.now() }])
  expect([sent.type, verdict(outcome)]).toEqual([sent.type, 'accepted'])
  used.add(sent.type)
}

async function act<Type extends CommandType>(
  who: PersonName,
  type: Type,
  ticketId: string,
  data: InputOf<Type>['data'],
): Promise<string> {
  const made = command(type, ticketId, data)
  await send(who, made)
  return made.id
}

const beginning = { block: 'roads', subtopic: null, settlement: null, place: null, urgent: false } as const

async function live(): Promise<string[]> {
  const head = await t.signed('head')
  const saved = await t.office.settings.change(head, null, settings => ({
    ...settings,
    outsideOrganisations: [{ id: 'gas', title: 'Горгаз', phone: '104', contact: '', url: null, texts: [] }],
  }))
  expect(saved.outcome).toBe('changed')
  const key = 'vk:-212000001:1'
  const main = capture({
    source: sourceDraft({ key }),
    block: 'zhkh',
    place: 'у дома 5',
    files: [{ name: 'яма.jpg', mime: 'image/jpeg', size: 10, sha256: 'a'.repeat(64) }],
  })
  const one = main.ticketId
  await send('operator', main)
  await send('operator2', capture({ source: sourceDraft({ key }) }))
  await act('head', 'classify', one, {
    changes: { block: { from: 'zhkh', to: 'roads' }, essence: { from: null, to: 'Яма' } },
    sorted: true,
  })
  await act('roadsHead', 'refuse_block', one, { reason: 'Это двор' })
  await act('head', 'classify', one, { changes: { block: { from: 'none', to: 'roads' } }, sorted: true })
  await act('head', 'tell_emergency', one, { to: '112, диспетчер', at: t.clock.now() })
  await act('roadsHead', 'assign', one, {
    recipientId: 'roads-unit',
    coRecipientIds: ['nagatkino'],
    note: 'До пятницы',
    dueOn: '2026-11-20',
  })
  await act('executor', 'accept_assignment', one, {})
  await act('executor', 'request_date', one, { date: '2026-11-23', reason: 'Нет материала' })
  await act('executor', 'decline_assignment', one, { reason: 'Не наша дорога' })
  await act('roadsHead', 'assign', one, { recipientId: 'roads-unit' })
  await act('executor', 'ask_author', one, { text: 'Какой дом?' })
  await act('roadsHead', 'remind_author', one, {})
  await act('executor', 'record_author_answer', one, { text: 'Дом 5' })
  await act('roadsHead', 'await_outside', one, {
    organisationId: 'gas',
    until: '2026-11-25',
    text: 'Просим согласовать',
  })
  await act('executor', 'record_outside_answer', one, { text: 'Согласовано' })
  await act('executor', 'prepare_reply', one, { kind: 'final', text: 'Черновик', draft: true })
  await act('executor', 'prepare_reply', one, { kind: 'final', text: 'Не можем', outcome: 'refused' })
  await act('roadsHead', 'return_reply', one, { reason: 'Мягче' })
  await act('executor', 'prepare_reply', one, { kind: 'final', text: 'Пока нет', outcome: 'refused' })
  await act('roadsHead', 'approve_reply', one, {})
  await act('roadsHead', 'mark_impossible', one, { reason: 'comments_closed', text: null, closes: false })
  await act('head', 'publish', one, { ...publish(one).data, kind: 'interim', promisedDate: '2026-11-27' })
  await act('roadsHead', 'extend', one, {
    until: '2026-12-30',
    reason: 'Экспертиза',
    notice: { way: 'published', date: '2026-11-16' },
  })
  await act('roadsHead', 'put_before_head', one, { question: 'Платим?', proposal: 'Да' })
  await act('head', 'decide_question', one, { decision: 'Платим' })
  await act('head', 'add_note', one, { text: 'Звонил подрядчику' })
  const orderId = await act('chief', 'give_order', one, {
    to: { type: 'recipient', recipientId: 'roads-unit' },
    dueOn: '2026-11-20',
    text: 'Доложить',
  })
  await act('executor', 'report_order', one, { orderId, text: 'Доложено' })

  await act('operator', 'set_external', one, { system: 'pos', number: '177073571' })
  const part = { sha256: 'b'.repeat(64), size: 10 }
  await act('operator', 'attach_evidence', one, {
    evidenceId: uuid(),
    sourceId: main.data.sourceId,
    takenAt: t.clock.now(),
    address: 'https://vk.com/wall-212000001_1',
    picture: null,
    noPicture: 'tab-not-active',
    html: null,
    text: part,
  })
  await act('operator', 'observe_source', one, {
    sourceId: main.data.sourceId,
    state: 'deleted',
    evidenceId: null,
  })

  // Others on the same matter.
  const [two, three] = [capture({ block: 'roads' }), capture({ block: 'roads' })]
  await send('operator', two)
  await send('operator', three)
  await act('head', 'declare_problem', one, { since: '2026-11-16', expectedEnd: null, readyText: 'Чиним' })
  await act('head', 'merge', two.ticketId, { into: one })
  await act('head', 'merge', three.ticketId, { into: one })
  await act('head', 'unmerge', three.ticketId, {})
  await act('head', 'reply_joined', two.ticketId, {
    way: 'here',
    url: 'https://vk.com/wall-212000001_2?reply=9',
    text: null,
    accountId: 'vk-district',
  })
  await act('head', 'merge', three.ticketId, { into: one })
  await act('head', 'end_problem', one, {})
  const four = uuid()
  await act('head', 'split', one, { newTicketId: four, essence: 'Ещё и мусор', ...beginning, block: 'tko' })
  await act('head', 'undo_split', four, {})
  const five = uuid()
  await act('head', 'split', one, { newTicketId: five, essence: 'Слух', ...beginning, kind: 'rumour' })
  await act('head', 'check_fact', five, { result: 'refuted', text: 'Проверено' })
  await act('head', 'transfer', five, {
    organisationId: 'gas',
    way: 'letter',
    date: '2026-11-16',
    outgoingNumber: '17',
    url: 'https://vk.com/wall-212000001_1?reply=8',
    text: 'Отвечает Горгаз, 104',
    accountId: 'vk-district',
  })

  // The answer, and what comes after it.
  await act('head', 'publish', one, {
    ...publish(one).data,
    url: 'https://vk.com/wall-212000001_1?reply=3',
    outcome: 'planned',
    promisedDate: '2026-12-10',
    responsible: { type: 'recipient', recipientId: 'roads-unit' },
    forJoined: [three.ticketId],
  })
  await act('roadsHead', 'report_promise', one, { result: 'moved', date: '2026-12-20', reason: 'Мороз' })
  await act('roadsHead', 'report_promise', one, { result: 'kept', date: null, reason: null })
  await act('head', 'record_satisfaction', one, { mark: 'not_solved', scale: 2, text: 'Снова яма' })
  await act('head', 'register_appeal', one, { number: 'А-17', date: '2026-11-16' })
  const replyId = await act('informer', 'publish', one, {
    ...publish(one).data,
    url: 'https://vk.com/wall-212000001_1?reply=4',
    kind: 'interim',
  })
  await act('informer', 'change_reply_kind', one, { replyId, kind: 'final', reason: 'Это и есть ответ' })
  await act('head', 'rate_completeness', one, { met: ['answers_question'], templateOnly: false })
  await act('head', 'close', one, { reason: 'done' })
  await act('operator', 'reopen', one, { reason: 'not_solved', text: 'Не решено' })

  // What ends at once.
  const [six, seven] = [capture({ block: 'roads' }), capture()]
  await send('operator', six)
  const noted = await act('operator', 'add_note', six.ticketId, { text: 'Не то' })
  await act('operator', 'undo', six.ticketId, { stepId: noted })
  await act('operator', 'reject', six.ticketId, { reason: 'spam', text: null })
  const eight = capture({ block: 'roads' })
  await send('operator', seven)
  await act('operator', 'withdraw', seven.ticketId, {})
  await send('operator', eight)
  const kind = (from: 'message' | 'gratitude', to: 'message' | 'gratitude') => ({
    changes: { kind: { from, to } },
    sorted: true,
  })
  await act('operator', 'classify', eight.ticketId, kind('message', 'gratitude'))
  await act('operator', 'classify', eight.ticketId, kind('gratitude', 'message'))
  return [one, two.ticketId, three.ticketId, four, five, six.ticketId, seven.ticketId, eight.ticketId]
}

test('every act there is: history, replayed with the texts joined, is the ticket that is stored and sent', async () => {
  const ids = await live()
  expect([...used].sort()).toEqual([...commandTypes].sort())
  const { settings } = await t.signed('head')
  const device = await t.enrol('head')
  const pulled = await device.pull()
  const seen = new Set<string>()
  for (const id of ids) {
    const response = await t.app.request(`/api/tickets/${id}/history`, {
      headers: { authorization: `Bearer ${device.token}` },
    })
    const { entries, contents } = historyAnswerSchema.parse(await response.json())
    // Also a draft that was replaced and a reason of a round that is over: nothing was erased here.
    const told = JSON.stringify(historyLines(id, entries, settings, contents))
    expect(told).not.toContain('данные удалены')
    let replayed: Ticket | null = null
    for (const { fact } of entries) {
      seen.add(fact.type)
      expect(fact.step).not.toBe('')
      replayed = evolve(replayed, fact, id)
    }
    const view = await t.office.tickets.find(await t.signed('head'), { id })
    expect(canonicalJson(ticketSchema.parse(replayed))).toBe(canonicalJson(view?.ticket))
    // A withdrawn record is not sent to a device that begins anew.
    const sent = pulled.tickets.find(each => each.ticket.id === id)
    if (view?.ticket.status === 'withdrawn') expect(sent).toBeUndefined()
    else expect(canonicalJson(sent)).toBe(canonicalJson(view))
    const named = JSON.stringify(view?.ticket).match(/"[^"]*ontentId":"([^"]+)"/g) ?? []
    for (const name of named) {
      const contentId = name.split('":"')[1]?.slice(0, -1) ?? ''
      expect(Object.keys(view?.contents ?? {})).toContain(contentId)
    }
  }
  // Erasing is no act on a ticket: test/server/evidence tells of it.
  const known = ticketEventSchema.options.map(each => each.shape.type.value)
  expect([...seen].sort()).toEqual(known.filter(type => type !== 'erased').sort())
  const chain = await t.office.reader.transaction().execute(db => verifyChain(db, t.office.organisationId))
  expect(chain.problems).toEqual([])
})
