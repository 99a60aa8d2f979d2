import { describe, expect, it } from 'vitest'
import { recognise } from '../../../shared/imports/columns.ts'
import { readRows } from '../../../shared/imports/rows.ts'
import { type Sheet, textCell } from '../../../shared/imports/table.ts'
import { addressIn, instantOf, readDate, readMoment } from '../../../shared/imports/values.ts'
import { parsePosAddress, posIdentityOf, posNumber } from '../../../shared/sources/pos-address.ts'

const sheet = (title: string | null, rows: readonly (readonly string[])[]): Sheet => ({
  title,
  rows: rows.map((cells, index) => ({ line: index + 1, cells: cells.map(textCell) })),
})

const read = (one: Sheet) => {
  const found = recognise([one], null)
  if (found.outcome === 'unknown') throw new Error(found.words)
  return { ...readRows(found.rows, found.columns), columns: found.columns }
}

describe('columns', () => {
  it.each([
    ['pos', 'Sheet0', ['Номер', 'Категория', 'Подкатегория', 'Стадия', 'Просрочено']],
    ['pos', 'Лист1', ['Номер сообщения ПОС', 'Контрольный срок', 'Статус:']],
    ['incident', 'Детализация', ['ID', 'Дата', 'Ссылка', 'Текст', 'Статус']],
    ['incident', 'Выгрузка', ['№ инцидента', 'Тема', 'Статус']],
    ['incident', null, ['Автор', 'URL', 'Сообщение']],
  ] as const)('of %s are known on «%s» by any of their names', (system, title, heads) => {
    const found = recognise([sheet(title, [heads, heads])], null)
    expect(found).toMatchObject({ outcome: 'columns', columns: { system, unknown: [] } })
  })

  it('a title and a period above the heads do no harm; what no name fits is told', () => {
    const { columns, rows } = read(
      sheet('Sheet0', [
        ['Отчёт'],
        ['16.11 — 22.11'],
        ['Номер', 'Стадия', 'Моё'],
        ['177073571', 'Новое', '1'],
      ]),
    )
    expect(columns.unknown).toEqual(['Моё'])
    expect(rows.map(({ line }) => line)).toEqual([4])
  })

  it('the sheet with the messages is found among others', () => {
    const found = recognise(
      [sheet('Сводка', [['Всего', '5']]), sheet('Инциденты', [['ID', 'Ссылка на пост', 'Текст']])],
      null,
    )
    expect(found).toMatchObject({ outcome: 'columns', sheet: { title: 'Инциденты' } })
  })

  it('what is no export is said with what the file begins with', () => {
    const found = recognise([sheet('Лист1', [['Фамилия', 'Оклад']])], null)
    expect(found).toMatchObject({ outcome: 'unknown' })
    expect(found.outcome === 'unknown' && found.words).toContain('«Фамилия», «Оклад»')
  })
})

