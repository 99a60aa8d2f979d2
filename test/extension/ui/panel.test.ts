import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

const panel = (person: string, rows = 'sample') => stage.open(`view=panel&person=${person}&rows=${rows}`)
const seen = (page: Page, text: string) =>
  page.waitForFunction(wanted => document.body.innerText.replace(/\s+/g, ' ').includes(wanted), {}, text)
const textOf = (page: Page, selector: string) =>
  page.$eval(selector, element =>
    element instanceof HTMLElement ? element.innerText.replace(/\s+/g, ' ').trim() : '',
  )
const textsOf = (page: Page, selector: string) =>
  page.$$eval(selector, elements =>
    elements.map(element => (element.textContent ?? '').replace(/\s+/g, ' ').trim()),
  )
const press = (page: Page, name: string) => page.locator(`::-p-aria([name="${name}"][role="button"])`).click()
const openTicket = async (page: Page, id: string) => {
  await page.evaluate(ticketId => window.bridge.want(ticketId), id)
  await page.waitForSelector('.ticket h2')
}
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute('data-ticket') ?? null)

describe('The list', () => {
  it('opens on «У меня», overdue first, and every count is the number of its rows', async () => {
    const page = await panel('zhkh-head')
    const titles = await textsOf(page, '.group-title')
    expect(titles[0]).toMatch(/^▲\s?Просрочено/)
    const groups = await page.$$eval('.group', sections =>
      sections.map(section => [
        section.querySelector('.count')?.textContent,
        String(section.querySelectorAll('.row').length),
      ]),
    )
    for (const [count, rows] of groups) expect(count).toBe(rows)
    const total = groups.reduce((sum, [count]) => sum + Number(count), 0)
    expect(await textOf(page, '#tab-mine .count')).toBe(String(total))
    await page.close()
  })

  it('keeps answered cards folded in «Все» and opens them by a click', async () => {
    const page = await panel('zhkh-head')
    await page.locator('#tab-all').click()
    const answered = await page.waitForSelector('.group-title.done')
    expect(await answered?.evaluate(button => button.getAttribute('aria-expanded'))).toBe('false')
    await answered?.click()
    await page.waitForSelector('.group-title.done[aria-expanded="true"]')
    await seen(page, 'Отвечено')
    await page.close()
  })

  it('finds a card by a word of its text, says where else there are some, and clears the search', async () => {
    const page = await panel('operator')
    await page.type('#search', 'автобус')
    await seen(page, 'Ничего не найдено')
    await page.locator('::-p-text(Во «Все»: 1 карточка)').click()
    await seen(page, '№ 1006')
    expect(await page.$$eval('.row', rows => rows.length)).toBe(1)
    await page.close()
  })

  it('narrows by block and shows the choice as a chip that removes it', async () => {
    const page = await panel('zhkh-head')
    await press(page, 'Отбор')
    await page.waitForSelector('.filters select')
    await page.select('.filters select', 'roads')
    await page.waitForSelector('.chip')
    expect(new Set(await textsOf(page, '.row-block'))).toEqual(new Set(['Дороги']))
    await page.locator('.chip').click()
    await page.waitForFunction(() => document.querySelector('.chip') === null)
    expect((await textsOf(page, '.row-block')).includes('ЖКХ')).toBe(true)
    await page.close()
  })

  it('shows ten thousand cards without drawing them all', async () => {
    const page = await panel('head', '10000')
    await page.locator('#tab-all').click()
    await seen(page, '10000')
    const drawn = await page.$$eval('.row', rows => rows.length)
    expect(drawn).toBeLessThan(400)
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
    await page.waitForFunction(before => document.querySelectorAll('.row').length > before, {}, drawn)
    await page.close()
  })

  it('says what will be here where there is nothing, and stays calm while it loads', async () => {
    const empty = await panel('operator', 'none')
    await seen(empty, 'Сейчас всё сделано')
    expect(await empty.$('#tab-blocks')).toBeNull()
    await empty.locator('#tab-all').click()
    await seen(empty, 'нажмите «Записать»')
    await empty.close()
    const executor = await panel('executor', 'none')
    await executor.locator('#tab-all').click()
    await seen(executor, 'видны по роли')
    await executor.close()
    const loading = await panel('operator', 'loading')
    await loading.waitForSelector('.skeleton')
    await loading.close()
  })

  it('sends a person without an invitation to the settings', async () => {
    const page = await stage.open('view=panel')
    await seen(page, 'Компьютер ещё не подключён')
    await press(page, 'Вставить приглашение')
    await page.waitForFunction(() => window.optionsOpened === true)
    await page.close()
  })
})

