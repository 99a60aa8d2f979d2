import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idFor } from '../../../../server/pages/settings/ids.ts'
import { decodeCsv, parseCsv, writeCsv } from '../../../../shared/imports/csv.ts'

const cellsOf = (text: string) => parseCsv(text)?.map(row => row.cells)

describe('a table from a spreadsheet', () => {
  test.each([
    [
      'semicolons of the Russian Excel',
      'Название;Проверено\r\nЦильна;да\r\n',
      [
        ['Название', 'Проверено'],
        ['Цильна', 'да'],
      ],
    ],
    [
      'commas',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'tabs, pasted from a sheet',
      'a\tb\n1\t2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'quotes, with the separator and a line break inside',
      '"a;b";"c ""d"""\n"e\nf";g',
      [
        ['a;b', 'c "d"'],
        ['e\nf', 'g'],
      ],
    ],
    ['the mark of UTF-8 at the start', '\uFEFFa;b', [['a', 'b']]],
    [
      'empty lines and empty rows',
      'a;b\n\n;\nc;d\n',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'a comma inside a row of semicolons',
      'a;b, c\nd;e',
      [
        ['a', 'b, c'],
        ['d', 'e'],
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(cellsOf(text)).toEqual(expected)
  })

  test('names the line of a row, counting lines inside quotes', () => {
    expect(parseCsv('a\n"b\nc"\nd')?.map(row => row.line)).toEqual([1, 2, 4])
  })

  test('that ends inside quotes is told so', () => {
    expect(parseCsv('a;"b')).toBeUndefined()
  })

  test('saved by Excel as plain CSV is Windows-1251', () => {
    expect(decodeCsv(Uint8Array.from([0xd6, 0xe8, 0xeb, 0xfc, 0xed, 0xe0]))).toBe('Цильна')
    expect(decodeCsv(new TextEncoder().encode('Цильна'))).toBe('Цильна')
  })
})

describe('a table for a spreadsheet', () => {
  test('runs nothing as a formula', () => {
    const text = writeCsv([['=HYPERLINK("http://evil")', '+7 927', '-1+1', '@a']])
    expect(text).toBe('\uFEFF"\'=HYPERLINK(""http://evil"")";\'+7 927;\'-1+1;\'@a\r\n')
  })

  test('keeps a number below zero a number', () => {
    expect(writeCsv([['-1', '-3,5', '-1-1']])).toBe('\uFEFF-1;"-3,5";\'-1-1\r\n')
  })

  test('comes back as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'я', ';', ',', '"', '\n', ' ', '=', "'", '-', '\t') })
    const row = fc
      .array(cell, { minLength: 2, maxLength: 4 })
      .filter(cells => cells.some(each => each.trim() !== ''))
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), rows => {
        expect(cellsOf(writeCsv([['a', 'b'], ...rows]))?.slice(1)).toEqual(rows)
      }),
    )
  })
})

describe('an id', () => {
  test('is made of the title, once, in Latin letters', () => {
    expect(idFor('Отдел дорог, ЖКХ и связи № 2', [])).toBe('otdel_dorog_zhkkh_i_svyazi')
    expect(idFor('Цильна', ['tsilna'])).toBe('tsilna_a')
    expect(idFor('№ 5', [])).toBe('entry')
    expect(idFor('New', [])).toBe('new_a')
  })

  test('is never one that is taken', () => {
    const taken: string[] = []
    for (let n = 0; n < 60; n += 1) taken.push(idFor('Щукино', taken))
    expect(new Set(taken).size).toBe(60)
    for (const id of taken) expect(id).toMatch(/^[a-z_]+$/)
  })
})
