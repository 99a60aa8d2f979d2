/*
 * Puts the sample district into an empty office: the setup, the people, the recipients, then every step of the 400
 * tickets as a real command of the person who would have taken it, in the order and at the time of the act.
 */
import { v7 as uuidv7 } from 'uuid'
import { classify } from '../../shared/classify/classify.ts'
import { actorOf } from '../../shared/policy/actor.ts'
import type { Person } from '../../shared/policy/settings.ts'
import { settlements } from '../../shared/reference/default-settlements.ts'
import { subtopics } from '../../shared/reference/default-subtopics.ts'
import type { CommandInput, CommandType } from '../../shared/ticket/commands.ts'
import type { Office, Signed } from '../office.ts'
import { sampleAccounts, sampleBlockHeads, samplePeople, sampleRecipients, sampleRoutes } from './district.ts'
import { type SampleOptions, type SampleTicket, sampleTickets } from './tickets.ts'
import { extraSteps, turnsOf } from './variety.ts'

/** The office's clock while the sample is lived through. */
export type SampleClock = { now: string }

export type LoadedSample = {
  /** An id of `samplePeople` → the person in the office. */
  people: ReadonlyMap<string, Person>
  head: Signed
  tickets: number
}

const stepsAtOnce = 50

export const sampleTitle = 'Цильнинский район (пример)'

export async function loadSample(
  office: Office,
  clock: SampleClock,
  { now, seed, setupCode, password }: SampleOptions & { setupCode: string; password: string },
): Promise<LoadedSample> {
  const tickets = sampleTickets({ now, seed })
  clock.now = earliest(tickets.map(ticket => ticket.capturedAt))
  const head = await setUp(office, setupCode, password)
  const people = await hire(office, head)
  const settings = await office.settings()
  if (settings === undefined) throw new Error('The office has no settings after the setup')
  const signedAs = (id: string): Signed => {
    const person = people.get(id)
    if (person === undefined) throw new Error(`The office does not know ${id} of the sample`)
    return { person, actor: actorOf(person), settings }
  }

  const counted = new Map<SampleTicket['state'], number>()
  const usual = tickets.flatMap(ticket => {
    const order = counted.get(ticket.state) ?? 0
    counted.set(ticket.state, order + 1)
    const steps = stepsOf(ticket)
    const last = steps.at(-1)
    if (last === undefined) return []
    const { ticketId, at: lastAt } = last
    return [...steps, ...turnsOf({ ticket, ticketId, order, lastAt, now })]
  })
  const steps = [...usual, ...extraSteps(now)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : a.order - b.order,
  )
  // The office reads its clock as it takes a command and decides them in turn; those that wait share one fsync.
  for (let first = 0; first < steps.length; first += stepsAtOnce) {
    const taken = steps.slice(first, first + stepsAtOnce).map(({ at, by, ticketId, command }) => {
      clock.now = at
      const envelope = { id: uuidv7(), ticketId, occurredAt: at, baseVersion: 0, dependsOn: null }
      return office.tickets.submit(signedAs(by), { ...envelope, ...command })
    })
    for (const [index, outcome] of (await Promise.all(taken)).entries()) {
      const step = steps[first + index]
      if (outcome.outcome === 'refused')
        throw new Error(
          `The sample's ${step?.command.type} by ${step?.by} was refused: ${JSON.stringify(outcome.refusal)}`,
        )
    }
  }
  clock.now = now.toISOString()
  return { people, head: signedAs('head'), tickets: tickets.length }
}

async function setUp(office: Office, code: string, password: string): Promise<Signed> {
  const created = await office.setup.create({
    code,
    title: sampleTitle,
    zone: 'Europe/Ulyanovsk',
    personTitle: getSamplePerson('head').title,
    password,
  })
  if (created.outcome === 'failed') throw new Error(created.words)
  const head = await office.access.bySession(created.session)
  if (head === undefined) throw new Error('The head of the sample is not signed in after the setup')
  return head
}

