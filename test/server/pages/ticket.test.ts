import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { ActType } from '../../../shared/acts/contract.ts'
import {
  capture,
  classify,
  openOffice,
  type PersonName,
  sourceDraft,
  type TestOffice,
} from '../office-for-tests.ts'
import { actForm, doAct, type Fields, fieldsOf, parsePage, plain } from './form-page.ts'
import { cookieOf, open, send } from './sample-office.ts'

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

const page = async (name: PersonName, path = '/tickets/1') =>
  plain(await (await open(office, name, path)).text())

/** Does it, and answers the ticket's page as this person then sees it. */
async function act(name: PersonName, type: ActType, changes: Fields = {}, number = 1): Promise<string> {
  office.clock.pass(60)
  const response = await doAct(office, name, number, type, changes)
  const html = plain(await response.clone().text())
  expect(response.status, `${type} by ${name}: ${parsePage(html).querySelector('form')?.textContent}`).toBe(
    303,
  )
  return page(name, response.headers.get('location') ?? '')
}

const ticketOf = async (number = 1) =>
  (await office.office.tickets.find(await office.signed('head'), { number }))?.ticket

describe('the page of a ticket', () => {
  test('scripts, emoji and signs of direction in a post are shown as text', async () => {
    const text = '<script>alert(1)</script><img src=x onerror=alert(1)> 😀👩‍👩‍👧 \u202Eтекст\u202C \u200Bшов'
    await record(text, { author: { name: '<b>Имя</b>', url: 'javascript:alert(1)', id: '1' } })
    const html = await (await open(office, 'head', '/tickets/1')).text()
    expect(html).toContain(
      '&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(1)> 😀👩‍👩‍👧 \u202Eтекст\u202C',
    )
    expect(html).not.toMatch(/<script>|<img|javascript:/)
    expect(html).toContain('&lt;b>Имя&lt;/b>')
    expect(html).toMatch(/class="post" dir="auto"/)
  })

  test('a post of a hundred thousand signs is folded, not cut', async () => {
    await record('Очень длинное сообщение. '.repeat(4_000))
    const html = await page('head')
    expect(html).toContain('Показать весь текст: 100000 знаков')
    expect(html.length).toBeGreaterThan(100_000)
  })

  test('the clocks are told with the reason for each, and whose turn it is', async () => {
    await record('Нет воды')
    const html = await page('head')
    expect(html).toContain('Первый ответ')
    expect(html).toContain('Решение')
    expect(html.match(/Почему такой срок/g)?.length).toBeGreaterThanOrEqual(2)
    expect(parsePage(html).querySelector('.holder')?.textContent).toBe('оператор мониторинга')
    expect(parsePage(await page('operator')).querySelector('.holder')?.textContent).toContain('вас')
  })

  test('the history names who, what, before, after and why', async () => {
    const ticketId = await record('Яма на дороге')
    office.clock.pass(600)
    await office.office.tickets.submit(
      await office.signed('operator'),
      classify(ticketId, { block: { from: 'zhkh', to: 'roads' } }, { occurredAt: office.clock.now() }),
    )
    await act('roadsHead', 'refuse_block', { reason: 'Это двор, а не дорога' })
    const history = parsePage(await page('head')).querySelector('.history')?.textContent ?? ''
    expect(history).toContain('Сообщение записано')
    expect(history).toMatch(/Блок: ЖКХ → Дороги/)
    expect(history).toContain('Оператор мониторинга 1')
    expect(history).toContain('Это двор, а не дорога')
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

  test('the head of the administration reads and may only give an order', async () => {
    await record('Нет воды')
    const html = await page('chief')
    const actions = [...parsePage(html).querySelectorAll('.acts-sheet form, .acts-sheet a')].map(
      each => each.getAttribute('action') ?? each.getAttribute('href'),
    )
    expect(actions).toEqual(['/tickets/1/acts/give_order'])
  })

  test('danger words say to call 112, until it was told', async () => {
    await record('В подвале пахнет газом, дышать нечем')
    expect(await page('operator')).toContain('Позвоните 112')
    const html = await act('operator', 'tell_emergency', { to: 'ЕДДС, диспетчер Петрова' })
    expect(html).toContain('Передано в 112 / ЕДДС')
    expect(html).toContain('диспетчер Петрова')
    expect(html).not.toContain('Позвоните 112')
  })

  test('who opened it is seen by the head of the centre and by nobody else', async () => {
    await record('Нет воды')
    await page('operator')
    await page('zhkhHead')
    const html = await page('head')
    expect(parsePage(html).querySelector('.openings')?.textContent).toContain('Заместитель по ЖКХ')
    expect(await page('zhkhHead')).not.toContain('Кто открывал')
  })

  test('a letter stands on each act, and no letter on two of them', async () => {
    await record('Нет воды')
    const keys = [...parsePage(await page('head')).querySelectorAll('[data-key]')].map(each =>
      each.getAttribute('data-key'),
    )
    expect(keys.length).toBeGreaterThan(5)
    expect(new Set(keys).size).toBe(keys.length)
  })
})

describe('an act from a page', () => {
  test('sorting, assigning, preparing and publishing lead to an answered ticket', async () => {
    await record('Нет воды')
    await act('head', 'classify', {
      settlement: 'tsilna',
      place: 'Садовая, 5',
      essence: 'Нет воды третий день',
    })
    const assigned = await act('zhkhHead', 'assign', { to: 'recipient:teploset', note: 'Проверить насос' })
    expect(assigned).toContain('Поручено: МУП «Теплосеть»')
    expect(assigned).toContain('Проверить насос')
    await act('zhkhHead', 'prepare_reply', { kind: 'final', outcome: 'solved', text: 'Воду дали' })
    expect(await page('informer')).toContain('ждёт публикации')
    // Published, it is no longer the information officer's.
    expect(await act('informer', 'publish', { kind: 'final', url: 'https://vk.com/wall-1_2' })).toContain(
      'Карточка № 1 теперь не у вас',
    )
    const html = await page('head')
    expect(html).toContain('Отвечено')
    expect(html).toContain('href="https://vk.com/wall-1_2"')
    expect(html).toContain('Цильна, Садовая, 5')
    expect(html).toContain('Нет воды третий день')
  })

  test('what was just done is told with a way back, and the way back works', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const html = await act('head', 'assign', { to: 'recipient:teploset' })
    expect(parsePage(html).querySelector('.done-line')?.textContent).toMatch(
      /Поручено: МУП «Теплосеть».*Отменить/,
    )
    await act('head', 'undo')
    expect((await ticketOf())?.status).toBe('new')
  })

  test('an executor accepts, asks for a date, and says what is not theirs; then the ticket has left them', async () => {
    await record('Яма')
    await act('head', 'classify', { block: 'roads' })
    await act('head', 'assign', { to: 'recipient:roads-unit' })
    await act('executor', 'accept_assignment')
    expect((await ticketOf())?.status).toBe('in_progress')
    await act('executor', 'request_date', { date: '2026-11-30', reason: 'Ждём асфальт' })
    expect(await page('roadsHead')).toContain('Просит срок до 30 ноября 2026: Ждём асфальт')
    const html = await act('executor', 'decline_assignment', { reason: 'Дорога областная' })
    expect(html).toContain('Карточка № 1 теперь не у вас')
  })

  test('the author is asked, reminded and answers; the clock stands meanwhile', async () => {
    await record('Нет света')
    await act('operator', 'ask_author', { text: 'Какой у вас адрес?' })
    const asked = await page('operator')
    expect(asked).toContain('Спросили автора:')
    expect(asked).toContain('на паузе с')
    expect(await act('operator', 'remind_author')).toContain('напомнили')
    expect(await act('operator', 'record_author_answer', { text: 'Садовая, 3' })).toContain('Садовая, 3')
    expect((await ticketOf())?.status).toBe('new')
  })

  test('a promise is kept under control with its banner, and moved with a reason', async () => {
    await record('Когда починят насос?')
    await act('head', 'classify')
    const promised = await act('head', 'publish', {
      kind: 'final',
      outcome: 'planned',
      promisedDate: '2026-11-25',
      responsible: 'recipient:teploset',
      url: 'https://vk.com/wall-1_2',
    })
    expect(promised).toContain('Обещали до 25 ноября 2026: МУП «Теплосеть»')
    const moved = await act('head', 'report_promise', {
      result: 'moved',
      date: '2026-12-10',
      reason: 'Не привезли насос',
    })
    expect(moved).toContain('Обещали до 10 декабря 2026')
    expect(moved).toContain('переносили: 1')
    expect(await act('head', 'report_promise', { result: 'kept' })).toContain('Закрыто')
  })

  test('a question to the head is shown with the proposal until it is decided', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const asked = await act('zhkhHead', 'put_before_head', {
      question: 'Кому платить?',
      proposal: 'Из резерва',
    })
    expect(asked).toContain('Вынесено на решение руководителя')
    expect(asked).toContain('Из резерва')
    const decided = await act('head', 'decide_question', { decision: 'Платим из резерва' })
    expect(decided).toContain('Решение руководителя принято')
    expect(decided).toContain('Платим из резерва')
  })

  test('a reply goes to approval, comes back with a reason, goes again and is approved by another', async () => {
    await record('Хамят в отделе')
    await act('head', 'classify', { conflict: 'rude_author' })
    await act('head', 'assign', { to: 'recipient:teploset' })
    await act('zhkhHead', 'prepare_reply', { text: 'Разъясняем порядок', kind: 'final' })
    expect((await ticketOf())?.status).toBe('in_approval')
    const own = await open(office, 'zhkhHead', '/tickets/1')
    expect(plain(await own.text())).not.toContain('action="/tickets/1/acts/approve_reply"')
    await act('head', 'return_reply', { reason: 'Назовите срок' })
    expect(await page('zhkhHead')).toContain('Ответ вернули на доработку:')
    await act('zhkhHead', 'prepare_reply', { text: 'Разъясняем порядок и сроки', kind: 'final' })
    await act('head', 'approve_reply')
    expect((await ticketOf())?.status).toBe('to_publish')
  })

  test('similar tickets are offered to join; a declared problem attracts; one answer serves both', async () => {
    await record('На Садовой нет холодной воды третий день')
    await record('Опять нет холодной воды на Садовой!')
    await act('head', 'classify', { settlement: 'tsilna' })
    await act('head', 'classify', { settlement: 'tsilna' }, 2)
    await act('head', 'declare_problem', { readyText: 'Авария, чиним', expectedEnd: '2026-11-16T18:00' })
    const second = await page('head', '/tickets/2')
    expect(second).toContain('Общая проблема: ')
    expect(second).toContain('обещают до 16 ноября 2026, 18:00')
    const joined = await act('head', 'merge', { into: (await ticketOf(1))?.id ?? '' }, 2)
    expect(joined).toContain('Присоединено к № 1')
    expect(await page('head')).toContain('Присоединено сообщений: 1')
    await act('head', 'publish', { kind: 'final', url: 'https://vk.com/wall-1_2' })
    expect(await page('head')).toContain('общий ответ')
  })

  test('one post of two matters becomes two tickets that name each other', async () => {
    await record('Нет воды и яма на дороге')
    const html = await act('operator', 'split', { essence: 'Яма на дороге', block: 'roads' })
    expect(html).toContain('Выделено отсюда')
    const second = await page('head', '/tickets/2')
    expect(second).toContain('Яма на дороге')
    expect(second).toContain('Выделено из')
  })

  test('the word back reopens, and what was rated is shown', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    await act('zhkhHead', 'publish', { kind: 'final', outcome: 'solved', text: 'Воду дали', way: 'phone' })
    const rated = await act('head', 'rate_completeness', { met: ['answers_question', 'names_measure'] })
    expect(rated).toContain('Полнота: 2 из 4')
    const html = await act('head', 'record_satisfaction', { mark: 'not_solved', text: 'Воды так и нет' })
    expect(html).toContain('Автор: не решено')
    expect((await ticketOf())?.status).toBe('reopened')
  })

  test('a person who may not do it gets no form and no act', async () => {
    await record('Нет воды')
    const form = await actForm(office, 'head', 1, 'classify')
    for (const name of ['chief', 'informer'] as const) {
      const path = '/tickets/1/acts/classify'
      const statuses = [
        (await open(office, name, path)).status,
        (await send(office, name, path, form)).status,
      ]
      for (const status of statuses) expect([403, 404], `${name}`).toContain(status)
    }
    expect((await ticketOf())?.sorted).toBeNull()
  })

  test('the same form sent twice is one act', async () => {
    const ticketId = await record('Нет воды')
    await act('head', 'classify')
    const form = { ...(await actForm(office, 'head', 1, 'assign')), to: 'recipient:teploset' }
    for (let time = 0; time < 2; time++) {
      const response = await send(office, 'head', '/tickets/1/acts/assign', form)
      expect(response.status).toBe(303)
    }
    const { entries } = await office.office.tickets.history(await office.signed('head'), ticketId)
    expect(entries.filter(({ fact }) => fact.type === 'assigned')).toHaveLength(1)
  })

  test('a fault stands at its field and takes the focus; what was typed stays', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const response = await doAct(office, 'head', 1, 'publish', {
      kind: 'final',
      outcome: 'planned',
      url: 'https://vk.com/wall-1_2',
      text: 'Дорогой мой ответ',
    })
    const document = parsePage(await response.text())
    expect(response.status).toBe(422)
    const faulty = document.querySelector('[aria-invalid="true"]')
    expect(faulty?.hasAttribute('autofocus')).toBe(true)
    const described = faulty?.getAttribute('aria-describedby')?.split(' ')[0] ?? ''
    expect(document.getElementById(described)?.textContent).toBeTruthy()
    expect(document.querySelector('textarea[name="text"]')?.textContent).toBe('Дорогой мой ответ')
    expect(document.querySelector('form.act')?.hasAttribute('data-draft-failed')).toBe(true)
  })

  test('nothing is chosen for a person: an executor has to be named', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const response = await doAct(office, 'head', 1, 'assign')
    expect(response.status).toBe(422)
  })

  test('a form from another site changes nothing', async () => {
    await record('Нет воды')
    const form = await actForm(office, 'head', 1, 'classify')
    const response = await send(office, 'head', '/tickets/1/acts/classify', form, 'https://evil.example')
    expect(response.status).toBe(403)
    expect(await response.text()).toContain('Форма пришла с чужой страницы')
    expect((await ticketOf())?.sorted).toBeNull()
  })

  test('a form that is too large is told so', async () => {
    await record('Нет воды')
    const response = await send(office, 'head', '/tickets/1/acts/prepare_reply', {
      text: 'я'.repeat(400_000),
    })
    expect(response.status).toBe(413)
    expect(await response.text()).toContain('Слишком большой текст')
  })

  test('a hand-made form with a broken id is refused in words', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const response = await doAct(office, 'head', 1, 'assign', { commandId: 'x', to: 'recipient:teploset' })
    expect(response.status).toBe(422)
    expect(parsePage(await response.text()).querySelector('.notice.overdue')?.textContent).toBeTruthy()
  })

  test('a photo that comes with an answer is kept with the ticket; what is no photo is told at its field', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const form = { ...(await actForm(office, 'head', 1, 'prepare_reply')), text: 'Сделано', kind: 'final' }
    const post = async (file: File) => {
      const body = new FormData()
      for (const [name, value] of Object.entries(form))
        for (const each of [value].flat()) body.append(name, each)
      body.set('commandId', uuid())
      body.append('files.upload', file)
      return sendMultipart('head', '/tickets/1/acts/prepare_reply', body)
    }
    const bad = await post(new File(['<html>'], 'page.html'))
    expect(bad.status).toBe(422)
    expect(plain(await bad.text())).toContain('Такой файл сервер не принимает')
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0])
    const good = await post(new File([png], 'колодец.png', { type: 'image/png' }))
    expect(good.status).toBe(303)
    expect(await page('head')).toContain('колодец.png')
  })
})

