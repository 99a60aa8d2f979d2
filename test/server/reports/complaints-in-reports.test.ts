/** Complaints about officials in reports: counted, and named to nobody whom they are about (59-ФЗ ст. 8 ч. 6, PRACTICE P8). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { wordsOf } from '../../../shared/reports/note/checks.ts'
import { causeOf, measuresOf } from '../../../shared/reports/summary/life.ts'
import type { Command } from '../../../shared/ticket/commands.ts'
import {
  assign,
  capture,
  classify,
  command,
  openOffice,
  type PersonName,
  prepareReply,
  publish,
  type TestOffice,
} from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

const week = '2026-11-19'
const month = '2026-11'
/** Wednesday of the week, when everything of Monday 16 November is late. */
const wednesday = '2026-11-25T12:00:00.000Z'
const december = '2026-12-01T06:00:00.000Z'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

const plain = (html: string) => html.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')
const read = async (by: PersonName, path: string) => plain(await (await open(office, by, path)).text())

async function act(
  by: PersonName,
  at: string,
  given: { type: Command['type']; ticketId: string },
): Promise<void> {
  office.clock.set(at)
  const outcome = await office.office.tickets.submit(await office.signed(by), { ...given, occurredAt: at })
  if (outcome.outcome === 'refused') throw new Error(`${given.type} was refused: ${outcome.refusal.code}`)
}

/** Recorded by one, said by the head of the centre to be about the other. */
async function complaint(
  about: PersonName,
  { block, by, on = '16' }: { block: 'zhkh' | 'roads'; by: PersonName; on?: string },
): Promise<string> {
  const captured = capture({ block })
  await act(by, `2026-11-${on}T06:00:00.000Z`, captured)
  const named = { personIds: [office.idOf(about)], recipientIds: [] }
  await act(
    'head',
    `2026-11-${on}T06:05:00.000Z`,
    classify(captured.ticketId, { complaint: { from: null, to: named } }),
  )
  return captured.ticketId
}

async function absence(absent: PersonName, substitute: PersonName, from: string): Promise<void> {
  const id = '0197a000-0000-7000-8000-000000000001'
  const away = { id, absentId: office.idOf(absent), substituteId: office.idOf(substitute) }
  const changed = await office.office.settings.change(await office.signed('head'), null, settings => ({
    ...settings,
    absences: [{ ...away, from, to: '2026-12-20' }],
  }))
  expect(changed.outcome).toBe('changed')
}

describe('a weekly summary', () => {
  const page = () => `/summary?week=${week}&person=${office.idOf('zhkhHead')}`
  const received = (html: string) => />(\d+)<\/a>/.exec(/<tbody>[\s\S]*?<\/tbody>/.exec(html)?.[0] ?? '')?.[1]

  test('does not tell the head of the centre of a complaint about the head: no number, no count, no text', async () => {
    const ticketId = await complaint('head', { block: 'zhkh', by: 'zhkhHead', on: '20' })
    const open = capture({ block: 'zhkh' })
    await act('zhkhHead', '2026-11-20T07:00:00.000Z', open)
    office.clock.set('2026-11-30T12:00:00.000Z')
    expect(await read('zhkhHead', page())).toContain('/tickets/1"')
    expect(received(await read('zhkhHead', page()))).toBe('2')
    const texts = {
      [causeOf(ticketId)]: 'Руководитель в отпуске',
      [measuresOf(ticketId)]: 'Передано Главе',
      [causeOf(open.ticketId)]: 'Ждали подрядчика',
      [measuresOf(open.ticketId)]: 'Подрядчик вышел',
    }
    const fields = { ...texts, ticket: [ticketId, open.ticketId], act: 'hand-in' }
    const saved = await send(office, 'zhkhHead', page().replace('?', '/save?'), fields)
    expect(saved.status).toBe(303)
    expect(await read('zhkhHead', page())).toContain('Руководитель в отпуске')

    const seen = await read('head', page())
    expect(seen).toContain('/tickets/2"')
    expect(seen).toContain('Ждали подрядчика')
    expect(seen).not.toContain('/tickets/1"')
    expect(seen).not.toContain('Руководитель в отпуске')
    expect(received(seen)).toBe('1')
  })

  test('does not tell a stand-in of a complaint about the stand-in, and is handed in without it', async () => {
    await complaint('roadsHead', { block: 'zhkh', by: 'zhkhHead' })
    office.clock.set(wednesday)
    await absence('zhkhHead', 'roadsHead', '2026-11-20')
    expect(await read('zhkhHead', page())).toContain('/tickets/1"')
    expect(await read('roadsHead', page())).not.toContain('/tickets/1"')
    const saved = await send(office, 'roadsHead', page().replace('?', '/save?'), { act: 'hand-in' })
    expect(saved.status).toBe(303)
  })
})

