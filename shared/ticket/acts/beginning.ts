/** How tickets begin and are taken back: capture, split, withdraw. */

import type { Kind } from '../../deadlines/rules.ts'
import { mayDo } from '../../policy/permissions.ts'
import type { Settings } from '../../policy/settings.ts'
import type { RejectionReason } from '../../reference/answers.ts'
import type { BlockId } from '../../reference/blocks.ts'
import { kindsWithoutAnswer } from '../../reference/kinds.ts'
import type { CommandOf } from '../commands.ts'
import {
  accepted,
  type Context,
  type Decision,
  type NewContent,
  nothingNew,
  refused,
  textOf,
  whyNotOpen,
} from '../decision.ts'
import type { Classification, SourceRef, TicketEvent } from '../events.ts'
import type { Ticket, TicketView } from '../ticket.ts'

/** Seconds by which the act may be later than the button was offered: a click is not a measurement. */
const withdrawGraceSeconds = 5

type Beginning = Pick<
  CommandOf<'capture'>['data'],
  'block' | 'subtopic' | 'settlement' | 'place' | 'urgent' | 'kind' | 'authorType'
>

export function capture(command: CommandOf<'capture'>, context: Context): Decision {
  const { actor, settings } = context
  if (!mayDo(actor, 'capture', settings, null)) return refused('forbidden')
  const wrong = whyNotKnown(command.data, settings)
  if (wrong) return wrong
  const { source, sourceId, suggestedBy, kind } = command.data
  const sourceContentId = `${command.id}:source`
  const place = placeOf(command, command.data.place)
  const files = filesOf(command, command.data.files)
  const captured: TicketEvent = {
    type: 'captured',
    data: {
      number: context.nextNumber,
      kind,
      source: {
        sourceId,
        channel: source.channel,
        kind: source.kind,
        publishedAt: source.publishedAt,
        precision: source.precision,
        contentId: sourceContentId,
      },
      classification: {
        ...classificationOf(command.data, settings),
        placeContentId: place?.contentId ?? null,
      },
      suggestedBy,
      fileContentIds: files.map(({ contentId }) => contentId),
    },
  }
  return accepted(
    [captured, ...endOfKind(kind)],
    [{ contentId: sourceContentId, body: { kind: 'source', source } }, place, ...files],
  )
}

/** Gratitude, «к сведению», «не по теме»: recorded and done in one click (PRACTICE P11). */
export function endOfKind(kind: Kind): TicketEvent[] {
  if (!kindsWithoutAnswer.includes(kind)) return []
  return [{ type: 'rejected', data: { reason: rejectionOf(kind), contentId: null } }]
}

function rejectionOf(kind: Kind): RejectionReason {
  if (kind === 'gratitude') return 'gratitude'
  return kind === 'info' ? 'information' : 'off_topic'
}

/** The kind alone ended it, and the new kind needs an answer: one wrong click is mended by another. */
export function endedByKind(ticket: Ticket): boolean {
  return (
    ticket.status === 'no_answer_needed' &&
    kindsWithoutAnswer.includes(ticket.kind) &&
    ticket.rejected.contentId === null &&
    ticket.rejected.reason === rejectionOf(ticket.kind)
  )
}

/** The post has a ticket already: not a refusal, the second person joins those who recorded it. */
export function captureAgain({ ticket }: TicketView, { actor, settings }: Context): Decision {
  if (!mayDo(actor, 'capture', settings, null)) return refused('forbidden')
  if (ticket.capturers.includes(actor.personId)) return nothingNew()
  return accepted([{ type: 'captured_again', data: {} }])
}

/** One post, several matters: a second ticket on the same source, with an essence of its own. */
export function split(view: TicketView, command: CommandOf<'split'>, context: Context): Decision {
  const { ticket } = view
  const { settings, nextNumber } = context
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const wrong = whyNotKnown(command.data, settings)
  if (wrong) return wrong
  const { newTicketId, essence, kind } = command.data
  if (newTicketId === ticket.id) return refused('invalid-command', { fields: ['data.newTicketId'] })
  const place = placeOf(command, command.data.place)
  const essenceContent = textOf(command, 'essence', essence)
  const copies = ticket.sources.map((source, index) =>
    copyOf(source, `${command.id}:source-${index + 1}`, view),
  )
  const splitOff: TicketEvent = {
    type: 'split_off',
    data: {
      from: ticket.id,
      number: nextNumber,
      capturedAt: ticket.capturedAt,
      sources: copies.map(({ source }) => source),
      classification: {
        ...classificationOf(command.data, settings),
        placeContentId: place?.contentId ?? null,
        essenceContentId: essenceContent?.contentId ?? null,
        complaint: ticket.complaint,
      },
    },
  }
  const contents = [essenceContent, place, ...copies.map(({ content }) => content)].filter(
    content => content !== null,
  )
  return accepted(
    [{ type: 'split', data: { ticketId: newTicketId } }],
    [],
    [{ ticketId: newTicketId, events: [splitOff, ...endOfKind(kind)], contents }],
  )
}

