import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readTray } from '../../../extension/store/tray.ts'
import { placeText } from '../../../shared/ticket/decision.ts'
import { openPeople, type People, shareTicket, ticketAt } from './people-for-tests.ts'

let people: People
beforeEach(async () => {
  people = await openPeople()
})
afterEach(async () => {
  expect(people.office.errors).toEqual([])
  await people.close()
})

describe('Two people offline on the same ticket', () => {
  it('who changed different fields both find both changes', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    await head.act({
      type: 'classify',
      ticketId,
      data: { changes: { place: { from: null, to: 'Садовая, 5' } }, sorted: true },
    })
    await deputy.act({
      type: 'classify',
      ticketId,
      data: { changes: { urgent: { from: false, to: true } }, sorted: true },
    })
    await deputy.act({ type: 'add_note', ticketId, data: { text: 'Выехала бригада' } })
    await head.sync()
    await deputy.sync()
    await head.sync()
    for (const desk of [head, deputy]) {
      const found = await desk.desk.tickets.get(ticketId)
      expect(found && placeText(found.view)).toBe('Садовая, 5')
      expect(found?.view.ticket.urgent).toBe(true)
      expect(found?.view.ticket.notes).toHaveLength(1)
      expect(await desk.desk.refused.count()).toBe(0)
    }
  })

  it('who changed the same field: the later one sees both values, the earlier one keeps theirs', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    const place = (to: string) => ({ changes: { place: { from: null, to } }, sorted: true })
    await head.act({ type: 'classify', ticketId, data: place('Садовая, 5') })
    await deputy.act({ type: 'classify', ticketId, data: place('Садовая, 50') })
    await deputy.sync()
    await head.sync()
    await deputy.sync()
    const [row, ...others] = await readTray(head.desk)
    expect(others).toEqual([])
    expect(row?.conflict).toEqual([{ field: 'place', current: 'Садовая, 50', wanted: 'Садовая, 5' }])
    expect(row?.words).toMatch(/изменил другой человек/u)
    expect(row?.number).toBe(1)
    for (const desk of [head, deputy]) {
      const found = await desk.desk.tickets.get(ticketId)
      expect(found && placeText(found.view)).toBe('Садовая, 50')
    }
    expect(await deputy.desk.refused.count()).toBe(0)
  })

  it('who both wrote an answer: the second text waits in the tray, whole', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    const answer = (text: string) => ({ kind: 'final' as const, text, from: null })
    await head.act({ type: 'prepare_reply', ticketId, data: answer('Воду дадут к вечеру') })
    await deputy.act({ type: 'prepare_reply', ticketId, data: answer('Авария устранена') })
    await deputy.sync()
    await head.sync()
    const [row] = await readTray(head.desk)
    expect(row?.refusal.code).toBe('conflict')
    expect(row?.command).toMatchObject({ type: 'prepare_reply', data: { text: 'Воду дадут к вечеру' } })
    expect(await ticketAt(head, ticketId)).toEqual(await ticketAt(deputy, ticketId))
  })

  it('one of whom answered while the other assigned: the assignment comes back with its reason', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    const url = 'https://vk.com/wall-212000001_99'
    const data = { kind: 'final' as const, url, text: '', accountId: null, promisedDate: null }
    await deputy.act({ type: 'publish', ticketId, data })
    await head.act({ type: 'assign', ticketId, data: { recipientId: 'teploset' } })
    await deputy.sync()
    await head.sync()
    const [row] = await readTray(head.desk)
    expect(row?.words).toMatch(/уже опубликован окончательный ответ/u)
    expect((await ticketAt(head, ticketId)).status).toBe('answered')
  })
})

describe('A ticket that was passed on while an act on it waited', () => {
  it('is named in the tray, without a word of the citizen', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    await deputy.act({ type: 'add_note', ticketId, data: { text: 'Выехала бригада' } })
    await head.act({
      type: 'classify',
      ticketId,
      data: { changes: { block: { from: 'zhkh', to: 'roads' } }, sorted: true },
    })
    await head.sync()
    await deputy.sync()
    expect(await deputy.desk.tickets.count()).toBe(0)
    const [row] = await readTray(deputy.desk)
    expect(row?.words).toMatch(/Карточка сейчас не у вас/u)
    expect(row?.goneWords).toBe(
      'Карточка №\u00a01 (ЖКХ · новое) больше не у вас: её передали другому блоку или исполнителю.',
    )
    expect(row?.command).toMatchObject({ data: { text: 'Выехала бригада' } })
    expect(JSON.stringify(await deputy.desk.tombstones.toArray())).not.toMatch(/воды|Житель/u)
  })

  it('is named no more once the act was put away, or the ticket has come back', async () => {
    const { head, deputy, ticketId } = await shareTicket(people)
    const move = (from: 'zhkh' | 'roads', to: 'zhkh' | 'roads') =>
      head.act({ type: 'classify', ticketId, data: { changes: { block: { from, to } }, sorted: true } })
    await deputy.act({ type: 'add_note', ticketId, data: { text: 'Выехала бригада' } })
    await move('zhkh', 'roads')
    await head.sync()
    await deputy.sync()
    expect(await deputy.desk.tombstones.count()).toBe(1)
    await move('roads', 'zhkh')
    await head.sync()
    await deputy.sync()
    expect(await deputy.desk.tombstones.count()).toBe(0)
    const [row] = await readTray(deputy.desk)
    expect(row?.goneWords).toBeNull()
  })
})
