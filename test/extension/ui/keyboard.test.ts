import type { Page } from 'puppeteer'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { callsOf, focused, openTicket, press, pressMore, seen, textOf } from './steps.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

/** Tab after tab until the button of that name; a person would do no more than a row of them. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    const words = await page.evaluate(() =>
      (document.activeElement?.textContent ?? '').replace(/\s+/g, ' ').trim(),
    )
    if (words === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`The keyboard does not reach «${name}»`)
}

const isInPage = (page: Page) =>
  page.waitForFunction(() => {
    const { activeElement } = document
    return activeElement !== null && activeElement !== document.body
  })

async function save(page: Page): Promise<void> {
  await page.keyboard.down('Control')
  await page.keyboard.press('Enter')
  await page.keyboard.up('Control')
}

it('a call is recorded from the popup with the keyboard alone, and its card opened', async () => {
  const page = await stage.open('view=popup&person=operator')
  await tabTo(page, 'Записать сообщение')
  await page.keyboard.press('Enter')
  await page.waitForSelector('textarea:focus')
  await page.keyboard.type('Третий день нет воды, Большое Нагаткино, Садовая 5')
  await save(page)
  await seen(page, 'Записано: ЖКХ')
  await page.waitForSelector('.recorded .main:focus')
  await tabTo(page, 'Открыть карточку')
  await page.keyboard.press('Enter')
  await page.waitForFunction(() => window.bridge.calls.includes('panel'))
  await page.close()
})

it('in the panel: to a card, an act by its letter, back by Escape, and the keys by «?»', async () => {
  const page = await stage.open('view=panel&person=zhkh-head')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('k')
  const opened = await focused(page)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.ticket h2:focus')
  await page.keyboard.press('?')
  await page.waitForSelector('dialog[open]')
  const letter = /([A-Z]) Ответить сразу/u.exec(await textOf(page, 'dialog'))?.[1]
  if (letter === undefined) throw new Error('«?» does not list the letter of «Ответить сразу»')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.querySelector('dialog[open]') === null)
  await page.keyboard.press(letter === 'A' ? 'a' : 'Enter')
  await page.waitForSelector('.act-form [data-field]:focus')
  await page.keyboard.press('Escape')
  await page.waitForSelector('.ticket h2:focus')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.classList.contains('row') === true)
  expect(await focused(page)).toBe(opened)
  await page.close()
})

it('the keyboard stays in the window after an act, also one that takes the card away', async () => {
  const page = await stage.open('view=panel&person=operator')
  await openTicket(page, 't-0')
  await pressMore(page, 'Заметка')
  await page.waitForSelector('.act-form textarea:focus')
  await page.keyboard.type('Звонили, проверяют')
  await save(page)
  await seen(page, 'Заметка добавлена')
  await isInPage(page)
  // The colleague's change takes the card out of sight while the focus is in it.
  await page.evaluate(() => {
    const rows = (window.bridge.state.rows ?? []).filter(row => row.ticket.id !== 't-0')
    window.bridge.change({ rows })
  })
  await isInPage(page)
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.classList.contains('row') === true)
  await page.close()
})

it('a refused act gives the keyboard back where it was', async () => {
  const page = await stage.open('view=panel&person=operator')
  await openTicket(page, 't-0')
  await press(page, 'Разобрать')
  await page.waitForSelector('.act-form')
  await page.evaluate(() => {
    window.bridge.refuseNext = { code: 'forbidden', details: {} }
  })
  await page.focus('.act-form [type="submit"]')
  await page.keyboard.press('Enter')
  await page.waitForSelector('.act-form [role="alert"]')
  await page.waitForSelector('.act-form [type="submit"]:focus')
  expect(await callsOf(page, 'undo')).toEqual([])
  await page.close()
})

it('Escape leaves the search for the first card of the list', async () => {
  const page = await stage.open('view=panel&person=zhkh-head')
  await page.keyboard.press('/')
  await page.waitForSelector('#search:focus')
  await page.keyboard.press('Escape')
  await page.waitForFunction(() => document.activeElement?.classList.contains('row') === true)
  await page.close()
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
