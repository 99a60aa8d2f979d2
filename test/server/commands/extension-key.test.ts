import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { getExtensionKey, idOf } from '../../../server/commands/extension-key.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pult-key-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('the key is made once, so that the extension keeps its id and its store', () => {
  const dataFolder = join(folder, 'data')
  const made = getExtensionKey(dataFolder)
  expect(made.extensionId).toMatch(/^[a-p]{32}$/u)
  expect(getExtensionKey(dataFolder)).toEqual(made)
})

it('the key can be read by its owner only', () => {
  getExtensionKey(folder)
  expect(statSync(join(folder, 'extension-key.pem')).mode & 0o777).toBe(0o600)
})

it('a damaged key is not replaced by a new one, which would give an empty store', () => {
  writeFileSync(join(folder, 'extension-key.pem'), 'not a key')
  expect(() => getExtensionKey(folder)).toThrow(/верните его из резервной копии/u)
})

it('the id is the one that browsers derive from the key', () => {
  // The first 16 bytes of SHA-256 of nothing: e3b0c44298fc1c149afbf4c8996fb924.
  expect(idOf(new Uint8Array())).toBe('odlameecjipmbmbejkplpemijjgpljce')
})
