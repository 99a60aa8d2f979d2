/** Answers: the draft, the approval, the publication. */
import { answerWayIds, answerWays, outcomeIds, outcomes } from '../../reference/answers.ts'
import { replyKindTitles } from '../../reference/statuses.ts'
import { replyTexts, textsFor } from '../../reference/texts.ts'
import { lacksApproval, lacksFact, lastInterimDate, waysWithoutPage } from '../../ticket/acts/replies.ts'
import { replyTextLimit, wordsOf } from '../../ticket/contents.ts'
import { type ReplyKind, replyKinds } from '../../ticket/events.ts'
import { type PreparedReply, preparedOf, type Ticket, type TicketView } from '../../ticket/ticket.ts'
import {
  accountOptions,
  oneOf,
  optionsOf,
  organisationTexts,
  partyOf,
  partyValue,
  promisablesOf,
  unansweredOptions,
} from '../choices.ts'
import type { ActContext, ActType, Field, Option } from '../contract.ts'
import {
  address,
  area,
  check,
  choice,
  choices,
  date,
  type FormDefinition,
  files,
  hidden,
  ifAny,
  line,
  moment,
  momentOf,
  readyOptions,
  reason,
  todayOf,
} from '../fields.ts'
import type { Answers, Faults } from '../reading.ts'

/** Ways with a page where the answer can be read. */
export const waysWithAddress = ['published', 'personal_page'] as const

/** The problem's own words first, then the templates, then what the outside organisations answer for. */
function readyReplies({ ticket, contents }: TicketView, { settings }: ActContext): Option[] {
  const problem = wordsOf(contents, ticket.problem?.contentId ?? null)
  return [
    ...(problem === null ? [] : [{ value: problem, label: 'Общая проблема' }]),
    ...readyOptions(textsFor(ticket.kind, replyTexts)),
    ...organisationTexts(ticket, settings),
  ]
}

/** What a reply says of the matter: its kind, what came out, what was promised. */
function substance(view: TicketView, context: ActContext, usual: ReplyKind = 'final'): Field[] {
  const prepared = preparedOf(view.ticket)
  const today = todayOf(context)
  const isPlan = prepared?.outcome === 'planned'
  const lastInterim = lastInterimDate(view.ticket, context.settings.deadlines.zone)
  return [
    choice({
      name: 'kind',
      label: 'Вид ответа',
      value: prepared?.kind ?? usual,
      options: optionsOf(replyKindTitles),
    }),
    date({
      name: 'interimDate',
      label: 'Ответим до',
      value: isPlan ? null : (prepared?.promisedDate ?? null),
      min: today,
      max: lastInterim,
      ...(lastInterim < today ? { hint: 'Предел в 30 дней прошёл: сначала продлите срок' } : {}),
      when: { field: 'kind', values: ['interim'] },
    }),
    choice({
      name: 'outcome',
      label: 'Что сделано',
      value: prepared?.outcome ?? '',
      options: optionsOf(outcomes),
      empty: 'Не указано',
      when: { field: 'kind', values: ['final'] },
    }),
    date({
      name: 'promisedDate',
      label: 'Обещаем сделать до',
      required: true,
      value: isPlan ? prepared.promisedDate : null,
      min: today,
      when: { field: 'outcome', values: ['planned'] },
    }),
    choice({
      name: 'responsible',
      label: 'Кто отвечает за обещание',
      value: partyValue(prepared?.responsible ?? null),
      options: promisablesOf(view.ticket, context.settings),
      when: { field: 'outcome', values: ['planned'] },
    }),
  ]
}

/** «Со слов исполнителя» (PRACTICE P5). */
function spokenFields({ now, settings }: ActContext): Field[] {
  return [
    line({
      name: 'spokenBy',
      label: 'Со слов исполнителя: кто сообщил',
      hint: 'Если ответ получен по телефону или лично',
      maxLength: 300,
    }),
    moment({ name: 'spokenAt', label: 'Когда сообщил', value: momentOf(now, settings.deadlines.zone) }),
  ]
}

