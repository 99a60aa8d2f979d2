/** Every page that a person can reach, in real Chromium, read by axe: light and dark, wide, on a phone, and enlarged. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer'
import { v4 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishPack } from '../../../server/channels/packs.ts'
import { type ComposedOffice, composeOffice } from '../../../server/compose.ts'
import { createApp } from '../../../server/http/app.ts'
import { type Listening, listen } from '../../../server/http/listen.ts'
import type { Signed } from '../../../server/office.ts'
import { isActType } from '../../../server/pages/acts/words.ts'
import { mountPages } from '../../../server/pages/index.ts'
import { loadSample } from '../../../server/sample/load.ts'
import { databaseFile } from '../../../server/store/backup.ts'
import { openSqlite } from '../../../server/store/sqlite.ts'
import type { ActType } from '../../../shared/acts/contract.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { facetsOf, mayDo } from '../../../shared/policy/permissions.ts'
import type { WatchEntry } from '../../../shared/policy/settings.ts'
import {
  enrolAnswerSchema,
  protocolVersion,
  type Reading,
  readInvitation,
} from '../../../shared/sync/wire.ts'
import { commandTypes } from '../../../shared/ticket/commands.ts'
import { type TicketView, ticketStatuses } from '../../../shared/ticket/ticket.ts'
import { seriousViolations } from '../../extension/ui/axe.ts'
import { launchChromium } from '../../tools/chromium.ts'
import { newFolder, publicUrl, signedAs } from '../office-for-tests.ts'

const patience = 600_000
const now = '2026-11-25T12:40:00.000Z'
const password = 'образец 697'

type Running = { composed: ComposedOffice; server: Listening; folder: string; clock: { now: string } }

async function start(): Promise<Running> {
  const clock = { now }
  const folder = newFolder()
  const composed = await composeOffice({
    dataDir: folder,
    publicUrl,
    now: () => clock.now,
    report(error) {
      throw error
    },
  })
  const app = createApp(composed.office, {
    mountPages,
    report(error) {
      throw error
    },
  })
  return { composed, folder, clock, server: await listen(app, { port: 0, host: '127.0.0.1' }) }
}

async function stop({ composed, server, folder }: Running): Promise<void> {
  await composed.office.live.close()
  await server.stop()
  await composed.close()
  rmSync(folder, { recursive: true, force: true })
}

let browser: Browser
let district: Running
let empty: Running
let views: readonly TicketView[]
const signed = new Map<string, Signed>()
const tabs = new Map<string, Page>()

const who = (name: string): Signed => {
  const found = signed.get(name)
  if (found === undefined) throw new Error(`Nobody is called ${name}`)
  return found
}

beforeAll(async () => {
  district = await start()
  empty = await start()
  const { office, setupCode } = district.composed
  const { people } = await loadSample(office, district.clock, {
    now: new Date(now),
    seed: 697,
    setupCode,
    password,
  })
  for (const [name, person] of people) signed.set(name, await signedAs(office, person.id))
  const rows = await office.reader.selectFrom('tickets').select('number').execute()
  const found: TicketView[] = []
  for (const { number } of rows) {
    const view = number === null ? undefined : await office.tickets.find(who('head'), { number })
    if (view) found.push(view)
  }
  views = found
  browser = await launchChromium()
}, patience)
afterAll(async () => {
  await browser.close()
  await stop(district)
  await stop(empty)
})

const addressOf = ({ server }: Running, path: string) => `http://127.0.0.1:${server.port}${path}`

/** The session of a person of the sample, by the way of the extension: an invitation, a device, a ticket of one use. */
async function sessionOf(name: string): Promise<string> {
  const { office } = district.composed
  const { invitation } = await office.people.invite(who('head'), who(name).person.id)
  const response = await fetch(addressOf(district, '/api/enrol'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      protocol: protocolVersion,
      code: readInvitation(invitation)?.code,
      deviceTitle: 'Chromium',
    }),
  })
  const access = await office.access.byDeviceToken(enrolAnswerSchema.parse(await response.json()).token)
  if (access.outcome === 'failed') throw new Error(access.words)
  const redeemed = await office.access.redeemTicket(await office.access.issueTicket(access.device))
  if (redeemed.outcome === 'failed') throw new Error(redeemed.words)
  return redeemed.session
}

