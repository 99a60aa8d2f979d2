/** Every number of the head's pages opens the list behind it, and the list holds just so many tickets. */
import { parseHTML } from 'linkedom'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PersonName, TestOffice } from '../office-for-tests.ts'
import { cookieOf, open, openSampleOffice, sampleNow } from '../pages/sample-office.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u00ad]/g, match => (match === '\u00ad' ? '' : ' '))

describe('In a district with several blocks, channels, places, recipients and people', () => {
  let sample: TestOffice
  let cookie: string
  const lists = new Map<string, string>()

  beforeAll(async () => {
    sample = await openSampleOffice({ every: 2 })
    await decideSome()
    cookie = await cookieOf(sample, 'head')
  }, 180_000)
  afterAll(async () => {
    expect(sample.errors).toEqual([])
    await sample.close()
  })

  async function act(by: PersonName, at: string, ticketId: string, type: string, data: unknown) {
    sample.clock.set(at)
    const command = { id: uuid(), ticketId, occurredAt: at, baseVersion: 0, dependsOn: null, type, data }
    const outcome = await sample.office.tickets.submit(await sample.signed(by), command)
    if (outcome.outcome === 'refused') throw new Error(`${type}: ${outcome.refusal.code}`)
  }

  /** Three questions before the head, two of them decided after one and after three hours. */
  async function decideSome() {
    const open = await sample.office.reader
      .selectFrom('tickets')
      .select('id')
      .where('closed_at', 'is', null)
      .where('before_head_at', 'is', null)
      .where('sorted', '=', 1)
      .where('block', '=', 'zhkh')
      .limit(3)
      .execute()
    for (const { id } of open)
      await act('zhkhHead', '2026-11-24T05:00:00.000Z', id, 'put_before_head', {
        question: 'Кто чинит?',
        proposal: 'Поручить дорожникам',
      })
    for (const [at, ticket] of [
      ['2026-11-24T06:00:00.000Z', open[0]],
      ['2026-11-24T08:00:00.000Z', open[1]],
    ] as const)
      if (ticket) await act('head', at, ticket.id, 'decide_question', { decision: 'Дорожники' })
    sample.clock.set(sampleNow)
  }

  const read = async (path: string) => {
    const known = lists.get(path)
    if (known !== undefined) return known
    const response = await sample.app.request(path, { headers: { cookie } })
    expect(response.status, path).toBe(200)
    const text = plain(await response.text())
    lists.set(path, text)
    return text
  }
  const totalOf = async (href: string) =>
    Number(/<b class="ink">([\d ]+) карточ/.exec(await read(href))?.[1]?.replaceAll(' ', '') ?? Number.NaN)

  /** What a link says: the number of its list, `null` where it says something else (an age, a percentage). */
  function saidBy(words: string, title: string): number | null {
    const before = /^Было раньше: ([\d ]+)$/.exec(title)?.[1]
    if (before !== undefined) return Number(before.replaceAll(' ', ''))
    const ofMean = /\((\d+)\)$/.exec(words)?.[1]
    if (ofMean !== undefined) return Number(ofMean)
    const counted = /^[▲◆●]?\s*(\d+)(?: карточ.*)?$/.exec(words.trim())?.[1]
    return counted === undefined ? null : Number(counted)
  }

  /** Follows every link to a list from a page; answers how many said a number. */
  async function follow(path: string): Promise<number> {
    const { document } = parseHTML(await read(path))
    let said = 0
    for (const link of document.querySelectorAll('main a[href^="/tickets?"]')) {
      const href = link.getAttribute('href') ?? ''
      const number = saidBy(link.textContent, link.getAttribute('title') ?? '')
      const total = await totalOf(href)
      expect(total, `${path} → ${href}`).not.toBeNaN()
      if (number === null) continue
      said += 1
      expect(total, `${path} → ${href}: «${link.textContent}»`).toBe(number)
    }
    return said
  }

  /** Cells of numbers that are neither nought nor a dash and open nothing. */
  async function deadNumbers(path: string, allowed: (cell: { label: string; column: string }) => boolean) {
    const { document } = parseHTML(await read(path))
    const dead: string[] = []
    for (const table of document.querySelectorAll('main table')) {
      const heads = [...table.querySelectorAll('thead tr:last-child th')].map(head => head.textContent)
      for (const row of table.querySelectorAll('tbody tr, tfoot tr')) {
        const cells = [...row.children]
        for (const [at, cell] of cells.entries()) {
          const label = cell.getAttribute('data-label') ?? ''
          const words = cell.textContent.trim()
          if (!cell.classList.contains('number') || !/[1-9]/.test(words)) continue
          if (cell.querySelector('a') === null && !allowed({ label, column: heads[at] ?? '' }))
            dead.push(`${row.children[0]?.textContent} · ${heads[at]}: ${words}`)
        }
      }
    }
    return dead
  }

  test.each([
    '/?period=month',
    '/?period=week&date=2026-11-20',
    '/?period=month&channel=vk',
    '/?period=month&settlement=tsilna',
    '/heat?period=month',
    '/heat?period=month&colour=growth&kind=message',
  ])(
    '%s',
    async path => {
      expect(await follow(path)).toBeGreaterThan(20)
      // A difference: both its numbers stand in the row, or the one before opens from it.
      expect(await deadNumbers(path, ({ column }) => /^изменение/i.test(column))).toEqual([])
    },
    120_000,
  )

  test.each(['/speed?period=month', '/speed?period=year&block=zhkh'])(
    '%s',
    async path => {
      expect(await follow(path)).toBeGreaterThan(10)
      const hours = /медиана|В среднем|Дольше всего|Доля всего/
      expect(await deadNumbers(path, ({ column }) => hours.test(column))).toEqual([])
    },
    120_000,
  )

  test.each(['/indicators?year=2026&month=11', '/indicators?year=2026&month=11&of=block:zhkh'])(
    '%s',
    async path => {
      expect(await follow(path)).toBeGreaterThan(20)
      expect(await deadNumbers(path, ({ label }) => /план|прогноз|изменение/.test(label))).toEqual([])
    },
    120_000,
  )

  test.each(['decision', 'first_in_time', 'post_reply', 'received'])(
    'the year of the indicator %s',
    async id => {
      expect(await follow(`/indicators/${id}?year=2026`)).toBeGreaterThan(0)
    },
    120_000,
  )

  test('an indicator’s year goes out as a file: months, blocks, recipients, and why there is no number', async () => {
    const csv = await read('/indicators/received/year.csv?year=2026')
    const { document } = parseHTML(await read('/indicators/received?year=2026'))
    for (const row of document.querySelectorAll('table.indicators tbody tr')) {
      const fact = /\d+/.exec(row.querySelector('td[data-label^="факт"] a')?.textContent ?? '')?.[0]
      const title = row.querySelector('th')?.textContent ?? ''
      if (fact !== undefined && /^[А-Я][а-я]+$/.test(title) && csv.includes(`\n${title};`))
        expect(csv).toContain(`\n${title};;${fact};`)
    }
    expect(csv).toMatch(/\nНоябрь;;\d+;/)
    expect(await read('/indicators/page_subs/year.csv?year=2026')).toContain('не внесено')
    expect(await read('/indicators.csv?year=2026')).toContain('год, месяц: не внесено')
    expect((await open(sample, 'head', '/indicators/received/year.xlsx?year=2026')).status).toBe(200)
    expect((await open(sample, 'head', '/indicators/nothing/year.csv')).status).toBe(404)
  }, 60_000)

  test('the rating: as many contributions as n says', async () => {
    const { document } = parseHTML(await read('/rating?month=2026-10'))
    let rated = 0
    for (const row of document.querySelectorAll('table.rating tbody tr')) {
      const link = row.querySelector('td[data-label="n"] a')
      const n = Number(link?.textContent)
      if (n === 0) continue
      rated += 1
      const page = parseHTML(await read(link?.getAttribute('href')?.split('#')[0] ?? ''))
      expect(page.document.querySelectorAll('table.contributions tbody tr').length).toBe(n)
    }
    expect(rated).toBeGreaterThan(2)
    expect(await deadNumbers('/rating?month=2026-10', () => false)).toEqual([])
  }, 60_000)

  test('the head’s mean time to decide is of the decided ones only', async () => {
    const html = await read('/indicators/decision?year=2026')
    const { document } = parseHTML(html)
    const row = [...document.querySelectorAll('tbody tr')].find(each => each.textContent.startsWith('Ноябрь'))
    expect(plain(row?.querySelector('td[data-label="факт"]')?.textContent ?? '')).toBe('2,0 по 2')
    expect(await totalOf('/tickets?metric=escalated&period=month&date=2026-11-01')).toBeGreaterThanOrEqual(3)
  })

  test('a person’s load opens for the head and for that person, for nobody else', async () => {
    const { document } = parseHTML(await read('/speed?period=month'))
    const links = [...document.querySelectorAll('a[href*="person="]')]
    expect(links.length).toBeGreaterThan(3)
    const path = links[0]?.getAttribute('href') ?? ''
    const person = new URL(path, 'http://office').searchParams.get('person')
    const { person: head } = await sample.signed('head')
    expect(person).not.toBe(head.id)
    for (const name of ['zhkhHead', 'informer', 'chief'] as const) {
      const own = (await sample.signed(name)).person.id
      const other = own === person ? head.id : person
      expect((await open(sample, name, `/tickets?tab=mine&person=${other}`)).status, name).toBe(403)
      expect((await open(sample, name, `/tickets.csv?tab=mine&person=${other}`)).status, name).toBe(403)
      expect((await open(sample, name, `/tickets?tab=mine&person=${own}`)).status, name).toBe(200)
    }
  }, 60_000)

  test('the times and loads are given as a book and as CSV with the page’s numbers and without people', async () => {
    const csv = await read('/speed.csv?period=month')
    const { document } = parseHTML(await read('/speed?period=month'))
    const total = [...document.querySelectorAll('table tr.total')].at(-1)
    const shown = [...(total?.querySelectorAll('td') ?? [])].map(cell => cell.textContent)
    expect(csv).toContain(['Всего', ...shown].join(';'))
    for (const { title } of (await sample.signed('head')).settings.people) expect(csv).not.toContain(title)
    expect((await open(sample, 'head', '/speed.xlsx?period=month')).status).toBe(200)
    expect((await open(sample, 'admin', '/speed.csv')).status).toBe(403)
  }, 60_000)
})
