import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { callsOf, press, seen } from './steps.ts'
import { withList } from './watch-list.ts'

vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

describe('«Наблюдение» in the panel', () => {
  it('shows what is late first, and takes a look in one click, shown as waiting', async () => {
    const page = await stage.open('view=panel&person=operator')
    await seen(page, 'У меня')
    await withList(page)
    await seen(page, '▲ просрочено 1 из 2')
    const first = await page.$eval('.watch-line a', link => link.textContent)
    expect(first).toBe('Подслушано Нагаткино')
    await press(page, 'Просмотрено, нового нет: Подслушано Нагаткино')
    await seen(page, 'всё просмотрено вовремя')
    expect(await callsOf(page, 'look')).toEqual(['look late'])
    await page.evaluate(() => document.querySelector('.watch-list')?.setAttribute('open', ''))
    await seen(page, 'ждёт отправки')
    await page.close()
  })

  it('is not there without a list, nor for an executor', async () => {
    const page = await stage.open('view=panel&person=operator')
    await seen(page, 'У меня')
    expect(await page.$('.watch-list')).toBeNull()
    await page.close()
  })
})

describe('«Включить здесь»', () => {
  it('names the private chat and switches it on', async () => {
    const page = await stage.open('view=popup&person=operator&place=private')
    await seen(page, '«Тимур Алиев»: личная переписка, расширение молчит.')
    await press(page, 'Включить здесь')
    await seen(page, 'запись включена на этом компьютере')
    expect(await callsOf(page, 'turn')).toEqual(['turn telegram:700100200 true'])
    await page.close()
  })

  it('on a public page shows the button there', async () => {
    const page = await stage.open('view=popup&person=operator&place=public')
    await seen(page, 'кнопка «Записать» не показана')
    await press(page, 'Включить здесь')
    await seen(page, 'кнопка «Записать» показана')
    await page.close()
  })

  it('what is switched on is listed in the options and can be removed', async () => {
    const page = await stage.open('view=options&person=operator')
    await page.evaluate(() =>
      window.bridge.change({
        places: [{ key: 'telegram:700100200', title: 'Тимур Алиев', isPrivate: true, isOn: true }],
      }),
    )
    await seen(page, 'личная переписка, включено')
    await press(page, 'Убрать: Тимур Алиев')
    await seen(page, 'Нигде. В личных переписках расширение молчит')
    await page.close()
  })
})
