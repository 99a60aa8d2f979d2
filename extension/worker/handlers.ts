/** One handler per request of messages.ts; each answers with words. */

import { browser } from 'wxt/browser'
import { suggestReplyKind } from '../../shared/classify/reply-kind.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { refusalWords } from '../../shared/errors.ts'
import { mayCapture, mayPublishAs } from '../../shared/policy/permissions.ts'
import { blocks } from '../../shared/reference/blocks.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import type { ClassifyChanges } from '../../shared/ticket/commands.ts'
import { placeText } from '../../shared/ticket/decide.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Answers, Refused, Request, RequestOf } from '../messages.ts'
import { type Acted, act, resolveAlias } from '../store/act.ts'
import { getMeta, putMeta } from '../store/desk.ts'
import { wantTicket } from '../store/wanted.ts'
import { capture } from './capture.ts'
import { cardOf } from './card.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'
import { marksFor } from './marks.ts'
import { publishedWords } from './published-words.ts'
import { afterChange, wishSync } from './rounds.ts'

export type Handlers = { [Type in Request['type']]: (request: RequestOf<Type>) => Promise<Answers[Type]> }

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

  async card({ ticketId }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const view = await findView(atHand, ticketId)
    return view ? { outcome: 'card', card: cardOf(view, atHand, false) } : noTicket
  },

  async correct({ commandId, ticketId, changes, confirm }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const view = await findView(atHand, ticketId)
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

  async publish({ commandId, ticketId, kind, url, text, accountId, promisedDate }) {
    const atHand = await findAtHand()
    if (!atHand) return notEnrolled
    const acted = await act(atHand.desk, {
      ...actNow(commandId, ticketId),
      type: 'publish',
      data: { kind, url, text, accountId, promisedDate },
    })
    if (acted.outcome === 'refused') return { outcome: 'refused', words: refusalWords(acted.refusal) }
    afterChange()
    const words = acted.view
      ? publishedWords(acted.view.ticket, kind)
      : `${replyKindTitles[kind]}: отмечено, сервер проверит`
    return { outcome: 'published', words }
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

  async 'overlay-start'() {
    const atHand = await findAtHand()
    if (!atHand) return { enrolled: false, mayCapture: false, accounts: [] }
    const { actor, settings } = atHand.rules
    const accounts = settings.officialAccounts.filter(account => mayPublishAs(actor, account))
    return {
      enrolled: true,
      mayCapture: mayCapture(actor),
      accounts: accounts.map(({ id, network, ownerId, url, title }) => ({
        id,
        network,
        ownerId,
        url,
        title,
      })),
    }
  },

  async choices() {
    const atHand = await findAtHand()
    const settings = atHand?.rules.settings
    return {
      blocks: Object.entries(blocks).map(([id, { short }]) => ({ id, title: short })),
      subtopics: (settings?.subtopics ?? []).map(({ id, block, title }) => ({ id, block, title })),
      settlements: (settings?.settlements ?? []).map(({ id, title }) => ({ id, title })),
    }
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
  const { block, subtopic, settlement, urgent } = view.ticket
  return {
    ...(to.block === undefined ? {} : { block: { from: block, to: to.block } }),
    ...(to.subtopic === undefined ? {} : { subtopic: { from: subtopic, to: to.subtopic } }),
    ...(to.settlement === undefined ? {} : { settlement: { from: settlement, to: to.settlement } }),
    ...(to.urgent === undefined ? {} : { urgent: { from: urgent, to: to.urgent } }),
    ...(to.place === undefined ? {} : { place: { from: placeText(view), to: to.place?.trim() || null } }),
  }
}