describe('The keyboard', () => {
  it('walks the cards with j and k, opens with Enter, returns to the same card with Escape', async () => {
    const page = await panel('zhkh-head')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    const second = await focused(page)
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await focused(page)).toBe(second)
    await page.keyboard.press('Enter')
    await page.waitForSelector('.ticket h2:focus')
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.classList.contains('row') === true)
    expect(await focused(page)).toBe(second)
    await page.close()
  })

  it('goes to the search with / and lists the keys with ?', async () => {
    const page = await panel('zhkh-head')
    await page.keyboard.press('/')
    await page.waitForSelector('#search:focus')
    await page.keyboard.type('j?')
    expect(await page.$eval('#search', input => (input instanceof HTMLInputElement ? input.value : ''))).toBe(
      'j?',
    )
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null)
    await page.close()
  })

  it('walks the tabs with the arrows', async () => {
    const page = await panel('zhkh-head')
    await page.focus('#tab-mine')
    await page.keyboard.press('ArrowRight')
    await page.waitForSelector('#tab-blocks[aria-selected="true"]:focus')
    await page.keyboard.press('End')
    await page.waitForSelector('#tab-all[aria-selected="true"]:focus')
    await page.close()
  })
})

describe('A card', () => {
  it('shows a text with scripts as text and opens no script address', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-2')
    await seen(page, '<script>window.hacked=true</script>')
    await seen(page, '<b>Злой</b> автор')
    expect(await page.evaluate(() => window.hacked)).toBeUndefined()
    const addresses = await page.$$eval('.ticket a', links => links.map(link => link.href))
    expect(addresses.filter(address => !/^https?:/.test(address))).toEqual([])
    await page.close()
  })

  it('opens its source in a new tab that knows nothing of the panel', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-0')
    const link = await page.$eval('.origin a', a => (a instanceof HTMLAnchorElement ? [a.target, a.rel] : []))
    expect(link).toEqual(['_blank', 'noopener noreferrer'])
    await page.close()
  })

  it('explains a deadline on «почему?» and says which dates are preliminary', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-8')
    await seen(page, 'предварительно')
    await page.locator('.deadline button').click()
    await page.waitForSelector('.trace li')
    await page.close()
  })

  it('offers a block head to answer at once or to assign, and an operator to sort', async () => {
    const head = await panel('zhkh-head')
    await openTicket(head, 't-3')
    expect(await textsOf(head, '.acts-main button')).toEqual(['Ответить сразу', 'Поручить'])
    await head.close()
    const operator = await panel('operator')
    await openTicket(operator, 't-0')
    expect(await textsOf(operator, '.acts-main button')).toEqual(['Разобрать'])
    await operator.close()
  })

  it('tells why a card without a block cannot be acted on by a block head', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-5')
    await page.locator('.more-acts summary').click()
    await seen(page, 'Блок не определён: его выбирает руководитель МЦУ')
    expect(await page.$$eval('.more-acts button:disabled', buttons => buttons.length)).toBeGreaterThan(0)
    await page.close()
  })

  it('reads the history only when asked, and offers to repeat when it cannot be read', async () => {
    const page = await panel('operator')
    await page.evaluate(() => {
      window.bridge.historyFails = true
    })
    await openTicket(page, 't-0')
    expect(await page.evaluate(() => window.bridge.calls)).toEqual([])
    await page.locator('.history-section summary').click()
    await seen(page, 'связи сейчас нет')
    await page.evaluate(() => {
      window.bridge.historyFails = false
    })
    await press(page, 'Повторить')
    await seen(page, 'Сообщение записано')
    await page.close()
  })

  it('says so when a page asks for a card of another block', async () => {
    const page = await panel('operator')
    await page.evaluate(() => window.bridge.want('nowhere'))
    await seen(page, 'Этой карточки у вас нет')
    await page.close()
  })
})

