import { parseHTML } from 'linkedom'
import { renderToString } from 'preact-render-to-string'
import { describe, expect, test } from 'vitest'
import { DocumentView } from '../../../../server/reports/documents/DocumentView.tsx'
import { report } from './report-for-tests.ts'

const pictures = new Map([['trend', 'data:image/svg+xml;base64,PHN2Zy8+']])
const html = renderToString(<DocumentView report={report} pictures={pictures} />)
const page = parseHTML(`<html><body>${html}</body></html>`).document
const textOf = (element: Element | null | undefined) => element?.textContent?.replaceAll(/\s+/g, ' ').trim()

describe('a report on a page', () => {
  test('has its title, the sections that hold something, and people’s words as words', () => {
    expect(textOf(page.querySelector('h1'))).toBe('Аналитическая записка')
    expect([...page.querySelectorAll('h2')].map(textOf)).toEqual(['Главное', 'Динамика'])
    expect(html).toContain('Прошу решить вопрос &amp; &lt;подрядчика')
  })

  test('numbers tables and pictures as the DOCX does', () => {
    const captions = [...page.querySelectorAll('caption, figcaption')].map(textOf)
    expect(captions).toEqual([
      'Таблица 1. Работа по блокам',
      'Рисунок 1. Поступило и отвечено <за 4 недели>',
      'Данные trend-table',
      'Рисунок 2. Откуда пришли',
      'Рисунок 3. Поселение и блок',
      'Таблица 2. Данные weeks',
    ])
  })

  test('opens the list behind a number, a line and a cell of a heat map', () => {
    const addresses = [...page.querySelectorAll('a')].map(link => link.getAttribute('href'))
    expect(addresses).toEqual([
      '/tickets?before_head=yes',
      '/tickets?metric=received&block=zhkh',
      '/tickets?settlement=nagatkino&block=zhkh',
    ])
  })

  test('says by which formula a column is counted', () => {
    expect(page.querySelector('abbr')?.getAttribute('title')).toBe('Карточки, записанные в периоде.')
  })

  test('keeps a table behind each picture; a chart that could not be drawn is its table', () => {
    expect(page.querySelectorAll('figure img')).toHaveLength(1)
    expect(page.querySelector('figure img')?.getAttribute('alt')).toContain('Поступило и отвечено')
    expect(textOf(page.querySelector('details.behind summary'))).toBe('Данные к рисунку 1 в таблице')
    expect(page.querySelectorAll('table')).toHaveLength(5)
  })

  test('colours a heat map by classes: the policy of the pages lets no style into an element', () => {
    expect(html).not.toContain('style=')
    const classes = [...page.querySelectorAll('.heat td.number')].map(cell => cell.getAttribute('class'))
    expect(classes).toEqual([
      'number heat-10',
      'number',
      'number heat-2',
      'number heat-5',
      'number heat-0',
      'number heat-8',
    ])
  })

  test('marks the heads of rows and columns for those who listen to a page', () => {
    const [table] = page.querySelectorAll('table')
    expect(table?.querySelectorAll('thead th[scope=col]')).toHaveLength(7)
    expect(textOf(table?.querySelector('tbody th[scope=row]'))).toBe('ЖКХ')
    expect(textOf(table?.querySelector('tr.total th'))).toBe('Всего')
  })
})
