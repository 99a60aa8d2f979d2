/** Each field of a ticket before and after an event, in words. */

import { stageIds } from '../deadlines/rules.ts'
import { formatDate, formatDateTime } from '../deadlines/words.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import { authorTypes, conflictReasons, placeKinds, replyErrorReasons } from '../reference/answers.ts'
import { blocks } from '../reference/blocks.ts'
import { externalSystemIds, externalSystems } from '../reference/external.ts'
import { kindInfo } from '../reference/kinds.ts'
import { stageTitles } from '../reference/stages.ts'
import { replyKindTitles, statusTitle } from '../reference/statuses.ts'
import type { Contents } from './contents.ts'
import type { Fact } from './events.ts'
import { shownWords } from './history-words.ts'
import { assignmentOf, externalOf, type Ticket } from './ticket.ts'

export type FieldChange = { field: string; before: string; after: string }

type Field = { field: string; of(ticket: Ticket, settings: Settings, contents: Contents): string }

const nothing = '—'
const yesOrNo = (value: boolean) => (value ? 'да' : 'нет')
const words = (contents: Contents, contentId: string | null) =>
  contentId === null ? nothing : shownWords(contents, contentId)

const classification: readonly Field[] = [
  { field: 'Блок', of: ticket => blocks[ticket.block].short },
  { field: 'Подтема', of: (ticket, { subtopics }) => titleOf(subtopics, ticket.subtopic) },
  { field: 'Вид', of: ticket => kindInfo[ticket.kind].title },
  { field: 'Населённый пункт', of: (ticket, { settlements }) => titleOf(settlements, ticket.settlement) },
  { field: 'Адрес', of: (ticket, _settings, contents) => words(contents, ticket.placeContentId) },
  { field: 'Место', of: ticket => placeKinds[ticket.placeKind] },
  { field: 'Срочно', of: ticket => yesOrNo(ticket.urgent) },
  { field: 'Суть', of: (ticket, _settings, contents) => words(contents, ticket.essenceContentId) },
  { field: 'Кто пишет', of: ticket => authorTypes[ticket.authorType] },
  { field: 'Конфликт', of: ({ conflict }) => (conflict === null ? 'нет' : conflictReasons[conflict]) },
  {
    field: 'Ошибка в общении',
    of: ({ replyError }) => (replyError === null ? 'нет' : replyErrorReasons[replyError]),
  },
  { field: 'Жалоба на должностное лицо', of: complaintOf },
  { field: 'Повторное', of: ticket => yesOrNo(ticket.repeatOf !== null) },
]

function complaintOf({ complaint }: Ticket, { people, recipients }: Settings): string {
  if (complaint === null) return 'нет'
  const named = [
    ...complaint.personIds.map(id => titleOf(people, id)),
    ...complaint.recipientIds.map(id => titleOf(recipients, id)),
  ]
  return named.length === 0 ? 'да' : named.join(', ')
}

const deadlines: readonly Field[] = stageIds.map(stage => ({
  field: stageTitles[stage],
  of: (ticket, settings) => {
    const found = ticket.stages.findLast(each => each.stage === stage)
    return found ? `до ${formatDateTime(found.dueAt, settings.deadlines.zone)}` : nothing
  },
}))

const assignment: readonly Field[] = [
  {
    field: 'Ответственный исполнитель',
    of: (ticket, { recipients, people }) => {
      const standing = assignmentOf(ticket)
      if (standing === null) return nothing
      return standing.recipientId === null
        ? titleOf(people, standing.personId)
        : titleOf(recipients, standing.recipientId)
    },
  },
  {
    field: 'Соисполнители',
    of: (ticket, { recipients }) => {
      const ids = assignmentOf(ticket)?.coRecipientIds ?? []
      return ids.length === 0 ? nothing : ids.map(id => titleOf(recipients, id)).join(', ')
    },
  },
  {
    field: 'К какому дню',
    of: ticket => {
      const dueOn = assignmentOf(ticket)?.dueOn ?? null
      return dueOn === null ? nothing : formatDate(dueOn)
    },
  },
]

const status: Field = { field: 'Состояние', of: statusTitle }

const registration: Field = {
  field: 'Регистрация',
  of: ({ registration: given }) =>
    given === null ? nothing : `№\u00a0${given.number} от ${formatDate(given.date)}`,
}

const external: readonly Field[] = externalSystemIds.flatMap((system): Field[] => {
  const titles = externalSystems[system]
  return [
    { field: titles.number, of: ticket => externalOf(ticket, system).number ?? nothing },
    {
      field: titles.dueOn,
      of: ticket => {
        const { dueOn } = externalOf(ticket, system)
        return dueOn === null ? nothing : formatDate(dueOn)
      },
    },
    { field: titles.stage, of: ticket => externalOf(ticket, system).stage ?? nothing },
  ]
})

const replyKinds: Field = {
  field: 'Виды ответов',
  of: ({ replies }) =>
    replies.length === 0 ? nothing : replies.map(({ kind }) => replyKindTitles[kind]).join(', '),
}

const fieldsOf: { [Type in Fact['type']]?: readonly Field[] } = {
  captured: classification,
  split_off: classification,
  classified: classification,
  block_refused: [status, ...classification],
  deadlines_set: deadlines,
  assigned: assignment,
  assignment_declined: assignment,
  reply_kind_changed: [replyKinds, status],
  registered: [...classification, registration],
  reconsidered: [status],
  unmerged: [status],
  external_set: external,
  undone: [status, ...classification, registration, ...external, ...assignment, ...deadlines],
}

/** What a fresh record need not say of itself. */
const unsaid: ReadonlySet<string> = new Set([nothing, 'нет', 'Адрес', 'Гражданин', 'Сообщение'])

export function changesBetween(
  before: Ticket | null,
  after: Ticket,
  fact: Fact,
  settings: Settings,
  contents: Contents,
): FieldChange[] {
  return (fieldsOf[fact.type] ?? []).flatMap(({ field, of }) => {
    const change = {
      field,
      before: before === null ? nothing : of(before, settings, contents),
      after: of(after, settings, contents),
    }
    const isNothing = before === null && unsaid.has(change.after)
    return change.before === change.after || isNothing ? [] : [change]
  })
}
