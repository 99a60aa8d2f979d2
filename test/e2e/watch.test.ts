/* What is watched, and what is nobody's business: a listed page that was opened, and a private chat. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../extension/messages.ts'
import { ensureBuilt, projectRoot } from './support/built.ts'
import { type Desk, overlayButton, overlayShows } from './support/desk.ts'
import { ask, deskContents, hasTickets, pressAt, startDeskOf, syncNow, vkPost } from './support/loop.ts'
import { headPassword, startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

const chat = {
  key: 'telegram:700100200',
  url: 'https://web.telegram.org/k/?chat=1#700100200',
  message: '.bubble[data-mid="5120"] .message',
}

let office: TestOffice
let desk: Desk

beforeAll(async () => {
  ensureBuilt()
  office = await startOffice('2026-11-23T06:00:00.000Z')
  const hired = await office.hire({ title: 'Оператор', roles: ['operator'] })
  desk = await startDeskOf(hired.invitation)
  const body = readFileSync(join(projectRoot, 'test', 'pages', 'telegram', 'k-private.html'))
  desk.serve({ url: chat.url, body })
})
afterAll(async () => {
  await desk?.stop()
  await office?.stop()
})

const watchPage = async () => (await office.head.get('/watch')).html.replaceAll('\u00a0', ' ')
const list = (title: string, url: string) =>
  office.head.submit('/settings/watch/new', { title, url, every: 'days:1' }, '/settings/watch/new')
/** The page's script knows its rules, the pointer stands on the element and frames were drawn: now or never. */
const hasButton = async (page: Page, selector: string) => {
  await waitFor('the page to know what is switched on', async () => {
    const worker = await desk.worker()
    return worker.evaluate(async address => {
      const tab = (await chrome.tabs.query({})).find(({ url }) => url === address)
      if (tab?.id === undefined) return false
      const where: unknown = await chrome.tabs.sendMessage(tab.id, { type: 'where' }).catch(() => null)
      return typeof where === 'object' && where !== null
    }, page.url())
  })
  await page.mouse.move(2, 2)
  await (await page.waitForSelector(selector))?.hover()
  await page.evaluate(
    () => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  )
  return overlayButton(page, 'Записать', 0).then(
    () => true,
    () => false,
  )
}

describe('A listed page', () => {
  it('that was opened arrives on the server’s page as looked at, by whom and nothing more', async () => {
    await list('Подслушано Нагаткино', 'https://vk.com/public212000050')
    expect(await watchPage()).toContain('ещё ни разу')
    await syncNow(desk)
    const page = await desk.open(vkPost.url)
    await page.bringToFront()
    await waitFor(
      'the look on the server',
      async () =>
        /Под наблюдением 1, просрочено 0/u.test(await watchPage()) && !/ещё ни разу/u.test(await watchPage()),
      40_000,
    )
    expect(await watchPage()).toContain('Оператор')
    await page.close()
  })

  it('is red when nobody looked in time', async () => {
    await office.setClock('2026-11-25T06:00:00.000Z')
    // A session does not last over the night.
    await office.head.submit('/sign-in', { person: office.headId, password: headPassword }, '/sign-in')
    const html = await watchPage()
    expect(html).toContain('Под наблюдением 1, просрочено 1')
    expect(html).toMatch(/class="state overdue"/u)
    await syncNow(desk)
    const panel = await desk.openExtensionPage('sidepanel')
    await waitFor('the panel to say it', () =>
      panel.evaluate(() => document.body.innerText.includes('просрочено 1 из 1')),
    )
    await panel.evaluate(() => {
      const all = [...document.querySelectorAll('button')]
      all.find(button => button.innerText === 'Просмотрено, нового нет')?.click()
    })
    await waitFor('the panel to have it', () =>
      panel.evaluate(() => document.body.innerText.includes('всё просмотрено вовремя')),
    )
    await panel.close()
    await waitFor('the look by the button', async () => /просрочено 0/u.test(await watchPage()))
  })
})

describe('A private chat', () => {
  it('is silent: no button, nothing of it at the desk', async () => {
    const page = await desk.open(chat.url)
    await page.bringToFront()
    expect(await hasButton(page, chat.message)).toBe(false)
    const { text, outbox } = await deskContents(desk)
    expect(outbox).toBe(0)
    expect(text).not.toMatch(/Тимур|700100200|Здравствуйте/u)
    await page.close()
  })

  it('is not described by «Сообщить о поломке» either', async () => {
    const page = await desk.open(chat.url)
    const popup = await desk.openExtensionPage('popup')
    await page.bringToFront()
    const answer: unknown = await waitFor('the page to say what it is', async () => {
      const said: Answers['report-broken'] = await popup.evaluate(() =>
        chrome.runtime.sendMessage({ type: 'report-broken' }),
      )
      return said.outcome === 'refused' && said.words.includes('личная переписка') ? said : undefined
    })
    expect(answer).toMatchObject({ outcome: 'refused' })
    await popup.close()
    await page.close()
  })

  it('after «Включить здесь» gives the chosen message without its author, also after the worker has died', async () => {
    await ask<'switch-here'>(desk, {
      type: 'switch-here',
      key: chat.key,
      title: 'Тимур Алиев',
      isPrivate: true,
      isOn: true,
    })
    await desk.killWorker()
    const page = await desk.open(chat.url)
    await page.bringToFront()
    expect(await hasButton(page, chat.message)).toBe(true)
    await pressAt(page, chat.message)
    await overlayShows(page, 'Записано')
    await overlayShows(page, 'Сохранить имя автора')
    const [ticket] = await hasTickets(office, 1)
    expect(ticket?.state).not.toMatch(/Алиев/u)
    const { text } = await deskContents(desk)
    expect(text).toContain('Здравствуйте, это администрация?')
    expect(text).not.toContain('Да</')
    await syncNow(desk)
    const found = await deskContents(desk)
    expect(found.marks).toBe(0)
    await page.close()
  })

  it('is silent again once it is removed in the options', async () => {
    const options = await desk.openExtensionPage('options')
    await waitFor('the list of places', () =>
      options.evaluate(() => {
        const all = [...document.querySelectorAll('button')]
        const remove = all.find(button => button.innerText === 'Убрать')
        remove?.click()
        return remove !== undefined
      }),
    )
    await waitFor('the place to be gone', () =>
      options.evaluate(() => !document.body.innerText.includes('Тимур Алиев')),
    )
    await options.close()
    const page = await desk.open(chat.url)
    await page.bringToFront()
    expect(await hasButton(page, chat.message)).toBe(false)
    await page.close()
  })
})
