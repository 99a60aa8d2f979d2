import { createHash } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { causeOf, measuresOf } from '../../../shared/reports/summary/life.ts'
import { capture, openOffice, type PersonName, type TestOffice } from '../office-for-tests.ts'
import { fieldsOf, plain } from '../pages/form-page.ts'
import { open, openSampleOffice, sampleNow, send } from '../pages/sample-office.ts'
import { openDocx } from './documents/opened.ts'

const zone = 'Europe/Ulyanovsk'
const week = weekOf('2026-11-25', { zone, firstWeekday: 4 })
const note = '/reports/note?week=2026-11-19'
const act = (what: string, of = '2026-11-19') => `/reports/note/${what}?week=${of}`
const text = (html: string) => plain(html.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' '))

async function page(office: TestOffice, name: PersonName, path: string): Promise<string> {
  const response = await open(office, name, path)
  if (response.status !== 200) throw new Error(`${path} for ${name}: ${response.status}`)
  return response.text()
}

describe('in the sample district', () => {
  let sample: TestOffice
  beforeAll(async () => {
    sample = await openSampleOffice({ every: 3 })
  }, 120_000)
  afterAll(() => sample.close())

  test('heads of blocks hand in, the head of the centre checks, approves and sends, the chief reads and orders', async () => {
    // One hands in: text is demanded for what is overdue, and for nothing else.
    const summary = '/summary?week=2026-11-19'
    const { overdue } = await import('../../../server/reports/summaries/query.ts').then(
      async ({ readSummaryNumbers }) => {
        const { settings, person, actor } = await sample.signed('zhkhHead')
        return readSummaryNumbers({ ...sample.office, openedBy: actor }, settings, person, week, sampleNow)
      },
    )
    const html = await page(sample, 'zhkhHead', summary)
    expect(text(html)).toContain('Сводка: неделя 19–25 ноября 2026')
    const own = `/summary/save?week=2026-11-19&amp;person=${sample.idOf('zhkhHead')}`
    const fields = fieldsOf(html, own.replaceAll('&amp;', '&'))
    const explained = Object.fromEntries(
      overdue.lines.flatMap(({ ticketId }) => [
        [causeOf(ticketId), 'Нет запасных частей'],
        [measuresOf(ticketId), 'Заказаны'],
      ]),
    )
    const saved = await send(sample, 'zhkhHead', own.replaceAll('&amp;', '&'), {
      ...fields,
      ...explained,
      proposals: 'Выделить средства на насос',
      act: 'hand-in',
    })
    expect(saved.status).toBe(303)
    expect(text(await page(sample, 'head', '/summaries?week=2026-11-19'))).toContain('Сводку сдал 1 из 2')

    // The draft names who is missing and carries the proposals of who is not.
    const draft = text(await page(sample, 'head', note))
    expect(draft).toContain('Справка к планёрке')
    expect(draft).toContain('Сводку не сдал: Начальник отдела дорог.')
    expect(draft).toContain('Заместитель по ЖКХ: Выделить средства на насос')
    expect(
      (await send(sample, 'head', act('written'), { section: 'main', text: 'Нужно решение по насосу.' }))
        .status,
    ).toBe(303)

    // What will be printed can be looked at before, and cannot be taken for the report.
    expect(text(await page(sample, 'head', note))).toContain('Скачать черновик (DOCX)')
    const draftFile = '/reports/note/draft.docx?week=2026-11-19'
    const downloaded = await open(sample, 'head', draftFile)
    const opened = openDocx(new Uint8Array(await downloaded.arrayBuffer()))
    expect(opened.paragraphs('BodyText')).toContain('Нужно решение по насосу.')
    const heads = opened.running('header')
    expect(heads).toHaveLength(2)
    for (const head of heads) expect(head).toContain('ЧЕРНОВИК')
    expect((await open(sample, 'chief', draftFile)).status).toBe(403)
    expect((await open(sample, 'zhkhHead', draftFile)).status).toBe(403)
    const untouched = await sample.office.reports.find('note', week)
    expect(untouched.life).toMatchObject({ stage: 'draft', version: 0 })
    expect(await sample.office.reports.files(untouched)).toEqual([])

    expect((await send(sample, 'head', act('approved'), {})).status).toBe(409)
    expect(text(await page(sample, 'chief', note))).toContain('Ещё не утверждено')
    expect((await send(sample, 'head', act('checked'), {})).status).toBe(303)
    const approved = await send(sample, 'head', act('approved'), {})
    expect(approved.status, text(await approved.text())).toBe(303)

    expect((await open(sample, 'head', draftFile)).status).toBe(404)

    const report = await sample.office.reports.find('note', week)
    expect(report.life).toMatchObject({ stage: 'approved', number: 1, version: 1 })
    expect((await send(sample, 'head', act('written'), { section: 'main', text: 'Поздно' })).status).toBe(409)
    const sent = { to: 'Главе', sentOn: '2026-11-25', outgoingNumber: '17', portalEntry: '' }
    expect((await send(sample, 'head', act('sent'), sent)).status).toBe(303)
    expect((await send(sample, 'head', act('returned'), { reason: 'Поздно' })).status).toBe(409)

    // The very files, with their checksums; the value has the head of the chain of events.
    const files = await sample.office.reports.files(report)
    expect(files.map(({ form }) => form)).toEqual(['docx', 'xlsx', 'html'])
    for (const { form, sha256 } of files) {
      const response = await open(sample, 'chief', `/reports/files/${report.id}/1/${form}`)
      const bytes = new Uint8Array(await response.arrayBuffer())
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256)
    }
    const fixed = await sample.office.reports.fixed(report)
    expect(fixed).toMatchObject({ isWhole: true })
    expect(fixed?.document.footer.join()).toContain(report.life.checked?.cut.chainHead)
    expect(fixed?.document.marks).toEqual(['№ 1', 'утверждено'])
    const archive = text(await page(sample, 'chief', '/reports'))
    expect(archive).toContain('Записка № 1')
    expect(archive).toContain(report.life.approved?.sha256.slice(0, 16))

    // The chief reads it, opens the list behind a number and gives an order on a line.
    const read = await page(sample, 'chief', note)
    expect(text(read)).toContain('Нужно решение по насосу.')
    const received = fixed?.figures.counts.find(({ block }) => block === 'total')?.counts.received
    const behind = /href="(\/tickets\?metric=received[^"]*)"/.exec(read)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(plain(await page(sample, 'chief', behind))).toContain(`<b class="ink">${received} карточ`)
    const order = {
      line: 'Рассмотрение по блокам · ЖКХ',
      text: 'Купить насос',
      to: `person:${sample.idOf('zhkhHead')}`,
      dueOn: '2026-12-01',
    }
    expect((await send(sample, 'head', act('ordered'), order)).status).toBe(403)
    const withAddress = { ...order, text: 'Заехать на ул. Садовая, д. 5' }
    expect((await send(sample, 'chief', act('ordered'), withAddress)).status).toBe(422)
    expect((await send(sample, 'chief', act('ordered'), order)).status).toBe(303)
    const mine = await page(sample, 'zhkhHead', '/reports')
    expect(text(mine)).toContain('Купить насос')
    expect(text(mine)).not.toContain('Утверждённые и отправленные')
    const [given] = await sample.office.reportOrders.list((await sample.signed('head')).settings, week.from)
    expect(
      (await send(sample, 'roadsHead', `/reports/orders/${given?.id}/done`, { result: 'Да' })).status,
    ).toBe(403)
    expect(
      (await send(sample, 'zhkhHead', `/reports/orders/${given?.id}/done`, { result: 'Куплен' })).status,
    ).toBe(303)

    // A ticket that comes late does not change what was sent: it is a correction in the next note.
    sample.clock.set('2026-11-26T06:00:00.000Z')
    const late = capture({ ticketId: uuid(), occurredAt: '2026-11-25T19:50:00.000Z' })
    const device = await sample.enrol('operator')
    const [outcome] = await device.push([late])
    expect(outcome?.outcome).toBe('accepted')
    expect(
      (await sample.office.reports.fixed(await sample.office.reports.find('note', week)))?.document,
    ).toEqual(fixed?.document)
    const next = text(await page(sample, 'head', '/reports/note?week=2026-11-26'))
    expect(next).toContain('Уточнение отправленных данных')
    expect(next).toContain(`Неделя 19–25 ноября 2026 Всего Поступило ${received} ${(received ?? 0) + 1} +1`)
    expect(next).toMatch(/исполнено 1 поручение/)
    expect(next).toContain('Купить насос')
  }, 120_000)

  test('no author of the data stands in the note, its files or its page', async () => {
    const rows = await sample.office.reader
      .selectFrom('contents')
      .select('body')
      .where('kind', '=', 'source')
      .execute()
    const authors = new Set<string>()
    for (const { body } of rows) {
      const read: { source?: { author?: { name?: string | null; url?: string | null } } } = JSON.parse(
        body ?? '{}',
      )
      for (const each of [read.source?.author?.name, read.source?.author?.url]) if (each) authors.add(each)
    }
    expect(authors.size).toBeGreaterThan(20)
    const report = await sample.office.reports.find('note', week)
    const html = await sample.office.reports.file(await sample.signed('head'), report.id ?? '', 1, 'html')
    if (html === undefined || 'outcome' in html) throw new Error('No file')
    const said = [
      JSON.stringify((await sample.office.reports.fixed(report))?.document),
      new TextDecoder().decode(html.bytes),
      await page(sample, 'chief', note),
    ]
    for (const author of authors) for (const each of said) expect(each.includes(author), author).toBe(false)
  })
})