/** A content belongs to one ticket: the second has a copy of the post; of an erased one there is none. */
function copyOf(
  source: SourceRef,
  contentId: string,
  { contents }: TicketView,
): { source: SourceRef; content: NewContent | null } {
  const body = contents[source.contentId]
  return { source: { ...source, contentId }, content: body === undefined ? null : { contentId, body } }
}

/** Takes a split back while nobody worked on what was split off. */
export function undoSplit({ ticket }: TicketView, { actor }: Context): Decision {
  if (ticket.splitFrom === null) return refused('not-now', { status: ticket.status })
  if (ticket.replies.length > 0) return refused('already-answered')
  if (ticket.joined.length > 0) return refused('has-joined')
  if (ticket.status === 'merged') return refused('is-joined', { into: ticket.merged.intoNumber })
  if (ticket.actors.some(person => person !== actor.personId)) return refused('others-acted')
  return accepted(
    [{ type: 'split_undone', data: {} }],
    [],
    [
      {
        ticketId: ticket.splitFrom,
        events: [{ type: 'split_returned', data: { ticketId: ticket.id } }],
        contents: [],
      },
    ],
  )
}

export function withdraw(ticket: Ticket, { actor, settings, now }: Context): Decision {
  if (!ticket.capturers.includes(actor.personId)) return refused('not-author')
  const others = [...ticket.capturers, ...ticket.actors].some(person => person !== actor.personId)
  if (others || ticket.joined.length > 0 || ticket.splits.length > 0) return refused('others-acted')
  const seconds = (Date.parse(now) - Date.parse(ticket.capturedAt)) / 1000
  if (seconds > settings.withdrawSeconds + withdrawGraceSeconds) return refused('too-late-to-withdraw')
  return accepted([{ type: 'withdrawn', data: {} }])
}

function classificationOf(
  { block, subtopic, settlement, urgent, kind, authorType }: Beginning,
  settings: Settings,
): Omit<Classification, 'placeContentId'> {
  return {
    block,
    subtopic: subtopicOf(block, subtopic, settings),
    settlement,
    urgent,
    kind,
    authorType,
    placeKind: 'address',
    essenceContentId: null,
    conflict: null,
    replyError: null,
    complaint: null,
    repeatOf: null,
  }
}

/** A subtopic belongs to one block: of two people's edits the block counts, and a stranger's subtopic goes. */
export function subtopicOf(
  block: BlockId,
  wanted: string | null,
  { subtopics }: Pick<Settings, 'subtopics'>,
): string | null {
  const found = subtopics.find(each => each.id === wanted)
  return found === undefined || found.block === block ? wanted : null
}

function whyNotKnown({ subtopic, settlement, kind }: Beginning, settings: Settings): Decision | null {
  if (!knownSubtopic(subtopic, settings)) return refused('unknown-subtopic', { subtopic })
  if (!knownSettlement(settlement, settings)) return refused('unknown-settlement', { settlement })
  return kind === 'appeal' ? refused('registration-needed') : null
}

export function knownSubtopic(subtopic: string | null, settings: Settings): boolean {
  return subtopic === null || settings.subtopics.some(each => each.id === subtopic)
}

export function knownSettlement(settlement: string | null, settings: Settings): boolean {
  return settlement === null || settings.settlements.some(each => each.id === settlement)
}

export function placeOf(command: { id: string }, place: string | null): NewContent | null {
  return place ? { contentId: `${command.id}:place`, body: { kind: 'place', text: place } } : null
}

/** Files as contents; their bytes are on the server under the same hash. */
export function filesOf(command: { id: string }, files: CommandOf<'capture'>['data']['files']): NewContent[] {
  return files.map((file, index) => ({
    contentId: `${command.id}:file-${index + 1}`,
    body: { kind: 'file', ...file },
  }))
}
