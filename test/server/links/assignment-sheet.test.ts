import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { assignmentText } from '../../../shared/reference/assignment-text.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  type PersonName,
  publicUrl,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'

let office: TestOffice
let ticketId: string
beforeEach(async () => {
  office = await openOffice({ mountPages })
  ticketId = uuid()
  await submit('operator', capture({ ticketId, block: 'roads', place: 'ул. Садовая, 5' }))
  await submit('head', classify(ticketId, {}))
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

async function submit(by: PersonName, command: unknown): Promise<void> {
  expect(verdict(await office.office.tickets.submit(await office.signed(by), command))).toBe('accepted')
}

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

async function send(cookie: string, path: string, fields: Record<string, string> = {}) {
  const response = await office.app.request(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { cookie, origin: publicUrl },
  })
  return { status: response.status, text: await response.text() }
}

async function read(cookie: string, path: string) {
  const response = await office.app.request(path, { headers: { cookie } })
  return { status: response.status, text: await response.text() }
}

const sheet = '/tickets/1/assignment'

describe('The assignment as a text, on paper and as a link', () => {
  it('a ticket that nobody has yet is assigned and its link given in one act', async () => {
    const cookie = await cookieOf('roadsHead')
    const given = await send(cookie, `${sheet}/link`, {
      recipientId: 'roads-unit',
      note: 'Подсыпать щебень',
      dueOn: '2026-11-20',
    })
    expect(given.status).toBe(200)
    const url = /http:\/\/pult\.test(\/l\/[\w-]+)/.exec(given.text)?.[1] ?? ''
    const opened = await office.app.request(url)
    expect(opened.status).toBe(200)
    const text = await opened.text()
    expect(text).toContain('Подсыпать щебень')
    expect(text).toContain('20\u00a0ноября\u00a02026, пятница')
    // Shown this once: the sheet names the link no more.
    expect((await read(cookie, sheet)).text).not.toContain(url)
  })

  it('is taken back by one button', async () => {
    await submit('head', assign(ticketId, 'roads-unit'))
    const cookie = await cookieOf('roadsHead')
    const given = await send(cookie, `${sheet}/link`)
    const url = /http:\/\/pult\.test(\/l\/[\w-]+)/.exec(given.text)?.[1] ?? ''
    const linkId = /name="linkId" value="([^"]+)"/.exec(given.text)?.[1] ?? ''
    expect((await send(cookie, `${sheet}/revoke`, { linkId })).status).toBe(303)
    expect((await office.app.request(url)).status).toBe(403)
    expect((await read(cookie, sheet)).text).toContain('отозвана')
  })

  it('the text holds what has to be done and nothing of the author', async () => {
    await submit('head', assign(ticketId, 'roads-unit'))
    const signed = await office.signed('head')
    const view = await office.office.tickets.find(signed, { id: ticketId })
    if (view === undefined) throw new Error('The head of the centre sees every ticket')
    const text = assignmentText(view, signed.settings, { link: 'http://pult.test/l/x' })
    expect(text).toBe(
      [
        'Поручение по сообщению №\u00a01',
        'Кому: Отдел дорожного хозяйства',
        'Ответить: до\u00a017\u00a0ноября\u00a02026, вторник',
        'Где: ул. Садовая, 5',
        'Тема: Дороги',
        'Что сообщили: На улице Садовой нет воды со вчерашнего дня.',
        '\nЗаписать, что сделано, приложить фото или попросить новый срок (без входа, с телефона):\nhttp://pult.test/l/x',
      ].join('\n'),
    )
  })

  it('an executor prints it and gives no links; who does not see the ticket sees no sheet', async () => {
    await submit('head', assign(ticketId, 'roads-unit'))
    const executor = await cookieOf('executor')
    const seen = await read(executor, sheet)
    expect(seen.status).toBe(200)
    expect(seen.text).toContain('Отдел дорожного хозяйства')
    expect(seen.text).not.toContain('Дать ссылку')
    expect((await send(executor, `${sheet}/link`)).status).toBe(422)
    expect((await read(await cookieOf('zhkhHead'), sheet)).status).toBe(404)
    const printed = await office.office.reader
      .selectFrom('openings')
      .select('person_id')
      .where('way', '=', 'print')
      .execute()
    expect(printed).toEqual([{ person_id: office.idOf('executor') }])
  })

  it('a complaint is offered to everybody but whom it is about (P8)', async () => {
    const complaint = { from: null, to: { personIds: [], recipientIds: ['roads-unit'] } }
    await submit('head', classify(ticketId, { complaint }))
    const cookie = await cookieOf('head')
    const offered = await read(cookie, sheet)
    expect(offered.text).toContain('value="teploset"')
    expect(offered.text).not.toContain('value="roads-unit"')
    expect((await send(cookie, `${sheet}/link`, { recipientId: 'roads-unit' })).status).toBe(422)
  })
})