function spokenOf(answers: Answers, now: string): { by: string; at: string } | null {
  const by = answers.text('spokenBy')
  return by === null ? null : { by, at: answers.text('spokenAt') ?? now }
}

function substanceOf(answers: Answers) {
  const kind = oneOf(replyKinds, answers.text('kind')) ?? 'final'
  return {
    kind,
    outcome: oneOf(outcomeIds, answers.text('outcome')),
    promisedDate: answers.text(kind === 'interim' ? 'interimDate' : 'promisedDate'),
    responsible: partyOf(answers.text('responsible')),
  }
}

function preparedText(prepared: PreparedReply | null, { contents }: TicketView): string | null {
  return prepared === null ? null : wordsOf(contents, prepared.contentId)
}

const prepareForm: FormDefinition = {
  lead({ ticket, contents }) {
    const why =
      ticket.status === 'drafting' && ticket.returned ? wordsOf(contents, ticket.returned.contentId) : null
    return why === null ? null : `Вернули на доработку: «${why}»`
  },
  fields(view, context) {
    const prepared = preparedOf(view.ticket)
    return [
      area({
        name: 'text',
        label: 'Ответ',
        required: true,
        value: preparedText(prepared, view),
        maxLength: replyTextLimit,
        ready: readyReplies(view, context),
      }),
      ...substance(view, context),
      ...spokenFields(context),
      files({ name: 'files', label: 'Фото и файлы' }),
      check({ name: 'draft', label: 'Пока черновик', hint: 'Не отправлять на согласование и публикацию' }),
      hidden('from.reply', prepared?.contentId ?? ''),
    ]
  },
  body: (answers, _view, { now }) => ({
    type: 'prepare_reply',
    data: {
      ...substanceOf(answers),
      text: answers.text('text') ?? '',
      spoken: spokenOf(answers, now),
      files: answers.files('files'),
      from: answers.raw('from.reply') || null,
      draft: answers.isChecked('draft'),
    },
  }),
}

const factFirst = 'Это слух: окончательно отвечают после проверки («Факт проверен»).'

const publishForm: FormDefinition = {
  title: publishTitle,
  lead: ({ ticket }, context) =>
    lacksApproval(ticket, null, context)
      ? 'Окончательный ответ сначала согласуют. Здесь отмечают «принято» и то, что уже опубликовано: нужен адрес.'
      : null,
  fields(view, context) {
    const { ticket } = view
    const prepared = preparedOf(ticket)
    return [
      area({
        name: 'text',
        label: 'Текст или суть ответа',
        value: preparedText(prepared, view),
        maxLength: replyTextLimit,
        ready: readyReplies(view, context),
      }),
      choice({ name: 'way', label: 'Как отвечено', value: 'published', options: optionsOf(answerWays) }),
      ...ifAny(accountOptions(ticket, context.actor, context.settings), options =>
        choice({
          name: 'account',
          label: 'От имени',
          value: options[0]?.value ?? '',
          options,
          empty: 'Не от официального аккаунта',
          when: { field: 'way', values: ['published'] },
        }),
      ),
      address({
        name: 'url',
        label: 'Адрес ответа',
        hint: 'Откройте ответ и скопируйте его адрес',
        when: { field: 'way', values: waysWithAddress },
      }),
      moment({
        name: 'answeredAt',
        label: 'Когда ответили',
        hint: 'Если раньше, чем сейчас: сроки остановятся этим временем',
        when: { field: 'way', values: waysWithoutPage },
      }),
      ...substance(view, context, lacksFact(ticket) ? 'first' : 'final'),
      ...ifAny(unansweredOptions(ticket), options =>
        choices({
          name: 'forJoined',
          label: 'Общий ответ и на присоединённые',
          value: options.map(option => option.value),
          options,
        }),
      ),
      ...spokenFields(context),
    ]
  },
  check(answers, { ticket }, context): Faults {
    const faults = answeredAtFaults(answers, ticket, context.now)
    const { kind, outcome } = substanceOf(answers)
    if (kind === 'final' && lacksFact(ticket)) return { ...faults, kind: factFirst }
    if (answers.text('url') === null && kind === 'final' && lacksApproval(ticket, outcome, context)) {
      const fault = 'Этот ответ сначала согласуют. Если он уже опубликован, укажите адрес.'
      return { ...faults, [oneOf(waysWithAddress, answers.text('way')) === null ? 'way' : 'url']: fault }
    }
    if (answers.text('url') !== null || answers.text('text') !== null) return faults
    const way = oneOf(waysWithAddress, answers.text('way'))
    return way === null
      ? { ...faults, text: 'Запишите, что ответили: текст или суть.' }
      : { ...faults, url: 'Укажите адрес ответа, а если его нет — запишите текст.' }
  },
  body: (answers, _view, { now }) => ({
    type: 'publish',
    data: {
      ...substanceOf(answers),
      way: oneOf(answerWayIds, answers.text('way')) ?? 'published',
      url: answers.text('url'),
      text: answers.text('text') ?? '',
      accountId: answers.text('account'),
      spoken: spokenOf(answers, now),
      answeredAt: answers.text('answeredAt'),
      forJoined: [...answers.list('forJoined')],
    },
  }),
}

