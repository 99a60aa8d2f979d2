/** What it is about and whose it is: «Не наш блок», registration, the checked fact, danger, notes, splitting. */

import { kinds } from '../../deadlines/rules.ts'
import { factResultIds, factResults } from '../../reference/answers.ts'
import { blockIds } from '../../reference/blocks.ts'
import { kindInfo } from '../../reference/kinds.ts'
import { blockOptions, oneOf, optionsOf, settlementOptions, subtopicOptions } from '../choices.ts'
import type { ActType } from '../contract.ts'
import {
  area,
  check,
  choice,
  date,
  type FormDefinition,
  hidden,
  line,
  moment,
  momentOf,
  reason,
  todayOf,
} from '../fields.ts'
import { classifyForm } from './classify.ts'

export const sortingForms = {
  classify: classifyForm,
  refuse_block: {
    lead: ({ ticket }) =>
      ticket.refusals === 0
        ? 'Карточка вернётся на разбор. Если не возьмёт и следующий блок, она перейдёт к руководителю МЦУ.'
        : 'Второй отказ: карточка перейдёт к руководителю МЦУ.',
    fields: () => [reason({ required: false, hint: 'Чей это вопрос, если знаете' })],
    body: answers => ({ type: 'refuse_block', data: { reason: answers.text('reason') } }),
  },
  register_appeal: {
    title: ({ ticket }) =>
      ticket.registration === null ? 'Зарегистрировать как обращение' : 'Исправить регистрацию',
    submit: ({ ticket }) => (ticket.registration === null ? 'Зарегистрировать' : 'Исправить'),
    lead: ({ ticket }) =>
      ticket.registration !== null
        ? 'Прежние номер и дата останутся в истории, срок пересчитается от новой даты.'
        : 'Обращением сообщение делают только регистрационный номер и дата. Начнётся срок по 59-ФЗ. Если обращение не зарегистрировано, предложите автору оформить его через Госуслуги: готовый текст есть в форме ответа.',
    fields: ({ ticket }, context) => [
      line({
        name: 'number',
        label: 'Номер',
        required: true,
        value: ticket.registration?.number ?? '',
        maxLength: 100,
      }),
      date({
        name: 'date',
        label: 'Дата регистрации',
        required: true,
        value: ticket.registration?.date ?? todayOf(context),
        max: todayOf(context),
      }),
    ],
    check: (answers, { ticket: { registration } }) =>
      registration?.number === answers.text('number') && registration?.date === answers.text('date')
        ? { '': 'Ничего не изменено.' }
        : {},
    body: answers => ({
      type: 'register_appeal',
      data: { number: answers.text('number') ?? '', date: answers.text('date') ?? '' },
    }),
  },
  check_fact: {
    fields: () => [
      choice({ name: 'result', label: 'Что оказалось', options: optionsOf(factResults) }),
      area({
        name: 'text',
        label: 'Как проверили',
        required: true,
        hint: 'Кто подтвердил или опроверг и чем',
      }),
    ],
    body: answers => ({
      type: 'check_fact',
      data: {
        result: oneOf(factResultIds, answers.text('result')) ?? 'confirmed',
        text: answers.text('text') ?? '',
      },
    }),
  },
  tell_emergency: {
    lead: () => 'Сначала позвоните 112 или в ЕДДС, потом запишите здесь, кому и когда передали.',
    fields: (_view, { now, settings }) => [
      line({ name: 'to', label: 'Кому передано', required: true, maxLength: 300 }),
      moment({
        name: 'at',
        label: 'Когда',
        required: true,
        value: momentOf(now, settings.deadlines.zone),
      }),
    ],
    body: (answers, _view, { now }) => ({
      type: 'tell_emergency',
      data: { to: answers.text('to') ?? '', at: answers.text('at') ?? now },
    }),
  },
  add_note: {
    fields: () => [area({ name: 'text', label: 'Заметка', required: true, hint: 'Видят только сотрудники' })],
    body: answers => ({ type: 'add_note', data: { text: answers.text('text') ?? '' } }),
  },
  split: {
    lead: () =>
      'В одном сообщении несколько вопросов: появится вторая карточка на тот же источник, со своими сроками.',
    fields: ({ ticket }, { settings }) => [
      area({
        name: 'essence',
        label: 'Суть второго вопроса',
        required: true,
        maxLength: 1_000,
        hint: 'Одной-двумя строками, без имён',
      }),
      choice({ name: 'block', label: 'Блок', options: blockOptions }),
      choice({
        name: 'subtopic',
        label: 'Подтема',
        options: subtopicOptions(settings, ticket.block),
        empty: 'Не выбрана',
      }),
      choice({
        name: 'kind',
        label: 'Вид',
        value: ticket.kind === 'appeal' ? 'message' : ticket.kind,
        options: kinds
          .filter(kind => kind !== 'appeal')
          .map(kind => ({ value: kind, label: kindInfo[kind].title })),
      }),
      choice({
        name: 'settlement',
        label: 'Населённый пункт',
        value: settings.settlements.some(each => each.id === ticket.settlement) ? ticket.settlement : '',
        options: settlementOptions(settings),
        empty: 'Не указан',
      }),
      line({ name: 'place', label: 'Адрес или ориентир', maxLength: 500 }),
      check({ name: 'urgent', label: 'Срочно' }),
      hidden('newTicketId', ''),
    ],
    body: (answers, { ticket }) => ({
      type: 'split',
      data: {
        newTicketId: answers.raw('newTicketId'),
        essence: answers.text('essence') ?? '',
        block: oneOf(blockIds, answers.text('block')) ?? 'none',
        subtopic: answers.text('subtopic'),
        settlement: answers.text('settlement'),
        place: answers.text('place'),
        urgent: answers.isChecked('urgent'),
        kind: oneOf(kinds, answers.text('kind')) ?? 'message',
        authorType: ticket.authorType,
      },
    }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>
