/** A report as DOCX. Equal reports are equal bytes: no clock, no chance, and no name but the office's inside. Runs in the thread. */
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  HeadingLevel,
  ImageRun,
  Packer,
  PageNumber,
  Paragraph,
  type Table,
  TabStopType,
  TextRun,
} from 'docx'
import type {
  ReportBlock,
  ReportChart,
  ReportDocument,
  ReportSection,
} from '../../../shared/reports/document.ts'
import { printable, withoutSoftHyphens } from './cells.ts'
import { chartPng, chartSize, chartSvg } from './chart.ts'
import { listReference, numbering, page, styleIds, styles, textWidth, thin } from './docx-styles.ts'
import { docxTable, runs } from './docx-table.ts'
import { chartCaption, type Numbers, numbersOf, tableCaption } from './numbering.ts'
import { withFixedTimes } from './zip-times.ts'

export async function makeDocx(report: ReportDocument): Promise<Uint8Array> {
  const { title, subtitle, organisation } = report
  const document = new Document({
    creator: plain(organisation),
    lastModifiedBy: plain(organisation),
    title: plain(title),
    subject: plain(subtitle),
    revision: 1,
    styles,
    numbering,
    features: { updateFields: false },
    sections: [
      {
        properties: { page, titlePage: true },
        headers: {
          first: new Header({ children: [firstHead(report)] }),
          default: new Header({ children: [runningHead(report)] }),
        },
        footers: { first: pageNumbers(report), default: pageNumbers(report) },
        children: [...opening(report), ...sectionsOf(report), ...closing(report)],
      },
    ],
  })
  const packed = await Packer.toBuffer(document, undefined, [
    { path: 'docProps/core.xml', data: coreProperties(report) },
  ])
  return withFixedTimes(new Uint8Array(packed))
}

const plain = (text: string) => withoutSoftHyphens(printable(text))

function line(text: string, style: string): Paragraph {
  return new Paragraph({ style, children: runs(text) })
}

function opening({ organisation, title, subtitle, asOf, people }: ReportDocument): Paragraph[] {
  return [
    line(organisation, styleIds.head),
    new Paragraph({ heading: HeadingLevel.TITLE, children: runs(title) }),
    line(subtitle, styleIds.subtitle),
    line(asOf, styleIds.head),
    ...people.map(each => line(each, styleIds.people)),
  ]
}

function sectionsOf(report: ReportDocument): (Paragraph | Table)[] {
  const numbers = numbersOf(report)
  let beginsPage = false
  return report.sections
    .filter(({ blocks }) => blocks.length > 0)
    .flatMap(section => {
      const made = sectionParts(section, numbers, beginsPage)
      beginsPage = section.blocks.at(-1)?.block === 'page-break'
      return made
    })
}

/** `beginsPage`: the section before ended with the end of a page. */
function sectionParts(
  { title, blocks }: ReportSection,
  numbers: Numbers,
  beginsPage: boolean,
): (Paragraph | Table)[] {
  // The end of a page at the start of a section stands before its heading.
  const startsAnew = beginsPage || blocks[0]?.block === 'page-break'
  const hasHeading = title !== ''
  const heading = hasHeading
    ? [new Paragraph({ heading: HeadingLevel.HEADING_1, pageBreakBefore: startsAnew, children: runs(title) })]
    : []
  const parts = blocks.flatMap((block, at) => {
    const isAfterBreak = blocks[at - 1]?.block === 'page-break' && !(hasHeading && at === 1)
    const isFirstAnew = at === 0 && startsAnew && !hasHeading
    return blockParts(block, numbers, isAfterBreak || isFirstAnew)
  })
  return [...heading, ...parts]
}

function blockParts(block: ReportBlock, numbers: Numbers, pageBreakBefore: boolean): (Paragraph | Table)[] {
  switch (block.block) {
    case 'generated':
    case 'written':
      return block.text
        .split(/\r?\n/)
        .filter(text => text.trim() !== '')
        .map(
          (text, at) =>
            new Paragraph({
              style: 'BodyText',
              pageBreakBefore: pageBreakBefore && at === 0,
              children: runs(text.trim()),
            }),
        )
    case 'lines':
      return block.lines.map(
        ({ text }, at) =>
          new Paragraph({
            style: 'ListText',
            pageBreakBefore: pageBreakBefore && at === 0,
            numbering: { reference: listReference, level: 0 },
            children: runs(text),
          }),
      )
    case 'table': {
      const { table } = block
      return [
        new Paragraph({
          style: styleIds.caption,
          pageBreakBefore,
          children: runs(tableCaption(table.title, numbers.tables.get(table.id))),
        }),
        docxTable(table),
        // Two tables without a line between them would grow into one.
        line(table.note ?? '', styleIds.tableNote),
      ]
    }
    case 'chart':
      return chartParts(block.chart, numbers.charts.get(block.chart.id), pageBreakBefore)
    case 'page-break':
      return []
    default: {
      const never: never = block
      return never
    }
  }
}

