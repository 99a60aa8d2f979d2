/*
 * `npm run dev`: the server restarts and the extension in dist/chrome-mv3-dev rebuilds when a source changes.
 * Load that folder in chrome://extensions by hand.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createServer } from 'wxt'
import { dataFolder, projectRoot } from './environment.ts'
import { getExtensionKey } from './extension-key.ts'
import { getPackPublicKey } from './pack-key.ts'

const { manifestKey, extensionId } = getExtensionKey(dataFolder())

process.env.PACK_PUBLIC_KEY = getPackPublicKey(dataFolder())

const extension = await createServer({ root: projectRoot, browser: 'chrome', manifest: { key: manifestKey } })
await extension.start()
console.log(`Расширение ${extensionId}: dist/chrome-mv3-dev`)

const office: ChildProcess = spawn(
  process.execPath,
  [
    join('node_modules', 'tsx', 'dist', 'cli.mjs'),
    'watch',
    '--clear-screen=false',
    join('server', 'main.ts'),
  ],
  { cwd: projectRoot, stdio: 'inherit' },
)

let isStopping = false
const ended = new Promise<void>(resolve => office.once('exit', () => resolve()))
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  office.kill('SIGTERM')
  await Promise.all([ended, extension.stop()])
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
void ended.then(stop)
