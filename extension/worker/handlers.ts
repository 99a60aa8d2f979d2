/** One handler per request of messages.ts; each answers with words. */

import { v7 as uuid } from 'uuid'
import { browser } from 'wxt/browser'
import { suggestReplyKind } from '../../shared/classify/reply-kind.ts'
import { addDays, instantAt, localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import { mayCapture, mayDo, mayPublishAs } from '../../shared/policy/permissions.ts'
import { kindsWithoutAnswer } from '../../shared/reference/kinds.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import type { ClassifyChanges } from '../../shared/ticket/commands.ts'
import { placeText } from '../../shared/ticket/decision.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Answers, Refused, Request, RequestOf } from '../messages.ts'
import { type Acted, act, resolveAlias } from '../store/act.ts'
import { getMeta, putMeta } from '../store/desk.ts'
import { undoLast } from '../store/undo.ts'
import { wantTicket } from '../store/wanted.ts'
import type { Sender } from './answer.ts'
import { clearNotRecorded } from './badge.ts'
import { capture } from './capture.ts'
import { cardOf, choicesOf } from './card.ts'
import { checkNow, notePageRead, reportBroken, troubleOf, viewPacks } from './channels.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'
import { hereRules, noteSeen, strangersRules, switchHere } from './here.ts'
import { putScript } from './late-script.ts'
import { findLikely } from './likely.ts'
import { marksFor } from './marks.ts'
import { findDesk, returnToPrevious, selectorSetsFor } from './packs.ts'
import { publishReply } from './publish.ts'
import { afterChange, reportFault, tellPages, wishSync } from './rounds.ts'
import { lookAgain, snapshot } from './snapshot.ts'
import { isTheAuthor, wordBack } from './word-back.ts'

export type Handlers = {
  [Type in Request['type']]: (request: RequestOf<Type>, sender: Sender) => Promise<Answers[Type]>
}

const notEnrolled: Refused = {
  outcome: 'refused',
  words: 'Подключите расширение к серверу: откройте настройки расширения.',
}
const noTicket: Refused = {
  outcome: 'refused',
  words: 'Этой карточки нет на вашем компьютере. Обновите пульт.',
}

export const handlers: Handlers = {
  async capture(request) {
    const answer = await capture(request)
    if (answer.outcome === 'recorded') afterChange()
    return answer
  },

  async snapshot(request, sender) {
    const answer = await snapshot(request, sender)
    if (answer.outcome === 'kept') afterChange()
    return answer
  },

  async 'look-again'(request) {
    const answer = await lookAgain(request)
    if (answer.outcome === 'told') afterChange()
    return answer
  },

  async card({ ticketId }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const view = await findView(atHand, ticketId)
    return view ? { outcome: 'card', card: cardOf(view, atHand, false) } : noTicket
  },

  async correct({ commandId, ticketId, changes, confirm }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const view = await takenBack(atHand, await findView(atHand, ticketId), changes.kind)
    if (!view) return noTicket
    const acted = await act(atHand.desk, {
      ...actNow(commandId, ticketId),
      type: 'classify',
      data: { changes: changesFrom(view, changes), sorted: confirm },
    })
    return cardAfter(acted, atHand)
  },

  async withdraw({ commandId, ticketId }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const acted = await act(atHand.desk, { ...actNow(commandId, ticketId), type: 'withdraw', data: {} })
    if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
    afterChange()
    return { outcome: 'withdrawn' }
  },

  async marks({ keys }) {
    const atHand = await findAtHand()
    return atHand ? marksFor(keys, atHand) : {}
  },

  async likely({ ticketId }) {
    const atHand = await findAtHand()
    const view = atHand && (await findView(atHand, ticketId))
    return view ? findLikely(view, atHand) : []
  },

  async join({ commandId, ticketId, into }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const acted = await act(atHand.desk, { ...actNow(commandId, ticketId), type: 'merge', data: { into } })
    if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
    afterChange()
    const number = acted.view?.ticket.status === 'merged' ? acted.view.ticket.merged.intoNumber : null
    return { outcome: 'joined', words: number === null ? 'Присоединено' : `Присоединено к №\u00a0${number}` }
  },

  async 'tell-emergency'({ commandId, ticketId, to, time }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const { zone } = atHand.rules.settings.deadlines
    const data = { to, at: clockTime(time, atHand.now, zone) }
    const acted = await act(atHand.desk, { ...actNow(commandId, ticketId), type: 'tell_emergency', data })
    return cardAfter(acted, atHand)
  },

  async publish(request) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const answer = await publishReply(request, atHand)
    if (answer.outcome === 'published') afterChange()
    return answer
  },

  async 'change-reply-kind'({ commandId, ticketId, replyId, kind }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const data = { replyId, kind }
    const acted = await act(atHand.desk, { ...actNow(commandId, ticketId), type: 'change_reply_kind', data })
    if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
    afterChange()
    return { outcome: 'published', words: `Теперь это ${replyKindTitles[kind].toLowerCase()}`, replyId }
  },

  async 'reply-kind'({ text }) {
    const atHand = await findAtHand()
    const zone = atHand?.rules.settings.deadlines.zone ?? 'Europe/Moscow'
    const { kind, promisedDate } = suggestReplyKind(
      text,
      localDateOf(atHand?.now ?? new Date().toISOString(), zone),
    )
    return { kind, promisedDate: promisedDate ?? null }
  },

  async 'overlay-start'({ adapters, wanted }, sender) {
    if (wanted) void putScript(wanted, sender)
    // The page takes our script again: what could not be recorded there can be now.
    if (sender.tab?.id !== undefined) void clearNotRecorded(sender.tab.id).catch(reportFault)
    const sets = await selectorSetsFor(adapters)
    const atHand = await findAtHand()
    const trouble = await troubleOf(adapters)
    if (!atHand)
      return {
        enrolled: false,
        mayCapture: false,
        mayPublish: false,
        accounts: [],
        sets,
        trouble,
        here: strangersRules,
      }
    const { actor, rules } = atHand
    const { settings } = rules
    const accounts = settings.officialAccounts.filter(account => mayPublishAs(actor, account))
    return {
      enrolled: true,
      mayCapture: mayCapture(actor),
      mayPublish: mayDo(actor, 'publish', settings, null),
      accounts: accounts.map(({ id, network, ownerId, url, title }) => ({
        id,
        network,
        ownerId,
        url,
        title,
      })),
      sets,
      trouble,
      here: await hereRules(adapters, atHand),
    }
  },

  'card-script': (_request, sender) => putScript('card', sender),

  async 'watch-seen'(request) {
    const atHand = await findAtHand()
    if (atHand && (await noteSeen(request, atHand))) afterChange()
    return null
  },

  async 'switch-here'(request) {
    const atHand = await findAtHand()
    if (atHand) await switchHere(request, atHand)
    await tellPages()
    return null
  },

  async 'word-back-offer'(request) {
    const atHand = await findAtHand()
    return atHand ? isTheAuthor(request, atHand) : { isAuthor: false }
  },

  async 'word-back'(request) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const answer = await wordBack(request, atHand)
    if (answer.outcome === 'told') afterChange()
    return answer
  },

  async choices() {
    const atHand = await findAtHand()
    return choicesOf(atHand?.rules.settings)
  },

  async 'page-state'({ channel, state }) {
    const atHand = await findAtHand()
    if (!atHand) return null
    const { desk } = atHand
    await desk.transaction('rw', desk.meta, async () => {
      const broken = (await getMeta(desk, 'broken')) ?? []
      const others = broken.filter(each => each !== channel)
      await putMeta(desk, 'broken', state === 'fine' ? others : [...others, channel])
    })
    return null
  },

  async 'page-read'(request) {
    await notePageRead(request)
    return null
  },

  'report-broken': () => reportBroken(),
  packs: () => viewPacks(),
  async 'check-packs'() {
    const words = await checkNow()
    await tellPages()
    return { words, view: await viewPacks() }
  },
  async 'return-pack'({ adapter }) {
    const desk = await findDesk()
    if (desk) await returnToPrevious(desk, adapter)
    await tellPages()
    return viewPacks()
  },

  async 'open-panel'({ ticketId }) {
    if (ticketId !== null) {
      const atHand = await findAtHand()
      await wantTicket(atHand ? await resolveAlias(atHand.desk, ticketId) : ticketId)
    }
    return null
  },

  async 'open-options'() {
    await browser.runtime.openOptionsPage()
    return null
  },

  async 'store-changed'() {
    afterChange()
    return null
  },

  async 'sync-now'() {
    await wishSync()
    return null
  },
}

