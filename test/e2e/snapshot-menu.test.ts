/* «Снимок поста» where no button was pressed in the page, and where nothing may be pictured: the menu, a private chat. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ticket, ticketSchema } from '../../shared/ticket/ticket.ts'
import { projectRoot } from './support/built.ts'
import { type Desk, overlayShows, startDesk } from './support/desk.ts'
import { ask, deskContents, hasTickets, pressAt, syncNow, ticketsOf, vkPost } from './support/loop.ts'
import { choose } from './support/menu.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

const news = 'https://news.example.org/voda'
const chat = {
  key: 'telegram:700100200',
  url: 'https://web.telegram.org/k/?chat=1#700100200',
  message: '.bubble[data-mid="5120"] .message',
  words: 'Здравствуйте, это администрация?',
}

/** Private messages under addresses that the manifest gives no script. */
const elsewhere = ['https://www.vk.com/im?sel=600100', 'https://web.telegram.org/']

describe('«Снимок поста»', { timeout: 120_000 }, () => {
  let office: TestOffice
  let desk: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    const saved = (file: string) => readFileSync(join(projectRoot, 'test', 'pages', file))
    desk = await startDesk({
      pages: [
        { url: vkPost.url, body: saved(vkPost.file) },
        { url: chat.url, body: saved('telegram/k-private.html') },
        ...elsewhere.map(url => ({ url, body: saved('telegram/k-private.html') })),
        { url: news, body: '<!doctype html><meta charset="utf-8"><title>Вода</title><h1>Воды нет</h1>' },
      ],
    })
    await desk.enrol(hired.invitation)
  }, 120_000)
  afterAll(async () => {
    await desk?.stop()
    await office?.stop()
  })

  /** The looks of the ticket with this number, once the server has it with its look and every part. */
  const lookOf = (number: number): Promise<Ticket['evidence'][number]> =>
    waitFor(
      `the look of № ${number} on the server`,
      async () => {
        const row = ticketsOf(office).find(each => each.number === number)
        const [look] = row === undefined ? [] : ticketSchema.parse(JSON.parse(row.state)).evidence
        if (look !== undefined) return look
        await syncNow(desk)
        return undefined
      },
      20_000,
    )
  const select = (page: Page, selector: string) =>
    page.evaluate(given => {
      const words = document.querySelector(given)
      if (words !== null) getSelection()?.selectAllChildren(words)
    }, selector)

  it('of a post whose words were selected is that post, from the menu too', async () => {
    const page = await desk.open(vkPost.url)
    await page.waitForSelector(vkPost.text)
    await select(page, vkPost.text)
    await choose(desk, vkPost.url, { menuItemId: 'capture-selection', selectionText: 'Третий день нет воды' })
    await overlayShows(page, /Снимок сохранён|виден фрагмент/)
    await hasTickets(office, 1)
    const look = await lookOf(1)
    const width = await page.evaluate(() => innerWidth)
    expect(look.picture?.width).toBeLessThan(width)
    expect(look.html).not.toBeNull()
    await page.close()
  })

  it('of a page that no channel knows is the window as it is', async () => {
    const page = await desk.open(news)
    await choose(desk, news, { menuItemId: 'capture-page' })
    await overlayShows(page, /Снимок сохранён|виден фрагмент/)
    const look = await lookOf(2)
    expect(look.picture?.width).toBe(await page.evaluate(() => innerWidth * devicePixelRatio))
    await page.close()
  })

  it('of a private chat there is none before «Включить здесь»: nothing is recorded at all', async () => {
    const page = await desk.open(chat.url)
    await page.waitForSelector(chat.message)
    await select(page, chat.message)
    await choose(desk, chat.url, { menuItemId: 'capture-selection', selectionText: chat.words })
    await overlayShows(page, 'Это личная переписка: расширение в ней молчит')
    expect((await deskContents(desk)).text).not.toContain('администрация')
    await syncNow(desk)
    expect(ticketsOf(office)).toHaveLength(2)
    await page.close()
  })

  it.each(elsewhere)(
    'of private messages at %s, where nobody could switch it on, there is none either',
    async url => {
      const page = await desk.open(url)
      await page.waitForSelector(chat.message)
      await select(page, chat.message)
      await choose(desk, url, { menuItemId: 'capture-selection', selectionText: chat.words })
      await overlayShows(page, 'по этому адресу расширение в ней молчит')
      await syncNow(desk)
      expect(ticketsOf(office)).toHaveLength(2)
      await page.close()
    },
  )

  it('of a private chat where it is switched on are the chosen words alone, without a picture and without markup', async () => {
    await ask(desk, { type: 'switch-here', key: chat.key, title: 'Тимур Алиев', isPrivate: true, isOn: true })
    const page = await desk.open(chat.url)
    await pressAt(page, chat.message)
    await overlayShows(page, 'Без снимка: личная переписка')
    await hasTickets(office, 3)
    const look = await lookOf(3)
    expect(look).toMatchObject({
      picture: null,
      noPicture: 'private-chat',
      html: null,
      noHtml: 'private-chat',
    })
    expect(look.text).not.toBeNull()
    await page.close()
  })

  it('of a private chat where it is switched on has no picture from the menu either', async () => {
    const page = await desk.open(chat.url)
    const neighbour = '.bubble[data-mid="5121"] .message'
    await page.waitForSelector(neighbour)
    await select(page, neighbour)
    await choose(desk, chat.url, { menuItemId: 'capture-selection', selectionText: 'Да' })
    await overlayShows(page, 'Без снимка: личная переписка')
    await hasTickets(office, 4)
    expect(await lookOf(4)).toMatchObject({ picture: null, noPicture: 'private-chat', html: null })
    await page.close()
  })
})