describe('«Разобрать»', () => {
  it('takes a suggestion with one click, saves with Enter, and tells what happened', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-8')
    await press(page, 'Разобрать')
    await page.locator('.suggestion').click()
    await page.waitForSelector('.suggestion[aria-pressed="true"]')
    await page.focus('input[placeholder="улица, дом, ориентир"]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.toast')
    expect(await textOf(page, '.toast')).toMatch(/Разобрано: .+ Отправляется\./)
    const [act] = await page.evaluate(() => window.bridge.acts)
    expect(act?.command.type === 'classify' && act.command.data.sorted).toBe(true)
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

  it('keeps what was typed when it is refused, and names both values', async () => {
    const page = await panel('operator')
    await openTicket(page, 't-0')
    await press(page, 'Разобрать')
    await page.waitForSelector('.act-form select')
    await page.select('.act-form select', 'energy')
    await page.type('input[placeholder="улица, дом, ориентир"]', ' 5')
    await page.evaluate(() => {
      window.bridge.refuseNext = {
        code: 'conflict',
        details: { field: 'block', current: 'roads', wanted: 'energy' },
      }
    })
    await page.keyboard.press('Enter')
    await seen(page, 'Блок: сейчас «Дороги», у вас «Энергетика»')
    expect(
      await page.$eval('input[placeholder="улица, дом, ориентир"]', input =>
        input instanceof HTMLInputElement ? input.value : '',
      ),
    ).toBe('Садовая 5')
    await page.close()
  })
})

describe('Answers', () => {
  it('a text survives leaving the card, a pull, and a refusal', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector('.act-form textarea')
    await page.type('.act-form textarea', 'Свет восстановили сегодня утром.')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.row:focus')
    await page.evaluate(() => window.bridge.change({}))
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector('.act-form textarea')
    await page.evaluate(() => {
      window.bridge.refuseNext = { code: 'already-answered', details: {} }
    })
    await press(page, 'Ответ опубликован')
    await seen(page, 'уже опубликован окончательный ответ')
    expect(
      await page.$eval('.act-form textarea', area => (area instanceof HTMLTextAreaElement ? area.value : '')),
    ).toBe('Свет восстановили сегодня утром.')
    await page.close()
  })

  it('the kind follows the words of the answer until the person chooses it', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Ответить сразу')
    await page.waitForSelector('.act-form textarea')
    const kind = () =>
      page.$$eval('.kinds input', inputs =>
        inputs.findIndex(input => input instanceof HTMLInputElement && input.checked),
      )
    await page.type('.act-form textarea', 'Планируем заменить провод, ответим до 4 декабря.')
    await page.waitForSelector('input[type="date"]')
    expect(await kind()).toBe(1)
    expect(
      await page.$eval('input[type="date"]', input => (input instanceof HTMLInputElement ? input.value : '')),
    ).toBe('2026-12-04')
    await page.locator('.kinds label:first-of-type input').click()
    await page.type('.act-form textarea', ' Работы выполнены.')
    expect(await kind()).toBe(0)
    await page.close()
  })

  it('an informer marks the prepared answer published with its address, under the account of the office', async () => {
    const page = await panel('informer')
    await page.locator('.row').click()
    await press(page, 'Отметить опубликованным')
    await page.waitForSelector('.act-form textarea')
    await seen(page, 'Отвечайте от имени сообщества')
    await page.type('input[placeholder="https://"]', 'не адрес')
    await page.keyboard.press('Enter')
    await seen(page, 'Это не адрес страницы')
    await page.$eval(
      'input[placeholder="https://"]',
      input => input instanceof HTMLInputElement && input.select(),
    )
    await page.keyboard.type('https://vk.com/wall-212000001_90?reply=91')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.toast')
    const [act] = await page.evaluate(() => window.bridge.acts)
    expect(act?.command.type === 'publish' ? act.command.data : null).toMatchObject({
      kind: 'final',
      url: 'https://vk.com/wall-212000001_90?reply=91',
      accountId: 'vk-district',
    })
    await page.close()
  })

  it('«Поручить» asks for a recipient and tells to whom it went', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await press(page, 'Поручить')
    await page.waitForSelector('.act-form select')
    await press(page, 'Поручить')
    await seen(page, 'Выберите, кому поручить')
    await page.select('.act-form select', 'utility')
    await press(page, 'Поручить')
    await seen(page, 'Поручено: МУП «Районный коммунальщик»')
    await page.close()
  })
})

