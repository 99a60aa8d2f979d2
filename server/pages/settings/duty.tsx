/** «Дежурства»: who sees everything at night and on days off, shift by shift (PRACTICE P17). */
import { v7 as uuid } from 'uuid'
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { addDays, instantAt, localDateOf, localMinutesOf } from '../../../shared/deadlines/zone.ts'
import { shiftAt } from '../../../shared/policy/actor.ts'
import { type DutyShift, dutyShiftSchema, titleOf } from '../../../shared/policy/settings.ts'
import { Notice, SelectField, TextField } from '../Field.tsx'
import type { CsvTable } from './csv-table.ts'
import { dutyProblem } from './lent-rights.ts'
import type { ListSpec } from './list.tsx'
import { problemsOf } from './typed.ts'

const daysKept = 14

const csv: CsvTable<DutyShift> = {
  fileName: 'dezhurstva.csv',
  columns: ['Начало', 'Конец', 'Сотрудник'],
  example: ['2026-12-05 08:00', '2026-12-06 08:00', 'Оператор мониторинга 1'],
  matchWords: 'по началу смены; время местное',
  mayReplace: false,
  cellsOf: ({ from, to, personId }, { people, deadlines: { zone } }) => [
    localWords(from, zone),
    localWords(to, zone),
    titleOf(people, personId),
  ],
  read(cells, rows, signed) {
    const { people, deadlines } = signed.settings
    const [begins = '', ends = '', who = ''] = cells.map(cell => cell.trim())
    const from = momentOf(begins, deadlines.zone)
    const to = momentOf(ends, deadlines.zone)
    const person = people.find(each => each.active && each.title.toLowerCase() === who.toLowerCase())
    const error = (words: string) => ({ outcome: 'error', words }) as const
    if (from === undefined) return error(`Начало «${begins}» не понято: напишите так: 2026-12-05 08:00`)
    if (to === undefined) return error(`Конец «${ends}» не понят: напишите так: 2026-12-06 08:00`)
    if (from >= to) return error('Смена кончается раньше, чем начинается: исправьте время')
    if (person === undefined) return error(`Сотрудника «${who}» нет: напишите должность, как в «Сотрудниках»`)
    const problem = dutyProblem(signed, person.id)
    if (problem !== undefined) return error(problem)
    const standing = rows.find(row => row.from === from)
    const other = rows.find(row => row.id !== standing?.id && row.from < to && from < endOf(row))
    if (other) return error(`Пересекается со сменой ${localWords(other.from, deadlines.zone)}`)
    const handedOverAt = standing?.personId === person.id ? standing.handedOverAt : null
    return {
      outcome: 'row',
      row: { id: standing?.id ?? uuid(), personId: person.id, from, to, handedOverAt },
    }
  },
}

