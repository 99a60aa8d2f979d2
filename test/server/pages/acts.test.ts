/** Each act through the form of its page, by a person whose right it is: accepted, and told on the ticket's page. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { ActType } from '../../../shared/acts/contract.ts'
import { capture, openOffice, type PersonName, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { actForm, doAct, type Fields, parsePage, plain } from './form-page.ts'
import { open, send } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function record(text = 'Нет воды', given: Parameters<typeof capture>[0] = {}) {
  const command = capture({ source: sourceDraft({ text }), occurredAt: office.clock.now(), ...given })
  const outcome = await office.office.tickets.submit(await office.signed('operator'), command)
  expect(outcome.outcome).toBe('accepted')
}

/** What the ticket's page says after the act. */
async function act(name: PersonName, type: ActType, changes: Fields = {}, number = 1): Promise<string> {
  office.clock.pass(60)
  const response = await doAct(office, name, number, type, changes)
  const faults = parsePage(await response.clone().text()).querySelector('main')?.textContent ?? ''
  expect(response.status, `${type}: ${faults}`).toBe(303)
  const html = await (await open(office, 'head', `/tickets/${number}`)).text()
  return plain(parsePage(html).querySelector('main')?.textContent ?? '')
}

const organisation = async () => {
  const { settings } = await office.signed('head')
  const found = settings.outsideOrganisations[0]
  if (found === undefined) throw new Error('The settings have no outside organisation')
  return found
}

