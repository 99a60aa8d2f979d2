import type { Browser, Page as Tab } from 'puppeteer'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Listening, listen } from '../../../server/http/listen.ts'
import type { Office } from '../../../server/office.ts'
import { answerPage, signedIn } from '../../../server/pages/answer.tsx'
import { readForm } from '../../../server/pages/form.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { Page } from '../../../server/pages/layout.tsx'
import { readScript } from '../../../server/pages/static.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { capture, classify, openOffice, sourceDraft, type TestOffice } from '../office-for-tests.ts'
import { cookieOf } from '../pages/sample-office.ts'

/** A page with every attribute of the contract; a form without text is refused, as forms are. */
function mountSample(app: Parameters<typeof mountPages>[0], office: Office): void {
  const draw = (props: {
    ticketId: string
    urgent: boolean
    signed: Parameters<typeof Page>[0]['signed']
  }) => <Sample {...props} />
  app.get(
    '/sample/:id',
    signedIn(office, async (context, signed) => {
      const view = await office.tickets.find(signed, { id: context.req.param('id') ?? '' })
      if (view === undefined) return context.notFound()
      return answerPage(context, draw({ signed, ticketId: view.ticket.id, urgent: view.ticket.urgent }))
    }),
  )
  app.post(
    '/sample/:id/reply',
    signedIn(office, async (context, signed) => {
      const ticketId = context.req.param('id') ?? ''
      const text = (await readForm(context)).one('text')
      if (!text.includes('!'))
        return answerPage(context, <Sample {...{ signed, ticketId, urgent: false, text }} />, 422)
      return context.redirect(`/sample/${ticketId}`, 303)
    }),
  )
  mountPages(app, office)
}

type SampleProps = {
  signed: Parameters<typeof Page>[0]['signed']
  ticketId: string
  urgent: boolean
  text?: string
}

function Sample({ signed, ticketId, urgent, text }: SampleProps) {
  return (
    <Page signed={signed} tab="queue" title="Проверка" ticketId={ticketId} liveUrl={`/sample/${ticketId}`}>
      <p data-live="state" id="state">
        {urgent ? 'срочная' : 'обычная'}
      </p>
      <div data-live="acts">
        <p id="acts-state">{urgent ? 'действия срочной' : 'действия обычной'}</p>
        <details id="fold" data-key="r" data-key-title="Ответить">
          <summary>Ответить</summary>
          <form
            method="post"
            action={`/sample/${ticketId}/reply`}
            data-draft="reply"
            data-doing="replying"
            {...(text === undefined ? {} : { 'data-draft-failed': '' })}
          >
            <textarea name="text" id="text" aria-label="Текст">
              {text ?? ''}
            </textarea>
            <button type="submit" id="send">
              Отправить
            </button>
          </form>
        </details>
      </div>
      <form method="get" action="/password" data-confirm="Стереть данные?" data-confirm-yes="Стереть">
        <button type="submit" id="erase">
          Стереть
        </button>
      </form>
      <ul>
        {['первая', 'вторая', 'третья'].map(row => (
          <li key={row} data-row="">
            <a href={`/password?row=${encodeURIComponent(row)}`}>{row}</a>
          </li>
        ))}
      </ul>
    </Page>
  )
}

let browser: Browser
let office: TestOffice
let server: Listening
let ticketId: string
let tabs: Tab[] = []

beforeAll(async () => {
  browser = await launchChromium()
}, 60_000)
afterAll(() => browser.close())

beforeEach(async () => {
  office = await openOffice({ mountPages: mountSample })
  server = await listen(office.app, { port: 0, host: '127.0.0.1' })
  const command = capture({ source: sourceDraft({ text: 'Нет воды на Садовой' }) })
  await office.office.tickets.submit(await office.signed('operator'), command)
  ticketId = command.ticketId
})
afterEach(async () => {
  for (const tab of tabs) {
    const context = tab.browserContext()
    await tab.close()
    await context.close()
  }
  tabs = []
  await office.office.live.close()
  await server.stop()
  await office.close()
})

const url = (path: string) => `http://127.0.0.1:${server.port}${path}`

async function openTab(name: Parameters<typeof cookieOf>[1], path: string): Promise<Tab> {
  const context = await browser.createBrowserContext()
  const tab = await context.newPage()
  tabs.push(tab)
  const [cookie = '', value = ''] = (await cookieOf(office, name)).split('=')
  await context.setCookie({ name: cookie, value, domain: '127.0.0.1', path: '/' })
  await tab.goto(url(path))
  return tab
}

