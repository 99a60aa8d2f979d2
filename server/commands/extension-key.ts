/*
 * The extension's own key pair, made once in the data folder. Its public part in the manifest gives the extension the
 * same id wherever it is unpacked, so that its store on a desk survives moving and packing.
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type ExtensionKey = {
  /** For the manifest: the public key, DER in base64. */
  manifestKey: string
  /** The id that browsers derive from it: 32 letters a–p. */
  extensionId: string
}

const fileName = 'extension-key.pem'

export function getExtensionKey(dataFolder: string): ExtensionKey {
  const path = join(dataFolder, fileName)
  const publicKey = createPublicKey(existsSync(path) ? readKey(path) : makeKey(dataFolder, path))
  const der = publicKey.export({ type: 'spki', format: 'der' })
  return { manifestKey: der.toString('base64'), extensionId: idOf(der) }
}

function readKey(path: string): KeyObject {
  try {
    return createPrivateKey(readFileSync(path))
  } catch {
    throw new Error(
      `Ключ расширения ${path} не читается: верните его из резервной копии. Без него у расширения будет другой номер и пустое хранилище.`,
    )
  }
}

function makeKey(dataFolder: string, path: string): KeyObject {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' })
  return privateKey
}

/** The first 16 bytes of the key's SHA-256, each hexadecimal digit as a letter from a to p. */
export function idOf(publicKeyDer: Uint8Array): string {
  const hex = createHash('sha256').update(publicKeyDer).digest('hex').slice(0, 32)
  return [...hex].map(digit => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('')
}
