/* The word back (PRACTICE P18): comments under our answer, in real Chromium. */
import type { Browser } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MarkView, OverlayAccount } from '../../../extension/messages.ts'
import { buildExtension, type Fake, launch, openStage, removeFolder, type Stage, until } from './harness.ts'

let browser: Browser
let folder: string
const stages: Stage[] = []

beforeAll(async () => {
  folder = await buildExtension()
  browser = await launch(folder)
}, 60_000)
afterAll(async () => {
  await browser?.close()
  await removeFolder(folder)
})
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.close()
})

const account: OverlayAccount = {
  id: 'district',
  network: 'vk',
  ownerId: '-77',
  url: 'https://vk.com/public77',
  title: 'Администрация района',
}
const answered = (at: string | null): Record<string, MarkView> => ({
  'vk:-100:2': {
    ticketId: 'ticket-2',
    label: '№ 1007 · Дороги · отвечено',
    level: 'open',
    mayPublish: false,
    open: true,
    answered: { at },
  },
})

/** The post №2 of the wall: Пётр asks, the administration answers, and then two people write again. */
const open = async (at: string | null, fake: Partial<Fake> = {}): Promise<Stage> => {
  const stage = await openStage(browser, {
    file: 'overlay/wall.html',
    fake: { marks: answered(at), here: { official: [account] }, ...fake },
    before: async page => {
      await page.evaluateOnNewDocument(() => {
        document.addEventListener('DOMContentLoaded', () => {
          for (const [id, from, text] of [
            ['post-100_23', '501', 'Приехали, засыпали, спасибо'],
            ['post-100_24', '777', 'А на Садовой когда?'],
          ]) {
            const last = [...document.querySelectorAll('.reply')].at(-1)
            const next = last?.cloneNode(true)
            if (!(next instanceof HTMLElement) || id === undefined) continue
            next.id = id
            const author = next.querySelector('.author')
            author?.setAttribute('href', `/id${from}`)
            author?.setAttribute('data-from-id', from ?? '')
            const said = next.querySelector('.wall_reply_text')
            if (said) said.textContent = text ?? ''
            next
              .querySelector('.wd_lnk')
              ?.setAttribute('href', `/wall-100_2?reply=${id.replace('post-100_', '')}`)
            last?.after(next)
          }
        })
      })
    },
  })
  stages.push(stage)
  return stage
}
const point = async (stage: Stage, id: string) => {
  await stage.find(/отвечено/)
  await stage.page.hover(`#${id} .wall_reply_text`)
}

describe('the mark of an answered post', () => {
  test('counts the comments that stand below our answer, and only those', async () => {
    const stage = await open(null)
    await stage.find(/после ответа новых комментариев: 2$/)
  })

  test('counts by their dates where both are known', async () => {
    const stage = await open('2001-01-01T00:00:00.000Z')
    await stage.find(/новых комментариев: [23]$/)
  })

  test('follows the page: a removed comment is counted no more', async () => {
    const stage = await open(null)
    await stage.find(/новых комментариев: 2$/)
    await stage.page.evaluate(() => document.querySelector('#post-100_24')?.remove())
    await stage.find(/новых комментариев: 1$/)
  })
})

describe('a comment under our answer', () => {
  test('«Автор: решено» is offered to the author’s comment and recorded', async () => {
    const stage = await open(null, { isAuthor: true })
    await point(stage, 'post-100_23')
    await stage.click(/^Автор: решено$/)
    await stage.find(/Слово автора записано/)
    expect(await stage.asked('word-back')).toMatchObject([
      { ticketId: 'ticket-2', mark: 'solved', text: null },
    ])
    expect(await stage.asked('word-back-offer')).toMatchObject([{ author: { id: '501' } }])
  })

  test('«Автор: не решено» asks why before it is recorded', async () => {
    const stage = await open(null, { isAuthor: true })
    await point(stage, 'post-100_23')
    await stage.click(/^Автор: не решено$/)
    await stage.click('plain')
    expect(await stage.asked('word-back')).toEqual([])
    await stage.click('reason')
    await stage.page.keyboard.type('Яма снова открылась')
    await stage.page.keyboard.press('Enter')
    await until('слово', async () => (await stage.asked('word-back')).length === 1)
    expect(await stage.asked('word-back')).toMatchObject([
      { mark: 'not_solved', text: 'Яма снова открылась' },
    ])
  })

  test('of anybody else only «Новая проблема», a ticket of its own', async () => {
    const stage = await open(null)
    await point(stage, 'post-100_24')
    await stage.find(/^Новая проблема$/)
    expect(await stage.text()).not.toContain('Автор:')
    await stage.click(/^Новая проблема$/)
    await stage.find('recorded')
    expect((await stage.asked('capture'))[0]?.source.key).toBe('vk:-100:2:24')
  })

  test('what was written before our answer is recorded as usual', async () => {
    const stage = await open(null, { isAuthor: true })
    await point(stage, 'post-100_21')
    await stage.find(/^Записать$/)
    expect(await stage.asked('word-back-offer')).toEqual([])
  })

  test('our own reply is no word back', async () => {
    const stage = await open(null, { isAuthor: true })
    await point(stage, 'post-100_22')
    await stage.find(/^Записать$/)
    expect(await stage.asked('word-back-offer')).toEqual([])
  })
})
