import { expect, test } from 'vitest'
import { mergeEdits, openingValues } from '../../../server/pages/acts/merge.ts'
import type { ActForm, Field } from '../../../shared/acts/contract.ts'

const line = (name: string, value: string): Field => ({
  name,
  label: name,
  required: false,
  control: 'line',
  value,
  maxLength: 100,
})

const form = (fields: Field[]): ActForm => ({
  act: 'classify',
  title: '',
  lead: null,
  submit: '',
  fields,
})

const merge = (before: string, mine: string, theirs: string, chosen: Record<string, string> = {}) => {
  const fresh = form([line('place', theirs), { ...line('from.place', ''), control: 'hidden', value: theirs }])
  const { values, conflicts } = mergeEdits({
    fresh,
    seen: { place: before },
    typed: { place: mine, 'from.place': before },
    chosen,
  })
  return { place: values['place'], from: values['from.place'], asked: conflicts.length }
}

test('what only one of two changed is taken', () => {
  expect(merge('а', 'б', 'а')).toEqual({ place: 'б', from: 'а', asked: 0 })
  expect(merge('а', 'а', 'в')).toEqual({ place: 'в', from: 'в', asked: 0 })
})

test('what both changed alike is no question', () => {
  expect(merge('а', 'б', 'б')).toMatchObject({ place: 'б', asked: 0 })
})

test('what both changed differently is asked, with my words kept', () => {
  expect(merge('а', 'б', 'в')).toMatchObject({ place: 'б', asked: 1 })
})

test('the answer to the question is followed', () => {
  expect(merge('а', 'б', 'в', { place: 'mine' })).toEqual({ place: 'б', from: 'в', asked: 0 })
  expect(merge('а', 'б', 'в', { place: 'theirs' })).toEqual({ place: 'в', from: 'в', asked: 0 })
})

test('a box that was not ticked opens as nothing', () => {
  const urgent: Field = { name: 'urgent', label: '', required: false, control: 'check', value: false }
  expect(openingValues(form([urgent]))).toEqual({})
  expect(openingValues(form([{ ...urgent, value: true }]))).toEqual({ urgent: 'yes' })
})
