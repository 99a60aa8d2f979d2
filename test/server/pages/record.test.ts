import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { openOffice, type PersonName, type TestOffice } from '../office-for-tests.ts'
import { type Fields, fieldsOf, parsePage, plain } from './form-page.ts'
import { cookieOf, open, send } from './sample-office.ts'

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function enter(name: PersonName, changes: Fields, channel = 'phone'): Promise<Response> {
  const html = await (await open(office, name, `/record?channel=${channel}`)).text()
  return send(office, name, '/record', { ...fieldsOf(html, '/record'), ...changes })
}

const ticketOf = async (number = 1) => office.office.tickets.find(await office.signed('head'), { number })

describe('an entry by hand', () => {
  test('a call is a ticket: topic and place found by the words, the channel as chosen, the time now', async () => {
    const response = await enter('operator', {
      text: 'В Цильне на улице Садовая, 5 третий день нет холодной воды',
    })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/record?channel=phone&recorded=1')
    const view = await ticketOf()
    expect(view?.ticket).toMatchObject({
      block: 'zhkh',
      settlement: 'tsilna',
      suggestedBy: 'keywords',
      status: 'new',
    })
    expect(view?.ticket.sources[0]).toMatchObject({
      channel: 'phone',
      kind: 'call',
      publishedAt: office.clock.now(),
    })
  })

  test('the next of the same channel follows at once, and the last can be taken back', async () => {
    const response = await enter('operator', { text: 'Просит дорогу' }, 'paper')
    const html = plain(await (await open(office, 'operator', response.headers.get('location') ?? '')).text())
    expect(html).toContain('✓ Записано')
    expect(parsePage(html).querySelector('.channels [aria-current]')?.textContent).toBe('Письмо')
    const back = await send(office, 'operator', '/record/withdraw', { number: '1' })
    expect(back.headers.get('location')).toBe('/record?withdrawn=1')
    expect((await ticketOf())?.ticket.status).toBe('withdrawn')
  })

  test('what the words say can be looked at and changed first', async () => {
    const looked = await enter('operator', { text: 'Нет холодной воды в Цильне', step: 'look' })
    const html = await looked.text()
    const form = fieldsOf(html, '/record')
    expect(form).toMatchObject({ settlement: 'tsilna', text: 'Нет холодной воды в Цильне' })
    expect(form.subtopic).not.toBe('')
    const response = await send(office, 'operator', '/record', { ...form, settlement: '' })
    expect(response.status).toBe(303)
    expect((await ticketOf())?.ticket).toMatchObject({ settlement: null, suggestedBy: 'person' })
    expect((await ticketOf())?.ticket.sorted).not.toBeNull()
  })

  test('danger is told before anything is recorded', async () => {
    const looked = await enter('operator', { text: 'Пахнет газом в подъезде', step: 'look' })
    expect(plain(await looked.text())).toContain('Позвоните 112')
  })

  test('with number and date it is an appeal', async () => {
    const response = await enter(
      'head',
      { text: 'Прошу отремонтировать дорогу', registrationNumber: '12-Ж', registrationDate: '2026-11-16' },
      'paper',
    )
    expect(response.status).toBe(303)
    expect((await ticketOf())?.ticket).toMatchObject({ kind: 'appeal', registration: { number: '12-Ж' } })
  })

  test('an operator registers the letter at once too', async () => {
    await enter(
      'operator',
      { text: 'Прошу отремонтировать дорогу', registrationNumber: '13-Ж', registrationDate: '2026-11-16' },
      'paper',
    )
    expect((await ticketOf())?.ticket).toMatchObject({ kind: 'appeal', registration: { number: '13-Ж' } })
  })

  test('kind and author are chosen where they matter', async () => {
    await enter('operator', { text: 'Говорят, школу закроют', kind: 'rumour', authorType: 'legal_entity' })
    expect((await ticketOf())?.ticket).toMatchObject({ kind: 'rumour', authorType: 'legal_entity' })
  })

  test('a letter comes with its scan', async () => {
    const html = await (await open(office, 'operator', '/record?channel=paper')).text()
    const form = new FormData()
    for (const [name, value] of Object.entries(fieldsOf(html, '/record'))) form.set(name, String(value))
    form.set('text', 'Прошу отремонтировать дорогу')
    form.set('photos', new File([onePixel], 'письмо.png', { type: 'image/png' }))
    const response = await office.app.request('/record', {
      method: 'POST',
      headers: { cookie: await cookieOf(office, 'operator'), origin: 'http://localhost' },
      body: form,
    })
    expect(response.status).toBe(303)
    expect((await ticketOf())?.ticket.fileContentIds).toHaveLength(1)
  })

  test('what is like it is named after the look, and one press records and joins', async () => {
    await enter('operator', { text: 'В Цильне на Садовой нет холодной воды' })
    const looked = await enter('operator', { text: 'Нет холодной воды в Цильне, Садовая', step: 'look' })
    const html = await looked.text()
    expect(plain(html)).toContain('Похоже на')
    const into = (await ticketOf())?.ticket.id ?? ''
    expect(parsePage(html).querySelector('[name="join"]')?.getAttribute('value')).toBe(into)
    const response = await send(office, 'operator', '/record', { ...fieldsOf(html, '/record'), join: into })
    const next = plain(await (await open(office, 'operator', response.headers.get('location') ?? '')).text())
    expect((await ticketOf(2))?.ticket.status).toBe('merged')
    expect(next).toContain('присоединена к № 1')
  })

  test('a dangerous one that was recorded at once still says to call, and the official way is at hand', async () => {
    const response = await enter('operator', { text: 'Запах газа в подъезде' })
    const html = plain(await (await open(office, 'operator', response.headers.get('location') ?? '')).text())
    expect(html).toContain('Позвоните 112 / ЕДДС')
    expect(html).toContain('href="/tickets/1/acts/tell_emergency"')
    expect(html).toContain('направьте, пожалуйста, обращение через Госуслуги')
  })

  test('nothing typed is lost on a fault', async () => {
    const response = await enter('operator', { text: 'Звонили', at: '2030-01-01T10:00', author: 'Иванова' })
    const html = plain(await response.text())
    expect(response.status).toBe(422)
    expect(html).toContain('Это время ещё не наступило')
    expect(html).toContain('Звонили')
    expect(html).toContain('Иванова')
  })

  test('the same form sent twice is one ticket', async () => {
    const html = await (await open(office, 'operator', '/record')).text()
    const form = { ...fieldsOf(html, '/record'), text: 'Звонили про свет' }
    for (let time = 0; time < 2; time++) await send(office, 'operator', '/record', form)
    expect(await ticketOf(2)).toBeUndefined()
  })

  test('who may not record gets no form', async () => {
    expect((await open(office, 'chief', '/record')).status).toBe(403)
    expect((await send(office, 'executor', '/record', { text: 'Я' })).status).toBe(403)
  })
})
