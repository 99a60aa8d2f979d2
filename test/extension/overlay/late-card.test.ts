/* The card comes as a script of its own, and may come after the click or not at all: in real Chromium. */
import type { Browser } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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

const open = async (fake: Partial<Fake> = {}): Promise<Stage> => {
  const stage = await openStage(browser, { file: 'overlay/wall.html', fake })
  stages.push(stage)
  return stage
}
const record = async (stage: Stage) => {
  await stage.page.hover('#post-100_1 .wall_post_text')
  await stage.click('main')
}
/** The script may come now; the next pointer at a post asks for it. */
const letCardCome = async (stage: Stage) => {
  await stage.change({ hasNoCard: false })
  await stage.page.hover('#post-100_2 .wall_post_text')
}

describe('a click before the card’s script has come', () => {
  test('records at once, with its snapshot, and says so', async () => {
    const stage = await open({ hasNoCard: true, number: '№ 1024' })
    await record(stage)
    await stage.find(/^Записано: № 1024$/u)
    expect((await stage.asked('capture')).map(({ source }) => source.key)).toEqual(['vk:-100:1'])
    const [capture] = await stage.asked('capture')
    const [snapshot] = await until('снимок', async () => {
      const asked = await stage.asked('snapshot')
      return asked.length > 0 && asked
    })
    expect(snapshot?.ticketId).toBe(capture?.ticketId)
  })

  test('gets its card when the script comes, and is not recorded twice', async () => {
    const stage = await open({ hasNoCard: true })
    await record(stage)
    await stage.find(/^Записано/u)
    await letCardCome(stage)
    await stage.find('recorded')
    await until('темы', async () => (await stage.text()).includes('ЖКХ · Нет холодной воды'))
    await stage.page.keyboard.press('Enter')
    await stage.gone('card')
    expect(await stage.asked('capture')).toHaveLength(1)
    expect(await stage.asked('snapshot')).toHaveLength(1)
    expect((await stage.asked('correct'))[0]).toMatchObject({ confirm: true })
  })

  test('says why it was refused', async () => {
    const stage = await open({ hasNoCard: true, capture: 'refused' })
    await record(stage)
    await stage.find(/Нет права записывать/u)
  })

  test('Escape closes the line, and the focus goes back to the page', async () => {
    const stage = await open({ hasNoCard: true })
    await stage.page.focus('#search')
    await record(stage)
    await stage.find(/^Записано/u)
    await stage.page.keyboard.press('Escape')
    await stage.gone('slip')
    await until(
      'фокус вернулся',
      async () => (await stage.page.evaluate(() => document.activeElement?.id)) === 'search',
    )
    await letCardCome(stage)
    await stage.find('main')
    expect((await stage.inside()).some(({ attributes }) => attributes.role === 'dialog')).toBe(false)
  })

  test('a card that comes late takes no focus from whoever went back to the page', async () => {
    const stage = await open({ hasNoCard: true })
    await record(stage)
    await stage.find(/^Записано/u)
    await stage.page.click('#search')
    await letCardCome(stage)
    await stage.find('recorded')
    expect(await stage.page.evaluate(() => document.activeElement?.id)).toBe('search')
  })

  test('the worker falls silent: the line offers to repeat, and the repeat is the same record', async () => {
    const stage = await open({ hasNoCard: true, silentCaptures: 1 })
    const play = (state: string) =>
      stage.page.evaluate(given => document.documentElement.setAttribute('data-extension', given), state)
    await record(stage)
    await until('первый вопрос', async () => (await stage.asked('capture')).length === 1)
    await play('silent')
    await stage.killWorker()
    await stage.find(/Расширение не отвечает/u)
    await play('awake')
    await stage.click(/^Повторить$/u)
    await stage.find(/^Записано/u)
    const [first, second, ...others] = await stage.asked('capture')
    expect(others).toEqual([])
    expect(second).toEqual(first)
  })
})

test('a page whose posts nobody points at gets no card’s script', async () => {
  const stage = await open({ marks: {} })
  await until('страница прочитана', async () => (await stage.asked('page-state')).length > 0)
  expect(await stage.asked('card-script')).toEqual([])
  await stage.page.hover('#post-100_1 .wall_post_text')
  await until('скрипт карточки', async () => (await stage.asked('card-script')).length === 1)
})
