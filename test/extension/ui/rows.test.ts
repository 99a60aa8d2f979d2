import { describe, expect, it } from 'vitest'
import { rowDue } from '../../../extension/ui/due.ts'
import {
  countOpen,
  filterRows,
  groupMarks,
  groupRows,
  noFilters,
  rowsByTab,
} from '../../../extension/ui/rows.ts'
import { queueGroupOf, queueGroups } from '../../../shared/reports/queue-groups.ts'
import { isOpen } from '../../../shared/ticket/ticket.ts'
import { lifeIds, lifeRows } from './life.ts'
import { actorFor, manyRows, now, sampleRows, settings } from './office.ts'

const rows = sampleRows()
const viewpoint = { actor: actorFor('head'), settings, now }
const numbersOf = (found: ReturnType<typeof filterRows>) => found.map(row => row.ticket.number)

describe('Groups of the list', () => {
  it('stand in order of urgency and lose no card', () => {
    const groups = groupRows(rows, viewpoint)
    expect(groups.map(group => group.id)).toEqual(['overdue', 'today', 'later', 'to_publish', 'answered'])
    expect(groups.reduce((sum, group) => sum + group.rows.length, 0)).toBe(rows.length)
  })

  it('begin with the card that is due first', () => {
    const [overdue] = groupRows(rows, viewpoint)
    const dates = overdue?.rows.map(row =>
      row.ticket.stages
        .filter(stage => stage.stoppedAt === null)
        .map(stage => stage.dueAt)
        .toSorted()
        .at(0),
    )
    expect(dates).toEqual(dates?.toSorted())
  })

  it('name what waits for an outside body past its date, before what still waits', () => {
    const life = lifeRows()
    const groups = groupRows(life, viewpoint)
    const over = groups.find(group => group.id === 'wait_over')
    expect(over?.rows.map(row => row.ticket.id)).toEqual([lifeIds.waitOver])
    expect(queueGroups.indexOf('wait_over')).toBe(queueGroups.indexOf('outside') - 1)
    const ids = groups.map(group => group.id)
    expect(ids).toEqual(queueGroups.filter(each => ids.includes(each)))
    expect(groupMarks.wait_over.title).toBe('Срок ожидания прошёл')
  })

  it('are those of the queue on the server', () => {
    for (const { id, rows: standing } of groupRows([...rows, ...lifeRows()], viewpoint))
      for (const { ticket } of standing) expect(queueGroupOf(ticket, settings, now)).toBe(id)
  })

  it('hold every one of ten thousand cards that the search finds', () => {
    const many = manyRows(10_000)
    const tabs = rowsByTab(many, { actor: actorFor('head'), settings, now })
    const found = filterRows(tabs.all, { ...noFilters, query: 'садовая' }, settings)
    const grouped = groupRows(found, viewpoint).reduce((sum, group) => sum + group.rows.length, 0)
    expect(grouped).toBe(found.length)
  })
})

describe('The first working morning', () => {
  const monday = '2026-11-23T05:00:00.000Z'
  const onDuty = { ...actorFor('head'), onDuty: true }
  const ofWeekend = (group: ReturnType<typeof groupRows>[number] | undefined) =>
    group?.rows.every(({ ticket }) => ticket.capturedAt > '2026-11-20T13' && ticket.capturedAt < monday)

  it('opens for the duty person on what came while nobody was at work', () => {
    const came = rows.filter(({ ticket }) => isOpen(ticket) && ticket.capturedAt < monday)
    const [first] = groupRows(came, { actor: onDuty, settings, now: monday })
    expect(first?.id).toBe('weekend')
    expect(first?.rows.length).toBeGreaterThan(0)
    expect(ofWeekend(first)).toBe(true)
  })

  it('is like any other for everyone else, and the next day for the duty person too', () => {
    const idsOf = (viewpointThen: Parameters<typeof groupRows>[1]) =>
      groupRows(rows, viewpointThen).map(group => group.id)
    expect(idsOf({ actor: actorFor('head'), settings, now: monday })).not.toContain('weekend')
    expect(idsOf({ actor: onDuty, settings, now })).not.toContain('weekend')
  })
})

describe('Tabs', () => {
  it('«У меня» of an operator holds what is not sorted, and not what a block already has', () => {
    const { mine } = rowsByTab(rows, { actor: actorFor('operator'), settings, now })
    expect(mine.every(row => row.ticket.sorted === null)).toBe(true)
    expect(mine.length).toBeGreaterThan(0)
  })

  it('«У меня» of an informer holds what waits for publication', () => {
    const { mine } = rowsByTab(rows, { actor: actorFor('informer'), settings, now })
    expect(mine.map(row => row.ticket.status)).toEqual(['to_publish'])
  })

  it('«У меня» holds an answered card on which an order of the chief waits for this person', () => {
    const answered = rows.find(({ ticket }) => ticket.status === 'answered')
    if (answered === undefined) throw new Error('Nothing is answered')
    const order = {
      orderId: 'order',
      by: 'chief',
      at: now,
      to: { type: 'recipient' as const, recipientId: 'utility' },
      dueOn: '2026-11-27',
      contentId: 'order:text',
      done: null,
    }
    const row = { ...answered, ticket: { ...answered.ticket, orders: [order] } }
    const { mine } = rowsByTab([row], { actor: actorFor('executor'), settings, now })
    expect(countOpen(mine)).toBe(1)
    expect(groupRows(mine, viewpoint).map(({ id }) => groupMarks[id].title)).toEqual(['Поручение Главы'])
    expect(rowDue(row.ticket, settings, now)?.words).toBe('Поручение Главы до 27\u00a0ноября\u00a02026')
    expect(rowsByTab([row], { actor: actorFor('operator'), settings, now }).mine).toEqual([])
  })

  it('«Мои блоки» of a head holds open cards of these blocks only', () => {
    const { blocks } = rowsByTab(rows, { actor: actorFor('zhkh-head'), settings, now })
    expect(new Set(blocks.map(row => row.ticket.block))).toEqual(new Set(['zhkh', 'roads', 'energy']))
    expect(countOpen(blocks)).toBe(blocks.length)
  })
})

describe('Search and filters', () => {
  it('find a card by its number, with the sign or without', () => {
    expect(numbersOf(filterRows(rows, { ...noFilters, query: '1002' }, settings))).toEqual([1002])
    expect(numbersOf(filterRows(rows, { ...noFilters, query: '№ 1002' }, settings))).toEqual([1002])
  })

  it('find words in any order and without regard to ё', () => {
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'ВОДУ третии' }, settings))).toEqual([])
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'воды ТРЕТИЙ' }, settings))).toEqual([1001])
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'идёт ржавая' }, settings))).toEqual([1005])
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'идет ржавая' }, settings))).toEqual([1005])
  })

  it('find by place and by author', () => {
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'большое нагаткино' }, settings))).toEqual([
      1001,
    ])
    expect(numbersOf(filterRows(rows, { ...noFilters, query: 'житель 7' }, settings))).toContain(1008)
  })

  it('narrow by block, status and channel together', () => {
    const found = filterRows(rows, { query: '', block: 'energy', status: 'new', channel: 'phone' }, settings)
    expect(numbersOf(found)).toEqual([1010])
  })
})
