/** Answers: drafts, approval, publication, and the ends that are none (P1, P5, P10, P13). */
import { addDays, localDateOf } from '../../deadlines/zone.ts'
import { aboutOf, mayPublishAs, personKey, recipientKey } from '../../policy/permissions.ts'
import type { Settings } from '../../policy/settings.ts'
import type { AnswerWay, OutcomeId } from '../../reference/answers.ts'
import type { RoleId } from '../../reference/roles.ts'
import type { CommandOf } from '../commands.ts'
import {
  type Accepted,
  accepted,
  type Context,
  type Decision,
  hasPublicPage,
  type NewContent,
  nothingNew,
  refused,
  textOf,
  whyNotEnd,
  whyNotIn,
  whyNotOpen,
  whyNotWithoutAnswer,
} from '../decision.ts'
import type { ReplyKind, TicketEvent } from '../events.ts'
import { linkActorPrefix } from '../events.ts'
import { assignmentOf, preparedOf, type Ticket, type TicketView } from '../ticket.ts'
import { filesOf } from './beginning.ts'

/** Decree 697-П, 4.3 г: no item may take longer without an extension. */
const longestTermDays = 30
/** A planned measure may be next season's; further than this is a slip of the pen. */
export const longestPromiseDays = 730
/** After so many seconds another kind of reply needs a reason (P1), with a click's grace. */
const freeChangeSeconds = 15

export function prepareReply(
  { ticket }: TicketView,
  command: CommandOf<'prepare_reply'>,
  context: Context,
): Decision {
  const closed = whyNotOpen(ticket) ?? whyNotAnswerable(ticket, context.actor)
  if (closed) return closed
  const { kind, text, outcome, promisedDate, responsible, spoken, draft, from } = command.data
  const standing = preparedOf(ticket)?.contentId ?? null
  if (from !== undefined && from !== standing)
    return refused('conflict', { field: 'reply', current: standing })
  const wrong = whyNotPromised(ticket, command.data, context)
  if (wrong) return wrong
  const contentId = `${command.id}:reply`
  const files = filesOf(command, command.data.files)
  const to = draft ? 'draft' : needsApproval(ticket, outcome, context) ? 'approval' : 'publication'
  return accepted(
    [
      {
        type: 'reply_prepared',
        data: {
          kind,
          contentId,
          outcome,
          promisedDate,
          responsible,
          fileContentIds: files.map(file => file.contentId),
          to,
        },
      },
    ],
    [replyContent(contentId, { text, url: null, spoken }), ...files],
  )
}

/** Approval only where a setting says so (P5), and always where the writer is an executor and that is set. */
export function needsApproval(
  ticket: Ticket,
  outcome: OutcomeId | null,
  { settings: { approval }, actor }: Pick<Context, 'settings' | 'actor'>,
): boolean {
  // Nobody stands above the head of the centre here (nor above the chief): what they write would wait for ever.
  if (actor.roles.includes('center_head') || actor.roles.includes('chief')) return false
  const heads: readonly RoleId[] = ['block_head', 'informer']
  const isExecutor =
    actor.personId.startsWith(linkActorPrefix) || !actor.roles.some(role => heads.includes(role))
  return (
    (ticket.subtopic !== null && approval.subtopics.includes(ticket.subtopic)) ||
    (approval.urgent && ticket.urgent) ||
    (approval.conflict && ticket.conflict !== null) ||
    (approval.refusal && outcome === 'refused') ||
    (approval.executors && isExecutor)
  )
}

export function approveReply({ ticket }: TicketView, { actor }: Context): Decision {
  if (ticket.status !== 'in_approval') return refused('not-now', { status: ticket.status })
  const own = ticket.prepared.by === actor.personId || ticket.assignment?.personId === actor.personId
  return own ? refused('own-reply') : accepted([{ type: 'reply_approved', data: {} }])
}

export function returnReply({ ticket }: TicketView, command: CommandOf<'return_reply'>): Decision {
  const wrong = whyNotIn(ticket, ['in_approval', 'to_publish'])
  if (wrong) return wrong
  return accepted(
    [{ type: 'reply_returned', data: { reasonContentId: `${command.id}:reason` } }],
    [textOf(command, 'reason', command.data.reason)],
  )
}