describe('rights', () => {
  let office: TestOffice
  beforeAll(async () => {
    office = await openOffice({ mountPages })
  })
  afterAll(() => office.close())

  test.each([
    ['/reports', ['head', 'chief', 'zhkhHead', 'roadsHead']],
    [note, ['head', 'chief']],
    ['/reports/indicators?month=2026-10', ['head', 'chief']],
    ['/reports/targets?year=2026', ['head', 'chief']],
    ['/reports/requests', ['head']],
    ['/reports/planning', ['head', 'chief']],
    ['/summaries', ['head']],
    ['/summary', ['zhkhHead', 'roadsHead']],
  ] as const)(
    '%s is open to whom it concerns',
    async (path, allowed) => {
      for (const name of [
        'head',
        'chief',
        'operator',
        'zhkhHead',
        'roadsHead',
        'executor',
        'informer',
        'admin',
      ] as const) {
        const { status } = await open(office, name, path)
        const expected = allowed.some(each => each === name) ? [200] : [403, 404]
        expect(expected, `${name} ${path}`).toContain(status)
      }
    },
    60_000,
  )

  test('nobody but the head of the centre moves a report', async () => {
    for (const name of ['chief', 'operator', 'zhkhHead', 'informer', 'admin'] as const)
      for (const what of ['written', 'checked', 'returned', 'approved', 'sent'])
        expect(
          (await send(office, name, act(what), { section: 'main', text: 'Слова', reason: 'Так' })).status,
          `${name} ${what}`,
        ).toBe(403)
    expect((await office.office.reports.find('note', week)).acts).toEqual([])
  }, 60_000)

  test('a head of blocks sees the own summary only, a substitute writes it «и. о.»', async () => {
    const path = `/summary?person=${office.idOf('roadsHead')}`
    expect((await open(office, 'zhkhHead', path)).status).toBe(404)
    const head = await office.signed('head')
    const changed = await office.office.settings.change(head, null, settings => ({
      ...settings,
      absences: [
        {
          id: 'a',
          absentId: office.idOf('roadsHead'),
          substituteId: office.idOf('zhkhHead'),
          from: '2026-11-16',
          to: '2026-11-20',
        },
      ],
    }))
    expect(changed.outcome).toBe('changed')
    expect((await open(office, 'zhkhHead', path)).status).toBe(200)
    const save = `/summary/save?person=${office.idOf('roadsHead')}`
    expect((await send(office, 'zhkhHead', save, { proposals: 'Щебень', act: 'hand-in' })).status).toBe(303)
    const all = text(await page(office, 'head', path))
    expect(all).toContain('и. о.: Начальник отдела дорог (Заместитель по ЖКХ)')
    expect((await send(office, 'head', save, { proposals: 'Гравий', act: 'save' })).status).toBe(403)
    const back = `/summary/return?person=${office.idOf('roadsHead')}`
    expect((await send(office, 'head', back, { reason: '' })).status).toBe(422)
    expect((await send(office, 'head', back, { reason: 'Допишите' })).status).toBe(303)
    expect(text(await page(office, 'roadsHead', '/summary'))).toContain('Сводка возвращена: Допишите')
  }, 60_000)
})

