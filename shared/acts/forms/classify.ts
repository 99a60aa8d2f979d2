/** «Разобрать» and «Уточнить карточку»: every field with the value the person saw, so that edits merge by field. */
import { kinds } from '../../deadlines/rules.ts'
import type { Settings } from '../../policy/settings.ts'
import {
  authorTypeIds,
  authorTypes,
  conflictReasonIds,
  conflictReasons,
  placeKindIds,
  placeKinds,
  replyErrorReasonIds,
  replyErrorReasons,
} from '../../reference/answers.ts'
import { blockIds, blocks } from '../../reference/blocks.ts'
import { indicatorsSentence, kindInfo, kindsWithoutAnswer } from '../../reference/kinds.ts'
import { mayChangeComplaint } from '../../ticket/acts/sorting.ts'
import type { ClassifyChanges } from '../../ticket/commands.ts'
import { essenceText, placeText, whyNotOpen } from '../../ticket/decision.ts'
import type { Complaint } from '../../ticket/events.ts'
import type { Ticket, TicketView } from '../../ticket/ticket.ts'
import {
  blockOptions,
  oneOf,
  optionsOf,
  recipientKindTitles,
  routeFor,
  settlementOptions,
  subtopicOptions,
  whyNotEndedYet,
} from '../choices.ts'
import type { ActContext, Field, Option } from '../contract.ts'
import { area, check, choice, choices, type FormDefinition, hidden, ifAny, line } from '../fields.ts'
import type { Answers } from '../reading.ts'

const yes = 'yes'

export const classifyForm: FormDefinition = {
  title: ({ ticket }) => (ticket.sorted === null ? 'Разобрать' : 'Уточнить карточку'),
  submit: ({ ticket }) => (ticket.sorted === null ? 'Разобрано' : 'Сохранить'),
  fields(view, context) {
    const shown = fieldsOf(view, context)
    return [...shown, ...shown.map(field => hidden(`from.${field.name}`, seenValue(field)))]
  },
  check(answers, view) {
    const isEmpty = Object.values(changesOf(answers)).every(change => change === undefined)
    return isEmpty && view.ticket.sorted !== null ? { '': 'Ничего не изменено.' } : {}
  },
  body(answers, { ticket }) {
    return { type: 'classify', data: { changes: changesOf(answers), sorted: ticket.sorted === null } }
  },
}

function fieldsOf(view: TicketView, context: ActContext): Field[] {
  const { ticket } = view
  const { settings } = context
  const route = routeFor(settings, ticket)
  const isByRoute = route !== null && route.block !== ticket.block
  return [
    choice({
      name: 'block',
      label: 'Блок',
      value: ticket.block,
      options: blockOptions,
      ...(isByRoute ? { hint: `По маршруту: ${blocks[route.block].short}` } : {}),
    }),
    choice({
      name: 'subtopic',
      label: 'Подтема',
      value: ticket.subtopic,
      options: withStanding(subtopicOptions(settings, ticket.block), ticket.subtopic),
      empty: 'Не выбрана',
    }),
    choice({
      name: 'kind',
      label: 'Вид',
      value: ticket.kind,
      options: kindOptions(ticket),
      ...(mayEndByKind(ticket) ? {} : { hint: whyNotEndedYet(ticket) ?? '' }),
    }),
    choice({
      name: 'settlement',
      label: 'Населённый пункт',
      value: ticket.settlement,
      options: withStanding(settlementOptions(settings), ticket.settlement),
      empty: 'Не указан',
    }),
    line({ name: 'place', label: 'Адрес или ориентир', value: placeText(view), maxLength: 500 }),
    choice({
      name: 'placeKind',
      label: 'Что это за место',
      value: ticket.placeKind,
      options: optionsOf(placeKinds),
    }),
    check({ name: 'urgent', label: 'Срочно', value: ticket.urgent }),
    area({
      name: 'essence',
      label: 'Суть',
      value: essenceText(view),
      maxLength: 1_000,
      hint: 'Одной-двумя строками, без имён',
    }),
    choice({
      name: 'authorType',
      label: 'Кто пишет',
      value: ticket.authorType,
      options: optionsOf(authorTypes),
    }),
    choice({
      name: 'conflict',
      label: 'Конфликт',
      value: ticket.conflict,
      options: optionsOf(conflictReasons),
      empty: 'Нет',
    }),
    choice({
      name: 'replyError',
      label: 'Ошибка в общении',
      value: ticket.replyError,
      options: optionsOf(replyErrorReasons),
      empty: 'Нет',
    }),
    ...(mayChangeComplaint(ticket, context.actor) ? complaintFields(ticket, settings) : []),
    ...ifAny(repeatOptions(ticket, context), options =>
      choice({
        name: 'repeatOf',
        label: 'Повторное к карточке',
        value: ticket.repeatOf,
        options,
        empty: 'Нет',
      }),
    ),
  ]
}

