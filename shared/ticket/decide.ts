/**
 * The rules: may this command happen to this ticket now, and what happens then.
 * The server runs it to accept; the extension runs the same to act offline and to grey out what is not allowed.
 */
import { interimStage, stagesFor } from '../deadlines/deadline.ts'
import { addDays, localDateOf } from '../deadlines/zone.ts'
import type { Refusal, RefusalCode } from '../errors.ts'
import { type Actor, facetsOf, mayDo, mayPublishAs } from '../policy/permissions.ts'
import type { Settings } from '../policy/settings.ts'
import type { BlockId } from '../reference/blocks.ts'
import type { ClassifyChanges, Command, CommandOf } from './commands.ts'
import type { ContentBody } from './contents.ts'
import type { Classification, Fact, ReplyKind, TicketEvent } from './events.ts'
import { evolve, type Ticket, type TicketView, unreachable } from './ticket.ts'

/** What a decision depends on besides the ticket. `now` is the act's effective time, ISO. */
export type Context = {
  actor: Actor
  now: string
  settings: Settings
  /** The number the server would give to a new ticket; `null` in the extension. */
  nextNumber: number | null
}

export type NewContent = { contentId: string; body: ContentBody }

export type Decision =
  | { outcome: 'events'; events: TicketEvent[]; contents: NewContent[] }
  | { outcome: 'refused'; refusal: Refusal }

/** Seconds by which the act may be later than the button was offered: a click is not a measurement. */
const withdrawGraceSeconds = 5

/** Decree 697-П, 4.3 г: no item may take longer without an extension. */
const longestTermDays = 30

export function decide(view: TicketView | null, command: Command, context: Context): Decision {
  if (command.type === 'capture')
    return view === null ? capture(command, context) : captureAgain(view, context)
  if (view === null) return refused('unknown-ticket')
  const { ticket } = view
  if (ticket.status === 'withdrawn') return refused('already-withdrawn')
  if (command.type === 'withdraw') return withdraw(ticket, context)
  if (!mayDo(context.actor, command.type, context.settings, null)) return refused('forbidden')
  if (!mayDo(context.actor, command.type, context.settings, facetsOf(ticket))) return refused('out-of-scope')
  switch (command.type) {
    case 'classify':
      return classify(view, command, context)
    case 'assign':
      return assign(ticket, command, context)
    case 'prepare_reply':
      return prepareReply(ticket, command)
    case 'publish':
      return publish(view, command, context)
    default:
      return unreachable(command)
  }
}

/** The view after a decision; the extension's only optimistic code (DESIGN, point 3). */
export function apply(
  view: TicketView | null,
  decision: Extract<Decision, { outcome: 'events' }>,
  ticketId: string,
  act: { by: string; at: string },
): TicketView {
  const facts: Fact[] = decision.events.map(event => ({ ...event, ...act }))
  const [first, ...rest] = facts
  if (first === undefined) {
    if (view === null) throw new Error('A decision without events cannot begin a ticket')
    return view
  }
  const ticket = rest.reduce(
    (standing, fact) => evolve(standing, fact, ticketId),
    evolve(view?.ticket ?? null, first, ticketId),
  )
  const added = Object.fromEntries(decision.contents.map(({ contentId, body }) => [contentId, body]))
  return { ticket, contents: { ...view?.contents, ...added } }
}

function capture(command: CommandOf<'capture'>, context: Context): Decision {
  const { actor, settings, now } = context
  if (!mayDo(actor, 'capture', settings, null)) return refused('forbidden')
  const { source, sourceId, block, subtopic, settlement, place, urgent, suggestedBy } = command.data
  if (!knownSubtopic(subtopic, settings)) return refused('unknown-subtopic', { subtopic })
  if (!knownSettlement(settlement, settings)) return refused('unknown-settlement', { settlement })
  const sourceContentId = `${command.id}:source`
  const placeContentId = place ? `${command.id}:place` : null
  const captured: TicketEvent = {
    type: 'captured',
    data: {
      number: context.nextNumber,
      kind: 'message',
      source: {
        sourceId,
        channel: source.channel,
        kind: source.kind,
        publishedAt: source.publishedAt,
        precision: source.precision,
        contentId: sourceContentId,
      },
      classification: {
        block,
        subtopic: subtopicOf(block, subtopic, settings),
        settlement,
        urgent,
        placeContentId,
      },
      suggestedBy,
    },
  }
  const draft = evolve(null, { ...captured, by: actor.personId, at: now }, command.ticketId)
  return {
    outcome: 'events',
    events: [captured, deadlinesSet(draft, settings)],
    contents: [
      { contentId: sourceContentId, body: { kind: 'source', source } },
      ...(placeContentId && place
        ? [{ contentId: placeContentId, body: { kind: 'place', text: place } satisfies ContentBody }]
        : []),
    ],
  }
}