it('at 200 % zoom nothing is cut off to the side', async () => {
  const page = await stage.open('view=panel&person=zhkh-head', { width: 180, height: 370 })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await overflow()).toBe(0)
  await openTicket(page, 't-3')
  await press(page, 'Ответить сразу')
  await page.waitForSelector('.act-form textarea')
  expect(await overflow()).toBe(0)
  await page.close()
})

describe('The link with the server', () => {
  it('the details name what waits, when the server was last seen, and send at once when asked', async () => {
    const page = await panel('operator')
    await page.locator('.sync-button').click()
    await seen(page, 'Последняя связь с сервером: сегодня в 14:39')
    await seen(page, 'Фонари на Центральной')
    await press(page, 'Отправить сейчас')
    expect(await page.evaluate(() => window.bridge.calls)).toEqual(['sync'])
    await page.close()
  })

  it('offline: how many wait and since when, and what is sent later', async () => {
    const page = await panel('operator')
    await page.evaluate(() =>
      window.bridge.change({
        sync: {
          ...window.bridge.state.sync,
          link: 'offline',
          waiting: 3,
          waitingSince: '2026-11-25T10:05:00.000Z',
        },
      }),
    )
    await seen(page, 'нет связи · ждут 3, с 14:05')
    await openTicket(page, 't-0')
    await press(page, 'Разобрать')
    await press(page, 'Разобрано')
    await seen(page, 'Отправится при появлении связи')
    await page.close()
  })

  it('«Не принято» gives the reason in words, repeats, and removes only after a second click', async () => {
    const page = await panel('zhkh-head')
    await page.evaluate(() =>
      window.bridge.change({
        refused: [
          {
            commandId: 'c1',
            ticketId: 't-3',
            number: 1004,
            refusal: { code: 'already-answered', details: {} },
            refusedAt: '2026-11-25T09:00:00.000Z',
            words: 'На сообщение уже опубликован окончательный ответ.',
            goneWords: null,
            conflict: [],
            command: {
              id: 'c1',
              ticketId: 't-3',
              occurredAt: '2026-11-25T09:00:00.000Z',
              baseVersion: 2,
              dependsOn: null,
              type: 'prepare_reply',
              data: {
                kind: 'final',
                text: 'Мой длинный ответ',
                outcome: null,
                promisedDate: null,
                responsible: null,
                spoken: null,
                files: [],
                draft: false,
              },
            },
          },
        ],
      }),
    )
    await seen(page, 'не принято 1')
    await page.locator('.sync-button').click()
    await seen(page, 'На сообщение уже опубликован окончательный ответ.')
    await seen(page, 'Мой длинный ответ')
    await press(page, 'Повторить')
    await press(page, 'Убрать…')
    await press(page, 'Убрать насовсем')
    await page.waitForFunction(() => document.querySelector('.refused') === null)
    expect(await page.evaluate(() => window.bridge.calls)).toEqual(['retry c1', 'discard c1'])
    await page.close()
  })
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
