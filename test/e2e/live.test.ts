import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Seat, seatOf } from './support/at-pages.ts'
import { type Desk, overlayShows } from './support/desk.ts'
import { recordPost, startDeskOf, ticketsOf, vkPost } from './support/loop.ts'
import { type Hired, startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

/** Less than the alarm of the worker (30 s): what is seen by then came by the stream. */
const soon = 10_000

describe('What a colleague does is seen at once', () => {
  let office: TestOffice
  let operator: Desk
  let engineer: Desk
  let head: Seat
  let hired: Hired

  beforeAll(async () => {
    office = await startOffice()
    const monitoring = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    hired = await office.hire({ title: 'Начальник управления ЖКХ', roles: ['block_head'], blocks: ['zhkh'] })
    operator = await startDeskOf(monitoring.invitation)
    engineer = await startDeskOf(hired.invitation)
    head = await seatOf(office, operator.browser(), await office.invite(office.headId))
  }, 120_000)
  afterAll(async () => {
    await operator?.stop()
    await engineer?.stop()
    await office?.stop()
  })

  const shows = (page: Page, words: string | RegExp) =>
    waitFor(
      `the page to show ${words}`,
      async () => {
        const text = (await page.evaluate(() => document.body.innerText)).replaceAll('\u00a0', ' ')
        return typeof words === 'string' ? text.includes(words) : words.test(text)
      },
      soon,
    )

  it('an open queue shows the new ticket, and an open side panel of the block shows it too', async () => {
    await head.open('/tickets?tab=all')
    const panel = await engineer.openExtensionPage('sidepanel')
    await panel.waitForSelector('[role="tab"]')
    await panel.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[role="tab"]')]
        .find(tab => tab.innerText.includes('Все'))
        ?.click(),
    )
    const page = await recordPost(operator, vkPost)
    await shows(head.page, 'нет воды')
    await shows(panel, /№ 1/u)
    await page.close()
    await panel.close()
  })

  it('who has the same ticket open is named, and what they did appears without a reload', async () => {
    const [ticket] = ticketsOf(office)
    expect(ticket?.number).toBe(1)
    const engineerAtPages = await seatOf(office, engineer.browser(), await office.invite(hired.personId))
    await head.open('/tickets/1')
    await engineerAtPages.open('/tickets/1')
    await shows(head.page, 'Начальник управления ЖКХ')
    await engineerAtPages.act(1, 'add_note', { text: 'Мастер выехал на место.' })
    await shows(head.page, 'Мастер выехал на место.')
    await engineerAtPages.close()
  })

  it('what is being typed is not lost when a colleague changes the ticket meanwhile', async () => {
    const engineerAtPages = await seatOf(office, engineer.browser(), await office.invite(hired.personId))
    await head.open('/tickets/1/acts/add_note')
    await head.page.type('[name="text"]', 'half of a sentence')
    await engineerAtPages.act(1, 'add_note', { text: 'Вода подана.' })
    await shows(head.page, /изменил/u)
    const typed = await head.page.$eval('[name="text"]', field =>
      field instanceof HTMLTextAreaElement ? field.value : '',
    )
    expect(typed).toBe('half of a sentence')
    await engineerAtPages.close()
  })

  it('the mark on the post follows by itself', async () => {
    const page = await operator.open(vkPost.url)
    await overlayShows(page, /№ 1/u)
    await head.act(1, 'publish', { text: 'Вода подана.', url: 'https://vk.com/wall-212000050_101?reply=1' })
    await overlayShows(page, /отвечено/iu, 45_000)
    await page.close()
  })
})
