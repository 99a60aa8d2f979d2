import { createPublicKey, verify } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { getPackPublicKey, packKeyPath, signPack } from '../../../server/commands/pack-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-pack-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const path = () => packKeyPath(folder, '')

it('the pair is made once, for its owner only', () => {
  const made = getPackPublicKey(folder, path())
  expect(Buffer.from(made, 'base64')).toHaveLength(32)
  expect(getPackPublicKey(folder, path())).toBe(made)
  expect(statSync(join(folder, 'pack-key.pem')).mode & 0o777).toBe(0o600)
})

it('the private part may live elsewhere: the build needs only the public one', () => {
  const made = getPackPublicKey(folder, path())
  renameSync(path(), join(folder, 'on-a-stick.pem'))
  expect(getPackPublicKey(folder, path())).toBe(made)
  expect(() => signPack('{}', path())).toThrow(/PACK_KEY_FILE/u)
  expect(getPackPublicKey(folder, packKeyPath(folder, join(folder, 'on-a-stick.pem')))).toBe(made)
})

it('what it signs is verified byte by byte', () => {
  getPackPublicKey(folder, path())
  const signature = Buffer.from(signPack('{"a":1}', path()), 'base64')
  const key = createPublicKey(readFileSync(path()))
  expect(verify(null, Buffer.from('{"a":1}'), key, signature)).toBe(true)
  expect(verify(null, Buffer.from('{"a":2}'), key, signature)).toBe(false)
})

it('a damaged key is not replaced by a new one, which no extension would believe', () => {
  writeFileSync(path(), 'not a key')
  expect(() => getPackPublicKey(folder, path())).toThrow(/верните его из резервной копии/u)
})
