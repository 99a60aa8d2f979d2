/**
 * «Показатели» (decree 697-П, 2.2, 2.3, 3.2.1 е; DOMAIN.md §5): the registry I1–I19 with formula and clause, own ones of
 * the customer, how months make a year, what the year comes to, and whether the plan is kept. I20, the change to the
 * period before, stands beside every number. What is computed is computed by the one dictionary (metrics.ts).
 */
import { daysBetween, localDateOf } from '../deadlines/zone.ts'
import type { Direction, IndicatorSettings, Measure } from './indicator-settings.ts'
import { type MeasureId, measures, metrics, percentBase, type ShareId, shares } from './metrics.ts'
import type { CountedMetric } from './statistics.ts'

/** Where the number comes from. `channel`: only of this one. */
export type IndicatorSource =
  | { from: 'count'; metric: CountedMetric }
  | { from: 'share'; share: ShareId }
  | { from: 'mean'; measure: MeasureId; channel?: 'pos' }
  | { from: 'people' }

export type Indicator = {
  id: string
  /** «I3»; empty for the customer's own. */
  code: string
  title: string
  unit: string
  measure: Measure
  direction: Direction
  decimals: number
  formula: string
  clause: string
  source: IndicatorSource
}

/** A number with what it was made of: of a share `part` and `of`, of a mean how many values. */
export type Fact = { value: number | null; part: number | null; of: number | null }

export const noFact: Fact = { value: null, part: null, of: null }

const nbsp = '\u00a0'

function count(id: string, code: string, metric: CountedMetric, direction: Direction): Indicator {
  const { title, formula, clause, span } = metrics[metric]
  const measure = span === 'now' ? 'last' : 'sum'
  return {
    id,
    code,
    title,
    unit: 'ед.',
    measure,
    direction,
    decimals: 0,
    formula,
    clause,
    source: { from: 'count', metric },
  }
}

function share(id: string, code: string, from: ShareId, direction: Direction): Indicator {
  const { title, formula, clause } = shares[from]
  const source = { from: 'share', share: from } as const
  return { id, code, title, unit: '%', measure: 'share', direction, decimals: 0, formula, clause, source }
}

const units: Readonly<Record<(typeof measures)[MeasureId]['unit'], [unit: string, decimals: number]>> = {
  minutes: ['ч', 1],
  working_minutes: ['раб. ч', 1],
  days: ['сут.', 1],
  points: ['балл.', 2],
  people: ['чел.', 0],
  messages: ['ед.', 0],
}

function mean(id: string, code: string, measure: MeasureId, direction: Direction): Indicator {
  const { title, formula, clause, unit: id_ } = measures[measure]
  const [unit, decimals] = units[id_]
  const source = { from: 'mean', measure } as const
  return { id, code, title, unit, measure: 'mean', direction, decimals, formula, clause, source }
}

type Entered = Pick<Indicator, 'id' | 'code' | 'title' | 'unit' | 'measure' | 'direction' | 'decimals'> & {
  formula: string
  clause: string
}

function entered(indicator: Entered): Indicator {
  return { ...indicator, source: { from: 'people' } }
}