const sees = (tab: Tab, words: string, selector = 'body') =>
  tab.waitForFunction(
    (text, place) => document.querySelector(place)?.textContent?.includes(text),
    {},
    words,
    selector,
  )

const isLive = (tab: Tab) => sees(tab, 'обновляется сама', '[data-live-status]')

async function colleagueActs() {
  const command = classify(ticketId, { urgent: { from: false, to: true } })
  const outcome = await office.office.tickets.submit(await office.signed('head'), command)
  expect(outcome.outcome).toBe('accepted')
}

const textOf = (tab: Tab) =>
  tab.$eval('#text', field => (field instanceof HTMLTextAreaElement ? field.value : ''))

describe('an open page', () => {
  test('of a ticket shows a colleague’s change by itself', async () => {
    const tab = await openTab('zhkhHead', '/tickets/1')
    await isLive(tab)
    expect(await tab.$('.urgent')).toBeNull()
    await colleagueActs()
    await tab.waitForSelector('.urgent')
    expect(office.errors).toEqual([])
  })

  test('of the queue shows a ticket that was just recorded', async () => {
    const tab = await openTab('zhkhHead', '/tickets?tab=blocks')
    await isLive(tab)
    const command = capture({ source: sourceDraft({ text: 'Прорвало трубу' }) })
    await office.office.tickets.submit(await office.signed('operator'), command)
    await sees(tab, 'Прорвало трубу', 'main')
  })

  test('does not lose what is being typed: it asks, and carries it over', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.click('#fold summary')
    await tab.type('#text', 'dear citizen')
    await colleagueActs()
    await sees(tab, 'Карточку изменил коллега.', '.live-banner')
    expect(await tab.$eval('#state', each => each.textContent)).toBe('срочная')
    expect(await tab.$eval('#acts-state', each => each.textContent)).toBe('действия обычной')
    expect(await textOf(tab)).toBe('dear citizen')
    await tab.click('.live-banner button')
    await sees(tab, 'действия срочной', '#acts-state')
    expect(await textOf(tab)).toBe('dear citizen')
    expect(await tab.$('.live-banner')).toBeNull()
  })

  test('says so when it is no longer this person’s', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    const command = classify(ticketId, { block: { from: 'zhkh', to: 'roads' } })
    await office.office.tickets.submit(await office.signed('head'), command)
    await sees(tab, 'Эта страница у вас больше не открывается', '.live-banner')
  })

  test('asks every few seconds where streams are blocked', async () => {
    const context = await browser.createBrowserContext()
    const tab = await context.newPage()
    tabs.push(tab)
    const [cookie = '', value = ''] = (await cookieOf(office, 'zhkhHead')).split('=')
    await context.setCookie({ name: cookie, value, domain: '127.0.0.1', path: '/' })
    await tab.setRequestInterception(true)
    tab.on('request', request => {
      const isStream = new URL(request.url()).pathname === '/live'
      void (isStream ? request.abort() : request.continue())
    })
    await tab.goto(url(`/sample/${ticketId}`))
    await isLive(tab)
    await colleagueActs()
    await sees(tab, 'срочная', '#state')
  })

  test('says when the server cannot be reached, and comes back by itself', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.setOfflineMode(true)
    await office.office.live.close()
    await sees(tab, 'нет связи с сервером, показано по состоянию на', '[data-live-status]')
    await office.restart()
    await server.stop()
    server = await listen(office.app, { port: server.port, host: '127.0.0.1' })
    await tab.setOfflineMode(false)
    await colleagueActs()
    await sees(tab, 'срочная', '#state')
    await isLive(tab)
  })

  test('two on one ticket see each other, and what the other does', async () => {
    const mine = await openTab('zhkhHead', `/sample/${ticketId}`)
    const theirs = await openTab('head', `/sample/${ticketId}`)
    await sees(mine, 'Руководитель МЦУ смотрит карточку', '[data-presence]')
    await mine.click('#fold summary')
    await mine.type('#text', 'a')
    await sees(theirs, 'Заместитель по ЖКХ готовит ответ', '[data-presence]')
    await theirs.goto(url('/password'))
    await mine.waitForFunction(() => document.querySelector('[data-presence]')?.textContent === '')
  })
})

