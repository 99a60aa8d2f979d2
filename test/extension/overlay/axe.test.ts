import { fileURLToPath } from 'node:url'
import puppeteer, { type Browser, type Page } from 'puppeteer'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { CardView, Choices, MarkView, PickView } from '../../../extension/messages.ts'
import type { AnswerOffer, ButtonView } from '../../../extension/overlay/button.tsx'
import type { CardState } from '../../../extension/overlay/card.tsx'
import { seriousViolations } from '../ui/axe.ts'
// Types of `window.overlay`.
import type {} from './axe-page.tsx'

/** axe cannot enter the closed root of the real thing: here the same components hang in an open one. */
const bundle = async (): Promise<string> => {
  const built = await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      write: false,
      lib: {
        entry: fileURLToPath(new URL('./axe-page.tsx', import.meta.url)),
        formats: ['iife'],
        name: 'axePage',
      },
    },
  })
  const [result] = Array.isArray(built) ? built : []
  const [chunk] = result?.output ?? []
  if (chunk?.type !== 'chunk') throw new Error('оверлей не собрался')
  return chunk.code
}

const posts = [1, 2, 3, 4, 5]
const themes = {
  light: 'background: #edeef0; color: #000',
  dark: 'background: #0a0a0a; color: #e1e3e6',
}
type Theme = keyof typeof themes

const bodyOf = (theme: Theme) => `<!doctype html>
<html lang="ru">
<meta charset="utf-8">
<title>Стена</title>
<body style="margin: 0; ${themes[theme]}">
<main>
<h1>Стена</h1>
${posts.map(id => `<div class="post" id="post-100_${id}" style="width: 550px; height: 100px"></div>`).join('\n')}
</main>`

let browser: Browser
let script: string
let pages: Page[] = []

beforeAll(async () => {
  script = await bundle()
  browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--lang=ru-RU'],
  })
}, 60_000)
afterAll(() => browser?.close())
afterEach(async () => {
  for (const page of pages) await page.close()
  pages = []
})

const open = async (theme: Theme): Promise<Page> => {
  const page = await browser.newPage()
  pages.push(page)
  await page.setViewport({ width: 1000, height: 800 })
  // The card comes in by opacity: axe must not measure it half-way.
  await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }])
  await page.setRequestInterception(true)
  page.on('request', request => {
    if (request.isNavigationRequest())
      void request.respond({ contentType: 'text/html; charset=utf-8', body: bodyOf(theme) })
    else void request.respond({ status: 204 })
  })
  // The reader of marks knows its posts by the site's address.
  await page.goto('https://vk.com/public100')
  await page.addScriptTag({ content: script })
  return page
}

/** The overlay is drawn in the theme, so many elements of it as said. */
const drawn = (page: Page, selector: string, theme: Theme, count = 1) =>
  page.waitForFunction(
    (what, isDark, many) =>
      window.overlay.root.querySelectorAll(what).length === many &&
      window.overlay.root.querySelector('.desk')?.classList.contains('dark') === isDark,
    {},
    selector,
    theme === 'dark',
    count,
  )

const pick = (change: Pick<PickView, 'name' | 'row' | 'value' | 'shown'> & Partial<PickView>): PickView => ({
  label: change.row,
  isEmpty: false,
  quick: null,
  ...change,
})

const card: CardView = {
  ticketId: 'ticket',
  numberWords: '№ 1024',
  heldBefore: false,
  picks: [
    pick({ name: 'topic', row: 'Блок', label: 'Блок и тема', value: 'zhkh/water', shown: 'ЖКХ · Нет воды' }),
    pick({
      name: 'ticket-kind',
      row: 'Вид',
      value: 'message',
      shown: 'Сообщение',
      quick: { title: 'Благодарность', changes: { kind: 'gratitude' } },
    }),
    pick({
      name: 'settlement',
      row: 'Где',
      label: 'Населённый пункт',
      value: '',
      shown: 'не указано',
      isEmpty: true,
    }),
  ],
  found: 'нашли: «нет воды»',
  danger: null,
  emergency: null,
  mayTellEmergency: true,
  place: null,
  urgent: false,
  stages: [
    { title: 'Первый ответ', words: 'просрочен на 2 ч', overdue: true, trace: ['Записано сегодня в 9:05'] },
    { title: 'Решение', words: 'до 3 дек', overdue: false, trace: ['7 рабочих дней: внутренний срок'] },
  ],
  withdrawUntil: null,
  sorted: false,
}
const choices: Choices = {
  topic: [
    { title: 'ЖКХ', options: [{ value: 'zhkh/water', title: 'Нет воды', changes: { block: 'zhkh' } }] },
    { title: 'Дороги', options: [{ value: 'roads/', title: 'без темы', changes: { block: 'roads' } }] },
  ],
  'ticket-kind': [
    { title: null, options: [{ value: 'message', title: 'Сообщение', changes: { kind: 'message' } }] },
  ],
  settlement: [{ title: null, options: [{ value: '', title: 'не указано', changes: { settlement: null } }] }],
}

type Recorded = Extract<CardState, { phase: 'recorded' }>
const recorded = (change: Partial<Recorded> = {}, view: Partial<CardView> = {}): CardState => ({
  phase: 'recorded',
  card: { ...card, ...view },
  waiting: null,
  words: null,
  likely: [],
  snapshot: null,
  keepsAuthor: null,
  ...change,
})
const danger = 'в тексте: «оголённый провод»'