export function publish(view: TicketView, command: CommandOf<'publish'>, context: Context): Decision {
  const { ticket } = view
  const { kind, url, text, way, outcome, accountId, promisedDate, responsible, spoken } = command.data
  // The same reply marked a second time, by another click or another person: once is enough.
  if (url !== null && repliesOf(view, kind).includes(url)) return nothingNew()
  const closed = whyNotPublishable(ticket)
  if (closed) return closed
  const answered = answeredAtOf(ticket, command.data, context)
  if ('outcome' in answered) return answered
  const unapproved = kind === 'final' && lacksApproval(ticket, outcome, context)
  const wrong =
    (kind === 'final' ? whyNotFact(ticket) : null) ??
    (unapproved && url === null ? refused('approval-needed') : null) ??
    whyNotAccount(accountId, context) ??
    (url === null && text === '' ? refused('address-needed') : null) ??
    (way === 'personal_page' && accountId !== null ? refused('personal-page-account') : null) ??
    whyNotPromised(ticket, command.data, context)
  if (wrong) return wrong
  const contentId = `${command.id}:reply`
  const published: TicketEvent = {
    type: 'published',
    data: {
      replyId: command.id,
      kind,
      accountId,
      promisedDate,
      contentId,
      way,
      outcome,
      responsible,
      answeredAt: answered.at,
      unapproved,
    },
  }
  const joined = answersJoined(ticket, command, context, { url, text })
  return accepted(
    [published, ...joined.events],
    [replyContent(contentId, { text, url, spoken })],
    joined.others,
  )
}

/** A rumour is not answered before somebody has checked it (P11); what follows a standing answer is free. */
function whyNotFact(ticket: Ticket): Decision | null {
  return lacksFact(ticket) ? refused('fact-first') : null
}

export function lacksFact(ticket: Ticket): boolean {
  return ticket.kind === 'rumour' && ticket.factCheck === null && whyNotOpen(ticket) === null
}

/**
 * Whether an answer of this person would go past an approval that the settings ask for (P5). What waits for publication
 * was approved, or needed none with the outcome that it was prepared with.
 */
export function lacksApproval(
  ticket: Ticket,
  outcome: OutcomeId | null,
  context: Pick<Context, 'settings' | 'actor'>,
): boolean {
  if (whyNotOpen(ticket) !== null || !needsApproval(ticket, outcome, context)) return false
  if (ticket.status !== 'to_publish') return true
  return ticket.approved === null && outcome !== null && outcome !== ticket.prepared.outcome
}

/** Ways that leave no page, and so no time of their own. */
export const waysWithoutPage: readonly AnswerWay[] = ['private_message', 'phone', 'letter', 'reception']

/** Minutes are typed, not seconds. */
const typedPrecision = 60_000

/** When it was answered, kept between the beginning of the round and now; `null` where it was now. */
function answeredAtOf(
  { capturedAt, reopenedAt }: Ticket,
  { answeredAt, way }: Pick<CommandOf<'publish'>['data'], 'answeredAt' | 'way'>,
  { now }: Context,
): { at: string | null } | Decision {
  if (answeredAt === null || !waysWithoutPage.includes(way)) return { at: null }
  const earliest = reopenedAt ?? capturedAt
  const gone = Date.parse(now) - Date.parse(answeredAt)
  if (gone < -typedPrecision) return refused('date-in-future')
  const early = Date.parse(earliest) - Date.parse(answeredAt)
  if (early >= typedPrecision) return refused('answered-before-record', { earliest })
  if (gone <= 0) return { at: null }
  return { at: early > 0 ? earliest : answeredAt }
}

/** A follow-up may come to an answer whose promise is kept under control (P2). */
function whyNotPublishable(ticket: Ticket): Decision | null {
  if (ticket.status === 'under_control') return null
  if (ticket.status === 'closed' && ticket.closed.reason === 'promise_kept') return null
  return whyNotOpen(ticket)
}

