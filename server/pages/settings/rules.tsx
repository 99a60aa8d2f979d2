/** «Сроки»: the rules of deadlines, by kind and stage (DOMAIN.md §4). */
import {
  type DeadlineRule,
  deadlineRuleSchema,
  kinds,
  stageIds,
  statutoryKinds,
  type Unit,
  units,
} from '../../../shared/deadlines/rules.ts'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { channelIds } from '../../../shared/reference/channels.ts'
import { idFor } from './ids.ts'
import type { ListSpec } from './list.tsx'
import { RuleFields } from './RuleFields.tsx'
import { confidenceTitles, kindsWords, rollTitles, ruleTitle, startTitles, termWords } from './rule-words.ts'
import { problemsOf, type Values } from './typed.ts'

export const rulesList: ListSpec<DeadlineRule> = {
  path: '/settings/deadlines',
  words: {
    page: 'Сроки',
    intro:
      'Сколько времени даётся на каждый этап. Из подходящих действует самое точное правило: канал важнее ускоренного, ускоренное важнее срочности, новое важнее старого.',
    add: 'Добавить правило',
    fresh: 'Новое правило',
    first: 'Этап',
    empty: 'Правил нет: сроки не считаются. Добавьте первое.',
  },
  schema: deadlineRuleSchema,
  rowsOf: settings => settings.deadlines.rules,
  withRows: (settings, rules) => ({
    ...settings,
    deadlines: { ...settings.deadlines, rules: [...rules] },
  }),
  titleOf: ruleTitle,
  groupOf: kindsWords,
  sorted: rows =>
    rows.toSorted(
      (a, b) =>
        kinds.indexOf(a.kinds[0] ?? 'message') - kinds.indexOf(b.kinds[0] ?? 'message') ||
        a.kinds.length - b.kinds.length ||
        stageIds.indexOf(a.stage) - stageIds.indexOf(b.stage) ||
        (a.validFrom < b.validFrom ? -1 : 1),
    ),
  columnsOf: rule => [
    {
      label: 'Срок',
      text: rule.target ? `${termWords(rule)}, внутренний ${termWords(rule.target)}` : termWords(rule),
    },
    { label: 'Считается от', text: startTitles[rule.startEvent] },
    { label: 'Конец в выходной', text: isInDays(rule.unit) ? rollTitles[rule.rollRule] : '' },
    { label: 'Основание', text: [rule.source, rule.clause].filter(part => part !== '').join(', ') },
    rule.confidence === 'weak'
      ? { label: 'Уверенность', text: confidenceTitles.weak, tone: 'today' }
      : { label: 'Уверенность', text: confidenceTitles[rule.confidence] },
    { label: 'Действует с', text: formatDate(rule.validFrom) },
  ],
  valuesOf,
  freshValues(context, { settings }, now) {
    const today = localDateOf(now, settings.deadlines.zone)
    const model = settings.deadlines.rules.find(rule => rule.id === context.req.query('like'))
    return model ? { ...valuesOf(model), validFrom: today } : { ...freshRule, validFrom: today }
  },
  read(form, { settings }, standing) {
    const term = { amount: Number(form.one('amount')), unit: unitOf(form.one('unit')) }
    const hasTarget = form.one('targetAmount') !== ''
    const target = { amount: Number(form.one('targetAmount')), unit: unitOf(form.one('targetUnit')) }
    const checkpoints = form
      .one('checkpoints')
      .split(/[\s,;]+/)
      .filter(part => part !== '')
      .map(Number)
    const stage = stageIds.find(id => id === form.one('stage')) ?? 'final'
    const chosen = kinds.filter(kind => form.all('kinds').includes(kind))
    const on = channelIds.filter(channel => form.all('channels').includes(channel))
    const accelerated = form.one('accelerated')
    const rule = {
      id:
        standing?.id ??
        idFor(
          `${chosen[0] ?? 'rule'} ${stage}`,
          settings.deadlines.rules.map(each => each.id),
        ),
      kinds: chosen,
      channels: on.length === 0 ? 'any' : on,
      urgency: form.one('urgency'),
      accelerated: accelerated === 'yes' ? true : accelerated === 'no' ? false : 'any',
      stage,
      ...term,
      startEvent: form.one('startEvent'),
      countFrom: form.one('countFrom'),
      rollRule: form.one('rollRule'),
      ...(hasTarget ? { target } : {}),
      pausable: form.one('pausable') === 'yes',
      checkpoints,
      source: form.one('source'),
      clause: form.one('clause'),
      confidence: form.one('confidence'),
      validFrom: form.one('validFrom'),
    }
    const parsed = deadlineRuleSchema.safeParse(rule)
    const named = new Set((parsed.error?.issues ?? []).map(issue => String(issue.path[0] ?? 'amount')))
    const isWhole = (amount: number) => Number.isInteger(amount) && amount > 0
    const problems = problemsOf({
      kinds: named.has('kinds') && 'Отметьте хотя бы один вид.',
      amount: isWhole(term.amount)
        ? named.has('amount') && tooLong
        : 'Напишите срок целым числом, например 8.',
      targetAmount:
        hasTarget &&
        (isWhole(target.amount)
          ? named.has('target') && tooLong
          : 'Напишите внутренний срок целым числом или оставьте пустым.'),
      checkpoints:
        named.has('checkpoints') &&
        'Напишите дни через запятую, например 3, 7, 20: до десяти чисел от 1 до 30.',
      pausable:
        rule.pausable &&
        chosen.some(kind => statutoryKinds.includes(kind)) &&
        'Закон не останавливает срок обращений, запросов информации и запросов редакций: снимите отметку или уберите эти виды.',
      source: named.has('source') && 'Напишите основание: документ или «решение руководителя МЦУ».',
      validFrom: named.has('validFrom') && 'Укажите, с какого дня действует правило.',
    })
    if (Object.keys(problems).length > 0) return { outcome: 'slip', problems }
    if (!parsed.success)
      return {
        outcome: 'slip',
        problems: { form: 'Одно из значений не подходит: выберите из списков заново.' },
      }
    return { outcome: 'row', row: parsed.data }
  },
  Fields: RuleFields,
  Above: () => (
    <ul class="links">
      <li>
        <a href="/settings/deadlines/clocks">Часовой пояс, начало и паузы</a>
      </li>
      <li>
        <a href="/settings/deadlines/automation">Что происходит само</a>
      </li>
      <li>
        <a href="/settings/deadlines/approval">Какие ответы согласуют</a>
      </li>
      <li>
        <a href="/settings/hours">Рабочие часы</a>
      </li>
      <li>
        <a href="/settings/calendar">Календарь</a>
      </li>
    </ul>
  ),
}

