/** Ends that are no answer, and what follows an answer: transfer, impossible, promises, marks, closing. */
import { latestExtension } from '../../deadlines/deadline.ts'
import { addDays, localDateOf } from '../../deadlines/zone.ts'
import {
  completenessQuestionIds,
  completenessQuestions,
  impossibleReasonIds,
  impossibleReasons,
  noticeWayIds,
  noticeWays,
  promiseResultIds,
  promiseResults,
  rejectionReasonIds,
  rejectionReasons,
  reopenReasonIds,
  reopenReasons,
  satisfactionMarkIds,
  satisfactionMarks,
  transferWayIds,
  transferWays,
} from '../../reference/answers.ts'
import { longestPromiseDays, mayCallProvocation } from '../../ticket/acts/replies.ts'
import { hasPublicPage } from '../../ticket/decision.ts'
import {
  accountOptions,
  closeReasonOf,
  oneOf,
  optionsOf,
  organisationFor,
  organisationOptions,
  organisationTexts,
  whyNotEndedYet,
} from '../choices.ts'
import type { ActType } from '../contract.ts'
import {
  address,
  area,
  check,
  choice,
  choices,
  date,
  type FormDefinition,
  files,
  ifAny,
  line,
  reason,
  todayOf,
} from '../fields.ts'
import type { Faults } from '../reading.ts'

const transferForm: FormDefinition = {
  lead: () =>
    'Карточка уйдёт в другую организацию. Сначала скажите автору, кто решает его вопрос и как с ними связаться.',
  fields(view, context) {
    const { ticket } = view
    const { settings, actor } = context
    const today = todayOf(context)
    return [
      choice({
        name: 'organisation',
        label: 'Кому передано',
        value: organisationFor(ticket, settings),
        options: organisationOptions(settings),
      }),
      choice({ name: 'way', label: 'Как передано', options: optionsOf(transferWays) }),
      date({ name: 'date', label: 'Когда', required: true, value: today, max: today }),
      line({ name: 'outgoingNumber', label: 'Исходящий номер', required: true, maxLength: 100 }),
      area({
        name: 'text',
        label: 'Что ответили автору',
        required: true,
        ready: organisationTexts(ticket, settings),
      }),
      address({ name: 'url', label: 'Адрес этого ответа', required: hasPublicPage(view) }),
      ...ifAny(accountOptions(ticket, actor, settings), options =>
        choice({
          name: 'account',
          label: 'От имени',
          value: options[0]?.value ?? '',
          options,
          empty: 'Не от официального аккаунта',
        }),
      ),
    ]
  },
  body: answers => ({
    type: 'transfer',
    data: {
      organisationId: answers.text('organisation') ?? '',
      way: oneOf(transferWayIds, answers.text('way')) ?? 'letter',
      date: answers.text('date') ?? '',
      outgoingNumber: answers.text('outgoingNumber') ?? '',
      url: answers.text('url'),
      text: answers.text('text') ?? '',
      accountId: answers.text('account'),
    },
  }),
}

const extendForm: FormDefinition = {
  lead: () => 'Автора предупреждают о продлении до того, как оно записано (59-ФЗ, ст. 12 ч. 2).',
  fields({ ticket }, context) {
    const { settings } = context
    const today = todayOf(context)
    const final = ticket.stages.findLast(stage => stage.stage === 'final' && stage.stoppedAt === null)
    const range =
      final === undefined
        ? {}
        : {
            min: addDays(localDateOf(final.dueAt, settings.deadlines.zone), 1),
            max: latestExtension(final, ticket.kind, settings.deadlines),
          }
    return [
      date({ name: 'until', label: 'Продлить до', required: true, ...range }),
      reason(),
      choice({ name: 'noticeWay', label: 'Как предупредили автора', options: optionsOf(noticeWays) }),
      date({ name: 'noticeDate', label: 'Когда предупредили', required: true, value: today, max: today }),
    ]
  },
  body: answers => ({
    type: 'extend',
    data: {
      until: answers.text('until') ?? '',
      reason: answers.text('reason') ?? '',
      notice: {
        way: oneOf(noticeWayIds, answers.text('noticeWay')) ?? 'published',
        date: answers.text('noticeDate') ?? '',
      },
    },
  }),
}

