/** Assignments, questions to the author, outside organisations. */
import { recipientKey } from '../../policy/permissions.ts'
import type { Recipient } from '../../policy/settings.ts'
import { questionTexts } from '../../reference/texts.ts'
import { wordsOf } from '../../ticket/contents.ts'
import { assignmentOf, type Ticket, type TicketView } from '../../ticket/ticket.ts'
import {
  assignableOptions,
  organisationFor,
  organisationOptions,
  organisationTexts,
  partyOf,
  recipientKindTitles,
  routeFor,
} from '../choices.ts'
import type { ActContext, ActType, Option } from '../contract.ts'
import { area, choice, choices, date, type FormDefinition, readyOptions, reason, todayOf } from '../fields.ts'

const assignForm: FormDefinition = {
  title: ({ ticket }) => (assignmentOf(ticket) === null ? 'Поручить' : 'Поручить другому'),
  fields(view, context) {
    const { ticket } = view
    const { settings } = context
    const asked = assignmentOf(ticket)?.dateRequest ?? null
    const routed = routedOf(ticket, context)
    const hints = [
      routed.phone === '' ? '' : `Телефон по маршруту: ${routed.phone}`,
      asked === null ? '' : 'Исполнитель просит новый срок: он указан ниже',
    ].filter(hint => hint !== '')
    return [
      choice({
        name: 'to',
        label: 'Ответственный исполнитель',
        value: standingOf(ticket) ?? routed.to,
        options: routedFirst(assignableOptions(ticket, settings), routed.to),
        ...(hints.length > 0 ? { hint: hints.join('. ') } : {}),
      }),
      choices({
        name: 'coRecipients',
        label: 'Соисполнители',
        value: assignmentOf(ticket)?.coRecipientIds ?? routed.co,
        options: coRecipientOptions(ticket, settings.recipients),
      }),
      area({ name: 'note', label: 'Что сделать' }),
      date({ name: 'dueOn', label: 'К какому дню', value: asked?.date ?? '', min: todayOf(context) }),
    ]
  },
  body(answers) {
    const to = partyOf(answers.text('to'))
    return {
      type: 'assign',
      data: {
        recipientId: to?.type === 'recipient' ? to.recipientId : null,
        personId: to?.type === 'person' ? to.personId : null,
        coRecipientIds: [...answers.list('coRecipients')],
        note: answers.text('note'),
        dueOn: answers.text('dueOn'),
      },
    }
  },
}

/** Who does it by the routing table (PRACTICE P6); nobody whom the complaint is about. */
function routedOf(ticket: Ticket, { settings }: ActContext): { to: string; co: string[]; phone: string } {
  const route = routeFor(settings, ticket)
  if (route === null) return { to: '', co: [], phone: '' }
  const offered = new Set(assignableOptions(ticket, settings).map(option => option.value))
  const to = route.recipientId === null ? '' : recipientKey(route.recipientId)
  return {
    to: offered.has(to) ? to : '',
    co: route.coRecipientIds.filter(each => offered.has(recipientKey(each)) && each !== route.recipientId),
    phone: route.phone,
  }
}

function standingOf(ticket: Ticket): string | null {
  const assignment = assignmentOf(ticket)
  return assignment?.recipientId ? recipientKey(assignment.recipientId) : null
}

function routedFirst(options: readonly Option[], routed: string): Option[] {
  return [
    ...options
      .filter(option => option.value === routed)
      .map(option => ({ ...option, label: `по маршруту: ${option.label}`, group: 'По маршруту' })),
    ...options.filter(option => option.value !== routed),
  ]
}

function coRecipientOptions({ complaint }: Ticket, recipients: readonly Recipient[]): Option[] {
  return recipients
    .filter(({ id }) => complaint?.recipientIds.includes(id) !== true)
    .map(({ id, title, kind }) => ({ value: id, label: title, group: recipientKindTitles[kind] }))
}

export const workForms = {
  assign: assignForm,
  accept_assignment: {
    fields: () => [],
    body: () => ({ type: 'accept_assignment', data: {} }),
  },
  decline_assignment: {
    lead: () => 'Карточка вернётся тому, кто поручил.',
    fields: () => [reason({ hint: 'И чьё это, если знаете' })],
    body: answers => ({ type: 'decline_assignment', data: { reason: answers.text('reason') ?? '' } }),
  },
  request_date: {
    lead: () => 'Срок по карточке не меняется, пока его не продлит руководитель.',
    fields: (_view, context) => [
      date({ name: 'date', label: 'Новый срок', required: true, min: todayOf(context) }),
      reason(),
    ],
    body: answers => ({
      type: 'request_date',
      data: { date: answers.text('date') ?? '', reason: answers.text('reason') ?? '' },
    }),
  },
  ask_author: {
    lead: () => 'Задайте вопрос под сообщением или лично, потом запишите его здесь.',
    fields: () => [
      area({ name: 'text', label: 'Вопрос', required: true, ready: readyOptions(questionTexts) }),
    ],
    body: answers => ({ type: 'ask_author', data: { text: answers.text('text') ?? '' } }),
  },
  remind_author: {
    lead: () => 'Напоминание бывает одно: дальше карточка закроется, если автор не ответит.',
    fields: () => [],
    body: () => ({ type: 'remind_author', data: {} }),
  },
  record_author_answer: {
    lead: questionLead,
    fields: () => [area({ name: 'text', label: 'Что ответил автор', required: true })],
    body: answers => ({ type: 'record_author_answer', data: { text: answers.text('text') ?? '' } }),
  },
  await_outside: {
    lead: (_view, { settings }) =>
      settings.automation.pauseForOutside
        ? 'Карточка остаётся у нас. Пока ждём, наш срок стоит.'
        : 'Карточка остаётся у нас, и наш срок идёт.',
    fields: ({ ticket }, context) => [
      choice({
        name: 'organisation',
        label: 'Организация',
        value: organisationFor(ticket, context.settings),
        options: organisationOptions(context.settings),
      }),
      date({ name: 'until', label: 'Ждём до', required: true, min: todayOf(context) }),
      area({
        name: 'text',
        label: 'О чём просим',
        required: true,
        ready: organisationTexts(ticket, context.settings),
      }),
    ],
    body: answers => ({
      type: 'await_outside',
      data: {
        organisationId: answers.text('organisation') ?? '',
        until: answers.text('until') ?? '',
        text: answers.text('text') ?? '',
      },
    }),
  },
  record_outside_answer: {
    fields: () => [area({ name: 'text', label: 'Что ответили' })],
    body: answers => ({ type: 'record_outside_answer', data: { text: answers.text('text') } }),
  },
} satisfies Partial<Record<ActType, FormDefinition>>

function questionLead({ ticket, contents }: TicketView): string | null {
  const question = ticket.status === 'asking_author' ? wordsOf(contents, ticket.asked.contentId) : null
  return question === null ? null : `Спрашивали: «${question}»`
}
