/** The loop in the words of the tests: who is at which desk, what the page shows, what the server has. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Page } from 'puppeteer'
import type { Answers, Request, Requests } from '../../../extension/messages.ts'
import { capture, sourceDraft } from '../../server/office-for-tests.ts'
import { projectRoot } from './built.ts'
import { type Desk, overlayButton, overlayShows, startDesk } from './desk.ts'
import { enrolDevice } from './device.ts'
import type { TestOffice } from './office.ts'
import { waitFor } from './wait.ts'

export const vkPost = {
  url: 'https://vk.com/wall-212000050_101?from=search',
  file: 'vk/post-server-2022.html',
  key: 'vk:-212000050:101',
  text: '#wpt-212000050_101',
  answer: '#post-212000050_202',
}
export const telegramMessage = {
  url: 'https://web.telegram.org/k/#-1700000001',
  file: 'telegram/k-group.html',
  key: 'telegram:-1700000001:705',
  text: '.chat.active .bubble[data-mid="4294968001"] .message',
}
type SamplePost = typeof vkPost | typeof telegramMessage

export async function startDeskOf(invitation: string): Promise<Desk> {
  const pages = [vkPost, telegramMessage].map(({ url, file }) => ({
    url,
    body: readFileSync(join(projectRoot, 'test', 'pages', file)),
  }))
  const desk = await startDesk({ pages })
  await desk.enrol(invitation)
  return desk
}

/** Opens the post's page and presses «Записать» on it; resolves when the tick is green. */
export async function recordPost(desk: Desk, post: SamplePost): Promise<Page> {
  const page = await desk.open(post.url)
  await pressAt(page, post.text)
  await overlayShows(page, 'Записано')
  return page
}

/** Puts the pointer on what the selector finds, until the button is there, and presses it. */
export async function pressAt(
  page: Page,
  selector: string,
  name: string | RegExp = 'Записать',
): Promise<void> {
  const element = await page.waitForSelector(selector)
  const button = await waitFor(`the button «${name}»`, async () => {
    await page.mouse.move(2, 2)
    await element?.hover()
    return overlayButton(page, name, 500).catch(() => undefined)
  })
  await button.click()
}

type TicketRow = { id: string; number: number; status: string; block: string; state: string }

/** What the server's database holds; withdrawn tickets too. */
export function ticketsOf(office: TestOffice): TicketRow[] {
  const database = new Sqlite(join(office.dataFolder, 'pult.sqlite'), { readonly: true })
  try {
    return database
      .prepare<[], TicketRow>('select id, number, status, block, state from tickets order by number')
      .all()
  } finally {
    database.close()
  }
}

export const hasTickets = (office: TestOffice, count: number): Promise<TicketRow[]> =>
  waitFor(`${count} tickets on the server`, () => {
    const rows = ticketsOf(office)
    return rows.length === count ? rows : undefined
  })

/** Asks the worker for a round now, as focus and alarm do. */
export async function syncNow(desk: Desk): Promise<void> {
  const page = await desk.openExtensionPage('popup')
  await page.evaluate(() => chrome.runtime.sendMessage({ type: 'sync-now' }))
  await page.close()
}

/** Opens the popup and waits until it says so. */
export async function popupShows(desk: Desk, words: RegExp): Promise<void> {
  const page = await desk.openExtensionPage('popup')
  await waitFor(`the popup to say ${words}`, async () =>
    words.test(await page.evaluate(() => document.body.innerText)),
  )
  await page.close()
}

/** Everything that this computer's database holds, as text: to see what a person does not have. */
export async function deskContents(
  desk: Desk,
): Promise<{ tickets: number; marks: number; outbox: number; text: string }> {
  const page = await desk.openExtensionPage('options')
  const stores = await page.evaluate(async () => {
    const found: Record<string, unknown[]> = {}
    const request = <Value>(asked: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
    for (const { name } of await indexedDB.databases()) {
      if (!name?.startsWith('pult:')) continue
      const database = await request(indexedDB.open(name))
      for (const store of database.objectStoreNames) {
        found[store] = await request(database.transaction(store).objectStore(store).getAll())
      }
      database.close()
    }
    return found
  })
  await page.close()
  const size = (name: string) => stores[name]?.length ?? 0
  const { meta: _settings, ...rest } = stores
  return {
    tickets: size('tickets'),
    marks: size('marks'),
    outbox: size('outbox'),
    text: JSON.stringify(rest),
  }
}

/** What a content script would ask; from a page of the extension, so that no click is needed. */
export async function ask<Type extends Request['type']>(
  desk: Desk,
  request: Requests[Type],
): Promise<Answers[Type]> {
  const page = await desk.openExtensionPage('options')
  const answer: Answers[Type] = await page.evaluate(asked => chrome.runtime.sendMessage(asked), request)
  await page.close()
  return answer
}

export function ticketIdOf(desk: Desk, key: string): Promise<string> {
  return waitFor(`the ticket of ${key}`, async () => {
    const marks: Answers['marks'] = await ask<'marks'>(desk, { type: 'marks', keys: [key] })
    return marks[key]?.ticketId
  })
}

/** Records over the wire, as a desk somewhere else in the district. `daysAgo` at most 7. */
export async function recordElsewhere(
  office: TestOffice,
  invitation: string,
  given: { post: number; block: 'zhkh' | 'roads' | 'none'; text: string; daysAgo?: number },
): Promise<void> {
  const device = await enrolDevice(office, invitation, 'Другой компьютер')
  const now = Date.now()
  const occurredAt = new Date(now - (given.daysAgo ?? 0) * 86_400_000).toISOString()
  const { data, ...envelope } = capture({
    key: `vk:-212000050:${given.post}`,
    occurredAt,
    block: given.block,
    suggestedBy: 'person',
    source: sourceDraft({ key: `vk:-212000050:${given.post}`, text: given.text }),
  })
  await device.post('/api/push', {
    deviceTime: new Date(now).toISOString(),
    commands: [{ ...envelope, data }],
  })
}
