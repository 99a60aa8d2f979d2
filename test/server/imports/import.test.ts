import ExcelJS from 'exceljs'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createImportDesk } from '../../../server/imports/desk.ts'
import { mountPages } from '../../../server/pages/index.ts'
import type { RoleId } from '../../../shared/reference/roles.ts'
import {
  capture,
  classify,
  command,
  openOffice,
  type PersonName,
  sourceDraft,
  type TestOffice,
  withdraw,
} from '../office-for-tests.ts'
import { fieldsOf, parsePage, plain } from '../pages/form-page.ts'
import { cookieOf, open, send } from '../pages/sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

type Value = string | number | Date | { text: string; hyperlink: string }

async function xlsx(sheet: string, rows: readonly (readonly Value[])[]): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  workbook.addWorksheet(sheet).addRows(rows.map(row => [...row]))
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

const posHead = [
  'Номер',
  'Категория',
  'Подкатегория',
  'Организация, в которой находится сообщение',
  'Стадия',
  'Просрочено',
  'Контрольный срок',
  'Текст сообщения',
  'Заявитель',
  'Дата подачи',
  'Оценка',
]
const water = [
  177073571,
  'ЖКХ',
  'Водоснабжение',
  'МУП «Теплосеть»',
  'На исполнении',
  'Нет',
  new Date('2026-11-30T00:00:00Z'),
  'Нет воды на улице Садовой третий день',
  'Петрова Анна',
  '14.11.2026 09:30',
  '',
]
const roads = [177073572, 'Дороги', 'Ямы', '', 'Координация', 'Да', '25.11.2026', '', '', '', '']
const over = [177073573, 'Дороги', 'Ямы', '', 'Завершено', 'Нет', '', 'Старое', '', '', '']

async function upload(
  name: PersonName,
  bytes: Uint8Array,
  given: Record<string, string> = {},
  fileName = 'export.xlsx',
) {
  const form = new FormData()
  form.set('file', new File([bytes.slice()], fileName))
  for (const [field, value] of Object.entries(given)) form.set(field, value)
  return office.app.request('/import', {
    method: 'POST',
    headers: { cookie: await cookieOf(office, name), origin: 'http://localhost' },
    body: form,
  })
}

/** The dry run's page and its address. */
async function dryRun(name: PersonName, bytes: Uint8Array, given: Record<string, string> = {}) {
  const response = await upload(name, bytes, given)
  expect(response.status).toBe(303)
  const path = response.headers.get('location') ?? ''
  const html = plain(await (await open(office, name, path)).text())
  return { path, html, tally: tallyIn(html) }
}

function tallyIn(html: string): Record<string, number> {
  const items = [...parsePage(html).querySelectorAll('.tally li')].map(each => each.textContent ?? '')
  return Object.fromEntries(
    items.map(item => {
      const [, title = '', count = ''] = /([^▲:]+): (\d+)$/.exec(item.trim()) ?? []
      return [title.trim(), Number(count)]
    }),
  )
}

async function carryOut(name: PersonName, { path, html }: { path: string; html: string }) {
  const response = await send(office, name, path, fieldsOf(html, path))
  expect(response.status).toBe(303)
  return plain(await (await open(office, name, path)).text())
}

async function load(name: PersonName, bytes: Uint8Array, given: Record<string, string> = {}) {
  const planned = await dryRun(name, bytes, given)
  return {
    planned,
    result: planned.html.includes('>Загрузить</button>') ? await carryOut(name, planned) : '',
  }
}

const ticket = async (number: number, name: PersonName = 'head') =>
  office.office.tickets.find(await office.signed(name), { number })

const submit = async (name: PersonName, given: unknown) => {
  const outcome = await office.office.tickets.submit(await office.signed(name), given)
  expect(outcome.outcome).toBe('accepted')
}

const facts = async () =>
  office.office.reader.selectFrom('events').select(['seq', 'hash']).orderBy('seq').execute()

