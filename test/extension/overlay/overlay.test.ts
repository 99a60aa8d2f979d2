import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'puppeteer'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { MarkView } from '../../../extension/messages.ts'
import {
  buildExtension,
  launch,
  type OpenOptions,
  openStage,
  removeFolder,
  type Stage,
  until,
} from './harness.ts'

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

const open = async (options: Partial<OpenOptions> = {}): Promise<Stage> => {
  const stage = await openStage(browser, { file: 'overlay/wall.html', ...options })
  stages.push(stage)
  return stage
}

const mark = (label: string, level: MarkView['level'] = 'open'): MarkView => ({
  ticketId: `ticket-${label}`,
  label,
  level,
  mayPublish: true,
  open: level !== 'closed',
})

/** Points at a post and clicks «Записать». */
const record = async (stage: Stage, selector = '#post-100_1 .wall_post_text') => {
  await stage.page.hover(selector)
  await stage.click('main')
}
const recorded = async (stage: Stage) => {
  await record(stage)
  await stage.find('recorded')
}
const hasCard = async (stage: Stage) =>
  (await stage.inside()).some(({ attributes }) => attributes.role === 'dialog')

/** What the page heard since it was last asked. */
const heard = (stage: Stage) =>
  stage.page.evaluate(() => {
    const seen: unknown = Reflect.get(window, 'seen')
    Reflect.set(window, 'seen', [])
    return Array.isArray(seen) ? seen.map(String) : []
  })
const focusedInPage = (stage: Stage) =>
  stage.page.evaluate(() => document.activeElement?.nodeName.toLowerCase())
const selectAllOf = async (stage: Stage, name: string) => {
  const { x, y } = await stage.box(await stage.find(name))
  await stage.page.mouse.click(x + 20, y + 10)
  await stage.page.keyboard.down('Control')
  await stage.page.keyboard.press('a')
  await stage.page.keyboard.up('Control')
}

