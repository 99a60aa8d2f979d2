/** The tray «не принято»: refused acts are edited, repeated, put away or taken to a file, and never lost by themselves. */
import { refusalWords } from '../../shared/errors.ts'
import type {
  ClassifyChanges,
  ClassifyField,
  Command,
  CommandInput,
  CommandOf,
} from '../../shared/ticket/commands.ts'
import { essenceText, placeText } from '../../shared/ticket/decision.ts'
import { touchedIds } from '../../shared/ticket/named.ts'
import { same } from '../../shared/ticket/step.ts'
import { preparedOf, type TicketView } from '../../shared/ticket/ticket.ts'
import {
  type Acted,
  actInside,
  findBeginning,
  type Intent,
  namedNow,
  queue,
  refuse,
  resolveAlias,
  tablesOfActs,
} from './act.ts'
import type { Desk, RefusedCommandRow } from './desk.ts'
import { goneWords } from './gone.ts'
import { findRules, projectAgain } from './project.ts'

/** How long a refused act that a person put away can be brought back, minutes. */
export const restoreMinutes = 10

export type TrayRow = {
  commandId: string
  ticketId: string
  number: number | null
  command: Command
  refusal: RefusedCommandRow['refusal']
  refusedAt: string
  words: string
  goneWords: string | null
  conflict: ConflictField[]
}

type ConflictField = { field: ClassifyField; current: unknown; wanted: unknown }

/** Newest first. */
export async function readTray(desk: Desk): Promise<TrayRow[]> {
  const rows = await desk.refused.orderBy('refusedAt').reverse().toArray()
  const ids = await Promise.all(rows.map(row => resolveAlias(desk, row.command.ticketId)))
  const records = await desk.tickets.bulkGet(ids)
  const stones = await desk.tombstones.bulkGet(ids)
  return rows.map(({ id, command, refusal, refusedAt }, index) => {
    const view = records[index]?.view
    const stone = stones[index]
    return {
      commandId: id,
      ticketId: ids[index] ?? command.ticketId,
      number: view?.ticket.number ?? stone?.number ?? null,
      command,
      refusal,
      refusedAt,
      words: refusalWords(refusal),
      goneWords: view === undefined && stone !== undefined ? goneWords(stone) : null,
      conflict: refusal.code === 'conflict' && view !== undefined ? conflictOf(command, view) : [],
    }
  })
}

/** Fields of an edit that were to become something else than what stands now. */
function conflictOf(command: Command, view: TicketView): ConflictField[] {
  if (command.type !== 'classify') return []
  return fieldsOf(command.data.changes).flatMap(field => {
    const wanted = command.data.changes[field]?.to
    const current = standing(view, field)
    return same(wanted, current) ? [] : [{ field, current, wanted }]
  })
}

/** The same again under a new id (the old one has its outcome for ever): my value, over what stands now. */
export async function retryRefused(
  desk: Desk,
  commandId: string,
  newId: string,
  occurredAt: string,
): Promise<void> {
  await desk.transaction('rw', tablesOfActs(desk), async () => {
    const row = await desk.refused.get(commandId)
    const rules = await findRules(desk)
    if (!row || !rules) return
    const ticketId = await resolveAlias(desk, row.command.ticketId)
    const view = (await desk.tickets.get(ticketId))?.view
    const dependsOn = (await findBeginning(desk, ticketId))?.id ?? null
    const baseVersion = view?.ticket.version ?? row.command.baseVersion
    const again: Command = { ...row.command, id: newId, ticketId, dependsOn, baseVersion, occurredAt }
    const command = await namedNow(desk, view ? rebased(again, view) : again)
    const touches = touchedIds(view ?? null, command)
    await queue(desk, command, touches)
    await desk.refused.delete(commandId)
    await projectAgain(desk, touches, rules)
  })
}

/** A command's body as a form writes it. */
export type Body = {
  [Type in CommandInput['type']]: Pick<Extract<CommandInput, { type: Type }>, 'type' | 'data'>
}[CommandInput['type']]

