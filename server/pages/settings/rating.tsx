/** «Рейтинг получателей»: weights, norms and thresholds (PRACTICE P9, DOMAIN.md §7). Approved months keep their own. */
import {
  type MarkScale,
  markScales,
  type RatingWay,
  ratingSettingsSchema,
  ratingWays,
} from '../../../shared/reports/rating-settings.ts'
import { CheckField, SelectField, TextField } from '../Field.tsx'
import type { SectionSpec } from './section.tsx'
import { problemsOf } from './typed.ts'

const numbers = {
  time: { label: 'Вес T, срок', least: 0, most: 100, help: 'Обычно 40. Считаются доли от суммы трёх весов.' },
  completeness: { label: 'Вес Q, полнота', least: 0, most: 100, help: 'Обычно 40.' },
  satisfaction: { label: 'Вес S, оценки авторов', least: 0, most: 100, help: 'Обычно 20.' },
  normHours: {
    label: 'Норма от «поручено» до «ответ представлен», рабочих часов',
    least: 1,
    most: 400,
    help: 'В норму — 1, до двух норм — 0,7, до трёх — 0,4, позже — 0. Обычно 8.',
  },
  urgentNormHours: { label: 'Норма для срочных, рабочих часов', least: 1, most: 400, help: 'Обычно 4.' },
  leastTickets: {
    label: 'Считать баллы от, карточек',
    least: 1,
    most: 100,
    help: 'Меньше — «не рейтингуется». Обычно 2.',
  },
  placeFrom: {
    label: 'Давать место от, карточек',
    least: 1,
    most: 100,
    help: 'Меньше — «справочно». Обычно 5.',
  },
  districtMarks: {
    label: 'Сколько отметок по среднему району прибавлять к своим',
    least: 0,
    most: 50,
    help: 'Чтобы одна отметка не решала. Обычно 3.',
  },
  repeatPoints: {
    label: 'Баллов за каждые 10\u00a0% повторов',
    least: 0,
    most: 20,
    help: 'Снимается не больше чем за 20\u00a0%. Обычно 5.',
  },
  objectionDays: { label: 'Рабочих дней на возражения', least: 1, most: 20, help: 'Обычно 2.' },
} as const

type NumberName = keyof typeof numbers
const names: readonly NumberName[] = [
  'time',
  'completeness',
  'satisfaction',
  'normHours',
  'urgentNormHours',
  'leastTickets',
  'placeFrom',
  'districtMarks',
  'repeatPoints',
  'objectionDays',
]

const wayTitles: Record<RatingWay, string> = {
  points: 'Баллы: взвешенные срок, полнота и оценки авторов',
  ranks: 'Сумма мест: по доле в срок, по полноте и по среднему времени',
}
const scaleTitles: Record<MarkScale, string> = {
  words: 'Слова автора «решено» и «не решено»',
  scale: 'Оценки ПОС от 1 до 5',
}

export const ratingSection: SectionSpec = {
  path: '/settings/rating',
  title: 'Рейтинг получателей',
  intro:
    'Как считается «Рейтинг ответственных получателей». Утверждённые месяцы сохраняют правила, по которым утверждены.',
  valuesOf: ({ rating }) => ({
    way: rating.way,
    marks: rating.marks,
    time: String(rating.weights.time),
    completeness: String(rating.weights.completeness),
    satisfaction: String(rating.weights.satisfaction),
    normHours: String(rating.normHours),
    urgentNormHours: String(rating.urgentNormHours),
    leastTickets: String(rating.leastTickets),
    placeFrom: String(rating.placeFrom),
    districtMarks: String(rating.districtMarks),
    repeatPoints: String(rating.repeatPoints),
    objectionDays: String(rating.objectionDays),
    ...(rating.withoutAuthor ? { withoutAuthor: 'yes' } : {}),
    ...(rating.withoutOutside ? { withoutOutside: 'yes' } : {}),
  }),
  read(form) {
    const number = (name: NumberName) => (form.one(name) === '' ? Number.NaN : Number(form.one(name)))
    const isFit = (name: NumberName) => {
      const { least, most } = numbers[name]
      return Number.isInteger(number(name)) && number(name) >= least && number(name) <= most
    }
    const wrong = names.filter(name => !isFit(name))
    if (wrong.length > 0) {
      const words = (name: NumberName) =>
        `Напишите целое число от ${numbers[name].least} до ${numbers[name].most}.`
      return {
        outcome: 'slip',
        problems: problemsOf(Object.fromEntries(wrong.map(name => [name, words(name)]))),
      }
    }
    if (number('time') + number('completeness') + number('satisfaction') === 0)
      return { outcome: 'slip', problems: { time: 'Хотя бы один вес должен быть больше нуля.' } }
    if (number('leastTickets') > number('placeFrom'))
      return { outcome: 'slip', problems: { placeFrom: 'Место дают не раньше, чем считают баллы.' } }
    const parsed = ratingSettingsSchema.safeParse({
      way: ratingWays.find(each => each === form.one('way')),
      marks: markScales.find(each => each === form.one('marks')),
      weights: {
        time: number('time'),
        completeness: number('completeness'),
        satisfaction: number('satisfaction'),
      },
      ...Object.fromEntries(names.map(name => [name, number(name)])),
      withoutAuthor: form.one('withoutAuthor') === 'yes',
      withoutOutside: form.one('withoutOutside') === 'yes',
    })
    if (!parsed.success) return { outcome: 'slip', problems: { form: 'Выберите, как считать рейтинг.' } }
    const rating = parsed.data
    return { outcome: 'read', edit: settings => ({ ...settings, rating }) }
  },
  factsOf: ({ rating }) => [
    { label: 'Как считать', text: wayTitles[rating.way] },
    { label: 'Какие отметки', text: scaleTitles[rating.marks] },
    ...names.map(name => ({
      label: numbers[name].label,
      text: String(
        name === 'time' || name === 'completeness' || name === 'satisfaction'
          ? rating.weights[name]
          : rating[name],
      ),
    })),
    { label: 'Без ожидания автора', text: rating.withoutAuthor ? 'да' : 'нет' },
    { label: 'Без ожидания сторонней организации', text: rating.withoutOutside ? 'да' : 'нет' },
  ],
  Fields: ({ form, problems }) => (
    <>
      <SelectField
        name="way"
        label="Как считать"
        value={form.one('way')}
        choices={ratingWays.map(value => ({ value, title: wayTitles[value] }))}
      />
      {names.map(name => (
        <TextField
          key={name}
          name={name}
          label={numbers[name].label}
          value={form.one(name)}
          problem={problems[name]}
          help={numbers[name].help}
          maxLength={4}
          required
        />
      ))}
      <SelectField
        name="marks"
        label="Какие отметки составляют S"
        value={form.one('marks')}
        choices={markScales.map(value => ({ value, title: scaleTitles[value] }))}
        help="Шкалы не смешиваются."
      />
      <fieldset class="field">
        <legend>Что не входит во время получателя</legend>
        <CheckField
          name="withoutAuthor"
          label="Пока уточняем у автора"
          checked={form.one('withoutAuthor') === 'yes'}
        />
        <CheckField
          name="withoutOutside"
          label="Пока ждём стороннюю организацию"
          checked={form.one('withoutOutside') === 'yes'}
        />
      </fieldset>
    </>
  ),
}