function complaintFields({ complaint }: Ticket, settings: Settings): Field[] {
  return [
    choice({
      name: 'complaint',
      label: 'Жалоба на действия должностного лица',
      value: complaint === null ? '' : yes,
      options: [{ value: yes, label: 'Да, жалоба' }],
      empty: 'Нет',
      hint: 'Её не увидят те, на кого она подана; решает руководитель МЦУ (59-ФЗ, ст. 8 ч. 6)',
    }),
    choices({
      name: 'complaintPeople',
      label: 'На кого: сотрудники',
      value: complaint?.personIds ?? [],
      options: settings.people.map(({ id, title }) => ({ value: id, label: title })),
      when: { field: 'complaint', values: [yes] },
    }),
    choices({
      name: 'complaintRecipients',
      label: 'На кого: получатели',
      value: complaint?.recipientIds ?? [],
      options: settings.recipients.map(({ id, title, kind }) => ({
        value: id,
        label: title,
        group: recipientKindTitles[kind],
      })),
      when: { field: 'complaint', values: [yes] },
    }),
  ]
}

/** The value of a field as it is written beside it, to be compared with what comes back. */
function seenValue(field: Field): string {
  switch (field.control) {
    case 'check':
      return field.value ? yes : ''
    case 'choices':
      return listKey(field.value)
    case 'files':
      return ''
    default:
      return field.value
  }
}

export function listKey(list: readonly string[]): string {
  return list.length === 0 ? '' : JSON.stringify(list.toSorted())
}

/** What stands stays choosable, even where the settings have dropped it. */
function withStanding(options: Option[], standing: string | null): Option[] {
  return standing === null || options.some(each => each.value === standing)
    ? options
    : [...options, { value: standing, label: `${standing} (нет в настройках)` }]
}

/**
 * Nothing becomes an appeal here: that needs a number and a date; and an appeal does not become anything else. A kind
 * without an answer ends the ticket, and that has to wait for those who are joined to it (P12).
 */
function kindOptions(ticket: Ticket): Option[] {
  const { kind: standing } = ticket
  return kinds
    .filter(kind => (standing === 'appeal') === (kind === 'appeal'))
    .filter(kind => kind === standing || mayEndByKind(ticket) || !kindsWithoutAnswer.includes(kind))
    .map(kind => ({ value: kind, label: kindInfo[kind].title, hint: indicatorsSentence(kind) }))
}

/** Whether a kind without an answer may be chosen: nobody joined waits, or the ticket is not open and ends by nothing. */
function mayEndByKind(ticket: Ticket): boolean {
  return whyNotEndedYet(ticket) === null || whyNotOpen(ticket) !== null
}

function repeatOptions({ id, repeatOf }: Ticket, { nearby = [] }: ActContext): Option[] {
  const options = nearby
    .filter(each => each.ticketId !== id)
    .map(({ ticketId, label }) => ({ value: ticketId, label }))
  return repeatOf === null || options.some(each => each.value === repeatOf)
    ? options
    : [...options, { value: repeatOf, label: 'Как указано сейчас' }]
}

function changesOf(answers: Answers): ClassifyChanges {
  const plain = (name: string) => change(answers.raw(`from.${name}`).trim() || null, answers.text(name))
  const chosen = <Id extends string>(name: string, ids: readonly Id[]) => {
    const from = oneOf(ids, answers.raw(`from.${name}`))
    const to = oneOf(ids, answers.text(name))
    return from === null || to === null ? undefined : change(from, to)
  }
  const maybe = <Id extends string>(name: string, ids: readonly Id[]) =>
    change(oneOf(ids, answers.raw(`from.${name}`)), oneOf(ids, answers.text(name)))
  return {
    block: chosen('block', blockIds),
    subtopic: plain('subtopic'),
    kind: chosen('kind', kinds),
    settlement: plain('settlement'),
    place: plain('place'),
    placeKind: chosen('placeKind', placeKindIds),
    urgent: change(answers.raw('from.urgent') !== '', answers.isChecked('urgent')),
    essence: plain('essence'),
    authorType: chosen('authorType', authorTypeIds),
    conflict: maybe('conflict', conflictReasonIds),
    replyError: maybe('replyError', replyErrorReasonIds),
    complaint: change(seenComplaint(answers), complaintOf(answers)),
    repeatOf: plain('repeatOf'),
  }
}

function change<Value>(from: Value, to: Value): { from: Value; to: Value } | undefined {
  return JSON.stringify(from) === JSON.stringify(to) ? undefined : { from, to }
}

function complaintOf(answers: Answers): Complaint | null {
  if (answers.text('complaint') !== yes) return null
  return {
    personIds: answers.list('complaintPeople').toSorted(),
    recipientIds: answers.list('complaintRecipients').toSorted(),
  }
}

function seenComplaint(answers: Answers): Complaint | null {
  if (answers.raw('from.complaint') !== yes) return null
  return {
    personIds: listFrom(answers.raw('from.complaintPeople')),
    recipientIds: listFrom(answers.raw('from.complaintRecipients')),
  }
}

/** The list that `listKey` wrote; an unreadable one is none, and then the save is a conflict, never a loss. */
export function listFrom(text: string): string[] {
  if (text === '') return []
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) ? list.filter(each => typeof each === 'string') : []
  } catch {
    return []
  }
}
