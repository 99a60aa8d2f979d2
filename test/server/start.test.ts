import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { composeOffice } from '../../server/compose.ts'
import { verifyChain } from '../../server/tickets/verify-chain.ts'
import { type Outcome, protocolVersion, pushAnswerSchema } from '../../shared/sync/wire.ts'
import { capture, newFolder, openOffice } from './office-for-tests.ts'

const patience = 90_000
let folder: string
let running: ChildProcess[]
beforeEach(() => {
  folder = newFolder()
  running = []
})
afterEach(async () => {
  for (const child of running) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** `npm start` without the build: the same main.ts in a process of its own. */
function launch(environment: Record<string, string>) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', chunk => {
    said.out += String(chunk)
  })
  child.stderr.on('data', chunk => {
    said.err += String(chunk)
  })
  const ended = once(child, 'close').then(([code]) => Number(code ?? -1))
  return {
    child,
    said,
    ended,
    async ready(port: number) {
      for (;;) {
        if (child.exitCode !== null) throw new Error(`The server ended: ${said.err}`)
        const response = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined)
        if (response?.ok) return
        await new Promise(resolve => setTimeout(resolve, 50))
      }
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}

test('wrong settings are named, each with what to write, and nothing is started', {
  timeout: patience,
}, async () => {
  const { ended, said } = launch({
    PORT: '80800',
    PUBLIC_URL: 'pult.example.ru',
    DATA_DIR: folder,
    HOST: 'a b',
  })
  expect(await ended).toBe(1)
  for (const name of ['PORT', 'PUBLIC_URL', 'HOST'])
    expect(said.err).toMatch(new RegExp(`^${name} must.*[а-я]`, 'm'))
  expect(said.err).not.toMatch(/ at /)
})

test('a folder that is a file is refused in words', { timeout: patience }, async () => {
  const { ended, said } = launch({
    PORT: String(await freePort()),
    DATA_DIR: join(process.cwd(), 'package.json'),
  })
  expect(await ended).toBe(1)
  expect(said.err).toMatch(/DATA_DIR.*cannot be written.*нельзя записать/)
})

test('the first start prints a setup link; it keeps its folder and port to itself and ends cleanly', {
  timeout: patience,
}, async () => {
  const port = await freePort()
  const dataDir = join(folder, 'data')
  const first = launch({ PORT: String(port), DATA_DIR: dataDir })
  await first.ready(port)
  expect(first.said.out).toMatch(new RegExp(`http://127.0.0.1:${port}/setup\\?code=[\\w-]{27}\\n`))
  expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  expect(statSync(join(dataDir, 'pult.sqlite')).mode & 0o777).toBe(0o600)

  const sameFolder = launch({ PORT: String(await freePort()), DATA_DIR: dataDir })
  const samePort = launch({ PORT: String(port), DATA_DIR: join(folder, 'other') })
  expect(await sameFolder.ended).toBe(1)
  expect(sameFolder.said.err).toMatch(/уже работает другой сервер/)
  expect(await samePort.ended).toBe(1)
  expect(samePort.said.err).toMatch(/Порт \d+ занят/)

  first.child.kill('SIGINT')
  expect(await first.ended).toBe(0)
  expect(first.said.err).toBe('')
})

test('the server is killed in the middle of pushes; after the restart every command is there exactly once', {
  timeout: patience,
}, async () => {
  const t = await openOffice()
  const { token } = await t.enrol('operator')
  await t.handOver()
  const port = await freePort()
  const pushes = Array.from({ length: 12 }, () => Array.from({ length: 15 }, () => capture()))

  async function push(commands: unknown[]): Promise<Outcome[]> {
    const response = await fetch(`http://127.0.0.1:${port}/api/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ protocol: protocolVersion, deviceTime: new Date().toISOString(), commands }),
    })
    return pushAnswerSchema.parse(await response.json()).outcomes
  }

  const environment = { PORT: String(port), DATA_DIR: t.folder }
  for (const enough of [3, 6]) {
    const server = launch(environment)
    await server.ready(port)
    let answered = 0
    // Three at a time, so that some are committed, some under way and some not sent when the server dies.
    const lines = [0, 1, 2].map(async line => {
      for (let at = line; at < pushes.length; at += 3) {
        await push(pushes[at] ?? [])
        answered += 1
        if (answered === enough) server.child.kill('SIGKILL')
      }
    })
    const ends = await Promise.allSettled(lines)
    await server.ended
    expect(ends.map(end => end.status)).toContain('rejected')
  }
  const server = launch(environment)
  await server.ready(port)
  const outcomes: Outcome[] = []
  for (const commands of pushes) outcomes.push(...(await push(commands)))
  server.child.kill('SIGTERM')
  expect(await server.ended).toBe(0)

  expect(outcomes.every(outcome => outcome.outcome === 'accepted')).toBe(true)
  const { office, close } = await composeOffice({
    dataDir: t.folder,
    publicUrl: 'http://x',
    now: t.clock.now,
    report: () => undefined,
  })
  const captured = await office.reader
    .selectFrom('events')
    .select('command_id')
    .where('type', '=', 'captured')
    .execute()
  const numbers = await office.reader.selectFrom('tickets').select('number').orderBy('number').execute()
  const chain = await office.reader.transaction().execute(db => verifyChain(db, office.organisationId))
  await close()
  rmSync(t.folder, { recursive: true })
  expect(captured.map(event => event.command_id).sort()).toEqual(
    pushes
      .flat()
      .map(command => command.id)
      .sort(),
  )
  expect(numbers.map(row => row.number)).toEqual(Array.from({ length: 180 }, (_, at) => at + 1))
  expect(chain.problems).toEqual([])
})
