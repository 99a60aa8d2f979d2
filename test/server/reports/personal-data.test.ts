/** A citizen's data in words that people type: none goes out in a report, and none keeps the reports from going out. */
import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { capture, openOffice, type PersonName, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { plain } from '../pages/form-page.ts'
import { open, send } from '../pages/sample-office.ts'

const text = (html: string) => plain(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '))
const week = weekOf('2026-11-20', { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function wrote(name: string, at: string, more: object = {}) {
  office.clock.set(at)
  const source = sourceDraft({ key: `vk:wall-1_${uuid()}`, author: { name, url: null, id: uuid() } })
  const outcome = await office.office.tickets.submit(
    await office.signed('operator'),
    capture({ ticketId: uuid(), occurredAt: at, source, ...more }),
  )
  expect(outcome.outcome).toBe('accepted')
}

const done = (status: number) => ({ status, words: '' })
/** The status, and of a refusal what the page says. */
async function act(what: string, of: string, fields: Record<string, string> = {}, who: PersonName = 'head') {
  const response = await send(office, who, what.replace('?', `?${of}`), fields)
  return response.status === 303 ? done(303) : { status: response.status, words: text(await response.text()) }
}
const note = (what: string, of: string, fields?: Record<string, string>, who?: PersonName) =>
  act(`/reports/note/${what}?`, `week=${of}`, fields, who)

describe('the name of an author', () => {
  test.each(['indicators', 'targets'] as const)(
    'does not go out in the report «%s»',
    async kind => {
      await wrote('Пелагея Незабудкина', '2026-11-20T06:00:00.000Z')
      office.clock.set('2026-12-20T06:00:00.000Z')
      const of = kind === 'indicators' ? 'month=2026-11' : 'year=2026'
      const written = { section: 'proposals', text: 'Вопрос Пелагеи Незабудкиной решён' }
      expect(await act(`/reports/${kind}/written?`, of, written)).toEqual(done(303))
      const refused = await act(`/reports/${kind}/checked?`, of)
      expect(refused.status).toBe(422)
      expect(refused.words).toContain('Уберите имя автора сообщения')
      expect(refused.words).toContain('Должностное лицо назовите по должности')

      // The way out.
      await act(`/reports/${kind}/written?`, of, { ...written, text: 'Вопрос решён' })
      expect(await act(`/reports/${kind}/checked?`, of)).toEqual(done(303))
    },
    60_000,
  )

  test('is found in the note also where its author wrote in another week', async () => {
    await wrote('Пелагея Незабудкина', '2026-06-17T06:00:00.000Z')
    await wrote('Анна Смирнова', '2026-11-20T06:00:00.000Z')
    office.clock.set('2026-11-26T06:00:00.000Z')
    await note('written', '2026-11-19', { section: 'solved', text: 'Помогли Незабудкиной П.' })
    const refused = await note('checked', '2026-11-19')
    expect(refused.status).toBe(422)
    expect(refused.words).toContain('Уберите имя автора сообщения')
    expect(refused.words).not.toContain('Анна Смирнова')
  }, 60_000)

  test('does not stop the note where a group is called as a settlement, also if the head writes of the settlement', async () => {
    const place = { settlement: 'bolshoe_nagatkino', subtopic: 'zhkh.water_off' }
    await wrote('Большое Нагаткино', '2026-11-20T06:00:00.000Z', place)
    office.clock.set('2026-11-26T12:40:00.000Z')
    await note('written', '2026-11-19', { section: 'main', text: 'В Большом Нагаткине меняют насос.' })
    const { words } = await note('checked', '2026-11-19')
    expect(words).toBe('')
    const report = await office.office.reports.find('note', week)
    const shown = JSON.stringify((await office.office.reports.fixed(report))?.document)
    expect(shown).toContain('Большое Нагаткино')
  }, 60_000)

  test('is refused in the chief’s order and in the report on it, while they can be mended', async () => {
    await wrote('Анна Смирнова', '2026-11-13T06:00:00.000Z')
    office.clock.set('2026-11-19T06:00:00.000Z')
    for (const what of ['checked', 'approved']) expect(await note(what, '2026-11-12')).toEqual(done(303))
    const order = {
      line: 'Решено',
      text: 'Ответить Анне Смирновой лично',
      to: `person:${office.idOf('head')}`,
      dueOn: '2026-12-20',
    }
    const refused = await note('ordered', '2026-11-12', order, 'chief')
    expect(refused.status).toBe(422)
    expect(refused.words).toContain('Уберите имя автора сообщения')
    const settled = { ...order, text: 'Ответить автору лично' }
    expect(await note('ordered', '2026-11-12', settled, 'chief')).toEqual(done(303))
    const { settings } = await office.signed('head')
    const [given] = await office.office.reportOrders.list(settings, week.from)
    const report = (result: string) => act(`/reports/orders/${given?.id}/done?`, '', { result })
    expect((await report('Смирнова Анна довольна')).status).toBe(422)
    expect((await report('Автору ответили')).status).toBe(303)
    office.clock.set('2026-11-26T06:00:00.000Z')
    expect(await note('checked', '2026-11-19')).toEqual(done(303))
  }, 60_000)

  test('in an order given before its author wrote keeps no later note from going out, and does not stand in it', async () => {
    office.clock.set('2026-11-19T06:00:00.000Z')
    for (const what of ['checked', 'approved']) expect(await note(what, '2026-11-12')).toEqual(done(303))
    const order = {
      line: 'Решено',
      text: 'Ответить Анне Смирновой лично',
      to: `person:${office.idOf('head')}`,
      dueOn: '2026-12-20',
    }
    expect(await note('ordered', '2026-11-12', order, 'chief')).toEqual(done(303))
    await wrote('Анна Смирнова', '2026-11-20T06:00:00.000Z')
    for (const [now, first] of [
      ['2026-11-26T06:00:00.000Z', '2026-11-19'],
      ['2026-12-10T06:00:00.000Z', '2026-12-03'],
    ] as const) {
      office.clock.set(now)
      expect(await note('checked', first)).toEqual(done(303))
      const period = weekOf(first, { zone: week.zone, firstWeekday: 4 })
      const fixed = await office.office.reports.fixed(await office.office.reports.find('note', period))
      const shown = JSON.stringify(fixed?.document)
      expect(shown).not.toContain('Смирновой')
      expect(shown).toContain('текст в системе, в нём данные жителя')
    }
  }, 60_000)

  test('is refused in a summary and in the journal of requests, in words', async () => {
    await wrote('Анна Смирнова', '2026-11-20T06:00:00.000Z')
    const summary = await act(
      '/summary/save?',
      'week=2026-11-19',
      { proposals: 'Анна Смирнова просит насос', act: 'save' },
      'zhkhHead',
    )
    expect(summary.status).toBe(422)
    expect(summary.words).toContain('Уберите имя автора сообщения')
    const by = await office.signed('head')
    const request = {
      fromWhom: 'Правительство области',
      number: '17',
      receivedOn: '2026-11-20',
      dueOn: '2026-11-30',
      subject: 'О жалобе Смирновой Анны',
    }
    const { reportRequests } = office.office
    expect(await reportRequests.add(by, request)).toMatchObject({ code: 'personal-data' })
    expect(await reportRequests.add(by, { ...request, subject: 'О жалобах на воду' })).toBeUndefined()
    const [asked] = await reportRequests.list()
    const answer = (words: string) => reportRequests.answer(by, asked?.id ?? '', '2026-11-21', words)
    expect(await answer('Отправлено, тел. 8 (84231) 2-34-56')).toMatchObject({ code: 'personal-data' })
    expect(await answer('Отправлено, исх. № 57 от 21.11.2026')).toBeUndefined()
  }, 60_000)

  test('does not leave in the file of a draft', async () => {
    await wrote('Пелагея Незабудкина', '2026-06-17T06:00:00.000Z')
    office.clock.set('2026-11-26T06:00:00.000Z')
    const draft = () => open(office, 'head', '/reports/note/draft.docx?week=2026-11-19')
    for (const words of ['Помогли: Пелагея Незабудкина', 'Звонить 2-34-56']) {
      await note('written', '2026-11-19', { section: 'main', text: words })
      const refused = await draft()
      expect(refused.headers.get('content-disposition')).toBeNull()
      expect(refused.status).toBeGreaterThanOrEqual(400)
      expect(text(await refused.text())).toMatch(/Черновик не составлен.*Уберите/)
    }
    await note('written', '2026-11-19', { section: 'main', text: 'Помогли' })
    expect((await draft()).headers.get('content-disposition')).toContain('.docx')
  }, 60_000)

  test('is shown at the erasure where it stands in an order or in a request, and goes where it is chosen', async () => {
    office.clock.set('2026-11-19T06:00:00.000Z')
    for (const what of ['checked', 'approved']) expect(await note(what, '2026-11-12')).toEqual(done(303))
    const order = {
      line: 'Решено',
      text: 'Ответить Анне Смирновой лично',
      to: `person:${office.idOf('head')}`,
      dueOn: '2026-12-20',
    }
    expect(await note('ordered', '2026-11-12', order, 'chief')).toEqual(done(303))
    const by = await office.signed('head')
    const dates = { receivedOn: '2026-11-20', dueOn: '2026-11-30' }
    const request = { fromWhom: 'Прокуратура', number: '17', ...dates, subject: 'О жалобе Смирновой А.' }
    expect(await office.office.reportRequests.add(by, request)).toBeUndefined()
    const author = { channel: 'vk', id: '77', url: 'https://vk.com/id77' } as const
    const { channel, ...account } = author
    await wrote('Анна Смирнова', '2026-11-20T06:00:00.000Z', {
      source: sourceDraft({ key: 'vk:wall-1_57', channel, author: { name: 'Анна Смирнова', ...account } }),
    })
    const path = `/erasure?author=${encodeURIComponent(author.url)}`
    const shown = text(await (await open(office, 'head', path)).text())
    expect(shown).toContain('Отчёты и запросы, где назван автор')
    expect(shown).toContain('Поручение Главы по отчёту: Ответить Анне Смирновой лично')
    expect(shown).toContain('Журнал запросов: О жалобе Смирновой А.')
    expect(shown).toContain('Утверждённые отчёты и их файлы остаются такими, какими их утвердили')

    const [found] = await office.office.erasure.find(by, author.url)
    const chosen = found?.remnants.filter(({ role }) => role === 'line_order') ?? []
    await office.office.erasure.erase(
      by,
      author,
      chosen.map(({ contentId }) => contentId),
    )
    const [given] = await office.office.reportOrders.list(by.settings, week.from)
    expect(given).toMatchObject({ line: 'Решено', text: 'Текст удалён по требованию автора сообщения.' })
    // What was not chosen stays.
    const [asked] = await office.office.reportRequests.list()
    expect(asked?.subject).toBe(request.subject)
  }, 60_000)
})