describe('one click', () => {
  test('records the post under the pointer with fresh ids and shows the card', async () => {
    const stage = await open()
    await recorded(stage)
    const [request] = await stage.asked('capture')
    expect(request?.source).toMatchObject({
      key: 'vk:-100:1',
      url: 'https://vk.com/wall-100_1',
      kind: 'post',
    })
    expect(new Set([request?.commandId, request?.ticketId, request?.sourceId]).size).toBe(3)
    const text = await stage.text()
    for (const words of [
      'Записано',
      '№ появится после отправки',
      'ЖКХ · Нет холодной воды',
      'нашли: «нет воды»',
      'Первый ответ',
      'до 3 дек',
    ])
      expect(text).toContain(words)
  })

  test('the innermost comment wins over its post', async () => {
    const stage = await open()
    await record(stage, '#post-100_21 .wall_reply_text')
    await stage.find('recorded')
    expect((await stage.asked('capture'))[0]?.source.key).toBe('vk:-100:2:21')
  })

  test('⌄ records at once and puts the cursor on the topic', async () => {
    const stage = await open()
    await stage.page.hover('#post-100_1 .wall_post_text')
    await stage.click('more')
    await stage.find('recorded')
    await until('список тем', async () =>
      (await stage.inside()).some(({ text }) => text === 'Холодно в квартире'),
    )
    await stage.page.keyboard.press('ArrowDown')
    const [request] = await until('поправка темы', async () => {
      const asked = await stage.asked('correct')
      return asked.length > 0 && asked
    })
    expect(request?.changes).toEqual({ block: 'zhkh', subtopic: 'heating' })
  })

  test('Alt+Shift+Z records the post that holds the focus', async () => {
    const stage = await open()
    await stage.page.focus('#own')
    for (const key of ['Alt', 'Shift'] as const) await stage.page.keyboard.down(key)
    await stage.page.keyboard.press('KeyZ')
    for (const key of ['Shift', 'Alt'] as const) await stage.page.keyboard.up(key)
    await stage.find('recorded')
    expect((await stage.asked('capture'))[0]?.source.key).toBe('vk:-100:2')
    expect((await heard(stage)).some(one => /keydown \w+ [ZzЯя]$/u.test(one))).toBe(false)
    await stage.page.keyboard.press('Escape')
    await until('фокус вернулся', async () => (await focusedInPage(stage)) === 'button')
  })

  test('a colleague had recorded it before: the card says so', async () => {
    const stage = await open({ fake: { heldBefore: true, number: '№ 1019' } })
    await record(stage)
    await stage.find(/^Уже записано$/u)
    await stage.find(/^№ 1019$/u)
  })

  test('it stays held after a correction', async () => {
    const stage = await open({ fake: { heldBefore: true, number: '№ 1019' } })
    await recorded(stage)
    await stage.change({ heldBefore: false })
    await stage.click('urgent')
    await until('срочно', async () => (await stage.asked('correct')).length === 1)
    await stage.push({ type: 'marks-changed' })
    await until('карточка', async () => (await stage.asked('card')).length === 1)
    await stage.find(/^Уже записано$/u)
  })

  test('labels stand beside their fields, however long the words are', async () => {
    const titles = {
      subtopic: 'Отсутствие холодного водоснабжения в многоквартирном доме дольше суток',
      settlement: 'с. Большое Нагаткино (административный центр района)',
    }
    const stage = await open({ fake: { changes: { titles } } })
    await recorded(stage)
    const card = await stage.box(await stage.find('card'))
    const middle = async (label: string) => {
      const found = (await stage.inside()).find(({ name, text }) => name === 'span' && text === label)
      if (found === undefined) throw new Error(`нет подписи ${label}`)
      const { y, height } = await stage.box(found)
      return y + height / 2
    }
    for (const [label, field] of [
      ['Блок', 'Блок и тема'],
      ['Где', 'Населённый пункт'],
    ] as const) {
      const box = await stage.box(await stage.find(field))
      expect(Math.abs((await middle(label)) - box.y - box.height / 2)).toBeLessThan(2)
      expect(box.x + box.width).toBeLessThan(card.x + card.width)
    }
  })

  test('danger words open «Позвоните 112 / ЕДДС», and to whom it was handed over is written there', async () => {
    const stage = await open({ fake: { danger: 'в тексте: «запах газа»' } })
    await record(stage)
    await stage.find(/Позвоните 112 \/ ЕДДС/u)
    await stage.click('emergency')
    await stage.page.keyboard.type('ЕДДС, Иванова')
    await stage.page.keyboard.press('Enter')
    await until('передано', async () => (await stage.text()).includes('Передано: ЕДДС, Иванова'))
    const [told, ...others] = await stage.asked('tell-emergency')
    expect(told).toMatchObject({ to: 'ЕДДС, Иванова', time: null })
    expect(others).toEqual([])
    // The card stays: Enter in this field is not «Готово».
    expect(await stage.asked('correct')).toEqual([])
  })

  test('handing over to nobody asks for whom', async () => {
    const stage = await open({ fake: { danger: 'в тексте: «запах газа»' } })
    await record(stage)
    await stage.click(/^Передано$/u)
    await stage.page.keyboard.type('112')
    await stage.click(/^Передано$/u)
    await until('передано', async () => (await stage.asked('tell-emergency')).length === 1)
  })

  test('gratitude is one click, another kind is one choice', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.click(/^Благодарность$/u)
    await until('вид', async () => (await stage.asked('correct')).length === 1)
    await stage.find('ticket-kind')
    expect((await stage.asked('correct'))[0]?.changes).toEqual({ kind: 'gratitude' })
    await until('список видов', async () =>
      (await stage.inside()).some(({ text }) => text === 'Слух, недостоверные сведения'),
    )
  })

  test('what it resembles comes after the record, and is joined in one click', async () => {
    const likely = [
      { ticketId: 'ticket-1024', label: 'Это № 1024: авария на Садовой, обещают до 18:00', readyText: null },
    ]
    const stage = await open({ fake: { likely } })
    await recorded(stage)
    await stage.click(/^Присоединить$/u)
    await stage.find(/Присоединено к № 1024/u)
    const [capture] = await stage.asked('capture')
    expect(await stage.asked('join')).toMatchObject([{ ticketId: capture?.ticketId, into: 'ticket-1024' }])
  })

  test('the ready answer of a general problem is copied in one click', async () => {
    const likely = [
      {
        ticketId: 'ticket-1024',
        label: 'Это № 1024: авария на Садовой',
        readyText: 'Авария, воду дадут к 18:00',
      },
    ]
    const stage = await open({ fake: { likely } })
    await recorded(stage)
    await stage.click(/^Скопировать ответ$/u)
    await stage.find(/Ответ скопирован. Отвечайте от имени сообщества/u)
  })

  test('nothing is in the page before a pointer, and nothing inside of posts after a record', async () => {
    const stage = await open()
    expect(await stage.inside()).toEqual([])
    const before = await stage.page.$eval('#page_wall_posts', wall => wall.outerHTML)
    await recorded(stage)
    expect(await stage.page.$eval('#page_wall_posts', wall => wall.outerHTML)).toBe(before)
    expect(await stage.page.evaluate(() => document.querySelector('pult-mcu')?.shadowRoot)).toBe(null)
  })
})

