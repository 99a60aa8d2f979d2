import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { ElementHandle, Page } from 'puppeteer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Ticket, ticketSchema } from '../../shared/ticket/ticket.ts'
import { projectRoot } from './support/built.ts'
import { type Desk, overlayShows } from './support/desk.ts'
import {
  hasTickets,
  pressAt,
  startDeskOf,
  syncNow,
  telegramMessage,
  ticketsOf,
  vkPost,
} from './support/loop.ts'
import { startOffice, type TestOffice } from './support/office.ts'
import { waitFor } from './support/wait.ts'

type Look = Ticket['evidence'][number]

const post = '#post-212000050_101'
const tall = 'https://vk.com/wall-212000050_301'

const read = (file: string) => readFileSync(join(projectRoot, 'test', 'pages', file), 'utf8')
/** The saved page as another post, with something changed on it. */
const postPage = (number: number, change: (html: string) => string = html => html) =>
  change(read(vkPost.file).replaceAll('212000050_101', `212000050_${number}`))

describe('«Снимок поста»', { timeout: 120_000 }, () => {
  let office: TestOffice
  let desk: Desk

  beforeAll(async () => {
    office = await startOffice()
    const hired = await office.hire({ title: 'Оператор мониторинга', roles: ['operator'] })
    desk = await startDeskOf(hired.invitation)
    desk.serve({
      url: tall,
      body: postPage(
        301,
        html => `${html}<style>#post-212000050_301 { min-height: 3000px; display: block }</style>`,
      ),
    })
  }, 120_000)
  afterAll(async () => {
    await desk?.stop()
    await office?.stop()
  })

  const blobPath = (sha256: string) => join(office.dataFolder, 'blobs', sha256.slice(0, 2), sha256)

  /** Looks of all tickets whose every part lies on the server. */
  let seen = ''
  const storedLooks = (count: number): Promise<Look[]> =>
    waitFor(
      `${count} looks on the server`,
      async () => {
        const looks = ticketsOf(office).flatMap(row => ticketSchema.parse(JSON.parse(row.state)).evidence)
        const hashes = looks.flatMap(({ picture, html, text }) =>
          [picture, html, text].flatMap(part => (part === null ? [] : [part.sha256])),
        )
        if (
          looks.length === count &&
          waitingParts(office) === 0 &&
          hashes.every(hash => existsSync(blobPath(hash)))
        )
          return looks
        await syncNow(desk)
        seen = `${looks.length} looks, ${waitingParts(office)} parts wait`
        return undefined
      },
      20_000,
    ).catch(error => {
      throw new Error(seen, { cause: error })
    })

  it('the picture is cropped to the post and holds nothing of ours', async () => {
    const page = await desk.open(vkPost.url)
    const element = await page.waitForSelector(post)
    if (element === null) throw new Error('The page shows no post')
    const before = await pictureOf(page, element)
    const box = await element.boundingBox()
    await pressAt(page, vkPost.text)
    await overlayShows(page, /Снимок сохранён|виден фрагмент/)
    const [look] = await storedLooks(1)
    const picture = look?.picture
    if (!picture || box === null) throw new Error(`No picture: ${look?.noPicture}`)
    expect(picture.width / picture.height).toBeCloseTo(before.width / before.height, 1)
    const bytes = readFileSync(blobPath(picture.sha256))
    const differing = await compare(page, before.base64, bytes.toString('base64'))
    expect(differing).toBeLessThan(0.02)
    const html = readFileSync(blobPath(look?.html?.sha256 ?? ''), 'utf8')
    expect(html).not.toMatch(/<script|<input|<textarea|onclick=|pult-mcu/i)
    await page.close()
  })

  it('the worker dies between the record and the picture, and the server is down: there is one look all the same', async () => {
    await office.end()
    const page = await desk.open(telegramMessage.url)
    await pressAt(page, telegramMessage.text)
    await overlayShows(page, 'Записано')
    // The page asks the next one at once, so that the browser may seem to have one all the time.
    await desk.killWorker().catch(() => undefined)
    await overlayShows(page, /Снимок|Без снимка/)
    await desk.kill()
    await desk.relaunch()
    await office.start()
    await syncNow(desk)
    await hasTickets(office, 2)
    expect(await storedLooks(2)).toHaveLength(2)
  })

  it('a post taller than the window is a fragment, and nobody scrolled', async () => {
    const page = await desk.open(tall)
    const scrolled = await page.evaluate(() => scrollY)
    await pressAt(page, '#wpt-212000050_301')
    await overlayShows(page, 'виден фрагмент')
    expect(await page.evaluate(() => scrollY)).toBe(scrolled)
    const looks = await storedLooks(3)
    expect(looks.at(-1)?.picture?.isFragment).toBe(true)
    await page.close()
  })

  it('a tab that is not in front gives a reason and no picture', async () => {
    const page = await desk.open(vkPost.url)
    await page.waitForSelector('#post-212000050_201')
    await pressAt(page, '#post-212000050_201 .wall_reply_text')
    // The page thinks of something else while the person goes to another tab: the look comes too late.
    const busy = page.evaluate(() => {
      const until = performance.now() + 3_000
      while (performance.now() < until);
    })
    const front = await desk.open('https://web.telegram.org/k/')
    await front.bringToFront()
    await busy
    await overlayShows(page, 'Без снимка')
    const looks = await storedLooks(4)
    expect(looks.map(look => look.noPicture).filter(reason => reason !== null)).toHaveLength(1)
    await front.close()
    await page.close()
  })

  it('opened again, a changed post is kept beside the first and said on the mark', async () => {
    desk.serve({
      url: 'https://vk.com/wall-212000050_101',
      body: postPage(101, html => html.replaceAll('Третий день', 'Четвёртый день')),
    })
    const page = await desk.open('https://vk.com/wall-212000050_101')
    await waitFor('the change to be noted', () => observationsOf(office).includes('changed'), 30_000)
    await overlayShows(page, 'пост изменён')
    await page.close()
    await storedLooks(5)
    const { html } = await office.head.get('/tickets/1')
    expect(html).toContain('Снимок 2 из 2')
    expect(html).toContain('Пост изменён')
    expect(html).toMatch(/<ins[^>]*>.*Четвёртый/su)
  })

  it('where the site says that the post is deleted, that is noted once', async () => {
    desk.serve({
      url: 'https://vk.com/wall-212000050_101',
      body: '<!doctype html><meta charset="utf-8"><div id="page_body"><div class="message_page_title">Ошибка</div><div class="message_page_body">Запись удалена или скрыта</div></div>',
    })
    const page = await desk.open('https://vk.com/wall-212000050_101')
    await waitFor('the end to be noted', () => observationsOf(office).includes('deleted'), 30_000)
    await page.close()
    expect((await office.head.get('/tickets/1')).html).toContain('Пост удалён')
  })

  it('everything verifies; one byte changed on the disk is found and named', async () => {
    expect(verify(office)).toMatchObject({ status: 0 })
    const [look] = await storedLooks(5)
    const path = blobPath(look?.picture?.sha256 ?? '')
    const bytes = readFileSync(path)
    bytes[100] = (bytes[100] ?? 0) ^ 1
    writeFileSync(path, bytes)
    const { status, said } = verify(office)
    expect(status).toBe(1)
    expect(said).toMatch(/№\s1, снимок: картинка: изменён/)
    const shown = await office.head.submit('/integrity', {}, '/integrity')
    expect(shown.html).toContain('Найдено расхождений: 1')
  })
})