/** In the order of DOMAIN.md §5; ids are kept with plans and values and never change. */
export const builtIn: readonly Indicator[] = [
  count('received', 'I1', 'received', 'none'),
  count('answered', 'I2', 'answered', 'none'),
  share('first_in_time', 'I3', 'first_in_time', 'up'),
  share('final_in_time', 'I3', 'final_in_time', 'up'),
  count('overdue', 'I4', 'overdue', 'down'),
  mean('first_reply', 'I5', 'first_reply_mean', 'down'),
  mean('first_reply_median', 'I5', 'first_reply_median', 'down'),
  mean('first_reply_working', 'I5', 'first_reply_working_mean', 'down'),
  mean('first_reply_working_median', 'I5', 'first_reply_working_median', 'down'),
  mean('post_reply', 'I5', 'post_reply_mean', 'down'),
  mean('post_reply_median', 'I5', 'post_reply_median', 'down'),
  mean('post_reply_working', 'I5', 'post_reply_working_mean', 'down'),
  mean('post_reply_working_median', 'I5', 'post_reply_working_median', 'down'),
  mean('final_days', 'I6', 'final_mean', 'down'),
  mean('final_days_median', 'I6', 'final_median', 'down'),
  {
    ...mean('pos_days', 'I7', 'final_mean', 'down'),
    title: 'Время решения в ПОС, среднее',
    formula: `То же по сообщениям ПОС. Минцифры на 2025${nbsp}год ставило цель не больше 8${nbsp}дней.`,
    source: { from: 'mean', measure: 'final_mean', channel: 'pos' },
  },
  mean('satisfaction', 'I8', 'satisfaction', 'up'),
  share('satisfied', 'I8', 'satisfied', 'up'),
  share('repeats', 'I9', 'repeats', 'down'),
  mean('completeness', 'I10', 'completeness', 'up'),
  count('escalated', 'I11', 'escalated', 'none'),
  mean('decision', 'I11', 'decision_mean', 'down'),
  share('solved', 'I12', 'solved', 'up'),
  share('redirected', 'I13', 'redirected', 'none'),
  count('redirected_late', 'I13', 'redirected_late', 'down'),
  share('reopened', 'I14', 'reopened', 'down'),
  entered({
    id: 'roadmaps_on_track',
    code: 'I15',
    title: 'Меры дорожных карт в срок',
    unit: '%',
    measure: 'mean',
    direction: 'up',
    decimals: 0,
    formula: 'Меры, выполненные в срок, делятся на меры, срок которых наступил в периоде. Вносится вручную.',
    clause: `п.${nbsp}5.1.4${nbsp}в`,
  }),
  entered({
    id: 'root_cause_known',
    code: 'I16',
    title: 'Установлена причина',
    unit: '%',
    measure: 'mean',
    direction: 'up',
    decimals: 0,
    formula: 'Карточки, причина которых установлена, делятся на отвеченные. Вносится вручную.',
    clause: `п.${nbsp}4.3${nbsp}в`,
  }),
  entered({
    id: 'pages',
    code: 'I17',
    title: 'Официальные страницы',
    unit: 'ед.',
    measure: 'last',
    direction: 'none',
    decimals: 0,
    formula: 'Число официальных страниц в социальных сетях на конец периода. Вносится вручную.',
    clause: `п.${nbsp}2.4.9`,
  }),
  entered({
    id: 'page_subs',
    code: 'I17',
    title: 'Подписчики официальных страниц',
    unit: 'чел.',
    measure: 'last',
    direction: 'up',
    decimals: 0,
    formula: 'Число подписчиков всех страниц на конец периода. Вносится вручную.',
    clause: `п.${nbsp}2.4.9`,
  }),
  entered({
    id: 'page_reach',
    code: 'I17',
    title: 'Охват официальных страниц',
    unit: 'чел.',
    measure: 'mean',
    direction: 'up',
    decimals: 0,
    formula: 'Охват за месяц; за год — среднее по месяцам. Вносится вручную.',
    clause: `п.${nbsp}5.1.3`,
  }),
  entered({
    id: 'page_er',
    code: 'I17',
    title: 'Вовлечённость на официальных страницах',
    unit: '%',
    measure: 'mean',
    direction: 'up',
    decimals: 1,
    formula: 'Отметки, комментарии и репосты вместе делятся на охват. Вносится вручную.',
    clause: `п.${nbsp}5.1.3`,
  }),
  entered({
    id: 'posts_published',
    code: 'I18',
    title: 'Информирующие публикации',
    unit: 'ед.',
    measure: 'sum',
    direction: 'up',
    decimals: 0,
    formula: 'Публикации о работе и её результатах. Вносится вручную.',
    clause: `п.${nbsp}2.4.7, 3.4`,
  }),
  entered({
    id: 'trained',
    code: 'I19',
    title: 'Обучено сотрудников',
    unit: 'чел.',
    measure: 'sum',
    direction: 'up',
    decimals: 0,
    formula: 'Прошли обучение на семинарах и курсах. Вносится вручную.',
    clause: `п.${nbsp}2.4.8`,
  }),
]

/** The whole registry: the built-in ones, then the customer's own. */
export function registryOf({ own }: IndicatorSettings): Indicator[] {
  return [
    ...builtIn,
    ...own.map(({ id, title, unit, measure, direction, decimals, clause }) =>
      entered({
        id,
        code: '',
        title,
        unit,
        measure,
        direction,
        decimals,
        formula: 'Свой показатель, вносится вручную.',
        clause,
      }),
    ),
  ]
}

/** Of whom: empty for the whole district, else `block:zhkh` or `recipient:roads-unit`. */
export function planOf(
  { plans }: IndicatorSettings,
  indicatorId: string,
  year: number,
  month: number | null,
  of: string,
): number | null {
  const plan = plans.find(
    each => each.indicatorId === indicatorId && each.year === year && each.month === month && each.of === of,
  )
  return plan?.value ?? null
}

