/**
 * Bytes beside the database, each under the SHA-256 of itself: `blobs/<two hex>/<sha256>`. A file under its name is whole:
 * it is written beside, brought to the disk and renamed. What comes in portions grows in `blobs/incoming` until it is
 * complete, and becomes a blob only if its hash is its name.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const incomingName = 'incoming'
const staleMilliseconds = 7 * 24 * 60 * 60 * 1000

/** No room on the disk; `message` is for people. */
export class DiskFull extends Error {
  override name = 'DiskFull'
}

export type BlobState = 'whole' | 'missing' | 'changed'

export type Blobs = {
  /** `undefined` where it is not on the disk. */
  read(sha256: string): Promise<Uint8Array | undefined>
  has(sha256: string): Promise<boolean>
  put(sha256: string, bytes: Uint8Array): Promise<void>
  remove(sha256: string): Promise<void>
  /** Recomputes it. */
  check(sha256: string): Promise<BlobState>
  /** How much of it has come from this sender and waits for the rest. */
  received(sha256: string, from: string): Promise<number>
  /** Bytes of all that has come from this sender and waits for the rest, without this one. */
  unfinished(from: string, except: string): Promise<number>
  /** Lets go of what has come of it in portions, from whomever. */
  dropIncoming(sha256: string): Promise<void>
  /** Goes on where the last portion ended; a portion for another place is left aside. Answers how much has come. */
  append(sha256: string, from: string, offset: number, bytes: Uint8Array): Promise<number>
  /** All has come: `false` where its hash is another, and it begins anew. */
  finish(sha256: string, from: string): Promise<boolean>
  /** Lets go of what never became complete; `now` ISO. Answers how many. */
  dropStale(now: string): Promise<number>
}

export function createBlobs(folder: string): Blobs {
  const pathOf = (sha256: string) => join(folder, checked(sha256).slice(0, 2), sha256)
  const incoming = join(folder, incomingName)
  const senderMark = (from: string) => `-${hashOf(new TextEncoder().encode(from)).slice(0, 16)}`
  const incomingPath = (sha256: string, from: string) =>
    join(incoming, `${checked(sha256)}${senderMark(from)}`)
  /** What is written whole by this process is on its way to its place. */
  const writingMark = `put ${process.pid}`

  async function settle(path: string, sha256: string): Promise<void> {
    const target = pathOf(sha256)
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    await rename(path, target)
    await sync(dirname(target))
  }

  const blobs: Blobs = {
    read: sha256 => orUndefined(readFile(pathOf(sha256))),
    has: async sha256 => (await orUndefined(stat(pathOf(sha256)))) !== undefined,

    put: (sha256, bytes) =>
      inWords(async () => {
        // A blob that was damaged is made whole by whoever brings its bytes again.
        if ((await blobs.check(sha256)) === 'whole') return
        const path = incomingPath(sha256, writingMark)
        await mkdir(incoming, { recursive: true, mode: 0o700 })
        await writeWhole(path, bytes)
        await settle(path, sha256)
      }),

    remove: sha256 => rm(pathOf(sha256), { force: true }),

    async check(sha256) {
      const bytes = await blobs.read(sha256)
      if (bytes === undefined) return 'missing'
      return hashOf(bytes) === sha256 ? 'whole' : 'changed'
    },

    async received(sha256, from) {
      return (await orUndefined(stat(incomingPath(sha256, from))))?.size ?? 0
    },

    async unfinished(from, except) {
      const names = (await orUndefined(readdir(incoming))) ?? []
      const others = names.filter(name => name.endsWith(senderMark(from)) && !name.startsWith(except))
      const found = await Promise.all(others.map(name => orUndefined(stat(join(incoming, name)))))
      return found.reduce((sum, each) => sum + (each?.size ?? 0), 0)
    },

    async dropIncoming(sha256) {
      const names = (await orUndefined(readdir(incoming))) ?? []
      for (const name of names) {
        if (name.startsWith(checked(sha256)) && !name.endsWith(senderMark(writingMark)))
          await rm(join(incoming, name), { force: true })
      }
    },

    append: (sha256, from, offset, bytes) =>
      inWords(async () => {
        await mkdir(incoming, { recursive: true, mode: 0o700 })
        const path = incomingPath(sha256, from)
        const file = await open(path, 'a', 0o600)
        try {
          const { size } = await file.stat()
          if (size !== offset) return size
          await file.appendFile(bytes)
          await file.sync()
          return size + bytes.byteLength
        } finally {
          await file.close()
        }
      }),

    finish: (sha256, from) =>
      inWords(async () => {
        const path = incomingPath(sha256, from)
        const bytes = await orUndefined(readFile(path))
        if (bytes === undefined || hashOf(bytes) !== sha256) {
          await rm(path, { force: true })
          return false
        }
        await settle(path, sha256)
        return true
      }),

    async dropStale(now) {
      const names = (await orUndefined(readdir(incoming))) ?? []
      let dropped = 0
      for (const name of names) {
        const path = join(incoming, name)
        const found = await orUndefined(stat(path))
        if (found === undefined || Date.parse(now) - found.mtimeMs < staleMilliseconds) continue
        await rm(path, { force: true })
        dropped += 1
      }
      return dropped
    },
  }
  return blobs
}

/** Names of all blobs under the folder. */
export async function blobNames(folder: string): Promise<string[]> {
  const parts = (await orUndefined(readdir(folder))) ?? []
  const lists = await Promise.all(
    parts.filter(part => /^[0-9a-f]{2}$/.test(part)).map(part => readdir(join(folder, part))),
  )
  return lists.flat().filter(isHash).toSorted()
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

export function isHash(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name)
}

function checked(sha256: string): string {
  if (!isHash(sha256)) throw new Error('A blob is named by its SHA-256')
  return sha256
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The name itself must outlive a power failure, not the bytes only. */
async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Some systems know no fsync of folders.
    if (codeOf(error) !== 'EPERM' && codeOf(error) !== 'EISDIR' && codeOf(error) !== 'EINVAL') throw error
  } finally {
    await handle.close()
  }
}

async function orUndefined<Value>(asked: Promise<Value>): Promise<Value | undefined> {
  try {
    return await asked
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

async function inWords<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT')
      throw new DiskFull('На диске сервера нет места: сообщите администратору.', { cause: error })
    throw error
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