/** «Благодарность» chosen by mistake has ended the ticket: another kind takes that step back first. */
async function takenBack(
  { desk, actor }: AtHand,
  view: TicketView | undefined,
  kind: RequestOf<'correct'>['changes']['kind'],
): Promise<TicketView | undefined> {
  const step = view?.ticket.lastStep
  if (view?.ticket.status !== 'no_answer_needed' || kind === undefined || kindsWithoutAnswer.includes(kind))
    return view
  if (step?.by !== actor.personId || !step.undoable) return view
  const { id, occurredAt } = actNow(uuid(), view.ticket.id)
  const undone = await undoLast(desk, view.ticket.id, id, occurredAt)
  return undone.outcome === 'queued' ? (undone.view ?? view) : view
}

/** «10:05» of today in the organisation's zone, or of yesterday where that is still to come; by default now. */
function clockTime(time: string | null, now: string, zone: string): string {
  const [hours, minutes] = (time ?? '').split(':').map(Number)
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return now
  const today = localDateOf(now, zone)
  const at = instantAt(today, hours * 60 + minutes, zone)
  return at <= now ? at : instantAt(addDays(today, -1), hours * 60 + minutes, zone)
}

function actNow(id: string, ticketId: string) {
  return { id, ticketId, occurredAt: new Date().toISOString() }
}

async function findView({ desk }: AtHand, ticketId: string): Promise<TicketView | undefined> {
  return (await desk.tickets.get(await resolveAlias(desk, ticketId)))?.view
}

async function cardAfter(acted: Acted, atHand: AtHand): Promise<Answers['correct']> {
  if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
  afterChange()
  return acted.view ? { outcome: 'card', card: cardOf(acted.view, atHand, false) } : noTicket
}

/** Turns what the person chose into patches from what they saw. */
function changesFrom(view: TicketView, to: RequestOf<'correct'>['changes']): ClassifyChanges {
  const { block, subtopic, settlement, urgent, kind } = view.ticket
  return {
    ...(to.block === undefined ? {} : { block: { from: block, to: to.block } }),
    ...(to.subtopic === undefined ? {} : { subtopic: { from: subtopic, to: to.subtopic } }),
    ...(to.settlement === undefined ? {} : { settlement: { from: settlement, to: to.settlement } }),
    ...(to.urgent === undefined ? {} : { urgent: { from: urgent, to: to.urgent } }),
    ...(to.kind === undefined ? {} : { kind: { from: kind, to: to.kind } }),
    ...(to.place === undefined ? {} : { place: { from: placeText(view), to: to.place?.trim() || null } }),
  }
}
