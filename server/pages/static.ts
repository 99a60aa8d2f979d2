/**
 * The one own style file and the one own script of the pages, under the hash of what they are made of, so that they may
 * be cached for ever. The script is bundled from ./client when it is first asked for.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Hono } from 'hono'

const files = [
  '../../shared/look/tokens.css',
  '../../shared/look/base.css',
  './pages.css',
  './client.css',
  './phone.css',
  './settings.css',
  './rating/rating.css',
  './document.css',
  './report/report.css',
]

const styles = files.map(file => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')

export const stylesPath = `/static/${hashOf(styles)}.css`

const clientFolder = fileURLToPath(new URL('./client/', import.meta.url))
const presenceFile = fileURLToPath(new URL('../../shared/reference/presence.ts', import.meta.url))

export const scriptPath = `/static/${hashOf(
  [...readdirSync(clientFolder).map(name => `${clientFolder}${name}`), presenceFile]
    .sort()
    .map(path => readFileSync(path, 'utf8'))
    .join('\n'),
)}.js`

let script: Promise<string> | undefined

/** Built once a process; a build that failed is tried again. */
export function readScript(): Promise<string> {
  script ??= bundleScript().catch(error => {
    script = undefined
    throw error
  })
  return script
}

async function bundleScript(): Promise<string> {
  const { build, stop } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [`${clientFolder}index.ts`],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    // Types are left out here; `tsc` is who is strict.
    tsconfigRaw: {},
    // Names that only the script's own parts call each other by.
    mangleProps:
      /^(?:isTicket|onReplaced|onSignedOut|onChanged|onPresence|signedOut|heard|lost|current|next)$/,
    legalComments: 'none',
    logLevel: 'silent',
  })
  // Its helper process has nothing more to do.
  await stop()
  const [file] = outputFiles
  if (file === undefined) throw new Error('The script of the pages came out empty')
  return file.text
}

export function mountStatic(app: Hono): void {
  app.get(stylesPath, context => context.body(styles, 200, headersOf('text/css')))
  app.get(scriptPath, async context => context.body(await readScript(), 200, headersOf('text/javascript')))
}

function headersOf(type: string): Record<string, string> {
  return {
    'Content-Type': `${type}; charset=utf-8`,
    'Cache-Control': 'public, max-age=31536000, immutable',
    'X-Content-Type-Options': 'nosniff',
  }
}

function hashOf(content: string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 16)
}
