import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Stage, startStage } from './browser.ts'
import { callsOf, focused, openTicket, press, seen, textOf, textsOf } from './steps.ts'

// Real Chromium on a busy machine: a page may take its time, each step still waits for a state.
vi.setConfig({ testTimeout: 60_000 })

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
}, 60_000)
afterAll(() => stage.close())

const panel = (person: string, rows = 'sample') => stage.open(`view=panel&person=${person}&rows=${rows}`)

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
    const chief = await panel('chief', 'none')
    await seen(chief, 'Прочитайте сводку; поручение можно дать из карточки')
    await press(chief, 'Открыть сводку')
    await chief.waitForFunction(() => window.bridge.calls.includes('report /'))
    await chief.close()
    const informer = await panel('informer', 'none')
    await seen(informer, 'готовые ответы, которые ждут публикации')
    await informer.close()
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

describe('A head of several blocks, and the one on duty', () => {
  it('sees the total of each block and narrows the list to one by a click', async () => {
    const page = await panel('zhkh-head', 'life')
    await page.locator('#tab-blocks').click()
    await page.waitForSelector('.block-totals')
    expect(await textsOf(page, '.block-totals button')).toEqual(['ЖКХ 13', 'Дороги 2', 'Энергетика 0'])
    await page.locator('::-p-aria([name="Дороги 2"][role="button"])').click()
    await page.waitForFunction(() => document.querySelectorAll('.row').length === 2)
    await page.close()
  })

  it('hands the duty over on the page of the server', async () => {
    const page = await panel('zhkh-head')
    await page.evaluate(() => {
      const { session } = window.bridge.state
      if (session.state === 'ready')
        window.bridge.change({ session: { ...session, actor: { ...session.actor, onDuty: true } } })
    })
    await press(page, 'Сдать дежурство')
    await page.waitForFunction(() => window.bridge.calls.includes('report /duty'))
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
    await page.waitForFunction(() => document.activeElement?.matches('.ticket h2') === true)
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

  it('lists the letters of the acts of the open card', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-3')
    await page.keyboard.press('?')
    await page.waitForSelector('dialog[open]')
    expect(await textOf(page, 'dialog')).toMatch(/A Ответить сразу P Поручить/)
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
    expect(await textsOf(head, '.acts-main button')).toEqual([
      'Ответить сразу',
      'Поручить',
      'Подготовить ответ',
      'Не наш блок',
    ])
    await head.close()
    const operator = await panel('operator')
    await openTicket(operator, 't-0')
    expect(await textsOf(operator, '.acts-main button')).toEqual([
      'Разобрать',
      'Не требует ответа',
      'Присоединить',
    ])
    await operator.close()
  })

  it('tells why a card without a block cannot be acted on by a block head', async () => {
    const page = await panel('zhkh-head')
    await openTicket(page, 't-5')
    await seen(page, 'Блок не определён: его выбирает руководитель МЦУ')
    await page.close()
  })

  it('reads the history only when asked, and offers to repeat when it cannot be read', async () => {
    const page = await panel('operator')
    await page.evaluate(() => {
      window.bridge.historyFails = true
    })
    await openTicket(page, 't-0')
    expect(await callsOf(page, 'history')).toEqual([])
    await page.locator('::-p-text(История)').click()
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
    expect(await callsOf(page, 'sync')).toEqual(['sync'])
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
})

it('no page wrote an error to the console', () => {
  expect(stage.failures).toEqual([])
})