const tooLong = 'Срок больше 30 дней (697-П, п. 4.3 г): сократите его, а карточку продлевайте с причиной.'

const freshRule: Values = {
  stage: 'final',
  unit: 'working_days',
  targetUnit: 'working_days',
  startEvent: 'capturedAt',
  countFrom: 'next_day',
  rollRule: 'preceding',
  kinds: 'message',
  urgency: 'any',
  accelerated: 'any',
  confidence: 'certain',
}

function valuesOf(rule: DeadlineRule): Values {
  return {
    stage: rule.stage,
    amount: String(rule.amount),
    unit: rule.unit,
    targetAmount: rule.target ? String(rule.target.amount) : '',
    targetUnit: rule.target?.unit ?? rule.unit,
    startEvent: rule.startEvent,
    countFrom: rule.countFrom,
    rollRule: rule.rollRule,
    kinds: rule.kinds,
    urgency: rule.urgency,
    accelerated: rule.accelerated === 'any' ? 'any' : rule.accelerated ? 'yes' : 'no',
    channels: rule.channels === 'any' ? [] : rule.channels,
    ...(rule.pausable ? { pausable: 'yes' } : {}),
    checkpoints: rule.checkpoints.join(', '),
    source: rule.source,
    clause: rule.clause,
    confidence: rule.confidence,
    validFrom: rule.validFrom,
  }
}

function isInDays(unit: Unit): boolean {
  return unit === 'calendar_days' || unit === 'working_days'
}

function unitOf(text: string): Unit {
  return units.find(unit => unit === text) ?? 'working_days'
}
