/** «Отпуска и замещение»: who is away, from when to when, and who stands in (PRACTICE P17). */
import { v7 as uuid } from 'uuid'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { addDays, localDateOf } from '../../../shared/deadlines/zone.ts'
import { type Absence, absenceSchema, type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { Notice, SelectField, TextField } from '../Field.tsx'
import { substituteProblem } from './lent-rights.ts'
import type { Column, ListSpec } from './list.tsx'
import { problemsOf } from './typed.ts'
import { withoutSubstitute } from './warnings.ts'

const daysKept = 30

export const absencesList: ListSpec<Absence> = {
  path: '/settings/absences',
  words: {
    page: 'Отпуска и замещение',
    intro:
      'На время отсутствия поручения, согласования и счётчики переходят к замещающему («и. о.») и сами возвращаются. Закончившиеся больше месяца назад не показаны.',
    add: 'Добавить отсутствие',
    fresh: 'Новое отсутствие',
    first: 'Кто отсутствует',
    empty:
      'Сейчас все на месте, отсутствий не записано. Добавьте отпуск заранее: замещение включится в свой день.',
  },
  schema: absenceSchema,
  rowsOf: settings => settings.absences,
  withRows: (settings, absences) => ({ ...settings, absences: [...absences] }),
  titleOf: ({ absentId }, { people }) => titleOf(people, absentId),
  sorted: (rows, { deadlines }, now) => {
    const since = addDays(localDateOf(now, deadlines.zone), -daysKept)
    return rows.filter(row => row.to >= since).toSorted((a, b) => (a.from < b.from ? -1 : 1))
  },
  columnsOf: (row, settings) => [
    { label: 'С', text: formatDate(row.from) },
    { label: 'По', text: formatDate(row.to) },
    substituteColumn(row, settings),
  ],
  valuesOf: ({ absentId, substituteId, from, to }) => ({
    absent: absentId,
    substitute: substituteId ?? '',
    from,
    to,
  }),
  read(form, signed, standing) {
    const { people, absences } = signed.settings
    const [from, to] = [form.one('from'), form.one('to')]
    const absent = people.find(person => person.id === form.one('absent'))
    const substituteId = people.find(person => person.id === form.one('substitute'))?.id ?? null
    const overlapping = absences.find(
      each => each.id !== standing?.id && each.absentId === absent?.id && each.from <= to && from <= each.to,
    )
    const isDate = (date: string) => absenceSchema.shape.from.safeParse(date).success
    const problems = problemsOf({
      absent:
        absent === undefined
          ? 'Выберите, кто отсутствует.'
          : overlapping &&
            `Уже записано отсутствие с ${formatDate(overlapping.from)} по ${formatDate(overlapping.to)}: измените его.`,
      substitute:
        absent !== undefined && substituteId === absent.id
          ? 'Сам себя человек не замещает: выберите другого.'
          : absent && substituteProblem(signed, { absentId: absent.id, substituteId }),
      from: !isDate(from) && 'Укажите первый день отсутствия.',
      to: isDate(to)
        ? isDate(from) && to < from && 'Последний день раньше первого: исправьте.'
        : 'Укажите последний день.',
    })
    if (absent === undefined || Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    return {
      outcome: 'row',
      row: { id: standing?.id ?? uuid(), absentId: absent.id, substituteId, from, to },
    }
  },
  Fields({ form, problems, settings }) {
    const working = settings.people
      .filter(({ id, active }) => active || id === form.one('absent') || id === form.one('substitute'))
      .map(({ id: value, title }) => ({ value, title }))
    return (
      <>
        <SelectField
          name="absent"
          label="Кто отсутствует"
          value={form.one('absent')}
          problem={problems.absent}
          choices={[{ value: '', title: 'выберите' }, ...working]}
          required
        />
        <div class="pair">
          <TextField
            name="from"
            label="С"
            type="date"
            value={form.one('from')}
            problem={problems.from}
            required
          />
          <TextField
            name="to"
            label="По (включительно)"
            type="date"
            value={form.one('to')}
            problem={problems.to}
            required
          />
        </div>
        <SelectField
          name="substitute"
          label="Кто замещает"
          value={form.one('substitute')}
          problem={problems.substitute}
          choices={[{ value: '', title: 'никто (руководитель МЦУ будет предупреждён)' }, ...working]}
        />
      </>
    )
  },
  forbidden: (row, signed) => substituteProblem(signed, row),
  Above({ signed: { settings }, now }) {
    const alone = withoutSubstitute(settings, now)
    if (alone.length === 0) return null
    return (
      <Notice tone="warned">
        Без замещающего: {alone.map(({ absentId }) => titleOf(settings.people, absentId)).join(', ')}.
        Поручения им никто не увидит до возвращения: укажите, кто замещает.
      </Notice>
    )
  },
}

function substituteColumn(row: Absence, settings: Settings): Column {
  const label = 'Замещает'
  if (row.substituteId === null) return { label, text: 'никто', tone: 'today' }
  const away = settings.absences.find(
    each => each.absentId === row.substituteId && each.from <= row.to && row.from <= each.to,
  )
  const title = titleOf(settings.people, row.substituteId)
  return away
    ? { label, text: `${title}, но в это время тоже отсутствует`, tone: 'today' }
    : { label, text: title }
}