const promiseForm: FormDefinition = {
  lead: ({ ticket }) => whyNotEndedYet(ticket),
  fields: ({ ticket }, context) => [
    choice({
      name: 'result',
      label: 'Что с обещанием',
      options: optionsOf(
        promiseResults,
        promiseResultIds.filter(each => each !== 'kept' || whyNotEndedYet(ticket) === null),
      ),
    }),
    date({
      name: 'date',
      label: 'Новая дата',
      required: true,
      min: todayOf(context),
      max: addDays(todayOf(context), longestPromiseDays),
      when: { field: 'result', values: ['moved'] },
    }),
    area({ name: 'reason', label: 'Что сделано или почему нет' }),
    files({ name: 'files', label: 'Фото' }),
  ],
  check(answers): Faults {
    return answers.text('result') !== 'kept' && answers.text('reason') === null
      ? { reason: 'Напишите причину.' }
      : {}
  },
  body: answers => ({
    type: 'report_promise',
    data: {
      result: oneOf(promiseResultIds, answers.text('result')) ?? 'broken',
      date: answers.text('date'),
      reason: answers.text('reason'),
      files: answers.files('files'),
    },
  }),
}

const marks = ['1', '2', '3', '4', '5'] as const

export const endForms = {
  mark_impossible: {
    lead: ({ ticket }) =>
      [
        'Карточка уйдёт из счёта ответов: ни в срок, ни с опозданием. Снимок поста сохраняется.',
        whyNotEndedYet(ticket) ?? '',
      ]
        .join(' ')
        .trimEnd(),
    fields: ({ ticket }, { actor }) => [
      choice({
        name: 'reason',
        label: 'Почему',
        options: optionsOf(
          impossibleReasons,
          impossibleReasonIds.filter(each => each !== 'provocation' || mayCallProvocation(actor)),
        ),
      }),
      area({ name: 'text', label: 'Пояснение' }),
      ...(whyNotEndedYet(ticket) === null
        ? [
            check({
              name: 'closes',
              label: 'Закрыть карточку',
              hint: 'Иначе сама проблема остаётся в работе',
            }),
          ]
        : []),
    ],
    body: answers => ({
      type: 'mark_impossible',
      data: {
        reason: oneOf(impossibleReasonIds, answers.text('reason')) ?? 'comments_closed',
        text: answers.text('text'),
        closes: answers.isChecked('closes'),
      },
    }),
  },
  reject: {
    fields: ({ ticket }) => [
      choice({
        name: 'reason',
        label: 'Почему',
        value: ticket.kind === 'gratitude' ? 'gratitude' : '',
        options: optionsOf(rejectionReasons),
      }),
      area({ name: 'text', label: 'Пояснение' }),
    ],
    body: answers => ({
      type: 'reject',
      data: {
        reason: oneOf(rejectionReasonIds, answers.text('reason')) ?? 'off_topic',
        text: answers.text('text'),
      },
    }),
  },
  transfer: transferForm,
  report_promise: promiseForm,
  extend: extendForm,
  rate_completeness: {
    fields: ({ ticket: { completeness } }) => [
      choices({
        name: 'met',
        label: 'Что есть в ответе',
        value: completeness?.met ?? [],
        options: optionsOf(completenessQuestions),
      }),
      check({
        name: 'templateOnly',
        label: 'Один шаблон, без сути',
        value: completeness?.templateOnly ?? false,
      }),
    ],
    body: answers => ({
      type: 'rate_completeness',
      data: {
        met: completenessQuestionIds.filter(each => answers.list('met').includes(each)),
        templateOnly: answers.isChecked('templateOnly'),
      },
    }),
  },
  record_satisfaction: {
    lead: () => '«Не решено» вернёт карточку в работу.',
    fields: () => [
      choice({ name: 'mark', label: 'Что пишет автор', options: optionsOf(satisfactionMarks) }),
      area({ name: 'text', label: 'Его слова' }),
      choice({
        name: 'scale',
        label: 'Оценка в ПОС',
        options: marks.map(value => ({ value, label: value })),
        empty: 'Нет',
      }),
    ],
    body: answers => {
      const scale = answers.text('scale')
      return {
        type: 'record_satisfaction',
        data: {
          mark: oneOf(satisfactionMarkIds, answers.text('mark')) ?? 'solved',
          scale: scale === null ? null : Number(scale),
          text: answers.text('text'),
        },
      }
    },
  },
  reopen: {
    fields: () => [
      choice({ name: 'reason', label: 'Почему', options: optionsOf(reopenReasons) }),
      area({ name: 'text', label: 'Пояснение' }),
    ],
    body: answers => ({
      type: 'reopen',
      data: {
        reason: oneOf(reopenReasonIds, answers.text('reason')) ?? 'repeated',
        text: answers.text('text'),
      },
    }),
  },
  close: {
    lead: ({ ticket }) =>
      ticket.status === 'asking_author' ? 'Автор не уточнил.' : 'Ответ дан, вопросов нет.',
    fields: () => [],
    body: (_answers, { ticket }) => ({ type: 'close', data: { reason: closeReasonOf(ticket) ?? 'done' } }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>
