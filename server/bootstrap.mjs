/*
 * The door to every command of package.json: installs what is missing, then runs it.
 * Plain Node without dependencies, because it runs before there are any. A second run costs a few milliseconds.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const script = (name, ...args) => ['--import', 'tsx', join('server', 'commands', `${name}.ts`), ...args]
const tool = (path, ...args) => [join('node_modules', ...path.split('/')), ...args]
const build = script('build', '--if-changed')

/** What each command runs, one after another; arguments and standard output belong to the last. */
const commands = {
  start: { steps: [[...build, '--announce'], [join('dist', 'server', 'main.js')]] },
  demo: { steps: [build, script('demo')], needsChromium: true },
  dev: { steps: [script('dev')] },
  build: { steps: [script('build')] },
  test: { steps: [script('test')], needsChromium: true },
  check: { steps: [tool('typescript/bin/tsc'), tool('@biomejs/biome/bin/biome', 'check')] },
  fix: { steps: [tool('@biomejs/biome/bin/biome', 'check', '--write')] },
  backup: { steps: [script('backup', 'backup')] },
  restore: { steps: [script('backup', 'restore')] },
  verify: { steps: [script('verify')] },
  bench: { steps: [['--import', 'tsx', join('test', 'bench', 'bench.ts')]] },
  'channels:publish': { steps: [script('channels-publish')], needsChromium: true },
  'channels:check': { steps: [build, script('channels-check')], needsChromium: true },
}

const oldestNode = [20, 19]

/** What must be on the machine, and the Debian packages that bring it. */
const compiler = [
  { name: 'python3', packages: ['python3'] },
  { name: 'make', packages: ['make'] },
  { name: 'g++', packages: ['g++'] },
]
const chromium = { name: 'Chromium', packages: ['chromium', 'fonts-dejavu-core'] }

const chromiumPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA']
    .map(name => process.env[name])
    .filter(folder => folder !== undefined)
    .flatMap(folder => [
      join(folder, 'Chromium', 'Application', 'chrome.exe'),
      join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    ]),
]

async function main([name, ...args]) {
  const command = Object.hasOwn(commands, name ?? '') ? commands[name] : undefined
  if (command === undefined)
    stop(`Нет такой команды: ${name ?? '(не названа)'}. Есть: ${Object.keys(commands).join(', ')}.`)
  checkNode()
  const isInstalled = readStamp() === lockStamp()
  const chromiumPath = ensureSystem({ compiles: !isInstalled, needsChromium: command.needsChromium === true })
  if (!isInstalled) installPackages()

  const environment = {
    ...process.env,
    // Paths in arguments are meant from where the person stands; npm itself moves to the project.
    INIT_CWD: process.env.INIT_CWD ?? process.cwd(),
    ...(chromiumPath === undefined ? {} : { CHROMIUM_PATH: chromiumPath }),
  }
  for (const [at, step] of command.steps.entries()) {
    const isLast = at === command.steps.length - 1
    const code = await run(isLast ? [...step, ...args] : step, environment, isLast)
    if (code !== 0) process.exit(code)
  }
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [oldestMajor, oldestMinor] = oldestNode
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return
  stop(
    `Нужен Node.js ${oldestNode.join('.')} или новее, здесь ${process.versions.node}. Установите новую версию и повторите команду.`,
  )
}

/** Installs by apt what is missing when it may, else says how. Answers where Chromium is, if it was asked for. */
function ensureSystem({ compiles, needsChromium }) {
  const missing = () => [
    // On macOS and Windows the database module comes compiled.
    ...(compiles && process.platform === 'linux' ? compiler.filter(({ name }) => !isOnPath(name)) : []),
    ...(needsChromium && findChromium() === undefined ? [chromium] : []),
  ]
  const before = missing()
  if (before.length > 0) {
    const packages = before.flatMap(each => each.packages)
    const names = before.map(each => each.name).join(', ')
    if (!mayUseApt()) stop(`Не хватает: ${names}. ${adviceFor(packages)}`)
    say(`Устанавливаю: ${packages.join(' ')}`)
    const apt = (...args) => runNow('apt-get', args, { ...process.env, DEBIAN_FRONTEND: 'noninteractive' })
    const isDone =
      apt('update', '-q') &&
      apt('install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages)
    if (!isDone || missing().length > 0) stop(`apt-get не смог установить: ${names}. Что он сказал, выше.`)
  }
  return needsChromium ? findChromium() : undefined
}

function adviceFor(packages) {
  if (isOnPath('apt-get')) return `Выполните и повторите:\n  sudo apt-get install -y ${packages.join(' ')}`
  if (process.platform === 'linux')
    return `Установите пакеты своей системы (в Debian они называются ${packages.join(', ')}) и повторите.`
  return 'Установите Google Chrome или Chromium (или укажите путь в CHROMIUM_PATH) и повторите.'
}

function installPackages() {
  // npm ci empties the folder behind a link, and with it somebody else's checkout.
  const modules = join(root, 'node_modules')
  if (existsSync(modules) && lstatSync(modules).isSymbolicLink())
    stop('node_modules здесь — ссылка на чужую папку: npm ci её очистит. Уберите ссылку и повторите команду.')
  say('Устанавливаю пакеты (npm ci); в первый раз это одна-две минуты')
  const npm = process.env.npm_execpath ?? ''
  const args = ['ci', '--no-audit', '--no-fund', '--include=dev']
  const isDone = basename(npm).startsWith('npm-cli')
    ? runNow(process.execPath, [npm, ...args])
    : runNow('npm', args, process.env, process.platform === 'win32')
  if (!isDone) {
    stop(
      'npm ci не удалась; что она сказала, выше. Нужна связь с реестром пакетов npm: проверьте сеть и прокси (npm config get proxy) и повторите команду.',
    )
  }
  writeFileSync(stampPath(), lockStamp())
}

/** Changes with the lock and with what native modules are compiled for. */
function lockStamp() {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256')
    .update(lock)
    .update(`${process.platform} ${process.arch} ${process.versions.modules}`)
    .digest('hex')
}

function stampPath() {
  return join(root, 'node_modules', '.pult-installed')
}

function readStamp() {
  return existsSync(stampPath()) ? readFileSync(stampPath(), 'utf8') : undefined
}

function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) return existsSync(named) ? named : stop(`CHROMIUM_PATH указывает на ${named}, а там ничего нет.`)
  return chromiumPaths.find(path => existsSync(path))
}

function mayUseApt() {
  return process.getuid?.() === 0 && isOnPath('apt-get')
}

function isOnPath(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .some(folder => folder !== '' && existsSync(join(folder, name)))
}

/** Standard output stays free for the command itself. */
function runNow(command, args, environment = process.env, shell = false) {
  const { status } = spawnSync(command, args, { cwd: root, env: environment, shell, stdio: ['ignore', 2, 2] })
  return status === 0
}

/** Runs one step in Node and passes on signals, so that Ctrl-C and `kill` end it as they would end this process. */
function run(args, environment, ownsOutput) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environment,
    stdio: ['inherit', ownsOutput ? 'inherit' : 2, 'inherit'],
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const pass = signal => child.kill(signal)
  for (const signal of signals) process.on(signal, pass)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const each of signals) process.off(each, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}

function say(words) {
  process.stderr.write(`${words}\n`)
}

function stop(words) {
  say(words)
  process.exit(1)
}

await main(process.argv.slice(2))
