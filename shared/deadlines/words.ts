/** Deadlines in Russian: when, by how much late, and why. No-break spaces keep numbers with their words. */
import { plural } from '../reference/plural.ts'
import { stageTitles } from '../reference/stages.ts'
import type { Level } from './levels.ts'
import type { ClockEvent, Unit } from './rules.ts'
import type { DeadlineSettings } from './settings.ts'
import type { Stage } from './stage.ts'
import type { TraceStep } from './trace.ts'
import { addDays, localDateOf, localMinutesOf, weekdayOf } from './zone.ts'

const months = [
  'января',
  'февраля',
  'марта',
  'апреля',
  'мая',
  'июня',
  'июля',
  'августа',
  'сентября',
  'октября',
  'ноября',
  'декабря',
]
const shortMonths = ['янв', 'фев', 'мар', 'апр', 'мая', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']
const weekdayNames = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье']

const nbsp = '\u00a0'

/** «23 ноября 2026» of a local date `YYYY-MM-DD`. */
export function formatDate(date: string): string {
  return `${dayAndMonth(date)}${nbsp}${date.slice(0, 4)}`
}

/** «23 ноября 2026, 16:20» of an instant. */
export function formatDateTime(instant: string, zone: string): string {
  return `${formatDate(localDateOf(instant, zone))}, ${formatTime(localMinutesOf(instant, zone))}`
}

/** «до 17:00» today, «завтра до 12:00», «до 3 дек», in another year «до 3 дек 2027». */
export function dueWords(dueAt: string, now: string, zone: string): string {
  const due = localDateOf(dueAt, zone)
  const today = localDateOf(now, zone)
  const time = `до${nbsp}${formatTime(localMinutesOf(dueAt, zone))}`
  if (due === today) return time
  if (due === addDays(today, 1)) return `завтра ${time}`
  const year = due.slice(0, 4) === today.slice(0, 4) ? '' : `${nbsp}${due.slice(0, 4)}`
  return `до${nbsp}${shortDate(due)}${year}`
}

/** «на паузе с 24 ноя»; empty where the clock goes. */
export function pausedWords(stage: Pick<Stage, 'pausedAt'>, zone: string): string {
  if (stage.pausedAt === null) return ''
  return `на${nbsp}паузе с${nbsp}${shortDate(localDateOf(stage.pausedAt, zone))}`
}

/** A level in a word, for a badge's title, a legend or a column. */
export const levelWords: Record<Level, string> = {
  stopped: 'Срок остановлен',
  paused: 'На паузе',
  ok: 'В срок',
  warn: 'Скоро срок',
  due_today: 'Срок сегодня',
  overdue: 'Просрочено',
  before_head: 'Вынесено на решение',
}

/** «просрочено на 40 мин», «на 2 ч», «на 2 дня», by the clock. */
export function overdueWords(dueAt: string, now: string): string {
  return `просрочено на${nbsp}${spanWords(Math.max(0, Date.parse(now) - Date.parse(dueAt)))}`
}

/** «40 мин», «2 ч», «2 дня» of a span in milliseconds, rounded down to its largest unit, at least a minute. */
export function spanWords(span: number): string {
  const minutes = Math.max(1, Math.floor(span / 60_000))
  if (minutes < 60) return `${minutes}${nbsp}мин`
  const hours = Math.floor(minutes / 60)
  if (hours < 24) return `${hours}${nbsp}ч`
  const days = Math.floor(hours / 24)
  return `${days}${nbsp}${plural(days, ['день', 'дня', 'дней'])}`
}

/** «Почему такой срок»: the steps, a line each. */
export function describeTrace(stage: Stage, settings: Pick<DeadlineSettings, 'zone'>): string[] {
  return stage.trace.map(step => stepWords(step, stage, settings.zone))
}

const startWords: Record<ClockEvent, string> = {
  capturedAt: 'Сообщение записано',
  publishedAt: 'Сообщение опубликовано',
  registeredAt: 'Обращение зарегистрировано',
  interimAt: 'Промежуточный ответ опубликован',
  reopenedAt: 'Карточка возобновлена',
  promisedAt: 'Обещание дано',
  receivedAt: 'Сообщение получено',
  refusedAt: 'Блок отказался: «Не наш блок»',
  orderedAt: 'Глава дал поручение',
}

const unitForms: Record<Unit, readonly [string, string, string]> = {
  calendar_days: ['календарный день', 'календарных дня', 'календарных дней'],
  working_days: ['рабочий день', 'рабочих дня', 'рабочих дней'],
  working_hours: ['рабочий час', 'рабочих часа', 'рабочих часов'],
  hours: ['час', 'часа', 'часов'],
}

const dayWords = {
  usual: '',
  short: ' (короткий день)',
  working_weekend: ' (рабочая суббота по переносу)',
  short_working_weekend: ' (рабочая суббота по переносу, короткий день)',
}

const skipWords = {
  weekend: 'выходные',
  days_off: 'праздничные и выходные дни',
  decree: 'нерабочие дни по указу',
}

const confidenceWords = { certain: '', good: '', weak: ', проверьте в настройках' }

function stepWords(step: TraceStep, stage: Stage, zone: string): string {
  switch (step.code) {
    case 'started': {
      const date = localDateOf(step.at, zone)
      return `${startWords[step.event]}: ${weekdayName(date)}, ${formatDateTime(step.at, zone)}`
    }
    case 'rule': {
      const source = [step.source, step.clause].filter(part => part !== '').join(', ')
      return `Правило: ${stageTitles[step.stage].toLowerCase()} — ${termWords(step)} (${source}${confidenceWords[step.confidence]})`
    }
    case 'target':
      return `Внутренний срок центра короче: ${termWords(step)}`
    case 'promised': {
      const promised = stage.stage === 'promise' ? 'обещано выполнить' : 'обещан ответ'
      return `Гражданину ${promised} до ${formatDate(step.date)}`
    }
    case 'ordered':
      return `Глава поручил выполнить до ${formatDate(step.date)}`
    case 'worked': {
      const minutes = step.intervals.reduce((sum, { from, to }) => sum + to - from, 0)
      const times = step.intervals.map(({ from, to }) => `${formatTime(from)}–${formatTime(to)}`).join(', ')
      return `${dayAndMonth(step.date)}${dayWords[step.day]}: ${hoursWords(minutes)} (${times})`
    }
    case 'skipped':
      return `${rangeWords(step.from, step.to)}: ${skipWords[step.reason]}`
    case 'counted':
      return `${termWords(step)}: ${rangeWords(step.from, step.to)}`
    case 'paused':
      return `Ждали ответа: ${waitWords(step.from, step.to, zone)}, ${lostWords(step.lost, step.unit)}`
    case 'standing':
      return `На паузе с ${formatDateTime(step.from, zone)}: ждём ответа автора, срок сдвинется, когда он придёт`
    case 'extended': {
      const without = formatDate(localDateOf(step.legalDueAt, zone))
      return `Срок продлён до ${formatDate(step.until)}; без продления — до ${without}`
    }
    case 'rolled': {
      const where =
        step.rule === 'preceding' ? 'перенесён на рабочий день раньше' : 'перенесён на следующий рабочий день'
      return `Последний день ${formatDate(step.from)} нерабочий: срок ${where}, ${formatDate(step.to)}`
    }
    case 'kept':
      return `Рабочего дня раньше нет: срок остаётся ${formatDate(step.date)}`
    case 'ceiling':
      return `Не дольше 30${nbsp}календарных дней (697-П, п. 4.3 г): последний день ${formatDate(step.date)}`
    case 'interim_promised':
      return `В промежуточном ответе обещан ответ до ${formatDate(step.date)}`
    case 'due': {
      const due = `Срок: ${formatDateTime(step.dueAt, zone)}`
      if (stage.dueAt === step.legalDueAt) return due
      return `${due}; крайний по правилу: ${formatDate(localDateOf(step.legalDueAt, zone))}`
    }
    case 'provisional':
      return `Календарь ${step.year} года предварительный: срок может измениться`
    default: {
      const never: never = step
      return never
    }
  }
}

/** «24 ноября – 26 ноября», within a day «24 ноября, 10:00–14:00». */
function waitWords(from: string, to: string, zone: string): string {
  const [first, last] = [localDateOf(from, zone), localDateOf(to, zone)]
  if (first !== last) return `${dayAndMonth(first)} – ${dayAndMonth(last)}`
  return `${dayAndMonth(first)}, ${formatTime(localMinutesOf(from, zone))}–${formatTime(localMinutesOf(to, zone))}`
}

/** What a pause took from the term: minutes of terms in hours, days of terms in days. */
function lostWords(lost: number, unit: Unit): string {
  if (lost === 0) return 'срок не сдвигается'
  const doNot = (n: number) => plural(n, ['не считается', 'не считаются', 'не считаются'])
  if (unit === 'calendar_days' || unit === 'working_days') {
    return `${termWords({ amount: lost, unit })} ${doNot(lost)}`
  }
  const verb = lost % 60 === 0 ? doNot(lost / 60) : 'не считаются'
  return `${hoursWords(lost)}${unit === 'working_hours' ? ' рабочего времени' : ''} ${verb}`
}

function termWords({ amount, unit }: { amount: number; unit: Unit }): string {
  return `${amount}${nbsp}${plural(amount, unitForms[unit])}`
}

function hoursWords(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return [hours > 0 ? `${hours}${nbsp}ч` : '', rest > 0 ? `${rest}${nbsp}мин` : '']
    .filter(part => part !== '')
    .join(nbsp)
}

function rangeWords(from: string, to: string): string {
  if (from === to) return dayAndMonth(from)
  if (from.slice(0, 7) === to.slice(0, 7)) return `${Number(from.slice(8))}–${dayAndMonth(to)}`
  return `${dayAndMonth(from)} – ${dayAndMonth(to)}`
}

function dayAndMonth(date: string): string {
  return `${Number(date.slice(8))}${nbsp}${months[monthOf(date)]}`
}

function shortDate(date: string): string {
  return `${Number(date.slice(8))}${nbsp}${shortMonths[monthOf(date)]}`
}

function monthOf(date: string): number {
  return Number(date.slice(5, 7)) - 1
}

function weekdayName(date: string): string {
  return weekdayNames[weekdayOf(date) - 1] ?? ''
}

function formatTime(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