/** The post has a ticket already: not a refusal, the second person joins those who recorded it. */
function captureAgain({ ticket }: TicketView, { actor, settings }: Context): Decision {
  if (!mayDo(actor, 'capture', settings, null)) return refused('forbidden')
  if (ticket.capturers.includes(actor.personId)) return { outcome: 'events', events: [], contents: [] }
  return { outcome: 'events', events: [{ type: 'captured_again', data: {} }], contents: [] }
}

function classify(
  view: TicketView,
  command: CommandOf<'classify'>,
  { settings, now, actor }: Context,
): Decision {
  const { ticket } = view
  const conflict = findConflict(view, command.data.changes)
  if (conflict) return refused('conflict', conflict)
  const { block, subtopic, settlement, urgent, place } = command.data.changes
  if (subtopic && !knownSubtopic(subtopic.to, settings))
    return refused('unknown-subtopic', { subtopic: subtopic.to })
  if (settlement && !knownSettlement(settlement.to, settings))
    return refused('unknown-settlement', { settlement: settlement.to })
  const placeContentId = place?.to ? `${command.id}:place` : null
  const changes: Partial<Classification> = fitting(ticket, settings, {
    ...(block && block.to !== ticket.block ? { block: block.to } : {}),
    ...(subtopic && subtopic.to !== ticket.subtopic ? { subtopic: subtopic.to } : {}),
    ...(settlement && settlement.to !== ticket.settlement ? { settlement: settlement.to } : {}),
    ...(urgent && urgent.to !== ticket.urgent ? { urgent: urgent.to } : {}),
    ...(place && place.to !== placeText(view) ? { placeContentId } : {}),
  })
  const newlySorted = command.data.sorted && ticket.sorted === null
  if (Object.keys(changes).length === 0 && !newlySorted)
    return { outcome: 'events', events: [], contents: [] }
  const classified: TicketEvent = { type: 'classified', data: { changes, sorted: command.data.sorted } }
  const after = evolve(ticket, { ...classified, by: actor.personId, at: now }, ticket.id)
  const reclocked = changes.urgent === undefined ? [] : [deadlinesSet(after, settings)]
  return {
    outcome: 'events',
    events: [classified, ...reclocked],
    contents:
      place?.to && 'placeContentId' in changes && placeContentId
        ? [{ contentId: placeContentId, body: { kind: 'place', text: place.to } }]
        : [],
  }
}

function fitting(
  ticket: Ticket,
  settings: Settings,
  changes: Partial<Classification>,
): Partial<Classification> {
  const wanted = changes.subtopic === undefined ? ticket.subtopic : changes.subtopic
  const subtopic = subtopicOf(changes.block ?? ticket.block, wanted, settings)
  return subtopic === wanted ? changes : { ...changes, subtopic }
}

/** A subtopic belongs to one block: of two people's edits the block counts, and a stranger's subtopic goes. */
function subtopicOf(block: BlockId, wanted: string | null, { subtopics }: Settings): string | null {
  const found = subtopics.find(each => each.id === wanted)
  return found === undefined || found.block === block ? wanted : null
}

function assign(ticket: Ticket, command: CommandOf<'assign'>, { settings }: Context): Decision {
  const { recipientId } = command.data
  if (ticket.status === 'answered') return refused('already-answered')
  if (ticket.block === 'none') return refused('not-sorted')
  if (!settings.recipients.some(recipient => recipient.id === recipientId)) {
    return refused('unknown-recipient', { recipientId })
  }
  return { outcome: 'events', events: [{ type: 'assigned', data: { recipientId } }], contents: [] }
}

function prepareReply(ticket: Ticket, command: CommandOf<'prepare_reply'>): Decision {
  if (ticket.status === 'answered') return refused('already-answered')
  const contentId = `${command.id}:reply`
  const { kind, text } = command.data
  return {
    outcome: 'events',
    events: [{ type: 'reply_prepared', data: { kind, contentId } }],
    contents: [{ contentId, body: { kind: 'reply', text, url: null } }],
  }
}