describe('the card', () => {
  test('Enter confirms and closes', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.keyboard.press('Enter')
    await stage.gone('card')
    expect(await stage.asked('correct')).toMatchObject([{ changes: {}, confirm: true }])
  })

  test('Escape leaves the recorded ticket as it is', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.keyboard.press('Escape')
    await stage.gone('card')
    expect(await stage.asked('correct')).toEqual([])
    expect(await stage.asked('withdraw')).toEqual([])
  })

  test('«Отменить» withdraws', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.click('link')
    await stage.find(/Запись отменена/u)
    const [capture] = await stage.asked('capture')
    expect(await stage.asked('withdraw')).toMatchObject([{ ticketId: capture?.ticketId }])
  })

  test('a changed place is sent with Enter, urgency at once', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.click('urgent')
    await until('срочно', async () => (await stage.asked('correct')).length === 1)
    await selectAllOf(stage, 'place')
    await stage.page.keyboard.type('Sadovaya 14')
    await stage.page.keyboard.press('Enter')
    await stage.gone('card')
    expect(await stage.asked('correct')).toMatchObject([
      { changes: { urgent: true }, confirm: false },
      { changes: { place: 'Sadovaya 14' }, confirm: true },
    ])
  })

  test('«почему?» opens the steps of the deadline', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.click(/почему/u)
    await until('шаги', async () => (await stage.find('terms')).attributes.open !== undefined)
  })

  test('goes by itself when it is left alone', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.mouse.move(5, 700)
    await until('карточка ушла сама', async () => !(await hasCard(stage)), 20_000)
  }, 40_000)
})

describe('the page neither sees nor steals what is typed', () => {
  test('typed keys, input and focus stay in the card of a page that grabs the keyboard', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.evaluate(() => Reflect.apply(Reflect.get(window, 'grab'), window, []))
    await selectAllOf(stage, 'place')
    await heard(stage)
    await stage.page.keyboard.type('tajna 7', { delay: 35 })
    await stage.page.keyboard.press('Enter')
    const [request] = await until('поправка', async () => {
      const asked = (await stage.asked('correct')).filter(({ confirm }) => confirm)
      return asked.length > 0 && asked
    })
    expect(request?.changes).toEqual({ place: 'tajna 7' })
    expect(
      (await heard(stage)).filter(one => /^(?:key|before|input|paste|copy)|PULT-MCU/u.test(one)),
    ).toEqual([])
    expect(
      await stage.page.$eval('#search', field => (field instanceof HTMLInputElement ? field.value : null)),
    ).toBe('')
  })

  test('Tab walks through the card, and a field reached so is kept from the page too', async () => {
    const stage = await open()
    await recorded(stage)
    await selectAllOf(stage, 'place')
    await stage.page.keyboard.press('Tab')
    await stage.page.keyboard.down('Shift')
    await stage.page.keyboard.press('Tab')
    await stage.page.keyboard.up('Shift')
    await stage.page.evaluate(() => {
      const field = document.querySelector('#search')
      if (field instanceof HTMLElement) field.focus()
    })
    await stage.page.keyboard.type('dom 3')
    await stage.page.keyboard.press('Enter')
    await stage.gone('card')
    expect((await stage.asked('correct')).at(-1)?.changes).toEqual({ place: 'dom 3' })
  })

  test('a press in the card is no press outside of the menus of the page', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.click('urgent')
    await until('срочно', async () => (await stage.asked('correct')).length === 1)
    expect(await stage.page.evaluate(() => Reflect.get(window, 'clicks'))).toBe(undefined)
  })

  test('a key that the page sends to our host presses nothing', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.evaluate(() => {
      const host = document.querySelector('pult-mcu')
      host?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true }))
    })
    expect(await hasCard(stage)).toBe(true)
  })

  test('a host that the page removed comes back with its card', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.evaluate(() => document.querySelector('pult-mcu')?.remove())
    await until('карточка', () => hasCard(stage))
    await stage.page.keyboard.press('Escape')
    await stage.gone('card')
  })

  test('keys go to the page again after the card', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.keyboard.press('Escape')
    await stage.gone('card')
    await stage.page.focus('#search')
    await stage.page.keyboard.type('ab')
    expect((await heard(stage)).filter(one => one.startsWith('keydown'))).toEqual([
      'keydown INPUT a',
      'keydown INPUT b',
    ])
  })
})

