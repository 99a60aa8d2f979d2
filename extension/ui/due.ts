/** Deadlines as the panel shows them: which words, in which look. The words are those of shared/deadlines. */
import { levelOf, type Stage, urgentStage } from '../../shared/deadlines/deadline.ts'
import {
  describeTrace,
  dueWords,
  formatDate,
  formatDateTime,
  overdueWords,
  pausedWords,
} from '../../shared/deadlines/words.ts'
import { addDays, localDateOf } from '../../shared/deadlines/zone.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { stageTitles } from '../../shared/reference/stages.ts'
import { type Look, orderState } from '../../shared/reports/queue-groups.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { isOpen, type Ticket } from '../../shared/ticket/ticket.ts'

export { localDateOf }

/** «просрочено на 2 дня», «до 17:00», «на паузе с 24 ноя», «Поручение Главы до 3 ноября 2026»; `null` where no clock runs. */
export function rowDue(
  ticket: Ticket,
  settings: Settings,
  now: string,
): { words: string; look: Look } | null {
  if (!isOpen(ticket)) return orderState(ticket, now)
  const { zone } = settings.deadlines
  const stage = urgentStage(ticket.stages)
  if (stage !== undefined)
    return { words: runningWords(stage, settings, now), look: lookOf(stage, settings, now) }
  const paused = ticket.stages.find(each => pausedWords(each, zone) !== '' && each.stoppedAt === null)
  return paused === undefined ? null : { words: pausedWords(paused, zone), look: 'running' }
}

export type StageView = {
  id: string
  title: string
  words: string
  look: Look
  shape: string
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
    shape: shapeOf(stage, settings, now),
    isStopped: stage.stoppedAt !== null,
    trace: describeTrace(stage, settings.deadlines),
  }))
}

function runningWords(stage: Stage, settings: Settings, now: string): string {
  const { zone } = settings.deadlines
  const level = levelOf(stage, now, settings.deadlines)
  if (level === 'paused') return pausedWords(stage, zone)
  if (level === 'overdue') return overdueWords(stage.dueAt, now)
  const due = dueWords(stage.dueAt, now, zone)
  if (level === 'due_today') return `сегодня ${due}`
  return level === 'warn' ? `${due}, скоро` : due
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
  return level === 'due_today' || level === 'warn' ? 'today' : 'running'
}

/** The shape beside the words: overdue, due today, soon, standing, running, done. */
function shapeOf(stage: Stage, settings: Settings, now: string): string {
  switch (levelOf(stage, now, settings.deadlines)) {
    case 'stopped':
      return lookOf(stage, settings, now) === 'overdue' ? '▲' : '✓'
    case 'paused':
      return '‖'
    case 'overdue':
    case 'before_head':
      return '▲'
    case 'due_today':
      return '◆'
    case 'warn':
      return '◇'
    case 'ok':
      return '●'
  }
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