async function sendMultipart(name: PersonName, path: string, body: FormData): Promise<Response> {
  return office.app.request(path, {
    method: 'POST',
    headers: { cookie: await cookieOf(office, name), origin: 'http://localhost' },
    body,
  })
}

describe('two people on one ticket', () => {
  test('different fields merge without a question', async () => {
    await record('Нет воды')
    const mine = await actForm(office, 'head', 1, 'classify')
    await act('operator', 'classify', { settlement: 'tsilna' })
    const response = await send(office, 'head', '/tickets/1/acts/classify', { ...mine, place: 'Полевая, 1' })
    expect(response.status).toBe(303)
    const html = await page('head')
    expect(html).toContain('Цильна, Полевая, 1')
  })

  test('the same field is asked about, both values shown, nothing typed lost; the choice is kept', async () => {
    await record('Нет воды')
    const mine = {
      ...(await actForm(office, 'head', 1, 'classify')),
      block: 'health',
      place: 'Полевая, 1',
      essence: 'Моя суть',
    }
    await act('operator', 'classify', { block: 'roads', place: 'Садовая, 5' })
    const path = '/tickets/1/acts/classify'
    const asked = await send(office, 'head', path, mine)
    expect(asked.status).toBe(409)
    const html = plain(await asked.text())
    const conflicts = [...parsePage(html).querySelectorAll('.conflict')].map(each => each.textContent)
    expect(conflicts).toHaveLength(2)
    expect(conflicts.join()).toContain('ваше: Полевая, 1')
    expect(conflicts.join()).toContain('другого человека: Садовая, 5')
    expect(html).toContain('Моя суть')
    const chosen = { 'pick.block': 'theirs', 'pick.place': 'mine' }
    const sent = await send(office, 'head', path, { ...fieldsOf(html, path), ...chosen })
    expect(sent.status).toBe(303)
    const after = await page('head')
    expect(await ticketOf()).toMatchObject({ block: 'roads' })
    expect(after).toContain('Полевая, 1')
    expect(after).toContain('Моя суть')
  })

  test('an answer that a colleague wrote meanwhile is not overwritten by mine, and mine is not lost', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const mine = { ...(await actForm(office, 'zhkhHead', 1, 'prepare_reply')), text: 'Мой длинный ответ' }
    await act('head', 'prepare_reply', { text: 'Ответ коллеги', kind: 'final' })
    const asked = await send(office, 'zhkhHead', '/tickets/1/acts/prepare_reply', mine)
    const html = plain(await asked.text())
    expect(asked.status).toBe(409)
    expect(html).toContain('Мой длинный ответ')
    expect(html).toContain('Ответ коллеги')
  })

  test('an act that is no longer possible is refused in words, with what was typed', async () => {
    await record('Нет воды')
    await act('head', 'classify')
    const mine = { ...(await actForm(office, 'zhkhHead', 1, 'prepare_reply')), text: 'Мой ответ' }
    await act('head', 'publish', { kind: 'final', url: 'https://vk.com/wall-1_2' })
    const late = await send(office, 'zhkhHead', '/tickets/1/acts/prepare_reply', mine)
    const html = plain(await late.text())
    expect(late.status).toBe(422)
    expect(html).toContain('уже опубликован окончательный ответ')
    expect(html).toContain('Мой ответ')
  })
})
