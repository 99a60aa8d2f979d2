/** Many tickets and one problem, questions to the head, orders of the chief, and taking a step back. */
import { localDateOf } from '../../deadlines/zone.ts'
import { joinedReplyWayIds, joinedReplyWays } from '../../reference/answers.ts'
import { replyTexts, textsFor } from '../../reference/texts.ts'
import { wordsOf } from '../../ticket/contents.ts'
import { accountOptions, oneOf, optionsOf, orderOptions, partyOf, promisablesOf } from '../choices.ts'
import type { ActType } from '../contract.ts'
import {
  address,
  area,
  choice,
  date,
  type FormDefinition,
  ifAny,
  moment,
  readyOptions,
  todayOf,
} from '../fields.ts'
import type { Faults } from '../reading.ts'
import { undoneWords } from '../undone.ts'

const joinedReplyForm: FormDefinition = {
  lead: () => 'Карточка закроется, когда ответ есть у каждого, кто написал.',
  fields: ({ ticket }, { actor, settings }) => [
    choice({ name: 'way', label: 'Как отвечено', options: optionsOf(joinedReplyWays) }),
    ...ifAny(accountOptions(ticket, actor, settings), options =>
      choice({
        name: 'account',
        label: 'От имени',
        value: options[0]?.value ?? '',
        options,
        empty: 'Не от официального аккаунта',
        when: { field: 'way', values: ['here', 'common'] },
      }),
    ),
    address({
      name: 'url',
      label: 'Адрес ответа',
      when: { field: 'way', values: ['here', 'common'] },
    }),
    area({
      name: 'text',
      label: 'Текст ответа или причина',
      ready: readyOptions(textsFor(ticket.kind, replyTexts)),
    }),
  ],
  check(answers): Faults {
    if (answers.text('way') === 'not_needed')
      return answers.text('text') === null ? { text: 'Напишите, почему ответ не нужен.' } : {}
    return answers.text('url') === null && answers.text('text') === null
      ? { url: 'Укажите адрес ответа, а если его нет — запишите текст.' }
      : {}
  },
  body: answers => ({
    type: 'reply_joined',
    data: {
      way: oneOf(joinedReplyWayIds, answers.text('way')) ?? 'here',
      url: answers.text('url'),
      text: answers.text('text'),
      accountId: answers.text('account'),
    },
  }),
}

export const togetherForms = {
  declare_problem: {
    lead: () => 'Новые сообщения о том же будут предлагать присоединить их к этой карточке и готовый ответ.',
    fields: ({ ticket }, { now, settings }) => [
      area({
        name: 'readyText',
        label: 'Готовый ответ',
        required: true,
        hint: 'Что случилось, кто делает, когда закончат',
      }),
      date({
        name: 'since',
        label: 'С какого дня',
        value: localDateOf(ticket.capturedAt, settings.deadlines.zone),
        max: localDateOf(now, settings.deadlines.zone),
      }),
      moment({ name: 'expectedEnd', label: 'Когда обещают устранить' }),
    ],
    body: answers => ({
      type: 'declare_problem',
      data: {
        since: answers.text('since'),
        expectedEnd: answers.text('expectedEnd'),
        readyText: answers.text('readyText') ?? '',
      },
    }),
  },
  end_problem: { fields: () => [], body: () => ({ type: 'end_problem', data: {} }) },
  merge: {
    lead: () => 'Решать будут в той карточке; автору этой ответ всё равно нужен.',
    fields: ({ ticket }, { nearby = [] }) => [
      choice({
        name: 'into',
        label: 'К какой карточке',
        options: nearby
          .filter(each => each.ticketId !== ticket.id)
          .map(({ ticketId, label }) => ({ value: ticketId, label })),
      }),
    ],
    body: answers => ({ type: 'merge', data: { into: answers.text('into') ?? '' } }),
  },
  unmerge: { fields: () => [], body: () => ({ type: 'unmerge', data: {} }) },
  reply_joined: joinedReplyForm,
  undo_split: {
    lead: () => 'Эта карточка отменится, её вопрос останется в первой.',
    fields: () => [],
    body: () => ({ type: 'undo_split', data: {} }),
  },
  put_before_head: {
    fields: () => [
      area({ name: 'question', label: 'Вопрос руководителю', required: true }),
      area({ name: 'proposal', label: 'Какое решение предлагаете' }),
    ],
    body: answers => ({
      type: 'put_before_head',
      data: { question: answers.text('question') ?? '', proposal: answers.text('proposal') },
    }),
  },
  decide_question: {
    lead({ ticket: { headQuestion }, contents }) {
      const question = wordsOf(contents, headQuestion?.questionContentId ?? null)
      if (question !== null) return `Вопрос: «${question}»`
      return headQuestion?.automatic === true ? 'Вынесено по правилу: срок прошёл.' : null
    },
    fields: ({ ticket: { headQuestion }, contents }) => {
      const proposal = wordsOf(contents, headQuestion?.proposalContentId ?? null)
      return [
        area({
          name: 'decision',
          label: 'Решение',
          required: true,
          ...(proposal === null ? {} : { ready: [{ value: proposal, label: 'Как предложено' }] }),
        }),
      ]
    },
    body: answers => ({ type: 'decide_question', data: { decision: answers.text('decision') ?? '' } }),
  },
  give_order: {
    fields: ({ ticket }, context) => [
      choice({ name: 'to', label: 'Кому', options: promisablesOf(ticket, context.settings) }),
      area({ name: 'text', label: 'Что поручено', required: true }),
      date({ name: 'dueOn', label: 'К какому дню', required: true, min: todayOf(context) }),
    ],
    body: answers => ({
      type: 'give_order',
      data: {
        to: partyOf(answers.text('to')) ?? { type: 'person', personId: '' },
        dueOn: answers.text('dueOn') ?? '',
        text: answers.text('text') ?? '',
      },
    }),
  },
  report_order: {
    fields: view => {
      const options = orderOptions(view)
      return [
        choice({
          name: 'order',
          label: 'Поручение Главы',
          value: options[0]?.value ?? '',
          options,
        }),
        area({ name: 'text', label: 'Что сделано', required: true }),
      ]
    },
    body: answers => ({
      type: 'report_order',
      data: { orderId: answers.text('order') ?? '', text: answers.text('text') ?? '' },
    }),
  },
  undo: {
    title: ({ ticket }) => `Отменить: ${undoneWords(ticket)}`,
    fields: () => [],
    body: (_answers, { ticket }) => ({ type: 'undo', data: { stepId: ticket.lastStep?.stepId ?? '' } }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>
