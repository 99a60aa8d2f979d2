/** The composition root: the only file that reads the environment and the clock. */
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import { type ComposedOffice, composeOffice } from './compose.ts'
import { type Environment, EnvironmentFault, readEnvironment } from './environment.ts'
import { createApp } from './http/app.ts'
import { type Listening, listen } from './http/listen.ts'
import { reportError } from './http/report.ts'
import { tickMilliseconds } from './jobs/tick.ts'
import { mountPages } from './pages/index.ts'
import { FolderInUse } from './store/folder-lock.ts'

await start()

async function start(): Promise<void> {
  // The database and everything beside it is for this account only.
  process.umask(0o077)
  const { PORT: port, HOST: host, DATA_DIR, PUBLIC_URL } = checkedEnvironment()
  const dataDir = resolve(DATA_DIR)
  const publicUrl = PUBLIC_URL ?? `http://${urlHost(host)}:${port}`
  const composed = await compose(dataDir, publicUrl)
  const app = createApp(composed.office, { mountPages, report: reportError })
  const listening = await openDoor(composed, app, port, host)
  console.log(`Пульт МЦУ работает: ${publicUrl}`)
  console.log(`Данные: ${dataDir}`)
  if (await composed.office.setup.isNeeded()) {
    console.log('Организация ещё не создана. Откройте ссылку (она действует до перезапуска сервера):')
    console.log(`${publicUrl}/setup?code=${composed.setupCode}`)
  }
  const ticking = setInterval(() => void composed.office.jobs.tick(), tickMilliseconds)
  void composed.office.jobs.tick()
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return
      closing = true
      clearInterval(ticking)
      void end(composed, listening)
    })
  }
}

function checkedEnvironment(): Environment {
  try {
    return readEnvironment(process.env)
  } catch (error) {
    if (error instanceof EnvironmentFault) return stop(error.message)
    throw error
  }
}

async function compose(dataDir: string, publicUrl: string): Promise<ComposedOffice> {
  try {
    return await composeOffice({
      dataDir,
      publicUrl,
      now: () => new Date().toISOString(),
      report: reportError,
    })
  } catch (error) {
    if (error instanceof FolderInUse) {
      return stop(
        `Another server works in ${dataDir}. — С папкой данных ${dataDir} уже работает другой сервер. Остановите его или укажите другую папку в DATA_DIR.`,
      )
    }
    reportError(error)
    return stop(
      `The database in ${dataDir} cannot be opened (${codeOf(error)}). — Базу данных в ${dataDir} открыть не удалось. Проверьте место на диске и права; если это не помогло, восстановите копию.`,
    )
  }
}

async function openDoor(
  composed: ComposedOffice,
  app: ReturnType<typeof createApp>,
  port: number,
  host: string,
): Promise<Listening> {
  try {
    return await listen(app, { port, host })
  } catch (error) {
    await composed.close()
    const code = codeOf(error)
    if (code === 'EADDRINUSE') {
      return stop(
        `Port ${port} is taken. — Порт ${port} занят другой программой. Укажите другой: PORT=8788 npm start.`,
      )
    }
    return stop(
      `Cannot listen on ${host}:${port} (${code}). — Сервер не может занять адрес ${host}:${port}. Проверьте HOST и PORT.`,
    )
  }
}

async function end(composed: ComposedOffice, listening: Listening): Promise<void> {
  try {
    // Streams of open pages would hold the door until their patience ends.
    await composed.office.live.close()
    await listening.stop()
    await composed.close()
    process.exit(0)
  } catch (error) {
    reportError(error)
    process.exit(1)
  }
}

/** Where the server listens on every address, colleagues reach it by the machine's name. */
function urlHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return hostname()
  return host.includes(':') ? `[${host}]` : host
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}

function stop(words: string): never {
  console.error(words)
  process.exit(1)
}
