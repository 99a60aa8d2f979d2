/*
 * `npm run channels:publish -- PACK.json [--next] [--note СЛОВА]`: checks a selector pack, tries its selectors in
 * Chromium, signs it and stores it as a new version; desks take it with their next exchange. `--rollback ADAPTER`
 * publishes what stood before again, `--list` shows what was published. The server may go on working.
 */
import { existsSync, readFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Kysely } from 'kysely'
import { knownAdapters } from '../../shared/sources/adapters.ts'
import {
  judgePack,
  packFaultWords,
  packSchema,
  type SelectorPack,
  selectorsOf,
} from '../../shared/sources/pack.ts'
import { launchChromium } from '../../test/tools/chromium.ts'
import {
  findPack,
  knowsPacks,
  listPacks,
  newestSerials,
  PackOutdated,
  publishPack,
  renumbered,
} from '../channels/packs.ts'
import { databaseFile } from '../store/backup.ts'
import type { Database } from '../store/schema.ts'
import { openSqlite } from '../store/sqlite.ts'
import { dataFolder, projectRoot, typedPath } from './environment.ts'
import { getPackPublicKey, packKeyPath, signPack } from './pack-key.ts'

const usage = `npm run channels:publish -- ФАЙЛ.json [--next] [--note СЛОВА]
npm run channels:publish -- --rollback КАНАЛ
npm run channels:publish -- --list`

/** What the person is told; nothing was published. */
class Stop extends Error {
  override name = 'Stop'
}

type Place = { db: Kysely<Database>; organisationId: string }

try {
  await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = error instanceof Stop ? 2 : 1
}

async function main(): Promise<void> {
  const asked = readArguments()
  const path = join(dataFolder(), databaseFile)
  if (!existsSync(path)) throw new Stop(`${path}: базы нет. Сначала запустите сервер и создайте организацию.`)
  const store = openSqlite(path)
  try {
    const db = store.writer
    if (!(await knowsPacks(db)))
      throw new Stop(
        `${path}: база прежней версии. Запустите сервер этой версии, он её обновит, и повторите.`,
      )
    const organisation = await db.selectFrom('organisations').select('id').executeTakeFirst()
    if (organisation === undefined) throw new Stop(`${path}: организация ещё не создана.`)
    const place = { db, organisationId: organisation.id }
    if (asked.list) return await list(place)
    const pack =
      asked.rollback === undefined
        ? await packFromFile(place, asked.file, asked.next)
        : await packBefore(place, asked.rollback)
    await publish(place, pack, asked.note ?? (asked.rollback === undefined ? null : 'возврат к прежнему'))
  } finally {
    await store.close()
  }
}

type Asked = {
  file: string
  next: boolean
  list: boolean
  rollback: string | undefined
  note: string | undefined
}

function readArguments(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: {
        next: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        rollback: { type: 'string' },
        note: { type: 'string' },
      },
      allowPositionals: true,
    })
    const needsFile = !values.list && values.rollback === undefined
    const [file = ''] = positionals
    if (positionals.length !== (needsFile ? 1 : 0)) throw new Error('Нужен один файл с правилами чтения.')
    if ((values.note ?? '').length > 300) throw new Error('Пояснение длиннее 300 знаков.')
    return { file, next: values.next, list: values.list, rollback: values.rollback, note: values.note }
  } catch (error) {
    throw new Stop(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

async function list(place: Place): Promise<void> {
  const packs = await listPacks(place)
  if (packs.length === 0)
    console.log('Не издано ничего: действуют правила чтения, с которыми собрано расширение.')
  for (const { adapter, serial, version, publishedAt, publishedBy, note } of packs)
    console.log([adapter, `№ ${serial}`, version, publishedAt, publishedBy, note ?? ''].join('\t'))
}

async function packFromFile(place: Place, file: string, next: boolean): Promise<SelectorPack> {
  const path = typedPath(file)
  if (!existsSync(path)) throw new Stop(`Нет такого файла: ${file}`)
  const newest = await newestSerials(place)
  const judged = judgePack(readFileSync(path, 'utf8'), {
    builtIn,
    above: adapter => (next ? 0 : Math.max(newest[adapter] ?? 0, builtIn(adapter)?.serial ?? 0)),
  })
  if (judged.outcome === 'refused') {
    const { fault, details } = judged
    const advice = fault === 'serial' ? ' Добавьте --next, и номер поставится сам.' : ''
    throw new Stop(`${file}: ${packFaultWords[fault]} (${details.join(', ')}).${advice}`)
  }
  const { pack } = judged
  return next ? renumbered(pack, await newestOf(place, pack.adapter), today()) : pack
}

/** What stood before the newest: the one published before it, else the one that the extension was built with. */
async function packBefore(place: Place, adapter: string): Promise<SelectorPack> {
  const own = builtIn(adapter)
  const [newest, before] = await listPacks(place, adapter)
  if (own === undefined)
    throw new Stop(`Таких страниц расширение не читает: ${adapter}. Есть: ${knownAdapters.join(', ')}.`)
  if (newest === undefined) throw new Stop(`Для ${adapter} ничего не издавалось: возвращаться не к чему.`)
  const found = before === undefined ? own : await findPack(place, adapter, before.serial)
  if (found === undefined) throw new Stop(`Прежние правила чтения ${adapter} испорчены.`)
  return renumbered(found, newest, today())
}

async function newestOf(place: Place, adapter: string): Promise<{ serial: number; version: string }> {
  const [published] = await listPacks(place, adapter)
  const own = builtIn(adapter)
  if (published !== undefined && published.serial >= (own?.serial ?? 0)) return published
  return own ?? { serial: 0, version: '' }
}

async function publish(place: Place, pack: SelectorPack, note: string | null): Promise<void> {
  const wrong = await notUnderstood(selectorsOf(pack))
  if (wrong.length > 0)
    throw new Stop(`Chromium не понимает эти строки правил:\n${wrong.map(each => `  ${each}`).join('\n')}`)
  // A rolled-back pack may be of a time when the adapter needed less.
  const body = JSON.stringify(pack)
  const judged = judgePack(body, { builtIn, above: () => 0 })
  if (judged.outcome === 'refused')
    throw new Stop(`${packFaultWords[judged.fault]} (${judged.details.join(', ')}).`)
  const keyPath = packKeyPath(dataFolder())
  getPackPublicKey(dataFolder(), keyPath)
  const signed = { body, signature: signPack(body, keyPath) }
  try {
    await publishPack(place, pack, signed, { at: new Date().toISOString(), by: userInfo().username, note })
  } catch (error) {
    if (error instanceof PackOutdated)
      throw new Stop('Пока проверяли, изданы другие правила. Повторите с --next.')
    throw error
  }
  console.log(
    `Изданы правила чтения ${pack.adapter}, версия ${pack.version}, № ${pack.serial}. Компьютеры возьмут их со следующим обменом.`,
  )
}

/** As the extension of this checkout was, or will be, built. */
function builtIn(adapter: string): SelectorPack | undefined {
  const path = join(projectRoot, 'extension', 'channels', 'packs', `${adapter}.json`)
  if (!/^[a-z][a-z-]*$/u.test(adapter) || !existsSync(path)) return undefined
  return packSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

async function notUnderstood(selectors: readonly string[]): Promise<string[]> {
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    return await page.evaluate(
      all =>
        all.filter(selector => {
          try {
            document.createDocumentFragment().querySelector(selector)
            return false
          } catch {
            return true
          }
        }),
      [...selectors],
    )
  } finally {
    await browser.close()
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10)
}
