import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { seriousViolations } from './axe.ts'
import { type Stage, startStage } from './browser.ts'
import { lifeIds } from './life.ts'
import { giveLooks, look, unfold } from './looks.ts'
import { openTicket, press, pressMore, seen } from './steps.ts'
import { refusedRows } from './tray.ts'
import { withList } from './watch-list.ts'

vi.setConfig({ testTimeout: 120_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

type View = { name: string; query: string; prepare?: (page: Page) => Promise<unknown> }

const panel = (person: string, rows = 'life') => `view=panel&person=${person}&rows=${rows}`
const form = (id: string, act: string) => async (page: Page) => {
  await openTicket(page, id)
  await press(page, act)
  await page.waitForSelector('.act-form')
}
const moreForm = (id: string, act: string) => async (page: Page) => {
  await openTicket(page, id)
  await pressMore(page, act)
  await page.waitForSelector('.act-form')
}
const tray = async (page: Page) => {
  await page.evaluate(refused => window.bridge.change({ refused }), refusedRows())
  await page.locator('.sync-button').click()
  await seen(page, 'Не принято: 3')
}

const views: View[] = [
  { name: 'the list', query: panel('zhkh-head', 'sample') },
  { name: 'an empty list', query: panel('operator', 'none') },
  { name: 'a list that loads', query: panel('operator', 'loading') },
  { name: 'the own blocks', query: panel('zhkh-head'), prepare: page => page.locator('#tab-blocks').click() },
  { name: 'the filters', query: panel('zhkh-head'), prepare: page => press(page, 'Отбор') },
  { name: 'no invitation', query: 'view=panel' },
  ...Object.entries(lifeIds).map(([name, id]) => ({
    name: `a card: ${name}`,
    query: panel(name === 'like' || name === 'danger' ? 'operator' : 'head'),
    prepare: (page: Page) => openTicket(page, id),
  })),
  { name: 'sorting', query: panel('operator'), prepare: form(lifeIds.like, 'Разобрать') },
  { name: 'answering', query: panel('zhkh-head'), prepare: form(lifeIds.competence, 'Ответить сразу') },
  { name: 'assigning', query: panel('zhkh-head'), prepare: form(lifeIds.competence, 'Поручить') },
  {
    name: 'transferring',
    query: panel('zhkh-head'),
    prepare: form(lifeIds.competence, 'Передать по компетенции'),
  },
  { name: 'splitting', query: panel('zhkh-head'), prepare: moreForm(lifeIds.competence, 'Разделить') },
  {
    name: 'a form with faults',
    query: panel('zhkh-head'),
    prepare: async page => {
      await form(lifeIds.competence, 'Поручить')(page)
      await press(page, 'Поручить')
      await page.waitForSelector('[aria-invalid]')
    },
  },
  { name: 'the tray', query: panel('zhkh-head'), prepare: tray },
  {
    name: 'the keys',
    query: panel('zhkh-head'),
    prepare: async page => {
      await openTicket(page, lifeIds.competence)
      await page.keyboard.press('?')
      await page.waitForSelector('dialog[open]')
    },
  },
  {
    name: 'recording by hand',
    query: panel('operator'),
    prepare: async page => {
      await press(page, 'Записать сообщение')
      await page.waitForSelector('textarea')
    },
  },
  {
    name: '«Снимок поста», opened',
    query: panel('operator', 'sample'),
    prepare: async page => {
      const changed = { ...look, evidenceId: 'second', text: { sha256: 'd'.repeat(64), size: 44 } }
      await giveLooks(page, [look, changed])
      await openTicket(page, 't-0')
      await unfold(page, 'Снимок поста')
      await page.waitForSelector('.photo')
      await page.evaluate(() => {
        window.bridge.evidenceTexts = { first: 'Третий день нет воды', second: 'Четвёртый день нет воды' }
      })
      await unfold(page, 'Что изменилось')
      await page.waitForSelector('ins')
    },
  },
  {
    name: '«Наблюдение», with a place that is late',
    query: panel('operator'),
    prepare: async page => {
      await withList(page)
      await seen(page, '▲ просрочено 1 из 2')
    },
  },
  { name: 'the popup', query: 'view=popup&person=head&rows=life' },
  {
    name: 'the popup over a private chat, «Включить здесь»',
    query: 'view=popup&person=operator&place=private',
    prepare: page => seen(page, 'личная переписка, расширение молчит'),
  },
  {
    name: 'recording in the popup',
    query: 'view=popup&person=operator&rows=life',
    prepare: async page => {
      await press(page, 'Записать сообщение')
      await page.waitForSelector('textarea')
      await page.type('textarea', 'На Садовой нет воды, искрит провод')
    },
  },
  { name: 'the settings', query: 'view=options&person=zhkh-head' },
  { name: 'the settings before an invitation', query: 'view=options' },
  {
    name: 'the settings, «Где включено вами»',
    query: 'view=options&person=operator',
    prepare: async page => {
      await page.evaluate(() =>
        window.bridge.change({
          places: [
            { key: 'telegram:700100200', title: 'Тимур Алиев', isPrivate: true, isOn: true },
            { key: 'vk:-212000001', title: null, isPrivate: false, isOn: false },
          ],
        }),
      )
      await seen(page, 'личная переписка, включено')
    },
  },
  {
    name: '«Что умеет читать расширение», with an alarm, a refusal and a reported page',
    query: 'view=channels',
    prepare: async page => {
      await seen(page, '▲ текст — нет у 90 % записей')
      await page.locator('summary').click()
      await page.waitForSelector('textarea')
    },
  },
]

describe('Nothing keeps a person with a screen reader or weak eyes from', () => {
  it.each(views)('$name, light and dark, and nothing is cut off at 200 %', async ({ query, prepare }) => {
    const page = await stage.open(query)
    await prepare?.(page)
    // Colours change by a transition, which axe would catch halfway.
    await page.addStyleTag({ content: '* { transition: none !important }' })
    for (const value of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
      expect(await seriousViolations(page), value).toEqual([])
    }
    const isPopup = query.startsWith('view=popup')
    await page.setViewport({ width: isPopup ? 360 : 180, height: 370 })
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect(overflow).toBe(0)
    await page.close()
  })
})