/** What people entered for the months 1–12 of a year, and for the year itself, which then stands for the months. */
export type EnteredYear = { months: ReadonlyMap<number, number>; year: number | null }

/** The year so far of entered values: added up, averaged or the last, by the kind of the number. */
export function enteredFact({ measure }: Pick<Indicator, 'measure'>, { months, year }: EnteredYear): Fact {
  const values = [...months].toSorted(([a], [b]) => a - b).map(([, value]) => value)
  if (year !== null) return { value: year, part: null, of: null }
  if (values.length === 0) return noFact
  const sum = values.reduce((all, value) => all + value, 0)
  switch (measure) {
    case 'sum':
      return { value: sum, part: null, of: null }
    case 'mean':
    case 'share':
      return { value: sum / values.length, part: null, of: null }
    case 'last':
      return { value: values.at(-1) ?? null, part: null, of: null }
    default: {
      const never: never = measure
      return never
    }
  }
}

/** How much of the year has passed, by local days: 0 before it, 1 after it. The present day counts whole. */
export function passedShare(year: number, asOf: string, zone: string): number {
  const [first, next] = [`${year}-01-01`, `${year + 1}-01-01`]
  const today = localDateOf(asOf, zone)
  if (today < first) return 0
  if (today >= next) return 1
  return (daysBetween(first, today) + 1) / daysBetween(first, next)
}

/**
 * What the year comes to. What adds up goes on at the pace so far: of a computed number by days, of an entered one by the
 * months up to the last that was entered. Means and shares are expected to stay as they are, and so is a state.
 */
export function forecastOf(
  { measure, source }: Pick<Indicator, 'measure' | 'source'>,
  fact: Fact,
  passed: number,
  entered?: EnteredYear,
): number | null {
  if (fact.value === null) return null
  if (measure !== 'sum' || passed >= 1) return fact.value
  if (source.from === 'people') {
    if (entered === undefined || entered.year !== null || entered.months.size === 0) return fact.value
    return (fact.value / Math.max(...entered.months.keys())) * 12
  }
  return passed === 0 ? null : fact.value / passed
}

/** How the forecast was made, for the reader. */
export function forecastWords({ measure, source }: Pick<Indicator, 'measure' | 'source'>): string {
  if (measure === 'sum')
    return source.from === 'people'
      ? 'В том же темпе: внесённое, делённое на месяцы с января по последний внесённый, на 12 месяцев.'
      : 'В том же темпе: сделанное с начала года, делённое на прошедшую часть года по дням.'
  return measure === 'last' ? 'Каким является сейчас.' : 'Среднее с начала года.'
}

export const targetStates = [
  'no-plan',
  'not-judged',
  'no-data',
  'few',
  'met',
  'on-track',
  'behind',
  'missed',
] as const
export type TargetState = (typeof targetStates)[number]

export const targetWords: Readonly<Record<TargetState, string>> = {
  'no-plan': 'план не задан',
  'not-judged': 'не оценивается',
  'no-data': 'данных нет',
  few: 'мало данных',
  met: 'выполнен',
  'on-track': 'идёт к выполнению',
  behind: 'отстаёт',
  missed: 'не выполнен',
}

/** `few`: a share of fewer than 20, which would mislead (PRACTICE P19). */
export function targetState(
  { direction, measure }: Pick<Indicator, 'direction' | 'measure'>,
  plan: number | null,
  { value, of }: Fact,
  forecast: number | null,
  isOver: boolean,
): TargetState {
  if (plan === null) return 'no-plan'
  if (direction === 'none') return 'not-judged'
  if (value === null || forecast === null) return 'no-data'
  if (measure === 'share' && (of ?? 0) < percentBase) return 'few'
  const reaches = (each: number) => (direction === 'up' ? each >= plan : each <= plan)
  if (isOver) return reaches(value) ? 'met' : 'missed'
  // What adds up and is wanted large cannot be undone any more.
  if (measure === 'sum' && direction === 'up' && reaches(value)) return 'met'
  return reaches(forecast) ? 'on-track' : 'behind'
}

/** I20: the difference; `null` where one of the two is not known, or is a share of few (PRACTICE P19). */
export function changeBetween(
  { measure }: Pick<Indicator, 'measure'>,
  now: Fact,
  before: Fact,
): number | null {
  if (now.value === null || before.value === null) return null
  if (measure === 'share' && [now, before].some(({ of }) => (of ?? 0) < percentBase)) return null
  return now.value - before.value
}
