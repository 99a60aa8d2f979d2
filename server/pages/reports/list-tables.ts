/** The lists of «Отчёты» as files: weekly summaries, the archive, requests for material. */
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import type { Cell, ReportTable } from '../../../shared/reports/document.ts'
import { reportStageTitles } from '../../../shared/reports/life.ts'
import { type Period, periodWords } from '../../../shared/reports/period.ts'
import type { ArchivedReport } from '../../reports/archive/reports.ts'
import type { MaterialRequest } from '../../reports/archive/requests.ts'
import type { Summary } from '../../reports/summaries/summaries.ts'
import type { TableFile } from '../table-files.ts'
import { asOfWords } from '../words.ts'
import { placeOf } from './places.ts'

type Told = { settings: Settings; now: string }

const text = (words: string | null | undefined): Cell => ({ kind: 'text', text: words ?? '' })
const date = (value: string | null | undefined): Cell => ({ kind: 'date', value: value ?? null })

function fileOf(
  { settings, now }: Told,
  { name, table, subtitle }: { name: string; table: ReportTable; subtitle?: string },
): TableFile {
  return {
    name,
    tables: [table],
    head: {
      title: table.title,
      subtitle,
      asOf: asOfWords(now, settings.deadlines.zone),
      lines: [settings.organisation.title],
    },
  }
}

/** «сдана 25 ноября 2026, 16:40», «не сдана, начата». */
export function summaryStateWords(
  { handedIn, returned, texts }: Summary['life'],
  zone: string,
): { state: 'done' | 'today' | 'overdue'; words: string } {
  if (handedIn !== null) {
    const why = handedIn.automatic ? ', сообщений не поступало' : ''
    return { state: 'done', words: `сдана ${formatDateTime(handedIn.at, zone)}${why}` }
  }
  if (returned !== null) return { state: 'today', words: 'возвращена' }
  return { state: 'overdue', words: Object.keys(texts).length > 0 ? 'не сдана, начата' : 'не сдана' }
}

export function summariesFile(told: Told, period: Period, summaries: readonly Summary[]): TableFile {
  const table: ReportTable = {
    id: 'summaries',
    title: 'Еженедельные сводки',
    columns: [
      { id: 'person', title: 'Руководитель', kind: 'text', width: 4 },
      { id: 'blocks', title: 'Блоки', kind: 'text', width: 5 },
      { id: 'state', title: 'Состояние', kind: 'text', width: 4 },
    ],
    rows: summaries.map(({ person, life }) => ({
      cells: [
        text(person.title),
        text(person.blocks.map(block => blocks[block].title).join(', ')),
        text(summaryStateWords(life, period.zone).words),
      ],
    })),
  }
  return fileOf(told, { name: `svodki-${period.firstDate}`, table, subtitle: periodWords(period) })
}

export function archiveFile(told: Told, reports: readonly ArchivedReport[]): TableFile {
  const { zone } = told.settings.deadlines
  const table: ReportTable = {
    id: 'archive',
    title: 'Утверждённые и отправленные отчёты',
    columns: [
      { id: 'report', title: 'Отчёт', kind: 'text', width: 5 },
      { id: 'number', title: '№', kind: 'number', width: 1 },
      { id: 'period', title: 'Период', kind: 'text', width: 4 },
      { id: 'version', title: 'Версия', kind: 'number', width: 1 },
      { id: 'stage', title: 'Состояние', kind: 'text', width: 3 },
      { id: 'approved', title: 'Утверждён', kind: 'date', width: 2 },
      { id: 'sha256', title: 'SHA-256', kind: 'text', width: 5 },
      { id: 'sent', title: 'Отправлен', kind: 'date', width: 2 },
      { id: 'to', title: 'Кому', kind: 'text', width: 4 },
      { id: 'outgoing', title: 'Исходящий №', kind: 'text', width: 2 },
      { id: 'portal', title: 'Запись на портале', kind: 'text', width: 3 },
    ],
    rows: reports.map(({ kind, period, life: { number, version, stage, approved, sent } }) => ({
      cells: [
        text(placeOf(kind).title),
        { kind: 'number', value: number, decimals: 0 },
        text(periodWords(period)),
        { kind: 'number', value: version, decimals: 0 },
        text(reportStageTitles[stage]),
        date(approved && localDateOf(approved.at, zone)),
        text(approved?.sha256),
        date(sent?.sentOn),
        text(sent?.to),
        text(sent?.outgoingNumber),
        text(sent?.portalEntry),
      ],
    })),
  }
  return fileOf(told, { name: 'arhiv-otchetov', table })
}

export function requestsFile(told: Told, requests: readonly MaterialRequest[]): TableFile {
  const table: ReportTable = {
    id: 'requests',
    title: 'Запросы материалов',
    columns: [
      { id: 'from', title: 'Кто запросил', kind: 'text', width: 4 },
      { id: 'number', title: 'Номер письма', kind: 'text', width: 2 },
      { id: 'subject', title: 'Что нужно', kind: 'text', width: 6 },
      { id: 'received', title: 'Получен', kind: 'date', width: 2 },
      { id: 'due', title: 'Ответить до', kind: 'date', width: 2 },
      { id: 'answered', title: 'Отвечено', kind: 'date', width: 2 },
      { id: 'answer', title: 'Что отправлено', kind: 'text', width: 4 },
    ],
    rows: requests.map(({ fromWhom, number, subject, receivedOn, dueOn, answeredOn, answer }) => ({
      cells: [
        text(fromWhom),
        text(number),
        text(subject),
        date(receivedOn),
        date(dueOn),
        date(answeredOn),
        text(answer),
      ],
    })),
  }
  return fileOf(told, { name: 'zaprosy-materialov', table })
}