/** One tab a person, kept for all pages; `null` is nobody. */
async function tabOf(name: string | null): Promise<Page> {
  const known = tabs.get(name ?? '')
  if (known) return known
  const context = await browser.createBrowserContext()
  const tab = await context.newPage()
  if (name !== null) {
    const value = await sessionOf(name)
    await context.setCookie({ name: 'pult_session', value, domain: '127.0.0.1', path: '/' })
  }
  tabs.set(name ?? '', tab)
  return tab
}

const overflow = (tab: Page) =>
  tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** What is wrong with the page that stands in this tab; empty where nothing is. */
async function faultsOf(tab: Page): Promise<string[]> {
  // Colours change by a transition, which axe would catch halfway. No style element: the pages allow none.
  await tab.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { transition: none !important }')
    document.adoptedStyleSheets = [sheet]
  })
  const faults = new Set<string>()
  // The layout follows the width and the colours the scheme: each once is enough.
  for (const [width, value] of [
    [1280, 'light'],
    [390, 'dark'],
  ] as const) {
    await tab.setViewport({ width, height: 900 })
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }])
    for (const fault of await seriousViolations(tab)) faults.add(`${width} ${value} ${fault}`)
  }
  // 1280 at 200 %.
  for (const width of [640, 390]) {
    await tab.setViewport({ width, height: 450 })
    const excess = await overflow(tab)
    if (excess > 0) faults.add(`${width}: ${excess} px too wide`)
  }
  return [...faults]
}

async function check(name: string | null, path: string, status = 200, running = district): Promise<void> {
  const tab = await tabOf(name)
  const response = await tab.goto(addressOf(running, path))
  expect.soft(response?.status(), path).toBe(status)
  // Folded forms are pages too.
  await tab.evaluate(() => {
    for (const details of document.querySelectorAll('details')) {
      details.removeAttribute('name')
      details.open = true
    }
  })
  expect.soft(await faultsOf(tab), `${name ?? 'nobody'} at ${path}`).toEqual([])
}

/** Two adapters of which one reads worse than before, a published pack and one that desks did not take. */
async function fillChannels(): Promise<void> {
  const { office } = district.composed
  const reading = (given: Partial<Reading>): Reading => ({
    day: now.slice(0, 10),
    adapter: 'vk',
    version: '2026-11-01',
    pageKind: 'post',
    pages: 4,
    emptyPages: 0,
    items: 40,
    missing: { url: 0, author: 0, publishedAt: 2, text: 0 },
    refusedSelectors: 0,
    ...given,
  })
  await office.channels.take({
    id: uuid(),
    readings: [
      reading({ day: '2026-11-14' }),
      reading({ missing: { url: 0, author: 30, publishedAt: 2, text: 0 }, refusedSelectors: 2 }),
      reading({ adapter: 'telegram-k', pageKind: 'chat' }),
    ],
    refusals: [{ adapter: 'vk', serial: 9, fault: 'signature' }],
  })
  const pack = { format: 1 as const, adapter: 'vk', serial: 7, version: '2026-11-20' }
  const { writer, close } = openSqlite(join(district.folder, databaseFile))
  await publishPack(
    { db: writer, organisationId: office.organisationId },
    { ...pack, lists: {}, text: [], published: [] },
    { body: JSON.stringify(pack), signature: 'AAAA' },
    { at: now, by: 'admin', note: 'новая вёрстка стены' },
  )
  await close()
}

