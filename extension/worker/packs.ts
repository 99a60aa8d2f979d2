/**
 * Which selectors are in force: of each adapter the newest of the pack it was built with and the one that the office's
 * server gave. A pack is taken only where all of this holds: its signature is of the key that this extension was built
 * with, it is of the known form, its adapter is known, it has every list that the adapter needs, and its serial is
 * higher than any that was in force. Anything else is refused, kept with its reason and told to the server.
 */
import { verifyAsync } from '@noble/ed25519'
import {
  judgePack,
  type PackFault,
  packSchema,
  type SelectorPack,
  selectorSetOf,
  signedPackSchema,
} from '../../shared/sources/pack.ts'
import type { SelectorSet } from '../../shared/sources/selector-set.ts'
import { type Connection, findConnection } from '../store/connection.ts'
import { type Desk, deskOf, getMeta, putMeta } from '../store/desk.ts'
import { findPackRow, keepPack, noteRefusals, type PackRow, returnPack } from '../store/packs.ts'
import { fetchPacks } from '../sync/packs.ts'
import { failureWords } from '../sync/server.ts'
import { builtInPack, builtInPacks } from './built-in-packs.ts'

/** Put in by the build (wxt.config.ts); base64 of the 32 bytes. */
declare const __PACK_PUBLIC_KEY__: string
const builtInKey = typeof __PACK_PUBLIC_KEY__ === 'string' ? __PACK_PUBLIC_KEY__ : ''

const dayMilliseconds = 86_400_000

/** A pack in force. `takenAt`: `null` for the one that the extension was built with. */
export type InForce = {
  pack: SelectorPack
  takenAt: string | null
  /** Whether a person may go back to the one before. */
  mayReturn: boolean
  returnedFrom: number | null
}

export async function selectorSetsFor(adapters: readonly string[]): Promise<SelectorSet[]> {
  const desk = await findDesk()
  const found = await Promise.all(adapters.map(adapter => packInForce(desk, adapter)))
  return found.flatMap(each => (each === undefined ? [] : [selectorSetOf(each.pack)]))
}

/** `undefined`: no such adapter. */
export async function packInForce(desk: Desk | undefined, adapter: string): Promise<InForce | undefined> {
  const builtIn = builtInPack(adapter)
  if (builtIn === undefined) return undefined
  const row = desk && (await findPackRow(desk, adapter))
  const own = { pack: builtIn, takenAt: null, mayReturn: false, returnedFrom: row?.returnedFrom ?? null }
  const current = row?.current ?? null
  const stored = readStored(current?.body)
  // A new version of the extension may bring what is newer than the server's.
  if (
    current === null ||
    stored === undefined ||
    stored.adapter !== adapter ||
    stored.serial <= builtIn.serial
  )
    return own
  return { pack: stored, takenAt: current.takenAt, mayReturn: true, returnedFrom: own.returnedFrom }
}

export type Checked =
  | { outcome: 'checked'; taken: readonly string[]; refused: readonly string[] }
  | { outcome: 'failed'; words: string }

/** Asks the server now. `publicKey`: base64. */
export async function checkPacks(
  connection: Connection,
  desk: Desk,
  now: string,
  publicKey = builtInKey,
): Promise<Checked> {
  const above: Record<string, number> = {}
  for (const { adapter } of builtInPacks()) above[adapter] = await highestSerial(desk, adapter)
  const reply = await fetchPacks(connection, above)
  if (reply.outcome !== 'ok') return { outcome: 'failed', words: failureWords(reply) }
  const taken: string[] = []
  const refusals: { adapter: string; serial: number; fault: PackFault; details: string[]; at: string }[] = []
  for (const given of reply.body.packs) {
    const judged = await judge(given, above, publicKey)
    if (judged.outcome === 'fit') {
      const { adapter } = judged.pack
      await keepPack(desk, adapter, { ...judged.signed, takenAt: now })
      above[adapter] = judged.pack.serial
      taken.push(adapter)
    } else refusals.push({ ...judged.refusal, at: now })
  }
  await noteRefusals(desk, refusals, taken)
  await putMeta(desk, 'packsCheckedAt', now)
  return { outcome: 'checked', taken, refused: refusals.map(({ adapter }) => adapter) }
}

