import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../../server/pages/index.ts'
import type { Settings } from '../../../../shared/policy/settings.ts'
import {
  assign,
  capture,
  openOffice,
  type PersonName,
  publish,
  type TestOffice,
} from '../../office-for-tests.ts'
import { cookieOf, open, send } from '../sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

const settings = async (): Promise<Settings> => (await office.signed('head')).settings
const post = (path: string, fields: Record<string, string | string[]>, name: PersonName = 'head') =>
  send(office, name, `/settings/${path}`, fields)
const plain = async (response: Response) => (await response.text()).replaceAll('\u00a0', ' ')

/** The value of a hidden field, as a browser would send it. */
function hidden(html: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? ''
  return value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}

describe('a list is kept entry by entry', () => {
  test('a recipient is added, renamed and removed; its id is made of the title and stays', async () => {
    expect((await post('recipients/new', { title: 'Отдел архитектуры', kind: 'unit' })).status).toBe(303)
    const added = (await settings()).recipients.at(-1)
    expect(added).toEqual({ id: 'otdel_arkhitektury', title: 'Отдел архитектуры', kind: 'unit' })
    await post(`recipients/${added?.id}`, { title: 'Отдел градостроительства', kind: 'institution' })
    expect((await settings()).recipients.at(-1)).toEqual({
      id: 'otdel_arkhitektury',
      title: 'Отдел градостроительства',
      kind: 'institution',
    })
    const removed = await post(`recipients/${added?.id}/remove`, {})
    expect(await removed.text()).toContain('Вернуть')
    expect((await settings()).recipients).toHaveLength(3)
  })

  test('what was taken away comes back to its place with one button', async () => {
    const before = (await settings()).recipients
    const html = await (await post('recipients/nagatkino/remove', {})).text()
    expect((await settings()).recipients).toHaveLength(2)
    const back = await post('recipients/restore', { row: hidden(html, 'row'), at: hidden(html, 'at') })
    expect(back.status).toBe(303)
    expect((await settings()).recipients).toEqual(before)
  })

  test('a broken way back is no way in', async () => {
    expect((await post('recipients/restore', { row: '{"id":"x"}', at: '0' })).status).toBe(404)
    expect((await post('recipients/restore', { row: 'x', at: 'y' })).status).toBe(404)
  })

  test('an account, an outside organisation, a subtopic, a settlement, a route', async () => {
    await post('accounts/new', {
      title: 'Телеграм-канал района',
      network: 'telegram',
      ownerId: '−1845000001',
      url: 'https://t.me/cilna',
      publishers: [office.idOf('informer'), 'nobody'],
    })
    await post('organisations/new', {
      title: 'Ульяновскэнерго',
      phone: '8 800 220-0-220',
      contact: 'диспетчер',
      url: '',
      'subtopic-0': '',
      'text-0': 'За электросети отвечает «Ульяновскэнерго», телефон 8 800 220-0-220.',
    })
    await post('subtopics/new', {
      title: 'Нет света на улице',
      block: 'energy',
      keywords: 'нет свет*^2\nФонарь\n\nне горит фонар*',
      competence: 'region',
      outside: 'ulyanovskenergo',
      urgent: 'yes',
      approval: 'yes',
    })
    await post('settlements/new', { title: 'Новая Воля', aliases: 'Н. Воля\nНовая воля', verified: 'yes' })
    await post('routes/new', {
      subtopic: 'energy.net_sveta_na_ulitse',
      settlement: 'novaya_volya',
      block: 'energy',
      recipient: 'nagatkino',
      phone: '2-00-00',
      coRecipients: ['roads-unit'],
    })
    const now = await settings()
    expect(now.officialAccounts.at(-1)).toMatchObject({
      ownerId: '-1845000001',
      publisherIds: [office.idOf('informer')],
    })
    expect(now.outsideOrganisations.find(each => each.id === 'ulyanovskenergo')).toMatchObject({
      url: null,
      texts: [{ subtopic: null }],
    })
    expect(now.subtopics.at(-1)).toMatchObject({
      id: 'energy.net_sveta_na_ulitse',
      keywords: ['нет свет*^2', 'фонарь', 'не горит фонар*'],
      competence: 'region',
      outsideOrganisationId: 'ulyanovskenergo',
      urgentByDefault: true,
      accelerated: false,
    })
    expect(now.approval.subtopics).toEqual(['energy.net_sveta_na_ulitse'])
    expect(now.settlements.at(-1)).toEqual({
      id: 'novaya_volya',
      title: 'Новая Воля',
      aliases: ['Н. Воля'],
      verified: true,
    })
    expect(now.routes).toMatchObject([{ recipientId: 'nagatkino', coRecipientIds: ['roads-unit'] }])
    expect(await plain(await open(office, 'head', '/settings/routes'))).toContain(
      'Нет света на улице, Новая Воля',
    )
  })

  test('an absence and a duty shift; a night shift ends on the next day', async () => {
    await post('absences/new', {
      absent: office.idOf('zhkhHead'),
      substitute: office.idOf('roadsHead'),
      from: '2026-12-01',
      to: '2026-12-14',
    })
    await post('duty/new', {
      person: office.idOf('operator'),
      fromDate: '2026-11-20',
      fromTime: '20:00',
      toTime: '8:00',
    })
    const now = await settings()
    expect(now.absences).toMatchObject([{ substituteId: office.idOf('roadsHead'), to: '2026-12-14' }])
    expect(now.dutyShifts).toMatchObject([
      { from: '2026-11-20T16:00:00.000Z', to: '2026-11-21T04:00:00.000Z', handedOverAt: null },
    ])
    const page = await plain(await open(office, 'head', '/settings/duty'))
    expect(page).toContain('20 ноября 2026, 20:00')
    const form = await (await open(office, 'head', `/settings/duty/${now.dutyShifts[0]?.id}`)).text()
    expect(form).toContain('value="08:00"')
    expect(form).toContain('value="2026-11-21"')
  })

  test('a settlement is confirmed from the list with one button', async () => {
    const standing = (await settings()).settlements.find(each => !each.verified)
    if (standing === undefined) throw new Error('Every settlement is verified')
    await post(`settlements/${standing.id}`, {
      title: standing.title,
      aliases: standing.aliases.join('\n'),
      verified: 'yes',
    })
    expect((await settings()).settlements.find(each => each.id === standing.id)).toEqual({
      ...standing,
      verified: true,
    })
  })
})