async function fillWatchList(): Promise<void> {
  const { office } = district.composed
  const place = (id: string, title: string, number: number): WatchEntry => ({
    id,
    title,
    url: `https://vk.com/public${number}`,
    channel: 'vk',
    key: `vk:-${number}`,
    settlementId: null,
    responsiblePersonId: null,
    every: { unit: 'days', count: 1 },
    since: '2026-11-16',
  })
  const changed = await office.settings.change(who('head'), null, settings => ({
    ...settings,
    watchList: [place('seen', 'Цильна сегодня', 212000011), place('late', 'Подслушано Нагаткино', 212000012)],
  }))
  if (changed.outcome === 'failed') throw new Error(changed.words)
  const look = { id: uuid(), watchId: 'seen', at: now, how: 'button' as const }
  await office.watch.take(who('head').person.id, changed.settings, [look])
}

const open = (view: TicketView) => `/tickets/${view.ticket.number}`

describe('Nothing serious keeps a person with a screen reader, weak eyes or a phone from', () => {
  it('the report, the map, the stages, the queue in each tab and a list behind a number', {
    timeout: patience,
  }, async () => {
    for (const path of [
      '/',
      '/?period=year',
      '/?period=regional_week&channel=vk&weeks=52',
      '/heat?period=month',
      '/heat?period=month&colour=growth',
      '/speed?period=quarter',
      '/tickets',
      '/tickets?tab=blocks',
      '/tickets?tab=all',
      '/tickets?tab=all&weekend=yes',
      '/tickets?tab=all&text=%D0%BD%D0%B5%D1%82%D1%82%D0%B0%D0%BA%D0%BE%D0%B3%D0%BE',
      '/tickets?metric=overdue',
      '/duty',
    ])
      await check('head', path)
    await check('operator-1', '/tickets')
    await check('chief', '/')
  })

  it('the rating and the indicators', { timeout: patience }, async () => {
    for (const path of [
      '/rating?month=2026-10',
      '/rating/units?month=2026-10',
      '/rating?month=2026-01',
      '/indicators?year=2026',
      '/indicators/received?year=2026',
      '/indicators/trained?year=2026',
      '/settings/rating',
      '/settings/indicators',
    ])
      await check('head', path)
    await check('executor-units', '/rating/units?month=2026-10')
  })

  it('the reports, the note and the summaries', { timeout: patience }, async () => {
    for (const path of [
      '/reports',
      '/reports/note?week=2026-11-19',
      '/reports/indicators?month=2026-10',
      '/reports/targets?year=2026',
      '/reports/planning?year=2026',
      '/reports/requests',
      '/summaries?week=2026-11-19',
      '/settings/reports',
    ])
      await check('head', path)
    for (const path of ['/reports', '/summary?week=2026-11-19']) await check('infrastructure', path)
  })

  it('a request with its material, a note on each stage, and the chief who reads it', {
    timeout: patience,
  }, async () => {
    const tab = await tabOf('head')
    const press = (action: string, fields: Record<string, string> = {}) =>
      Promise.all([
        tab.waitForNavigation(),
        tab.evaluate(
          (path, given) => {
            const form = [...document.forms].find(each => new URL(each.action).pathname.endsWith(path))
            for (const [name, value] of Object.entries(given)) {
              const field = form?.elements.namedItem(name)
              if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)
                field.value = value
            }
            form?.submit()
          },
          action,
          fields,
        ),
      ])
    await tab.goto(addressOf(district, '/reports/requests'))
    await press('/requests', { subject: 'Сведения о воде', number: '12' })
    await press('/material')
    expect.soft(await tab.evaluate(() => document.body.innerText)).toContain('Обезличенный перечень')
    await check('head', '/reports/requests')
    const note = '/reports/note?week=2026-11-19'
    await check('chief', note)
    for (const [act, words] of [
      ['checked', 'Утвердить'],
      ['approved', 'Записать отправку'],
    ] as const) {
      await tab.goto(addressOf(district, note))
      await press(`/${act}`)
      expect.soft(await tab.evaluate(() => document.body.innerText), act).toContain(words)
      await check('head', note)
    }
    await check('chief', note)
    for (const name of ['head', 'chief']) await check(name, '/reports')
  })

  it('a ticket in every status, with all its forms open', { timeout: patience }, async () => {
    const shown = ticketStatuses.flatMap(status => views.find(({ ticket }) => ticket.status === status) ?? [])
    expect(new Set(shown.map(({ ticket }) => ticket.status)).size).toBeGreaterThanOrEqual(8)
    for (const view of shown) await check('head', open(view))
    const toPublish = views.find(({ ticket }) => ticket.status === 'to_publish')
    if (toPublish) await check('informer', open(toPublish))
  })

  it('the form of every act on a page of its own', { timeout: patience }, async () => {
    const seen = new Set<ActType>()
    for (const act of commandTypes.filter(isActType)) {
      for (const name of ['head', 'informer', 'executor-units', 'chief']) {
        const { actor, settings } = who(name)
        const mine = views.filter(
          ({ ticket }) => act !== 'undo' && mayDo(actor, act, settings, facetsOf(ticket)),
        )
        const offered = mine.find(view =>
          offersFor(view, { actor, settings, now }).some(each => each.act === act),
        )
        const view = offered ?? mine[0]
        if (view === undefined) continue
        await check(name, `${open(view)}/acts/${act}`)
        seen.add(act)
        break
      }
    }
    expect(seen.size).toBeGreaterThan(30)
  })

  it('a form that came back with faults', { timeout: patience }, async () => {
    const view = views.find(({ ticket }) => ticket.status === 'new')
    if (view === undefined) throw new Error('The sample has a new ticket')
    const tab = await tabOf('head')
    for (const path of [`${open(view)}/acts/put_before_head`, `${open(view)}/acts/reject`, '/record']) {
      await tab.goto(addressOf(district, path))
      await Promise.all([
        tab.waitForNavigation(),
        tab.evaluate(() => {
          const form = document.querySelector<HTMLFormElement>('main form[method="post"]')
          form?.submit()
        }),
      ])
      expect.soft(await faultsOf(tab), path).toEqual([])
    }
  })

  it('recording by hand and from a phone, a person’s own pages', { timeout: patience }, async () => {
    for (const path of ['/record', '/record?channel=paper', '/phone', '/password', '/import', '/channels'])
      await check('operator-1', path)
    await check('operator-1', '/watch')
  })

  it('the channels with an alarm, published rules and refusals', { timeout: patience }, async () => {
    await fillChannels()
    await check('operator-1', '/channels')
    const tab = await tabOf('operator-1')
    for (const words of ['читается хуже', 'читается как обычно', 'Изданные правила чтения', 'Не принято'])
      expect.soft(await tab.evaluate(() => document.body.innerText), words).toContain(words)
  })

  it('the watch list with a place that was seen and one that is late, and the pages that keep it', {
    timeout: patience,
  }, async () => {
    await fillWatchList()
    await check('operator-1', '/watch')
    const tab = await tabOf('operator-1')
    expect.soft(await tab.evaluate(() => document.body.innerText)).toContain('Подслушано Нагаткино')
    for (const path of ['/settings/watch', '/settings/watch/new', '/settings/watch/seen'])
      await check('head', path)
  })

  it('erasing an author, with what else stands on their tickets, and the check of the history', {
    timeout: patience,
  }, async () => {
    await check('head', '/integrity')
    await check('head', '/erasure')
    const view = views.find(({ ticket, contents }) => {
      const body = contents[ticket.sources[0]?.contentId ?? '']
      return ticket.replies.length > 0 && body?.kind === 'source' && body.source.author.id !== null
    })
    const body = view?.contents[view.ticket.sources[0]?.contentId ?? '']
    if (body?.kind !== 'source') throw new Error('The sample has an answered post with its author')
    await check('head', `/erasure?author=${encodeURIComponent(body.source.author.id ?? '')}`)
    const tab = await tabOf('head')
    expect.soft(await tab.$$eval('input[name="also"]', boxes => boxes.length)).toBeGreaterThan(0)
  })

  it('an export: what it changes, what is wrong with it, and what came of it', {
    timeout: patience,
  }, async () => {
    const tab = await tabOf('head')
    await tab.goto(addressOf(district, '/import'))
    const send = (choose: boolean) =>
      Promise.all([
        tab.waitForNavigation(),
        tab.evaluate(isFile => {
          const input = document.querySelector<HTMLInputElement>('input[type="file"]')
          if (isFile && input) {
            const given = new DataTransfer()
            const rows = ['Номер;Стадия;Контрольный срок', '177073571;Новое;30.11.2026', '12;Новое;скоро']
            given.items.add(new File([rows.join('\n')], 'ПОС.csv'))
            input.files = given.files
          }
          document.querySelector<HTMLButtonElement>('main button.main')?.click()
        }, choose),
      ])
    await send(true)
    expect.soft(await tab.title()).toContain('что изменится')
    expect.soft(await faultsOf(tab), 'what it changes').toEqual([])
    await send(false)
    expect.soft(await tab.title()).toContain('загружена не полностью')
    expect.soft(await faultsOf(tab), 'what came of it').toEqual([])
  })

  it('an assignment by link and its sheet for printing', { timeout: patience }, async () => {
    const { office } = district.composed
    const view = views.find(({ ticket }) => ticket.status === 'in_progress')
    if (view === undefined) throw new Error('The sample has a ticket in progress')
    await check('head', `${open(view)}/assignment`)
    const link = await office.links.create(who('head'), view)
    if (link.outcome === 'failed') throw new Error(link.words)
    await check(null, link.url.slice(publicUrl.length))
    await check(null, '/l/nosuchlink', 404)
  })

  it('people and their posts', { timeout: patience }, async () => {
    for (const path of ['/people', '/people/new', `/people/${who('informer').person.id}`])
      await check('head', path)
  })

  it('all settings', { timeout: patience }, async () => {
    const settings = who('head').settings
    for (const path of [
      '/settings',
      '/settings/deadlines',
      '/settings/deadlines/new',
      '/settings/deadlines/message-final',
      '/settings/deadlines/clocks',
      '/settings/deadlines/automation',
      '/settings/deadlines/approval',
      '/settings/hours',
      '/settings/calendar?year=2026',
      '/settings/calendar?year=2027',
      '/settings/calendar?date=2026-12-31',
      '/settings/subtopics',
      '/settings/subtopics/zhkh.water_off',
      '/settings/recipients',
      '/settings/recipients/new',
      '/settings/routes',
      '/settings/routes/new',
      '/settings/routes/import',
      '/settings/settlements',
      '/settings/settlements/new',
      '/settings/settlements/import',
      '/settings/accounts',
      `/settings/accounts/${settings.officialAccounts[0]?.id ?? ''}`,
      '/settings/organisations',
      `/settings/organisations/${settings.outsideOrganisations[0]?.id ?? 'new'}`,
      '/settings/absences',
      '/settings/absences/new',
      '/settings/duty',
      '/settings/duty/new',
      '/settings/duty/import',
    ])
      await check('head', path)
  })

  it('signing in, the first start, and pages that are not there or not theirs', {
    timeout: patience,
  }, async () => {
    await check(null, '/sign-in')
    await check(null, '/sign-in/once?ticket=spent', 422)
    await check(null, `/setup?code=${empty.composed.setupCode}`, 200, empty)
    await check('head', '/nothing', 404)
    await check('head', '/tickets/999999', 404)
    await check('informer', '/settings', 403)
    await check('admin', '/tickets', 403)
  })
})
