/** What a person does and sees in the panel, for the tests that open it in Chromium. */
import type { Page } from 'puppeteer'

/** A step that does not come is a fault of the panel, not of a slow machine. */
const patience = 15_000

export async function seen(page: Page, text: string): Promise<void> {
  await page.waitForFunction(
    wanted => document.body.innerText.replace(/\s+/g, ' ').includes(wanted),
    { timeout: patience },
    text,
  )
}

export async function press(page: Page, name: string): Promise<void> {
  await page.locator(`::-p-aria([name="${name}"][role="button"])`).setTimeout(patience).click()
}

export async function openTicket(page: Page, id: string): Promise<void> {
  await page.evaluate(ticketId => window.bridge.want(ticketId), id)
  await page.waitForSelector('.ticket h2', { timeout: patience })
}

/** Opens the folded rarer acts and chooses one. */
export async function pressMore(page: Page, name: string): Promise<void> {
  await page.locator('.more-acts:not([open]) summary').setTimeout(patience).click()
  await press(page, name)
}

export function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, element =>
    element instanceof HTMLElement ? element.innerText.replace(/\s+/g, ' ').trim() : '',
  )
}

export function textsOf(page: Page, selector: string): Promise<string[]> {
  return page.$$eval(selector, elements =>
    elements.map(element => (element.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
}

export function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('data-ticket') ?? null)
}

export function typedIn(page: Page, field: string): Promise<string> {
  return page.$eval(`[data-field="${field}"]`, element =>
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
      ? element.value
      : '',
  )
}

/** What was asked of the bridge, of one kind: «history t-0». */
export async function callsOf(page: Page, kind: string): Promise<string[]> {
  const calls = await page.evaluate(() => window.bridge.calls)
  return calls.filter(call => call.split(' ')[0] === kind)
}