describe('bad input is told by the field, and what was typed stays', () => {
  const absent = () => office.idOf('operator')
  test.each<[string, Record<string, string>, string, string]>([
    [
      'recipients/new',
      { title: '', kind: 'institution' },
      'Напишите название',
      'value="institution" selected',
    ],
    [
      'recipients/new',
      { title: 'отдел дорожного хозяйства', kind: 'unit' },
      'уже есть',
      'отдел дорожного хозяйства',
    ],
    [
      'accounts/new',
      { title: 'Мой канал', ownerId: '1', url: 'javascript:alert(1)' },
      'начинается с https',
      'Мой канал',
    ],
    [
      'accounts/new',
      { title: 'Копия', network: 'vk', ownerId: '-212000001', url: 'https://vk.com/a' },
      'уже записан как',
      'Копия',
    ],
    ['organisations/new', { title: 'Сети', url: 'сайт' }, 'адрес сайта целиком', 'value="сайт"'],
    [
      'subtopics/new',
      { title: 'Тема', block: 'roads', keywords: '*нет' },
      'Не понятно «*нет»',
      'value="roads" selected',
    ],
    ['settlements/new', { title: 'Цильна', aliases: 'Новая' }, 'уже есть у «Цильна»', 'Новая'],
    [
      'absences/new',
      { absent: '', from: '2026-12-10', to: '2026-12-01' },
      'Выберите, кто отсутствует',
      'value="2026-12-10"',
    ],
    [
      'absences/new',
      { absent: 'x', from: '2026-12-10', to: '2026-12-01' },
      'раньше первого',
      'value="2026-12-01"',
    ],
    [
      'duty/new',
      { person: '', fromDate: '2026-02-31', fromTime: '25:00', toTime: '8' },
      'день начала смены',
      'value="25:00"',
    ],
    [
      'deadlines/new',
      { kinds: 'message', amount: '31', unit: 'calendar_days', source: 'я' },
      '697-П, п. 4.3 г',
      'value="31"',
    ],
    [
      'deadlines/new',
      { amount: 'неделя', unit: 'working_days', source: '' },
      'целым числом',
      'value="неделя"',
    ],
    [
      'deadlines/new',
      { kinds: 'appeal', amount: '3', pausable: 'yes', source: 'я' },
      'Закон не останавливает',
      'value="3"',
    ],
  ])('%s %j', async (path, fields, words, kept) => {
    const before = (await settings()).version
    const response = await post(path, fields)
    const html = await plain(response)
    expect(response.status).toBe(422)
    expect(html).toContain(words)
    expect(html).toContain('role="alert"')
    expect(html.replace(/selected value="([^"]*)"/g, 'value="$1" selected')).toContain(kept)
    expect((await settings()).version).toBe(before)
  })

  test('two absences of one person at a time', async () => {
    await post('absences/new', { absent: absent(), from: '2026-12-01', to: '2026-12-14' })
    const response = await post('absences/new', { absent: absent(), from: '2026-12-14', to: '2026-12-20' })
    expect(response.status).toBe(422)
    expect(await plain(response)).toContain('Уже записано отсутствие с 1 декабря 2026')
  })

  test('two shifts at a time', async () => {
    const shift = {
      person: office.idOf('operator'),
      fromDate: '2026-11-20',
      fromTime: '08:00',
      toTime: '20:00',
    }
    await post('duty/new', shift)
    const response = await post('duty/new', { ...shift, fromTime: '19:00', toTime: '21:00' })
    expect(response.status).toBe(422)
    expect(await plain(response)).toContain('Пересекается со сменой')
    expect((await post('duty/new', { ...shift, fromTime: '20:00', toTime: '21:00' })).status).toBe(303)
  })
})