/** One publication for many: each joined post that was named has its answer now (P12). */
function answersJoined(
  ticket: Ticket,
  command: CommandOf<'publish'>,
  { related }: Context,
  { url, text }: { url: string | null; text: string },
): { events: TicketEvent[]; others: Accepted['others'] } {
  const named = ticket.joined.filter(
    each =>
      each.replied === null &&
      command.data.forJoined.includes(each.ticketId) &&
      isJoinedTo(ticket, related?.(each.ticketId) ?? null),
  )
  const events = named.map(
    ({ ticketId }): TicketEvent => ({ type: 'joined_answered', data: { ticketId, way: 'common' } }),
  )
  const others = named.flatMap(({ ticketId }) => {
    const other = related?.(ticketId)
    if (!other) return []
    const contentId = `${command.id}:joined-${ticketId}`
    const reply: TicketEvent = {
      type: 'joined_replied',
      data: { way: 'common', accountId: command.data.accountId, contentId },
    }
    return [{ ticketId, events: [reply], contents: [replyContent(contentId, { text, url, spoken: null })] }]
  })
  return { events, others }
}

/** One that is not at hand counts as joined: the server knows, and asks this again. */
function isJoinedTo(ticket: Ticket, other: TicketView | null): boolean {
  return other === null || (other.ticket.status === 'merged' && other.ticket.merged.into === ticket.id)
}

export function whyNotAccount(accountId: string | null, { settings, actor }: Context): Decision | null {
  if (accountId === null) return null
  const account = settings.officialAccounts.find(each => each.id === accountId)
  if (account === undefined) return refused('unknown-account', { accountId })
  return mayPublishAs(actor, account) ? null : refused('not-your-account', { accountId })
}

type Promised = Pick<CommandOf<'publish'>['data'], 'kind' | 'outcome' | 'promisedDate' | 'responsible'>

/** «Запланировано» demands a date and a responsible person (P2); an interim date keeps the 30 days (P20). */
function whyNotPromised(
  ticket: Ticket,
  { kind, outcome, promisedDate, responsible }: Promised,
  { now, settings }: Context,
): Decision | null {
  const isPlan = kind === 'final' && outcome === 'planned'
  if (isPlan && (promisedDate === null || responsible === null)) return refused('promise-incomplete')
  const wrong = responsible === null ? null : whyNotResponsible(ticket, responsible, settings)
  if (wrong) return wrong
  if (promisedDate === null) return null
  const { zone } = settings.deadlines
  const today = localDateOf(now, zone)
  const last = isPlan ? addDays(today, longestPromiseDays) : lastInterimDate(ticket, zone)
  return promisedDate >= today && promisedDate <= last ? null : refused('promise-out-of-term')
}

/** «Ответим до» keeps the ceiling of 30 days from the beginning, unless the term was extended further (P20). */
export function lastInterimDate({ reopenedAt, capturedAt, extension }: Ticket, zone: string): string {
  const ceiling = addDays(localDateOf(reopenedAt ?? capturedAt, zone), longestTermDays)
  return extension !== null && extension.until > ceiling ? extension.until : ceiling
}

/** Who promises or is ordered must be known, and not whom the complaint is about (P8). */
export function whyNotResponsible(
  ticket: Ticket,
  who: NonNullable<Promised['responsible']>,
  { people, recipients }: Settings,
): Decision | null {
  const isKnown =
    who.type === 'person'
      ? people.some(person => person.id === who.personId)
      : recipients.some(recipient => recipient.id === who.recipientId)
  if (!isKnown) return refused('unknown-person')
  const about: readonly string[] = aboutOf(ticket)
  const key = who.type === 'person' ? personKey(who.personId) : recipientKey(who.recipientId)
  return about.includes(key) ? refused('about-them') : null
}

/** Addresses at which a reply of this kind stands already. */
function repliesOf({ ticket, contents }: TicketView, kind: ReplyKind): string[] {
  return ticket.replies.flatMap(reply => {
    const body = contents[reply.contentId]
    return reply.kind === kind && body?.kind === 'reply' && body.url !== null ? [body.url] : []
  })
}

export function replyContent(
  contentId: string,
  { text, url, spoken }: { text: string; url: string | null; spoken: CommandOf<'publish'>['data']['spoken'] },
): NewContent {
  return {
    contentId,
    body: { kind: 'reply', text, url, spokenBy: spoken?.by ?? null, spokenAt: spoken?.at ?? null },
  }
}

