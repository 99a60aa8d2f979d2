import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { giveLooks, hash, type Look, look, picture, unfold } from './looks.ts'
import { callsOf, openTicket, press, seen, textsOf } from './steps.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

/** The fold of a ticket with these looks, opened. */
async function opened(looks: readonly Look[], before?: (page: Page) => Promise<unknown>): Promise<Page> {
  const page = await stage.open('view=panel&person=operator&rows=sample')
  await giveLooks(page, looks)
  await before?.(page)
  await openTicket(page, 't-0')
  await unfold(page, 'Снимок поста')
  return page
}

describe('The fold «Снимок поста»', () => {
  it('asks for nothing before it is opened; then shows the picture, its hash, when and by whom it was taken', async () => {
    const shown = await opened([look], async page => {
      await openTicket(page, 't-0')
      await page.waitForSelector(`summary ::-p-text(Снимок поста)`)
      expect(await callsOf(page, 'look')).toEqual([])
    })
    await shown.waitForFunction(() => document.querySelector<HTMLImageElement>('.photo')?.naturalWidth === 1)
    await seen(shown, 'Снимок, сегодня в 10:00, Оператор мониторинга')
    await seen(shown, 'виден фрагмент')
    await seen(shown, `SHA-256 картинки: ${'a'.repeat(12)}…`)
    expect(await shown.$eval('.photo', image => image.getAttribute('alt'))).toContain('виден фрагмент')
    expect(await callsOf(shown, 'look')).toEqual(['look t-0 first picture'])
    await shown.close()
  })

  it('without a picture tells the reason in words', async () => {
    const page = await opened([{ ...look, picture: null, noPicture: 'tab-not-active' }])
    await seen(page, 'Без картинки: вкладка уже не на экране.')
    expect(await page.$('.photo')).toBeNull()
    await page.close()
  })

  it('of a private chat has the words alone, and says why', async () => {
    const page = await opened([
      { ...look, picture: null, noPicture: 'private-chat', html: null, noHtml: 'private-chat' },
    ])
    await seen(page, 'Без картинки: личная переписка.')
    await seen(page, 'Без разметки: личная переписка.')
    await page.close()
  })

  it('of a second look shows what changed in the words, read only when asked for', async () => {
    const second = { ...look, evidenceId: 'second', text: { sha256: hash('d'), size: 44 }, by: 'head' }
    const page = await opened([look, second], page =>
      page.evaluate(() => {
        window.bridge.evidenceTexts = { first: 'Третий день нет воды', second: 'Четвёртый день нет воды' }
      }),
    )
    await seen(page, 'Снимок 1 из 2')
    await seen(page, 'Снимок 2 из 2, сегодня в 10:00, Первый заместитель главы администрации')
    expect((await callsOf(page, 'look')).filter(call => call.endsWith('text'))).toEqual([])
    await unfold(page, 'Что изменилось')
    await page.waitForSelector('ins')
    expect(await textsOf(page, 'del[title]')).toEqual(['Третий'])
    expect(await textsOf(page, 'ins[title]')).toEqual(['Четвёртый'])
    await page.close()
  })

  it('of a second look with the same words tells of no change', async () => {
    const page = await opened([look, { ...look, evidenceId: 'second' }])
    await seen(page, 'Снимок 2 из 2')
    expect(await page.evaluate(() => document.body.innerText.includes('Что изменилось'))).toBe(false)
    await page.close()
  })

  it('says that a look waits until it is on the server, and then no more', async () => {
    const page = await opened([look], page =>
      page.evaluate(sha256 => {
        window.bridge.change({ waitingFiles: { isLinked: true, files: [{ sha256, failedWords: null }] } })
      }, picture.sha256),
    )
    await seen(page, '◐ снимок ждёт отправки')
    await page.evaluate(() => window.bridge.change({ waitingFiles: { isLinked: true, files: [] } }))
    await page.waitForFunction(() => !document.body.innerText.includes('ждёт отправки'))
    await page.close()
  })

  it('says why the server does not take a look, and not that it waits', async () => {
    const words = 'Снимок дважды пришёл на сервер повреждённым. Он остаётся на этом компьютере.'
    const page = await opened([look], page =>
      page.evaluate(
        (sha256, failedWords) => {
          window.bridge.change({ waitingFiles: { isLinked: true, files: [{ sha256, failedWords }] } })
        },
        picture.sha256,
        words,
      ),
    )
    await seen(page, `▲ ${words}`)
    expect(await page.evaluate(() => document.body.innerText.includes('ждёт отправки'))).toBe(false)
    await page.close()
  })

  it('whose picture is not on the server yet says so, and shows it on the next try', async () => {
    const words = 'Снимок ещё не загружен: он придёт с компьютера, на котором его сделали.'
    const page = await opened([look], page =>
      page.evaluate(given => {
        window.bridge.evidenceFails = given
      }, words),
    )
    await seen(page, words)
    await page.evaluate(() => {
      window.bridge.evidenceFails = null
    })
    await press(page, 'Повторить')
    await page.waitForSelector('.photo')
    await page.close()
  })

  it('of an erased author has no picture and no words, and keeps the hashes', async () => {
    const page = await opened([{ ...look, erasedAt: '2026-11-25T09:00:00.000Z' }])
    await seen(page, 'Снимок удалён по требованию автора; контрольные суммы сохранены.')
    await seen(page, `SHA-256 картинки: ${'a'.repeat(12)}…`)
    await seen(page, `SHA-256 текста: ${'c'.repeat(12)}…`)
    expect(await page.$('.photo')).toBeNull()
    expect(await callsOf(page, 'look')).toEqual([])
    await page.close()
  })
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