/** Its numbers stand in the picture; the table behind it is on the page and in the XLSX. */
function chartParts(chart: ReportChart, number: number | undefined, pageBreakBefore: boolean): Paragraph[] {
  const size = chartSize(chart)
  const caption = chartCaption(chart.title, number)
  return [
    new Paragraph({
      style: styleIds.picture,
      pageBreakBefore,
      children: [
        new ImageRun({
          type: 'png',
          data: chartPng(chartSvg(chart)),
          transformation: size,
          altText: {
            // The library would count from the start of the process.
            id: String(1000 + (number ?? 0)),
            name: plain(`Рисунок ${number ?? ''}`.trim()),
            description: plain(chartWords(chart)),
            title: plain(chart.title),
          },
        }),
      ],
    }),
    new Paragraph({
      style: styleIds.caption,
      alignment: AlignmentType.CENTER,
      keepNext: false,
      spacing: { before: 40, after: 160 },
      children: runs(caption),
    }),
  ]
}

/** What the picture says, for who does not see it; long trends are told by their ends. */
function chartWords(chart: ReportChart): string {
  if (chart.kind === 'heat')
    return `${chart.title}. Таблица цветом: ${chart.rows.length} строк, ${chart.columns.length} столбцов.`
  const told = chart.series.map(({ title, values }) => {
    const pairs = chart.categories.map((category, at) => `${category} — ${values[at] ?? 'нет данных'}`)
    const shown = pairs.length <= 12 ? pairs : [...pairs.slice(0, 1), ...pairs.slice(-1)]
    return `${title}: ${shown.join(', ')}`
  })
  return [chart.title, ...told].join('. ')
}

function firstHead({ marks }: ReportDocument): Paragraph {
  return new Paragraph({
    style: styleIds.running,
    alignment: AlignmentType.RIGHT,
    children: runs(marks.join(' · ')),
  })
}

function runningHead({ title, subtitle, marks }: ReportDocument): Paragraph {
  return new Paragraph({
    style: styleIds.running,
    border: { bottom: { ...thin, space: 2 } },
    children: [...runs(title), new TextRun({ break: 1 }), ...runs([subtitle, ...marks].join(' · '))],
  })
}

function pageNumbers({ organisation }: ReportDocument): Footer {
  return new Footer({
    children: [
      new Paragraph({
        style: styleIds.running,
        tabStops: [{ type: TabStopType.RIGHT, position: textWidth }],
        children: [
          ...runs(`${organisation}\t`),
          new TextRun({
            children: ['страница\u00a0', PageNumber.CURRENT, ' из\u00a0', PageNumber.TOTAL_PAGES],
          }),
        ],
      }),
    ],
  })
}

function closing({ footer }: ReportDocument): Paragraph[] {
  return footer.map(
    (text, at) =>
      new Paragraph({
        style: styleIds.final,
        keepNext: at < footer.length - 1,
        ...(at === 0 ? { spacing: { before: 240, after: 20 }, border: { top: { ...thin, space: 4 } } } : {}),
        children: runs(text),
      }),
  )
}

/** The library writes the moment of packing here, and the bytes would differ from minute to minute. */
function coreProperties({ title, subtitle, organisation }: ReportDocument): string {
  const names = [
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'xmlns:dcterms="http://purl.org/dc/terms/"',
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  ].join(' ')
  const office = escaped(plain(organisation))
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties ${names}><dc:title>${escaped(plain(title))}</dc:title><dc:subject>${escaped(plain(subtitle))}</dc:subject><dc:creator>${office}</dc:creator><cp:lastModifiedBy>${office}</cp:lastModifiedBy><dc:language>ru-RU</dc:language></cp:coreProperties>`
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string) => text.replaceAll(/[&<>"]/g, sign => entities[sign] ?? sign)