describe('rows', () => {
  it.each([
    ['На исполнении', false],
    ['Исполнено', true],
    ['Новое', false],
    ['Завершено', true],
    ['На согласовании', false],
    ['Закрыто', true],
    ['Решено', true],
    ['Решение готовится', false],
    ['Исполнение', false],
    ['Отклонено', true],
    ['Не решено', false],
    ['Ответ направлен', true],
  ])('«%s» is over there: %s', (stage, isFinished) => {
    const { rows } = read(
      sheet('Sheet0', [
        ['Номер', 'Стадия'],
        ['177073571', stage],
      ]),
    )
    expect(rows[0]?.isFinished).toBe(isFinished)
  })

  it.each([
    ['1,77E+08', 'обычно девять'],
    ['', 'Нет номера'],
    ['12', 'обычно девять'],
  ])('«%s» is no number of ПОС, and what to do is said', (number, words) => {
    const { rows, errors } = read(
      sheet('Sheet0', [
        ['Номер', 'Стадия'],
        [number, 'Новое'],
      ]),
    )
    expect(rows).toEqual([])
    expect(errors).toMatchObject([{ line: 2, column: 'Номер', value: number }])
    expect(errors[0]?.words).toContain(words)
  })

  it('two incidents of one post are one row and one error', () => {
    const { rows, errors } = read(
      sheet('Инциденты', [
        ['ID инцидента', 'Ссылка на пост', 'Текст'],
        ['1', 'https://vk.com/wall-1_2', 'а'],
        ['2', 'https://m.vk.ru/wall-1_2?w=x', 'б'],
        ['3', 'https://vk.com/wall-1_2?reply=5', 'комментарий'],
        ['4', 'https://example.org/news/1', 'в'],
        ['', 'не адрес', 'г'],
        ['', '', 'д'],
      ]),
    )
    expect(rows.map(({ identity }) => identity.key)).toEqual(['vk:-1:2', 'vk:-1:2:5', 'incident:4'])
    expect(errors.map(({ line }) => line)).toEqual([3, 6, 7])
  })

  it('a comment that bears the address of its post does not become the post', () => {
    const { rows } = read(
      sheet('Инциденты', [
        ['ID инцидента', 'Ссылка', 'Тип сообщения', 'Текст'],
        ['1', 'https://ok.ru/group/5270000/topic/150000001', 'Пост', 'а'],
        ['2', 'https://ok.ru/group/5270000/topic/150000001', 'Комментарий', 'б'],
        ['', 'https://ok.ru/group/5270000/topic/150000001', 'Комментарий', 'в'],
      ]),
    )
    expect(rows.map(({ identity }) => identity.key)).toEqual([
      'ok:topic:150000001',
      'incident:2',
      expect.stringMatching(/^incident:url:/),
    ])
  })
})

describe('values', () => {
  it.each([
    ['23.11.2026', '2026-11-23', null],
    ['3.1.26 9:05', '2026-01-03', 545],
    ['23.11.2026 в 14:05', '2026-11-23', 845],
    ['2026-11-23T14:05:00', '2026-11-23', 845],
  ])('«%s» is a moment', (text, date, minutes) => {
    expect(readMoment(text)).toEqual({ date, minutes })
  })

  it.each(['31.02.2026', '23.13.2026', 'скоро', '25:00', '23.11.2026 24:10', '45618'])(
    '«%s» is none and is not guessed',
    text => {
      expect(readMoment(text)).toBeNull()
      expect(readDate(text)).toBeNull()
    },
  )

  it('a day without a clock is known to the day', () => {
    expect(instantOf({ date: '2026-11-23', minutes: null }, 'Europe/Ulyanovsk')).toEqual({
      at: '2026-11-23T08:00:00.000Z',
      precision: 'day',
    })
  })

  it('an address is found among words, without the full stop after it', () => {
    expect(addressIn('см. https://vk.com/wall-1_2.')).toBe('https://vk.com/wall-1_2')
    expect(addressIn('нет адреса')).toBeNull()
  })
})

describe('addresses of ПОС', () => {
  it.each([
    'https://pos.gosuslugi.ru/backoffice/appeals/177073571',
    'https://pos.gosuslugi.ru/backoffice/appeals/177073571/history?tab=1#x',
    'https://pos.gosuslugi.ru/backoffice/#/appeals/177073571',
  ])('%s names the message', address => {
    expect(posIdentityOf(address)).toMatchObject({
      key: 'pos:177073571',
      url: 'https://pos.gosuslugi.ru/backoffice/appeals/177073571',
    })
  })

  it.each([
    'https://pos.gosuslugi.ru/backoffice/appeals',
    'https://pos.gosuslugi.ru/backoffice/appeals/new',
    'https://pos.gosuslugi.ru/backoffice/reports/177073571',
    'https://evil.example/backoffice/appeals/177073571',
    'javascript:alert(1)',
  ])('%s names none', address => {
    expect(parsePosAddress(address)).toBeNull()
  })

  it('a number is read as people write it', () => {
    expect(posNumber('№ 177 073 571')).toBe('177073571')
    expect(posNumber('177073571.0')).toBeNull()
  })
})
