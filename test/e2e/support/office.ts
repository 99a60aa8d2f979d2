/* The office as people run it: the built server in a process of its own, with a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer'
import { clockServer, ensureBuilt, projectRoot, serverBundle } from './built.ts'
import { createVisitor, type Visitor } from './visitor.ts'
import { waitFor } from './wait.ts'

export type OfficeProcess = {
  url: string
  dataFolder: string
  /** All that the server has printed since its first start. */
  printed(): string
  isRunning(): boolean
  /** Ends it as a service manager does, and waits. */
  end(signal?: 'SIGINT' | 'SIGTERM'): Promise<number | null>
  /** Power failure. */
  kill(): Promise<void>
  /** The same folder and port again. */
  start(): Promise<void>
  /** Sets the office's clock and lets it do what it does by itself; only for one started `with a clock`. ISO. */
  setClock(instant: string): Promise<void>
}

/** `with a clock`: the same server from its sources, composed with a clock that a test may move. */
export type OfficeBuild = 'as built' | 'with a clock'

/** Starts the built server and waits until it answers. */
export async function startOfficeProcess(
  dataFolder: string,
  port?: number,
  build: OfficeBuild = 'as built',
): Promise<OfficeProcess> {
  ensureBuilt()
  const hasClock = build === 'with a clock'
  const entry = hasClock ? ['--import', 'tsx', clockServer] : [serverBundle]
  const chosen = port ?? (await freePort())
  const url = `http://127.0.0.1:${chosen}`
  let printed = ''
  let process: ChildProcess | undefined

  const start = async () => {
    const { NODE_ENV: _testing, ...environment } = globalThis.process.env
    const begun = spawn(globalThis.process.execPath, entry, {
      cwd: projectRoot,
      env: { ...environment, DATA_DIR: dataFolder, PORT: String(chosen), HOST: '127.0.0.1' },
      stdio: hasClock ? ['ignore', 'pipe', 'pipe', 'ipc'] : ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [begun.stdout, begun.stderr])
      stream?.setEncoding('utf8').on('data', text => (printed += text))
    process = begun
    await waitFor('the server to answer', async () => {
      if (begun.exitCode !== null) throw new Error(`The server ended with ${begun.exitCode}`)
      return (await fetch(`${url}/health`)).ok
    }).catch(error => {
      throw new Error(`The server did not start:\n${printed}`, { cause: error })
    })
  }
  const isRunning = () => process !== undefined && process.exitCode === null && process.signalCode === null
  const finish = async (signal: NodeJS.Signals): Promise<number | null> => {
    const running = process
    if (running === undefined || !isRunning()) return running?.exitCode ?? null
    const ended = new Promise<number | null>(resolve => running.once('exit', resolve))
    running.kill(signal)
    return ended
  }

  await start()
  return {
    url,
    dataFolder,
    printed: () => printed,
    isRunning,
    end: (signal = 'SIGTERM') => finish(signal),
    async kill() {
      await finish('SIGKILL')
    },
    start,
    async setClock(instant) {
      const running = process
      if (running === undefined || !hasClock) throw new Error('This office has no clock of its own')
      const done = new Promise(resolve => running.once('message', resolve))
      running.send({ now: instant })
      await done
    },
  }
}

export type TestOffice = OfficeProcess & {
  /** The head of the centre at the pages, signed in. */
  head: Visitor
  headId: string
  /** Adds a person and answers the invitation to paste into the extension. */
  hire(draft: PersonFields): Promise<Hired>
  /** Another invitation for somebody who is there already, such as the head. */
  invite(personId: string): Promise<string>
  /** Ends the server and removes its folder. */
  stop(): Promise<void>
}

export type PersonFields = { title: string; roles: string[]; blocks?: string[]; recipients?: string[] }
export type Hired = { personId: string; invitation: string }

export const headTitle = 'Руководитель центра'
export const headPassword = 'проверка паролем 2026'

/** An office that was set up through its own page. With `clock`, an ISO instant, it has a clock that can be set. */
export async function startOffice(clock?: string): Promise<TestOffice> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'pult-office-'))
  const office = await startOfficeProcess(
    dataFolder,
    undefined,
    clock === undefined ? 'as built' : 'with a clock',
  )
  if (clock !== undefined) await office.setClock(clock)
  const head = createVisitor(office.url)
  await setUp(office, head)

  const invite = async (personId: string): Promise<string> => {
    const answer = await head.submit(`/people/${personId}`, {}, `/people/${personId}/invite`)
    const invitation = /pult1\.[\w-]+/u.exec(answer.html)?.[0]
    if (invitation === undefined)
      throw new Error(`No invitation on ${answer.path} (${answer.status}):\n${answer.html}`)
    return invitation
  }

  return {
    ...office,
    head,
    headId: await findHeadId(head),
    invite,
    async hire({ title, roles, blocks = [], recipients }) {
      // The field of recipients is there once the settings name some.
      const fields = { title, roles, blocks, ...(recipients === undefined ? {} : { recipients }) }
      const answer = await head.submit('/people/new', fields, '/people')
      const personId = /^\/people\/([\w-]+)$/u.exec(answer.path)?.[1]
      if (personId === undefined)
        throw new Error(`${title} was not added (${answer.status}):\n${answer.html}`)
      return { personId, invitation: await invite(personId) }
    },
    async stop() {
      await office.end()
      rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

async function setUp(office: OfficeProcess, head: Visitor): Promise<void> {
  const link = await waitFor(
    'the setup link',
    () => /https?:\/\/\S+\/setup\?code=\S+/u.exec(office.printed())?.[0],
  )
  const { pathname, search } = new URL(link)
  const answer = await head.submit(pathname + search, {
    title: 'Администрация Примерного района',
    personTitle: headTitle,
    password: headPassword,
    again: headPassword,
  })
  if (answer.status !== 200 || answer.path === '/setup') throw new Error(`The setup failed:\n${answer.html}`)
}

async function findHeadId(head: Visitor): Promise<string> {
  const { html } = await head.get('/people')
  const id = /\/people\/([0-9a-f-]{36})/u.exec(html)?.[1]
  if (id === undefined) throw new Error(`The people's page does not list the head:\n${html}`)
  return id
}

/** A port that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('No free port')),
      )
    })
  })
}

/** Signs in at the page with the password, as whoever is first in the list: a new office has one password. */
export async function headSignIn(page: Page, url: string, password: string): Promise<void> {
  await page.deleteCookie(...(await page.cookies(url)))
  await page.goto(`${url}/sign-in`)
  await page.evaluate(() => {
    const list = document.querySelector('select')
    if (list !== null) list.selectedIndex = 1
  })
  await page.type('input[type="password"]', password)
  await Promise.all([page.waitForNavigation(), page.click('main form button[type="submit"]')])
}