export const dutyList: ListSpec<DutyShift> = {
  path: '/settings/duty',
  words: {
    page: 'Дежурства',
    intro:
      'Дежурный видит все блоки на время смены и получает только срочное. Смену он сдаёт сам. Закончившиеся больше двух недель назад не показаны.',
    add: 'Добавить смену',
    fresh: 'Новая смена',
    first: 'С',
    empty:
      'Смен ещё нет: ночью и в выходные срочное никто не увидит. Добавьте смену или загрузите график из CSV.',
  },
  schema: dutyShiftSchema,
  rowsOf: settings => settings.dutyShifts,
  withRows: (settings, dutyShifts) => ({ ...settings, dutyShifts: [...dutyShifts] }),
  titleOf: ({ from }, { deadlines }) => formatDateTime(from, deadlines.zone),
  sorted: (rows, _, now) => {
    const since = Date.parse(now) - daysKept * 86_400_000
    return rows
      .filter(row => Date.parse(row.to) >= since)
      .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))
  },
  columnsOf: ({ personId, to, handedOverAt }, { people, deadlines: { zone } }) => [
    { label: 'До', text: formatDateTime(to, zone) },
    { label: 'Дежурит', text: titleOf(people, personId) },
    { label: 'Сдана', text: handedOverAt === null ? '' : formatDateTime(handedOverAt, zone) },
  ],
  valuesOf: ({ personId, from, to }) => ({ person: personId, from, to }),
  freshValues: () => ({ fromTime: '08:00', toTime: '08:00' }),
  read(form, signed, standing) {
    const { people, dutyShifts, deadlines } = signed.settings
    const fromDate = form.one('fromDate')
    const [begins, ends] = [form.one('fromTime').padStart(5, '0'), form.one('toTime').padStart(5, '0')]
    // A night shift ends on the next day: where no date is typed, the time says which.
    const toDate = form.one('toDate') || (isDate(fromDate) ? addDays(fromDate, ends <= begins ? 1 : 0) : '')
    const from = momentOf(`${fromDate} ${begins}`, deadlines.zone)
    const to = momentOf(`${toDate} ${ends}`, deadlines.zone)
    const person = people.find(each => each.id === form.one('person'))
    const other =
      from !== undefined &&
      to !== undefined &&
      dutyShifts.find(each => each.id !== standing?.id && each.from < to && from < endOf(each))
    const problems = problemsOf({
      person: person === undefined ? 'Выберите, кто дежурит.' : dutyProblem(signed, person.id),
      fromDate: !isDate(fromDate) && 'Укажите день начала смены.',
      fromTime: !isTime(begins) && 'Напишите время так: 08:00.',
      toTime: !isTime(ends) && 'Напишите время так: 20:00.',
      toDate:
        from !== undefined && to !== undefined && from >= to
          ? 'Смена кончается раньше, чем начинается: исправьте.'
          : other &&
            `Пересекается со сменой «${titleOf(people, other.personId)}», ${formatDateTime(other.from, deadlines.zone)}.`,
    })
    if (Object.keys(problems).length > 0 || !person || from === undefined || to === undefined)
      return { outcome: 'slip', problems }
    const handedOverAt = standing?.personId === person.id ? standing.handedOverAt : null
    return {
      outcome: 'row',
      row: { id: standing?.id ?? uuid(), personId: person.id, from, to, handedOverAt },
    }
  },
  Fields({ form, problems, settings, entry }) {
    const { zone } = settings.deadlines
    // A stored shift has instants; what was typed stands by the day and the clock.
    const typed = (name: string, instant: string | undefined, read: (at: string) => string) =>
      form.all(name).length > 0 || instant === undefined ? form.one(name) : read(instant)
    const date = (at: string) => localDateOf(at, zone)
    const time = (at: string) => localWords(at, zone).slice(11)
    return (
      <>
        <SelectField
          name="person"
          label="Кто дежурит"
          value={form.one('person')}
          problem={problems.person}
          choices={[
            { value: '', title: 'выберите' },
            ...settings.people
              .filter(
                ({ id, active, roles }) =>
                  (active && roles.some(role => role !== 'admin')) || id === form.one('person'),
              )
              .map(({ id: value, title }) => ({ value, title })),
          ]}
          required
        />
        <div class="pair">
          <TextField
            name="fromDate"
            label="День начала"
            type="date"
            value={typed('fromDate', entry?.from, date)}
            problem={problems.fromDate}
            required
          />
          <TextField
            name="fromTime"
            label="Время начала"
            value={typed('fromTime', entry?.from, time)}
            problem={problems.fromTime}
            placeholder="08:00"
            maxLength={5}
            required
          />
        </div>
        <div class="pair">
          <TextField
            name="toDate"
            label="День окончания"
            type="date"
            value={typed('toDate', entry?.to, date)}
            problem={problems.toDate}
            help="Пусто — в тот же день, а если время меньше начала, на следующий."
          />
          <TextField
            name="toTime"
            label="Время окончания"
            value={typed('toTime', entry?.to, time)}
            problem={problems.toTime}
            placeholder="20:00"
            maxLength={5}
            required
          />
        </div>
      </>
    )
  },
  forbidden: (row, signed) => dutyProblem(signed, row.personId),
  Above({ signed: { settings }, now }) {
    const shift = shiftAt(settings, now)
    if (settings.dutyShifts.length === 0) return null
    return shift ? (
      <Notice tone="told">
        Сейчас дежурит: <b>{titleOf(settings.people, shift.personId)}</b>, до{' '}
        {formatDateTime(shift.to, settings.deadlines.zone)}.
      </Notice>
    ) : (
      <Notice tone="warned">Сейчас никто не дежурит.</Notice>
    )
  },
  csv,
}

function endOf({ to, handedOverAt }: DutyShift): string {
  return handedOverAt !== null && handedOverAt < to ? handedOverAt : to
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
}

function isTime(text: string): boolean {
  return /^(?:[01]?\d|2[0-3]):[0-5]\d$/.test(text)
}

/** The instant of a local «2026-12-05 08:00» or «05.12.2026 8:00»; `undefined` where it is no such moment. */
function momentOf(text: string, zone: string): string | undefined {
  const [day = '', time = ''] = text.split(/\s+/)
  const date = /^\d{1,2}\.\d{1,2}\.\d{4}$/.test(day)
    ? day
        .split('.')
        .toReversed()
        .map(part => part.padStart(2, '0'))
        .join('-')
    : day
  if (!isDate(date) || !isTime(time)) return undefined
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return instantAt(date, hours * 60 + minutes, zone)
}

/** «2026-12-05 08:00» */
function localWords(instant: string, zone: string): string {
  const minutes = localMinutesOf(instant, zone)
  const clock = [Math.floor(minutes / 60), minutes % 60].map(part => String(part).padStart(2, '0')).join(':')
  return `${localDateOf(instant, zone)} ${clock}`
}
