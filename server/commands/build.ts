/*
 * Builds the extension (dist/chrome-mv3; `npm run build -- firefox`: dist/firefox-mv3) and the server
 * (dist/server/main.js). With --if-changed only what is older than its sources.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'
import { readEnvironment } from '../environment.ts'
import { dataFolder, projectRoot } from './environment.ts'
import { getExtensionKey } from './extension-key.ts'
import { getPackPublicKey } from './pack-key.ts'

export type Browser = 'chrome' | 'firefox'

export const extensionFolder = (browser: Browser = 'chrome'): string =>
  join(projectRoot, 'dist', `${browser}-mv3`)
export const serverBundle = join(projectRoot, 'dist', 'server', 'main.js')

/** Of the server: itself, and the thread that it starts for documents (server/reports/documents/lane.ts). */
const serverEntries = {
  main: join(projectRoot, 'server', 'main.ts'),
  'documents-thread': join(projectRoot, 'server', 'reports', 'documents', 'thread.ts'),
}

/** What a part is made of, and the file that exists when it was built. */
type Part = { name: string; sources: string[]; salt: string; output: string; build: () => Promise<void> }

const common = ['package.json', 'package-lock.json', 'tsconfig.json']

function extensionPart(browser: Browser): Part {
  const { manifestKey } = getExtensionKey(dataFolder())
  // wxt.config.ts builds it in: the extension takes no selector pack of another key.
  const packKey = getPackPublicKey(dataFolder())
  return {
    name: `${browser}-mv3`,
    sources: [...common, 'wxt.config.ts', 'extension', 'shared'],
    salt: packKey + (browser === 'chrome' ? manifestKey : ''),
    output: join(extensionFolder(browser), 'manifest.json'),
    build: async () => {
      const { build } = await import('wxt')
      process.env.PACK_PUBLIC_KEY = packKey
      await build({
        root: projectRoot,
        browser,
        // Firefox has an id of its own in the manifest and knows no key.
        manifest: browser === 'chrome' ? { key: manifestKey } : {},
      })
      printSizes(extensionFolder(browser))
    },
  }
}

const serverPart: Part = {
  name: 'server',
  sources: [...common, 'server', 'shared'],
  salt: '',
  output: serverBundle,
  build: async () => {
    const { build } = await import('vite')
    await build({
      root: projectRoot,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      plugins: [keepPlaces],
      // Packages stay in node_modules: native modules cannot be bundled, and nothing is downloaded by a browser.
      ssr: { external: true, noExternal: [] },
      build: {
        ssr: true,
        outDir: join(projectRoot, 'dist', 'server'),
        emptyOutDir: true,
        target: 'node20',
        minify: false,
        sourcemap: true,
        // What both share lies beside them: `keepPlaces` reckons from this one folder.
        rolldownOptions: {
          input: serverEntries,
          output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
        },
      },
    })
  },
}

/** A file that a source reads from beside itself is found from the bundle too: both lie in one checkout. */
const keepPlaces: Plugin = {
  name: 'keep-places',
  enforce: 'pre',
  transform(code, id) {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return null
    const fromBundle = relative(dirname(serverBundle), id).replaceAll('\\', '/')
    return {
      code: code.replaceAll('import.meta.url', `new URL('${fromBundle}', import.meta.url).href`),
      map: null,
    }
  },
}

/** Answers the parts that were built; the others were already newer than their sources. */
export async function buildParts(
  wanted: { extension?: Browser; server?: boolean },
  { ifChanged = false }: { ifChanged?: boolean } = {},
): Promise<string[]> {
  const parts = [
    ...(wanted.extension === undefined ? [] : [extensionPart(wanted.extension)]),
    ...(wanted.server === true ? [serverPart] : []),
  ]
  const built: string[] = []
  for (const part of parts) {
    const hash = hashOf(part)
    if (ifChanged && existsSync(part.output) && readStamp(part) === hash) continue
    await part.build()
    writeStamp(part, hash)
    built.push(part.name)
  }
  return built
}

function hashOf({ sources, salt }: Part): string {
  const hash = createHash('sha256').update(salt)
  for (const path of sources.flatMap(filesOf)) {
    hash.update(relative(projectRoot, path)).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function filesOf(source: string): string[] {
  const path = join(projectRoot, source)
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

const stampPath = (part: Part) => join(projectRoot, 'dist', '.built', part.name)

function readStamp(part: Part): string | undefined {
  return existsSync(stampPath(part)) ? readFileSync(stampPath(part), 'utf8') : undefined
}

function writeStamp(part: Part, hash: string): void {
  mkdirSync(join(projectRoot, 'dist', '.built'), { recursive: true })
  writeFileSync(stampPath(part), hash)
}

/** What every page of a channel has to load, and what the worker has to start with. */
function printSizes(folder: string): void {
  const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /^(content-scripts\/.*|background)\.js$/u.test(name.replaceAll('\\', '/')))
    .sort()
  for (const name of scripts) {
    const bytes = readFileSync(join(folder, name))
    const kilobytes = (size: number) => (size / 1024).toFixed(1)
    console.log(`${name}: ${kilobytes(bytes.length)} kB, gzip ${kilobytes(gzipSync(bytes).length)} kB`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2)
  const unknown = args.filter(each => !['chrome', 'firefox', '--if-changed', '--announce'].includes(each))
  if (unknown.length > 0) {
    console.error(`Не понято: ${unknown.join(' ')}. Бывает: npm run build -- [chrome|firefox]`)
    process.exit(2)
  }
  try {
    // `npm start`: a wrong variable is told before anything is built or written.
    if (args.includes('--announce')) readEnvironment(process.env)
    await buildParts(
      { extension: args.includes('firefox') ? 'firefox' : 'chrome', server: true },
      { ifChanged: args.includes('--if-changed') },
    )
    if (args.includes('--announce')) {
      const { extensionId } = getExtensionKey(dataFolder())
      console.log(`Расширение для браузера: ${extensionFolder()} (его номер ${extensionId})`)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  }
}
