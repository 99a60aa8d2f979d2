import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { writeInvitation } from '../../../shared/sync/wire.ts'
import { type Stage, startStage } from './browser.ts'
import { callsOf, press, seen, textOf } from './steps.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

describe('The popup', () => {
  it('a block head sees what is overdue and due today, and the total of the own blocks', async () => {
    const page = await stage.open('view=popup&person=zhkh-head')
    await seen(page, 'просрочено у меня')
    await seen(page, 'сегодня у меня')
    await seen(page, 'всего в моих блоках')
    await page.close()
  })

  it('a head of several blocks sees the total of each, the head of the centre what waits for a decision', async () => {
    const block = await stage.open('view=popup&person=zhkh-head&rows=life')
    await seen(block, 'ЖКХ 13 · Дороги 2 · Энергетика 0')
    await block.close()
    const head = await stage.open('view=popup&person=head&rows=life')
    await seen(head, 'вынесено на решение')
    await head.close()
  })

  it('an operator has no number of blocks', async () => {
    const page = await stage.open('view=popup&person=operator')
    await seen(page, 'просрочено у меня')
    expect(await page.$$eval('.figure', figures => figures.length)).toBe(2)
    await page.close()
  })

  it('says which page changed and how to record all the same', async () => {
    const page = await stage.open('view=popup&person=operator')
    await page.evaluate(() => window.bridge.change({ broken: ['vk'] }))
    await seen(
      page,
      'Страница ВКонтакте изменилась: выделите текст и выберите «Записать» в меню правой кнопки',
    )
    await page.close()
  })

  it('records a call with Ctrl + Enter, the block suggested by its words', async () => {
    const page = await stage.open('view=popup&person=operator')
    await press(page, 'Записать сообщение')
    await page.waitForSelector('textarea')
    await page.type('textarea', 'В Цильне на Садовой нет воды')
    await seen(page, 'нашли: «нет воды»')
    await page.keyboard.down('Control')
    await page.keyboard.press('Enter')
    await page.keyboard.up('Control')
    await seen(page, 'Записано: ЖКХ')
    const [act] = await page.evaluate(() => window.bridge.acts)
    if (act?.command.type !== 'capture') throw new Error('Nothing was recorded')
    expect(act.ticketId).toBeNull()
    expect(act.command.data).toMatchObject({ block: 'zhkh', suggestedBy: 'keywords', settlement: 'tsilna' })
    expect(act.command.data.source).toMatchObject({
      channel: 'phone',
      kind: 'call',
      url: null,
      missing: ['author'],
    })
    expect(act.command.data.source.key).toMatch(/^phone:manual:[0-9a-f-]{36}$/)
    expect(await page.evaluate(() => window.bridge.drafts)).toEqual({})
    await page.close()
  })

  it('records a call about a known topic with no key besides its words and Ctrl + Enter', async () => {
    const page = await stage.open('view=popup&person=operator')
    await press(page, 'Записать сообщение')
    await page.waitForSelector('textarea:focus')
    await page.keyboard.type('Третий день нет воды, Большое Нагаткино, Садовая 5')
    await page.keyboard.down('Control')
    await page.keyboard.press('Enter')
    await page.keyboard.up('Control')
    await seen(page, 'Записано: ЖКХ')
    const [act] = await page.evaluate(() => window.bridge.acts)
    expect(act?.command.type === 'capture' ? act.command.data : null).toMatchObject({
      block: 'zhkh',
      subtopic: 'zhkh.water_off',
      settlement: 'bolshoe_nagatkino',
      kind: 'message',
    })
    await seen(page, 'направьте, пожалуйста, обращение через Госуслуги')
    await press(page, 'Открыть карточку')
    await page.waitForFunction(() => window.bridge.calls.includes('panel'))
    await page.close()
  })

  it('makes an appeal only with its number and date, and then sends nobody to Госуслуги', async () => {
    const page = await stage.open('view=popup&person=head')
    await press(page, 'Записать сообщение')
    await page.waitForSelector('textarea')
    await page.type('textarea', 'Прошу отремонтировать дорогу')
    await page.$$eval('.act-form select', selects => {
      const kind = selects.find(select => [...select.options].some(option => option.value === 'appeal'))
      if (kind === undefined) throw new Error('No choice of kind')
      kind.value = 'appeal'
      kind.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await page.waitForSelector('[data-field="number"]')
    await press(page, 'Записать')
    await seen(page, 'Укажите номер регистрации')
    await page.type('[data-field="number"]', '15-к/26')
    await press(page, 'Записать')
    await seen(page, '✓ Записано')
    const acts = await page.evaluate(() => window.bridge.acts.map(each => each.command))
    expect(acts.map(command => command.type)).toEqual(['capture', 'register_appeal'])
    expect(acts[1]?.data).toEqual({ number: '15-к/26', date: '2026-11-25' })
    expect(await page.evaluate(() => document.body.innerText.includes('Госуслуги'))).toBe(false)
    await page.close()
  })

  it('keeps an unfinished record for the next opening', async () => {
    const page = await stage.open('view=popup&person=operator')
    await press(page, 'Записать сообщение')
    await page.waitForSelector('textarea')
    await page.type('textarea', 'Звонят про')
    const drafts = await page.evaluate(() => window.bridge.drafts)
    expect(drafts.manual).toContain('Звонят про')
    await page.close()
  })

  it('says why the report cannot be opened', async () => {
    const page = await stage.open('view=popup&person=operator')
    await press(page, 'Открыть сводку')
    await seen(page, 'сводку сейчас не открыть')
    await page.close()
  })

  it('leads a person without an invitation to the settings', async () => {
    const page = await stage.open('view=popup')
    await seen(page, 'Компьютер ещё не подключён')
    await page.close()
  })
})

describe('The settings', () => {
  it('know a wrong string before asking the server, and keep it in the field', async () => {
    const page = await stage.open('view=options')
    await page.type('textarea', 'не то')
    await press(page, 'Подключить')
    await seen(page, 'Это не приглашение')
    expect(await page.evaluate(() => window.bridge.calls)).toEqual([])
    expect(await page.$eval('textarea', area => area.value)).toBe('не то')
    await page.close()
  })

  it('show to which server an invitation leads, and tell that it was used', async () => {
    const page = await stage.open('view=options')
    await page.type('textarea', writeInvitation({ server: 'https://pult.tsilna.example', code: 'abc' }))
    await seen(page, 'Сервер: https://pult.tsilna.example')
    await press(page, 'Подключить')
    await seen(page, 'Приглашение уже использовано')
    await page.close()
  })

  it('say who I am, and let nobody leave what waits behind without a file', async () => {
    const page = await stage.open('view=options&person=zhkh-head')
    await seen(page, 'Руководитель отраслевого блока')
    await seen(page, 'https://pult.tsilna.example')
    await press(page, 'Отключить…')
    await press(page, 'Да, отключить')
    await seen(page, 'Ждут отправки 3 действия')
    await press(page, 'Сохранить в файл')
    await seen(page, 'Сохранено в файл pult-2026-11-25.json')
    await seen(page, 'Храните файл у себя')
    expect(await textOf(page, '[role="alert"]')).not.toContain('администратор')
    await press(page, 'Отключить, файл сохранён')
    await page.waitForFunction(() => window.bridge.calls.includes('leave by force'))
    expect(await callsOf(page, 'export')).toEqual(['export all'])
    await page.close()
  })
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
