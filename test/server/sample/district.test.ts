import { describe, expect, it } from 'vitest'
import {
  sampleAccounts,
  sampleBlockHeads,
  samplePeople,
  sampleRecipients,
} from '../../../server/sample/district.ts'
import { officialAccountSchema, personSchema, recipientSchema } from '../../../shared/policy/settings.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'

describe('the sample district', () => {
  it('has the eight people of the decree under their posts, together heading all ten blocks', () => {
    expect(
      samplePeople.filter(({ roles }) =>
        roles.some(role => ['center_head', 'block_head', 'informer'].includes(role)),
      ),
    ).toHaveLength(8)
    expect([...sampleBlockHeads.keys()].sort()).toEqual([...blockIds].sort())
  })

  it('has six recipients, three of them settlements, each with an executor', () => {
    expect(sampleRecipients).toHaveLength(6)
    expect(sampleRecipients.filter(({ kind }) => kind === 'settlement')).toHaveLength(3)
    for (const { id } of sampleRecipients)
      expect(samplePeople.filter(({ recipientIds }) => recipientIds.includes(id))).toHaveLength(1)
  })

  it('lets the first operator publish under the official accounts and not the second', () => {
    for (const { publisherIds } of sampleAccounts) {
      expect(publisherIds).toContain('operator-1')
      expect(publisherIds).not.toContain('operator-2')
    }
  })

  it('is a valid part of a settings document', () => {
    for (const person of samplePeople) personSchema.parse(person)
    for (const recipient of sampleRecipients) recipientSchema.parse(recipient)
    for (const account of sampleAccounts) officialAccountSchema.parse(account)
  })
})
