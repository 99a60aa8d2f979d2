/** A small office in memory for tests of the rules: people, tickets with all their facts, a clock that is moved by hand. */
import { deadlineSettingsSchema } from '../../../shared/deadlines/deadline.ts'
import { defaultDeadlineSettings } from '../../../shared/deadlines/defaults.ts'
import { findActor } from '../../../shared/policy/actor.ts'
import { type Person, type Settings, settingsSchema } from '../../../shared/policy/settings.ts'
import { outsideOrganisations } from '../../../shared/reference/default-organisations.ts'
import { settlements } from '../../../shared/reference/default-settlements.ts'
import { subtopics } from '../../../shared/reference/default-subtopics.ts'
import type { RoleId } from '../../../shared/reference/roles.ts'
import { decideSystem } from '../../../shared/ticket/automation.ts'
import { type Command, commandSchema, type SystemCommand } from '../../../shared/ticket/commands.ts'
import type { Contents } from '../../../shared/ticket/contents.ts'
import { apply, applyChange, decide, relatedIds } from '../../../shared/ticket/decide.ts'
import type { Accepted, Decision } from '../../../shared/ticket/decision.ts'
import { type Fact, type FactHead, systemActorId, type TicketEvent } from '../../../shared/ticket/events.ts'
import type { SourceDraft } from '../../../shared/ticket/source.ts'
import type { TicketView } from '../../../shared/ticket/ticket.ts'

/** Monday, 10:00 in Ulyanovsk. */
export const monday = '2026-11-23T06:00:00.000Z'

function person(id: string, title: string, roles: RoleId[], rest: Partial<Person> = {}): Person {
  return { id, title, roles, blocks: [], recipientIds: [], active: true, ...rest }
}

export const people: Person[] = [
  person('operator', 'Оператор мониторинга', ['operator']),
  person('operator2', 'Оператор мониторинга 2', ['operator']),
  person('zhkh', 'Руководитель блока ЖКХ', ['block_head'], { blocks: ['zhkh', 'energy'] }),
  person('zhkh2', 'Заместитель по ЖКХ', ['block_head'], { blocks: ['zhkh'] }),
  person('roads', 'Начальник отдела дорог', ['block_head'], { blocks: ['roads'] }),
  person('executor', 'Специалист отдела дорог', ['recipient_user'], { recipientIds: ['roads-unit'] }),
  person('plumber', 'Инженер водоканала', ['recipient_user'], { recipientIds: ['water'] }),
  person('informer', 'Ответственный за информирование', ['informer']),
  person('head', 'Руководитель МЦУ', ['center_head']),
  person('chief', 'Глава администрации', ['chief']),
  person('admin', 'Администратор', ['admin']),
]

export function settingsOf(changes: Partial<Settings> = {}): Settings {
  return settingsSchema.parse({
    version: 1,
    organisation: { id: 'tsilna', title: 'Администрация района' },
    deadlines: deadlineSettingsSchema.parse(defaultDeadlineSettings),
    subtopics,
    settlements,
    recipients: [
      { id: 'roads-unit', title: 'Отдел дорожного хозяйства', kind: 'unit' },
      { id: 'water', title: 'МУП «Водоканал»', kind: 'municipal_company' },
      { id: 'empty', title: 'Учреждение без сотрудников', kind: 'institution' },
    ],
    officialAccounts: [
      {
        id: 'official',
        network: 'vk',
        ownerId: '-1',
        title: 'Администрация района ВКонтакте',
        url: 'https://vk.com/district',
        recipientId: null,
        publisherIds: ['informer', 'operator'],
      },
    ],
    people,
    withdrawSeconds: 10,
    outsideOrganisations,
    ...changes,
  })
}

