import { expect, test } from 'vitest'
import { normalisedText } from '../../shared/reference/evidence.ts'

test('spaces that a layout adds and empty lines are no change of a text', () => {
  expect(normalisedText('  Нет\u00a0воды \n\n\tна Садовой\u200b ')).toBe('Нет воды\nна Садовой')
  expect(normalisedText('Нет воды\nна Садовой')).toBe(normalisedText('Нет  воды\r\nна Садовой\n'))
})
