/* The end-to-end tests run what people run: the built server and the built extension. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const projectRoot = fileURLToPath(new URL('../../..', import.meta.url))
export const serverBundle = join(projectRoot, 'dist', 'server', 'main.js')
export const clockServer = join(projectRoot, 'test', 'e2e', 'support', 'clock-server.ts')
export const extensionFolder = join(projectRoot, 'dist', 'chrome-mv3')

let isBuilt = false

/** Builds what is older than its sources, in a process of its own: the test runner's settings must not reach it. */
export function ensureBuilt(): void {
  if (isBuilt) return
  const { NODE_ENV: _testing, ...environment } = process.env
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join('server', 'commands', 'build.ts'), '--if-changed'],
    { cwd: projectRoot, env: environment, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`npm run build failed:\n${stdout}${stderr}`)
  isBuilt = true
}
