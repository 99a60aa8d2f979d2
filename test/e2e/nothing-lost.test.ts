import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Desk, overlayShows, overlayText } from './support/desk.ts'
import {
  hasTickets,
  popupShows,
  pressAt,
  recordPost,
  startDeskOf,
  syncNow,
  telegramMessage,
  ticketsOf,
  vkPost,
} from './support/loop.ts'
import { startOffice, type TestOffice } from './support/office.ts'

describe('Nothing recorded is lost', () => {
  let office: TestOffice
  let desk: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    desk = await startDeskOf(hired.invitation)
  })
  afterAll(async () => {
    await desk?.stop()
    await office?.stop()
  })

  it('a post recorded while the server is down waits on this computer and is sent when it is back', async () => {
    await office.end()
    const page = await recordPost(desk, vkPost)
    expect(await overlayText(page)).toContain('появится после отправки')
    await popupShows(desk, /жд[уё]т/)
    await page.close()
    await office.start()
    await syncNow(desk)
    await hasTickets(office, 1)
    await popupShows(desk, /всё отправлено/)
  })

  it('the worker’s death between the click and the push leaves exactly one ticket', async () => {
    await office.end()
    const page = await recordPost(desk, telegramMessage)
    await desk.killWorker()
    await office.start()
    await syncNow(desk)
    await hasTickets(office, 2)
    await page.close()
  })

  it('a browser that lost its power opens again with what waited, and sends it once', async () => {
    await office.end()
    const page = await desk.open(vkPost.url)
    await pressAt(page, '#post-212000050_201 .wall_reply_text')
    await overlayShows(page, 'Записано')
    await desk.kill()
    await desk.relaunch()
    await office.start()
    await syncNow(desk)
    const rows = await hasTickets(office, 3)
    expect(rows.map(row => row.status)).toEqual(['new', 'new', 'new'])
  })

  it('a server that lost its power during the push has the ticket once after its restart', async () => {
    const page = await desk.open(vkPost.url)
    await pressAt(page, '#post-212000050_203 .wall_reply_text')
    await office.kill()
    await overlayShows(page, 'Записано')
    await office.start()
    await syncNow(desk)
    await hasTickets(office, 4)
    await syncNow(desk)
    expect(ticketsOf(office)).toHaveLength(4)
  })
})
