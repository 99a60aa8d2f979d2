/**
 * The month's indicators and the year's targets as reports (decree 697-П, 3.2.1 е, 4.3 д): the table of «Показатели», and the
 * same in lines to paste into the portal. The year's is due before the year ends, so it says as of which date it stands.
 */
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { factWords, indicatorTables, numberWords } from '../../../shared/reports/indicator-tables.ts'
import type { IndicatorLine } from '../../../shared/reports/indicator-year.ts'
import { targetWords } from '../../../shared/reports/indicators.ts'
import { cutLines, type Texts } from '../../../shared/reports/life.ts'
import { metrics } from '../../../shared/reports/metrics.ts'
import { personalIn } from '../../../shared/reports/note/personal.ts'
import { type Period, periodWords } from '../../../shared/reports/period.ts'
import { portalSection } from '../../../shared/reports/portal-text.ts'
import { listed } from '../../../shared/reports/sentences.ts'
import type { Office, Signed } from '../../office.ts'
import type { Built } from '../archive/reports.ts'
import { actorWords, behalfOf } from '../archive/rights.ts'
import { noFigures } from '../archive/store.ts'
import { authorsIn } from '../author-names.ts'
import { readCut } from '../note/query.ts'

export async function buildIndicators(
  office: Office,
  signed: Signed,
  kind: 'indicators' | 'targets',
  period: Period,
  texts: Texts,
  asOfWords: (now: string, zone: string) => string,
  thorough = false,
): Promise<Built> {
  const { settings } = signed
  const asOf = office.now()
  const cut = await readCut(office.reader, office.organisationId)
  const isMonth = kind === 'indicators'
  const found = await office.indicators.year(office.tickets.scopeOf(signed), settings, {
    year: Number(period.firstDate.slice(0, 4)),
    month: Number(
      (isMonth || period.to <= asOf ? period.lastDate : localDateOf(asOf, period.zone)).slice(5, 7),
    ),
    of: '',
    statesOfNow: true,
  })
  const known = found.lines.filter(line => (isMonth ? line.month.fact : line.fact).value !== null)
  const unknown = found.lines.filter(line => !known.includes(line) && line.plan !== null)
  const states =
    period.to <= asOf
      ? found.lines
          .filter(isState)
          .map(({ indicator: { code, title } }) => `${code}\u00a0«${title.replaceAll('\u00ad', '')}»`)
      : []
  const words = periodWords(period)
  const value: ReportDocument = {
    title: isMonth ? 'Отчёт об индикаторах' : 'Отчёт о целевых показателях',
    subtitle: `за ${lowered(words)}`,
    asOf: asOfWords(asOf, period.zone),
    organisation: settings.organisation.title,
    marks: ['проект'],
    people: [
      `Кому: ${settings.reports[kind].addressee}`,
      `Подготовил: ${actorWords(signed.person.id, behalfOf(signed, 'center_head'), settings)}`,
    ],
    sections: [
      {
        id: 'main',
        title: 'Показатели',
        blocks: [
          ...(period.to > asOf
            ? [
                {
                  block: 'generated',
                  text: `Период ещё не окончен: данные приведены по состоянию на дату составления.`,
                } as const,
              ]
            : []),
          ...(states.length === 0
            ? []
            : [{ block: 'generated', text: `${listed(states)}: ${stateWords}` } as const]),
          ...indicatorTables(found).map(table => ({ block: 'table', table }) as const),
          ...written(texts, 'main'),
        ],
      },
      {
        id: portalSection,
        title: 'Текст для портала',
        blocks:
          known.length === 0
            ? []
            : [
                {
                  block: 'lines',
                  lines: known.map(line => ({ text: portalLine(line, isMonth, isState(line)) })),
                },
              ],
      },
      { id: 'proposals', title: 'Пояснения', blocks: written(texts, 'proposals') },
    ],
    footer: cutLines(asOfWords(asOf, period.zone), cut),
  }
  const typed = Object.values(texts)
  const shown = { ...value, sections: value.sections.filter(({ blocks }) => blocks.length > 0) }
  return {
    document: shown,
    cut: { asOf, ...cut },
    figures: noFigures,
    faults: [],
    personal: personalIn(typed, thorough ? await authorsIn(office, settings, typed) : []),
    remarks: unknown.map(
      ({ indicator }) => `Есть план, но нет значения: ${indicator.code} ${indicator.title}.`,
    ),
  }
}

const lowered = (words: string) => `${words.charAt(0).toLowerCase()}${words.slice(1)}`

function written(texts: Texts, id: string) {
  const text = texts[id] ?? ''
  return text === '' ? [] : [{ block: 'written', text } as const]
}

const isState = ({ indicator: { source } }: IndicatorLine) =>
  source.from === 'count' && metrics[source.metric].span === 'now'

const stateWords = 'на момент составления; сколько было на конец периода, не хранится.'

function portalLine(
  { indicator, plan, fact, state, month }: IndicatorLine,
  isMonth: boolean,
  isOfNow: boolean,
): string {
  const shown = isMonth ? month.fact : fact
  const wanted = isMonth ? month.plan : plan
  const unit = indicator.unit === '' ? '' : `\u00a0${indicator.unit}`
  // A share says its percent, or of how many it is, in words of its own.
  const isShare = indicator.measure === 'share' && shown.of !== null
  return [
    `${indicator.code} ${indicator.title}: ${factWords(indicator, shown)}${isShare ? '' : unit}${isOfNow ? ' на момент составления' : ''}`,
    wanted === null ? '' : `план ${numberWords(wanted, indicator.decimals)}${unit}`,
    isMonth || plan === null ? '' : targetWords[state],
  ]
    .filter(Boolean)
    .join('; ')
}
