/**
 * «Поручение» as an executor without the extension reads it (PRACTICE P6): on the page of a link, on paper and as text
 * to paste into a messenger. Never the author, their profile or the way to the post: only what has to be done and where.
 */
import { type StageId, urgentStage } from '../deadlines/deadline.ts'
import { formatDate } from '../deadlines/words.ts'
import { localDateOf, weekdayOf } from '../deadlines/zone.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import { wordsOf } from '../ticket/contents.ts'
import { assignmentOf, type TicketView } from '../ticket/ticket.ts'
import { blocks } from './blocks.ts'

const nbsp = '\u00a0'
const weekdays = ['понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье'] as const

/** Clocks that are not the executor's: sorting, a promise, an order of the chief to whomever. */
const othersStages: readonly StageId[] = ['route', 'promise', 'order']

export type AssignmentLine = { label: string; words: string }

/** What an executor is told, in the order of importance; a line that says nothing is absent. */
export function assignmentLines(view: TicketView, settings: Settings): AssignmentLine[] {
  const { ticket, contents } = view
  const assignment = assignmentOf(ticket)
  const place = [
    ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement),
    wordsOf(contents, ticket.placeContentId),
  ].filter(each => each !== null && each !== '')
  const lines: [string, string | null][] = [
    ['Кому', assignment === null ? null : executorTitle(assignment, settings)],
    [
      'Соисполнители',
      assignment === null || assignment.coRecipientIds.length === 0
        ? null
        : assignment.coRecipientIds.map(id => titleOf(settings.recipients, id)).join('; '),
    ],
    ['Ответить', answerByWords(view, settings)],
    ['Что сделать', wordsOf(contents, assignment?.noteContentId ?? null)],
    ['Где', place.length === 0 ? null : place.join(', ')],
    [
      'Тема',
      ticket.subtopic === null ? blocks[ticket.block].title : titleOf(settings.subtopics, ticket.subtopic),
    ],
    ['Суть', wordsOf(contents, ticket.essenceContentId)],
    ['Что сообщили', messageTexts(view).join('\n\n') || null],
  ]
  return lines.flatMap(([label, words]) => (words === null || words === '' ? [] : [{ label, words }]))
}

/** «до среды…» would decline every weekday; «до 25 ноября 2026, среда» does not. */
export function dateWithWeekday(date: string): string {
  return `${formatDate(date)}, ${weekdays[weekdayOf(date) - 1] ?? ''}`
}

/** Local date until which an answer is wanted: that of the assignment before that of the clock; `null` where neither is. */
export function answerByDate({ ticket }: TicketView, settings: Settings): string | null {
  const asked = assignmentOf(ticket)?.dueOn ?? null
  const stage = urgentStage(ticket.stages.filter(each => !othersStages.includes(each.stage)))
  return asked ?? (stage === undefined ? null : localDateOf(stage.dueAt, settings.deadlines.zone))
}

/** «до 25 ноября 2026, среда»; `null` without a date. */
export function answerByWords(view: TicketView, settings: Settings): string | null {
  const date = answerByDate(view, settings)
  const { ticket } = view
  return date === null ? null : `до${nbsp}${dateWithWeekday(date)}${ticket.urgent ? ' — срочно' : ''}`
}

export function executorTitle(
  { recipientId, personId }: { recipientId: string | null; personId: string | null },
  settings: Settings,
): string {
  return recipientId === null ? titleOf(settings.people, personId) : titleOf(settings.recipients, recipientId)
}

/** The words of the citizens as they wrote them; erased ones are absent. */
export function messageTexts({ ticket, contents }: TicketView): string[] {
  return ticket.sources.flatMap(({ contentId }) => {
    const body = contents[contentId]
    return body?.kind === 'source' && body.source.text.trim() !== '' ? [body.source.text.trim()] : []
  })
}

/** «Скопировать поручение»: plain text to paste anywhere. `link`: where the answer can be written. */
export function assignmentText(
  view: TicketView,
  settings: Settings,
  { link = null }: { link?: string | null } = {},
): string {
  const lines = assignmentLines(view, settings).map(({ label, words }) =>
    words.includes('\n') || words.length > 80 ? `\n${label}:\n${words}` : `${label}: ${words}`,
  )
  const answer =
    link === null
      ? 'Что сделано, сообщите тому, кто прислал это поручение.'
      : `Записать, что сделано, приложить фото или попросить новый срок (без входа, с телефона):\n${link}`
  return [`Поручение по сообщению №${nbsp}${ticketNumber(view)}`, ...lines, `\n${answer}`].join('\n')
}

function ticketNumber({ ticket }: TicketView): string {
  return ticket.number === null ? '—' : String(ticket.number)
}
