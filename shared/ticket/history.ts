/** «История»: who did what and when, before and after, in readable Russian. One wording for panel and pages. */

import { formatDate } from '../deadlines/words.ts'
import { type Settings, titleOf } from '../policy/settings.ts'
import { blocks } from '../reference/blocks.ts'
import { replyKindTitles } from '../reference/statuses.ts'
import type { Fact } from './events.ts'
import { evolve, type Ticket, unreachable } from './ticket.ts'

export type HistoryWords = {
  /** The post of the person, «Главный эколог». */
  who: string
  what: string
  at: string
}

/** `facts` in the order of the server's `seq`, from the first. */
export function describeHistory(
  facts: readonly Fact[],
  ticketId: string,
  settings: Settings,
): HistoryWords[] {
  let before: Ticket | null = null
  return facts.map(fact => {
    const what = wordsOf(fact, before, settings)
    before = evolve(before, fact, ticketId)
    return { who: titleOf(settings.people, fact.by), what, at: fact.at }
  })
}

function wordsOf(fact: Fact, before: Ticket | null, settings: Settings): string {
  switch (fact.type) {
    case 'captured': {
      const { block, urgent } = fact.data.classification
      const how = { keywords: ' (предложен по словам)', person: '', nobody: '' }[fact.data.suggestedBy]
      return `Записано. Блок: ${blocks[block].title}${how}${urgent ? '. Срочно' : ''}`
    }
    case 'captured_again':
      return 'То же сообщение записано ещё раз'
    case 'deadlines_set':
      return before && before.stages.length > 0 ? 'Сроки пересчитаны' : 'Сроки установлены'
    case 'classified':
      return classifiedWords(fact, before, settings)
    case 'assigned': {
      const from = before && 'assignment' in before ? before.assignment : null
      const was = from ? ` (было: ${titleOf(settings.recipients, from.recipientId)})` : ''
      return `Поручено: ${titleOf(settings.recipients, fact.data.recipientId)}${was}`
    }
    case 'reply_prepared':
      return `Ответ подготовлен к публикации: ${replyKindTitles[fact.data.kind].toLowerCase()}`
    case 'published': {
      const account = fact.data.accountId
      const where = account ? `, от имени «${titleOf(settings.officialAccounts, account)}»` : ''
      const promised = fact.data.promisedDate ? `, обещано до ${formatDate(fact.data.promisedDate)}` : ''
      return `Ответ опубликован: ${replyKindTitles[fact.data.kind].toLowerCase()}${where}${promised}`
    }
    case 'withdrawn':
      return 'Запись отменена'
    default:
      return unreachable(fact)
  }
}

function classifiedWords(
  fact: Extract<Fact, { type: 'classified' }>,
  before: Ticket | null,
  settings: Settings,
): string {
  const { block, subtopic, settlement, urgent, placeContentId } = fact.data.changes
  const changes = [
    block && `блок: ${before ? `${blocks[before.block].title} → ` : ''}${blocks[block].title}`,
    subtopic !== undefined &&
      `подтема: ${titleOf(settings.subtopics, before?.subtopic ?? null)} → ${titleOf(settings.subtopics, subtopic)}`,
    settlement !== undefined &&
      `населённый пункт: ${titleOf(settings.settlements, before?.settlement ?? null)} → ${titleOf(settings.settlements, settlement)}`,
    placeContentId !== undefined && (placeContentId === null ? 'место убрано' : 'место уточнено'),
    urgent !== undefined && (urgent ? 'срочно: да' : 'срочно: нет'),
  ].filter(change => typeof change === 'string')
  const title = fact.data.sorted && before?.sorted === null ? 'Разобрано' : 'Исправлено'
  if (changes.length > 0) return `${title}: ${changes.join('; ')}`
  return before ? `${title}: ${blocks[before.block].title}` : title
}
