/** A report with everything that a report can hold. */
import type { Cell, ReportChart, ReportDocument, ReportTable } from '../../../../shared/reports/document.ts'

export const text = (words: string): Cell => ({ kind: 'text', text: words })
export const count = (value: number, href?: string): Cell => ({ kind: 'count', value, href })

export const blockTable: ReportTable = {
  id: 'blocks',
  title: 'Работа по блокам',
  note: 'Отменённые записи не считаются.',
  columns: [
    { id: 'block', title: 'Блок', kind: 'text' },
    { id: 'received', title: 'посту\u00adпило', kind: 'count', formula: 'Карточки, записанные в периоде.' },
    { id: 'change', title: 'Изменение', kind: 'change' },
    { id: 'in_time', title: 'В срок', kind: 'share' },
    { id: 'mark', title: 'Оценка', kind: 'mean' },
    { id: 'due', title: 'Срок', kind: 'date' },
    { id: 'longest', title: 'Среднее время', kind: 'duration' },
  ],
  rows: [
    {
      cells: [
        text('ЖКХ'),
        count(21, '/tickets?metric=received&block=zhkh'),
        { kind: 'change', value: 5 },
        { kind: 'share', part: 19, base: 21 },
        { kind: 'mean', value: 3.94, of: 7 },
        { kind: 'date', value: '2026-11-25' },
        { kind: 'duration', minutes: 256, of: 12 },
      ],
    },
    {
      cells: [
        text('=HYPERLINK("http://зло")'),
        count(0),
        { kind: 'change', value: null },
        { kind: 'share', part: 18, base: 19 },
        { kind: 'mean', value: null, of: 0 },
        { kind: 'date', value: null },
        { kind: 'duration', minutes: null, of: 0 },
      ],
    },
    {
      isTotal: true,
      cells: [
        text('Всего'),
        count(10_021),
        { kind: 'change', value: -3 },
        { kind: 'share', part: 199, base: 200 },
        { kind: 'mean', value: 4, of: 7 },
        { kind: 'date', value: null },
        { kind: 'duration', minutes: 40, of: 2 },
      ],
    },
  ],
}

export const trend = {
  id: 'trend',
  kind: 'lines',
  title: 'Поступило и отвечено <за 4 недели>',
  categories: ['1-я', '2-я', '3-я', '4-я'],
  series: [
    { title: 'Поступило', values: [41, 52, 48, 57] },
    { title: 'Отвечено & закрыто', values: [38, null, 50, 49] },
  ],
} satisfies ReportChart

export const bars = {
  id: 'channels',
  kind: 'bars',
  title: 'Откуда пришли',
  categories: ['ВКонтакте', 'Телефон', 'ПОС «Госуслуги. Решаем вместе»', 'Электронная почта', 'Личный приём'],
  series: [
    { title: 'За неделю', values: [31, 2, 5, 1, 4] },
    { title: 'Раньше', values: [25, 2, 6, 0, 3] },
  ],
} satisfies ReportChart

export const heat = {
  id: 'heat',
  kind: 'heat',
  title: 'Поселение и блок',
  columns: ['ЖКХ', 'Дороги', 'Здравоохранение'],
  rows: ['с. Большое Нагаткино', 'р. п. Цильна'],
  cells: [
    [
      { value: 17, weight: 1, href: '/tickets?settlement=nagatkino&block=zhkh' },
      { value: 0, weight: null },
      { value: 3, weight: 0.2 },
    ],
    [
      { value: 4, weight: 0.5 },
      { value: 12_345, weight: 0 },
      { value: 8, weight: 0.8 },
    ],
  ],
} satisfies ReportChart

export function behind(id: string, rows = 2): ReportTable {
  return {
    id,
    title: `Данные ${id}`,
    columns: [
      { id: 'name', title: 'Неделя', kind: 'text' },
      { id: 'value', title: 'Поступило', kind: 'count' },
    ],
    rows: Array.from({ length: rows }, (_, at) => ({ cells: [text(`${at + 1}-я`), count(at)] })),
  }
}

export const report: ReportDocument = {
  title: 'Аналитическая записка',
  subtitle: 'за неделю 19–25\u00a0ноября\u00a02026',
  asOf: 'По состоянию на\u00a025\u00a0ноября\u00a02026, 16:40 (Ульяновск, UTC+4)',
  organisation: 'Администрация МО «Цильнинский район»',
  marks: ['Проект', '№\u00a012'],
  people: ['Главе администрации'],
  sections: [
    {
      id: 'main',
      title: 'Главное',
      blocks: [
        { block: 'generated', text: 'Поступило 57\u00a0сообщений.\nОтвечено на 49.' },
        { block: 'written', text: 'Прошу решить вопрос & <подрядчика>.' },
        { block: 'lines', lines: [{ text: 'Вынесено на решение: 3', href: '/tickets?before_head=yes' }] },
        { block: 'table', table: blockTable },
      ],
    },
    { id: 'empty', title: 'Пустой раздел', blocks: [] },
    {
      id: 'charts',
      title: 'Динамика',
      blocks: [
        { block: 'page-break' },
        { block: 'chart', chart: trend, table: behind('trend-table') },
        { block: 'chart', chart: bars, table: behind('bars-table') },
        { block: 'chart', chart: heat, table: behind('heat-table') },
        { block: 'table', table: behind('weeks', 60) },
      ],
    },
  ],
  footer: ['Срез данных: событие №\u00a0204'],
}