function publish(
  view: TicketView,
  command: CommandOf<'publish'>,
  { settings, now, actor }: Context,
): Decision {
  const { ticket } = view
  const { kind, url, text, accountId, promisedDate } = command.data
  // The same reply marked a second time, by another click or another person: once is enough.
  if (url !== null && repliesOf(view, kind).includes(url))
    return { outcome: 'events', events: [], contents: [] }
  if (ticket.status === 'answered') return refused('already-answered')
  if (accountId !== null) {
    const account = settings.officialAccounts.find(each => each.id === accountId)
    if (account === undefined) return refused('unknown-account', { accountId })
    if (!mayPublishAs(actor, account)) return refused('not-your-account', { accountId })
  }
  if (url === null && text === '') return refused('address-needed')
  if (promisedDate !== null && !mayPromise(promisedDate, ticket, now, settings))
    return refused('promise-out-of-term')
  const contentId = `${command.id}:reply`
  const published: TicketEvent = {
    type: 'published',
    data: { replyId: command.id, kind, accountId, promisedDate, contentId },
  }
  const events: TicketEvent[] = [published]
  if (kind === 'interim') {
    // An interim reply starts a term of its own (PRACTICE P1); an earlier promise is replaced by the new one.
    const after = evolve(ticket, { ...published, by: actor.personId, at: now }, ticket.id)
    events.push({
      type: 'deadlines_set',
      data: {
        settingsVersion: settings.version,
        stages: [...after.stages, interimStage(now, promisedDate, settings.deadlines)],
      },
    })
  }
  return { outcome: 'events', events, contents: [{ contentId, body: { kind: 'reply', text, url } }] }
}

/** Addresses at which a reply of this kind stands already. */
function repliesOf({ ticket, contents }: TicketView, kind: ReplyKind): string[] {
  return ticket.replies.flatMap(reply => {
    const body = contents[reply.contentId]
    return reply.kind === kind && body?.kind === 'reply' && body.url !== null ? [body.url] : []
  })
}

/** A promise is for today or later and within the 30 days of the decree (4.3 г; PRACTICE P20). */
function mayPromise(date: string, ticket: Ticket, now: string, { deadlines: { zone } }: Settings): boolean {
  const last = addDays(localDateOf(ticket.capturedAt, zone), longestTermDays)
  return date >= localDateOf(now, zone) && date <= last
}

function withdraw(ticket: Ticket, { actor, settings, now }: Context): Decision {
  if (!ticket.capturers.includes(actor.personId)) return refused('not-author')
  const others = [...ticket.capturers, ...ticket.actors].some(person => person !== actor.personId)
  if (others) return refused('others-acted')
  const seconds = (Date.parse(now) - Date.parse(ticket.capturedAt)) / 1000
  if (seconds > settings.withdrawSeconds + withdrawGraceSeconds) return refused('too-late-to-withdraw')
  return { outcome: 'events', events: [{ type: 'withdrawn', data: {} }], contents: [] }
}

/** Stages from the rules, with clocks that already stopped kept stopped. */
function deadlinesSet(ticket: Ticket, settings: Settings): TicketEvent {
  const [source] = ticket.sources
  const stages = stagesFor(
    {
      kind: ticket.kind,
      channel: source?.channel ?? 'other',
      urgent: ticket.urgent,
      accelerated: false,
      capturedAt: ticket.capturedAt,
      publishedAt: source?.publishedAt ?? null,
      registeredAt: null,
    },
    settings.deadlines,
  )
  const standing = new Map(ticket.stages.map(stage => [stage.stage, stage]))
  const merged = stages.map(stage => ({ ...stage, stoppedAt: standing.get(stage.stage)?.stoppedAt ?? null }))
  const kept = ticket.stages.filter(stage => !stages.some(each => each.stage === stage.stage))
  return { type: 'deadlines_set', data: { settingsVersion: settings.version, stages: [...merged, ...kept] } }
}

/** The first field that somebody changed meanwhile to a third value, with both values. */
function findConflict(view: TicketView, changes: ClassifyChanges): Record<string, unknown> | null {
  const standing = {
    block: view.ticket.block,
    subtopic: view.ticket.subtopic,
    settlement: view.ticket.settlement,
    urgent: view.ticket.urgent,
    place: placeText(view),
  }
  for (const field of ['block', 'subtopic', 'settlement', 'urgent', 'place'] as const) {
    const change = changes[field]
    if (change === undefined) continue
    const current = standing[field]
    if (current !== change.from && current !== change.to) {
      return field === 'place' ? { field } : { field, current, wanted: change.to }
    }
  }
  return null
}

/** The place as it stands; `null` where none was given or it was erased. */
export function placeText({ ticket, contents }: TicketView): string | null {
  const body = ticket.placeContentId === null ? undefined : contents[ticket.placeContentId]
  return body?.kind === 'place' ? body.text : null
}

function knownSubtopic(subtopic: string | null, settings: Settings): boolean {
  return subtopic === null || settings.subtopics.some(each => each.id === subtopic)
}

function knownSettlement(settlement: string | null, settings: Settings): boolean {
  return settlement === null || settings.settlements.some(each => each.id === settlement)
}

function refused(code: RefusalCode, details: Record<string, unknown> = {}): Decision {
  return { outcome: 'refused', refusal: { code, details } }
}
