/**
 * The one bridge between components and the store: components get values and callbacks, never Dexie or fetch.
 * Panel, popup and options are given a `Bridge`; tests give them a plain object.
 */
import type { Refusal } from '../../shared/errors.ts'
import type { Actor } from '../../shared/policy/permissions.ts'
import type { Person, Settings } from '../../shared/policy/settings.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { Command } from '../../shared/ticket/commands.ts'
import type { HistoryLine } from '../../shared/ticket/history.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'

/** A command without what the store adds (ids, time, order). */
export type NewCommand = {
  [Type in Command['type']]: { type: Type; data: Extract<Command, { type: Type }>['data'] }
}[Command['type']]

export type ActResult = { outcome: 'queued'; ticketId: string } | { outcome: 'refused'; refusal: Refusal }

/** A ticket as the panel shows it: the server's snapshot with what waits on this computer already applied. */
export type TicketRow = TicketView & {
  /** Commands on this ticket that the server has not acknowledged yet. */
  waiting: number
  /** Ids under which this computer had recorded the same post before the server named this ticket. */
  aliases: readonly string[]
}

export type SyncState = {
  /** How many commands wait, and since when the oldest. */
  waiting: number
  waitingSince: string | null
  lastContactAt: string | null
  link: 'online' | 'offline' | 'syncing' | 'revoked' | 'client-too-old' | 'server-too-old' | 'server-error'
  /** Minutes by which this computer's clock differs from the server's; shown from 5. */
  clockOffsetMinutes: number
}

/** A refused command in the tray «не принято». */
export type RefusedRow = {
  commandId: string
  ticketId: string
  number: number | null
  command: Command
  refusal: Refusal
  refusedAt: string
}

export type Session =
  | { state: 'loading' }
  | { state: 'unenrolled' }
  | {
      state: 'ready'
      server: string
      me: Person
      actor: Actor
      settings: Settings
      accessNote: string | null
    }

export type EnrolResult = { outcome: 'enrolled' } | { outcome: 'failed'; words: string }

export type Bridge = {
  /** Each `watch…` calls back at once and after every change; returns the function that stops it. */
  watchSession(on: (session: Session) => void): () => void
  watchTickets(on: (rows: TicketRow[]) => void): () => void
  watchSync(on: (state: SyncState) => void): () => void
  watchRefused(on: (rows: RefusedRow[]) => void): () => void
  /** Channels whose page could not be read lately: «Страница ВКонтакте изменилась». */
  watchBroken(on: (channels: ChannelId[]) => void): () => void
  /** Decides locally, stores durably, starts the push. `ticketId` null: a new ticket. */
  act(ticketId: string | null, command: NewCommand): Promise<ActResult>
  discardRefused(commandId: string): Promise<void>
  retryRefused(commandId: string): Promise<void>
  syncNow(): Promise<void>
  enrol(invitation: string): Promise<EnrolResult>
  /** Refused while something waits: `words` says how much and what to do. */
  leave(): Promise<{ outcome: 'left' } | { outcome: 'refused'; words: string }>
  /** Opens the server's report page, signed in. */
  openReport(path: string): Promise<{ outcome: 'opened' } | { outcome: 'failed'; words: string }>
  openPanel(): Promise<void>
  history(
    ticketId: string,
  ): Promise<{ outcome: 'lines'; lines: HistoryLine[] } | { outcome: 'failed'; words: string }>
  /** The ticket the panel was asked to show from a page, or `null`. */
  watchWanted(on: (ticketId: string | null) => void): () => void
  showTicket(ticketId: string): Promise<void>
  /**
   * Unfinished forms by key, as JSON, so that closing the popup or the panel loses no word.
   * Kept in memory only (`storage.session`): they hold citizens' words. `leave` forgets them.
   */
  readDrafts(): Promise<Record<string, string>>
  keepDraft(key: string, draft: string | null): Promise<void>
  /** Now, ISO; ticks every half minute for the words «просрочено на…». */
  watchClock(on: (now: string) => void): () => void
}
