/* A site changes: the alarm, a pack with other selectors, and the page is read again without a new extension. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Answers } from '../../extension/messages.ts'
import { packSchema, type SelectorPack } from '../../shared/sources/pack.ts'
import { ensureBuilt, projectRoot } from './support/built.ts'
import { type Desk, overlayShows } from './support/desk.ts'
import { ask, pressAt, startDeskOf, syncNow } from './support/loop.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

/** The same wall as test/pages/vk, with other names for everything that selectors stand on. */
const changed = (post: number) => ({
  url: `https://vk.com/wall-212000050_${post}`,
  body: `<!doctype html><html lang="ru"><meta charset="utf-8"><title>Запись</title><main>
    <section class="entry-2027" data-post-id="-212000050_${post}">
      <a class="who-2027" href="/id810009">Мария Соснина</a>
      <time datetime="2026-11-20T10:00:00+03:00">20 ноя в 10:00</time>
      <p class="said-2027">На Садовой третий день нет воды, запись ${post}</p>
    </section></main></html>`,
})

const entry = (selector: string) => ({
  selectors: [selector],
  seen: '2027-01',
  evidence: 'report of an operator, 2027-01',
})

function repaired(): SelectorPack {
  const path = join(projectRoot, 'extension', 'channels', 'packs', 'vk.json')
  const pack = packSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  const { item = [], postAuthors = [], suspect = [] } = pack.lists
  return {
    ...pack,
    lists: {
      ...pack.lists,
      item: [entry('.entry-2027'), ...item],
      postAuthors: [entry('.who-2027'), ...postAuthors],
      suspect: [entry('.entry-2027'), ...suspect],
    },
    text: [
      { selector: '.said-2027', seen: '2027-01', evidence: 'report of an operator, 2027-01' },
      ...pack.text,
    ],
  }
}

let office: TestOffice
let desk: Desk
let folder: string

beforeAll(async () => {
  ensureBuilt()
  folder = mkdtempSync(join(tmpdir(), 'pult-packs-'))
  office = await startOffice()
  const hired = await office.hire({ title: 'Оператор', roles: ['operator'] })
  desk = await startDeskOf(hired.invitation)
  for (const post of [501, 502, 503, 504]) desk.serve(changed(post))
})
afterAll(async () => {
  await desk?.stop()
  await office?.stop()
  rmSync(folder, { recursive: true, force: true })
})

function publish(...args: string[]) {
  const { NODE_ENV: _testing, ...environment } = process.env
  return spawnSync(
    process.execPath,
    ['--import', 'tsx', join('server', 'commands', 'channels-publish.ts'), ...args],
    {
      cwd: projectRoot,
      // The office has a folder of its own; the key is the one that the extension was built with.
      env: {
        ...environment,
        DATA_DIR: office.dataFolder,
        PACK_KEY_FILE: join(projectRoot, process.env.DATA_DIR || 'data', 'pack-key.pem'),
      },
      encoding: 'utf8',
    },
  )
}

function fileWith(pack: unknown): string {
  const path = join(folder, 'pack.json')
  writeFileSync(path, JSON.stringify(pack))
  return path
}

/** As somebody would who has the server and not the key. */
function forge(serial: number, body: string, signature: string): void {
  const database = new Sqlite(join(office.dataFolder, 'pult.sqlite'))
  try {
    database
      .prepare(
        `insert into selector_packs (organisation_id, adapter, serial, version, body, signature, published_at, published_by)
         select id, 'vk', ?, '2027-01-01', ?, ?, '2026-11-23T00:00:00.000Z', 'чужой' from organisations`,
      )
      .run(serial, body, signature)
  } finally {
    database.close()
  }
}

const channelsPage = async () => (await office.head.get('/channels')).html.replaceAll('\u00a0', ' ')
const vkInForce = async () => {
  const view: Answers['packs'] = await ask<'packs'>(desk, { type: 'packs' })
  return view.packs.find(({ adapter }) => adapter === 'vk')
}
const isRead = async (page: Page) => {
  await pressAt(page, '.said-2027')
  await overlayShows(page, 'Записано')
}

