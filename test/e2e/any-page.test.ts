import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, overlayShows } from './support/desk.ts'
import { hasTickets, startDeskOf, ticketsOf, vkPost } from './support/loop.ts'
import { choose } from './support/menu.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

describe('The context menu', () => {
  let office: TestOffice
  let desk: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор', roles: ['operator'] })
    desk = await startDeskOf(hired.invitation)
  })
  afterAll(async () => {
    await desk?.stop()
    await office?.stop()
  })

  it('records the selected words of a page, with the card', async () => {
    const page = await desk.open(vkPost.url)
    await page.waitForSelector(vkPost.text)
    await choose(desk, vkPost.url, { menuItemId: 'capture-selection', selectionText: 'Третий день нет воды' })
    await overlayShows(page, 'Записано')
    const [ticket] = await hasTickets(office, 1)
    expect(ticket?.state).toContain('"kind":"selection"')
    await page.close()
  })

  it('says on the badge that a channel’s page which takes no script was not recorded, until it is loaded anew', async () => {
    const page = await desk.browser().newPage()
    await page.setOfflineMode(true)
    await page.goto(vkPost.url).catch(() => undefined)
    /** What stands on the tab's badge and over it; nothing while there is no such tab. */
    const shown = async () =>
      (await desk.worker()).evaluate(async address => {
        const tabId = (await chrome.tabs.query({})).find(({ url }) => url === address)?.id
        if (tabId === undefined) return ''
        return `${await chrome.action.getBadgeText({ tabId })} ${await chrome.action.getTitle({ tabId })}`
      }, vkPost.url)
    await waitFor('the tab', async () => (await shown()) !== '')
    await choose(desk, vkPost.url, { menuItemId: 'capture-selection', selectionText: 'Воды нет' })
    await waitFor('the badge', async () => (await shown()) === '! Не записано: обновите страницу и повторите')
    expect(ticketsOf(office)).toHaveLength(1)
    await page.setOfflineMode(false)
    await page.goto(vkPost.url, { waitUntil: 'domcontentloaded' })
    await waitFor('the usual badge', async () => /^[^!]* Пульт МЦУ/.test(await shown()))
    await page.close()
  })

  it.each([
    ['web.telegram.org', 'https://web.telegram.org/'],
    ['the messenger at a host without our script', 'https://new.vk.com/im?sel=5'],
  ])('takes no words from %s where no script may run', async (_where, url) => {
    await choose(desk, url, { menuItemId: 'capture-selection', selectionText: 'Мы с тобой вчера говорили' })
    await waitFor('the badge', async () => (await desk.badge()).text === '!')
    expect(ticketsOf(office)).toHaveLength(1)
  })

  it('records the words even where no script may run, such as a PDF', async () => {
    await choose(desk, 'https://example.org/report.pdf', {
      menuItemId: 'capture-selection',
      selectionText: 'Дорога до школы разбита',
    })
    const rows = await hasTickets(office, 2)
    expect(rows[1]).toMatchObject({ block: 'roads' })
  })
})