describe('the keyboard', () => {
  const focused = (tab: Tab) => tab.evaluate(() => document.activeElement?.textContent)

  test('j and k go through the rows, Enter opens, letters act, also by the Russian layout', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.keyboard.press('j')
    await tab.keyboard.press('j')
    expect(await focused(tab)).toBe('вторая')
    await tab.keyboard.press('k')
    expect(await focused(tab)).toBe('первая')
    await tab.evaluate(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'о', code: 'KeyJ', bubbles: true, cancelable: true }),
      ),
    )
    expect(await focused(tab)).toBe('вторая')
    await tab.keyboard.press('r')
    expect(await tab.evaluate(() => document.activeElement?.id)).toBe('text')
    await tab.keyboard.type('jr?')
    expect(await textOf(tab)).toBe('jr?')
    expect(await tab.$('dialog')).toBeNull()
    await tab.focus('a[href*="row="]')
    await Promise.all([tab.waitForNavigation(), tab.keyboard.press('Enter')])
    expect(tab.url()).toContain('/password?row=')
  })

  test('? lists the keys of this page', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.keyboard.press('?')
    const words = await tab.$eval('dialog[open]', each => each.textContent)
    expect(words).toContain('rОтветить')
    expect(words).toContain('jСледующая строка')
    await tab.keyboard.press('Escape')
    await tab.waitForFunction(() => document.querySelector('dialog') === null)
  })
})

describe('a draft', () => {
  test('outlives another page and a refusal, and goes when the form was taken', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.click('#fold summary')
    await tab.type('#text', 'no exclamation mark')
    await tab.goto(url('/password'))
    await tab.goto(url(`/sample/${ticketId}`))
    await sees(tab, 'Восстановлен несохранённый текст', '.draft-note')
    expect(await textOf(tab)).toBe('no exclamation mark')
    await Promise.all([tab.waitForNavigation(), tab.click('#send')])
    await isLive(tab)
    expect(await tab.$('.draft-note')).toBeNull()
    await tab.goto(url(`/sample/${ticketId}`))
    await sees(tab, 'Восстановлен несохранённый текст', '.draft-note')
    await tab.type('#text', '!')
    await Promise.all([tab.waitForNavigation(), tab.click('#send')])
    await isLive(tab)
    expect(await textOf(tab)).toBe('')
    await tab.goto(url(`/sample/${ticketId}`))
    await isLive(tab)
    expect(await textOf(tab)).toBe('')
  })

  test('can be thrown away, and is not shown to who signs in next', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.click('#fold summary')
    await tab.type('#text', 'mine')
    const [cookie = '', value = ''] = (await cookieOf(office, 'head')).split('=')
    await tab.browserContext().setCookie({ name: cookie, value, domain: '127.0.0.1', path: '/' })
    await tab.reload()
    await isLive(tab)
    expect(await textOf(tab)).toBe('')
    const [own = '', back = ''] = (await cookieOf(office, 'zhkhHead')).split('=')
    await tab.browserContext().setCookie({ name: own, value: back, domain: '127.0.0.1', path: '/' })
    await tab.reload()
    await sees(tab, 'Восстановлен несохранённый текст', '.draft-note')
    await tab.click('.draft-note button')
    expect(await textOf(tab)).toBe('')
    await tab.reload()
    await isLive(tab)
    expect(await textOf(tab)).toBe('')
  })
})

describe('a form that is sent to nobody', () => {
  test('stays with its words, says so, and is taken once the server is back', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.click('#fold summary')
    await tab.type('#text', 'dear citizen!')
    await tab.setOfflineMode(true)
    await tab.click('#send')
    await tab.waitForSelector('.unsent:not([hidden])')
    await sees(
      tab,
      'Сервер не отвечает. Введённое сохранено на этом компьютере, отправьте ещё раз',
      '.unsent',
    )
    expect(await textOf(tab)).toBe('dear citizen!')
    expect(tab.url()).toContain('/sample/')
    await tab.setOfflineMode(false)
    await Promise.all([tab.waitForNavigation(), tab.click('#send')])
    await isLive(tab)
    expect(await textOf(tab)).toBe('')
    expect(await tab.$('.unsent:not([hidden])')).toBeNull()
  })
})

describe('what cannot be undone', () => {
  test('is asked first', async () => {
    const tab = await openTab('zhkhHead', `/sample/${ticketId}`)
    await isLive(tab)
    await tab.click('#erase')
    await sees(tab, 'Стереть данные?', 'dialog[open]')
    await tab.keyboard.press('Enter')
    await tab.waitForFunction(() => document.querySelector('dialog') === null)
    expect(tab.url()).toContain('/sample/')
    await tab.click('#erase')
    await Promise.all([tab.waitForNavigation(), tab.click('dialog .main')])
    expect(tab.url()).toContain('/password')
  })
})

test('the script is small', async () => {
  expect(Buffer.byteLength(await readScript())).toBeLessThan(12 * 1024)
})
