import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { capture, classify, openOffice, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { open, send } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function record(text: string, given: Parameters<typeof sourceDraft>[0] = {}) {
  const command = capture({ source: sourceDraft({ text, ...given }) })
  await office.office.tickets.submit(await office.signed('operator'), command)
  return command.ticketId
}

const standing = {
  version: '2',
  blockFrom: 'zhkh',
  subtopicFrom: '',
  settlementFrom: '',
  placeFrom: '',
  urgentFrom: '',
  block: 'zhkh',
  subtopic: '',
  settlement: '',
  place: '',
}

const visible = (html: string) => html.replaceAll('\u00a0', ' ')

describe('the page of a ticket', () => {
  test('scripts, emoji and signs of direction in a post are shown as text', async () => {
    const text = '<script>alert(1)</script><img src=x onerror=alert(1)> 😀👩‍👩‍👧 \u202Eтекст\u202C \u200Bшов'
    await record(text, { author: { name: '<b>Имя</b>', url: 'javascript:alert(1)', id: '1' } })
    const html = await (await open(office, 'head', '/tickets/1')).text()
    expect(html).toContain(
      '&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(1)> 😀👩‍👩‍👧 \u202Eтекст\u202C',
    )
    expect(html).not.toMatch(/<script|<img|javascript:/)
    expect(html).toContain('&lt;b>Имя&lt;/b>')
    expect(html).toMatch(/class="post" dir="auto"/)
  })

  test('a post of a hundred thousand signs is folded, not cut', async () => {
    await record('Очень длинное сообщение. '.repeat(4_000))
    const html = visible(await (await open(office, 'head', '/tickets/1')).text())
    expect(html).toContain('Показать весь текст: 100000 знаков')
    expect(html.length).toBeGreaterThan(100_000)
  })

  test('both deadlines are told with the reason for them', async () => {
    await record('Нет воды')
    const html = visible(await (await open(office, 'head', '/tickets/1')).text())
    expect(html).toContain('Первый ответ')
    expect(html).toContain('Решение')
    expect(html.match(/Почему такой срок/g)?.length).toBe(2)
    expect(html).toContain('Оператор мониторинга')
  })

  test('the history names who, what, before and after', async () => {
    const ticketId = await record('Яма на дороге')
    office.clock.pass(600)
    await office.office.tickets.submit(
      await office.signed('operator'),
      classify(ticketId, { block: { from: 'zhkh', to: 'roads' } }, { occurredAt: office.clock.now() }),
    )
    const html = visible(await (await open(office, 'head', '/tickets/1')).text())
    expect(html).toContain('Сообщение записано: ВКонтакте')
    expect(html).toContain('Блок подтверждён')
    expect(html).toMatch(/Блок: <span class="quiet">ЖКХ → <\/span>Дороги/)
    expect(html).toContain('Оператор мониторинга 1')
  })

  test('a ticket of another block is not shown, nor that it exists', async () => {
    await record('Нет воды')
    const ticket = await open(office, 'executor', '/tickets/1')
    const nothing = await open(office, 'executor', '/tickets/999')
    expect([ticket.status, nothing.status]).toEqual([404, 404])
    expect((await ticket.text()).replaceAll('№\u00a01', '№')).toBe(
      (await nothing.text()).replaceAll('№\u00a0999', '№'),
    )
  })

  test('the head of the administration reads and has no buttons', async () => {
    await record('Нет воды')
    const html = await (await open(office, 'chief', '/tickets/1')).text()
    expect(html).toContain('У вас право просмотра')
    expect(html).not.toContain('action="/tickets/1')
  })
})

describe('an act from a page', () => {
  test('sorting, assigning, preparing and publishing lead to an answered ticket', async () => {
    await record('Нет воды')
    const act = async (name: 'head' | 'informer', path: string, fields: Record<string, string>) => {
      office.clock.pass(60)
      const response = await send(office, name, `/tickets/1/${path}`, {
        commandId: uuid(),
        version: '2',
        ...fields,
      })
      expect(response.status, path).toBe(303)
    }
    await act('head', 'classify', { ...standing, settlement: 'tsilna', place: 'Садовая, 5' })
    await act('head', 'assign', { recipient: 'teploset' })
    await act('head', 'prepare_reply', { kind: 'final', text: 'Воду дали' })
    await act('informer', 'publish', { kind: 'final', url: 'https://vk.com/wall-1_2', text: 'Воду дали' })
    const html = visible(await (await open(office, 'head', '/tickets/1')).text())
    expect(html).toContain('Отвечено')
    expect(html).toContain('href="https://vk.com/wall-1_2"')
    expect(html).toContain('Цильна, Садовая, 5')
  })

  test('the same form sent twice is one act', async () => {
    const ticketId = await record('Нет воды')
    const fields = { commandId: uuid(), version: '2', recipient: 'teploset' }
    await send(office, 'head', '/tickets/1/assign', fields)
    await send(office, 'head', '/tickets/1/assign', fields)
    const history = await office.office.tickets.history(await office.signed('head'), ticketId)
    expect(history.filter(({ fact }) => fact.type === 'assigned')).toHaveLength(1)
  })

  test('a refusal is told in words, and what was typed stays', async () => {
    await record('Нет воды')
    const response = await send(office, 'head', '/tickets/1/publish', {
      commandId: uuid(),
      version: '2',
      kind: 'first',
      url: 'vk.com/wall-1_2',
      text: 'Дорогой мой ответ',
    })
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain('Адрес ответа должен начинаться с https://')
    expect(html).toContain('Дорогой мой ответ')
    expect(html).toContain('value="vk.com/wall-1_2"')
  })

  test('a field that a colleague changed meanwhile is not overwritten', async () => {
    const ticketId = await record('Нет воды')
    await office.office.tickets.submit(
      await office.signed('operator'),
      classify(ticketId, { block: { from: 'zhkh', to: 'roads' } }),
    )
    const response = await send(office, 'head', '/tickets/1/classify', {
      ...standing,
      commandId: uuid(),
      block: 'health',
    })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('поле изменил другой человек')
  })

  test('a place that a colleague changed while the form was open is not overwritten', async () => {
    const ticketId = await record('Нет воды')
    await office.office.tickets.submit(
      await office.signed('operator'),
      classify(ticketId, { place: { from: null, to: 'Садовая, 5' } }),
    )
    const typed = { ...standing, place: 'Полевая, 1' }
    const response = await send(office, 'head', '/tickets/1/classify', { ...typed, commandId: uuid() })
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain('поле изменил другой человек')
    expect(html).toContain('value="Полевая, 1"')
    const place = async () => {
      const view = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
      return JSON.stringify(view?.contents[view.ticket.placeContentId ?? ''])
    }
    expect(await place()).toContain('Садовая, 5')
    // The form that is shown again knows the colleague's value: sent once more, it is a decision.
    expect(html).toMatch(/name="placeFrom" value="Садовая, 5"/)
    const again = { ...typed, placeFrom: 'Садовая, 5', commandId: uuid() }
    expect((await send(office, 'head', '/tickets/1/classify', again)).status).toBe(303)
    expect(await place()).toContain('Полевая, 1')
  })

  test('everyone is offered the accounts under which they may publish, and no others', async () => {
    await office.office.tickets.submit(await office.signed('operator2'), capture())
    const head = await office.signed('head')
    const [account] = head.settings.officialAccounts
    if (account === undefined) throw new Error('The office has no account')
    const other = { ...account, id: 'other', title: 'Чужая страница', publisherIds: [] }
    await office.office.people.saveOfficialAccounts(head, [account, other])
    const offered = await (await open(office, 'operator2', '/tickets/1')).text()
    expect(offered).toContain('value="vk-district"')
    expect(offered).not.toContain('Чужая страница')
    expect(await (await open(office, 'head', '/tickets/1')).text()).not.toContain('Чужая страница')
  })

  test('a subtopic of another block brings its block with it', async () => {
    await record('Яма')
    const head = await office.signed('head')
    const subtopic = head.settings.subtopics.find(({ block }) => block === 'roads')?.id ?? ''
    await send(office, 'head', '/tickets/1/classify', { ...standing, commandId: uuid(), subtopic })
    const view = await office.office.tickets.find(head, { number: 1 })
    expect(view?.ticket).toMatchObject({ block: 'roads', subtopic })
  })

  test('a form from another site changes nothing', async () => {
    const ticketId = await record('Нет воды')
    const fields = { commandId: uuid(), version: '2', recipient: 'teploset' }
    const response = await send(office, 'head', '/tickets/1/assign', fields, 'https://evil.example')
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Форма пришла с чужой страницы')
    const view = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
    expect(view?.ticket.status).toBe('new')
  })

  test('a form that is too large is told so', async () => {
    await record('Нет воды')
    const response = await send(office, 'head', '/tickets/1/prepare_reply', { text: 'я'.repeat(400_000) })
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('Слишком большой текст')
  })

  test('a hand-made form with a broken id is refused in words', async () => {
    await record('Нет воды')
    const response = await send(office, 'head', '/tickets/1/assign', {
      commandId: 'x',
      version: 'y',
      recipient: 'teploset',
    })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('Форма устарела')
  })
})
