import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { lifeIds } from './life.ts'
import { openTicket, press, seen, textOf, typedIn } from './steps.ts'

vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

const panel = (person: string, rows = 'sample') => stage.open(`view=panel&person=${person}&rows=${rows}`)
const field = (name: string) => `[data-field="${name}"]`
const lastAct = (page: Page) => page.evaluate(() => window.bridge.acts.at(-1)?.command ?? null)

describe('«Разобрать»', () => {
  it('takes a suggestion with one click, saves with Enter, and tells what happened', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-8')
    await press(page, 'Разобрать')
    await page.locator('.suggestion').click()
    await page.waitForSelector('.suggestion[aria-pressed="true"]')
    await page.focus(field('place'))
    await page.keyboard.press('Enter')
    await page.waitForSelector('.toast')
    expect(await textOf(page, '.toast')).toMatch(/Разобрано: .+ Отправляется\./)
    const command = await lastAct(page)
    expect(command?.type === 'classify' && command.data.sorted).toBe(true)
    await page.close()
  })

  it('needs two keys where the suggested topic is right: Enter opens, Enter saves, and the focus stays in the card', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-0')
    await page.focus('.acts .main')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.act-form select:focus')
    await page.keyboard.press('Enter')
    await seen(page, 'Разобрано: ЖКХ')
    await page.waitForFunction(() => document.activeElement?.closest('.ticket') !== null)
    await page.close()
  })

  it('a subtopic brings its block, and another block lets the subtopic go', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-0')
    await press(page, 'Разобрать')
    await page.waitForSelector(field('subtopic'))
    await page.select(field('subtopic'), 'roads.snow')
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[data-field="block"]')?.value === 'roads',
    )
    await page.select(field('block'), 'zhkh')
    await page.waitForFunction(
      () => document.querySelector<HTMLSelectElement>('[data-field="subtopic"]')?.value === '',
    )
    await page.close()
  })

  it('keeps what was typed when it is refused, and names both values', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-0')
    await press(page, 'Разобрать')
    await page.waitForSelector(field('block'))
    await page.type(field('place'), ' 5')
    await page.evaluate(() => {
      window.bridge.refuseNext = {
        code: 'conflict',
        details: { field: 'block', current: 'roads', wanted: 'energy' },
      }
    })
    await page.keyboard.press('Enter')
    await seen(page, 'Блок: сейчас «Дороги», у вас «Энергетика»')
    expect(await typedIn(page, 'place')).toBe('Садовая 5')
    await page.close()
  })

  it('asks field by field where a colleague changed the same one meanwhile, and takes the others as they are', async () => {
    const page = await panel('head')
    await openTicket(page, 't-5')
    await press(page, 'Уточнить карточку')
    await page.waitForSelector(field('block'))
    await page.select(field('block'), 'transport')
    await page.type(field('place'), 'остановка у школы')
    await page.evaluate(() => {
      const rows = (window.bridge.state.rows ?? []).map(row =>
        row.ticket.id === 't-5'
          ? { ...row, ticket: { ...row.ticket, block: 'education' as const, urgent: true, version: 9 } }
          : row,
      )
      window.bridge.change({ rows })
    })
    await seen(page, 'Пока вы правили, карточку изменил другой человек')
    expect(await textOf(page, '.conflicts')).toMatch(/ваше Транспорт.* коллеги Образование/)
    await page.locator('.pick').click()
    await page.waitForFunction(() => document.querySelector('.conflicts') === null)
    await press(page, 'Сохранить')
    await page.waitForSelector('.toast')
    const command = await lastAct(page)
    expect(command?.type === 'classify' ? command.data.changes : null).toEqual({
      block: { from: 'education', to: 'transport' },
      place: { from: null, to: 'остановка у школы' },
    })
    await page.close()
  })
})

