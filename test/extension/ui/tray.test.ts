import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { lifeIds } from './life.ts'
import { callsOf, openTicket, press, seen, textOf, typedIn } from './steps.ts'
import { refusedRows } from './tray.ts'

vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

const trayWith = async (which: readonly string[]) => {
  const page = await stage.open('view=panel&person=zhkh-head&rows=sample')
  const refused = refusedRows().filter(row => which.includes(row.commandId))
  await page.evaluate(rows => window.bridge.change({ refused: rows }), refused)
  await page.locator('.sync-button').click()
  await seen(page, `Не принято: ${which.length}`)
  return page
}

describe('«Не принято»', () => {
  it('says what it was and why, with the words that were typed; repeats and saves to a file', async () => {
    const page = await trayWith(['c1'])
    await seen(page, 'Подготовленный ответ')
    await seen(page, 'Обещанная дата должна быть не раньше сегодняшней')
    await seen(page, 'Мой длинный ответ')
    await press(page, 'Повторить')
    await press(page, 'В файл')
    await seen(page, 'Сохранено в файл pult-2026-11-25.json')
    expect(await callsOf(page, 'retry')).toEqual(['retry c1'])
    expect(await callsOf(page, 'export')).toEqual(['export c1'])
    await page.close()
  })

  it('is removed by one click, which can be taken back', async () => {
    const page = await trayWith(['c1'])
    await press(page, 'Убрать')
    await page.waitForFunction(() => document.querySelector('.refused') === null)
    await press(page, 'Вернуть')
    await seen(page, 'Пульт МЦУ')
    expect(await callsOf(page, 'restore')).toEqual(['restore c1'])
    await page.close()
  })

  it('opens the same form filled in with what was refused, and sends it mended', async () => {
    const page = await trayWith(['c1'])
    await press(page, 'Изменить')
    await page.waitForSelector('[data-field="interimDate"]')
    expect(await typedIn(page, 'text')).toBe('Мой длинный ответ')
    expect(await typedIn(page, 'interimDate')).toBe('2026-12-04')
    expect(await typedIn(page, 'spokenBy')).toBe('Мастер участка')
    await page.type('[data-field="text"]', ' Исправлено.')
    await press(page, 'Отправить дальше')
    await page.waitForFunction(() => document.querySelector('.refused') === null)
    const command = await page.evaluate(() => window.bridge.acts.at(-1)?.command)
    expect(command?.type === 'prepare_reply' ? command.data.text : null).toBe('Мой длинный ответ Исправлено.')
    await page.close()
  })

  it('of a conflict shows both values of each field and saves what was chosen', async () => {
    const page = await trayWith(['c2'])
    expect(await textOf(page, '.conflicts')).toMatch(/Блок.*ваше Энергетика.*сейчас Дороги.*Срочность/)
    expect(
      await page.$eval('.conflicts .main', button => button instanceof HTMLButtonElement && button.disabled),
    ).toBe(true)
    const picks = await page.$$('.pick')
    await picks[0]?.click()
    await picks[3]?.click()
    await press(page, 'Сохранить выбранное')
    await seen(page, 'Выбранное сохранено')
    expect(await callsOf(page, 'resolve')).toEqual(['resolve c2 {"block":"mine","urgent":"theirs"}'])
    await page.close()
  })

  it('explains a card that has left, and keeps what was written on it', async () => {
    const page = await trayWith(['c3'])
    await seen(page, 'больше не у вас: её передали в другой блок')
    await seen(page, 'Звонил заявитель.')
    await page.close()
  })
})

describe('A colleague on the same card', () => {
  it('is named while the card is open, and learns what I am doing', async () => {
    const page = await stage.open('view=panel&person=zhkh-head&rows=life')
    await openTicket(page, lifeIds.competence)
    await page.evaluate(id => {
      const present = { [id]: [{ title: 'Руководитель блока ЖКХ', doing: 'replying' as const }] }
      window.bridge.change({ present })
    }, lifeIds.competence)
    await seen(page, 'Руководитель блока ЖКХ готовит ответ')
    await press(page, 'Ответить сразу')
    await page.waitForSelector('.act-form')
    expect(await callsOf(page, 'presence')).toContain(`presence ${lifeIds.competence} replying`)
    expect(await callsOf(page, 'opened')).toEqual([`opened ${lifeIds.competence}`])
    await page.close()
  })
})