describe('the export of ПОС', () => {
  test('becomes tickets with the number, deadline and stage of ПОС', async () => {
    const { planned, result } = await load('operator', await xlsx('Sheet0', [posHead, water, roads, over]))
    expect(planned.tally).toEqual({
      'Новые карточки': 2,
      Изменятся: 0,
      'Без изменений': 0,
      'Завершены в ПОС, не загружаются': 1,
      Ошибки: 0,
    })
    expect(planned.html).toContain('«Оценка»')
    expect(result).toContain('Записаны 2 новые карточки.')
    const first = await ticket(1)
    expect(first?.ticket.external).toEqual([
      { system: 'pos', number: '177073571', dueOn: '2026-11-30', stage: 'На исполнении' },
    ])
    const source = Object.values(first?.contents ?? {}).find(each => each.kind === 'source')
    expect(source).toMatchObject({
      source: {
        key: 'pos:177073571',
        channel: 'pos',
        url: 'https://pos.gosuslugi.ru/backoffice/appeals/177073571',
        author: { name: 'Петрова Анна' },
        publishedAt: '2026-11-14T05:30:00.000Z',
        precision: 'minute',
        missing: [],
      },
    })
    const second = await ticket(2)
    expect(second?.ticket.external[0]).toMatchObject({
      dueOn: '2026-11-25',
      stage: 'Координация, просрочено',
    })
    expect(second?.ticket.essenceContentId).not.toBeNull()
    expect(second?.ticket.sources[0]?.channel).toBe('pos')
  })

  test('changes nothing until «Загрузить», and nothing more when it is loaded again', async () => {
    const file = await xlsx('Sheet0', [posHead, water, roads])
    await dryRun('operator', file)
    expect(await facts()).toEqual([])
    await load('operator', file)
    const after = await facts()
    expect(after.length).toBeGreaterThan(0)
    const again = await load('operator2', file)
    expect(again.planned.tally).toMatchObject({ 'Новые карточки': 0, Изменятся: 0, 'Без изменений': 2 })
    expect(again.planned.html).toContain('Загружать нечего')
    expect(await facts()).toEqual(after)
  })

  test('updates what changed over there, told field by field before it is done', async () => {
    await load('operator', await xlsx('Sheet0', [posHead, water]))
    await submit('head', classify((await ticket(1))?.ticket.id ?? '', {}))
    const moved = water.with(4, 'На согласовании').with(6, new Date('2026-12-02T00:00:00Z'))
    const { planned, result } = await load('operator2', await xlsx('Sheet0', [posHead, moved]))
    const rows = [...parsePage(planned.html).querySelectorAll('tbody tr')].map(row =>
      [...row.querySelectorAll('td')].map(cell => cell.textContent),
    )
    expect(rows).toEqual([
      [
        '2',
        '№ 1 Нет воды на улице Садовой третий день',
        'Срок в ПОС: 30 ноября 2026 → 2 декабря 2026Стадия в ПОС: На исполнении → На согласовании',
      ],
    ])
    expect(result).toContain('Обновлена 1 карточка.')
    expect((await ticket(1))?.ticket.external[0]).toMatchObject({
      dueOn: '2026-12-02',
      stage: 'На согласовании',
    })
  })

  test('an empty cell and a missing column erase nothing', async () => {
    await load('operator', await xlsx('Sheet0', [posHead, water]))
    const short = await xlsx('Sheet0', [
      ['Номер', 'Стадия'],
      ['177073571', ''],
    ])
    expect((await dryRun('operator', short)).tally).toMatchObject({ 'Без изменений': 1 })
  })

  test('finds the card that the extension recorded, which counts once under its first channel', async () => {
    const source = sourceDraft({
      key: 'pos:177073571',
      channel: 'pos',
      kind: 'message',
      url: 'https://pos.gosuslugi.ru/backoffice/appeals/177073571',
    })
    await submit('operator', capture({ source }))
    const { planned } = await load('operator', await xlsx('Sheet0', [posHead, water]))
    expect(planned.tally).toMatchObject({ 'Новые карточки': 0, Изменятся: 1 })
    expect((await ticket(1))?.ticket.external[0]?.number).toBe('177073571')
    expect(await ticket(2)).toBeUndefined()
  })

  test('finds the ticket of another channel that bears its number', async () => {
    const call = capture({
      source: sourceDraft({ key: 'phone:manual:1', channel: 'phone', kind: 'call', url: null }),
    })
    await submit('operator', call)
    await submit('operator', command('set_external', call.ticketId, { system: 'pos', number: '177073571' }))
    await load('operator', await xlsx('Sheet0', [posHead, water]))
    const found = await ticket(1)
    expect(found?.ticket.sources.map(({ channel }) => channel)).toEqual(['phone'])
    expect(found?.ticket.external[0]).toMatchObject({ number: '177073571', stage: 'На исполнении' })
    expect(await ticket(2)).toBeUndefined()
  })

  test('errors name the row, the column and what to do, and can be taken away without running as formulas', async () => {
    const file = await xlsx('Sheet0', [
      posHead,
      water,
      water.with(0, '=2+5'),
      roads.with(6, 'скоро'),
      water,
      roads.with(0, ''),
    ])
    const { path, tally, html } = await dryRun('operator', file)
    expect(tally).toMatchObject({ 'Новые карточки': 1, Ошибки: 4 })
    expect(html).toContain('Этот же номер уже есть в строке 2')
    const csv = await (await open(office, 'operator', `${path}/errors.csv`)).text()
    expect(csv).toContain("3;Номер;'=2+5;")
    expect(csv).toContain('4;Контрольный срок;скоро;')
    expect(await (await open(office, 'operator', `${path}/plan.csv`)).text()).toContain(
      '2;177073571;новая карточка',
    )
    // The good row goes in all the same.
    expect(await carryOut('operator', { path, html })).toContain(
      'Записана 1 новая карточка. Не загружены 4 строки',
    )
  })

  test('a plan that is out of date is shown again instead of carried out', async () => {
    const file = await xlsx('Sheet0', [posHead, water])
    const planned = await dryRun('operator', file)
    await submit(
      'operator2',
      capture({ source: sourceDraft({ key: 'pos:177073571', channel: 'pos', kind: 'message' }) }),
    )
    const before = await facts()
    const response = await send(office, 'operator', planned.path, fieldsOf(planned.html, planned.path))
    expect(response.status).toBe(409)
    expect(await response.text()).toContain('Пока вы смотрели, карточки изменились')
    expect(await facts()).toEqual(before)
  })

  test('a long file stands in its own order, each row with its number there', async () => {
    const numbers = Array.from({ length: 45 }, (_, index) => 177074000 + index)
    const rows = numbers.map(number => water.with(0, number).with(7, `Нет воды, дом ${number - 177073999}`))
    const { result } = await load('operator', await xlsx('Sheet0', [posHead, ...rows]))
    expect(result).toContain('Записано 45 новых карточек')
    const stored = await office.office.reader
      .selectFrom('tickets')
      .innerJoin('ticket_externals', 'ticket_externals.ticket_id', 'tickets.id')
      .select('ticket_externals.number')
      .orderBy('tickets.number')
      .execute()
    expect(stored.map(({ number }) => Number(number))).toEqual(numbers)
  })

  /** The run of two rows by an operator whose roles became others between the plan and the press. */
  async function runAfterBecoming(roles: readonly RoleId[]) {
    const desk = createImportDesk(office.office)
    const operator = await office.signed('operator')
    const uploaded = await desk.upload(
      operator,
      { name: 'export.xlsx', bytes: await xlsx('Sheet0', [posHead, water, roads]) },
      { system: null, includeFinished: false },
    )
    if (uploaded.outcome === 'refused') throw new Error(uploaded.words)
    const { draft } = uploaded
    const { print } = await desk.plan(operator, draft)
    const { title } = operator.person
    const changed = { title, roles: [...roles], blocks: [], recipientIds: [], active: true }
    await office.office.people.change(await office.signed('head'), operator.person.id, changed)
    expect(await desk.start(operator, draft, print)).toBe('started')
    await vi.waitFor(() => expect(draft.run?.isDone).toBe(true))
    expect(draft.run).toMatchObject({ stopped: undefined, total: 2, done: 2 })
    return draft.run
  }

  test('each row that the office refuses is an error of its own, and leaves nothing behind', async () => {
    const run = await runAfterBecoming(['admin'])
    expect(run?.tally).toMatchObject({ new: 0, error: 2 })
    expect(run?.errors.map(({ line, value }) => [line, value])).toEqual([
      [2, '177073571'],
      [3, '177073572'],
    ])
    expect(await facts()).toEqual([])
  })

  test('a card that was recorded without its number is told as such, and found by the next load', async () => {
    const run = await runAfterBecoming(['informer'])
    expect(run?.tally).toMatchObject({ new: 2, error: 2 })
    expect(plain(run?.errors[0]?.words ?? '')).toMatch(/^Карточка № 1 записана, но номер и срок/)
    const { planned } = await load('operator2', await xlsx('Sheet0', [posHead, water, roads]))
    expect(planned.tally).toMatchObject({ 'Новые карточки': 0, Изменятся: 2 })
  })

  test('a withdrawn ticket is no ticket: the message is recorded anew', async () => {
    await load('operator', await xlsx('Sheet0', [posHead, water]))
    await submit('operator', withdraw((await ticket(1))?.ticket.id ?? ''))
    const { planned } = await load('operator', await xlsx('Sheet0', [posHead, water]))
    expect(planned.tally).toMatchObject({ 'Новые карточки': 1 })
    expect((await ticket(2))?.ticket.status).toBe('new')
  })

  test('a complaint that the person may not touch is an error of its row', async () => {
    await load('operator', await xlsx('Sheet0', [posHead, water]))
    await submit(
      'head',
      classify((await ticket(1))?.ticket.id ?? '', {
        complaint: { from: null, to: { personIds: [office.idOf('roadsHead')], recipientIds: [] } },
      }),
    )
    const moved = await xlsx('Sheet0', [posHead, water.with(4, 'Новое')])
    const { tally, html } = await dryRun('operator2', moved)
    expect(tally).toMatchObject({ Изменятся: 0, Ошибки: 1 })
    expect(html).not.toContain('№ 1<')
    expect((await dryRun('head', moved)).tally).toMatchObject({ Изменятся: 1, Ошибки: 0 })
  })
})

