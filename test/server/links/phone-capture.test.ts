import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { channelOfAddress, findAddress } from '../../../server/pages/phone-capture-source.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'
import {
  capture,
  openOffice,
  type PersonName,
  sourceDraft,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

async function cookieOf(name: PersonName): Promise<string> {
  const { token } = await office.enrol(name)
  const access = await office.office.access.byDeviceToken(token)
  if (access.outcome === 'failed') throw new Error(access.code)
  const redeemed = await office.office.access.redeemTicket(
    await office.office.access.issueTicket(access.device),
  )
  if (redeemed.outcome === 'failed') throw new Error(redeemed.code)
  return `pult_session=${redeemed.session}`
}

async function record(cookie: string, fields: Record<string, string | File>) {
  const body = new FormData()
  for (const [name, value] of Object.entries(fields)) body.append(name, value)
  const headers = { cookie, origin: 'http://pult.test' }
  const response = await office.app.request('/phone', { method: 'POST', body, headers })
  return {
    status: response.status,
    location: response.headers.get('location') ?? '',
    text: await response.text(),
  }
}

async function ticket(number: number): Promise<TicketView> {
  const found = await office.office.tickets.find(await office.signed('head'), { number })
  if (found === undefined) throw new Error('The head of the centre sees every ticket')
  return found
}

const pasted = 'Большое Нагаткино, на Садовой третий день нет воды https://ok.ru/group/1/topic/2?utm_source=x'

describe('A ticket from a phone: a pasted address or text, with a photo (P6)', () => {
  it('the text gives topic and place, the address the channel; the page says the number', async () => {
    const cookie = await cookieOf('operator')
    const sent = await record(cookie, { pasted, photos: new File([jpeg], 'колонка.jpg') })
    expect([sent.status, sent.location]).toEqual([303, '/phone/recorded/1'])
    const { ticket: recorded, contents } = await ticket(1)
    expect(recorded).toMatchObject({ block: 'zhkh', suggestedBy: 'keywords' })
    expect(recorded.settlement).not.toBeNull()
    expect(recorded.sources[0]).toMatchObject({ channel: 'ok', kind: 'post' })
    expect(contents[recorded.fileContentIds[0] ?? '']).toMatchObject({ name: 'колонка.jpg' })
    const page = await office.app.request(sent.location, { headers: { cookie } })
    const text = await page.text()
    expect(text).toContain('Записано.')
    expect(text).toContain('Записать ещё')
  })

  it('words without an address are a call; what the person chose stands above the keywords', async () => {
    const cookie = await cookieOf('operator')
    const sent = await record(cookie, { pasted: 'Нет воды на Садовой', block: 'roads', author: 'Соседка' })
    expect(sent.status).toBe(303)
    const { ticket: recorded } = await ticket(1)
    expect(recorded).toMatchObject({ block: 'roads', subtopic: null, suggestedBy: 'person' })
    expect(recorded.sources[0]).toMatchObject({ channel: 'phone', kind: 'call' })
  })

  it('a post of a desk is the same post on a phone', async () => {
    const url = 'https://m.vk.com/wall-212000001_77?utm_source=share'
    const desk = capture({ key: 'vk:-212000001:77' })
    expect(verdict(await office.office.tickets.submit(await office.signed('operator2'), desk))).toBe(
      'accepted',
    )
    const cookie = await cookieOf('operator')
    const sent = await record(cookie, { pasted: url })
    expect(sent.location).toBe('/phone/recorded/1?known')
    expect((await ticket(1)).ticket.capturers).toHaveLength(2)
    const page = await office.app.request(sent.location, { headers: { cookie } })
    expect(await page.text()).toContain('уже записано')
  })

  it('a message that was recorded on its page, by the number of the channel, is found by its pasted address', async () => {
    const source = sourceDraft({
      key: 'telegram:-1700000002:77',
      channel: 'telegram',
      kind: 'message',
      url: 'https://t.me/cilna_news/77',
    })
    await (await office.enrol('operator2')).push([capture({ source })])
    const sent = await record(await cookieOf('operator'), {
      pasted: 'https://t.me/s/cilna_news/77?utm_source=x',
    })
    expect(sent.location).toBe('/phone/recorded/1?known')
  })

  it('pressed twice it is recorded once', async () => {
    const cookie = await cookieOf('operator')
    const form = await (await office.app.request('/phone', { headers: { cookie } })).text()
    const ids = Object.fromEntries(
      ['commandId', 'ticketId', 'sourceId'].map(name => [
        name,
        new RegExp(`name="${name}" value="([^"]+)"`).exec(form)?.[1] ?? '',
      ]),
    )
    await record(cookie, { pasted, ...ids })
    expect((await record(cookie, { pasted, ...ids })).location).toBe('/phone/recorded/1')
    expect(await office.office.reader.selectFrom('tickets').select('id').execute()).toHaveLength(1)
  })

  it('nothing typed is lost where something is wrong', async () => {
    const cookie = await cookieOf('operator')
    const empty = await record(cookie, { place: 'у школы' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('у школы')
    const wrong = await record(cookie, { pasted, photos: new File(['<html>'], 'a.html') })
    expect(wrong.status).toBe(422)
    expect(wrong.text).toContain('третий день нет воды')
    expect(wrong.text).toContain('a.html')
  })

  it.each([
    ['operator', 200],
    ['zhkhHead', 200],
    ['informer', 200],
    ['head', 200],
    ['executor', 403],
    ['chief', 403],
    ['admin', 403],
  ] as const)('%s: %i', async (name, status) => {
    const cookie = await cookieOf(name)
    expect((await office.app.request('/phone', { headers: { cookie } })).status).toBe(status)
    expect((await record(cookie, { pasted })).status).toBe(status === 200 ? 303 : 403)
  })
})

describe('What a pasted text holds', () => {
  it.each([
    ['https://vk.com/wall-1_2', 'https://vk.com/wall-1_2'],
    ['смотрите: https://ok.ru/group/1?utm_source=a&x=1, это важно', 'https://ok.ru/group/1?x=1'],
    ['vk.com/wall-1_2', 'https://vk.com/wall-1_2'],
    ['(https://t.me/nagatkino/5)', 'https://t.me/nagatkino/5'],
    ['нет воды на Садовой', undefined],
    ['javascript:alert(1)', undefined],
  ])('%s: %s', (text, address) => {
    expect(findAddress(text)).toBe(address)
  })

  it.each([
    ['https://vk.ru/wall-1_2', 'vk'],
    ['https://ok.ru/group/1', 'ok'],
    ['https://t.me/chat/1', 'telegram'],
    ['https://web.telegram.org/k/#-1', 'telegram'],
    ['https://max.ru/x', 'max'],
    ['https://notvk.com/wall-1_2', 'other'],
    ['https://pos.gosuslugi.ru/x', 'pos'],
  ])('%s is of %s', (address, channel) => {
    expect(channelOfAddress(address)).toBe(channel)
  })
})
