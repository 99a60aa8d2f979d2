/*
 * `npm run demo`: the whole loop at once, in a temporary data folder: a sample district with 400 tickets, the server,
 * and Chromium with the extension enrolled as an operator on pages at their real addresses.
 *   with a display     the window stays open until it is closed
 *   without one        the main job is done by itself (demo-job.ts), with its times and screenshots
 *   -- --pages FOLDER  the same job on saved real pages, with an INDEX.tsv as `channels:check` takes it
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Desk, startDesk } from '../../test/e2e/support/desk.ts'
import { freePort, type OfficeProcess, startOfficeProcess } from '../../test/e2e/support/office.ts'
import { readIndex } from '../../test/tools/read-index.ts'
import { composeOffice } from '../compose.ts'
import { loadSample } from '../sample/load.ts'
import { samplePages } from '../sample/pages.ts'
import { sampleTickets } from '../sample/tickets.ts'
import { type DemoPage, doMainJob } from './demo-job.ts'
import { typedPath } from './environment.ts'

const operator = 'operator-1'
const seed = 697

const begun = performance.now()
const say = (words: string): void => {
  const seconds = ((performance.now() - begun) / 1000).toFixed(1).replace('.', ',').padStart(6)
  console.log(`${seconds} с  ${words}`)
}

/** Fills the database with a clock of its own, before the server opens it. */
async function fillOffice(dataDir: string, publicUrl: string, password: string, now: Date): Promise<string> {
  const clock = { now: new Date().toISOString() }
  const report = (error: unknown) => console.error(error)
  const composed = await composeOffice({ dataDir, publicUrl, now: () => clock.now, report })
  try {
    const { office, setupCode } = composed
    const sample = await loadSample(office, clock, { now, seed, setupCode, password })
    say(`Район создан: ${sample.people.size} сотрудников, ${sample.tickets} карточек за 8 недель`)
    const person = sample.people.get(operator)
    if (person === undefined) throw new Error(`The sample has no ${operator}`)
    const { invitation } = await office.people.invite(sample.head, person.id)
    return invitation
  } finally {
    await composed.close()
  }
}

/** Only what a channel of this extension reads. */
const isRead = ({ url }: { url: string }): boolean =>
  /^https:\/\/(vk\.(com|ru)|web\.telegram\.org\/k)\//u.test(url)

function findDemoPages(folder: string | undefined, now: Date): DemoPage[] {
  if (folder === undefined) return samplePages(sampleTickets({ now, seed }), now)
  return readIndex(typedPath(folder))
    .filter(isRead)
    .map(({ file, url, path }) => ({ file, url, body: readFileSync(path) }))
}

/** The window stays until the person closes it or presses Ctrl-C. */
async function stayOpen(desk: Desk, pages: readonly DemoPage[]): Promise<void> {
  const [blank] = await desk.browser().pages()
  // The first page is in front at the end.
  for (const { url } of pages.slice(0, 2).reverse()) {
    const page = await desk.open(url)
    await page.setViewport(null)
  }
  await blank?.close()
  say(
    'Окно открыто. Наведите указатель на запись и нажмите «Записать»; пульт и сводка — в значке расширения.',
  )
  say('Закройте окно или нажмите Ctrl-C, чтобы закончить.')
  await new Promise<void>(resolve => {
    desk.browser().once('disconnected', () => resolve())
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

const { values } = parseArgs({ options: { pages: { type: 'string' } } })
const hasDisplay =
  ['darwin', 'win32'].includes(process.platform) ||
  Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
const isShown = hasDisplay && values.pages === undefined
const now = new Date()
const pages = findDemoPages(values.pages, now)
const dataFolder = mkdtempSync(join(tmpdir(), 'pult-demo-'))
const password = randomBytes(9).toString('base64url')
let server: OfficeProcess | undefined
let desk: Desk | undefined
try {
  const port = await freePort()
  const invitation = await fillOffice(dataFolder, `http://127.0.0.1:${port}`, password, now)
  server = await startOfficeProcess(dataFolder, port)
  say(`Сервер работает: ${server.url}`)
  desk = await startDesk({ pages, headless: !isShown })
  await desk.enrol(invitation)
  say('Chromium с расширением подключён как «Оператор мониторинга 1»')
  if (isShown) await stayOpen(desk, pages)
  else await doMainJob({ desk, server, pages, password, say })
} finally {
  await desk?.stop()
  await server?.end()
  rmSync(dataFolder, { recursive: true, force: true })
}