/** The edited act in place of the refused one; where the rules refuse that too, the tray stays as it was. */
export function replaceRefused(
  desk: Desk,
  commandId: string,
  body: Body,
  newId: string,
  occurredAt: string,
): Promise<Acted> {
  return desk.transaction('rw', tablesOfActs(desk), async () => {
    const row = await desk.refused.get(commandId)
    if (!row) return refuse('invalid-command')
    const intent: Intent = { ...body, id: newId, ticketId: row.command.ticketId, occurredAt }
    const acted = await actInside(desk, intent)
    if (acted.outcome === 'queued') await desk.refused.delete(commandId)
    return acted
  })
}

export type Choices = Partial<Record<ClassifyField, 'mine' | 'theirs'>>

/** A refused edit, field by field; what nobody chose stays as it stands. */
export function resolveConflict(
  desk: Desk,
  commandId: string,
  choices: Choices,
  newId: string,
  occurredAt: string,
): Promise<Acted> {
  return desk.transaction('rw', tablesOfActs(desk), async () => {
    const row = await desk.refused.get(commandId)
    if (row?.command.type !== 'classify') return refuse('invalid-command')
    const ticketId = await resolveAlias(desk, row.command.ticketId)
    const view = (await desk.tickets.get(ticketId))?.view
    if (!view) return refuse('out-of-scope')
    const { changes, sorted } = row.command.data
    const kept = fieldsOf(changes).filter(field => choices[field] === 'mine')
    const mine: ClassifyChanges = Object.fromEntries(kept.map(field => [field, changes[field]]))
    if (kept.length === 0 && !(sorted && view.ticket.sorted === null)) {
      await desk.refused.delete(commandId)
      return { outcome: 'queued', ticketId, commandId, view }
    }
    const data = { changes: rebasedChanges(mine, view), sorted }
    const acted = await actInside(desk, { type: 'classify', id: newId, ticketId, occurredAt, data })
    if (acted.outcome === 'queued') await desk.refused.delete(commandId)
    return acted
  })
}

/** Out of the tray, for good after some minutes. */
export async function discardRefused(desk: Desk, commandId: string, now: string): Promise<void> {
  await desk.transaction('rw', [desk.refused, desk.discarded], async () => {
    const row = await desk.refused.get(commandId)
    if (!row) return
    await desk.discarded.where('discardedAt').below(minutesBefore(now, restoreMinutes)).delete()
    await desk.discarded.put({ ...row, discardedAt: now })
    await desk.refused.delete(commandId)
  })
}

export async function restoreRefused(desk: Desk, commandId: string): Promise<void> {
  await desk.transaction('rw', [desk.refused, desk.discarded], async () => {
    const found = await desk.discarded.get(commandId)
    if (!found) return
    const { discardedAt: _, ...row } = found
    await desk.refused.put(row)
    await desk.discarded.delete(commandId)
  })
}

function minutesBefore(now: string, minutes: number): string {
  return new Date(Date.parse(now) - minutes * 60_000).toISOString()
}

function rebased(command: Command, view: TicketView): Command {
  if (command.type === 'classify') return rebasedClassify(command, view)
  if (command.type !== 'prepare_reply' || command.data.from === undefined) return command
  return { ...command, data: { ...command.data, from: preparedOf(view.ticket)?.contentId ?? null } }
}

function rebasedClassify(command: CommandOf<'classify'>, view: TicketView): Command {
  return { ...command, data: { ...command.data, changes: rebasedChanges(command.data.changes, view) } }
}

/** Every field from what stands now. */
function rebasedChanges(changes: ClassifyChanges, view: TicketView): ClassifyChanges {
  const fields = fieldsOf(changes).map(field => [field, { ...changes[field], from: standing(view, field) }])
  return Object.fromEntries(fields)
}

function fieldsOf(changes: ClassifyChanges): ClassifyField[] {
  return allFields.filter(field => changes[field] !== undefined)
}

const allFields: readonly ClassifyField[] = [
  'block',
  'subtopic',
  'settlement',
  'place',
  'placeKind',
  'urgent',
  'kind',
  'authorType',
  'essence',
  'conflict',
  'replyError',
  'complaint',
  'repeatOf',
]

function standing(view: TicketView, field: ClassifyField): unknown {
  if (field === 'place') return placeText(view)
  if (field === 'essence') return essenceText(view)
  return view.ticket[field]
}
