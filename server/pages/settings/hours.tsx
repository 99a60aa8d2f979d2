/** «Рабочие часы»: by weekday, several intervals a day; short days end earlier. */
import { type WorkingHours, workingHoursSchema } from '../../../shared/deadlines/calendar.ts'
import { TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import type { SectionSpec } from './section.tsx'

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const
const weekdayTitles = ['Понедельник', 'Вторник', 'Среда', 'Четверг', 'Пятница', 'Суббота', 'Воскресенье']

export const hoursSection: SectionSpec = {
  path: '/settings/hours',
  title: 'Рабочие часы',
  intro:
    'По ним считаются рабочие часы и конец дня. Рабочая суббота по переносу идёт по часам понедельника. Перед сохранением покажем, у каких открытых карточек переедут сроки.',
  valuesOf: ({ deadlines: { hours } }) => ({
    ...Object.fromEntries(weekdays.map(day => [`day-${day}`, intervalWords(hours.days[day])])),
    short: String(hours.shortDayMinusMinutes),
  }),
  read(form) {
    const { days, problems } = readDays(form)
    const short = Number(form.one('short'))
    if (!Number.isInteger(short) || short < 0 || short > 240 || form.one('short') === '')
      problems.short = 'Напишите целое число минут от 0 до 240, обычно 60.'
    if (Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    const parsed = workingHoursSchema.safeParse({ days, shortDayMinusMinutes: short })
    if (!parsed.success)
      return { outcome: 'slip', problems: { form: 'Часы не подходят: проверьте промежутки каждого дня.' } }
    const hours = parsed.data
    return {
      outcome: 'read',
      edit: settings => ({ ...settings, deadlines: { ...settings.deadlines, hours } }),
    }
  },
  factsOf: ({ deadlines: { hours } }) => [
    ...weekdays.map(day => ({
      label: weekdayTitles[day - 1] ?? '',
      text: intervalWords(hours.days[day]) || 'выходной',
    })),
    { label: 'Короткий день кончается раньше на', text: `${hours.shortDayMinusMinutes} минут` },
  ],
  Fields: ({ form, problems }) => (
    <>
      {weekdays.map(day => (
        <TextField
          key={day}
          name={`day-${day}`}
          label={weekdayTitles[day - 1] ?? ''}
          value={form.one(`day-${day}`)}
          problem={problems[`day-${day}`]}
          placeholder="выходной"
          {...(day === 1
            ? {
                help: 'Промежутки через запятую: «08:00–12:00, 13:00–17:00». Пусто — выходной.',
                required: true,
              }
            : {})}
          maxLength={120}
        />
      ))}
      <TextField
        name="short"
        label="Короткий день кончается раньше на, минут"
        value={form.one('short')}
        problem={problems.short}
        help="День перед праздником (ТК РФ, ст. 95): обычно 60."
        maxLength={3}
        required
      />
    </>
  ),
}

type Intervals = WorkingHours['days'][1]

export function intervalWords(intervals: Intervals): string {
  return intervals.map(({ from, to }) => `${from}–${to}`).join(', ')
}

function readDays(form: Form): { days: Record<string, Intervals>; problems: Record<string, string> } {
  const days: Record<string, Intervals> = {}
  const problems: Record<string, string> = {}
  for (const day of weekdays) {
    const read = readIntervals(form.one(`day-${day}`))
    if (typeof read === 'string') problems[`day-${day}`] = read
    else days[day] = read
  }
  if (days[1]?.length === 0) problems['day-1'] = 'Укажите часы понедельника: по ним идут рабочие субботы.'
  return { days, problems }
}

/** The intervals, or what is wrong with them. */
export function readIntervals(text: string): Intervals | string {
  const intervals: Intervals = []
  for (const part of text.split(/[,;]/).filter(each => each.trim() !== '')) {
    const match = /^\s*(\d{1,2})[:.](\d{2})\s*(?:-|–|—|до)\s*(\d{1,2})[:.](\d{2})\s*$/.exec(part)
    if (match === null) return `Не понято «${part.trim()}»: напишите так: 08:00–12:00, 13:00–17:00.`
    const [, fromHours = '', fromMinutes = '', toHours = '', toMinutes = ''] = match
    const interval = {
      from: `${fromHours.padStart(2, '0')}:${fromMinutes}`,
      to: `${toHours.padStart(2, '0')}:${toMinutes}`,
    }
    const isClock = (clock: string) => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(clock)
    if (!isClock(interval.from) || !isClock(interval.to)) return `Такого времени нет: «${part.trim()}».`
    if (interval.from >= interval.to) return `Промежуток «${part.trim()}» кончается раньше, чем начинается.`
    const last = intervals.at(-1)
    if (last && interval.from < last.to)
      return `Промежутки идут по порядку и не пересекаются: «${part.trim()}».`
    intervals.push(interval)
  }
  return intervals
}
