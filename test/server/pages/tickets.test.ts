import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import {
  assign,
  capture,
  classify,
  openOffice,
  type PersonName,
  publish,
  sourceDraft,
  type TestOffice,
} from '../office-for-tests.ts'
import { doAct, parsePage, plain } from './form-page.ts'
import { open, send } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const submit = async (name: PersonName, command: unknown) => {
  const outcome = await office.office.tickets.submit(await office.signed(name), command)
  expect(outcome.outcome).toBe('accepted')
}

async function record(text: string, given: Parameters<typeof capture>[0] = {}, author = 'Житель') {
  const source = sourceDraft({ text, author: { name: author, url: null, id: author } })
  const command = capture({ source, occurredAt: office.clock.now(), ...given })
  await submit('operator', command)
  return command.ticketId
}

async function queue(name: PersonName, query = '') {
  const response = await open(office, name, `/tickets${query}`)
  const html = plain(await response.text())
  const document = parsePage(html)
  return {
    html,
    numbers: [...document.querySelectorAll('[data-row] .row-link')].map(each => Number(each.textContent)),
    groups: [...document.querySelectorAll('tr.group')].map(each => each.textContent?.trim() ?? ''),
    tabs: [...document.querySelectorAll('.queue-tabs a')].map(each => each.textContent?.trim() ?? ''),
    counts: document.querySelector('.headline .quiet')?.textContent ?? '',
  }
}

describe('the queue', () => {
  test('opens on what is mine; the tabs say how much there is of each', async () => {
    await record('Нет воды')
    const roads = await record('Яма', { block: 'roads' })
    await submit('head', classify(roads, {}))
    expect(await queue('operator')).toMatchObject({ numbers: [1], tabs: ['У меня 1', 'Все 2'] })
    expect(await queue('roadsHead')).toMatchObject({
      numbers: [2],
      tabs: ['У меня 1', 'Мои блоки 1', 'Все 1'],
    })
    expect((await queue('head')).numbers).toEqual([])
    expect((await queue('head', '?tab=all')).numbers).toEqual([1, 2])
  })

  test('stands in groups of urgency, the most urgent first', async () => {
    const late = await record('Нет воды')
    await submit('head', classify(late, {}))
    office.clock.set('2026-11-18T10:00:00.000Z')
    await record('Новое сообщение')
    const answered = await record('Спасибо за ответ')
    await submit('head', classify(answered, {}, { occurredAt: office.clock.now() }))
    await submit('head', publish(answered, { kind: 'first' }, { occurredAt: office.clock.now() }))
    const { groups, numbers } = await queue('head', '?tab=all')
    expect(groups[0]).toMatch(/Просрочено 1$/)
    expect(numbers[0]).toBe(1)
    expect(groups.at(-1)).toMatch(/Позже \d$/)
  })

  test('narrows by block, kind, channel, settlement, recipient, state and level', async () => {
    const water = await record('Нет воды', { settlement: 'tsilna' })
    await record('Спасибо дорожникам, но вопрос', { block: 'roads', kind: 'question' })
    await submit('head', classify(water, {}))
    await submit('head', assign(water, 'teploset'))
    const found = async (query: string) => (await queue('head', `?tab=all&${query}`)).numbers.toSorted()
    expect(await found('block=roads')).toEqual([2])
    expect(await found('kind=question')).toEqual([2])
    expect(await found('channel=vk')).toEqual([1, 2])
    expect(await found('channel=phone')).toEqual([])
    expect(await found('settlement=tsilna')).toEqual([1])
    expect(await found('recipient=teploset')).toEqual([1])
    expect(await found('status=assigned')).toEqual([1])
    expect(await found('level=overdue')).toEqual([])
    expect(await found('text=%E2%84%96%202')).toEqual([2])
    expect(await found('text=%D0%B2%D0%BE%D0%B4%D1%8B')).toEqual([1])
  })

  test('what lies before the head stands first and has a filter of its own', async () => {
    const water = await record('Нет воды')
    await record('Нет света')
    await submit('head', classify(water, {}))
    await doAct(office, 'zhkhHead', 1, 'put_before_head', { question: 'Чьи деньги?' })
    expect((await queue('head')).groups[0]).toMatch(/Вынесено на решение 1$/)
    expect((await queue('head', '?tab=all&before_head=yes')).numbers).toEqual([1])
  })

  test('an ended ticket is found by words, and stands apart', async () => {
    const water = await record('Нет воды')
    await submit('head', classify(water, {}))
    await submit('head', publish(water))
    expect((await queue('head', '?tab=all')).numbers).toEqual([])
    const { numbers, groups } = await queue('head', '?tab=all&text=1')
    expect(numbers).toEqual([1])
    expect(groups[0]).toMatch(/Отвечено 1$/)
  })

  test('a head of several blocks sees them in one view, with a count of each', async () => {
    for (const block of ['zhkh', 'energy', 'roads'] as const) {
      const ticketId = await record('Беда', { block })
      await submit('head', classify(ticketId, {}))
    }
    const { html, numbers } = await queue('zhkhHead', '?tab=blocks')
    expect(numbers).toEqual([1, 2])
    expect(parsePage(html).querySelector('.block-counts')?.textContent).toMatch(/ЖКХ 1.* 1/)
  })

  test('tickets, messages and authors are three numbers', async () => {
    await record('Нет воды на Садовой', {}, 'Первый')
    await record('И у нас нет воды', {}, 'Второй')
    await record('Где вода?', {}, 'Второй')
    const into = await office.office.tickets.find(await office.signed('head'), { number: 1 })
    await doAct(office, 'head', 2, 'merge', { into: into?.ticket.id ?? '' })
    expect((await queue('head', '?tab=all')).counts).toMatch(/^3 карточки · 3 сообщения · 2 автора/)
  })

  test('what came over the days off is one list', async () => {
    office.clock.set('2026-11-20T09:00:00.000Z')
    await record('Пятница днём')
    office.clock.set('2026-11-21T09:00:00.000Z')
    await record('Суббота')
    office.clock.set('2026-11-22T20:30:00.000Z')
    await record('Ночь на понедельник')
    office.clock.set('2026-11-23T06:00:00.000Z')
    await record('Понедельник утром')
    expect((await queue('head', '?tab=all&weekend=yes')).numbers.toSorted()).toEqual([2, 3])
  })

  test('a complaint is not in the queue of whom it is about, nor counted there', async () => {
    const ticketId = await record('Заместитель по ЖКХ нахамил')
    const personIds = [office.idOf('zhkhHead')]
    await submit(
      'head',
      classify(ticketId, { complaint: { from: null, to: { personIds, recipientIds: [] } } }),
    )
    expect(await queue('zhkhHead', '?tab=all')).toMatchObject({
      numbers: [],
      tabs: expect.arrayContaining(['Все 0']),
    })
    expect((await queue('head')).numbers).toEqual([1])
  })
})

