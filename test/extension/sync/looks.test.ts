import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgetPlace, switchedPlaces, switchPlace } from '../../../extension/store/here.ts'
import { addLook, lastLooks, waitingLooks } from '../../../extension/store/looks.ts'
import { actorFor, getRules } from '../../../extension/store/project.ts'
import type { AtHand } from '../../../extension/worker/desk-at-hand.ts'
import { hereRules, noteSeen } from '../../../extension/worker/here.ts'
import { marksFor } from '../../../extension/worker/marks.ts'
import { isTheAuthor, wordBack } from '../../../extension/worker/word-back.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { capture, openOffice, sourceDraft, type TestOffice } from '../../server/office-for-tests.ts'
import { send } from '../../server/pages/sample-office.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'

let office: TestOffice
let desk: TestDesk
let watchId: string
beforeEach(async () => {
  office = await openOffice({ mountPages })
  await send(office, 'head', '/settings/watch/new', {
    title: 'Подслушано Нагаткино',
    url: 'https://vk.com/public212000050',
    every: 'days:1',
  })
  watchId = (await office.signed('head')).settings.watchList[0]?.id ?? ''
  desk = createDesk(office, await office.enrol('operator'))
  await desk.sync()
})
afterEach(async () => {
  await desk.close()
  await office.close()
})

async function atHand(): Promise<AtHand> {
  const rules = await getRules(desk.desk)
  const now = office.clock.now()
  const { personId } = desk
  const connection = { server: 'http://pult.test', token: '', deviceId: '', personId, organisationId: 'o' }
  return { connection, desk: desk.desk, rules, actor: actorFor(rules, now), now }
}
const look = (how: 'button' | 'opened' = 'button') => ({ id: uuid(), watchId, at: office.clock.now(), how })
const onServer = async () => office.office.watch.last((await office.signed('head')).settings)

describe('A look', () => {
  it('waits without a network and arrives later, once, though an answer was lost', async () => {
    await addLook(desk.desk, look())
    await desk.sync('down')
    expect(await waitingLooks(desk.desk)).toHaveLength(1)
    expect(await onServer()).toEqual([])
    await desk.sync('answer-lost')
    expect(await waitingLooks(desk.desk)).toHaveLength(1)
    await desk.sync()
    expect(await waitingLooks(desk.desk)).toEqual([])
    expect(await onServer()).toHaveLength(1)
    expect(await lastLooks(desk.desk)).toMatchObject([{ watchId, personId: desk.personId }])
  })

  it('of a page that stays open counts once in ten minutes, and only of a listed one', async () => {
    const place = 'vk:-212000050'
    expect(await noteSeen({ type: 'watch-seen', place }, await atHand())).toBe(true)
    expect(await noteSeen({ type: 'watch-seen', place }, await atHand())).toBe(false)
    expect(await noteSeen({ type: 'watch-seen', place: 'vk:-1' }, await atHand())).toBe(false)
    await desk.sync()
    expect(await noteSeen({ type: 'watch-seen', place }, await atHand())).toBe(false)
    office.clock.pass(11 * 60)
    expect(await noteSeen({ type: 'watch-seen', place }, await atHand())).toBe(true)
  })
})

describe('Where the overlay may show itself', () => {
  it('with a list: on it and on official pages; a page hears of its own site only', async () => {
    expect(await hereRules(['vk', 'vk-messages'], await atHand())).toMatchObject({
      everywhere: false,
      shown: ['vk:-212000050', 'vk:-212000001', '/cilna_official'],
      watched: ['vk:-212000050'],
    })
    expect(await hereRules(['telegram-k'], await atHand())).toMatchObject({
      shown: [],
      watched: [],
      official: [],
    })
  })

  it('a chat that was switched on is remembered here, never sent, and forgotten when switched off', async () => {
    const place = { key: 'telegram:700100200', title: 'Тимур Алиев', isPrivate: true }
    await switchPlace(desk.desk, { ...place, isOn: true })
    expect((await hereRules(['telegram-k'], await atHand())).on).toEqual([place.key])
    expect((await hereRules(['vk'], await atHand())).on).toEqual([])
    await desk.sync()
    await switchPlace(desk.desk, { ...place, isOn: false })
    expect(await switchedPlaces(desk.desk)).toEqual([])
    await switchPlace(desk.desk, { ...place, isOn: true })
    await forgetPlace(desk.desk, place.key)
    expect(await switchedPlaces(desk.desk)).toEqual([])
  })
})

it('what was recorded in a private chat has no mark on the recorder’s own pages', async () => {
  const source = { ...sourceDraft({ key: 'telegram:700100200:5120', url: null }), isPrivate: true }
  await desk.act(capture({ source }))
  await desk.act(capture({ key: 'vk:-1:1' }))
  const found = await marksFor(['telegram:700100200:5120', 'vk:-1:1'], await atHand())
  expect(Object.keys(found)).toEqual(['vk:-1:1'])
})

describe('The word back', () => {
  const author = { id: '1', url: 'https://vk.com/id1' }

  async function answeredTicket(): Promise<string> {
    const head = createDesk(office, await office.enrol('head'))
    await head.sync()
    const command = capture()
    await head.act(command)
    await head.act({
      type: 'publish',
      ticketId: command.ticketId,
      data: {
        kind: 'final',
        url: 'https://vk.com/wall-1_1',
        text: 'Сделано',
        accountId: 'vk-district',
        promisedDate: null,
      },
    })
    await head.sync()
    await desk.close()
    desk = head
    return command.ticketId
  }

  it('of the author reopens the ticket with the reason; of another it is not theirs to say', async () => {
    const ticketId = await answeredTicket()
    const offer = { type: 'word-back-offer', ticketId } as const
    expect(await isTheAuthor({ ...offer, author }, await atHand())).toEqual({ isAuthor: true })
    expect(await isTheAuthor({ ...offer, author: { id: '2', url: null } }, await atHand())).toEqual({
      isAuthor: false,
    })
    const told = await wordBack(
      { type: 'word-back', commandId: uuid(), ticketId, mark: 'not_solved', text: 'Воды так и нет' },
      await atHand(),
    )
    expect(told).toEqual({ outcome: 'told', words: 'Автор: не решено. Карточка возобновлена' })
    await desk.sync()
    expect((await desk.desk.tickets.get(ticketId))?.view.ticket.status).toBe('reopened')
  })

  it('the mark of an answered post says since when', async () => {
    const ticketId = await answeredTicket()
    const [key = ''] = (await desk.desk.tickets.get(ticketId))?.keys ?? []
    expect((await marksFor([key], await atHand()))[key]?.answered).toEqual({ at: office.clock.now() })
  })
})
