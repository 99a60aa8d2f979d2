/*
 * The key pair that signs selector packs, made once in the data folder. Its public part is built into the extension,
 * which takes no pack of another. PACK_KEY_FILE names another place for the private part: whoever publishes from a
 * computer of their own keeps it there, and DATA_DIR needs only pack-key.pub.pem.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const fileName = 'pack-key.pem'
const publicFileName = 'pack-key.pub.pem'

export const packKeyPath = (dataFolder: string, named = process.env.PACK_KEY_FILE): string =>
  named === undefined || named === '' ? join(dataFolder, fileName) : resolve(named)

/** The 32 bytes of the public key in base64, for the build; a pair is made where there is none. */
export function getPackPublicKey(dataFolder: string, path = packKeyPath(dataFolder)): string {
  const publicPath = join(dataFolder, publicFileName)
  if (!existsSync(path) && existsSync(publicPath)) return rawOf(readPublicKey(publicPath))
  const publicKey = createPublicKey(existsSync(path) ? readKey(path) : makeKey(path))
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  if (!existsSync(publicPath))
    writeFileSync(publicPath, publicKey.export({ type: 'spki', format: 'pem' }), { mode: 0o600 })
  return rawOf(publicKey)
}

/** Ed25519 over the UTF-8 bytes, base64. Throws in words where the private part is not here. */
export function signPack(body: string, path: string): string {
  if (!existsSync(path))
    throw new Error(
      `Ключа подписи ${path} здесь нет. Соберите расширение (npm run build), и он появится, или укажите его в PACK_KEY_FILE.`,
    )
  return sign(null, Buffer.from(body, 'utf8'), readKey(path)).toString('base64')
}

function readKey(path: string): KeyObject {
  try {
    const key = createPrivateKey(readFileSync(path))
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, like a key of another kind.
  }
  throw new Error(
    `Ключ подписи ${path} не читается: верните его из резервной копии. С другим ключом расширение нужно собрать и раздать заново.`,
  )
}

function readPublicKey(path: string): KeyObject {
  try {
    return createPublicKey(readFileSync(path))
  } catch {
    throw new Error(`Открытый ключ ${path} не читается: верните его из резервной копии.`)
  }
}

function makeKey(path: string): KeyObject {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  return privateKey
}

/** The last 32 bytes of the DER are the key itself (RFC 8410). */
function rawOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64')
}
