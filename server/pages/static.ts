/** The one own style file of the pages, under the hash of its content, so that it may be cached for ever. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'

const files = ['../../shared/look/tokens.css', '../../shared/look/base.css', './pages.css']

const styles = files.map(file => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n')

const hash = createHash('sha256').update(styles).digest('base64url').slice(0, 16)

export const stylesPath = `/static/${hash}.css`

export function mountStatic(app: Hono): void {
  app.get(stylesPath, context =>
    context.body(styles, 200, {
      'Content-Type': 'text/css; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'X-Content-Type-Options': 'nosniff',
    }),
  )
}
