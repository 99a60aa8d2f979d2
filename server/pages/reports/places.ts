/** The reports that have a page of one life (report-life.tsx): where it is, of which period, what is written and how it is made. */
import type { Settings } from '../../../shared/policy/settings.ts'
import type { ReportKind, Texts } from '../../../shared/reports/life.ts'
import { noteTexts } from '../../../shared/reports/note/report.ts'
import { monthOf, type Period, periodSettingsOf, yearOf } from '../../../shared/reports/period.ts'
import type { Office, Signed } from '../../office.ts'
import type { Built } from '../../reports/archive/reports.ts'
import { buildIndicators } from '../../reports/indicators/report.ts'
import { buildNote } from '../../reports/note/build.ts'
import { address } from '../address.ts'
import { asOfWords } from '../words.ts'
import { listOf, readDate, readWeek } from './weeks.ts'

export type ReportPlace = {
  kind: ReportKind
  path: string
  /** «Записка», as pages call it. */
  title: string
  readPeriod(query: Record<string, string>, now: string, settings: Settings): Period
  /** Of the page, or with `act` of one of its forms. */
  addressOf(period: Period, act?: string, query?: Record<string, string>): string
  texts: readonly { id: string; title: string; help: string }[]
  addresseeOf(settings: Settings): string
  /** `thorough`: looks for the names of all authors, as before a check; a page that is only read does not wait for it. */
  build(office: Office, signed: Signed, period: Period, texts: Texts, thorough?: boolean): Promise<Built>
}

/** Beneath the path of a report: its draft as a file. */
export const draftFile = 'draft.docx'

const withAct = (path: string, act: string | undefined) => (act === undefined ? path : `${path}/${act}`)

export const notePlace: ReportPlace = {
  kind: 'note',
  path: '/reports/note',
  title: 'Записка',
  readPeriod: ({ week }, now, settings) => readWeek(week, now, settings),
  addressOf: ({ firstDate }, act, query = {}) =>
    address(withAct(notePlace.path, act), { week: firstDate, ...query }),
  texts: noteTexts,
  addresseeOf: ({ reports }) => reports.note.addressee,
  build: (office, signed, period, texts, thorough) =>
    buildNote(office, signed, period, texts, { asOfWords, listOf, thorough }),
}

const explanations = [
  { id: 'main', title: 'К таблице', help: '' },
  { id: 'proposals', title: 'Пояснения', help: 'Почему показатель не достигнут и что сделано.' },
] as const

export const indicatorsPlace: ReportPlace = {
  kind: 'indicators',
  path: '/reports/indicators',
  title: 'Отчёт об индикаторах',
  readPeriod({ month }, now, settings) {
    const periods = periodSettingsOf(settings)
    return monthOf(readDate(month && `${month}-01`, now, periods.zone), periods)
  },
  addressOf: ({ firstDate }, act, query = {}) =>
    address(withAct(indicatorsPlace.path, act), { month: firstDate.slice(0, 7), ...query }),
  texts: explanations,
  addresseeOf: ({ reports }) => reports.indicators.addressee,
  build: (office, signed, period, texts, thorough) =>
    buildIndicators(office, signed, 'indicators', period, texts, asOfWords, thorough),
}

export const targetsPlace: ReportPlace = {
  kind: 'targets',
  path: '/reports/targets',
  title: 'Отчёт о целевых показателях',
  readPeriod({ year }, now, settings) {
    const periods = periodSettingsOf(settings)
    return yearOf(readDate(year && `${year}-01-01`, now, periods.zone), periods)
  },
  addressOf: ({ firstDate }, act, query = {}) =>
    address(withAct(targetsPlace.path, act), { year: firstDate.slice(0, 4), ...query }),
  texts: explanations,
  addresseeOf: ({ reports }) => reports.targets.addressee,
  build: (office, signed, period, texts, thorough) =>
    buildIndicators(office, signed, 'targets', period, texts, asOfWords, thorough),
}

export const reportPlaces = [notePlace, indicatorsPlace, targetsPlace] as const

const places: Readonly<Record<ReportKind, ReportPlace>> = {
  note: notePlace,
  indicators: indicatorsPlace,
  targets: targetsPlace,
}

export const placeOf = (kind: ReportKind): ReportPlace => places[kind]
