/** The composition root: the only file that reads the environment and the clock. */
import { accessSync, constants, mkdirSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'
import * as z from 'zod'
import { type ComposedOffice, composeOffice } from './compose.ts'
import { createApp } from './http/app.ts'
import { type Listening, listen } from './http/listen.ts'
import { reportError } from './http/report.ts'
import { mountPages } from './pages/index.ts'
import { FolderInUse } from './store/folder-lock.ts'

const environmentSchema = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine(port => port >= 1 && port <= 65_535)
    .default(8787),
  HOST: z
    .string()
    .regex(/^[\w.:-]{1,255}$/)
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('data'),
  PUBLIC_URL: z
    .string()
    .regex(/^https?:\/\/[^/?#@\s]+\/?$/)
    .refine(url => URL.canParse(url))
    .transform(url => new URL(url).origin)
    .optional(),
})

const wrong: Record<string, string> = {
  PORT: 'PORT must be a number from 1 to 65535. — PORT: порт сервера, число от 1 до 65535, например 8787.',
  HOST: 'HOST must be a host name or an IP address. — HOST: имя или IP-адрес, например 127.0.0.1 или 0.0.0.0.',
  DATA_DIR: 'DATA_DIR must be a folder. — DATA_DIR: папка для данных, например ./data.',
  PUBLIC_URL:
    'PUBLIC_URL must be http(s)://host[:port] without a path. — PUBLIC_URL: адрес, по которому сервер открывают люди, например https://pult.example.ru.',
}

await start()

async function start(): Promise<void> {
  // The database and everything beside it is for this account only.
  process.umask(0o077)
  const { PORT: port, HOST: host, DATA_DIR, PUBLIC_URL } = readEnvironment()
  const dataDir = resolve(DATA_DIR)
  const publicUrl = PUBLIC_URL ?? `http://${urlHost(host)}:${port}`
  openFolder(dataDir)
  const composed = await compose(dataDir, publicUrl)
  const app = createApp(composed.office, { mountPages, report: reportError })
  const listening = await openDoor(composed, app, port, host)
  console.log(`Пульт МЦУ работает: ${publicUrl}`)
  console.log(`Данные: ${dataDir}`)
  if (await composed.office.setup.isNeeded()) {
    console.log('Организация ещё не создана. Откройте ссылку (она действует до перезапуска сервера):')
    console.log(`${publicUrl}/setup?code=${composed.setupCode}`)
  }
  let closing = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (closing) return
      closing = true
      void end(composed, listening)
    })
  }
}

function readEnvironment(): z.infer<typeof environmentSchema> {
  // An empty variable is one that was not set: `PORT= npm start`.
  const given = Object.fromEntries(
    Object.keys(environmentSchema.shape).map(name => [name, process.env[name] || undefined]),
  )
  const parsed = environmentSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map(issue => String(issue.path[0])))]
  return stop(names.map(name => wrong[name] ?? name).join('\n'))
}

function openFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    stop(
      `DATA_DIR ${folder} cannot be written (${codeOf(error)}). — В папку данных ${folder} нельзя записать. Укажите другую в DATA_DIR или дайте на неё права.`,
    )
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