function waitingParts(office: TestOffice): number {
  const database = new Sqlite(join(office.dataFolder, 'pult.sqlite'), { readonly: true })
  try {
    return (
      database
        .prepare<[], { waiting: number }>(
          'select count(*) as waiting from evidence_parts where stored_at is null and erased_at is null',
        )
        .get()?.waiting ?? 0
    )
  } finally {
    database.close()
  }
}

const observationsOf = (office: TestOffice): string[] =>
  ticketsOf(office).flatMap(row =>
    ticketSchema.parse(JSON.parse(row.state)).observations.map(({ state }) => state),
  )

function verify(office: TestOffice): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join('server', 'commands', 'verify.ts')],
    {
      cwd: projectRoot,
      env: { ...process.env, NODE_OPTIONS: '', DATA_DIR: office.dataFolder },
      encoding: 'utf8',
    },
  )
  return { status, said: stdout + stderr }
}

/** What the window shows of the post before anybody points at it. */
async function pictureOf(page: Page, element: ElementHandle) {
  const box = await element.boundingBox()
  const { width: windowWidth, height: windowHeight } = page.viewport() ?? { width: 0, height: 0 }
  if (box === null) throw new Error('The post has no box')
  const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)]
  const width = Math.min(box.x + box.width, windowWidth) - left
  const height = Math.min(box.y + box.height, windowHeight) - top
  const base64 = await page.screenshot({ encoding: 'base64', clip: { x: left, y: top, width, height } })
  return { base64, width, height }
}

/** The share of points that differ in more than the noise of two encodings. */
function compare(page: Page, a: string, b: string): Promise<number> {
  return page.evaluate(
    async (first, second) => {
      const side = 200
      const pointsOf = async (base64: string) => {
        const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0))
        const image = await createImageBitmap(new Blob([bytes]))
        const canvas = new OffscreenCanvas(side, side)
        const context = canvas.getContext('2d')
        context?.drawImage(image, 0, 0, side, side)
        return context?.getImageData(0, 0, side, side).data ?? new Uint8ClampedArray()
      }
      const [left, right] = [await pointsOf(first), await pointsOf(second)]
      let differing = 0
      for (let at = 0; at < left.length; at += 4) {
        const distance = [0, 1, 2].reduce(
          (sum, part) => sum + Math.abs((left[at + part] ?? 0) - (right[at + part] ?? 0)),
          0,
        )
        if (distance > 120) differing += 1
      }
      return differing / (left.length / 4)
    },
    a,
    b,
  )
}
