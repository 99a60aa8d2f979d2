/* Starts the system's Chromium for tests and tools, with an extension if wanted, and with hosts mapped to a local port. */
import { existsSync } from 'node:fs'
import puppeteer, { type Browser } from 'puppeteer'

export type ChromiumOptions = {
  /** Folders of unpacked extensions. */
  extensions?: readonly string[]
  /** Hosts that lead to the page server; every other name is not found. */
  hosts?: readonly string[]
  port?: number
  userDataDir?: string
  headless?: boolean
  /** Zone of the browser's clock, for dates that a page shows without one. */
  zone?: string
  args?: readonly string[]
}

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/** CHROMIUM_PATH, else where systems put it; `undefined` if there is none. */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env): string | undefined => {
  const named = environment.CHROMIUM_PATH
  if (named !== undefined && named !== '') return existsSync(named) ? named : undefined
  return usual.find(path => existsSync(path))
}

/** Named hosts lead to the port on every scheme; the rest of the network does not exist. */
export const resolverRules = (hosts: readonly string[], port: number): string =>
  [
    ...hosts.map(host => `MAP ${host}:443 127.0.0.1:${port}`),
    'MAP * ~NOTFOUND',
    'EXCLUDE 127.0.0.1',
    'EXCLUDE localhost',
  ].join(', ')

export const launchChromium = async ({
  extensions = [],
  hosts = [],
  port,
  userDataDir,
  headless = true,
  zone,
  args = [],
}: ChromiumOptions = {}): Promise<Browser> => {
  const executablePath = findChromium()
  if (executablePath === undefined) {
    throw new Error('Chromium не найден: установите пакет chromium или укажите путь в CHROMIUM_PATH')
  }
  const isRoot = process.getuid?.() === 0
  return puppeteer.launch({
    executablePath,
    headless,
    pipe: true,
    // By flags and not by the protocol's `loadUnpacked`: that never answers in a profile that was killed with it.
    ...(extensions.length === 0
      ? {}
      : { enableExtensions: true, ignoreDefaultArgs: ['--disable-extensions'] }),
    ...(userDataDir === undefined ? {} : { userDataDir }),
    ...(zone === undefined ? {} : { env: { ...process.env, TZ: zone } }),
    args: [
      ...(isRoot ? ['--no-sandbox'] : []),
      ...(extensions.length === 0
        ? []
        : [
            `--load-extension=${extensions.join(',')}`,
            `--disable-extensions-except=${extensions.join(',')}`,
          ]),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-features=Translate',
      '--disable-dev-shm-usage',
      '--ignore-certificate-errors',
      ...(port === undefined ? [] : [`--host-resolver-rules=${resolverRules(hosts, port)}`]),
      ...args,
    ],
  })
}