describe('Answers', () => {
  it('a text survives leaving the card, a pull, and a refusal', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector(field('text'))
    await page.type(field('text'), 'Свет восстановили сегодня утром.')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.row:focus')
    await page.evaluate(() => window.bridge.change({}))
    await openTicket(page, 't-3')
    await seen(page, 'начато')
    await page.locator('.acts-main .main').click()
    await page.waitForSelector(field('text'))
    await page.evaluate(() => {
      window.bridge.refuseNext = { code: 'already-answered', details: {} }
    })
    await page.select(field('way'), 'phone')
    await press(page, 'Ответ дан')
    await seen(page, 'уже опубликован окончательный ответ')
    expect(await typedIn(page, 'text')).toBe('Свет восстановили сегодня утром.')
    await page.close()
  })

  it('the kind follows the words of the answer until the person chooses it', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector(field('text'))
    await page.type(field('text'), 'Планируем заменить провод, ответим до 4 декабря.')
    await page.waitForSelector(field('interimDate'))
    expect(await typedIn(page, 'kind')).toBe('interim')
    expect(await typedIn(page, 'interimDate')).toBe('2026-12-04')
    await page.select(field('kind'), 'first')
    await page.type(field('text'), ' Работы выполнены.')
    expect(await typedIn(page, 'kind')).toBe('first')
    await page.close()
  })

  it('an informer marks the prepared answer published with its address, under the account of the office', async () => {
    const page = await panel('informer')
    await page.locator('.row').click()
    await press(page, 'Отметить опубликованным')
    await page.waitForSelector(field('text'))
    await seen(page, 'Отвечайте от имени сообщества')
    await page.type(field('url'), 'http://')
    await page.keyboard.press('Enter')
    await seen(page, 'Вставьте адрес целиком')
    await page.waitForSelector(`${field('url')}:focus`)
    await page.$eval(field('url'), input => input instanceof HTMLInputElement && input.select())
    await page.keyboard.type('https://vk.com/wall-212000001_90?reply=91')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.toast')
    const command = await lastAct(page)
    expect(command?.type === 'publish' ? command.data : null).toMatchObject({
      kind: 'final',
      url: 'https://vk.com/wall-212000001_90?reply=91',
      accountId: 'vk-district',
    })
    // The card is nobody's here any more: the list is shown again, not an empty card.
    await page.waitForFunction(() => document.querySelector('.panel[data-open]') === null)
    await page.close()
  })

  it('a ready text goes to the cursor by one click', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector(field('text'))
    await page.type(field('text'), 'Анна, ')
    await page.locator('.ready summary').click()
    await page.locator('.ready-text').click()
    await page.waitForFunction(
      () => (document.querySelector<HTMLTextAreaElement>('[data-field="text"]')?.value.length ?? 0) > 20,
    )
    expect(await typedIn(page, 'text')).toMatch(/^Анна, Здравствуйте!/)
    await page.close()
  })

  it('the kind of a given answer is switched with one click while the words of it are shown', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector(field('text'))
    await page.select(field('way'), 'phone')
    await page.type(field('text'), 'Свет восстановили сегодня утром.')
    await page.select(field('kind'), 'final')
    await press(page, 'Ответ дан')
    await seen(page, 'Отмечен как окончательный ответ')
    expect(await textOf(page, '.toast')).toMatch(/это промежуточный.*это первый/)
    await press(page, 'это промежуточный')
    await seen(page, 'Вид ответа изменён')
    const command = await lastAct(page)
    expect(command).toMatchObject({ type: 'change_reply_kind', data: { kind: 'interim', reason: null } })
    expect(await textOf(page, '[aria-label="Ответы"]')).toContain('Промежуточный ответ')
    // The button that was pressed has gone, the keyboard has not.
    await page.waitForFunction(() => document.activeElement?.closest('.ticket') !== null)
    await page.close()
  })

  it('a file that cannot be kept says why, and goes on the second try', async () => {
    const page = await panel('executor', 'life')
    await openTicket(page, lifeIds.returned)
    await press(page, 'Подготовить ответ')
    await page.waitForSelector('.act-form')
    await page.locator('.act-form .fold summary').click()
    await page.evaluate(() => {
      window.bridge.fileFails = 'Файл больше 10 МБ. Уменьшите фото.'
      const input = document.querySelector<HTMLInputElement>('input[type="file"]')
      const files = new DataTransfer()
      files.items.add(new File(['x'], 'насос.jpg', { type: 'image/jpeg' }))
      if (input === null) throw new Error('No field for files')
      input.files = files.files
      input.dispatchEvent(new Event('change', { bubbles: true }))
    })
    await seen(page, 'Файл больше 10 МБ')
    await press(page, 'Повторить')
    await page.locator('::-p-aria([name="Убрать файл насос.jpg"])').wait()
    await press(page, 'Отправить дальше')
    await page.waitForSelector('.toast')
    const command = await lastAct(page)
    expect(command?.type === 'prepare_reply' ? command.data.files : null).toMatchObject([
      { name: 'насос.jpg' },
    ])
    await page.close()
  })
})

describe('Other acts', () => {
  it('«Поручить» asks for an executor and tells to whom it went', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Поручить')
    await page.waitForSelector(field('to'))
    await press(page, 'Поручить')
    await page.waitForSelector(`${field('to')}[aria-invalid]:focus`)
    await page.select(field('to'), 'recipient:utility')
    await press(page, 'Поручить')
    await seen(page, 'Поручено: МУП «Районный коммунальщик»')
    await press(page, 'Отменить')
    await seen(page, 'Последнее действие отменено')
    await page.close()
  })

  it('the letter of an act opens its form in either layout, from the card and from the list', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await page.keyboard.press('KeyP')
    await page.waitForSelector(field('to'))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.row:focus')
    // «ф» stands where «a» is.
    await page.evaluate(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ф', code: 'KeyA', bubbles: true, cancelable: true }),
      ),
    )
    await page.waitForSelector(field('text'))
    await page.close()
  })

  it('an act without anything to fill in is done by one click', async () => {
    const page = await panel('zhkh-head', 'life')
    await openTicket(page, lifeIds.approval)
    await press(page, 'Согласовать')
    await seen(page, 'Согласовано')
    expect((await lastAct(page))?.type).toBe('approve_reply')
    await page.close()
  })

  it('a head takes the proposed decision over from the banner', async () => {
    const page = await panel('head', 'life')
    await openTicket(page, lifeIds.beforeHead)
    await press(page, 'Согласиться с предложением')
    await page.waitForSelector(field('decision'))
    expect(await typedIn(page, 'decision')).toBe('Включить в план на 2027 год.')
    await press(page, 'Решить')
    await seen(page, 'Решение записано')
    await page.close()
  })

  it('«Сделано» under a promise opens its report with the result chosen', async () => {
    const page = await panel('zhkh-head', 'life')
    await openTicket(page, lifeIds.promise)
    await press(page, 'Не сделано')
    await page.waitForSelector(field('result'))
    expect(await typedIn(page, 'result')).toBe('broken')
    await page.close()
  })

  it('a post about an open general problem is joined to it in two clicks', async () => {
    const page = await panel('operator', 'life')
    await page.evaluate(() => window.bridge.change({}))
    await openTicket(page, lifeIds.like)
    await page.close()
    const head = await panel('head', 'life')
    await openTicket(head, lifeIds.like)
    await seen(head, 'Похоже, это № 1107')
    await press(head, 'Присоединить к № 1107')
    await head.waitForSelector(field('into'))
    await press(head, 'Присоединить')
    await seen(head, 'Присоединено к № 1107')
    await head.close()
  })
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