export function changeReplyKind(
  { ticket }: TicketView,
  command: CommandOf<'change_reply_kind'>,
  { now, actor }: Context,
): Decision {
  const { replyId, kind, reason } = command.data
  const reply = ticket.replies.find(each => each.replyId === replyId)
  if (reply === undefined) return refused('unknown-reply')
  if (reply.kind === kind) return nothingNew()
  const wrong = whyNotIn(ticket, [
    'new',
    'assigned',
    'in_progress',
    'asking_author',
    'waiting_outside',
    'to_publish',
    'drafting',
    'in_approval',
    'answered',
    'under_control',
    'closed',
    'reopened',
  ])
  if (wrong) return wrong
  const unchecked = kind === 'final' ? whyNotFact(ticket) : null
  if (unchecked) return unchecked
  const seconds = (Date.parse(now) - Date.parse(reply.at)) / 1000
  const isFree = reply.by === actor.personId && seconds <= freeChangeSeconds
  if (!isFree && reason === null) return refused('reason-needed')
  const content = textOf(command, 'reason', reason)
  return accepted(
    [{ type: 'reply_kind_changed', data: { replyId, kind, reasonContentId: content?.contentId ?? null } }],
    [content],
  )
}

/** «Провокация, решено не вступать в спор» is for the information officer and the heads (P13). */
export function mayCallProvocation({ roles }: Context['actor']): boolean {
  const callers: readonly RoleId[] = ['informer', 'block_head', 'center_head']
  return roles.some(role => callers.includes(role))
}

export function markImpossible(
  { ticket }: TicketView,
  command: CommandOf<'mark_impossible'>,
  { actor }: Context,
): Decision {
  const closed = whyNotOpen(ticket)
  if (closed) return closed
  const { reason, text, closes } = command.data
  if (reason === 'provocation' && !mayCallProvocation(actor)) return refused('forbidden')
  const unanswered = closes ? whyNotEnd(ticket) : null
  if (unanswered) return unanswered
  const content = textOf(command, 'reason', text)
  return accepted(
    [{ type: 'answer_impossible', data: { reason, contentId: content?.contentId ?? null, closes } }],
    [content],
  )
}

export function reject({ ticket }: TicketView, command: CommandOf<'reject'>): Decision {
  const wrong = whyNotOpen(ticket) ?? whyNotWithoutAnswer(ticket) ?? whyNotEnd(ticket)
  if (wrong) return wrong
  const { reason, text } = command.data
  const content = textOf(command, 'reason', text)
  return accepted([{ type: 'rejected', data: { reason, contentId: content?.contentId ?? null } }], [content])
}

/** «Передано по компетенции»: it leaves, and the citizen was told who is responsible (P10). */
export function transfer(view: TicketView, command: CommandOf<'transfer'>, context: Context): Decision {
  const closed = whyNotOpen(view.ticket) ?? whyNotEnd(view.ticket)
  if (closed) return closed
  const { organisationId, way, date, outgoingNumber, url, text, accountId } = command.data
  const { settings, now } = context
  if (!settings.outsideOrganisations.some(each => each.id === organisationId))
    return refused('unknown-organisation', { organisationId })
  if (date > localDateOf(now, settings.deadlines.zone)) return refused('date-in-future')
  if (url === null && hasPublicPage(view)) return refused('address-needed')
  const wrong = whyNotAccount(accountId, context)
  if (wrong) return wrong
  const contentId = `${command.id}:reply`
  return accepted(
    [{ type: 'transferred', data: { organisationId, way, date, outgoingNumber, contentId, accountId } }],
    [replyContent(contentId, { text, url, spoken: null })],
  )
}

/**
 * The answer is the responsible executor's («свод», P5): a co-executor adds what was done by a note, and can neither
 * answer for all nor give the whole assignment back.
 */
export function whyNotAnswerable(ticket: Ticket, actor: Context['actor']): Decision | null {
  const assignment = assignmentOf(ticket)
  const executorOnly: readonly RoleId[] = ['recipient_user']
  if (assignment === null || !actor.roles.every(role => executorOnly.includes(role))) return null
  const { recipientId, personId } = assignment
  const isResponsible =
    personId === actor.personId || (recipientId !== null && actor.recipientIds.includes(recipientId))
  return isResponsible ? null : refused('co-executor')
}

/** Whether the person executes the ticket himself or for its recipient. */
export function executes(ticket: Ticket, actor: Context['actor']): boolean {
  const assignment = assignmentOf(ticket)
  if (assignment === null) return false
  const { recipientId, personId, coRecipientIds } = assignment
  return (
    personId === actor.personId ||
    [recipientId, ...coRecipientIds].some(each => each !== null && actor.recipientIds.includes(each))
  )
}
