import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'

/** What citizens wrote, as far as it was not erased. */
export function sourcesOf({ ticket, contents }: TicketView): SourceDraft[] {
  return ticket.sources.flatMap(({ contentId }) => {
    const body = contents[contentId]
    return body?.kind === 'source' ? [body.source] : []
  })
}

/** A text that came from a page becomes a link only if it is a web address. */
export function webAddress(text: string | null): string | undefined {
  return text !== null && /^https?:\/\//i.test(text) && URL.canParse(text) ? text : undefined
}