describe('the administrator lends no rights to citizens’ words', () => {
  test('neither himself as a substitute, nor a substitute of the head, nor himself on duty', async () => {
    const [admin, head] = [office.idOf('admin'), office.idOf('head')]
    const days = { from: '2026-12-01', to: '2026-12-14' }
    const refused = async (path: string, fields: Record<string, string>) => {
      const response = await post(path, fields, 'admin')
      expect(response.status).toBe(422)
      return plain(response)
    }
    expect(
      await refused('absences/new', { absent: office.idOf('operator'), substitute: admin, ...days }),
    ).toContain('Себя замещающим')
    expect(
      await refused('absences/new', { absent: head, substitute: office.idOf('operator'), ...days }),
    ).toContain('только руководитель МЦУ')
    const shift = { person: admin, fromDate: '2026-11-20', fromTime: '08:00', toTime: '20:00' }
    expect(await refused('duty/new', shift)).toContain('выберите того, кто с ними работает')
    const row = JSON.stringify({ id: 'x', absentId: head, substituteId: admin, ...days })
    expect(await refused('absences/restore', { row, at: '0' })).toContain('Не вернулось')
    expect((await settings()).absences).toEqual([])
    expect(
      (await post('absences/new', { absent: head, substitute: office.idOf('operator'), ...days })).status,
    ).toBe(303)
  })
})

describe('what is in use stays', () => {
  async function answered() {
    const head = await office.signed('head')
    const command = capture({ block: 'zhkh', subtopic: 'zhkh.water_off', settlement: 'tsilna' })
    const submit = async (each: unknown) => {
      const outcome = await office.office.tickets.submit(head, each)
      if (outcome.outcome === 'refused') throw new Error(outcome.refusal.code)
    }
    await submit(command)
    await submit(assign(command.ticketId, 'teploset'))
    await submit(publish(command.ticketId))
  }

  test.each([
    ['recipients/teploset', 'За ним 1 карточка'],
    ['subtopics/zhkh.water_off', 'записано: 1 карточка'],
    ['settlements/tsilna', 'записано: 1 карточка'],
    ['accounts/vk-district', 'отвечали в 1 карточке'],
  ])('%s, for the history must name it', async (path, words) => {
    await answered()
    const response = await post(`${path}/remove`, {})
    expect(response.status).toBe(422)
    expect(await plain(response)).toContain(words)
    expect((await open(office, 'head', `/settings/${path}`)).status).toBe(200)
  })

  test('in another list it is said where', async () => {
    expect(await plain(await post('recipients/roads-unit/remove', {}))).toContain('закреплён исполнитель')
    await post('routes/new', { settlement: 'tsilna', block: 'roads', recipient: 'nagatkino' })
    expect(await plain(await post('recipients/nagatkino/remove', {}))).toContain('в таблице маршрутов')
    expect(await plain(await post('settlements/tsilna/remove', {}))).toContain('в таблице маршрутов')
  })

  test('removed twice is removed once', async () => {
    await post('recipients/nagatkino/remove', {})
    expect((await post('recipients/nagatkino/remove', {})).status).toBe(303)
  })
})

