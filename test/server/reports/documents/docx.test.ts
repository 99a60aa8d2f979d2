import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeDocx } from '../../../../server/reports/documents/docx.ts'
import { textWidth } from '../../../../server/reports/documents/docx-styles.ts'
import { columnWidths } from '../../../../server/reports/documents/docx-table.ts'
import { cellsOf, type OpenedDocx, openDocx, rowsOf, styleOf } from './opened.ts'
import { blockTable, report } from './report-for-tests.ts'

let file: OpenedDocx

beforeAll(async () => {
  file = openDocx(await makeDocx(report))
})

describe('a report as DOCX', () => {
  test('opens with its title; each section that holds something has a heading of the style of headings', () => {
    expect(file.paragraphs('Title')).toEqual(['Аналитическая записка'])
    expect(file.paragraphs('Heading1')).toEqual(['Главное', 'Динамика'])
    expect(file.paragraphs('ReportSubtitle')).toEqual(['за неделю 19–25\u00a0ноября\u00a02026'])
  })

  test('keeps people’s words beside the generated ones, a paragraph each, signs and all', () => {
    expect(file.paragraphs('BodyText')).toEqual([
      'Поступило 57\u00a0сообщений.',
      'Отвечено на 49.',
      'Прошу решить вопрос & <подрядчика>.',
    ])
  })

  test('numbers its tables and pictures in their order', () => {
    expect(file.paragraphs('Caption')).toEqual([
      'Таблица\u00a01. Работа по блокам',
      'Рисунок\u00a01. Поступило и отвечено <за 4 недели>',
      'Рисунок\u00a02. Откуда пришли',
      'Рисунок\u00a03. Поселение и блок',
      'Таблица\u00a02. Данные weeks',
    ])
  })

  test('repeats the head of a table on every page and breaks no row', () => {
    for (const table of file.tables) {
      const rows = rowsOf(table)
      expect(rows[0]?.querySelector('w-tblHeader')).not.toBeNull()
      expect(rows.every(row => row.querySelector('w-cantSplit') !== null)).toBe(true)
      expect(rows.slice(1).some(row => row.querySelector('w-tblHeader') !== null)).toBe(false)
    }
  })

  test('takes the last rows of a long table to a page together: a total is never alone there', () => {
    const holds = (row: Element) => row.querySelector('w-keepNext') !== null
    const rows = rowsOf(file.tables.at(-1)).slice(1)
    expect(rows).toHaveLength(60)
    expect(rows.map(holds)).toEqual(rows.map((_, at) => at === 57 || at === 58))
  })

  test('says the same numbers as the page, shares of a small base without a percentage', () => {
    const [, first, second, total] = rowsOf(file.tables[0])
    expect(cellsOf(first)).toEqual([
      'ЖКХ',
      '21',
      '+5',
      '90\u00a0%19\u00a0из\u00a021',
      '3,9\u00a0(7)',
      '25.11.2026',
      '4\u00a0ч\u00a016\u00a0минпо\u00a012',
    ])
    expect(cellsOf(second)).toEqual([
      '=HYPERLINK("http://зло")',
      '0',
      '—',
      '18\u00a0из\u00a019',
      '—',
      '—',
      '—',
    ])
    expect(cellsOf(total).slice(0, 4)).toEqual([
      'Всего',
      '10\u00a0021',
      '−3',
      '99\u00a0%199\u00a0из\u00a0200',
    ])
  })

  test('puts numbers to the right and total rows in bold', () => {
    const rows = rowsOf(file.tables[0])
    const styles = [...(rows[1]?.querySelectorAll('w-tc') ?? [])].map(cell => styleOf(cell))
    expect(styles.slice(0, 3)).toEqual(['TableText', 'TableNumber', 'TableNumber'])
    expect(rows.at(-1)?.querySelector('w-b')).not.toBeNull()
    expect(rows[1]?.querySelector('w-b')).toBeNull()
  })

  test('parts a word of a narrow column by a mark of its own, which Word shows only where it is needed', () => {
    expect(file.raw('word/document.xml')).not.toContain('\u00ad')
    expect(file.raw('word/document.xml')).toContain('<w:softHyphen/>')
  })

  test('shows each chart as a picture that says in words what it shows', () => {
    const drawings = [...file.body.querySelectorAll('wp-docPr')]
    expect(drawings.map(each => each.getAttribute('title'))).toEqual([
      'Поступило и отвечено <за 4 недели>',
      'Откуда пришли',
      'Поселение и блок',
    ])
    expect(drawings[1]?.getAttribute('descr')).toContain('ВКонтакте — 31')
    expect(Object.keys(file.parts).filter(name => name.endsWith('.png'))).toHaveLength(3)
  })

  test('carries title, period and marks over every page but the first, and «страница N из M» under each', () => {
    expect(file.running('header').toSorted()).toEqual([
      'Аналитическая записказа неделю 19–25\u00a0ноября\u00a02026 · Проект · №\u00a012',
      'Проект · №\u00a012',
    ])
    const foot = file.raw('word/footer1.xml')
    expect(foot).toContain('страница\u00a0')
    expect(foot).toContain('PAGE')
    expect(foot).toContain('NUMPAGES')
  })

  test('begins a new page where the report says so', () => {
    const headings = [...file.body.querySelectorAll('w-p')].filter(each => styleOf(each) === 'Heading1')
    const begins = (paragraph: Element | undefined) =>
      paragraph?.querySelector('w-pageBreakBefore')?.getAttribute('w:val') !== 'false' &&
      paragraph?.querySelector('w-pageBreakBefore') !== null
    expect(headings.map(begins)).toEqual([false, true])
  })

  test('is Russian, and names the office and no person', () => {
    expect(file.raw('word/styles.xml')).toContain('w:val="ru-RU"')
    expect(file.raw('word/styles.xml')).toContain('Times New Roman')
    expect(file.raw('docProps/core.xml')).toContain(
      '<dc:creator>Администрация МО «Цильнинский район»</dc:creator>',
    )
    expect(file.raw('docProps/core.xml')).not.toContain('created')
  })

  test('is the same file, to the byte, for the same report', async () => {
    expect(Buffer.compare(await makeDocx(report), await makeDocx(report))).toBe(0)
  })

  test('takes signs that XML cannot hold out of people’s words', async () => {
    const broken = {
      ...report,
      sections: [
        { id: 'a', title: 'А\u0000\ud800', blocks: [{ block: 'written' as const, text: 'Б\u0008В' }] },
      ],
    }
    const made = strFromU8(unzipSync(await makeDocx(broken))['word/document.xml'] ?? new Uint8Array())
    expect(made).toContain('БВ')
    expect(made).not.toContain('\u0008')
  })
})

describe('the columns of a table', () => {
  test('fill the width of the text to the last twip, and none is narrower than its longest word', () => {
    const widths = columnWidths(blockTable)
    expect(widths.reduce((sum, each) => sum + each, 0)).toBe(textWidth)
    const narrow = columnWidths({
      columns: blockTable.columns.map(column => ({ ...column, width: column.id === 'block' ? 50 : 1 })),
      rows: blockTable.rows,
    })
    expect(Math.min(...narrow)).toBeGreaterThan(600)
  })
})
