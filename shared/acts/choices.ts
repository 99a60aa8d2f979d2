/** What there is to choose from: people by post, recipients by kind, organisations, accounts, the routing table. */

import type { Actor } from '../policy/actor.ts'
import { aboutOf, canExecute, mayPublishAs, personKey, recipientKey } from '../policy/permissions.ts'
import type { Recipient, Route, Settings } from '../policy/settings.ts'
import type { CloseReason } from '../reference/answers.ts'
import { type BlockId, blockIds, blocks } from '../reference/blocks.ts'
import { wordsOf } from '../ticket/contents.ts'
import type { Responsible } from '../ticket/events.ts'
import { type Order, type Ticket, type TicketView, unansweredJoined } from '../ticket/ticket.ts'
import type { Option } from './contract.ts'

export const recipientKindTitles: Readonly<Record<Recipient['kind'], string>> = {
  unit: 'Подразделения администрации',
  settlement: 'Администрации поселений',
  institution: 'Учреждения',
  municipal_company: 'Муниципальные предприятия',
  outside: 'Сторонние организации',
}

/** Options from a list of words, `{solved: 'Решено'}`. */
export function optionsOf(words: Readonly<Record<string, string>>, only?: readonly string[]): Option[] {
  return Object.entries(words)
    .filter(([value]) => only === undefined || only.includes(value))
    .map(([value, label]) => ({ value, label }))
}

/** Reads a value of a choice back as one of the ids; `null` for any other. */
export function oneOf<Id extends string>(ids: readonly Id[], value: string | null): Id | null {
  return ids.find(id => id === value) ?? null
}

/** «person:…» or «recipient:…» of a choice. */
export function partyOf(value: string | null): Responsible | null {
  if (value === null) return null
  const [type, id] = [value.slice(0, value.indexOf(':')), value.slice(value.indexOf(':') + 1)]
  if (id === '') return null
  if (type === 'person') return { type, personId: id }
  return type === 'recipient' ? { type, recipientId: id } : null
}

export function partyValue(who: Responsible | null): string {
  if (who === null) return ''
  return who.type === 'person' ? personKey(who.personId) : recipientKey(who.recipientId)
}

function recipientOptions(recipients: readonly Recipient[]): Option[] {
  return recipients.map(({ id, title, kind }) => ({
    value: recipientKey(id),
    label: title,
    group: recipientKindTitles[kind],
  }))
}

/** Everyone who may be asked to do it: the recipients and those colleagues who can act on an assignment. */
export function assignableOptions(ticket: Ticket, settings: Settings): Option[] {
  const about: readonly string[] = aboutOf(ticket)
  const people = settings.people
    .filter(person => canExecute(person, settings))
    .map(({ id, title }) => ({ value: personKey(id), label: title, group: 'Сотрудники' }))
  const all = [...sortedByKind(recipientOptions(settings.recipients)), ...people]
  return all.filter(each => !about.includes(each.value))
}

/** Everyone who may promise or be ordered to do something, and can open the ticket then. */
export function promisablesOf(ticket: Ticket, settings: Settings): Option[] {
  const about: readonly string[] = aboutOf(ticket)
  const people = settings.people
    .filter(person => canExecute(person, settings))
    .map(({ id, title }) => ({ value: personKey(id), label: title, group: 'Сотрудники' }))
  const all = [...people, ...sortedByKind(recipientOptions(settings.recipients))]
  return all.filter(each => !about.includes(each.value))
}

function sortedByKind(options: readonly Option[]): Option[] {
  const order = Object.values(recipientKindTitles)
  return options.toSorted((a, b) => order.indexOf(a.group ?? '') - order.indexOf(b.group ?? ''))
}

/** The row of the routing table for a matter and a place: both named beats the subtopic alone, that beats the place. */
export function routeFor(
  { routes }: Pick<Settings, 'routes'>,
  { subtopic, settlement }: { subtopic: string | null; settlement: string | null },
): Route | null {
  const fits = (wanted: string | null, actual: string | null) => wanted === null || wanted === actual
  const weight = (route: Route) => (route.subtopic === null ? 0 : 2) + (route.settlement === null ? 0 : 1)
  return (
    routes
      .filter(route => fits(route.subtopic, subtopic) && fits(route.settlement, settlement))
      .toSorted((a, b) => weight(b) - weight(a))[0] ?? null
  )
}