describe('the export of «Инцидент Менеджмент»', () => {
  const head = [
    'ID инцидента',
    'Дата публикации',
    'Автор',
    'Ссылка на пост',
    'Текст',
    'Тема',
    'Статус',
    'Контрольный срок',
  ]
  const post = { text: 'Открыть', hyperlink: 'https://m.vk.com/wall-212000001_77?from=feed' }
  const row = [
    'ИМ-5',
    new Date('2026-11-15T10:00:00Z'),
    'Иван',
    post,
    'Яма на дороге',
    'Дороги',
    'В работе',
    '20.11.2026',
  ]

  test('finds its ticket by the address of the post, whichever host and tail', async () => {
    await submit(
      'operator',
      capture({ source: sourceDraft({ key: 'vk:-212000001:77', url: 'https://vk.com/wall-212000001_77' }) }),
    )
    const { planned } = await load('operator', await xlsx('Детализация', [['Выгрузка за неделю'], head, row]))
    expect(planned.html).toContain('Выгрузка «Инцидент Менеджмент»')
    expect(planned.tally).toMatchObject({ 'Новые карточки': 0, Изменятся: 1 })
    const found = await ticket(1)
    expect(found?.ticket.sources.map(({ channel }) => channel)).toEqual(['vk'])
    expect(found?.ticket.external).toEqual([
      { system: 'incident', number: 'ИМ-5', dueOn: '2026-11-20', stage: 'В работе' },
    ])
  })

  test('a new post is recorded under its own key, so that the extension finds it', async () => {
    await load('operator', await xlsx('Инциденты', [head, row]))
    expect((await ticket(1))?.ticket.sources[0]?.channel).toBe('incident')
    await submit(
      'operator2',
      capture({ source: sourceDraft({ key: 'vk:-212000001:77', url: 'https://vk.com/wall-212000001_77' }) }),
    )
    expect(await ticket(2)).toBeUndefined()
  })

  test('a number that another ticket bears is an error that names both', async () => {
    const other = capture()
    await submit('operator', capture({ source: sourceDraft({ key: 'vk:-212000001:77' }) }))
    await submit('operator', other)
    await submit('operator', command('set_external', other.ticketId, { system: 'incident', number: 'ИМ-5' }))
    const { tally, html } = await dryRun('operator', await xlsx('Инциденты', [head, row]))
    expect(tally).toMatchObject({ Ошибки: 1 })
    expect(html).toContain('Пост записан в карточке № 1, а номер ИМ-5 стоит в карточке № 2')
  })
})

