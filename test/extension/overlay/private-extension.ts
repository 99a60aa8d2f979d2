/* What private.test.ts adds to the extension under test: the other messengers, and a spy in the world of its scripts. */
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import * as z from 'zod'

const manifestSchema = z.looseObject({
  content_scripts: z.array(
    z.looseObject({ matches: z.array(z.string()), js: z.array(z.string()), run_at: z.string() }),
  ),
})

/** The extension under test with all messengers, and with the spy before its scripts. */
export async function spyOn(extension: string): Promise<void> {
  const here = (file: string) => fileURLToPath(new URL(file, import.meta.url))
  await build({
    root: here('.'),
    configFile: false,
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact', development: false } },
    build: {
      outDir: extension,
      emptyOutDir: false,
      target: 'chrome120',
      lib: {
        entry: here('./private-content.ts'),
        formats: ['iife'],
        name: 'overlay',
        fileName: () => 'private-content.js',
      },
    },
  })
  await copyFile(here('./private-spy.js'), join(extension, 'private-spy.js'))
  const path = join(extension, 'manifest.json')
  const manifest = manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const messengers = ['https://web.telegram.org/a/*', 'https://web.max.ru/*', 'https://web.whatsapp.com/*']
  const scripts = [
    ...manifest.content_scripts,
    { matches: messengers, js: ['private-content.js'], run_at: 'document_start' },
  ]
  await writeFile(
    path,
    JSON.stringify({
      ...manifest,
      content_scripts: scripts.map(each => ({ ...each, js: ['private-spy.js', ...each.js] })),
    }),
  )
}