describe('A site that changed', () => {
  const open: Page[] = []

  it('is noticed: after three empty pages the alarm stands on the server, in the popup and at the desk', async () => {
    for (const post of [501, 502, 503]) open.push(await desk.open(changed(post).url))
    await waitFor(
      'the alarm on /channels',
      async () => {
        await syncNow(desk)
        return /читается хуже, чем раньше/u.test(await channelsPage())
      },
      40_000,
    )
    expect(await channelsPage()).toContain('ничего не прочитано на 3 из 3')
    await waitFor('the alarm at the desk', async () => {
      await syncNow(desk)
      return (await vkInForce())?.alarm != null
    })
    const popup = await desk.openExtensionPage('popup')
    await waitFor('the popup to say it', () =>
      popup.evaluate(() => document.body.innerText.includes('Страница ВКонтакте изменилась')),
    )
    await popup.close()
  })

  it('a pack with a wrong signature or of a wrong form is refused, and the server shows it', async () => {
    const before = await vkInForce()
    const body = JSON.stringify({ ...repaired(), serial: 700, version: '2027-01-01' })
    forge(700, body, Buffer.alloc(64).toString('base64'))
    await waitFor('the refusal on /channels', async () => {
      await syncNow(desk)
      return /правила № 700: подпись не подходит/u.test(await channelsPage())
    })
    expect((await vkInForce())?.serial).toBe(before?.serial)
    expect((await vkInForce())?.notes.join()).toContain('Правила № 700 не приняты: подпись не подходит')
    const refused = publish(fileWith({ ...repaired(), run: 'alert(1)' }), '--next')
    expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('не того вида')])
    const unreadable = publish(
      fileWith({ ...repaired(), text: [{ ...entry('x'), selector: 'div[[' }] }),
      '--next',
    )
    expect(unreadable.status).toBe(2)
  })

  it('is read again once a repaired pack is published, on the page that is open, without a new extension', async () => {
    const done = publish(fileWith(repaired()), '--next', '--note', 'новая вёрстка стены')
    expect([done.status, done.stderr]).toEqual([0, ''])
    await waitFor('the pack at the desk', async () => {
      await syncNow(desk)
      return (await vkInForce())?.serial === 701
    })
    const [page] = open
    if (page === undefined) throw new Error('No page is open')
    await page.bringToFront()
    await isRead(page)
    expect(await channelsPage()).toContain('новая вёрстка стены')
    expect(publish('--list').stdout).toMatch(/^vk\t№ 701/mu)
  })

  it('is described by «Сообщить о поломке» without a word of anybody, for the person to save', async () => {
    const [page] = open
    const popup = await desk.openExtensionPage('popup')
    await page?.bringToFront()
    const answer: unknown = await popup.evaluate(() => chrome.runtime.sendMessage({ type: 'report-broken' }))
    expect(answer).toEqual({ outcome: 'shown' })
    const target = await desk.browser().waitForTarget(each => each.url().endsWith('/channels.html#broken'))
    const report = await target.page()
    await report?.waitForSelector('textarea')
    const file = (await report?.$eval('textarea', field => field.value)) ?? ''
    expect(file).toMatch(/^<!-- served_as_url: https:\/\/vk\.com\/wall-2\d{8}_5\d\d -->/u)
    expect(file).toContain('class="said-2027"')
    expect(file).not.toMatch(/Соснина|Садов|810009|212000050/u)
    await report?.close()
    await popup.close()
  })

  it('a pack can be taken back at the desk and on the server', async () => {
    const page = await desk.openExtensionPage('channels')
    await waitFor('the button', () =>
      page.evaluate(() => {
        const buttons = [...document.querySelectorAll('button')]
        const back = buttons.find(button => button.innerText === 'Вернуть прежние')
        back?.click()
        return back !== undefined
      }),
    )
    await waitFor('the built-in pack', async () => (await vkInForce())?.from === 'из сборки расширения')
    await page.close()
    // What stood before 701 is the forged 700: its body is a good pack all the same, signed now by the right key.
    expect(publish('--rollback', 'vk').status).toBe(0)
    await waitFor('the next pack', async () => {
      await syncNow(desk)
      return (await vkInForce())?.serial === 702
    })
  })

  it('leaves counts on the server, and nothing of what was on the pages', async () => {
    const database = new Sqlite(join(office.dataFolder, 'pult.sqlite'), { readonly: true })
    const rows = JSON.stringify(database.prepare('select * from channel_readings').all())
    database.close()
    expect(rows).not.toMatch(/212000050|Соснина|Садов/u)
  })
})