describe('an act of daily life', () => {
  test('an outside organisation is awaited, answers, and the ticket goes on', async () => {
    await record()
    await act('head', 'classify')
    const { id, title } = await organisation()
    const waiting = await act('zhkhHead', 'await_outside', {
      organisation: id,
      until: '2026-11-20',
      text: 'Запросили сроки',
    })
    expect(waiting).toContain(`Ждём до 20 ноября 2026: ${title}`)
    expect(waiting).toContain('Запросили сроки')
    expect(await act('zhkhHead', 'record_outside_answer', { text: 'Включат завтра' })).toContain(
      'Включат завтра',
    )
  })

  test('what is not the district’s leaves with number, date and the words to the citizen', async () => {
    await record()
    await act('head', 'classify')
    const { id, title } = await organisation()
    const left = await act('zhkhHead', 'transfer', {
      organisation: id,
      way: 'letter',
      outgoingNumber: '12-04/77',
      text: 'Вам ответит сетевая организация',
      url: 'https://vk.com/wall-1_2',
    })
    expect(left).toContain(`Передано: ${title}`)
    expect(left).toContain('исх. № 12-04/77')
  })

  test('no answer is needed, with a reason; it can be taken up again', async () => {
    await record('Купите слона')
    expect(await act('operator', 'reject', { reason: 'spam' })).toContain(
      'Не требует ответа: реклама или спам',
    )
    expect(await act('head', 'reopen', { reason: 'wrong_answer', text: 'Это не реклама' })).toContain(
      'Возобновлено',
    )
  })

  test('no answer is possible, with a reason', async () => {
    await record()
    await act('head', 'classify')
    const html = await act('head', 'mark_impossible', { reason: 'comments_closed', text: 'Закрыли вчера' })
    expect(html).toContain('Ответить невозможно: комментарии закрыты')
  })

  test('a rumour is checked', async () => {
    await record('Говорят, школу закроют', { kind: 'rumour' })
    await act('head', 'classify')
    const html = await act('head', 'check_fact', { result: 'refuted', text: 'Начальник отдела: не закроют' })
    expect(html).toContain('Проверка факта: опровергнуто')
  })

  test('a message becomes an appeal only with number and date', async () => {
    await record()
    const html = await act('head', 'register_appeal', { number: '15-К', date: '2026-11-16' })
    expect(html).toContain('№ 15-К от 16 ноября 2026')
  })

  test('a term is extended with a reason and a notice to the citizen', async () => {
    await record()
    await act('head', 'classify')
    const html = await act('zhkhHead', 'extend', {
      until: '2026-12-30',
      reason: 'Ждём заключение',
      noticeWay: 'published',
      noticeDate: '2026-11-16',
    })
    expect(html).toContain('Ждём заключение')
    expect(html).toMatch(/Решение.*30 декабря 2026/)
  })

  test('the chief gives an order, and it is reported on', async () => {
    await record()
    await act('head', 'classify')
    const given = await act('chief', 'give_order', {
      to: 'recipient:teploset',
      text: 'Разобраться лично',
      dueOn: '2026-11-20',
    })
    expect(given).toContain('Поручения Главы')
    expect(given).toContain('Доклада ещё нет')
    expect(await act('head', 'report_order', { text: 'Разобрались' })).toContain('Доложено: Разобрались')
  })

  test('a note is for colleagues', async () => {
    await record()
    expect(await act('operator', 'add_note', { text: 'Звонила дважды' })).toContain('Звонила дважды')
  })

  test('the kind of a reply is changed with a reason, and an answered ticket is closed', async () => {
    await record()
    await act('head', 'classify')
    await act('head', 'publish', { kind: 'first', url: 'https://vk.com/wall-1_2' })
    const view = await office.office.tickets.find(await office.signed('head'), { number: 1 })
    const reply = view?.ticket.replies[0]?.replyId ?? ''
    expect(
      await act('head', 'change_reply_kind', { reply, kind: 'final', reason: 'Ответ полный' }),
    ).toContain('Отвечено')
    expect(await act('head', 'close')).toContain('Закрыто: ответ дан, вопросов нет')
  })

  test('joined, answered apart, parted; a problem ends; a split is undone', async () => {
    for (const text of ['Нет воды на Садовой', 'Нет воды на Садовой тоже', 'И у нас нет воды на Садовой'])
      await record(text, { settlement: 'tsilna' })
    await act('head', 'declare_problem', { readyText: 'Авария' })
    const into =
      (await office.office.tickets.find(await office.signed('head'), { number: 1 }))?.ticket.id ?? ''
    await act('head', 'merge', { into }, 2)
    await act('head', 'merge', { into }, 3)
    expect(await act('head', 'reply_joined', { way: 'not_needed', text: 'Тот же автор' }, 2)).toContain(
      'Ответ не нужен',
    )
    expect(await act('head', 'unmerge', {}, 3)).toContain('Новое, не разобрано')
    expect(await act('head', 'end_problem')).toContain('Общая проблема устранена')
    await act('head', 'split', { essence: 'И света нет', block: 'energy' }, 3)
    expect(await act('head', 'undo_split', {}, 4)).toContain('Запись отменена')
  })

  test('a complaint says so, and goes past whom it is about', async () => {
    await record('Заместитель по ЖКХ нахамил')
    const html = await act('head', 'classify', {
      complaint: 'yes',
      complaintPeople: [office.idOf('zhkhHead')],
    })
    expect(html).toContain('Жалоба на действия должностного лица: Заместитель по ЖКХ')
    expect((await open(office, 'zhkhHead', '/tickets/1')).status).toBe(404)
  })

  test('what is not the district’s by its topic says whose it is, with the words for the citizen', async () => {
    const { settings } = await office.signed('head')
    const subtopic = settings.subtopics.find(each => each.competence !== 'district')
    if (subtopic === undefined) throw new Error('Every subtopic is the district’s')
    await record('Чужое дело', { block: subtopic.block, subtopic: subtopic.id })
    await act('head', 'classify')
    const html = plain(await (await open(office, 'head', '/tickets/1')).text())
    expect(html).toContain('Не компетенция района')
    expect(html).toContain('href="/tickets/1/acts/transfer"')
  })
})

test('what was written on a ticket that left meanwhile comes back to be copied, and nothing of the ticket', async () => {
  await record('Нет воды на Садовой')
  await act('head', 'classify')
  const fields = await actForm(office, 'zhkhHead', 1, 'add_note')
  await act('head', 'classify', { block: 'roads', subtopic: '' })
  const answer = await send(office, 'zhkhHead', '/tickets/1/acts/add_note', {
    ...fields,
    text: 'Мастер выехал, к вечеру сделает.',
  })
  expect(answer.status).toBe(409)
  const html = await answer.text()
  expect(html).toContain('Мастер выехал, к вечеру сделает.')
  expect(html).not.toContain('Садовой')
})