describe('the worker may die', () => {
  test('the same request goes again with the same ids', async () => {
    const stage = await open({ fake: { silentCaptures: 1 } })
    await record(stage)
    await stage.find('recording')
    await until('первый вопрос', async () => (await stage.asked('capture')).length === 1)
    expect((await stage.inside()).some(({ attributes }) => attributes.class?.includes('recorded'))).toBe(
      false,
    )
    await stage.killWorker()
    await stage.find('recorded')
    const [first, second, ...others] = await stage.asked('capture')
    expect(others).toEqual([])
    expect(second).toEqual(first)
  })

  test('an updated extension asks to reload the page', async () => {
    const stage = await open()
    await stage.page.evaluate(() => document.documentElement.setAttribute('data-extension', 'gone'))
    await record(stage)
    await stage.find(/Обновите страницу, чтобы записывать дальше/u)
    expect(await stage.asked('capture')).toEqual([])
  })

  test('without a server the card leads to the options', async () => {
    const stage = await open({ fake: { capture: 'not-enrolled', enrolled: false, mayCapture: false } })
    await record(stage)
    await stage.find(/Подключите расширение к серверу/u)
    await stage.find(/Нужна строка приглашения/u)
    await stage.click(/^Подключить$/u)
    await until('настройки', async () => (await stage.asked('open-options')).length === 1)
  })

  test('a refusal is shown in words', async () => {
    const stage = await open({ fake: { capture: 'refused' } })
    await record(stage)
    await stage.find(/Нет права записывать/u)
  })
})