export const blockOptions: readonly Option[] = blockIds.map(id => ({ value: id, label: blocks[id].title }))

/** All subtopics, those of the block first; a subtopic of another block brings its block along. */
export function subtopicOptions({ subtopics }: Settings, block: BlockId): Option[] {
  return subtopics
    .toSorted((a, b) => Number(b.block === block) - Number(a.block === block))
    .map(({ id, title, block: of }) => ({ value: id, label: title, group: blocks[of].title }))
}

export function settlementOptions({ settlements }: Settings): Option[] {
  return settlements.map(({ id, title }) => ({ value: id, label: title }))
}

export function organisationOptions({ outsideOrganisations }: Settings): Option[] {
  return outsideOrganisations.map(({ id, title }) => ({ value: id, label: title }))
}

/** The organisation that answers for the subtopic; '' where the person chooses. */
export function organisationFor({ subtopic }: Ticket, settings: Settings): string {
  const own = settings.subtopics.find(each => each.id === subtopic)?.outsideOrganisationId ?? null
  const { outsideOrganisations } = settings
  if (own !== null && outsideOrganisations.some(each => each.id === own)) return own
  const writing = outsideOrganisations.filter(each => each.texts.some(text => text.subtopic === subtopic))
  return subtopic !== null && writing.length === 1 ? (writing[0]?.id ?? '') : ''
}

/** Ready words of every organisation for the subtopic, then its general ones; `{телефон}` is its phone. */
export function organisationTexts({ subtopic }: Ticket, { outsideOrganisations }: Settings): Option[] {
  return outsideOrganisations.flatMap(({ title, texts, phone }) =>
    texts
      .filter(each => each.subtopic === null || each.subtopic === subtopic)
      .toSorted((a, b) => Number(a.subtopic === null) - Number(b.subtopic === null))
      .map(({ text }) => ({ value: text.replaceAll('{телефон}', phone === '' ? '…' : phone), label: title })),
  )
}

/** Accounts that this person may publish under; those of the ticket's own channel first. */
export function accountOptions({ sources }: Ticket, actor: Actor, { officialAccounts }: Settings): Option[] {
  const channel = sources[0]?.channel
  return officialAccounts
    .filter(account => mayPublishAs(actor, account))
    .toSorted((a, b) => Number(b.network === channel) - Number(a.network === channel))
    .map(({ id, title }) => ({ value: id, label: title }))
}

/** Joined posts that have no answer yet. */
export function unansweredOptions(ticket: Ticket): Option[] {
  return unansweredJoined(ticket).map(({ ticketId, number }) => ({
    value: ticketId,
    label: number === null ? 'Без номера: ещё не отправлено' : `№\u00a0${number}`,
  }))
}

/**
 * Why this ticket cannot be ended yet (P12), in a sentence; `null` where nobody waits. While it can not, what ends it is
 * neither offered nor to be chosen in a form.
 */
export function whyNotEndedYet(ticket: Ticket): string | null {
  const waiting = unansweredOptions(ticket)
  if (waiting.length === 0) return null
  const numbers = waiting.map(({ label }) => label).join(', ')
  return `Завершить карточку пока нельзя: ждут ответа присоединённые (${numbers}). Ответьте каждому или отсоедините.`
}

/** Orders that nobody has reported yet. */
export function ordersFor({ orders }: Ticket): Order[] {
  return orders.filter(order => order.done === null)
}

export function orderOptions({ ticket, contents }: TicketView): Option[] {
  return ordersFor(ticket).map(({ orderId, contentId }, index) => ({
    value: orderId,
    label: wordsOf(contents, contentId) ?? `Поручение ${index + 1}`,
  }))
}

/** Why the ticket would be closed now; `null` where nobody closes it by hand. */
export function closeReasonOf({ status }: Pick<Ticket, 'status'>): CloseReason | null {
  if (status === 'answered') return 'done'
  return status === 'asking_author' ? 'author_silent' : null
}
