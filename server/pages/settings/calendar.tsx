/** «Календарь»: which days are worked, year by year; every change shows first which open tickets would move. */
import type { Context } from 'hono'
import type { Calendar } from '../../../shared/deadlines/calendar.ts'
import {
  addYear,
  type CalendarEdit,
  confirmYear,
  daySettingOf,
  daySettings,
  parseYearCsv,
  setDay,
  setDays,
  yearCsvOf,
} from '../../../shared/deadlines/calendar-edit.ts'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Office, Signed } from '../../office.ts'
import { answerPage } from '../answer.tsx'
import { missingPage } from '../errors.tsx'
import { CalendarPage, calendarPath, settingTitles } from './CalendarPage.tsx'
import { takeEdit } from './flow.tsx'
import { type Door, doneOf } from './frame.tsx'
import { formOf, type Reading, slip, type TypedForm } from './typed.ts'

export function mountCalendar(door: Door, office: Office): void {
  door.get(calendarPath, (context, signed) => {
    const date = context.req.query('date') ?? ''
    const kind = date === '' ? '' : daySettingOf(signed.settings.deadlines.calendar, date)
    const shown = { form: formOf({ date, kind }), problems: {}, isAgain: false }
    return answerPage(
      context,
      <CalendarPage
        signed={signed}
        year={yearOf(context, signed, office)}
        shown={shown}
        done={doneOf(context)}
      />,
    )
  })

  door.get(`${calendarPath}/:file`, (context, { settings }) => {
    const year = /^(\d{4})\.csv$/.exec(context.req.param('file') ?? '')?.[1]
    if (year === undefined || !settings.deadlines.calendar.years[year]) return missingPage(context)
    const csv = `\uFEFFДата;Вид\r\n${yearCsvOf(settings.deadlines.calendar, Number(year)).replaceAll('\n', '\r\n')}`
    return context.body(csv, 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="calendar-${year}.csv"`,
    })
  })

  door.post(calendarPath, (context, signed) => {
    let year = yearOf(context, signed, office)
    return takeEdit(context, signed, {
      office,
      title: 'Календарь',
      read(form, { settings }) {
        year = Number(form.one('year')) || year
        return readCalendar(form, settings)
      },
      changesOf: (before, after) => calendarChanges(before.deadlines.calendar, after.deadlines.calendar),
      show: (current, shown) => (
        <CalendarPage signed={current} year={Number(shown.form.one('year')) || year} shown={shown} />
      ),
      next: () => `${calendarPath}?year=${year}`,
    })
  })
}

function readCalendar(form: TypedForm, settings: Settings): Reading {
  const year = Number(form.one('year'))
  switch (form.one('act')) {
    case 'day': {
      const kind = daySettings.find(each => each === form.one('kind'))
      if (kind === undefined) return slip({ kind: 'Выберите, какой это день.' })
      if (form.one('date') === '') return slip({ date: 'Укажите дату.' })
      return editing(settings, 'date', calendar => setDay(calendar, form.one('date'), kind))
    }
    case 'confirm':
      return editing(settings, 'form', calendar => confirmYear(calendar, year))
    case 'add':
      return editing(settings, 'year', calendar => addYear(calendar, year))
    case 'import': {
      const text = form.all('csv').find(each => each.trim() !== '') ?? ''
      const { days, errors } = parseYearCsv(text)
      if (errors.length > 0) {
        const words = errors.slice(0, 10).map(error => `Строка ${error.row}: ${error.words}.`)
        const rest = errors.length > 10 ? [`И ещё ошибок: ${errors.length - 10}.`] : []
        return slip({ csv: [...words, ...rest].join(' ') })
      }
      if (days.length === 0) return slip({ csv: 'Выберите файл или вставьте строки «дата;вид».' })
      return editing(settings, 'csv', calendar => setDays(calendar, days))
    }
    default:
      return slip({
        form: 'Не понято, что сделать с календарём: повторите нужное действие на этой странице.',
      })
  }
}

/** Tries the edit, so that a refusal stands by its field; the same edit is done again when it is saved. */
function editing(settings: Settings, field: string, edit: (calendar: Calendar) => CalendarEdit): Reading {
  const tried = edit(settings.deadlines.calendar)
  if (tried.outcome === 'refused') return slip({ [field]: `${tried.words}.` })
  return {
    outcome: 'read',
    edit: current => {
      const edited = edit(current.deadlines.calendar)
      if (edited.outcome === 'refused') return current
      return { ...current, deadlines: { ...current.deadlines, calendar: edited.calendar } }
    },
  }
}

function yearOf(context: Context, { settings }: Signed, office: Office): number {
  const asked = Number(context.req.query('year') ?? context.req.query('date')?.slice(0, 4))
  const today = localDateOf(office.now(), settings.deadlines.zone)
  return Number.isInteger(asked) && asked >= 1900 && asked <= 2999 ? asked : Number(today.slice(0, 4))
}

function calendarChanges(before: Calendar, after: Calendar): string[] {
  const names = new Set([...Object.keys(before.years), ...Object.keys(after.years)])
  return [...names].toSorted().flatMap(name => {
    const [was, is] = [before.years[name], after.years[name]]
    if (was === undefined) return [`Добавлен ${name} год`]
    if (is === undefined) return [`Убран ${name} год`]
    const year = Number(name)
    const lines = (calendar: Calendar) => yearCsvOf(calendar, year).split('\n').filter(Boolean)
    const [old, fresh] = [lines(before), lines(after)]
    const dates = new Set(
      [...old, ...fresh]
        .filter(line => !(old.includes(line) && fresh.includes(line)))
        .map(line => line.slice(0, 10)),
    )
    const kindIn = (list: string[], date: string) => {
      const kind = daySettings.find(each => list.includes(`${date};${each}`)) ?? 'by_weekday'
      return settingTitles[kind].toLowerCase()
    }
    return [
      ...(was.provisional && !is.provisional ? [`${name} год утверждён`] : []),
      ...[...dates]
        .toSorted()
        .map(date => `${formatDate(date)}: ${kindIn(fresh, date)} (было: ${kindIn(old, date)})`),
    ]
  })
}
