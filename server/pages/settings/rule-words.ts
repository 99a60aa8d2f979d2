/** Rules of deadlines in words, as the settings name them. */
import type { confidences, DeadlineRule, StartEvent, Term, Unit } from '../../../shared/deadlines/rules.ts'
import { channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { plural } from '../../../shared/reference/plural.ts'
import { stageTitles } from '../../../shared/reference/stages.ts'

export const unitTitles: Record<Unit, string> = {
  calendar_days: 'календарных дней',
  working_days: 'рабочих дней',
  working_hours: 'рабочих часов',
  hours: 'часов подряд',
}

const unitForms: Record<Unit, readonly [string, string, string]> = {
  calendar_days: ['календарный день', 'календарных дня', 'календарных дней'],
  working_days: ['рабочий день', 'рабочих дня', 'рабочих дней'],
  working_hours: ['рабочий час', 'рабочих часа', 'рабочих часов'],
  hours: ['час подряд', 'часа подряд', 'часов подряд'],
}

export function termWords({ amount, unit }: Term): string {
  return `${amount}\u00a0${plural(amount, unitForms[unit])}`
}

export const startTitles: Record<StartEvent, string> = {
  capturedAt: 'запись сообщения',
  publishedAt: 'публикация поста',
  registeredAt: 'регистрация обращения',
  interimAt: 'промежуточный ответ',
  reopenedAt: 'возобновление карточки',
  promisedAt: 'обещание',
}

export const countTitles: Record<DeadlineRule['countFrom'], string> = {
  next_day: 'со следующего дня (ГК РФ, ст. 191)',
  same_day: 'с того же дня',
}

export const rollTitles: Record<DeadlineRule['rollRule'], string> = {
  preceding: 'на рабочий день раньше',
  following: 'на следующий рабочий день',
  none: 'не переносится',
}

export const confidenceTitles: Record<(typeof confidences)[number], string> = {
  certain: 'точно по документу',
  good: 'по документу, есть вопрос',
  weak: 'принято по образцу, проверьте',
}

export const urgencyTitles: Record<DeadlineRule['urgency'], string> = {
  any: 'любая',
  ordinary: 'только обычные',
  urgent: 'только срочные',
}

/** «Первый ответ, срочные, «Инцидент Менеджмент»» */
export function ruleTitle({ stage, urgency, accelerated, channels: of }: DeadlineRule): string {
  return [
    stageTitles[stage],
    urgency === 'urgent' ? 'срочные' : urgency === 'ordinary' ? 'обычные' : '',
    accelerated === true ? 'ускоренное решение' : accelerated === false ? 'без ускоренных' : '',
    of === 'any' ? '' : of.map(channel => channels[channel]).join(', '),
  ]
    .filter(part => part !== '')
    .join(', ')
}

/** «Сообщение, вопрос, слух»; abbreviations keep their capitals. */
export function kindsWords(rule: Pick<DeadlineRule, 'kinds'>): string {
  return rule.kinds
    .map(kind => kindInfo[kind].title)
    .map((title, index) => (index === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1)))
    .join(', ')
}
