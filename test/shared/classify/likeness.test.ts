import fc from 'fast-check'
import { expect, it } from 'vitest'
import { likeness } from '../../../shared/classify/likeness.ts'

it('the same complaint in another order of words is much alike', () => {
  expect(likeness('Нет воды на Садовой вторые сутки', 'На Садовой вторые сутки нет воды!')).toBeGreaterThan(
    0.7,
  )
})

it('two people about one outage are more alike than two different troubles', () => {
  const one = likeness('Отключили свет на Ленина в Цильне', 'В Цильне на улице Ленина отключение света')
  expect(one).toBeGreaterThan(0.25)
  expect(one).toBeGreaterThan(likeness('Отключили свет на Ленина в Цильне', 'Яма на дороге у школы в Цильне'))
})

it('greetings alone make nothing alike', () => {
  expect(likeness('Здравствуйте! Подскажите, пожалуйста', 'Здравствуйте! Подскажите, пожалуйста')).toBe(0)
})

it('likeness lies between 0 and 1, is the same both ways, and a text with words is wholly like itself', () => {
  const text = fc
    .array(fc.constantFrom('вода', 'свет', 'яма', 'нет', 'ул', '🙏', ''))
    .map(words => words.join(' '))
  fc.assert(
    fc.property(text, text, (a, b) => {
      const alike = likeness(a, b)
      expect(alike).toBeGreaterThanOrEqual(0)
      expect(alike).toBeLessThanOrEqual(1)
      expect(likeness(b, a)).toBe(alike)
      if (/вода|свет|яма/.test(a)) expect(likeness(a, a)).toBe(1)
    }),
  )
})