describe('the note', () => {
  const noteWords = async () => {
    const [report] = await office.office.reports.archive('Europe/Ulyanovsk')
    const found = report && (await office.office.reports.fixed(report))
    if (found === undefined) throw new Error('No note')
    return found.document
  }

  test('counts a complaint about an official and never names it: not late, not ordered, not promised, not solved', async () => {
    const late = await complaint('zhkhHead', { block: 'roads', by: 'operator', on: '16' })
    const to = { type: 'recipient', recipientId: 'roads-unit' } as const
    const order = { to, text: 'Разобраться', dueOn: '2026-11-20' }
    await act('chief', '2026-11-16T07:00:00.000Z', command('give_order', late, order as never))
    const solved = await complaint('zhkhHead', { block: 'roads', by: 'operator', on: '20' })
    await act('head', '2026-11-20T07:00:00.000Z', assign(solved, 'roads-unit'))
    await act('executor', '2026-11-20T08:00:00.000Z', prepareReply(solved, 'Разобрались'))
    await act('head', '2026-11-20T09:00:00.000Z', publish(solved, { outcome: 'solved' }))
    const promised = await complaint('zhkhHead', { block: 'roads', by: 'operator', on: '23' })
    await act('head', '2026-11-23T07:00:00.000Z', assign(promised, 'roads-unit'))
    const planned = { outcome: 'planned', promisedDate: '2026-11-28', responsible: to } as const
    await act('head', '2026-11-23T09:00:00.000Z', publish(promised, planned))
    office.clock.set('2026-11-26T05:00:00.000Z')
    for (const step of ['checked', 'approved'])
      expect((await send(office, 'head', `/reports/note/${step}?week=${week}`, {})).status).toBe(303)

    await absence('head', 'zhkhHead', '2026-11-26')
    const value = await noteWords()
    const said = plain(wordsOf(value).join('\n'))
    expect(said).toContain('росрочено или вынесено на решение 1 сообщение')
    expect(said).toContain('И ещё 1 сообщение')
    expect(said).toContain('ешено, а не только разъяснено, за неделю 1 сообщение')
    expect(said).toContain('а контроле 1 обещание')
    expect(said).not.toMatch(/№ [123](?!\d)/)
    expect(JSON.stringify(value)).not.toMatch(/\/tickets\/\d/)
    expect(said).not.toContain('Поручения Главы')
    expect(await read('zhkhHead', `/reports/note?week=${week}`)).not.toMatch(/\/tickets\/\d/)
  })

  test('says that it is made without what is closed to its maker', async () => {
    office.clock.set('2026-11-26T05:00:00.000Z')
    expect(await read('head', `/reports/note?week=${week}`)).toContain(
      'Без карточек, закрытых для составителя',
    )
  })
})