/** The n-th id of its kind; well formed, and the same in every run. */
export function uuidOf(group: 'ticket' | 'command' | 'source', n: number): string {
  const digit = { ticket: 1, command: 2, source: 3 }[group]
  return `${digit}0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

export type Body = { [Type in Command['type']]: { type: Type; data: unknown } }[Command['type']]

export type World = {
  settings: Settings
  now: string
  views: Map<string, TicketView>
  facts: Map<string, Fact[]>
  /** Texts of all facts, also of those that no state names any more. */
  contents: Map<string, Contents>
  commands: number
}

export function worldOf(settings: Settings = settingsOf(), now = monday): World {
  return { settings, now, views: new Map(), facts: new Map(), contents: new Map(), commands: 0 }
}

export function pass(world: World, minutes: number): void {
  world.now = new Date(Date.parse(world.now) + minutes * 60_000).toISOString()
}

export function viewOf(world: World, ticketId: string): TicketView {
  const view = world.views.get(ticketId)
  if (view === undefined) throw new Error(`No ticket ${ticketId}`)
  return view
}

export function commandFrom(world: World, ticketId: string, body: { type: string; data: unknown }): Command {
  return commandSchema.parse({
    id: uuidOf('command', ++world.commands),
    ticketId,
    occurredAt: world.now,
    baseVersion: 0,
    dependsOn: null,
    ...body,
  })
}

/** What a person's command brings about; accepted ones change the world. */
export function act(
  world: World,
  personId: string,
  ticketId: string,
  body: { type: string; data: unknown },
): Decision {
  const command = commandFrom(world, ticketId, body)
  const actor = findActor(world.settings, personId, world.now)
  if (actor === undefined) throw new Error(`No person ${personId}`)
  const view = world.views.get(ticketId) ?? null
  const known = new Set(relatedIds(view, command))
  const decision = decide(view, command, {
    actor,
    now: world.now,
    settings: world.settings,
    nextNumber: world.views.size + 1,
    related: id => (known.has(id) ? (world.views.get(id) ?? null) : null),
  })
  if (decision.outcome === 'events') record(world, ticketId, decision, personId, command.id)
  return decision
}

export function actBySystem(world: World, ticketId: string, type: SystemCommand['type']): boolean {
  const decision = decideSystem(viewOf(world, ticketId).ticket, { type }, world)
  if (decision === null) return false
  record(world, ticketId, decision, systemActorId, uuidOf('command', ++world.commands))
  return true
}

function record(world: World, ticketId: string, decision: Accepted, by: string, step: string): void {
  const { behalf } = decision
  const head: FactHead = { at: world.now, by, step, behalf }
  const view = world.views.get(ticketId) ?? null
  if (decision.events.length > 0) {
    world.views.set(ticketId, apply(view, decision, ticketId, { at: world.now, by, step }))
    note(world, ticketId, decision.events, decision.contents, head)
  }
  for (const other of decision.others) {
    world.views.set(
      other.ticketId,
      applyChange(world.views.get(other.ticketId) ?? null, other, other.ticketId, head),
    )
    note(world, other.ticketId, other.events, other.contents, head)
  }
}

function note(
  world: World,
  ticketId: string,
  events: readonly TicketEvent[],
  contents: Accepted['contents'],
  head: FactHead,
): void {
  world.facts.set(ticketId, [
    ...(world.facts.get(ticketId) ?? []),
    ...events.map((event): Fact => ({ ...event, ...head })),
  ])
  const added = Object.fromEntries(contents.map(({ contentId, body }) => [contentId, body]))
  world.contents.set(ticketId, { ...world.contents.get(ticketId), ...added })
}

export function sourceDraft(n: number, changes: Partial<SourceDraft> = {}): SourceDraft {
  return {
    key: `vk:-100:${n}`,
    channel: 'vk',
    kind: 'post',
    url: `https://vk.com/wall-100_${n}`,
    parentKey: null,
    author: { name: 'Житель', url: null, id: null },
    publishedAt: null,
    publishedText: null,
    precision: 'unknown',
    text: 'Третий день нет воды',
    photos: [],
    truncated: false,
    missing: [],
    ...changes,
  }
}

/** Records one more post; its ticket's id. */
export function capture(
  world: World,
  personId: string,
  changes: Record<string, unknown> = {},
  source: Partial<SourceDraft> = {},
): string {
  const n = world.views.size + 1
  const ticketId = uuidOf('ticket', n)
  act(world, personId, ticketId, {
    type: 'capture',
    data: {
      sourceId: uuidOf('source', n),
      source: sourceDraft(n, source),
      block: 'zhkh',
      subtopic: null,
      settlement: null,
      place: 'Садовая, 5',
      urgent: false,
      suggestedBy: 'keywords',
      ...changes,
    },
  })
  return ticketId
}