/** Once a day, and when a pull told of a pack that is neither in force nor refused. */
export async function followPacks(connection: Connection, desk: Desk, now: string): Promise<void> {
  const checkedAt = await getMeta(desk, 'packsCheckedAt')
  const age = checkedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(now) - Date.parse(checkedAt)
  if (age >= 0 && age < dayMilliseconds && !(await isNewsOfPacks(desk))) return
  await checkPacks(connection, desk, now)
}

async function isNewsOfPacks(desk: Desk): Promise<boolean> {
  const { packs = {} } = (await getMeta(desk, 'channelNews')) ?? {}
  const refusals = (await getMeta(desk, 'packRefusals')) ?? []
  for (const [adapter, serial] of Object.entries(packs)) {
    // What an unsigned pack says of its serial is believed by nobody: it stands for no news but that of this very serial.
    const isRefused = refusals.some(
      each =>
        each.adapter === adapter &&
        (each.fault === 'signature' ? each.serial === serial : each.serial >= serial),
    )
    if (!isRefused && builtInPack(adapter) !== undefined && serial > (await highestSerial(desk, adapter)))
      return true
  }
  return false
}

/** «Вернуть прежние»: stands until a newer serial comes. */
export async function returnToPrevious(desk: Desk, adapter: string): Promise<void> {
  const inForce = await packInForce(desk, adapter)
  if (inForce?.mayReturn) await returnPack(desk, adapter, inForce.pack.serial)
}

export async function findDesk(): Promise<Desk | undefined> {
  const connection = await findConnection()
  return connection && deskOf(connection)
}

/** The highest that was in force here, also where a person went back from it. */
async function highestSerial(desk: Desk, adapter: string): Promise<number> {
  const row: PackRow = await findPackRow(desk, adapter)
  const serials = [
    builtInPack(adapter)?.serial ?? 0,
    row.returnedFrom ?? 0,
    readStored(row.current?.body)?.serial ?? 0,
  ]
  return Math.max(...serials)
}

async function judge(given: unknown, above: Readonly<Record<string, number>>, publicKey: string) {
  const signed = signedPackSchema.safeParse(given).data
  if (signed === undefined) return refusedAs('schema', undefined, [])
  // Whose it says it is, for the report; nothing else is believed before the signature.
  const said = headOf(signed.body)
  if (!(await isSignedBy(publicKey, signed))) return refusedAs('signature', said, [])
  const judged = judgePack(signed.body, { builtIn: builtInPack, above: adapter => above[adapter] ?? 0 })
  if (judged.outcome === 'refused') return refusedAs(judged.fault, said, judged.details)
  return { outcome: 'fit' as const, pack: judged.pack, signed }
}

type Head = { adapter: string; serial: number }

function refusedAs(fault: PackFault, said: Head | undefined, details: string[]) {
  const { adapter, serial } = said ?? { adapter: 'unknown', serial: 0 }
  return { outcome: 'refused' as const, refusal: { adapter, serial, fault, details } }
}

const headSchema = packSchema.pick({ adapter: true, serial: true })

/** Also of a pack of another form, so that the report can name it. */
function headOf(body: string): Head | undefined {
  try {
    return headSchema.strip().safeParse(JSON.parse(body)).data
  } catch {
    return undefined
  }
}

async function isSignedBy(
  publicKey: string,
  { body, signature }: { body: string; signature: string },
): Promise<boolean> {
  try {
    // Strict RFC 8032: no second form of a signature counts.
    return await verifyAsync(bytesOf(signature), new TextEncoder().encode(body), bytesOf(publicKey), {
      zip215: false,
    })
  } catch {
    // Not 64 bytes, or a build without a key.
    return false
  }
}

const bytesOf = (base64: string): Uint8Array => Uint8Array.from(atob(base64), char => char.charCodeAt(0))

const read = new Map<string, SelectorPack | undefined>()

/** Each stored body is parsed once while the worker lives; one that an older version wrote in another form is none. */
function readStored(body: string | undefined): SelectorPack | undefined {
  if (body === undefined) return undefined
  if (!read.has(body)) {
    if (read.size > 40) read.clear()
    read.set(body, parsePack(body))
  }
  return read.get(body)
}

function parsePack(body: string): SelectorPack | undefined {
  const judged = judgePack(body, { builtIn: builtInPack, above: () => 0 })
  return judged.outcome === 'fit' ? judged.pack : undefined
}
