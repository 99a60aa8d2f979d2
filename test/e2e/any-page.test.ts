import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, overlayShows } from './support/desk.ts'
import { hasTickets, startDeskOf, vkPost } from './support/loop.ts'
import { choose } from './support/menu.ts'
import { startOffice, type TestOffice } from './support/office.ts'

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

  it('records the words even where no script may run, such as a PDF', async () => {
    await choose(desk, 'https://example.org/report.pdf', {
      menuItemId: 'capture-selection',
      selectionText: 'Дорога до школы разбита',
    })
    const rows = await hasTickets(office, 2)
    expect(rows[1]).toMatchObject({ block: 'roads' })
  })
})