const cards: [string, CardState][] = [
  ['being recorded', { phase: 'recording' }],
  ['just recorded', recorded()],
  [
    'that a colleague had recorded before',
    recorded({}, { heldBefore: true, urgent: true, place: 'Мира, 5' }),
  ],
  ['that waits to be sent', recorded({ waiting: 'Ждёт отправки: нет связи с сервером' })],
  [
    'with similar tickets to join',
    recorded({
      likely: [
        { ticketId: 'a', label: 'Это № 1019: авария на Садовой', readyText: 'Воду дадут к 18:00' },
        { ticketId: 'b', label: 'Похоже на № 1020 (исполняется)', readyText: null },
      ],
    }),
  ],
  ['with words of danger, nobody told yet', recorded({}, { danger })],
  [
    'with words of danger, handed over',
    recorded({}, { danger, emergency: 'Передано: ЕДДС, Иванова, 10:05' }),
  ],
  ['whose correction met a conflict', recorded({ words: 'Тему уже изменил другой сотрудник. Проверьте её' })],
  ['that was withdrawn', { phase: 'withdrawn' }],
  ['without an invitation', { phase: 'not-enrolled', words: 'Нужна строка приглашения' }],
  ['that was refused', { phase: 'refused', words: 'Нет права записывать. Его даёт администратор' }],
  ['of a silent worker', { phase: 'silent' }],
  ['of an updated extension', { phase: 'gone' }],
  ['that marks a reply', { phase: 'publishing' }],
  [
    'of a marked reply whose kind may change',
    {
      phase: 'published',
      words: 'Ответ опубликован, решение в срок',
      ticketId: 'ticket',
      replyId: 'reply',
      kind: 'final',
    },
  ],
  ['that was joined', { phase: 'joined', words: 'Присоединено к № 1024' }],
]

const offer: AnswerOffer = {
  ticketId: 'ticket',
  label: '№ 1024 · ЖКХ · исполняется',
  accountId: 'account',
  kind: 'interim',
  promisedDate: '2026-12-03',
}
const answer = (isMenuOpen: boolean, change: Partial<AnswerOffer> = {}): ButtonView => ({
  type: 'answer',
  offer: { ...offer, ...change },
  isMenuOpen,
  mayCapture: true,
})
const buttons: [string, ButtonView][] = [
  ['that records', { type: 'record', personal: null }],
  ['that records what may be an official’s own answer', { type: 'record', personal: offer }],
  ['that marks a reply', answer(false, { kind: 'final' })],
  ['that marks a reply, its menu open', answer(true)],
  ["of an official's own page, its menu open", answer(true, { accountId: null, promisedDate: null })],
]

const levels: [MarkView['level'], string][] = [
  ['open', '№ 1024 · ЖКХ · исполняется · до 17:00'],
  ['today', '№ 1025 · ЖКХ · сегодня до 17:00'],
  ['overdue', '№ 1026 · Дороги · просрочено на 2 дня'],
  ['head', '№ 1027 · Дороги · у главы'],
  ['closed', '№ 1028 · ЖКХ · закрыто'],
]
const marks = Object.fromEntries(
  levels.map(([level, label], index) => [
    `vk:-100:${posts[index]}`,
    { ticketId: label, label, level, mayPublish: true, open: level !== 'closed' },
  ]),
)

describe.each<Theme>(['light', 'dark'])('on a %s page axe finds nothing serious in', theme => {
  test.each(cards)('a card %s', async (_name, state) => {
    const page = await open(theme)
    await page.evaluate((shown, lists) => window.overlay.card(shown, lists), state, choices)
    await drawn(page, `.card.${state.phase}`, theme)
    expect(await seriousViolations(page)).toEqual([])
  })

  test.each(buttons)('a button %s', async (_name, view) => {
    const page = await open(theme)
    await page.evaluate(shown => window.overlay.button(shown), view)
    await drawn(page, '.split', theme)
    await drawn(page, '.menu', theme, view.type === 'answer' && view.isMenuOpen ? 1 : 0)
    expect(await seriousViolations(page)).toEqual([])
  })

  test('marks: ordinary, due today, overdue, put before the head and closed', async () => {
    const page = await open(theme)
    await page.evaluate(shown => window.overlay.marks(shown), marks)
    for (const [level] of levels) await drawn(page, `.mark.${level}`, theme)
    expect(await seriousViolations(page)).toEqual([])
  })
})

describe('axe does enter the root of this page: spoiled on purpose,', () => {
  const pale = (page: Page, selector: string) =>
    page.evaluate(
      what => window.overlay.root.querySelector(what)?.setAttribute('style', 'color: #bbb; background: #ccc'),
      selector,
    )
  const contrastOf = async (page: Page) =>
    (await seriousViolations(page)).filter(line => line.startsWith('color-contrast'))

  test('a card with pale words and a nameless button is found', async () => {
    const page = await open('light')
    await page.evaluate(shown => window.overlay.card(shown, null), recorded())
    await drawn(page, '.card', 'light')
    await pale(page, 'strong')
    await page.evaluate(() => {
      const close = window.overlay.root.querySelector('.close')
      for (const name of ['aria-label', 'title']) close?.removeAttribute(name)
    })
    expect(await seriousViolations(page)).toEqual([
      expect.stringMatching(/^button-name: .*class="close"/u),
      expect.stringMatching(/^color-contrast: .*Записано/u),
    ])
  })

  test('a pale button is found', async () => {
    const page = await open('light')
    await page.evaluate(shown => window.overlay.button(shown), answer(true))
    await drawn(page, '.menu', 'light')
    await pale(page, '.main')
    expect(await contrastOf(page)).toEqual([expect.stringContaining('class="main"')])
  })

  test('pale marks are found', async () => {
    const page = await open('light')
    await page.evaluate(shown => window.overlay.marks(shown), marks)
    for (const [level] of levels) await drawn(page, `.mark.${level}`, 'light')
    await pale(page, '.overdue .words')
    expect(await contrastOf(page)).toEqual([expect.stringContaining('просрочено')])
  })
})
