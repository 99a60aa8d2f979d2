/** A bridge that is a plain object: tickets in memory, decided by the real rules, and every act written down. */

import type {
  Bridge,
  LeaveResult,
  LiveState,
  LooksHere,
  NewCommand,
  PresentPerson,
  RefusedRow,
  Session,
  SwitchedPlace,
  SyncState,
  TicketRow,
  WaitingFiles,
} from '../../../extension/ui/bridge.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { facetsOf, inScope, readScope } from '../../../shared/policy/permissions.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { actorFor, after, now, person, rowWith, settings } from './office.ts'

export type FakeState = {
  session: Session
  rows: TicketRow[] | null
  sync: SyncState
  refused: RefusedRow[]
  broken: ChannelId[]
  looks: LooksHere
  places: readonly SwitchedPlace[]
  waitingFiles: WaitingFiles
  /** Who else has each ticket open. */
  present: Record<string, PresentPerson[]>
  now: string
}

export type FakeBridge = Bridge & {
  state: FakeState
  acts: { ticketId: string | null; command: NewCommand }[]
  calls: string[]
  drafts: Record<string, string>
  /** The next act is refused with this. */
  refuseNext: Refusal | null
  historyFails: boolean
  /** The next file cannot be kept, for this reason. */
  fileFails: string | null
  /** The type of the file that is read next. */
  fileType: string
  /** Why no part of «Снимок поста» can be read now. */
  evidenceFails: string | null
  /** The words of each look, by its id. */
  evidenceTexts: Record<string, string>
  leaving: LeaveResult
  change(patch: Partial<FakeState>): void
  want(ticketId: string): void
}

/** A PNG of one pixel. */
const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

