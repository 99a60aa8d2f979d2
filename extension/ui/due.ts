/** Deadlines as the panel shows them: which group, which words, in which look. The words are those of shared/deadlines. */
import { levelOf, type Stage, urgentStage, worstLevel } from '../../shared/deadlines/deadline.ts'
import {
  describeTrace,
  dueWords,
  formatDate,
  formatDateTime,
  overdueWords,
} from '../../shared/deadlines/words.ts'
import { addDays, localDateOf } from '../../shared/deadlines/zone.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { stageTitles } from '../../shared/reference/stages.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'

export { localDateOf }

/** Groups of the list, most urgent first. */
export type Urgency = 'overdue' | 'today' | 'later' | 'answered' | 'withdrawn'

/** Classes of the shared look: a colour that always stands beside its word and shape. */
export type Look = 'overdue' | 'today' | 'running' | 'done'

export const urgencyMarks: Record<Urgency, { shape: string; title: string; look: Look }> = {
  overdue: { shape: '▲', title: 'Просрочено', look: 'overdue' },
  today: { shape: '◆', title: 'Сегодня', look: 'today' },
  later: { shape: '●', title: 'Позже', look: 'running' },
  answered: { shape: '✓', title: 'Отвечено', look: 'done' },
  withdrawn: { shape: '×', title: 'Запись отменена', look: 'running' },
}

export function urgencyOf(ticket: Ticket, settings: Settings, now: string): Urgency {
  if (ticket.status === 'answered' || ticket.status === 'withdrawn') return ticket.status
  const level = worstLevel(ticket.stages, now, settings.deadlines)
  if (level === 'overdue') return 'overdue'
  return level === 'due_today' ? 'today' : 'later'
}

/** The deadline that comes first among those that run. */
export function urgentDueAt(ticket: Ticket): string | undefined {
  return urgentStage(ticket.stages)?.dueAt
}

/** «просрочено на 2 дня», «сегодня до 17:00»; `null` where no clock runs. */
export function rowDue(
  ticket: Ticket,
  settings: Settings,
  now: string,
): { words: string; look: Look } | null {
  const stage = urgentStage(ticket.stages)
  if (stage === undefined || ticket.status === 'withdrawn') return null
  return { words: runningWords(stage, settings, now), look: lookOf(stage, settings, now) }
}

export type StageView = {
  id: string
  title: string
  words: string
  look: Look
  isStopped: boolean
  trace: string[]
}

/** Every stage with its words; one that an earlier promise began and a later one replaced is left out. */
export function stageViews(ticket: Ticket, settings: Settings, now: string): StageView[] {
  const last = new Map(ticket.stages.map(stage => [stage.stage, stage]))
  return [...last.values()].map(stage => ({
    id: stage.stage,
    title: stageTitles[stage.stage],
    words: stage.stoppedAt === null ? runningWords(stage, settings, now) : stoppedWords(stage, settings, now),
    look: lookOf(stage, settings, now),
    isStopped: stage.stoppedAt !== null,
    trace: describeTrace(stage, settings.deadlines),
  }))
}

function runningWords(stage: Stage, settings: Settings, now: string): string {
  return levelOf(stage, now, settings.deadlines) === 'overdue'
    ? overdueWords(stage.dueAt, now)
    : dueWords(stage.dueAt, now, settings.deadlines.zone)
}

function stoppedWords(stage: Stage, settings: Settings, now: string): string {
  const at = stage.stoppedAt ?? stage.dueAt
  const late = Date.parse(at) >= Date.parse(stage.dueAt)
  return `${late ? 'позже срока' : 'в срок'}, ${dateTimeWords(at, now, settings.deadlines.zone)}`
}

function lookOf(stage: Stage, settings: Settings, now: string): Look {
  if (stage.stoppedAt !== null)
    return Date.parse(stage.stoppedAt) >= Date.parse(stage.dueAt) ? 'overdue' : 'done'
  const level = levelOf(stage, now, settings.deadlines)
  if (level === 'overdue') return 'overdue'
  return level === 'due_today' ? 'today' : 'running'
}

/** «сегодня в 14:05», «вчера в 21:14», «19 ноября, 10:00», «30 декабря 2025, 10:00». */
export function dateTimeWords(at: string, now: string, zone: string): string {
  const date = localDateOf(at, zone)
  const today = localDateOf(now, zone)
  const words = formatDateTime(at, zone)
  if (date === today) return `сегодня в ${timeOf(words)}`
  if (date === addDays(today, -1)) return `вчера в ${timeOf(words)}`
  return words.replace(`\u00a0${today.slice(0, 4)},`, ',')
}

/** For «ждут 3, с 14:05»: the time today, else with the day. */
export function sinceWords(at: string, now: string, zone: string): string {
  if (localDateOf(at, zone) === localDateOf(now, zone)) return timeOf(formatDateTime(at, zone))
  return dateTimeWords(at, now, zone)
}

/** When the post was written, as exactly as the page told. */
export function publishedWords(source: SourceDraft, now: string, zone: string): string {
  if (source.publishedAt === null) return source.publishedText ?? 'дата не указана'
  return source.precision === 'day'
    ? formatDate(localDateOf(source.publishedAt, zone))
    : dateTimeWords(source.publishedAt, now, zone)
}

function timeOf(dateTime: string): string {
  return dateTime.slice(-5)
}
