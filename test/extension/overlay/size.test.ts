/* What every page of a channel has to load, as the build makes it (PERFORMANCE.md, size). */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { build } from 'wxt'

let folder: string
beforeAll(async () => {
  // The test runner's own mode would build JSX for development.
  vi.stubEnv('NODE_ENV', 'production')
  folder = await mkdtemp(join(tmpdir(), 'built-'))
  await build({
    root: fileURLToPath(new URL('../../..', import.meta.url)),
    outDir: folder,
    logger: silent,
  })
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

const nothing = () => {}
const silent = {
  debug: nothing,
  log: nothing,
  info: nothing,
  warn: nothing,
  error: console.error,
  fatal: console.error,
  success: nothing,
  level: 0,
}

const script = (name: string) => readFile(join(folder, 'chrome-mv3', 'content-scripts', `${name}.js`))

// What every page of a site loads. The goal is 20 KB; only ВКонтакте, with its layouts of 2011 to 2026 and what each says
// of an item's identity, weighs more, and must not grow. Words, lists and selectors come from the worker, what reads a whole page is no
// part of these scripts, and what most pages never need comes late.
test.each([
  ['vk', 21.2],
  ['ok', 20],
  ['telegram', 20],
  ['telegram-a', 20],
  ['telegram-preview', 20],
  ['max', 20],
  ['whatsapp', 20],
  ['pos', 20],
  ['anywhere', 20],
  // With the first pointer at a post, and in the messenger of ВКонтакте.
  ['card', 10],
  ['vk-messages', 6],
])('%s weighs no more than %d KB', async (name, limit) => {
  expect(gzipSync(await script(name)).length / 1024).toBeLessThanOrEqual(limit)
})

test('no script tells the page of itself', async () => {
  expect(String(await script('vk'))).not.toMatch(/postMessage|dispatchEvent\(new CustomEvent|wxt:/u)
})