describe('marks', () => {
  const marks = {
    'vk:-100:1': mark('№ 1024 · ЖКХ · исполняется · до 17:00'),
    'vk:-100:2': mark('№ 1007 · Дороги · просрочено на 2 дня', 'overdue'),
  }

  test('a page without tickets has no host', async () => {
    const stage = await open()
    await until('спросили о метках', async () => (await stage.asked('marks')).length > 0)
    expect(await stage.inside()).toEqual([])
  })

  test('hang at the posts that are tickets, and a click opens the panel', async () => {
    const stage = await open({ fake: { marks } })
    await stage.find(/● ?№ 1024/u)
    const overdue = await stage.find(/▲ ?№ 1007/u)
    const place = await stage.box(overdue)
    const post = await stage.page.$eval('#post-100_2', root => root.getBoundingClientRect().toJSON())
    expect(Math.abs(place.y + place.height / 2 - post.top)).toBeLessThan(2)
    await stage.click(/№ 1007/u)
    await until('панель', async () => (await stage.asked('open-panel')).length === 1)
  })

  test('a mark does not peek out from behind the card of its post, and comes back after it', async () => {
    const stage = await open({ fake: { marks } })
    await stage.find(/№ 1024/u)
    await recorded(stage)
    await stage.gone(/№ 1024/u)
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_1 .author')
    await stage.gone('split')
    await stage.page.keyboard.press('Escape')
    await stage.find(/№ 1024/u)
  })

  test('follow scrolling, and hide under a header of the page', async () => {
    const stage = await open({ fake: { marks } })
    await stage.find(/№ 1024/u)
    await stage.page.evaluate(() => scrollTo(0, 40))
    await stage.gone(/№ 1024/u)
    const place = await until('метка на новом месте', async () => {
      const seen = await stage.box(await stage.find(/№ 1007/u))
      const { top } = await stage.page.$eval('#post-100_2', root => root.getBoundingClientRect().toJSON())
      return Math.abs(seen.y + seen.height / 2 - top) < 2 && seen
    })
    expect(place.y).toBeGreaterThan(0)
  })

  test('a colleague recorded: the mark comes with the push', async () => {
    const stage = await open()
    await until('спросили о метках', async () => (await stage.asked('marks')).length > 0)
    await stage.change({ marks })
    await stage.push({ type: 'marks-changed' })
    await stage.find(/№ 1024/u)
    await stage.change({ marks: {} })
    await stage.push({ type: 'marks-changed' })
    await stage.gone('mark')
  })

  test('Alt+Shift+H hides and shows them', async () => {
    const stage = await open({ fake: { marks } })
    await stage.find(/№ 1024/u)
    const press = async () => {
      for (const key of ['Alt', 'Shift'] as const) await stage.page.keyboard.down(key)
      await stage.page.keyboard.press('KeyH')
      for (const key of ['Shift', 'Alt'] as const) await stage.page.keyboard.up(key)
    }
    await press()
    await stage.gone('mark')
    await press()
    await stage.find(/№ 1024/u)
  })

  test('a re-used node loses its mark before the next frame', async () => {
    const stage = await open({ file: 'overlay/long.html', fake: { marks: { 'vk:-200:1': mark('№ 5') } } })
    await stage.find(/№ 5/u)
    const counts = await stage.asWorld(`(async () => {
      const root = chrome.dom.openOrClosedShadowRoot(document.querySelector('pult-mcu'))
      const count = () => root.querySelectorAll('.mark').length
      const before = count()
      const post = document.querySelector('#post-200_1')
      post.firstElementChild.setAttribute('href', '/wall-200_9001')
      post.id = 'post-200_9001'
      await null
      return [before, count()]
    })()`)
    expect(counts).toEqual([1, 0])
  })

  test('a removed post loses its mark before the next frame', async () => {
    const stage = await open({ file: 'overlay/long.html', fake: { marks: { 'vk:-200:1': mark('№ 5') } } })
    await stage.find(/№ 5/u)
    const counts = await stage.asWorld(`(async () => {
      const root = chrome.dom.openOrClosedShadowRoot(document.querySelector('pult-mcu'))
      const before = root.querySelectorAll('.mark').length
      document.querySelector('#post-200_1').remove()
      await null
      return [before, root.querySelectorAll('.mark').length]
    })()`)
    expect(counts).toEqual([1, 0])
  })

  test('a thousand posts are asked in batches, and only tickets on the screen have a mark', async () => {
    const stage = await open({
      file: 'overlay/long.html',
      fake: { marks: { 'vk:-200:2': mark('№ 2'), 'vk:-200:900': mark('№ 900') } },
    })
    await stage.page.evaluate(() => Reflect.apply(Reflect.get(window, 'add'), window, [1000]))
    const keys = await until('спросили обо всех', async () => {
      const asked = await stage.asked('marks')
      const all = new Set(asked.flatMap(({ keys }) => keys))
      return all.size === 1020 && asked
    })
    expect(Math.max(...keys.map(one => one.keys.length))).toBeLessThanOrEqual(200)
    expect(keys.length).toBeLessThan(60)
    await stage.find(/№ 2/u)
    expect(
      (await stage.inside()).filter(({ attributes }) => attributes.class?.startsWith('mark ')).length,
    ).toBe(1)
  })
})