describe('the rating', () => {
  const objecting = `/rating/roads-unit/object?month=${month}`
  const detail = `/rating/roads-unit?month=${month}`
  const life = async () => {
    const { settings } = await office.signed('head')
    return (await office.office.ratings.read(month, settings)).life
  }

  /** About the head, given to the road unit by the chief, late; an objection waits. */
  async function objected(): Promise<string> {
    const id = await complaint('head', { block: 'roads', by: 'operator' })
    await act('chief', '2026-11-16T07:00:00.000Z', assign(id, 'roads-unit'))
    office.clock.set(december)
    expect((await send(office, 'head', `/rating/show?month=${month}`, {})).status).toBe(303)
    const words = { number: '1', text: 'Ждали документов от администрации' }
    expect((await send(office, 'executor', objecting, words)).status).toBe(303)
    return (await life()).objections[0]?.id ?? ''
  }

  test('an objection on a complaint about the head is read and decided by the chief, not by the head', async () => {
    const id = await objected()
    for (const path of [`/rating?month=${month}`, detail]) {
      expect(await read('executor', path)).toContain('Ждали документов')
      const ofHead = await read('head', path)
      expect(ofHead).not.toContain('Ждали документов')
      expect(ofHead).not.toContain('Возражения:')
      expect(ofHead).not.toMatch(/№ 1(?!\d)/)
    }
    const decision = { id, decision: 'in_time', text: 'Задержка не их' }
    const decided = `/rating/decide?month=${month}`
    const refused = await send(office, 'head', decided, decision)
    expect(refused.status).toBe(409)
    expect((await life()).objections[0]?.decided).toBeNull()
    for (const other of ['roadsHead', 'executor', 'operator'] as const)
      expect((await send(office, other, decided, decision)).status, other).not.toBe(303)

    // The head cannot approve before, and is not told of which number it waits.
    office.clock.set('2026-12-04T06:00:00.000Z')
    const early = await send(office, 'head', `/rating/approve?month=${month}`, {})
    expect(early.status).toBe(409)
    const told = plain(await early.text())
    expect(told).toContain('по части из них решаете не вы')
    expect(told).not.toMatch(/№ 1(?!\d)/)

    expect(await read('chief', `/rating?month=${month}`)).toContain('Ждали документов')
    expect((await send(office, 'chief', decided, decision)).status).toBe(303)
    expect((await life()).objections[0]?.decided?.by).toBe(office.idOf('chief'))
    expect((await send(office, 'head', `/rating/approve?month=${month}`, {})).status).toBe(303)
  })

  test('the chief decides on no other objection', async () => {
    const captured = capture({ block: 'roads' })
    await act('operator', '2026-11-16T06:00:00.000Z', captured)
    await act('roadsHead', '2026-11-16T07:00:00.000Z', assign(captured.ticketId, 'roads-unit'))
    office.clock.set(december)
    await send(office, 'head', `/rating/show?month=${month}`, {})
    await send(office, 'executor', objecting, { number: '1', text: 'Ждали щебень' })
    const id = (await life()).objections[0]?.id ?? ''
    const decision = { id, decision: 'in_time', text: '' }
    expect((await send(office, 'chief', `/rating/decide?month=${month}`, decision)).status).toBe(409)
    expect((await send(office, 'head', `/rating/decide?month=${month}`, decision)).status).toBe(303)
  })

  test('what the reader may not see is one line «ещё N», not a row of times and points each', async () => {
    const mine = capture({ block: 'roads' })
    await act('operator', '2026-11-16T05:00:00.000Z', mine)
    await act('roadsHead', '2026-11-16T05:30:00.000Z', assign(mine.ticketId, 'roads-unit'))
    for (const on of ['17', '18']) {
      const id = await complaint('zhkhHead', { block: 'roads', by: 'operator', on })
      await act('head', `2026-11-${on}T06:30:00.000Z`, assign(id, 'roads-unit'))
      await act('executor', `2026-11-${on}T08:00:00.000Z`, prepareReply(id, 'Разобрались'))
    }
    office.clock.set(december)
    const rows = (html: string) =>
      /id="contributions"[\s\S]*?<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1]?.match(/<tr/g)?.length
    const whole = await read('executor', detail)
    expect(rows(whole)).toBe(3)
    expect(whole).not.toContain('не в вашем доступе')
    const folded = await read('zhkhHead', detail)
    expect(rows(folded)).toBe(2)
    expect(folded).toContain('ещё 2, не в вашем доступе')

    const csv = (by: PersonName) => read(by, `/rating/roads-unit/contributions.csv?month=${month}`)
    expect(await csv('executor')).toContain('ответ представлен')
    expect(await csv('zhkhHead')).toContain('ещё 2, не в вашем доступе')
    expect(await csv('zhkhHead')).not.toContain('ответ представлен')
    const xlsx = `/rating/roads-unit/contributions.xlsx?month=${month}`
    expect((await open(office, 'zhkhHead', xlsx)).status).toBe(200)
  })
})
