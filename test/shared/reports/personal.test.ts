import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { namedIn, personalIn } from '../../../shared/reports/note/personal.ts'

const kindOf = (words: string, authors: readonly string[] = []) =>
  personalIn([words], authors)
    .map(fault => /^Уберите ([^:]+):/.exec(fault)?.[1])
    .join()

describe('a citizen’s data are found as people type them', () => {
  test.each([
    '8 (84231) 2-34-56',
    '8 (84 231) 2-34-56',
    '8 84231 2-34-56',
    '8-84231-2-34-56',
    '2-34-56',
    'звонить 2–34–56',
    '23-45-67',
    '+7 927 123 45 67',
    '+7(927)1234567',
    '+79271234567',
    '8–927–123–45–67',
    '8.927.123.45.67',
    '8 927 12 34 567',
    '8\u00a0927\u00a0123-45-67',
    '927 123-45-67',
    '(927) 123-45-67',
    '9271234567',
    'тел 89271234567',
    'тел. 23456',
  ])('phone: %s', words => {
    expect(kindOf(words)).toBe('номер телефона')
    expect(kindOf(`Просит перезвонить, ${words}, вечером`)).toBe('номер телефона')
  })

  test.each([
    'vk.ru/id123',
    'https://vk.com/id1',
    'https://m.vk.com/ivanova_anna',
    'ok.ru/ivanov',
    'ok.ru/profile/57',
    'wa.me/79271234567',
    't.me/ivanov',
    '@ivanov_ivan',
    'пишет @ivanov',
  ])('page: %s', words => expect(kindOf(words)).toContain('ссылку на страницу'))

  test.each([
    'ул. Садовая, 5',
    'ул. Садовая, 5, кв. 3',
    'ул. Садовая, д.5',
    'ул. Садовая, д. 5',
    'ул Садовая д 5',
    'ул. Садовая 5',
    'на ул. 40 лет Победы, 12а протечка',
    'ул. Мира, 12/1',
    'Садовая, д. 5',
    'Садовая, дом 5',
    'На улице Садовой, д. 5 нет воды',
    'мкр. Южный, д. 3',
    'пер. Речной, 7',
    'жители кв. 3 жалуются',
    'в квартире № 12',
  ])('address: %s', words => expect(kindOf(words)).toBe('точный адрес'))

  test.each(['паспорт 7312 123456', 'Паспорт: серия 73 12 № 123456', 'СНИЛС 112-233-445 95'])(
    'document: %s',
    words => expect(kindOf(words)).toBe('номер документа'),
  )

  test.each([
    ['Анна Иванова', 'Анна  Иванова'],
    ['Анна Иванова', 'анна иванова'],
    ['Анна Иванова', 'ИВАНОВА, Анна'],
    ['Анна Иванова', 'Помогли Анне Ивановой'],
    ['Анна Иванова', 'По жалобе Ивановой Анны'],
    ['Анна Иванова', 'Анна Сергеевна Иванова'],
    ['Анна Иванова', 'Иванову Анну Сергеевну'],
    ['Анна Иванова', 'Иванова А.'],
    ['Анна Иванова', 'Ивановой А. С. ответили'],
    ['Анна Иванова', 'А.С. Иванова'],
    ['Анна Сергеевна Иванова', 'Анны Ивановой'],
    ['Павел Кузнец', 'у Павла Кузнеца'],
    ['Сергей Чайка', 'Сергею Чайке'],
    ['Николай Белый', 'Николаем Белым'],
    ['Наталия Толстая', 'Натальи Толстой'],
    ['Семен Петров', 'Семён Пётров'],
    ['Семён Пётров', 'Семена Петрова'],
    ['Anna Ivanova', 'anna ivanova'],
  ])('name: %s in «%s»', (name, words) => {
    expect(kindOf(words, [name])).toBe('имя автора сообщения')
    expect(namedIn([words])(name)).toBe(true)
  })
})

describe('usual words of a report are left alone', () => {
  test.each([
    '25.11.2026',
    'с 25-11-26 по 27-11-26',
    '2026-11-25',
    '2025–2026',
    '№ 17',
    '№ 1024, № 89271234567',
    '1 234 567 руб.',
    '8 123 456 789 руб.',
    '81 234 567 890 руб.',
    '9271234567 руб.',
    'с 19 ноября, 57 обращений; договор 8937 от 12.11.2026, № 1024',
    'ФЗ-152, п. 3.2.1 е, постановление 697-П',
    '16:40–18:00, 24/7',
    '73:20:050101:123',
    '3-5-7 дней',
    'телефон 112',
    'Улица Садовая без воды с 19 ноября',
    'Улица Садовая, 57 обращений',
    'На улице Садовой 5 обращений и 3 дома без воды',
    'на ул. Садовая 25.11.2026',
    'ул. Мира, 5 ноября',
    'Построен дом, 5 ноября сдан',
    'за 4 кв. 2026 г., III кв. 2026',
    '100 кв. м',
    'д. Крестниково, с. Большое Нагаткино',
    'паспорт дома № 5',
    'Отпечаток 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  ])('%s', words => {
    expect(personalIn([words])).toEqual([])
    expect(personalIn([`Сделано: ${words}`])).toEqual([])
  })

  test.each([
    ['Вода', 'Вода в норме'],
    ['Анна Иванова', 'Иванова гора. Анну и Марию'],
    ['Анна Иванова', 'Иванов ответил Марии'],
    ['Роман Мост', 'роман о мосте'],
    ['Вера Мир', 'с верой, миром'],
    ['🌸 Анна 🌸', 'Анна пишет'],
  ])('%s is not in «%s»', (name, words) => expect(kindOf(words, [name])).toBe(''))

  test('no date, sum or number of a ticket is taken for a phone or an address', () => {
    const day = fc.date({
      min: new Date('2020-01-01'),
      max: new Date('2039-12-31'),
      noInvalidDate: true,
    })
    const two = (value: number) => String(value).padStart(2, '0')
    const shown = fc.oneof(
      day.map(at => `${two(at.getUTCDate())}.${two(at.getUTCMonth() + 1)}.${at.getUTCFullYear()}`),
      day.map(at => at.toISOString().slice(0, 10)),
      day.map(at => `${two(at.getUTCDate())}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCFullYear() % 100)}`),
      fc.integer({ min: 0, max: 999_999_999 }).map(sum => `${sum.toLocaleString('ru-RU')} руб.`),
      fc.integer({ min: 1, max: 9_999_999 }).map(number => `№\u00a0${number}`),
      fc.integer({ min: 2000, max: 2039 }).map(year => `${year}–${year + 1}`),
    )
    fc.assert(
      fc.property(shown, shown, (one, other) => {
        expect(personalIn([`Срок ${one}, было: ${other}.`])).toEqual([])
      }),
    )
  })

  test('every phone of the country is found, whatever stands between its digits', () => {
    const between = fc.constantFrom('', ' ', '-', '–', '.', '\u00a0')
    const digits = fc.stringMatching(/^\d{9}$/)
    fc.assert(
      fc.property(fc.constantFrom('+7', '8', '7'), digits, between, (head, rest, gap) => {
        const all = `9${rest}`
        const groups = [head, all.slice(0, 3), all.slice(3, 6), all.slice(6, 8), all.slice(8)]
        expect(kindOf(`Звонить: ${groups.join(gap)}.`)).toBe('номер телефона')
      }),
    )
  })
})