describe('what is due', () => {
  test('hands itself in where nothing came, and waits for the person where something is overdue', async () => {
    const office = await openOffice({ mountPages })
    // Monday 16 November, in the week 12–18 November: water is the ЖКХ head's.
    const captured = await office.office.tickets.submit(await office.signed('operator'), capture())
    expect(captured.outcome).toBe('accepted')
    office.clock.set('2026-11-18T21:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ handedIn: 0 })
    // Thursday 19 November, noon.
    office.clock.set('2026-11-19T08:00:00.000Z')
    expect(await office.office.jobs.tick()).toMatchObject({ handedIn: 1 })
    expect(await office.office.jobs.tick()).toMatchObject({ handedIn: 0 })
    expect(text(await page(office, 'roadsHead', '/summary?week=2026-11-12'))).toContain(
      'сообщений не поступало',
    )
    const mine = await send(office, 'zhkhHead', '/summary/save?week=2026-11-12', {
      proposals: 'Насос',
      act: 'hand-in',
    })
    expect(mine.status).toBe(409)
    expect(text(await mine.text())).toContain('Напишите причину и принятые меры по просроченным: № 1.')
    // What was typed stands all the same.
    expect(await page(office, 'zhkhHead', '/summary?week=2026-11-12')).toContain('Насос')
    await office.close()
  })

  test('is reminded of on every page of whom it concerns, and of nobody else', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    office.clock.set('2026-11-18T12:00:00.000Z')
    const reminder = 'Моя сводка, неделя 12–18 ноября 2026: срок до 19 ноября 2026, 12:00'
    expect(text(await page(office, 'zhkhHead', '/tickets'))).toContain(reminder)
    expect(text(await page(office, 'operator', '/tickets'))).not.toContain('Моя сводка')
    expect(text(await page(office, 'head', '/tickets'))).not.toContain('Моя сводка')
    expect(text(await page(office, 'head', '/reports'))).toContain('Сводки руководителей блоков')
    await office.close()
  })

  test('the head is reminded of each report on every page from its day until it is sent, overdue or not', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    const pages = [
      '/',
      '/tickets',
      '/duty',
      '/reports',
      '/reports/requests',
      '/indicators',
      '/settings',
      '/watch',
    ]
    const reminds = async (
      words: string,
      is: boolean,
      paths: readonly string[] = ['/tickets', '/reports'],
    ) => {
      for (const path of paths) {
        const html = await page(office, 'head', path)
        const banner =
          /<section class="notice[^>]*aria-label="Пора сдать">.*?<\/section>/s.exec(html)?.[0] ?? ''
        expect(text(banner).includes(words), `${path}: ${words}`).toBe(is)
      }
    }
    const sendIt = async (kind: string, query: string) => {
      for (const [what, fields] of [
        ['checked', {}],
        ['approved', {}],
        [
          'sent',
          {
            to: 'Куратору',
            sentOn: localDateOf(office.clock.now(), zone),
            outgoingNumber: '',
            portalEntry: '',
          },
        ],
      ] as const) {
        const done = await send(office, 'head', `/reports/${kind}/${what}?${query}`, fields)
        expect(done.status, `${kind} ${what}`).toBe(303)
      }
    }
    // The note of 12–18 November is due on Friday, 20 November, at ten.
    const ofNote = 'Аналитическая записка, неделя 12–18 ноября 2026: срок до 20 ноября 2026, 10:00'
    office.clock.set('2026-11-18T12:00:00.000Z')
    await reminds(ofNote, false, ['/tickets'])
    office.clock.set('2026-11-19T12:00:00.000Z')
    await reminds(ofNote, true, pages)
    expect(await page(office, 'head', '/tickets')).toContain('href="/reports/note?week=2026-11-12"')
    await sendIt('note', 'week=2026-11-12')
    await reminds(ofNote, false)
    // The month’s from the 28th, through its date, until it is sent.
    const ofMonth = 'Отчёт об индикаторах месяца, ноябрь 2026: срок до 2 декабря 2026, 23:59'
    office.clock.set('2026-11-27T15:00:00.000Z')
    await reminds('Отчёт об индикаторах', false, ['/tickets'])
    office.clock.set('2026-11-28T06:00:00.000Z')
    await reminds(ofMonth, true)
    office.clock.set('2026-12-14T06:00:00.000Z')
    await reminds('Отчёт об индикаторах месяца, ноябрь 2026: срок истёк', true, ['/tickets'])
    await sendIt('indicators', 'month=2026-11')
    await reminds('Отчёт об индикаторах', false, ['/tickets', '/reports'])
    // The year’s from 1 December.
    const ofYear = 'Отчёт о целевых показателях года, 2026 год'
    office.clock.set('2026-11-30T15:00:00.000Z')
    await reminds(ofYear, false, ['/tickets'])
    office.clock.set('2026-12-01T06:00:00.000Z')
    await reminds(ofYear, true)
    await sendIt('targets', 'year=2026')
    await reminds(ofYear, false)
    await office.close()
  }, 120_000)

  test('a head of blocks is reminded of the summary on the pages of reports too, until it is handed in', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    office.clock.set('2026-11-18T12:00:00.000Z')
    const reminder = 'Моя сводка, неделя 12–18 ноября 2026: срок до'
    const pages = ['/', '/tickets', '/duty', '/reports', '/summary']
    for (const path of pages) expect(text(await page(office, 'roadsHead', path)), path).toContain(reminder)
    const saved = await send(office, 'roadsHead', '/summary/save?week=2026-11-12', { act: 'hand-in' })
    expect(saved.status).toBe(303)
    for (const path of pages)
      expect(text(await page(office, 'roadsHead', path)), path).not.toContain(reminder)
    await office.close()
  })

  test('a request for material is written down, reminded of and answered', async () => {
    const office = await openOffice({ mountPages })
    const request = {
      fromWhom: 'Центр управления регионом',
      number: '12',
      subject: 'Сведения о воде',
      receivedOn: '2026-11-16',
      dueOn: '2026-11-18',
    }
    expect(
      (await send(office, 'head', '/reports/requests', { ...request, dueOn: '2026-11-01' })).status,
    ).toBe(422)
    expect((await send(office, 'head', '/reports/requests', request)).status).toBe(303)
    expect(text(await page(office, 'head', '/tickets'))).toContain(
      'Запросы материалов, на которые пора ответить: 1',
    )
    const [waiting] = await office.office.reportRequests.list()
    const answer = { answeredOn: '2026-11-17', answer: 'исх. 40' }
    expect((await send(office, 'chief', `/reports/requests/${waiting?.id}/answer`, answer)).status).toBe(403)
    expect((await send(office, 'head', `/reports/requests/${waiting?.id}/answer`, answer)).status).toBe(303)
    expect(text(await page(office, 'head', '/reports/requests'))).toContain(
      'Отвечено 17 ноября 2026: исх. 40',
    )
    await office.close()
  })

  test('the month’s indicators go the same way, with lines for the portal', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    const path = '/reports/indicators?month=2026-11'
    const draft = text(await page(office, 'head', path))
    expect(draft).toContain('Отчёт об индикаторах')
    expect(draft).toContain('Текст для портала')
    // To be copied whole, without signs that a portal may not take.
    const html = await page(office, 'head', path)
    const copied = /<textarea readonly[^>]*>([^<]*)<\/textarea>/i.exec(html)?.[1] ?? ''
    expect(copied).toMatch(/\nОтчёт об индикаторах за ноябрь 2026\nПо состоянию на 16 ноября 2026/)
    expect(copied).toMatch(/\nI1 Поступило[^\n]*: 1(?: |;|\n|$)/)
    expect(copied).not.toMatch(/[\u00a0\u00ad\u202f]/)
    const to = (what: string) => `/reports/indicators/${what}?month=2026-11`
    expect((await send(office, 'head', to('checked'), {})).status).toBe(303)
    const approved = await send(office, 'head', to('approved'), {})
    expect(approved.status, text(await approved.text())).toBe(303)
    expect(text(await page(office, 'chief', path))).toContain('утверждено')
    await office.close()
  }, 60_000)

  test('what was approved and went back keeps its number and becomes the next version', async () => {
    const office = await openOffice({ mountPages })
    const of = '2026-11-12'
    for (const [what, fields] of [
      ['checked', {}],
      ['approved', {}],
      ['returned', { reason: 'Опечатка' }],
      ['written', { section: 'main', text: 'Исправлено' }],
      ['checked', {}],
      ['approved', {}],
    ] as const) {
      const done = await send(office, 'head', act(what, of), fields)
      expect(done.status, `${what}: ${done.status === 303 ? '' : text(await done.text())}`).toBe(303)
    }
    const previous = await office.office.reports.find('note', weekOf(of, { zone, firstWeekday: 4 }))
    expect(previous.life).toMatchObject({ stage: 'approved', number: 1, version: 2 })
    const fixed = await office.office.reports.fixed(previous)
    expect(fixed?.document.marks).toEqual(['№ 1', 'утверждено', 'версия 2'])
    // The first version and its files are kept as they were.
    const signed = await office.signed('head')
    expect(await office.office.reports.file(signed, previous.id ?? '', 1, 'docx')).toMatchObject({
      form: 'docx',
    })
    await office.close()
  }, 60_000)

  test('a citizen’s phone in people’s words stops the check, in words', async () => {
    const office = await openOffice({ mountPages })
    await send(office, 'head', act('written'), { section: 'main', text: 'Позвонить 8 937 123-45-67' })
    const refused = await send(office, 'head', act('checked'), {})
    expect(refused.status).toBe(422)
    expect(text(await refused.text())).toContain('Уберите номер телефона')
    await office.close()
  })

  test('follows the settings: another hour, a duty that is off, a slip told at its field', async () => {
    const office = await openOffice({ mountPages })
    await office.office.tickets.submit(await office.signed('operator'), capture())
    const path = '/settings/reports'
    const fields = fieldsOf(await page(office, 'head', path), path)
    const slip = await send(office, 'head', path, { ...fields, 'targets-due': '31.02' })
    expect(slip.status).toBe(422)
    expect(text(await slip.text())).toContain('Напишите день и месяц: «20.12»')
    const { 'targets-on': _off, ...others } = fields
    expect((await send(office, 'head', path, { ...others, 'summaries-hour': '15' })).status).toBe(303)
    const owed = text(await page(office, 'head', '/reports'))
    expect(owed).toContain('19 ноября 2026, 15:00')
    expect(owed).not.toContain('Отчёт о целевых показателях года')
    await office.close()
  })
})
