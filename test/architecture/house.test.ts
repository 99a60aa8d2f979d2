/* What the house is built of: its top level, the lock file, the manifest, the channels' evidence. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adapters } from '../../extension/channels/index.ts'
import { sites } from '../../extension/channels/sites.ts'
import { builtInPack } from '../../extension/worker/built-in-packs.ts'
import { projectRoot } from './read-sources.ts'

const at = (...path: string[]) => join(projectRoot, ...path)

describe('DESIGN, Rooms: «The top level is fixed»', () => {
  const allowed = [
    ...[
      'package.json',
      'tsconfig.json',
      'wxt.config.ts',
      'extension',
      'server',
      'shared',
      'test',
      'README.md',
    ],
    ...['package-lock.json', 'biome.json', '.gitignore', '.ci'],
  ]

  it('holds only the allowed names', () => {
    const ignored = readFileSync(at('.gitignore'), 'utf8')
      .split('\n')
      .map(line => line.replace(/\/$/u, ''))
    const isIgnored = (name: string) => name === '.git' || ignored.includes(name) || name.endsWith('.log')
    const strange = readdirSync(projectRoot).filter(name => !allowed.includes(name) && !isIgnored(name))
    expect(
      strange.map(name => `${name} stands on the top level. Move it into extension, server, shared or test`),
    ).toEqual([])
  })
})

describe('The lock file', () => {
  it('names no addresses, so that it installs from any registry', () => {
    const lines = readFileSync(at('package-lock.json'), 'utf8').split('\n')
    const found = lines.flatMap((line, index) => (line.includes('"resolved"') ? [`line ${index + 1}`] : []))
    expect(
      found,
      'Remove them: npm config set omit-lockfile-registry-resolved true, then npm install --package-lock-only',
    ).toEqual([])
  })
})

const manifestSchema = z.object({
  name: z.string(),
  key: z.string().optional(),
  permissions: z.array(z.string()),
  host_permissions: z.array(z.string()),
  optional_permissions: z.undefined().optional(),
  optional_host_permissions: z.undefined().optional(),
  web_accessible_resources: z.undefined().optional(),
  externally_connectable: z.undefined().optional(),
  content_security_policy: z.object({ extension_pages: z.string() }),
  content_scripts: z.array(z.object({ matches: z.array(z.string()) })).default([]),
  icons: z.record(z.string(), z.string()),
})

const readBuilt = (browser: string) => {
  const path = at('dist', `${browser}-mv3`, 'manifest.json')
  if (!existsSync(path)) throw new Error(`${path} is missing: run npm run build -- ${browser}`)
  return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

describe('The built manifest', () => {
  /** Issue 2: «these hosts, …; nothing more». A new permission disables the extension on every desk until accepted. */
  const permissions = [
    'activeTab',
    'alarms',
    'contextMenus',
    'scripting',
    'sidePanel',
    'storage',
    'unlimitedStorage',
  ]
  /** For the picture of a post after a click in the page (captureVisibleTab); no script of ours goes there by itself. */
  const everywhere = '<all_urls>'
  const hosts = [
    'https://m.ok.ru/*',
    'https://m.vk.com/*',
    'https://m.vk.ru/*',
    'https://ok.ru/*',
    'https://pos.gosuslugi.ru/*',
    'https://t.me/*',
    'https://vk.com/*',
    'https://vk.ru/*',
    'https://web.max.ru/*',
    'https://web.telegram.org/*',
    'https://web.vk.me/*',
    'https://web.whatsapp.com/*',
  ]
  const advice = 'The list of permissions is a promise to people: change wxt.config.ts back'

  it('asks for exactly the promised permissions', () => {
    expect(readBuilt('chrome').permissions.toSorted(), advice).toEqual(permissions)
    expect(readBuilt('chrome').host_permissions.toSorted(), advice).toEqual([everywhere, ...hosts])
  })

  it('asks for no more in Firefox, which has no side panel permission', () => {
    expect(readBuilt('firefox').permissions.toSorted(), advice).toEqual(
      permissions.filter(each => each !== 'sidePanel'),
    )
    expect(readBuilt('firefox').host_permissions.toSorted(), advice).toEqual([everywhere, ...hosts])
  })

  it('runs content scripts only on the promised hosts', () => {
    const matches = readBuilt('chrome').content_scripts.flatMap(script => script.matches)
    const elsewhere = matches.filter(match => !hosts.some(host => match.startsWith(host.slice(0, -1))))
    expect(elsewhere, advice).toEqual([])
  })

  it('carries the key that gives the extension its stable id', () => {
    expect(readBuilt('chrome').key, 'npm run build puts the key of DATA_DIR there').toBeTypeOf('string')
  })

  it('loads nothing from outside and runs only its own scripts', () => {
    const policy = readBuilt('chrome').content_security_policy.extension_pages
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
  })

  it('has an icon of every size that browsers show', () => {
    expect(Object.keys(readBuilt('chrome').icons)).toEqual(['16', '32', '48', '128'])
  })
})

describe('STYLE: an adapter’s file, its pack and its pages go together', () => {
  const files = readdirSync(at('extension', 'channels'))
    .filter(name => name.endsWith('.ts'))
    .map(name => ({ name, content: readFileSync(at('extension', 'channels', name), 'utf8') }))
  const adapterFiles = files.filter(({ content }) => /:\s*Adapter\s*=/u.test(content))

  it('every adapter has a file and a pack of its name, and says who it is', () => {
    expect(adapterFiles.map(({ name }) => name.replace('.ts', '')).toSorted()).toEqual(
      adapters.map(({ id }) => id).toSorted(),
    )
    for (const { id } of adapters) {
      expect(builtInPack(id)?.adapter, `extension/channels/packs/${id}.json`).toBe(id)
      expect(sites.find(({ adapter }) => adapter === id)?.title, `${id}: sites.ts`).toBeTypeOf('string')
    }
  })

  it('every channel has hand-written pages and says what must be read from them', () => {
    const lacking = sites.flatMap(({ channel }) => {
      const folder = at('test', 'pages', channel)
      const pages = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.html')) : []
      return pages.length > 0
        ? []
        : [`${channel}: write a page into test/pages/${channel} with the structure the site has`]
    })
    expect(lacking).toEqual([])
  })

  it('every content script runs where its adapters read, and nowhere else', () => {
    const promised = sites.flatMap(({ matches }) => matches)
    const scripts = readBuilt('chrome').content_scripts.flatMap(({ matches }) => matches)
    expect(scripts.toSorted()).toEqual([...new Set(promised)].toSorted())
  })

  it('every adapter file ends with «Seen on», and the pages are there', () => {
    const lacking = adapterFiles.flatMap(({ name, content }) => {
      const line = /^\/\/ Seen on: (.+)$/mu.exec(content)?.[1]
      if (line === undefined) return [`${name}: end it with «// Seen on: test/pages/…»`]
      const named = line.split(',').map(each => each.trim())
      const folder = named[0]?.slice(0, named[0].lastIndexOf('/')) ?? ''
      return named
        .map(page => (page.includes('/') ? page : `${folder}/${page}`))
        .filter(page => !existsSync(at(page)))
        .map(page => `${name} names ${page}, which is not there`)
    })
    expect(lacking).toEqual([])
  })
})