describe('the page of the one on duty', () => {
  test('says who is on duty, lists what is urgent, and only the one on duty hands over', async () => {
    await record('Пожар на подстанции', { urgent: true })
    const html = plain(await (await open(office, 'head', '/duty')).text())
    expect(html).toContain('Сейчас никто не дежурит')
    expect(html).toContain('Срочные: 1')
    expect((await send(office, 'operator', '/duty/hand-over', {})).status).toBe(403)
  })

  test('«Сдать дежурство» ends the shift and its rights at once', async () => {
    await submit('head', classify(await record('Яма', { block: 'roads' }), {}))
    const shift = {
      id: 'day',
      personId: office.idOf('zhkhHead'),
      from: '2026-11-16T05:00:00.000Z',
      to: '2026-11-16T20:00:00.000Z',
      handedOverAt: null,
    }
    const saved = await office.office.settings.change(await office.signed('head'), null, settings => ({
      ...settings,
      dutyShifts: [shift],
    }))
    expect(saved.outcome).toBe('changed')
    expect((await queue('zhkhHead', '?tab=all')).numbers).toEqual([1])
    expect(plain(await (await open(office, 'zhkhHead', '/duty')).text())).toContain('Сдать дежурство')

    const handedOver = await send(office, 'zhkhHead', '/duty/hand-over', {})
    expect(handedOver.status).toBe(303)
    expect(handedOver.headers.get('location')).toBe('/duty')
    const after = plain(await (await open(office, 'zhkhHead', '/duty')).text())
    expect(after).toContain('Сейчас никто не дежурит')
    expect(after).not.toContain('Сдать дежурство')
    expect((await queue('zhkhHead', '?tab=all')).numbers).toEqual([])
    expect((await open(office, 'zhkhHead', '/tickets/1')).status).toBe(404)
    expect((await send(office, 'zhkhHead', '/duty/hand-over', {})).status).toBe(403)
  })

  test('what happened by itself is told to the head until it is understood', async () => {
    const ticketId = await record('Нет воды')
    await submit('head', classify(ticketId, {}))
    office.clock.set('2026-12-20T06:00:00.000Z')
    await office.office.jobs.tick()
    const before = plain(await (await open(office, 'head', '/')).text())
    expect(before).toMatch(/на решение вынесено/i)
    expect(plain(await (await open(office, 'zhkhHead', '/duty')).text())).not.toContain('Понятно')
    const ids = [...parsePage(before).querySelectorAll('form[action="/duty/digests"] [name="id"]')]
    const understood = await send(office, 'head', '/duty/digests', {
      id: ids.map(each => each.getAttribute('value') ?? ''),
      back: 'report',
    })
    expect(understood.headers.get('location')).toBe('/')
    expect(plain(await (await open(office, 'head', '/')).text())).not.toContain('Понятно')
  })
})
