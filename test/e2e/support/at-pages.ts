/* People at the office's pages in a real browser: signed in from their extension's key, acting through the forms. */
import type { Browser, Page } from 'puppeteer'
import * as z from 'zod'
import { enrolDevice } from './device.ts'
import type { TestOffice } from './office.ts'

export type Seat = {
  page: Page
  /** Anew, as in the morning: a session does not last over the night. */
  signIn(): Promise<void>
  open(path: string): Promise<void>
  /** All words of the page, no-break spaces as plain ones. */
  words(): Promise<string>
  /**
   * Fills in the form that posts to `action` (its end), sends it with its button, and answers the words of the page
   * that came. Fails where the form comes back with faults.
   */
  send(
    action: string,
    fields?: Readonly<Record<string, string | boolean | readonly string[]>>,
  ): Promise<string>
  /** An act on a ticket, on the act's own page. */
  act(
    number: number,
    act: string,
    fields?: Readonly<Record<string, string | boolean | readonly string[]>>,
  ): Promise<string>
  close(): Promise<void>
}

const signInSchema = z.object({ url: z.string() })

/** A person at the pages in a browser context of their own. */
export async function seatOf(
  office: TestOffice,
  browser: Browser,
  invitation: string,
  viewport = { width: 1280, height: 900 },
): Promise<Seat> {
  const device = await enrolDevice(office, invitation, 'Рабочее место')
  const seat = await strangerAt(office.url, browser, viewport)
  const signIn = async () => {
    const { url } = signInSchema.parse(await device.post('/api/sign-in-ticket', {}))
    await seat.page.goto(url)
  }
  await signIn()
  return { ...seat, signIn }
}

/** Somebody without an account: the executor who got a link. */
export async function strangerAt(
  origin: string,
  browser: Browser,
  viewport = { width: 1280, height: 900 },
): Promise<Seat> {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.setViewport(viewport)
  const words = async () => (await page.evaluate(() => document.body.innerText)).replaceAll('\u00a0', ' ')
  const open = async (path: string) => {
    await page.goto(new URL(path, origin).href, { waitUntil: 'domcontentloaded' })
  }
  const send: Seat['send'] = async (action, fields = {}) => {
    // Filled in and sent in one go: an open page may put fresh elements in the place of the old ones at any moment.
    const navigated = page.waitForNavigation({ waitUntil: 'domcontentloaded' })
    navigated.catch(() => undefined)
    const missing = await page.evaluate(fillAndSend, action, fields)
    if (missing !== null) throw new Error(`${page.url()}: ${missing}\n${await words()}`)
    await navigated
    const shown = await words()
    const fault = await page.$('[aria-invalid="true"], .notice.overdue[role="alert"]:not([hidden])')
    if (fault !== null) throw new Error(`${action} came back with faults:\n${shown}`)
    return shown
  }
  return {
    page,
    signIn: () => Promise.reject(new Error('A stranger has no way in')),
    open,
    words,
    send,
    async act(number, act, fields = {}) {
      await open(`/tickets/${number}/acts/${act}`)
      return send(`/tickets/${number}/acts/${act}`, fields)
    },
    close: () => context.close(),
  }
}

/** Runs in the page. Answers what is missing, or `null` where the form was sent. */
function fillAndSend(
  action: string,
  fields: Readonly<Record<string, string | boolean | readonly string[]>>,
): string | null {
  const form = [...document.querySelectorAll('form')].find(
    each => each.method === 'post' && new URL(each.action).pathname.endsWith(action),
  )
  if (form === undefined) return `no form to ${action}`
  for (const [name, value] of Object.entries(fields)) {
    const found = [...form.querySelectorAll(`[name="${name}"]`)]
    if (found.length === 0) return `the form ${action} has no field ${name}`
    const wanted = [value].flat()
    for (const field of found) {
      if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio'))
        field.checked = typeof value === 'boolean' ? value : wanted.includes(field.value)
      else if (
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      ) {
        const said = String(value)
        if (field instanceof HTMLSelectElement && ![...field.options].some(option => option.value === said))
          return `${name} does not offer ${said}: ${[...field.options].map(option => `${option.value}=${option.text}`).join(', ')}`
        field.value = said
      }
    }
  }
  const button = form.querySelector('button[type="submit"], button:not([type])')
  if (!(button instanceof HTMLButtonElement)) return `the form ${action} has no button`
  const wrong = [...form.elements].find(each => each instanceof HTMLInputElement && !each.checkValidity())
  const empty = [...form.querySelectorAll('select, textarea')].find(
    each =>
      (each instanceof HTMLSelectElement || each instanceof HTMLTextAreaElement) && !each.checkValidity(),
  )
  const faulty = wrong ?? empty
  if (faulty !== undefined) return `${faulty.getAttribute('name')} is not filled in as the form wants`
  form.requestSubmit(button)
  return null
}

/** The row «Всего» of the report by the heads of its columns, in plain letters. */
export async function reportTotals(seat: Seat, path = '/'): Promise<Record<string, string>> {
  await seat.open(path)
  const rows = await seat.page.$$eval('table', tables =>
    tables.flatMap(table => {
      const heads = [...(table.tHead?.rows ?? [])].at(-1)
      const total = [...table.rows].find(row => row.innerText.trim().startsWith('Всего'))
      if (heads === undefined || total === undefined) return []
      const values = [...total.cells].map(cell => cell.innerText)
      return [[...heads.cells].map((cell, index) => [cell.innerText, values[index] ?? ''])]
    }),
  )
  const [found] = rows
  if (found === undefined) return {}
  const plain = (text: string) =>
    text
      .replace(/[▲◆●\u00ad]/gu, '')
      .replace(/\s+/gu, ' ')
      .trim()
  return Object.fromEntries(found.map(([head = '', value = '']) => [plain(head), plain(value)]))
}
