import { expect, it } from 'vitest'
import { judgePack, lacking, type SelectorPack, selectorsOf } from '../../../shared/sources/pack.ts'

const entry = (...selectors: string[]) => [{ selectors, seen: '2026-11', evidence: 'saved page of 2026-11' }]

const builtIn: SelectorPack = {
  format: 1,
  adapter: 'vk',
  serial: 3,
  version: '2026-11-01',
  lists: { item: entry('.post'), authors: entry('.author') },
  text: [{ selector: '.text', noise: '.clock', seen: '2026-11', evidence: 'saved page' }],
  published: [{ selectors: ['time'], as: 'shown', seen: '2026-11', evidence: 'saved page' }],
}

const judge = (pack: unknown) =>
  judgePack(typeof pack === 'string' ? pack : JSON.stringify(pack), {
    builtIn: adapter => (adapter === 'vk' ? builtIn : undefined),
    above: () => 3,
  })
const faultOf = (pack: unknown) => {
  const judged = judge(pack)
  return judged.outcome === 'fit' ? 'fit' : judged.fault
}
const next = { ...builtIn, serial: 4, version: '2026-11-23' }

it('a newer pack with every list that its adapter needs is taken', () => {
  expect(faultOf(next)).toBe('fit')
})

it.each([
  ['no JSON at all', 'selectors, please', 'schema'],
  ['a field that nobody knows', { ...next, script: 'alert(1)' }, 'schema'],
  ['another form', { ...next, format: 2 }, 'schema'],
  [
    'a list named like a part of every object',
    { ...next, lists: { ...next.lists, __proto__: null, 'a-b': [] } },
    'schema',
  ],
  ['an adapter that is not in this extension', { ...next, adapter: 'myspace' }, 'unknown-adapter'],
  ['a list that is not there', { ...next, lists: { item: entry('.post') } }, 'lacking'],
  ['no selector of items', { ...next, lists: { ...next.lists, item: [] } }, 'lacking'],
  ['the serial that is in force', { ...next, serial: 3 }, 'serial'],
  ['an older serial', { ...next, serial: 1 }, 'serial'],
])('a pack with %s is refused', (_what, pack, fault) => {
  expect(faultOf(pack)).toBe(fault)
})

it('names of lists are looked up among the pack’s own', () => {
  const needsMore = { ...builtIn, lists: { ...builtIn.lists, constructor: entry('.x') } }
  expect(lacking(next, needsMore)).toEqual(['constructor'])
})

it('every selector is tried before it is published', () => {
  expect(selectorsOf(next)).toEqual(['.post', '.author', '.text', '.clock', 'time'])
})