describe('two managers at one time', () => {
  test('the second sees what the first changed, keeps what was typed, and saves with a second press', async () => {
    const version = String((await settings()).version)
    await post('recipients/nagatkino', { title: 'Нагаткинское поселение', kind: 'settlement' }, 'admin')
    const mine = { title: 'Большое Нагаткино', kind: 'institution' }
    const first = await post('recipients/nagatkino', { ...mine, version })
    const html = await plain(first)
    expect(first.status).toBe(409)
    expect(html).toContain('Пока вы правили')
    expect(html).toContain('Системный администратор')
    expect(html).toContain('раньше называлось «Администрация Большенагаткинского поселения»')
    expect(html).toContain('value="Большое Нагаткино"')
    const second = await post('recipients/nagatkino', { ...mine, version: hidden(html, 'version') })
    expect(second.status).toBe(303)
    expect((await settings()).recipients.find(each => each.id === 'nagatkino')?.title).toBe(
      'Большое Нагаткино',
    )
  })

  test('a change in another list is nobody’s hindrance', async () => {
    const version = String((await settings()).version)
    await post('settlements/new', { title: 'Новая Воля' }, 'admin')
    expect(
      (await post('recipients/nagatkino', { title: 'Поселение', kind: 'settlement', version })).status,
    ).toBe(303)
  })

  test('what the other took away can be added anew with what was typed', async () => {
    const version = String((await settings()).version)
    await post('recipients/nagatkino/remove', {}, 'admin')
    const response = await post('recipients/nagatkino', { title: 'Поселение', kind: 'settlement', version })
    const html = await plain(response)
    expect(response.status).toBe(422)
    expect(html).toContain('только что убрали')
    expect(html).toContain('value="Поселение"')
    expect(html).toContain('action="/settings/recipients/new"')
  })
})

