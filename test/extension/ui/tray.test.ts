import type { Page } from 'puppeteer'
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

  it('says when a repeated act was refused anew', async () => {
    const page = await trayWith(['c1'])
    await press(page, 'Повторить')
    const anew = refusedRows()
      .filter(row => row.commandId === 'c1')
      .map(row => ({ ...row, commandId: 'c9', refusedAt: '2026-11-25T10:39:00.000Z' }))
    await page.evaluate(rows => window.bridge.change({ refused: rows }), anew)
    await seen(page, 'снова не принято в 14:39')
    await page.close()
  })

  it('is told in the line of sync and in the settings, never beside «всё отправлено»', async () => {
    const page = await trayWith(['c1'])
    expect(await textOf(page, '.sync-button')).toContain('на связи · отправлено, не принято 1')
    await page.close()
    const options = await stage.open('view=options&person=zhkh-head')
    const refused = refusedRows().slice(0, 1)
    await options.evaluate(rows => window.bridge.change({ refused: rows }), refused)
    await seen(options, 'Обмен: на связи · отправлено, не принято 1')
    await options.close()
  })

  it('explains a card that has left, and keeps what was written on it', async () => {
    const page = await trayWith(['c3'])
    await seen(page, 'больше не у вас: её передали в другой блок')
    await seen(page, 'Звонил заявитель.')
    const words = await textOf(page, '.refused')
    expect(words).not.toContain('Карточка сейчас не у вас')
    expect(words).not.toContain('Повторить')
    await press(page, 'Скопировать текст')
    await seen(page, 'Скопировано.')
    await page.close()
  })
})

describe('A card that leaves while something is being written on it', () => {
  const leave = (page: Page) =>
    page.evaluate(() => {
      const rows = window.bridge.state.rows ?? []
      window.bridge.change({ rows: rows.filter(({ ticket }) => ticket.id !== 't-3') })
    })
  const written = async () => {
    const page = await stage.open('view=panel&person=zhkh-head&rows=sample')
    await openTicket(page, 't-3')
    await press(page, 'Подготовить ответ')
    await page.waitForSelector('[data-field="text"]')
    await page.type('[data-field="text"]', 'Насос заменим завтра.')
    return page
  }

  it('says where it went and keeps the words to be copied, or to be put away and brought back', async () => {
    const page = await written()
    await leave(page)
    await seen(page, 'Карточка больше не у вас')
    await seen(page, 'её передали другому блоку или исполнителю')
    expect(await textOf(page, '.ticket')).not.toContain('видна только пометка')
    await seen(page, 'Вы начали писать: Подготовленный ответ')
    await seen(page, 'Насос заменим завтра.')
    await press(page, 'Скопировать')
    await seen(page, 'Скопировано.')
    await press(page, 'Убрать')
    await page.waitForFunction(() => document.querySelector('.kept-drafts') === null)
    await press(page, 'Вернуть')
    await page.waitForSelector('.ticket .kept-drafts')
    await page.close()
  })

  it('keeps a way to the words in the tray after another card was opened', async () => {
    const page = await written()
    await leave(page)
    await seen(page, 'Карточка больше не у вас')
    await openTicket(page, 't-0')
    await seen(page, 'не сохранено 1')
    await page.locator('.sync-button').click()
    await seen(page, 'Начато на карточках, которые больше не у вас: 1')
    await seen(page, 'Насос заменим завтра.')
    await page.close()
  })

  it('is simply done with where the own act handed it on', async () => {
    const page = await written()
    await page.evaluate(() => {
      const { act } = window.bridge
      window.bridge.act = async (ticketId, command) => {
        const result = await act(ticketId, command)
        const rows = window.bridge.state.rows ?? []
        window.bridge.change({ rows: rows.filter(({ ticket }) => ticket.id !== ticketId) })
        return result
      }
    })
    await page.keyboard.down('Control')
    await page.keyboard.press('Enter')
    await page.keyboard.up('Control')
    await page.waitForFunction(() => window.bridge.acts.length === 1)
    await page.waitForFunction(() => document.querySelector('.panel[data-open]') === null)
    expect(await page.$('.kept-drafts')).toBeNull()
    expect(await page.evaluate(() => window.bridge.drafts)).toEqual({})
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