describe('files and people', () => {
  test('CSV of Excel in Russian is read as well', async () => {
    const csv = new TextEncoder().encode('\uFEFFНомер;Стадия;Текст\r\n177073571;Новое;"Яма; глубокая"\r\n')
    const response = await upload('operator', csv, {}, 'export.csv')
    const path = response.headers.get('location') ?? ''
    expect(await (await open(office, 'operator', path)).text()).toContain('Яма; глубокая')
  })

  test.each([
    [
      'not an export',
      () =>
        xlsx('Лист1', [
          ['Фамилия', 'Оклад'],
          ['Иванов', 1],
        ]),
      'Проверьте, та ли это выгрузка',
    ],
    ['no rows', () => xlsx('Sheet0', [posHead]), 'нет ни одной строки'],
    ['a broken zip', async () => new Uint8Array([0x50, 0x4b, 3, 4, 1, 2, 3]), 'Файл не читается'],
    ['an old XLS', async () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'старый формат XLS'],
    ['nothing', async () => new Uint8Array(), 'Файл пустой'],
  ])('%s: what to do is said', async (_what, file, words) => {
    const response = await upload('operator', await file())
    expect(response.status).toBe(422)
    expect(await response.text()).toContain(words)
  })

  test('a book with more rows than can be taken is refused', async () => {
    const rows = Array.from({ length: 20_100 }, (_, index) => [170000000 + index, 'Новое'])
    const response = await upload('operator', await xlsx('Sheet0', [['Номер', 'Стадия'], ...rows]))
    expect(response.status).toBe(422)
    expect(plain(await response.text())).toContain('больше 20 000 строк')
  }, 60_000)

  test('only operators and the head of the centre load; a file is only its own person’s', async () => {
    for (const name of ['zhkhHead', 'executor', 'informer', 'chief', 'admin'] as const)
      expect((await open(office, name, '/import')).status).toBe(403)
    const { path } = await dryRun('operator', await xlsx('Sheet0', [posHead, water]))
    expect((await open(office, 'operator2', path)).status).toBe(404)
    expect((await open(office, 'head', '/import')).status).toBe(200)
  })

  test('a form of another site is refused', async () => {
    const { path, html } = await dryRun('operator', await xlsx('Sheet0', [posHead, water]))
    const response = await send(office, 'operator', path, fieldsOf(html, path), 'https://evil.example')
    expect(response.status).toBe(403)
    expect(await facts()).toEqual([])
  })
})