describe('a list as a spreadsheet', () => {
  const download = async (path: string) =>
    (
      await office.app.request(`/settings/${path}`, { headers: { cookie: await cookieOf(office, 'head') } })
    ).arrayBuffer()
  const text = async (path: string) =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(await download(path))

  async function upload(path: string, bytes: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}) {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    body.append('csv', new File([bytes], 'file.csv'))
    return office.app.request(`/settings/${path}`, {
      method: 'POST',
      headers: { cookie: await cookieOf(office, 'head'), origin: 'http://localhost' },
      body,
    })
  }

  test('what was written comes back without a change', async () => {
    await post('routes/new', {
      settlement: 'tsilna',
      block: 'roads',
      recipient: 'nagatkino',
      phone: '+7 (84245) 2',
    })
    await post('duty/new', {
      person: office.idOf('operator'),
      fromDate: '2026-11-20',
      fromTime: '20:00',
      toTime: '8:00',
    })
    for (const path of ['settlements', 'routes', 'duty']) {
      const csv = await text(`${path}/export.csv`)
      expect(csv).toMatch(/^\uFEFF/)
      const html = await plain(await post(`${path}/import`, { csv }))
      expect(html).toMatch(/Добавится: <b>0<.*Изменится: <b>0<.*Ошибки: <b>0</s)
      expect(html).toContain('файл ничего не меняет')
    }
  })

  test('settlements: the dry run says what would change, and only «Применить» does it', async () => {
    const csv = [
      'Название;Другие названия;Проверено',
      'Цильна;рп Цильна | Цыльна | БЦ;да',
      'Новая Воля;Н. Воля;нет',
      ';;',
      ';без названия;да',
      'Новая воля;;да',
    ].join('\r\n')
    const before = await settings()
    const dry = await plain(await post('settlements/import', { csv }))
    expect(dry).toContain('Добавится: <b>1</b>')
    expect(dry).toContain('Изменится: <b>1</b>')
    expect(dry).toContain('Строка 5: Нет названия')
    expect(dry).toContain('Строка 6: То же уже есть в строке 3')
    expect((await settings()).version).toBe(before.version)
    const version = hidden(dry, 'version')
    expect((await post('settlements/import', { csv, step: 'apply', version })).status).toBe(303)
    const now = await settings()
    expect(now.settlements.find(each => each.title === 'Цильна')).toMatchObject({
      id: 'tsilna',
      aliases: ['рп Цильна', 'Цыльна', 'БЦ'],
    })
    expect(now.settlements).toHaveLength(before.settlements.length + 1)
    const back = await plain(await post('settlements/import', { csv, step: 'edit' }))
    expect(back).toContain('Цыльна | БЦ')
  })

  test('a file in the encoding of an old Excel', async () => {
    const bytes = Uint8Array.from([0xc2, 0xee, 0xeb, 0xff, 0x3b, 0x3b, 0xe4, 0xe0])
    const dry = await plain(await upload('settlements/import', bytes))
    expect(dry).toContain('Добавится: <b>1</b>')
    expect(dry).toContain('Воля')
  })

  test('routes: unknown names are errors that say where to add them; missing rows go on wish', async () => {
    await post('routes/new', { settlement: 'tsilna', block: 'roads', recipient: 'nagatkino' })
    const csv = [
      'Подтема;Населённый пункт;Блок;Получатель;Телефон;Соисполнители',
      'любая;везде;ЖКХ;МУП «Теплосеть»;2-11-11;Отдел дорожного хозяйства | Нет такого',
      'Ничего;;Дороги;;;',
      ';;Дороги;МУП «Теплосеть»;;',
      ';Нигде;Дороги;;;',
    ].join('\n')
    const dry = await plain(await post('routes/import', { csv, replace: 'yes' }))
    expect(dry).toContain('Строка 2: Получателя «Нет такого» нет')
    expect(dry).toContain('Строка 3: Подтемы «Ничего» нет')
    expect(dry).toContain('Строка 5: Населённого пункта «Нигде» нет')
    expect(dry).toContain('Уберётся: <b>1</b>')
    await post('routes/import', { csv, replace: 'yes', step: 'apply', version: hidden(dry, 'version') })
    expect((await settings()).routes).toMatchObject([
      { subtopic: null, settlement: null, block: 'roads', recipientId: 'teploset' },
    ])
  })

  test('duty: local times, both ways of writing a date', async () => {
    const csv =
      'Начало;Конец;Сотрудник\n05.12.2026 8:00;2026-12-06 08:00;Оператор мониторинга 1\n2026-12-06 07:00;2026-12-06 20:00;Оператор мониторинга 2\n2026-12-07 08:00;2026-12-07 20:00;Никто'
    const dry = await plain(await post('duty/import', { csv }))
    expect(dry).toContain('Строка 3: Пересекается со сменой 2026-12-05 08:00')
    expect(dry).toContain('Строка 4: Сотрудника «Никто» нет')
    await post('duty/import', { csv, step: 'apply', version: hidden(dry, 'version') })
    expect((await settings()).dutyShifts).toMatchObject([{ from: '2026-12-05T04:00:00.000Z' }])
  })

  test('an empty file and a broken one are told', async () => {
    expect((await post('routes/import', { csv: '  ' })).status).toBe(422)
    expect(await plain(await post('routes/import', { csv: 'a;"b' }))).toContain('Кавычки не закрыты')
  })

  test('a colleague’s change between the dry run and «Применить» is shown first', async () => {
    const csv = 'Новая Воля;;да'
    const dry = await plain(await post('settlements/import', { csv }))
    await post('settlements/new', { title: 'Старая Воля' }, 'admin')
    const again = await post('settlements/import', { csv, step: 'apply', version: hidden(dry, 'version') })
    expect(again.status).toBe(409)
    expect(await plain(again)).toContain('Добавлено: Старая Воля')
    expect((await settings()).settlements.some(each => each.title === 'Новая Воля')).toBe(false)
  })
})
