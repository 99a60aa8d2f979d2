/** Bundles the harness once and opens it in real Chromium. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import puppeteer, { type Browser, type ConsoleMessage, type Page } from 'puppeteer'
import { build } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }

export type Stage = {
  open(query: string, size?: { width: number; height: number }): Promise<Page>
  /** What pages wrote to the console as errors, or threw. */
  failures: string[]
  close(): Promise<void>
}

export async function startStage(): Promise<Stage> {
  const outDir = await mkdtemp(join(tmpdir(), 'pult-ui-'))
  await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir, emptyOutDir: true, rolldownOptions: { input: join(here, 'harness.html') } },
  })
  const server = await serve(outDir)
  const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--lang=ru-RU'],
  })
  const failures: string[] = []
  return {
    failures,
    open: (query, size = { width: 360, height: 740 }) =>
      openPage(browser, addressOf(server), query, size, failures),
    async close() {
      await browser.close()
      await new Promise(done => server.close(done))
      await rm(outDir, { recursive: true, force: true })
    },
  }
}

async function openPage(
  browser: Browser,
  address: string,
  query: string,
  size: { width: number; height: number },
  failures: string[],
): Promise<Page> {
  const page = await browser.newPage()
  await page.setViewport(size)
  page.on('pageerror', error => failures.push(String(error)))
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') failures.push(message.text())
  })
  await page.goto(`${address}/harness.html?${query}`, { waitUntil: 'load' })
  await page.waitForSelector('h1')
  return page
}

async function serve(folder: string): Promise<Server> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    readFile(join(folder, path)).then(
      body => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(body),
      () => response.writeHead(204).end(),
    )
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return server
}

function addressOf(server: Server): string {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return `http://127.0.0.1:${address.port}`
}
