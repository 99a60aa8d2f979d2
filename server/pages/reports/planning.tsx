/** `/reports/planning?year=&block=`: «Справка для планирования» (decree 697-П, 1.1 г) as a page, DOCX, XLSX and CSV of one value. */
import type { Context, Hono } from 'hono'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { type BlockId, blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import type { PlanningList } from '../../../shared/reports/planning.ts'
import type { Office, Signed } from '../../office.ts'
import { mayReadReports } from '../../reports/archive/rights.ts'
import { DocumentView } from '../../reports/documents/DocumentView.tsx'
import { tablesOf } from '../../reports/documents/flat-table.ts'
import { documentHead } from '../../reports/documents/render.ts'
import { readPlanning } from '../../reports/planning/query.ts'
import { address, listAddress } from '../address.ts'
import { answerPage, signedIn } from '../answer.tsx'
import { forbiddenPage } from '../errors.tsx'
import { SelectField } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { answerCsv, answerDocument } from '../table-files.ts'
import { asOfWords } from '../words.ts'
import { readDate } from './weeks.ts'
import { reportsOnlyWords } from './words.ts'

const path = '/reports/planning'

type Asked = { year: string; currentYear: string; block: BlockId | undefined; report: ReportDocument }

export function mountPlanning(app: Hono, office: Office): void {
  const door = (answer: (context: Context, signed: Signed, asked: Asked) => Response | Promise<Response>) =>
    signedIn(office, async (context, signed) => {
      if (!mayReadReports(signed.actor)) return forbiddenPage(context, signed, reportsOnlyWords)
      const { zone } = signed.settings.deadlines
      const now = office.now()
      const { year, block: given = '' } = context.req.query()
      const date = readDate(year && `${year}-12-31`, now, zone)
      const block = isBlockId(given) ? given : undefined
      const report = await readPlanning(office, signed, {
        date,
        blocks: block === undefined ? [] : [block],
        asOfWords,
        listOf: listOf(block),
      })
      return answer(context, signed, {
        year: date.slice(0, 4),
        currentYear: localDateOf(now, zone).slice(0, 4),
        block,
        report,
      })
    })

  app.get(
    path,
    door((context, signed, asked) => answerPage(context, <PlanningPage signed={signed} {...asked} />)),
  )
  app.get(
    `${path}.docx`,
    door((context, _signed, asked) => answerFile(context, asked, 'docx')),
  )
  app.get(
    `${path}.xlsx`,
    door((context, _signed, asked) => answerFile(context, asked, 'xlsx')),
  )
  app.get(
    `${path}.csv`,
    door((context, _signed, asked) => {
      // The whole table: the two others are sums of it.
      const tables = tablesOf(asked.report).slice(-1)
      return answerCsv(context, {
        name: nameOf(asked),
        tables,
        head: documentHead(asked.report),
      })
    }),
  )
}

const nameOf = ({ year, block }: Asked) => `spravka-planirovaniya-${year}${block ? `-${block}` : ''}`

const answerFile = (context: Context, asked: Asked, form: 'docx' | 'xlsx') =>
  answerDocument(context, asked.report, {
    name: nameOf(asked),
    form,
    refused: 'Выберите один блок или скачайте таблицу как CSV.',
  })

/** A list is narrowed by one absence at most: what names neither place nor subtopic has none. */
const listOf =
  (block: BlockId | undefined): PlanningList =>
  (period, { settlement, subtopic }) =>
    settlement === null && subtopic === null
      ? undefined
      : listAddress('received', period, {
          block,
          settlement: settlement ?? undefined,
          subtopic: subtopic ?? undefined,
          without: settlement === null ? 'settlement' : subtopic === null ? 'subtopic' : undefined,
        })

function PlanningPage({ signed, year, currentYear, block, report }: Asked & { signed: Signed }) {
  const query = { year, block }
  const latest = Number(currentYear)
  return (
    <Page signed={signed} tab="reports" title="Справка для планирования" wide>
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <search class="report-filters">
        <form action={path} method="get">
          <SelectField
            name="year"
            label="Последний год"
            value={year}
            choices={[latest, latest - 1, latest - 2].map(each => ({ value: `${each}`, title: `${each}` }))}
          />
          <SelectField
            name="block"
            label="Блок"
            value={block ?? ''}
            choices={[
              { value: '', title: 'Все блоки' },
              ...blockIds.map(id => ({ value: id, title: blocks[id].short })),
            ]}
          />
          <button type="submit">Показать</button>
        </form>
      </search>
      <p class="links exports no-print">
        Скачать:{' '}
        {(['docx', 'xlsx', 'csv'] as const).map(form => (
          <span key={form}>
            <a href={address(`${path}.${form}`, query)} download>
              {form.toUpperCase()}
            </a>{' '}
          </span>
        ))}
      </p>
      <DocumentView report={report} pictures={new Map()} />
    </Page>
  )
}