describe('«Это ответ»', () => {
  const accounts = [
    {
      id: 'account-1',
      network: 'vk',
      ownerId: '-77',
      url: 'https://vk.com/nagatkino_adm',
      title: 'Администрация района',
    },
  ]
  const marks = { 'vk:-100:2': mark('№ 1007 · Дороги · исполняется') }

  test('one click on a reply of an official account marks the ticket answered', async () => {
    const stage = await open({ fake: { accounts, marks } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_22 .wall_reply_text')
    await stage.click(/Это ответ: окончательный/u)
    await stage.find(/Ответ опубликован, решение в срок/u)
    expect(await stage.asked('publish')).toMatchObject([
      {
        ticketId: marks['vk:-100:2'].ticketId,
        kind: 'final',
        url: 'https://vk.com/wall-100_2?reply=22',
        accountId: 'account-1',
        promisedDate: null,
      },
    ])
    expect(await stage.asked('capture')).toEqual([])
  })

  test('the kind can be changed, and an interim one asks for its date', async () => {
    const stage = await open({ fake: { accounts, marks } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_22 .wall_reply_text')
    await stage.click('more')
    await stage.click(/^промежуточный$/u)
    await stage.find('until')
    await stage.click(/Это ответ: промежуточный/u)
    expect(await stage.asked('publish')).toEqual([])
  })

  describe('the React layout, where a screen name tells no number', () => {
    const reply = '[data-testid="wall_comments_comment_root"][id="600500_303"] [data-testid="comment-owner"]'
    const openReact = async (url: string) => {
      const stage = await open({
        file: 'vk/wall-react-2026.html',
        fake: {
          accounts: accounts.map(account => ({ ...account, url })),
          marks: { 'vk:-212000050:110': mark('№ 1031 · Дороги · исполняется') },
        },
      })
      await stage.find(/№ 1031/u)
      await stage.page.hover(reply)
      return stage
    }

    for (const url of ['https://vk.com/lena.m', 'https://m.vk.ru/Lena.M/']) {
      test(`${url} is the author's address`, async () => {
        const stage = await openReact(url)
        await stage.find(/Это ответ: окончательный/u)
      })
    }

    test('another address is another account', async () => {
      const stage = await openReact('https://vk.com/lena')
      await stage.find(/^Записать$/u)
    })
  })

  test('the kind can be switched while the card is there', async () => {
    const stage = await open({ fake: { accounts, marks } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_22 .wall_reply_text')
    await stage.click(/Это ответ: окончательный/u)
    await stage.find(/Ответ опубликован/u)
    await stage.click(/^первый/u)
    await stage.find(/Теперь это первый ответ/u)
    const [published] = await stage.asked('publish')
    expect(await stage.asked('change-reply-kind')).toMatchObject([
      { ticketId: published?.ticketId, replyId: published?.commandId, kind: 'first' },
    ])
  })

  test('under a ticket, anybody’s reply may be an official’s from their own page', async () => {
    const stage = await open({ fake: { accounts, marks, mayPublish: true } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_21 .wall_reply_text')
    await stage.click('Записать или отметить ответ')
    await stage.click(/Ответ с личной страницы: окончательный/u)
    await stage.find(/Ответ опубликован/u)
    expect(await stage.asked('publish')).toMatchObject([{ accountId: null, kind: 'final' }])
  })

  test('a post that is a ticket itself is nobody’s answer', async () => {
    const stage = await open({ fake: { accounts, marks, mayPublish: true } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_2 .wall_post_text')
    await stage.find('Записать и уточнить')
  })

  test('the button goes while the card about the answer is open', async () => {
    const stage = await open({ fake: { accounts, marks } })
    await stage.find(/№ 1007/u)
    await stage.page.hover('#post-100_22 .wall_reply_text')
    await stage.click(/Это ответ: окончательный/u)
    await stage.find('published')
    await stage.page.hover('#post-100_22 i')
    await stage.page.hover('#post-100_22 .reply_author')
    await stage.gone('split')
  })

  test('a reply of anybody else is recorded as usual', async () => {
    const stage = await open({ fake: { accounts, marks } })
    await stage.page.hover('#post-100_21 .wall_reply_text')
    await stage.find(/^Записать$/u)
  })
})

describe('hard pages', () => {
  test('a page with default-src none and Trusted Types gets the styled card', async () => {
    const stage = await open({
      file: 'overlay/strict.html',
      headers: { 'content-security-policy': "default-src 'none'; require-trusted-types-for 'script'" },
    })
    await recorded(stage)
    expect((await stage.box(await stage.find('card'))).width).toBe(440)
  })

  test('a page that promises posts and shows none is reported once', async () => {
    const stage = await open({ file: 'overlay/empty.html', address: 'https://vk.com/wall-100_5' })
    const [report] = await until('сообщение о странице', async () => {
      const asked = await stage.asked('page-state')
      return asked.length > 0 && asked
    })
    expect(report).toEqual({ type: 'page-state', channel: 'vk', state: 'nothing-read' })
  })

  test('a page that was read is reported fine', async () => {
    const stage = await open()
    await until('сообщение о странице', async () => (await stage.asked('page-state'))[0]?.state === 'fine')
  })

  test('a message of a group in Телеграм is recorded as well', async () => {
    const stage = await open({
      file: 'telegram/k-group.html',
      address: 'https://web.telegram.org/k/#-1700000001',
    })
    await record(stage, '.bubble[data-mid="4294968001"] .message')
    await stage.find('recorded')
    expect((await stage.asked('capture'))[0]?.source).toMatchObject({
      key: 'telegram:-1700000001:705',
      channel: 'telegram',
      kind: 'message',
    })
  })

  test('a private dialogue in Телеграм stays silent', async () => {
    const stage = await open({
      file: 'telegram/k-private.html',
      address: 'https://web.telegram.org/k/#700100200',
    })
    await stage.page.hover('.bubble[data-mid] .message')
    await until('страница готова', async () => (await stage.asked('overlay-start')).length === 1)
    expect(await stage.inside()).toEqual([])
    expect(await stage.asked('marks')).toEqual([])
  })

  test('a private dialogue stays silent', async () => {
    const stage = await open({ address: 'https://vk.com/im/convo/1' })
    await stage.page.hover('#post-100_1 .wall_post_text')
    await stage.page.mouse.move(500, 300)
    await until('страница готова', async () => (await stage.asked('overlay-start')).length === 1)
    expect(await stage.inside()).toEqual([])
    expect(await stage.asked('marks')).toEqual([])
  })

  test('a selection becomes a ticket through the same card', async () => {
    const stage = await open({
      file: 'overlay/article.html',
      address: 'https://vk.com/@news-1?utm_source=mail',
    })
    await stage.page.evaluate(() => {
      const line = document.querySelector('#line')
      if (line !== null) getSelection()?.selectAllChildren(line)
    })
    await stage.push({ type: 'capture-selection', text: '' })
    await stage.find('recorded')
    const [request] = await stage.asked('capture')
    expect(request?.source).toMatchObject({
      channel: 'other',
      kind: 'selection',
      text: 'На Мира, 5 не вывозят мусор вторую неделю.',
      url: 'https://vk.com/@news-1',
      missing: ['author', 'publishedAt'],
    })
    expect(request?.source.key).toMatch(/^other:vk\.com:[0-9a-f-]{36}$/u)
  })

  test('a page becomes a ticket with its author and date', async () => {
    const stage = await open({
      file: 'overlay/article.html',
      address: 'https://vk.com/@news-1?utm_source=mail',
    })
    await stage.push({ type: 'capture-page' })
    await stage.find('recorded')
    const [request] = await stage.asked('capture')
    expect(request?.source).toMatchObject({
      kind: 'page',
      author: { name: 'Мария Котова', url: null, id: null },
      publishedAt: '2026-11-20T06:30:00.000Z',
      publishedText: '20 ноября',
      missing: [],
    })
    expect(request?.source.text).toMatch(/^Мусор на Мира\n\n/u)
    await stage.push({ type: 'capture-page' })
    await until('вторая запись', async () => (await stage.asked('capture')).length === 2)
    expect((await stage.asked('capture'))[1]?.source.key).toBe(request?.source.key)
  })
})

describe('started twice', () => {
  const startAgain = async (stage: Stage) =>
    stage.asWorld(`${await readFile(join(folder, 'content.js'), 'utf8')};0`)
  const hosts = (stage: Stage) => stage.page.$$eval('pult-mcu', all => all.length)
  const buttons = async (stage: Stage) =>
    (await stage.inside()).filter(({ attributes }) => attributes.class === 'main').length

  test('the page keeps one host, one card and one capture', async () => {
    const stage = await open()
    await startAgain(stage)
    await recorded(stage)
    await startAgain(stage)
    expect(await hosts(stage)).toBe(1)
    expect(await hasCard(stage)).toBe(true)
    expect(await stage.asked('capture')).toHaveLength(1)
  })

  test('a new script takes the place of one whose extension is gone', async () => {
    const stage = await open()
    await recorded(stage)
    await stage.page.evaluate(() => document.documentElement.setAttribute('data-extension', 'gone'))
    await startAgain(stage)
    await stage.page.evaluate(() => document.documentElement.removeAttribute('data-extension'))
    expect(await hosts(stage)).toBe(0)
    await stage.page.hover('#post-100_2 .wall_post_text')
    await stage.find('main')
    expect([await hosts(stage), await buttons(stage)]).toEqual([1, 1])
    await stage.page.keyboard.press('Escape')
    await record(stage, '#post-100_2 .wall_post_text')
    await stage.find('recorded')
    expect(await hosts(stage)).toBe(1)
    expect(await stage.asked('capture')).toHaveLength(2)
  })
})
