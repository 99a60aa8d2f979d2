import { expect, it } from 'vitest'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { settlements } from '../../../shared/reference/default-settlements.ts'
import { subtopics } from '../../../shared/reference/default-subtopics.ts'
import { roleIds, roles } from '../../../shared/reference/roles.ts'
import { settlementsSchema } from '../../../shared/reference/settlements.ts'
import { subtopicsSchema } from '../../../shared/reference/subtopics.ts'

it('the ten blocks stand in the order of the decree, and «Не определён» last', () => {
  expect(blockIds).toHaveLength(11)
  expect(blockIds.at(-1)).toBe('none')
  expect(Object.keys(blocks)).toEqual([...blockIds])
})

it('every role has a title', () => {
  expect(Object.keys(roles)).toEqual([...roleIds])
})

it('the built-in subtopics and settlements are a valid part of a settings document', () => {
  expect(subtopicsSchema.parse(subtopics)).toHaveLength(63)
  expect(settlementsSchema.parse(settlements)).toHaveLength(29)
})

it('every subtopic belongs to the block its id begins with, and every block of the decree has subtopics', () => {
  for (const { id, block } of subtopics) expect(id.split('.')[0]).toBe(block)
  for (const block of blockIds)
    expect(
      subtopics.some(subtopic => subtopic.block === block),
      block,
    ).toBe(true)
})

it('keywords are written as the syntax demands: lower case, ё as е, a weight that is a number', () => {
  for (const { id, keywords } of subtopics)
    for (const keyword of keywords) expect(keyword, id).toMatch(/^[а-я0-9-]+\*?( [а-я0-9-]+\*?)*(\^\d)?$/)
})
