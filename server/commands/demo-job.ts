/*
 * The main job of the demo, as a person does it: find a post, press «Записать», see that the server has it, mark the
 * answer published, open the report. Each step is printed with its time; what is seen is kept as pictures.
 */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElementHandle, Page } from 'puppeteer'
import {
  type Desk,
  overlayButton,
  overlayShows,
  overlayText,
  pressAtPost,
} from '../../test/e2e/support/desk.ts'
import { headSignIn, type OfficeProcess } from '../../test/e2e/support/office.ts'
import { waitFor } from '../../test/e2e/support/wait.ts'
import { answeredPost } from '../sample/pages.ts'

export type DemoPage = { file: string; url: string; body: Uint8Array | string }

export type Job = {
  desk: Desk
  server: OfficeProcess
  pages: readonly DemoPage[]
  /** Of the head of the centre, for the picture of the whole report. */
  password: string
  say: (words: string) => void
}

/** Where the words of a post or message stand, per host; whether it is one, the extension itself decides. */
const channels = [
  {
    host: /^https:\/\/vk\./u,
    text: '.wall_post_text, [data-testid="wall_post_text"], [data-testid^="showmoretext-in"]',
    name: 'ВКонтакте',
  },
  { host: /^https:\/\/web\.telegram\./u, text: '.bubble[data-mid] .message', name: 'Telegram' },
]

export async function doMainJob(job: Job): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'pult-demo-pictures-'))
  try {
    await goThrough(job, folder)
  } catch (error) {
    const [page] = (await job.desk.browser().pages()).reverse()
    await page?.screenshot({ path: join(folder, 'не-вышло.png') })
    throw error
  } finally {
    job.say(`Снимки экрана: ${folder}`)
  }
}

async function goThrough(job: Job, folder: string): Promise<void> {
  const picture = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) })
  const numbers: string[] = []
  for (const { host, text, name } of channels) {
    const candidates = job.pages.filter(({ url }) => host.test(url))
    const recorded = await recordOne(job, candidates, text, name)
    numbers.push(recorded.number)
    await picture(recorded.page, `${numbers.length}-запись-${name}`)
    if (answeredPost.url.test(recorded.page.url())) await markAtPage(job, recorded)
    else await markInPanel(job, recorded, folder)
    await picture(recorded.page, `${numbers.length}-пометка-${name}`)
    await recorded.page.close()
  }
  await showSurfaces(job, folder, numbers)
}

/** The head of the card; before the server has answered it says «№ появится после отправки». */
const numbered = /Записано\s+№\s?(\d+)/u

type Recorded = { page: Page; number: string; url: string }

/** Opens pages in turn until one has a post to record, and records it. */
async function recordOne(
  job: Job,
  pages: readonly DemoPage[],
  selector: string,
  name: string,
): Promise<Recorded> {
  for (const { url, file, body } of pages) {
    // Addresses that differ only after # are one page to a server.
    job.desk.serve({ url, body })
    const page = await job.desk.open(url)
    const button = await findPostWithButton(page, selector)
    if (button === undefined) {
      await page.close()
      continue
    }
    const clicked = performance.now()
    await button.click()
    await overlayShows(page, 'Записано')
    job.say(`${name}, ${file}: записано и сохранено на диск через ${sinceWords(clicked)} после нажатия`)
    const shown = await overlayShows(page, numbered)
    const number = numbered.exec(shown)?.[1] ?? ''
    job.say(`${name}: на сервере карточка № ${number}, через ${sinceWords(clicked)} после нажатия`)
    return { page, number, url }
  }
  throw new Error(
    `No page of ${name} had a post to record; looked at: ${pages.map(({ file }) => file).join(', ')}`,
  )
}

async function findPostWithButton(page: Page, selector: string): Promise<ElementHandle | undefined> {
  const posts = await page.$$(selector)
  for (const post of posts.slice(0, 12)) {
    const hasText = await post.evaluate(element => (element.textContent ?? '').trim().length > 20)
    if (!hasText) continue
    try {
      await post.scrollIntoView()
      await post.hover()
      return await overlayButton(page, 'Записать', 1_500)
    } catch {
      // Not a post, or hidden behind something: the next one.
    }
  }
  return undefined
}

