import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { lifeIds } from './life.ts'
import { callsOf, openTicket, press, seen } from './steps.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

const panel = (person: string, rows: string) => stage.open(`view=panel&person=${person}&rows=${rows}`)

/** The card gets a photo beside its text. */
const attach = (page: Page) =>
  page.evaluate(() => {
    const rows = (window.bridge.state.rows ?? []).map(row =>
      row.ticket.id === 't-0'
        ? {
            ...row,
            ticket: { ...row.ticket, fileContentIds: ['photo'] },
            contents: {
              ...row.contents,
              photo: {
                kind: 'file' as const,
                name: 'яма.jpg',
                mime: 'image/jpeg',
                size: 356_000,
                sha256: 'b'.repeat(64),
              },
            },
          }
        : row,
    )
    window.bridge.change({ rows })
  })

describe('A file beside a card', () => {
  it('is not loaded with the card; a photo opens in the card and closes again', async () => {
    const page = await panel('operator', 'sample')
    await attach(page)
    await openTicket(page, 't-0')
    await seen(page, 'яма.jpg 348 КБ')
    expect(await callsOf(page, 'read')).toEqual([])
    await press(page, 'яма.jpg')
    await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.photo')?.naturalWidth === 1)
    expect(await callsOf(page, 'read')).toEqual(['read t-0 photo'])
    expect(await page.$eval('.photo', image => image.getAttribute('alt'))).toBe('яма.jpg')
    await press(page, 'яма.jpg')
    await page.waitForFunction(() => document.querySelector('.photo') === null)
    await page.close()
  })

  it('that is not there yet says so, and opens on the second try', async () => {
    const page = await panel('operator', 'sample')
    await attach(page)
    await page.evaluate(() => {
      window.bridge.fileFails = 'Файл ещё не загружен: он придёт с компьютера, на котором его приложили.'
    })
    await openTicket(page, 't-0')
    await press(page, 'яма.jpg')
    await seen(page, 'Файл ещё не загружен')
    await press(page, 'Повторить')
    await page.waitForSelector('.photo')
    await page.close()
  })

  it('that could hold a script is saved, never shown under the extension’s address', async () => {
    const page = await panel('operator', 'sample')
    await attach(page)
    await page.evaluate(() => {
      window.bridge.fileType = 'text/html'
      HTMLAnchorElement.prototype.click = function () {
        window.bridge.calls.push(`link ${this.download || this.target}`)
      }
    })
    await openTicket(page, 't-0')
    await press(page, 'яма.jpg')
    await seen(page, 'открыт отдельно')
    expect(await callsOf(page, 'link')).toEqual(['link яма.jpg'])
    await page.close()
  })
})

it('a file of a form tells its size and whether it is on the server, also once the link is lost and is back', async () => {
  const page = await panel('executor', 'life')
  await openTicket(page, lifeIds.returned)
  await press(page, 'Подготовить ответ')
  await page.waitForSelector('.act-form')
  await page.locator('.act-form .fold summary').click()
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input[type="file"]')
    const files = new DataTransfer()
    files.items.add(new File([new Uint8Array(2_200_000)], 'насос.jpg', { type: 'image/jpeg' }))
    if (input === null) throw new Error('No field for files')
    input.files = files.files
    input.dispatchEvent(new Event('change', { bubbles: true }))
  })
  await seen(page, 'насос.jpg 2,1 МБ ◐ загружается')
  const own = { sha256: 'a'.repeat(64), failedWords: null }
  const become = (isLinked: boolean, files: { sha256: string; failedWords: string | null }[]) =>
    page.evaluate(waitingFiles => window.bridge.change({ waitingFiles }), { isLinked, files })
  await become(false, [own])
  await seen(page, '◐ ждёт связи, загрузится сам')
  await become(true, [])
  await seen(page, '✓ загружено')
  await become(true, [{ ...own, failedWords: 'Такой файл не подойдёт' }])
  await seen(page, '▲ Такой файл не подойдёт')
  await page.close()
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
