/** «Снимок поста»: what was kept of a post, and what later looks at it found. Nobody's work: no clock, status or turn changes. */
import type { CommandOf } from '../commands.ts'
import { accepted, type Decision, nothingNew, textOf } from '../decision.ts'
import type { Ticket, TicketView } from '../ticket.ts'

/** Looks kept per ticket; more would make a list of every ticket heavy. */
const mostEvidence = 60

/** A colleague may have recorded the post before, under another id: then its identity tells, and else there is one post. */
function sourceOf(
  { ticket, contents }: TicketView,
  { sourceId, sourceKey }: { sourceId: string; sourceKey: string | null },
): string {
  const named = ticket.sources.find(source => source.sourceId === sourceId)
  const alike = ticket.sources.find(source => {
    const body = contents[source.contentId]
    return body?.kind === 'source' && body.source.key === sourceKey
  })
  return (named ?? alike ?? ticket.sources[0])?.sourceId ?? sourceId
}

/** Erased on demand of its author: nothing of it is kept again. */
function isErased({ ticket, contents }: TicketView, sourceId: string): boolean {
  return ticket.sources.some(source => source.sourceId === sourceId && !(source.contentId in contents))
}

export function attachEvidence(view: TicketView, command: CommandOf<'attach_evidence'>): Decision {
  const { ticket } = view
  const { sourceKey: _, address, ...evidence } = command.data
  const isKnown = ticket.evidence.some(each => each.evidenceId === evidence.evidenceId)
  if (isKnown || ticket.status === 'withdrawn' || ticket.evidence.length >= mostEvidence) return nothingNew()
  const sourceId = sourceOf(view, command.data)
  if (isErased(view, sourceId)) return nothingNew()
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
