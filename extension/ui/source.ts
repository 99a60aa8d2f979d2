/** What a ticket says of its origin: the texts a citizen wrote, found among its contents. */

import type { ContentBody } from '../../shared/ticket/contents.ts'
import { essenceText } from '../../shared/ticket/decision.ts'
import type { SourceDraft, SourceKind } from '../../shared/ticket/source.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'

/** `undefined` where the texts were erased or this person gets only the mark. */
export function findSource({ ticket, contents }: TicketView): SourceDraft | undefined {
  const content = contents[ticket.sources[0]?.contentId ?? '']
  return content?.kind === 'source' ? content.source : undefined
}

/** Every source of the ticket whose texts are at hand, the first one first. */
export function findSources({ ticket, contents }: TicketView): SourceDraft[] {
  return ticket.sources.flatMap(({ contentId }) => {
    const content = contents[contentId]
    return content?.kind === 'source' ? [content.source] : []
  })
}

export type ReplyBody = Extract<ContentBody, { kind: 'reply' }>

export function findReply({ contents }: TicketView, contentId: string): ReplyBody | undefined {
  const content = contents[contentId]
  return content?.kind === 'reply' ? content : undefined
}

export const sourceKindTitles: Record<SourceKind, string> = {
  post: 'запись',
  comment: 'комментарий',
  message: 'сообщение',
  page: 'страница',
  selection: 'выделенный текст',
  call: 'звонок',
  letter: 'письмо',
}

const essenceLength = 140
/** Zero-width, direction and control characters: they say nothing and can reorder the line around them. */
const unseen = /[\p{Cc}\p{Cf}\s]+/gu

/** The essence that a person wrote, else the first words of the text, on one line. */
export function essenceOf(view: TicketView): string {
  const essence = essenceText(view)
  if (essence !== null) return essence
  const source = findSource(view)
  if (source === undefined) return 'Данные удалены'
  const line = source.text
    .slice(0, essenceLength * 4)
    .replace(unseen, ' ')
    .trim()
  if (line === '') return source.photos.length > 0 ? 'Без текста, только фото' : 'Без текста'
  if (line.length <= essenceLength) return line
  return `${line.slice(0, line.lastIndexOf(' ', essenceLength) > 60 ? line.lastIndexOf(' ', essenceLength) : essenceLength)}…`
}

/** An address that may be opened: only http and https, never a script. */
export function findWebAddress(address: string | null): string | undefined {
  if (address === null || !URL.canParse(address)) return undefined
  const url = new URL(address)
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : undefined
}