/** A minute typed for now may lie a little before or after. */
function answeredAtFaults(answers: Answers, { capturedAt, reopenedAt }: Ticket, now: string): Faults {
  const at = answers.text('answeredAt')
  if (at === null) return {}
  const minute = 60_000
  if (Date.parse(at) - Date.parse(now) > minute) return { answeredAt: 'Это время ещё не наступило.' }
  return Date.parse(reopenedAt ?? capturedAt) - Date.parse(at) >= minute
    ? { answeredAt: 'Ответ не мог быть раньше, чем записано сообщение.' }
    : {}
}

export function publishTitle({ ticket }: TicketView, context?: ActContext): string {
  if (context !== undefined && lacksApproval(ticket, null, context)) return 'Отметить опубликованный ответ'
  switch (ticket.status) {
    case 'to_publish':
      return 'Отметить опубликованным'
    case 'under_control':
    case 'closed':
      return 'Дополнить ответ'
    default:
      return 'Ответить сразу'
  }
}

export const replyForms = {
  prepare_reply: prepareForm,
  approve_reply: {
    fields: () => [],
    body: () => ({ type: 'approve_reply', data: {} }),
  },
  return_reply: {
    fields: () => [reason({ label: 'Что исправить' })],
    body: answers => ({ type: 'return_reply', data: { reason: answers.text('reason') ?? '' } }),
  },
  publish: publishForm,
  change_reply_kind: {
    lead: () => 'От вида ответа зависит, какие сроки он останавливает.',
    fields: ({ ticket, contents }) => [
      choice({
        name: 'reply',
        label: 'Какой ответ',
        value: ticket.replies.at(-1)?.replyId ?? '',
        options: ticket.replies.map(({ replyId, kind, contentId }, index) => ({
          value: replyId,
          label: `${index + 1}. ${replyKindTitles[kind]}${quoted(wordsOf(contents, contentId))}`,
        })),
      }),
      choice({ name: 'kind', label: 'Считать его', options: optionsOf(replyKindTitles) }),
      reason(),
    ],
    check(answers, { ticket }): Faults {
      const reply = ticket.replies.find(each => each.replyId === answers.text('reply'))
      if (reply?.kind === answers.text('kind')) return { kind: 'Ответ уже такого вида. Выберите другой.' }
      return answers.text('kind') === 'final' && lacksFact(ticket) ? { kind: factFirst } : {}
    },
    body: answers => ({
      type: 'change_reply_kind',
      data: {
        replyId: answers.text('reply') ?? '',
        kind: oneOf(replyKinds, answers.text('kind')) ?? 'final',
        reason: answers.text('reason'),
      },
    }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>

function quoted(text: string | null): string {
  if (text === null || text === '') return ''
  return text.length > 60 ? `: «${text.slice(0, 59)}…»` : `: «${text}»`
}
