/** A bridge that is a plain object: tickets in memory, decided by the real rules, and every act written down. */

import type {
  Bridge,
  NewCommand,
  RefusedRow,
  Session,
  SyncState,
  TicketRow,
} from '../../../extension/ui/bridge.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { actorOf, facetsOf, inScope, readScope } from '../../../shared/policy/permissions.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { after, now, person, settings } from './office.ts'

export type FakeState = {
  session: Session
  rows: TicketRow[] | null
  sync: SyncState
  refused: RefusedRow[]
  broken: ChannelId[]
}

export type FakeBridge = Bridge & {
  state: FakeState
  acts: { ticketId: string | null; command: NewCommand }[]
  calls: string[]
  drafts: Record<string, string>
  /** The next act is refused with this. */
  refuseNext: Refusal | null
  historyFails: boolean
  change(patch: Partial<FakeState>): void
  want(ticketId: string): void
}

export const onlineSync: SyncState = {
  waiting: 0,
  waitingSince: null,
  lastContactAt: '2026-11-25T10:39:30.000Z',
  link: 'online',
  clockOffsetMinutes: 0,
}

export function sessionOf(personId: string): Session {
  const me = person(personId)
  return {
    state: 'ready',
    server: 'https://pult.tsilna.example',
    me,
    actor: actorOf(me),
    settings,
    accessNote: null,
  }
}

export function fakeBridge(personId: string, rows: TicketRow[] | null): FakeBridge {
  const listeners = {
    session: new Set<(session: Session) => void>(),
    rows: new Set<(rows: TicketRow[]) => void>(),
    sync: new Set<(sync: SyncState) => void>(),
    refused: new Set<(rows: RefusedRow[]) => void>(),
    broken: new Set<(channels: ChannelId[]) => void>(),
    wanted: new Set<(ticketId: string | null) => void>(),
  }
  const actor = actorOf(person(personId))
  const scope = readScope(actor)
  const inView = (all: TicketRow[]) => all.filter(row => inScope(facetsOf(row.ticket), scope))

  function watch<Value>(set: Set<(value: Value) => void>, value: Value | null, on: (value: Value) => void) {
    set.add(on)
    if (value !== null) on(value)
    return () => void set.delete(on)
  }

  const bridge: FakeBridge = {
    state: { session: sessionOf(personId), rows, sync: onlineSync, refused: [], broken: [] },
    acts: [],
    calls: [],
    drafts: {},
    refuseNext: null,
    historyFails: false,
    change(patch) {
      Object.assign(bridge.state, patch)
      const { session, rows: standing, sync, refused, broken } = bridge.state
      for (const on of listeners.session) on(session)
      if (standing !== null) for (const on of listeners.rows) on(inView(standing))
      for (const on of listeners.sync) on(sync)
      for (const on of listeners.refused) on(refused)
      for (const on of listeners.broken) on(broken)
    },
    want(ticketId) {
      for (const on of listeners.wanted) on(ticketId)
    },
    watchSession: on => watch(listeners.session, bridge.state.session, on),
    watchTickets: on =>
      watch(listeners.rows, bridge.state.rows === null ? null : inView(bridge.state.rows), on),
    watchSync: on => watch(listeners.sync, bridge.state.sync, on),
    watchRefused: on => watch(listeners.refused, bridge.state.refused, on),
    watchBroken: on => watch(listeners.broken, bridge.state.broken, on),
    watchWanted: on => watch(listeners.wanted, null, on),
    watchClock(on) {
      on(now)
      return () => undefined
    },
    async act(ticketId, command) {
      bridge.acts.push({ ticketId, command })
      if (bridge.refuseNext !== null) {
        const refusal = bridge.refuseNext
        bridge.refuseNext = null
        return { outcome: 'refused', refusal }
      }
      const all = bridge.state.rows ?? []
      const row = all.find(each => each.ticket.id === ticketId) ?? null
      const id = ticketId ?? `new-${bridge.acts.length}`
      const result = after(row, command, personId, now, id, null)
      if (result.outcome === 'refused') return result
      const changed = { ...result.view, waiting: (row?.waiting ?? 0) + 1, aliases: [] }
      bridge.change({ rows: [changed, ...all.filter(each => each.ticket.id !== id)] })
      return { outcome: 'queued', ticketId: id }
    },
    async discardRefused(commandId) {
      bridge.calls.push(`discard ${commandId}`)
      bridge.change({ refused: bridge.state.refused.filter(row => row.commandId !== commandId) })
    },
    async retryRefused(commandId) {
      bridge.calls.push(`retry ${commandId}`)
    },
    async syncNow() {
      bridge.calls.push('sync')
    },
    async enrol(invitation) {
      bridge.calls.push(`enrol ${invitation}`)
      return { outcome: 'failed', words: 'Приглашение уже использовано. Попросите новое у руководителя МЦУ.' }
    },
    async leave() {
      return {
        outcome: 'refused',
        words: 'Ждут отправки 3 действия. Дождитесь связи и отправьте их, потом отключайте.',
      }
    },
    async openReport(path) {
      bridge.calls.push(`report ${path}`)
      return { outcome: 'failed', words: 'Сервер не отвечает, сводку сейчас не открыть. Попробуйте позже.' }
    },
    async openPanel() {
      bridge.calls.push('panel')
    },
    async history(ticketId) {
      bridge.calls.push(`history ${ticketId}`)
      if (bridge.historyFails)
        return { outcome: 'failed', words: 'История хранится на сервере, а связи сейчас нет.' }
      return {
        outcome: 'lines',
        lines: [
          {
            seq: 1,
            at: '2026-11-25T05:10:00.000Z',
            by: 'Оператор мониторинга',
            what: 'Сообщение записано',
            changes: [],
            arrival: null,
          },
        ],
      }
    },
    async showTicket(ticketId) {
      bridge.want(ticketId)
    },
    async readDrafts() {
      return bridge.drafts
    },
    async keepDraft(key, draft) {
      if (draft === null) delete bridge.drafts[key]
      else bridge.drafts[key] = draft
    },
  }
  return bridge
}
