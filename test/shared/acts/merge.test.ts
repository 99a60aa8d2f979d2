import { expect, test } from 'vitest'
import type { ActForm, Field } from '../../../shared/acts/contract.ts'
import { type Choice, mergeEdits, openingValues } from '../../../shared/acts/merge.ts'

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

const merge = (before: string, mine: string, theirs: string, chosen: Record<string, Choice> = {}) => {
  const fresh = form([line('place', theirs), { ...line('from.place', ''), control: 'hidden', value: theirs }])
  const { values, conflicts } = mergeEdits({
    fresh,
    seen: { place: before },
    typed: { place: mine, 'from.place': before },
    chosen,
  })
  return { place: values.place, from: values['from.place'], asked: conflicts.length }
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

test('what was not touched follows the ticket; a moment that moved on is nobody’s edit', () => {
  const at = (value: string): Field => ({ ...line('at', ''), control: 'moment', value })
  const fresh = form([line('place', 'в'), at('2026-11-23T10:05')])
  const seen = { place: 'а', at: '2026-11-23T10:00' }
  expect(mergeEdits({ fresh, seen, typed: {} }).values).toEqual({ place: 'в', at: '2026-11-23T10:05' })
  expect(mergeEdits({ fresh, seen, typed: { at: '2026-11-23T09:30' } })).toEqual({
    values: { place: 'в', at: '2026-11-23T09:30' },
    conflicts: [],
  })
})

test('a box that was not ticked opens as nothing', () => {
  const urgent: Field = { name: 'urgent', label: '', required: false, control: 'check', value: false }
  expect(openingValues(form([urgent]))).toEqual({ urgent: '' })
  expect(openingValues(form([{ ...urgent, value: true }]))).toEqual({ urgent: 'yes' })
})
