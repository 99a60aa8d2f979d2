import { expect, test } from 'vitest'
import { compareTexts } from '../../../server/evidence/compare.ts'

test('what changed is told in whole words, Russian ones too', () => {
  expect(compareTexts('Третий день нет воды', 'Четвёртый день нет воды и света')).toEqual([
    { kind: 'gone', text: 'Третий' },
    { kind: 'new', text: 'Четвёртый' },
    { kind: 'same', text: ' день нет воды' },
    { kind: 'new', text: ' и света' },
  ])
})

test('texts without anything in common are not told word by word, and take no time', () => {
  const words = (letter: string) => Array.from({ length: 3_000 }, (_, at) => `${letter}${at}`).join(' ')
  expect(compareTexts(words('а').slice(0, 20_000), words('б').slice(0, 20_000))).toBeNull()
  expect(compareTexts('а'.repeat(30_000), 'б')).toBeNull()
})
