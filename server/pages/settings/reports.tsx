/** «Отчёты: сроки и адресаты»: which are owed, by when, since when one is reminded, to whom (DOMAIN.md §6). */
import { reportSettingsSchema } from '../../../shared/reports/duties-settings.ts'
import { dateWords, type Weeks, weeksSchema } from '../../../shared/reports/period.ts'
import { CheckField, SelectField, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import type { SectionSpec } from './section.tsx'
import { type Problems, problemsOf, slip } from './typed.ts'

const weekdays = [
  { value: '1', title: 'понедельник' },
  { value: '2', title: 'вторник' },
  { value: '3', title: 'среда' },
  { value: '4', title: 'четверг' },
  { value: '5', title: 'пятница' },
  { value: '6', title: 'суббота' },
  { value: '7', title: 'воскресенье' },
] as const

const weekdayTitle = (weekday: number) => weekdays[weekday - 1]?.title ?? ''

/** Since when, where it began otherwise before. */
function sinceWords({ earlier = [] }: Weeks): string {
  const last = earlier.at(-1)
  return last === undefined ? '' : `, с ${dateWords(last.until)}; раньше — ${weekdayTitle(last.note)}`
}

export const reportsSection: SectionSpec = {
  path: '/settings/reports',
  title: 'Отчёты: сроки и адресаты',
  intro:
    'Недельные отчёты сдают в первый такой день, начиная с последнего дня отчётной недели. Обязанности по п. 3.2.1 е в постановлении названы на 2021–2024 годы: если их не продлили, укажите последний год или выключите.',
  valuesOf: ({ weeks, reports: { summaries, note, indicators, targets, requests } }) => ({
    'week-note': String(weeks.note),
    'week-regional': String(weeks.regionalCentre),
    'summaries-on': yes(summaries.on),
    'summaries-weekday': String(summaries.weekday),
    'summaries-hour': String(summaries.hour),
    'summaries-remind': String(summaries.remindHours),
    'note-on': yes(note.on),
    'note-weekday': String(note.weekday),
    'note-hour': String(note.hour),
    'note-remind': String(note.remindHours),
    'note-addressee': note.addressee,
    'indicators-on': yes(indicators.on),
    'indicators-due': String(indicators.dueDay),
    'indicators-remind': String(indicators.remindDay),
    'indicators-last': indicators.lastYear === null ? '' : String(indicators.lastYear),
    'indicators-addressee': indicators.addressee,
    'targets-on': yes(targets.on),
    'targets-due': dayWords(targets.dueOn),
    'targets-remind': dayWords(targets.remindFrom),
    'targets-last': targets.lastYear === null ? '' : String(targets.lastYear),
    'targets-addressee': targets.addressee,
    'requests-remind': String(requests.remindDays),
  }),
  read(form) {
    const parsed = reportSettingsSchema.safeParse(draftOf(form))
    const weeks = weeksSchema.safeParse({
      note: Number(form.one('week-note')),
      regionalCentre: Number(form.one('week-regional')),
    })
    if (!parsed.success)
      return slip(problemsFrom(parsed.error.issues.map(({ path }) => path.map(String).join('.'))))
    if (!weeks.success) return slip(problemsFrom([]))
    return {
      outcome: 'read',
      edit: settings => ({ ...settings, reports: parsed.data, weeks: weeks.data }),
    }
  },
  factsOf: ({ weeks, reports: { summaries, note, indicators, targets, requests } }) => [
    { label: 'Неделя записки начинается', text: `${weekdayTitle(weeks.note)}${sinceWords(weeks)}` },
    { label: 'Неделя ЦУР начинается', text: weekdayTitle(weeks.regionalCentre) },
    {
      label: 'Сводки руководителей блоков',
      text: summaries.on
        ? `${weekdayTitle(summaries.weekday)}, ${summaries.hour}:00, напомнить за ${summaries.remindHours} ч`
        : 'не сдают',
    },
    {
      label: 'Аналитическая записка',
      text: note.on
        ? `${weekdayTitle(note.weekday)}, ${note.hour}:00, напомнить за ${note.remindHours} ч, ${note.addressee}`
        : 'не составляют',
    },
    {
      label: 'Отчёт об индикаторах месяца',
      text: indicators.on
        ? `до ${indicators.dueDay} числа, напоминать с ${indicators.remindDay}, ${indicators.addressee}${lastWords(indicators.lastYear)}`
        : 'не составляют',
    },
    {
      label: 'Отчёт о целевых показателях года',
      text: targets.on
        ? `до ${dayWords(targets.dueOn)}, напоминать с ${dayWords(targets.remindFrom)}, ${targets.addressee}${lastWords(targets.lastYear)}`
        : 'не составляют',
    },
    { label: 'О запросах материалов напоминать за, дней', text: String(requests.remindDays) },
  ],
  Fields: ({ form, problems }) => (
    <>
      <SelectField
        name="week-note"
        label="Неделя записки начинается"
        value={form.one('week-note')}
        choices={weekdays}
        help="Под день планёрки. Новая неделя начинается после текущей; неделя между ними короче. Прежние сводки и записки остаются за свои недели."
      />
      <SelectField
        name="week-regional"
        label="Неделя ЦУР начинается"
        value={form.one('week-regional')}
        choices={weekdays}
      />
      <fieldset class="field">
        <legend>Сводки руководителей блоков, еженедельно</legend>
        <CheckField name="summaries-on" label="Сдают" checked={form.one('summaries-on') === 'yes'} />
        <Weekly name="summaries" form={form} problems={problems} />
      </fieldset>
      <fieldset class="field">
        <legend>Аналитическая записка, еженедельно</legend>
        <CheckField name="note-on" label="Составляют" checked={form.one('note-on') === 'yes'} />
        <Weekly name="note" form={form} problems={problems} />
        <Addressee name="note" form={form} problems={problems} />
      </fieldset>
      <fieldset class="field">
        <legend>Отчёт об индикаторах месяца (п. 3.2.1 е)</legend>
        <CheckField name="indicators-on" label="Составляют" checked={form.one('indicators-on') === 'yes'} />
        <TextField
          name="indicators-due"
          label="До какого числа следующего месяца"
          value={form.one('indicators-due')}
          problem={problems['indicators-due']}
          help="Включительно; в постановлении — «до 02 числа»."
          maxLength={2}
          required
        />
        <TextField
          name="indicators-remind"
          label="Напоминать с какого числа отчётного месяца"
          value={form.one('indicators-remind')}
          problem={problems['indicators-remind']}
          maxLength={2}
          required
        />
        <LastYear name="indicators" form={form} problems={problems} />
        <Addressee name="indicators" form={form} problems={problems} />
      </fieldset>
      <fieldset class="field">
        <legend>Отчёт о целевых показателях года (п. 3.2.1 е, 4.3 д)</legend>
        <CheckField name="targets-on" label="Составляют" checked={form.one('targets-on') === 'yes'} />
        <TextField
          name="targets-due"
          label="До какого дня"
          value={form.one('targets-due')}
          problem={problems['targets-due']}
          help="День и месяц: «20.12»."
          maxLength={5}
          required
        />
        <TextField
          name="targets-remind"
          label="Напоминать с какого дня"
          value={form.one('targets-remind')}
          problem={problems['targets-remind']}
          maxLength={5}
          required
        />
        <LastYear name="targets" form={form} problems={problems} />
        <Addressee name="targets" form={form} problems={problems} />
      </fieldset>
      <TextField
        name="requests-remind"
        label="О запросах материалов напоминать за, дней"
        value={form.one('requests-remind')}
        problem={problems['requests-remind']}
        maxLength={2}
        required
      />
    </>
  ),
}

type Part = { name: string; form: Form; problems: Problems }

function Weekly({ name, form, problems }: Part) {
  return (
    <>
      <SelectField
        name={`${name}-weekday`}
        label="День недели"
        value={form.one(`${name}-weekday`)}
        choices={weekdays}
      />
      <TextField
        name={`${name}-hour`}
        label="До которого часа"
        value={form.one(`${name}-hour`)}
        problem={problems[`${name}-hour`]}
        maxLength={2}
        required
      />
      <TextField
        name={`${name}-remind`}
        label="Напомнить за, часов"
        value={form.one(`${name}-remind`)}
        problem={problems[`${name}-remind`]}
        maxLength={2}
        required
      />
    </>
  )
}

function Addressee({ name, form, problems }: Part) {
  return (
    <TextField
      name={`${name}-addressee`}
      label="Кому"
      value={form.one(`${name}-addressee`)}
      problem={problems[`${name}-addressee`]}
      help="В дательном падеже: «Главе администрации»."
      maxLength={300}
      required
    />
  )
}

function LastYear({ name, form, problems }: Part) {
  return (
    <TextField
      name={`${name}-last`}
      label="Последний год"
      value={form.one(`${name}-last`)}
      problem={problems[`${name}-last`]}
      help="Пусто: пока не выключат."
      maxLength={4}
    />
  )
}

const yes = (on: boolean) => (on ? 'yes' : '')
const dayWords = (day: string) => `${day.slice(3)}.${day.slice(0, 2)}`
const lastWords = (year: number | null) => (year === null ? '' : `, последний год ${year}`)

/** What was typed, as the schema would have it; what is no number stays wrong. */
function draftOf(form: Form): unknown {
  const number = (name: string) => (/^\d{1,4}$/.test(form.one(name)) ? Number(form.one(name)) : Number.NaN)
  const day = (name: string) => {
    const [, date = '', month = ''] = /^(\d{1,2})\.(\d{1,2})$/.exec(form.one(name)) ?? []
    return `${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  }
  const last = (name: string) => (form.one(name) === '' ? null : number(name))
  const weekly = (name: string) => ({
    on: form.one(`${name}-on`) === 'yes',
    weekday: number(`${name}-weekday`),
    hour: number(`${name}-hour`),
    remindHours: number(`${name}-remind`),
  })
  return {
    summaries: weekly('summaries'),
    note: { ...weekly('note'), addressee: form.one('note-addressee') },
    indicators: {
      on: form.one('indicators-on') === 'yes',
      dueDay: number('indicators-due'),
      remindDay: number('indicators-remind'),
      lastYear: last('indicators-last'),
      addressee: form.one('indicators-addressee'),
    },
    targets: {
      on: form.one('targets-on') === 'yes',
      dueOn: day('targets-due'),
      remindFrom: day('targets-remind'),
      lastYear: last('targets-last'),
      addressee: form.one('targets-addressee'),
    },
    requests: { remindDays: number('requests-remind') },
  }
}

const slips: Readonly<Record<string, readonly [field: string, words: string]>> = {
  'summaries.hour': ['summaries-hour', 'Напишите час от 0 до 23.'],
  'summaries.remindHours': ['summaries-remind', 'Напишите целое число часов, не больше 96.'],
  'note.hour': ['note-hour', 'Напишите час от 0 до 23.'],
  'note.remindHours': ['note-remind', 'Напишите целое число часов, не больше 96.'],
  'note.addressee': ['note-addressee', 'Напишите, кому.'],
  'indicators.dueDay': ['indicators-due', 'Напишите число от 1 до 28.'],
  'indicators.remindDay': ['indicators-remind', 'Напишите число от 1 до 28.'],
  'indicators.lastYear': ['indicators-last', 'Напишите год, например 2026, или оставьте пустым.'],
  'indicators.addressee': ['indicators-addressee', 'Напишите, кому.'],
  'targets.dueOn': ['targets-due', 'Напишите день и месяц: «20.12»; день не позже 29-го.'],
  'targets.remindFrom': ['targets-remind', 'Напишите день и месяц: «01.12»; день не позже 29-го.'],
  'targets.lastYear': ['targets-last', 'Напишите год, например 2026, или оставьте пустым.'],
  'targets.addressee': ['targets-addressee', 'Напишите, кому.'],
  'requests.remindDays': ['requests-remind', 'Напишите целое число дней, не больше 30.'],
}

function problemsFrom(paths: readonly string[]): Problems {
  const found = Object.fromEntries(
    paths.flatMap(path => {
      const known = slips[path]
      return known === undefined ? [] : [known]
    }),
  )
  return Object.keys(found).length > 0
    ? problemsOf(found)
    : { form: 'Не сохранено: проверьте дни недели и числа.' }
}
