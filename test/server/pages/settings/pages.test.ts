import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mountPages } from '../../../../server/pages/index.ts'
import { warningsOf } from '../../../../server/pages/settings/warnings.ts'
import type { Settings } from '../../../../shared/policy/settings.ts'
import { openOffice, type TestOffice } from '../../office-for-tests.ts'
import { open, send } from '../sample-office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice({ mountPages })
})
afterAll(() => office.close())

const paths = [
  '/settings',
  '/settings/deadlines',
  '/settings/deadlines/new',
  '/settings/deadlines/message-final',
  '/settings/deadlines/clocks',
  '/settings/deadlines/automation',
  '/settings/deadlines/approval',
  '/settings/hours',
  '/settings/calendar',
  '/settings/calendar?year=2027',
  '/settings/calendar?date=2026-12-31',
  '/settings/calendar?year=2031',
  '/settings/subtopics',
  '/settings/subtopics/new',
  '/settings/subtopics/zhkh.water_off',
  '/settings/recipients',
  '/settings/recipients/roads-unit',
  '/settings/routes',
  '/settings/routes/new',
  '/settings/routes/import',
  '/settings/settlements',
  '/settings/settlements/tsilna',
  '/settings/settlements/import',
  '/settings/accounts',
  '/settings/accounts/vk-district',
  '/settings/organisations',
  '/settings/organisations/new',
  '/settings/absences',
  '/settings/absences/new',
  '/settings/duty',
  '/settings/duty/new',
  '/settings/duty/import',
]

describe('every page of the settings', () => {
  test.each(paths)(
    'opens for the head of the centre and the administrator, and for nobody else: %s',
    async path => {
      for (const name of ['head', 'admin'] as const) expect((await open(office, name, path)).status).toBe(200)
      for (const name of ['operator', 'zhkhHead', 'executor', 'informer', 'chief'] as const) {
        const response = await open(office, name, path)
        expect(response.status).toBe(403)
        expect(await response.text()).toContain('Полномочия назначает руководитель МЦУ')
      }
    },
  )

  test.each(paths)(
    'has a label for every field, a head in every table, ids once, and no id shown: %s',
    async path => {
      const html = await (await open(office, 'head', path)).text()
      const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const [field] of html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
        if (/type="(?:hidden|checkbox)"/.test(field)) continue
        expect(html).toContain(`for="${/\sid="([^"]+)"/.exec(field)?.[1]}"`)
      }
      for (const [head] of html.matchAll(/<th\b[^>]*>/g)) expect(head).toMatch(/scope="/)
      const words = html.replace(/<textarea[\s\S]*?<\/textarea>/g, '').replace(/<[^>]+>/g, ' ')
      expect(words).not.toMatch(/zhkh\.|roads-unit|message-final|undefined|\[object|NaN/)
    },
  )

  test('what does not exist is told in words', async () => {
    for (const path of ['/settings/recipients/nobody', '/settings/calendar/1999.csv', '/settings/nothing'])
      expect((await open(office, 'head', path)).status).toBe(404)
  })

  test('a form of another site changes nothing', async () => {
    const before = (await office.signed('head')).settings.version
    const response = await send(
      office,
      'head',
      '/settings/recipients/new',
      { title: 'Чужой', kind: 'unit' },
      'https://evil.example',
    )
    expect(response.status).toBe(403)
    expect((await office.signed('head')).settings.version).toBe(before)
  })

  test('who may not manage cannot post either', async () => {
    for (const path of [
      '/settings/recipients/new',
      '/settings/hours',
      '/settings/calendar',
      '/settings/recipients/roads-unit/remove',
    ])
      expect((await send(office, 'chief', path, { title: 'Я' })).status).toBe(403)
  })
})

describe('people and blocks', () => {
  test('every block names who answers for it, or that nobody does', async () => {
    const html = await (await open(office, 'admin', '/settings/people')).text()
    expect(html).toBe('')
    const page = await (await open(office, 'admin', '/people')).text()
    expect(page).toMatch(/Жилищно-коммунальное хозяйство<\/th><td[^>]*>Заместитель по ЖКХ/)
    expect(page).toMatch(/Экология<\/th><td[^>]*><span class="today">◆ никто/)
  })
})

describe('the index warns', () => {
  test('of what the district has not set up yet, each with the page that mends it', async () => {
    const html = await (await open(office, 'head', '/settings')).text()
    for (const words of [
      'Календарь 2027 года предварительный',
      'Блоки без руководителя: ТКО',
      'Сейчас никто не дежурит',
      'населённых пунктов не проверено',
    ])
      expect(html).toContain(words)
    expect(html).toContain('href="/settings/calendar?year=2027"')
    expect(html).not.toContain('ни одного официального аккаунта')
    // Every default subtopic of somebody else names who that is.
    expect(html).not.toContain('вне компетенции района без организации')
  })

  test('of nobody who could handle a complaint, and what to do about it', async () => {
    const { settings } = await office.signed('head')
    const of = (people: Settings['people'], absences: Settings['absences'] = []) =>
      warningsOf({ ...settings, people, absences, recipients: [] }, office.clock.now())
        .map(({ words }) => words)
        .filter(words => /[Жж]алоб/.test(words))
    const has = (role: string) => settings.people.filter(each => each.roles.some(own => own === role))
    expect(of(settings.people)).toEqual([])
    const [head] = has('center_head')
    const [deputy] = has('block_head')
    if (head === undefined || deputy === undefined) throw new Error('Nobody heads anything')
    expect(of([head])).toEqual([
      `Жалобу рассмотреть некому, если она на: ${head.title}. Дайте роль руководителя МЦУ или Главы администрации тому, кто их не замещает.`,
    ])
    const day = office.clock.now().slice(0, 10)
    const leave = { id: 'leave', absentId: head.id, substituteId: deputy.id, from: day, to: day }
    expect(of([head, deputy])).toEqual([])
    expect(of([head, deputy], [leave])[0]).toContain(head.title)
    expect(of(has('block_head'))[0]).toContain('Нет ни руководителя МЦУ, ни Главы администрации')
  })

  test('of an absence that nobody stands in for', async () => {
    const absent = office.idOf('informer')
    await send(office, 'head', '/settings/absences/new', { absent, from: '2026-11-10', to: '2026-11-20' })
    const html = await (await open(office, 'head', '/settings')).text()
    expect(html).toContain('Отсутствует без замещающего: Пресс-секретарь')
  })
})