export const onlineSync: SyncState = {
  waiting: 0,
  waitingSince: null,
  filesWaiting: 0,
  filesRefused: [],
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
    actor: actorFor(personId),
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
    waitingFiles: new Set<(files: WaitingFiles) => void>(),
    broken: new Set<(channels: ChannelId[]) => void>(),
    looks: new Set<(looks: LooksHere) => void>(),
    places: new Set<(places: readonly SwitchedPlace[]) => void>(),
    wanted: new Set<(ticketId: string | null) => void>(),
    present: new Set<() => void>(),
    clock: new Set<(at: string) => void>(),
    live: new Set<(state: LiveState) => void>(),
  }
  const scope = readScope(actorFor(personId), settings)
  const inView = (all: TicketRow[]) => all.filter(row => inScope(facetsOf(row.ticket), scope))

  function watch<Value>(set: Set<(value: Value) => void>, value: Value | null, on: (value: Value) => void) {
    set.add(on)
    if (value !== null) on(value)
    return () => void set.delete(on)
  }

  const bridge: FakeBridge = {
    state: {
      session: sessionOf(personId),
      rows,
      sync: onlineSync,
      refused: [],
      broken: [],
      looks: { last: [], waitingIds: [] },
      places: [],
      waitingFiles: { isLinked: true, files: [] },
      present: {},
      now,
    },
    acts: [],
    calls: [],
    drafts: {},
    refuseNext: null,
    historyFails: false,
    fileFails: null,
    fileType: 'image/png',
    evidenceFails: null,
    evidenceTexts: {},
    leaving: {
      outcome: 'refused',
      words: 'Ждут отправки 3 действия. Дождитесь связи и отправьте их, потом отключайте.',
      waiting: 3,
      refused: 0,
      files: 0,
      mayForce: true,
    },
    change(patch) {
      Object.assign(bridge.state, patch)
      const { session, rows: standing, sync, refused, broken, waitingFiles } = bridge.state
      for (const on of listeners.session) on(session)
      if (standing !== null) for (const on of listeners.rows) on(inView(standing))
      for (const on of listeners.sync) on(sync)
      for (const on of listeners.refused) on(refused)
      for (const on of listeners.broken) on(broken)
      for (const on of listeners.waitingFiles) on(waitingFiles)
      for (const on of listeners.looks) on(bridge.state.looks)
      for (const on of listeners.places) on(bridge.state.places)
      for (const on of listeners.present) on()
      for (const on of listeners.clock) on(bridge.state.now)
    },
    want(ticketId) {
      for (const on of listeners.wanted) on(ticketId)
    },
    watchSession: on => watch(listeners.session, bridge.state.session, on),
    watchTickets: on =>
      watch(listeners.rows, bridge.state.rows === null ? null : inView(bridge.state.rows), on),
    watchSync: on => watch(listeners.sync, bridge.state.sync, on),
    watchRefused: on => watch(listeners.refused, bridge.state.refused, on),
    watchLooks: on => watch(listeners.looks, bridge.state.looks, on),
    async look(watchId) {
      const { last, waitingIds } = bridge.state.looks
      const own = { watchId, at: bridge.state.now, how: 'button' as const, personId }
      bridge.calls.push(`look ${watchId}`)
      bridge.change({ looks: { last: [...last, own], waitingIds: [...waitingIds, watchId] } })
    },
    watchPlaces: on => watch(listeners.places, bridge.state.places, on),
    async forgetPlace(key) {
      bridge.change({ places: bridge.state.places.filter(place => place.key !== key) })
    },
    watchBroken: on => watch(listeners.broken, bridge.state.broken, on),
    watchWanted: on => watch(listeners.wanted, null, on),
    watchFiles: on => watch(listeners.waitingFiles, bridge.state.waitingFiles, on),
    watchClock: on => watch(listeners.clock, bridge.state.now, on),
    watchLive: on => watch<LiveState>(listeners.live, 'live', on),
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
      const related = (wanted: string) => all.find(each => each.ticket.id === wanted) ?? null
      const result = after(row, command, personId, bridge.state.now, id, null, related)
      if (result.outcome === 'refused') return result
      const changed = rowWith(result.view, (row?.waiting ?? 0) + 1)
      const others = result.others.map(other => rowWith(other.view))
      const replaced = new Set([id, ...others.map(each => each.ticket.id)])
      bridge.change({ rows: [changed, ...others, ...all.filter(each => !replaced.has(each.ticket.id))] })
      return { outcome: 'queued', ticketId: id, commandId: result.command.id }
    },
    async undo(ticketId) {
      const row = bridge.state.rows?.find(each => each.ticket.id === ticketId)
      return bridge.act(ticketId, { type: 'undo', data: { stepId: row?.ticket.lastStep?.stepId ?? 'none' } })
    },
    async restoreRefused(commandId) {
      bridge.calls.push(`restore ${commandId}`)
    },
    async replaceRefused(commandId, command) {
      const row = bridge.state.refused.find(each => each.commandId === commandId)
      const result = await bridge.act(row?.ticketId ?? null, command)
      if (result.outcome === 'queued')
        bridge.change({ refused: bridge.state.refused.filter(each => each.commandId !== commandId) })
      return result
    },
    async resolveConflict(commandId, choices) {
      bridge.calls.push(`resolve ${commandId} ${JSON.stringify(choices)}`)
      bridge.change({ refused: bridge.state.refused.filter(each => each.commandId !== commandId) })
      return { outcome: 'queued', ticketId: 't-0', commandId }
    },
    async exportCommands(commandIds) {
      bridge.calls.push(`export ${commandIds === null ? 'all' : commandIds.join(' ')}`)
      return { fileName: 'pult-2026-11-25.json', count: 1 }
    },
    async noteOpened(ticketId) {
      bridge.calls.push(`opened ${ticketId}`)
    },
    async putFile(file) {
      if (bridge.fileFails !== null) {
        const words = bridge.fileFails
        bridge.fileFails = null
        return { outcome: 'refused', words }
      }
      const { isLinked, files } = bridge.state.waitingFiles
      const own = { sha256: 'a'.repeat(64), failedWords: null }
      bridge.change({ waitingFiles: { isLinked, files: [...files, own] } })
      const reference = { name: file.name, mime: file.type, size: file.size, sha256: 'a'.repeat(64) }
      return { outcome: 'kept', file: reference }
    },
    async readEvidence(ticketId, evidenceId, part) {
      bridge.calls.push(`look ${ticketId} ${evidenceId} ${part}`)
      if (bridge.evidenceFails !== null) return { outcome: 'failed', words: bridge.evidenceFails }
      const words = bridge.evidenceTexts[evidenceId] ?? 'Третий день нет воды'
      if (part !== 'picture') return { outcome: 'file', file: new Blob([words]) }
      const bytes = Uint8Array.from(atob(onePixel), letter => letter.charCodeAt(0))
      return { outcome: 'file', file: new Blob([bytes], { type: 'image/png' }) }
    },
    async readFile(ticketId, contentId) {
      bridge.calls.push(`read ${ticketId} ${contentId}`)
      if (bridge.fileFails !== null) {
        const words = bridge.fileFails
        bridge.fileFails = null
        return { outcome: 'failed', words }
      }
      const bytes = Uint8Array.from(atob(onePixel), letter => letter.charCodeAt(0))
      return { outcome: 'file', file: new Blob([bytes], { type: bridge.fileType }) }
    },
    presenceOf(ticketId, on) {
      const tell = () => on(bridge.state.present[ticketId] ?? [])
      listeners.present.add(tell)
      tell()
      return () => void listeners.present.delete(tell)
    },
    sayPresence(ticketId, doing) {
      bridge.calls.push(`presence ${ticketId} ${doing}`)
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
    async leave(options) {
      bridge.calls.push(options?.force === true ? 'leave by force' : 'leave')
      return options?.force === true ? { outcome: 'left' } : bridge.leaving
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
            words: null,
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
