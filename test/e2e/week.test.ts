import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WallPost, wallPage } from '../../server/sample/pages.ts'
import { reportTotals, type Seat, seatOf, strangerAt } from './support/at-pages.ts'
import { type Desk, overlayShows, startDesk } from './support/desk.ts'
import { pressAt, syncNow, ticketsOf } from './support/loop.ts'
import { type Hired, startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

/** Monday morning in Ulyanovsk (UTC+4); the days after it are reached by setting the office's clock. */
const day = (date: number, time = '09:05'): string =>
  new Date(`2026-${date < 30 ? '12' : '11'}-${String(date).padStart(2, '0')}T${time}:00+04:00`).toISOString()

const community = '-212000002'
const administration = { id: '-212000001', name: 'Администрация Цильнинского района' }
const wallUrl = `https://vk.com/wall${community}`

const said = [
  'Говорят, школу в Норовке закроют с понедельника. Это правда, учителя уволены?',
  'На всей Лесной отключили свет, нет света с ночи, электричество когда дадут?',
  'Третий день нет холодной воды на улице Садовой в Большом Нагаткине, дом 14.',
  'На Садовой в Большом Нагаткине нет воды! Когда включат воду?',
  'На въезде в Цильну яма во всю полосу, вчера две машины пробили колёса.',
] as const
const [rumour, outside, outage, same, pothole] = [1, 2, 3, 4, 5] as const

const posts: WallPost[] = said.map((text, index) => ({
  id: 9100 + index * 10,
  author: { id: String(600_100 + index), name: `Житель ${index + 1}` },
  text,
  minutesAgo: 40 - index,
  comments:
    index === outage - 1 || index === same - 1
      ? [
          {
            id: 9105 + index * 10,
            author: administration,
            text: 'Здравствуйте! Порыв на Садовой устранён, вода подана. Приносим извинения.',
            minutesAgo: 5,
          },
        ]
      : [],
}))
const postOf = (number: number) => `#wpt${community}_${9090 + number * 10} .wall_post_text`
const answerUnder = (number: number) => `#post${community}_${9095 + number * 10}`

describe('A week of the centre', () => {
  let office: TestOffice
  let desk: Desk
  let press: Desk
  let head: Seat
  let operator: Seat
  let blockHead: Seat
  let deputy: Seat
  let engineer: Hired

  /** The whole stay of these tickets, whatever week it is. */
  const totals = () => reportTotals(head, '/?period=any&from=2026-11-30&to=2026-12-04')
  const statusOf = (number: number) => ticketsOf(office).find(row => row.number === number)?.status
  const becomes = (number: number, status: string) =>
    waitFor(`№ ${number} to be ${status}`, () => statusOf(number) === status)

  /** The clock of the office, and everybody signs in again. */
  const itIs = async (instant: string) => {
    await office.setClock(instant)
    for (const seat of [head, operator, blockHead, deputy]) await seat.signIn()
  }

  beforeAll(async () => {
    office = await startOffice(day(30))
    const monitoring = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    const communications = await office.hire({ title: 'Начальник отдела коммуникаций', roles: ['informer'] })
    engineer = await office.hire({
      title: 'Начальник управления ЖКХ',
      roles: ['block_head'],
      blocks: ['zhkh', 'roads', 'energy', 'education'],
    })
    const assistant = await office.hire({ title: 'Заместитель начальника управления', roles: ['operator'] })

    const pages = [{ url: wallUrl, body: wallPage(posts, new Date()) }]
    desk = await startDesk({ pages })
    await desk.enrol(monitoring.invitation)
    press = await startDesk({ pages })
    await press.enrol(communications.invitation)
    const browser = desk.browser()
    head = await seatOf(office, browser, await office.invite(office.headId))
    operator = await seatOf(office, browser, await office.invite(monitoring.personId))
    blockHead = await seatOf(office, browser, engineer.invitation)
    deputy = await seatOf(office, browser, assistant.invitation)

    await head.open('/settings/recipients/new')
    await head.send('/settings/recipients/new', { title: 'МУП «Водоканал»', kind: 'municipal_company' })
    await head.open('/settings/deadlines/approval')
    await head.send('/settings/deadlines/approval', { executors: true })
    await head.open('/settings/accounts/new')
    await head.send('/settings/accounts/new', {
      title: administration.name,
      network: 'vk',
      ownerId: administration.id,
      url: 'https://vk.com/club212000001',
      publishers: [communications.personId, monitoring.personId],
    })
    for (const each of [desk, press]) await syncNow(each)
  }, 180_000)
  afterAll(async () => {
    await desk?.stop()
    await press?.stop()
    await office?.stop()
  })

  it('on Monday the operator records five posts, each with one click', async () => {
    const page = await desk.open(wallUrl)
    for (const number of [rumour, outside, outage, same, pothole]) {
      await pressAt(page, postOf(number))
      await overlayShows(page, 'Записано')
      await page.keyboard.press('Escape')
      await waitFor(`№ ${number} on the server`, () => statusOf(number) !== undefined)
    }
    await page.close()
    expect(await totals()).toMatchObject({ поступило: '5', 'не разобрано': '5', отвечено: '0' })
  })

  it('the rumour takes the short path: checked, refuted and answered without an assignment', async () => {
    await operator.act(rumour, 'classify', { kind: 'rumour', block: 'education' })
    await blockHead.act(rumour, 'check_fact', { result: 'refuted', text: 'Школа работает, закрытия нет.' })
    await operator.act(rumour, 'publish', {
      text: 'Школа в Норовке работает как обычно, закрывать её не планируют.',
      url: `${wallUrl}_9100?reply=9101`,
      outcome: 'explained',
    })
    expect(statusOf(rumour)).toBe('answered')
    expect(await totals()).toMatchObject({ 'не разобрано': '4', отвечено: '1' })
  })

  it('what is outside the district’s competence leaves with a number, and its author is told who answers', async () => {
    await operator.act(outside, 'classify', { block: 'energy' })
    const shown = await blockHead.act(outside, 'transfer', {
      organisation: 'power-grid',
      way: 'letter',
      outgoingNumber: '12-345',
      text: 'Электроснабжение восстанавливает сетевая организация, мы передали ей ваше сообщение.',
      url: `${wallUrl}_9110?reply=9111`,
    })
    expect(shown).toContain('12-345')
    expect(statusOf(outside)).toBe('transferred')
    expect(await totals()).toMatchObject({ 'не разобрано': '3', отвечено: '2' })
  })

  it('two posts about one outage become one problem', async () => {
    await operator.act(outage, 'classify', { block: 'zhkh' })
    await operator.act(same, 'classify', { block: 'zhkh' })
    await blockHead.act(outage, 'declare_problem', { readyText: 'На Садовой порыв, бригада на месте.' })
    await blockHead.open(`/tickets/${same}/acts/merge?number=${outage}`)
    await blockHead.send(`/tickets/${same}/acts/merge`)
    expect(statusOf(same)).toBe('merged')
    await blockHead.open(`/tickets/${outage}`)
    expect(await blockHead.words()).toMatch(/№ 4/u)
    expect(await totals()).toMatchObject({ поступило: '5', 'не разобрано': '1', исполняется: '1' })
  })

  it('the executor drafts by a link on a phone, the head of the block returns it once and then approves', async () => {
    const draft = async (text: string) => {
      await blockHead.open(`/tickets/${outage}/assignment`)
      const asks = await blockHead.page.$('[name="recipientId"]')
      const recipient = asks === null ? undefined : await firstRecipient(blockHead)
      await blockHead.send('/assignment/link', recipient === undefined ? {} : { recipientId: recipient })
      const link = await blockHead.page.$eval('.fresh-link', shown => shown.textContent ?? '')
      const executor = await strangerAt(office.url, desk.browser(), { width: 390, height: 844 })
      await executor.open(new URL(link.trim()).pathname)
      const page = await executor.words()
      expect(page).toContain('нет холодной воды')
      expect(page).not.toContain('Житель 3')
      const overflow = await executor.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect(overflow).toBe(0)
      await executor.send('/answer', { text, outcome: 'solved' })
      expect(await executor.words()).toContain('Ответ принят')
      await executor.close()
    }
    await draft('Сделали.')
    expect(statusOf(outage)).toBe('in_approval')
    await blockHead.act(outage, 'return_reply', { reason: 'Напишите, что именно сделано и когда.' })
    expect(statusOf(outage)).toBe('drafting')
    await draft('Порыв на Садовой устранён сегодня в 11:40, вода подана, напор проверен.')
    await blockHead.open(`/tickets/${outage}`)
    await blockHead.send('/acts/approve_reply')
    expect(statusOf(outage)).toBe('to_publish')
    // The answer, and the post that joined: its author still waits for a word.
    expect(await totals()).toMatchObject({ 'к публикации': '2', исполняется: '0' })
  })

  it('the information officer publishes from the page: on the very answers under both posts', async () => {
    await syncNow(press)
    const page = await press.open(wallUrl)
    await overlayShows(page, /№ 3/u)
    await pressAt(page, answerUnder(outage), /^Это ответ/u)
    await becomes(outage, 'answered')
    await pressAt(page, answerUnder(same), /^Это ответ/u)
    await waitFor('the joined post to have its answer', () =>
      ticketsOf(office)
        .find(row => row.number === same)
        ?.state.includes('"way":"here"'),
    )
    await page.close()
    expect(await totals()).toMatchObject({ 'к публикации': '0', отвечено: '4' })
  })

  it('a pothole that nobody took in hand goes overdue and is put before the head by itself, once', async () => {
    await operator.act(pothole, 'classify', { block: 'roads' })
    await itIs(day(2, '11:00'))
    expect(await totals()).toMatchObject({ просрочено: '1' })
    await head.open('/')
    expect(await head.words()).toMatch(/вынесено на решение 1/iu)
    const decided = await head.act(pothole, 'decide_question', {
      decision: 'Засыпать щебнем к пятнице, отвечает управление.',
    })
    expect(decided).toContain('Засыпать щебнем')
    await itIs(day(2, '13:30'))
    await head.open('/')
    expect(await head.words()).not.toMatch(/вынесено на решение 1/iu)
  })

  it('the promise stays under control after the answer', async () => {
    await blockHead.act(pothole, 'publish', {
      text: 'Яму засыплем до 4 декабря, отвечает управление ЖКХ.',
      url: `${wallUrl}_9140?reply=9141`,
      outcome: 'planned',
      promisedDate: '2026-12-04',
      responsible: `person:${engineer.personId}`,
    })
    expect(statusOf(pothole)).toBe('under_control')
    expect(await totals()).toMatchObject({ отвечено: '5', просрочено: '0', 'обещания нарушены': '0' })
  })

  it('a substitute takes over for a day, acts as «и. о.», and gives back by itself', async () => {
    await deputy.open(`/tickets/${pothole}`)
    expect(await deputy.words()).not.toContain('пробили колёса')
    await head.open('/settings/absences/new')
    await head.send('/settings/absences/new', {
      absent: engineer.personId,
      from: '2026-12-03',
      to: '2026-12-03',
      substitute: await personNamed(head, 'Заместитель начальника управления'),
    })
    await itIs(day(3))
    await deputy.open(`/tickets/${pothole}`)
    expect(await deputy.words()).toContain('пробили колёса')
    await deputy.act(pothole, 'add_note', { text: 'Щебень привезли, начали.' })
    await blockHead.open(`/tickets/${pothole}`)
    expect(await blockHead.words()).toMatch(/и\. о\./u)
    await itIs(day(4))
    await deputy.open(`/tickets/${pothole}`)
    expect(await deputy.words()).not.toContain('пробили колёса')
  })

  it('on its date the promise comes back to who gave it, and is kept', async () => {
    await blockHead.open('/tickets')
    expect(await blockHead.words()).toContain('вчера две машины')
    await blockHead.act(pothole, 'report_promise', { result: 'kept', reason: 'Яма засыпана и укатана.' })
    expect(statusOf(pothole)).toBe('closed')
    expect(await totals()).toMatchObject({ отвечено: '5', 'обещания нарушены': '0', просрочено: '0' })
  })

  it('the author’s word is recorded, and the week ends with five answers to five posts', async () => {
    const shown = await operator.act(rumour, 'record_satisfaction', { mark: 'solved', text: 'Спасибо!' })
    expect(shown).toContain('решено')
    expect(await totals()).toMatchObject({
      поступило: '5',
      'не разобрано': '0',
      исполняется: '0',
      'к публикации': '0',
      отвечено: '5',
      просрочено: '0',
    })
  })
})

/** The only recipient that the form offers. */
function firstRecipient(seat: Seat): Promise<string> {
  return seat.page.$eval('select[name="recipientId"]', list => {
    const option =
      list instanceof HTMLSelectElement ? [...list.options].find(each => each.value !== '') : undefined
    return option?.value ?? ''
  })
}

/** The id of a colleague as the form of absences offers them. */
function personNamed(seat: Seat, title: string): Promise<string> {
  return seat.page.$eval(
    'select[name="substitute"]',
    (list, wanted) => {
      const option =
        list instanceof HTMLSelectElement
          ? [...list.options].find(each => each.text.trim() === wanted)
          : undefined
      return option?.value ?? ''
    },
    title,
  )
}