/** The office gives its own ids; the map leads from the sample's. */
async function hire(office: Office, head: Signed): Promise<Map<string, Person>> {
  await office.people.saveRecipients(head, [...sampleRecipients])
  await furnish(office, head)
  const people = new Map<string, Person>()
  for (const { id, title, roles, blocks, recipientIds } of samplePeople) {
    const draft = { title, roles, blocks, recipientIds }
    if (id === 'head') await office.people.change(head, head.person.id, { ...draft, active: true })
    people.set(id, id === 'head' ? { ...head.person, ...draft } : await office.people.add(head, draft))
  }
  await office.people.saveOfficialAccounts(
    head,
    sampleAccounts.map(account => ({
      ...account,
      publisherIds: account.publisherIds.map(id => people.get(id)?.id ?? id),
    })),
  )
  return people
}

/** The routing table of the sample. */
async function furnish(office: Office, head: Signed): Promise<void> {
  const changed = await office.settings.change(head, null, settings => ({
    ...settings,
    routes: sampleRoutes,
  }))
  if (changed.outcome === 'failed') throw new Error(changed.words)
}

/** What a command says, without its envelope. */
type NewCommand = {
  [Type in CommandType]: Pick<Extract<CommandInput, { type: Type }>, 'type' | 'data'>
}[CommandType]

export type Step = { at: string; order: number; by: string; ticketId: string; command: NewCommand }

function stepsOf(ticket: SampleTicket): Step[] {
  const ticketId = uuidv7()
  const { life, source } = ticket
  const blockHead = sampleBlockHeads.get(ticket.block) ?? 'head'
  const accountId = sampleAccounts.find(account => account.network === source.channel)?.id ?? null
  const reply = { url: source.url, accountId, promisedDate: null }
  const steps: Step[] = []
  const step = (at: string | undefined, by: string, command: NewCommand) => {
    if (at !== undefined) steps.push({ at, order: steps.length, by, ticketId, command })
  }

  const suggested = suggestionFor(ticket)
  step(ticket.capturedAt, ticket.capturedBy, {
    type: 'capture',
    data: {
      ...suggested,
      sourceId: uuidv7(),
      source,
      settlement: ticket.settlement,
      place: ticket.place,
      urgent: ticket.urgent,
      suggestedBy: suggested.subtopic === null ? 'nobody' : 'keywords',
    },
  })
  step(life.sortedAt, ticket.capturedBy, {
    type: 'classify',
    data: {
      sorted: true,
      changes: {
        block: { from: suggested.block, to: ticket.block },
        subtopic: { from: suggested.subtopic, to: ticket.subtopic },
      },
    },
  })
  // What has no block is answered by the head of the centre and assigned to nobody.
  const recipientId = ticket.block === 'none' ? undefined : life.recipientId
  if (recipientId !== undefined) step(life.assignedAt, blockHead, { type: 'assign', data: { recipientId } })
  step(life.firstReplyAt, 'informer', {
    type: 'publish',
    data: { ...reply, kind: 'first', text: life.firstReplyText ?? '' },
  })
  step(life.interimAt, 'informer', {
    type: 'publish',
    data: {
      ...reply,
      kind: 'interim',
      text: life.interimText ?? '',
      promisedDate: life.promisedDate ?? null,
    },
  })
  step(life.preparedAt, recipientId === undefined ? blockHead : `executor-${recipientId}`, {
    type: 'prepare_reply',
    data: { kind: 'final', text: life.replyText ?? '' },
  })
  step(life.finalReplyAt, 'informer', {
    type: 'publish',
    data: {
      ...reply,
      kind: 'final',
      url: life.replyUrl ?? source.url,
      text: life.replyText ?? '',
      outcome: life.outcome ?? null,
    },
  })
  return steps
}

/** As at an operator's desk: the keywords suggest, a person sorts. */
function suggestionFor({ source }: SampleTicket): Pick<SampleTicket, 'block' | 'subtopic'> {
  const best = classify(source.text, knowledge).suggestions[0]
  return { block: best?.blockId ?? 'none', subtopic: best?.subtopicId ?? null }
}

const knowledge = { subtopics: [...subtopics], settlements: [...settlements] }

function getSamplePerson(id: string): Person {
  const person = samplePeople.find(each => each.id === id)
  if (person === undefined) throw new Error(`The sample has no person ${id}`)
  return person
}

const earliest = (instants: readonly string[]): string => instants.toSorted()[0] ?? new Date(0).toISOString()
