/** A report on a page and on paper: the same value of which the DOCX is made, with numbers that open their lists. */
import type { ReportBlock, ReportDocument, ReportSection } from '../../../shared/reports/document.ts'
import { ChartView } from './ChartView.tsx'
import { behindCaption, chartCaption, type Numbers, numbersOf, tableCaption } from './numbering.ts'
import type { Pictures } from './render.ts'
import { TableView } from './TableView.tsx'

/** `pictures`: of `documentPictures`. Stands inside the frame of a page, which prints nothing of its own. */
export function DocumentView({ report, pictures }: { report: ReportDocument; pictures: Pictures }) {
  const { title, subtitle, asOf, organisation, marks, people, sections, footer } = report
  const numbers = numbersOf(report)
  return (
    <article class="report-document">
      <header>
        {marks.length > 0 && <p class="quiet report-marks">{marks.join(' · ')}</p>}
        <p>{organisation}</p>
        <h1>{title}</h1>
        <p class="report-subtitle">{subtitle}</p>
        <p class="quiet">{asOf}</p>
        {people.map(line => (
          <p key={line} class="report-people">
            {line}
          </p>
        ))}
      </header>
      {sections
        .filter(({ blocks }) => blocks.length > 0)
        .map(section => (
          <section
            key={section.id}
            id={section.id}
            class={beginsPage(section) ? 'report-section begins-page' : 'report-section'}
          >
            {section.title !== '' && <h2>{section.title}</h2>}
            {section.blocks.slice(beginsPage(section) ? 1 : 0).map((block, at) => (
              <Block key={at} block={block} numbers={numbers} pictures={pictures} />
            ))}
          </section>
        ))}
      {footer.length > 0 && (
        <footer class="quiet">
          {footer.map(line => (
            <p key={line}>{line}</p>
          ))}
        </footer>
      )}
    </article>
  )
}

/** The end of a page at the start of a section stands before its heading. */
const beginsPage = ({ blocks }: ReportSection) => blocks[0]?.block === 'page-break'

function Block({ block, numbers, pictures }: { block: ReportBlock; numbers: Numbers; pictures: Pictures }) {
  switch (block.block) {
    case 'generated':
    case 'written':
      return (
        <>
          {block.text
            .split(/\r?\n/)
            .filter(text => text.trim() !== '')
            .map((text, at) => (
              <p key={at} class="report-text">
                {text.trim()}
              </p>
            ))}
        </>
      )
    case 'lines':
      return (
        <ul class="report-lines">
          {block.lines.map(({ text, href }, at) => (
            <li key={at}>{href === undefined ? text : <a href={href}>{text}</a>}</li>
          ))}
        </ul>
      )
    case 'table': {
      const { table } = block
      return <TableView table={table} caption={tableCaption(table.title, numbers.tables.get(table.id))} />
    }
    case 'chart': {
      const { chart, table } = block
      const number = numbers.charts.get(chart.id)
      return (
        <ChartView
          chart={chart}
          table={table}
          picture={pictures.get(chart.id)}
          caption={chartCaption(chart.title, number)}
          behind={behindCaption(number)}
        />
      )
    }
    case 'page-break':
      return <div class="report-break" />
    default: {
      const never: never = block
      return never
    }
  }
}