/** «Это ответ» on the answer of the official account, one click. */
async function markAtPage({ say }: Job, { page, number }: Recorded): Promise<void> {
  const clicked = performance.now()
  await page.keyboard.press('Enter')
  // The card lies over the answer until it is gone, and the pointer would come to rest on it.
  await waitFor('the card to go', async () => !(await overlayText(page)).includes('Записано'))
  await pressAtPost(page, answeredPost.answer, /^Это ответ/u)
  const shown = await overlayShows(page, /Ответ (?:опубликован|отмечен)/u)
  const words = /Ответ опубликован[^\n]*/u.exec(shown)?.[0] ?? 'Ответ отмечен'
  say(`№ ${number}: ${words.slice(0, 80)} — нажатием «Это ответ», за ${sinceWords(clicked)}`)
}

/** The same in the panel: the address and the text of the answer, pasted. */
async function markInPanel({ desk, say }: Job, { number, url }: Recorded, folder: string): Promise<void> {
  const panel = await desk.openExtensionPage('sidepanel')
  await panel.setViewport({ width: 360, height: 900 })
  const clicked = performance.now()
  await clickByText(panel, 'button', new RegExp(`№\\s?${number}(?!\\d)`, 'u'))
  await panel.screenshot({ path: join(folder, `панель-карточка-${number}.png`) })
  await clickByText(panel, 'button', /^Ответить сразу/u)
  await fillIn(panel, '[data-field="text"]', 'Работы закончены, проверили на месте.')
  await fillIn(panel, '[data-field="url"]', url.split('#')[0] ?? url)
  await panel.select('[data-field="kind"]', 'final')
  await clickByText(panel, 'form button', /^Ответ дан/u)
  await waitFor('the server to have the answer', () =>
    panel.evaluate(
      () =>
        /Окончательный ответ/u.test(document.body.innerText) &&
        !/ждёт отправки/u.test(document.body.innerText),
    ),
  )
  await panel.screenshot({ path: join(folder, `панель-ответ-${number}.png`) })
  say(`№ ${number}: ответ отмечен опубликованным в пульте, за ${sinceWords(clicked)}`)
  await panel.close()
}

/** The panel, the popup, the report opened from the popup in one click, and the head's whole report. */
async function showSurfaces(
  { desk, server, password, say }: Job,
  folder: string,
  numbers: readonly string[],
): Promise<void> {
  const panel = await desk.openExtensionPage('sidepanel')
  await panel.setViewport({ width: 360, height: 900 })
  await waitFor('the panel', () => panel.evaluate(() => /У меня/u.test(document.body.innerText)))
  await panel.screenshot({ path: join(folder, 'панель.png') })
  await panel.close()

  const popup = await desk.openExtensionPage('popup')
  await popup.setViewport({ width: 380, height: 520 })
  await waitFor('the popup', () => popup.evaluate(() => /Открыть сводку/u.test(document.body.innerText)))
  await popup.screenshot({ path: join(folder, 'окно-расширения.png') })
  const clicked = performance.now()
  const opened = desk
    .browser()
    .waitForTarget(target => target.url().startsWith(server.url), { timeout: 15_000 })
  await clickByText(popup, 'button', /^Открыть сводку$/u)
  const report = await (await opened).page()
  if (report === null) throw new Error('The report did not open in a tab')
  await report.setViewport({ width: 1280, height: 900 })
  await waitFor('the report', () => report.evaluate(() => document.querySelector('table') !== null))
  await report.screenshot({ path: join(folder, 'сводка-оператора.png'), fullPage: true })
  say(`Сводка открыта из расширения без пароля, за ${sinceWords(clicked)}`)

  await headSignIn(report, server.url, password)
  await report.screenshot({ path: join(folder, 'сводка-руководителя.png'), fullPage: true })
  for (const number of numbers) {
    await report.goto(`${server.url}/tickets/${number}`)
    const isAnswered = await report.evaluate(() => /· Отвечено/u.test(document.body.innerText))
    if (!isAnswered) throw new Error(`Ticket ${number} is not answered in the report`)
    say(`№ ${number} в сводке руководителя: отвечено`)
  }
  await report.screenshot({ path: join(folder, 'карточка.png'), fullPage: true })
}

async function clickByText(page: Page, selector: string, words: RegExp): Promise<void> {
  const button = await waitFor(`a button ${words}`, async () => {
    for (const each of await page.$$(selector)) {
      const text = await each.evaluate(element => (element.textContent ?? '').replace(/\s+/gu, ' ').trim())
      if (words.test(text)) return each
    }
    return undefined
  })
  await button.click()
}

async function fillIn(page: Page, selector: string, text: string): Promise<void> {
  const field = await waitFor(`the field ${selector}`, async () => (await page.$(selector)) ?? undefined)
  await field.type(text)
}

const sinceWords = (moment: number): string => `${Math.round(performance.now() - moment)} мс`
