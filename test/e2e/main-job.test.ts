import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from './support/built.ts'
import { type Desk, overlayButton, overlayShows } from './support/desk.ts'
import {
  hasTickets,
  pressAt,
  recordPost,
  startDeskOf,
  syncNow,
  telegramMessage,
  ticketsOf,
  vkPost,
} from './support/loop.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

describe('The main job', () => {
  let office: TestOffice
  let operator: Desk
  let informer: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    const press = await office.hire({ title: 'Начальник отдела коммуникаций', roles: ['informer'] })
    await office.head.submit(
      '/settings/accounts/new',
      {
        title: 'Администрация Цильнинского района',
        network: 'vk',
        ownerId: '-212000001',
        url: 'https://vk.com/club212000001',
        publishers: [press.personId],
      },
      '/settings/accounts/new',
    )
    operator = await startDeskOf(hired.invitation)
    informer = await startDeskOf(press.invitation)
  })
  afterAll(async () => {
    await operator?.stop()
    await informer?.stop()
    await office?.stop()
  })

  it('a post on VK is recorded in one click and is a ticket on the server', async () => {
    const page = await recordPost(operator, vkPost)
    const [ticket] = await hasTickets(office, 1)
    expect(ticket).toMatchObject({ number: 1, status: 'new', block: 'zhkh' })
    const card = await overlayShows(page, '№ 1')
    expect(card).toContain('Первый ответ')
    expect(card).toContain('Решение')
    expect(card).toMatch(/нет воды/i)
    await page.keyboard.press('Escape')
    await overlayShows(page, /● № 1|№ 1 · ЖКХ/)
    await page.close()
  })

  it('a message of a Telegram group is recorded the same way', async () => {
    const page = await recordPost(operator, telegramMessage)
    const rows = await hasTickets(office, 2)
    expect(rows[1]?.state).toContain('"channel":"telegram"')
    await page.close()
  })

  it('a second person sees the mark of the colleague’s ticket on the post, and nothing of its text', async () => {
    await syncNow(informer)
    const page = await informer.open(vkPost.url)
    const shown = await overlayShows(page, '№ 1')
    expect(shown).toContain('ЖКХ')
    const panel = await informer.openExtensionPage('sidepanel')
    await panel.waitForSelector('[role="tab"]')
    expect(await panel.evaluate(() => document.body.innerText)).not.toContain('Садовой')
    await panel.close()
    await page.close()
  })

  it('the mark stands on the post at every address of it', async () => {
    const other = 'https://vk.ru/wall-212000050_101'
    informer.serve({ url: other, body: readFileSync(join(projectRoot, 'test/pages', vkPost.file)) })
    const page = await informer.open(other)
    expect(await overlayShows(page, '№ 1')).toContain('ЖКХ')
    await page.close()
  })

  it('the information officer marks the answer published in one click on that very answer', async () => {
    const page = await informer.open(vkPost.url)
    await overlayShows(page, '№ 1')
    await pressAt(page, vkPost.answer, /^Это ответ/u)
    await overlayShows(page, /Ответ|отмечен/)
    const answered = await waitFor('the reply on the server', () => {
      const state = ticketsOf(office)[0]?.state
      return state?.includes('"accountId"') ? state : undefined
    })
    expect(answered).toContain('"replies"')
    await page.close()
  })

  it('the head of the centre opens the report from the extension without a password and sees the number', async () => {
    const desk = await startDeskOf(await office.invite(office.headId))
    try {
      const popup = await desk.openExtensionPage('popup')
      await popup.waitForSelector('button')
      const opened = waitFor('the report page', async () => {
        const pages = await desk.browser().pages()
        const found = pages.find(page => page.url().startsWith(office.url))
        return found && (await found.$('table')) ? found : undefined
      })
      await popup.evaluate(() =>
        [...document.querySelectorAll('button')]
          .find(button => button.innerText.includes('Открыть сводку'))
          ?.click(),
      )
      const report = await opened
      const text = await report.evaluate(() => document.body.innerText)
      expect(text).toContain('ЖКХ')
      expect(new URL(report.url()).search).not.toContain('ticket')
      const total = await report.$$eval(
        'tr',
        rows => rows.find(row => row.innerText.startsWith('Всего'))?.innerText,
      )
      expect(total?.split(/\s+/).slice(0, 2)).toEqual(['Всего', '2'])
    } finally {
      await desk.stop()
    }
  })

  it('«Отменить» takes the record back while nobody else acted', async () => {
    const page = await operator.open(vkPost.url)
    const before = ticketsOf(office).length
    await pressAt(page, '#post-212000050_201 .wall_reply_text')
    await overlayShows(page, 'Записано')
    await (await overlayButton(page, /Отменить/u)).click()
    await waitFor('the withdrawal on the server', () =>
      ticketsOf(office).some(row => row.number === before + 1 && row.status === 'withdrawn'),
    )
    await page.close()
  })
})
