/** «Снимок поста»: what was kept of a post, and what later looks at it found. Nobody's work: no clock, status or turn changes. */
import type { CommandOf } from '../commands.ts'
import { accepted, type Decision, nothingNew, textOf } from '../decision.ts'
import type { Ticket, TicketView } from '../ticket.ts'

/** Looks kept per ticket; more would make a list of every ticket heavy. */
export const mostEvidence = 60

type NamedPost = { sourceId: string; sourceKey: string | null }

export type WhyNotKept = 'withdrawn' | 'too-many' | 'erased'

/**
 * A colleague may have recorded the post before, under another id: then its identity tells. Else it is the one that was
 * erased, for that one has no identity any more, or there is one post.
 */
function sourceOf({ ticket, contents }: TicketView, { sourceId, sourceKey }: NamedPost): string {
  const named = ticket.sources.find(source => source.sourceId === sourceId)
  const alike = ticket.sources.find(source => {
    const body = contents[source.contentId]
    return body?.kind === 'source' && body.source.key === sourceKey
  })
  const erased = ticket.sources.find(source => !(source.contentId in contents))
  return (named ?? alike ?? erased ?? ticket.sources[0])?.sourceId ?? sourceId
}

/** Erased on demand of its author: nothing of it is kept again. */
function isErased({ ticket, contents }: TicketView, sourceId: string): boolean {
  return ticket.sources.some(source => source.sourceId === sourceId && !(source.contentId in contents))
}

/** Why a look leaves nothing on the ticket; nobody has to decide on it, so it is no refusal. `null`: it is kept. */
export function whyNotKept(view: TicketView, look: NamedPost): WhyNotKept | null {
  const { ticket } = view
  if (ticket.status === 'withdrawn') return 'withdrawn'
  if (ticket.evidence.length >= mostEvidence) return 'too-many'
  return isErased(view, sourceOf(view, look)) ? 'erased' : null
}

export function attachEvidence(view: TicketView, command: CommandOf<'attach_evidence'>): Decision {
  const { sourceKey: _, address, ...evidence } = command.data
  const isKnown = view.ticket.evidence.some(each => each.evidenceId === evidence.evidenceId)
  if (isKnown || whyNotKept(view, command.data) !== null) return nothingNew()
  const sourceId = sourceOf(view, command.data)
  const content = textOf(command, 'address', address)
  return accepted(
    [
      {
        type: 'evidence_attached',
        data: {
          ...evidence,
          sourceId,
          addressContentId: content?.contentId ?? null,
        },
      },
    ],
    [content],
  )
}

export function observeSource(view: TicketView, command: CommandOf<'observe_source'>): Decision {
  const { state, evidenceId } = command.data
  const sourceId = sourceOf(view, command.data)
  const last = view.ticket.observations.find(each => each.sourceId === sourceId)
  // Each state is told once, whoever looks.
  const isKnown = last?.state === state && (state === 'deleted' || last.evidenceId === evidenceId)
  if (isKnown || view.ticket.status === 'withdrawn') return nothingNew()
  return accepted([{ type: 'source_observed', data: { sourceId, state, evidenceId } }])
}

/** The looks at one post, oldest first. */
export function evidenceOf(ticket: Pick<Ticket, 'evidence'>, sourceId: string): Ticket['evidence'] {
  return ticket.evidence.filter(each => each.sourceId === sourceId)
}
