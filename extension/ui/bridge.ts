/**
 * The one bridge between components and the store: components get values and callbacks, never Dexie or fetch.
 * Panel, popup and options are given a `Bridge`; tests give them a plain object.
 */
import type { Refusal } from '../../shared/errors.ts'
import type { Actor } from '../../shared/policy/actor.ts'
import type { Person, Settings } from '../../shared/policy/settings.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { EvidencePart } from '../../shared/reference/evidence.ts'
import type { PresenceDoing } from '../../shared/reference/presence.ts'
import type { ClassifyField, Command, CommandInput, FileReference } from '../../shared/ticket/commands.ts'
import type { HistoryLine } from '../../shared/ticket/history.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { LastLook } from '../../shared/watch/looks.ts'
import type { SwitchedPlace } from '../store/here.ts'
import type { FileRead } from '../sync/files.ts'

/** A command without what the store adds (ids, time, order); its defaults may be left out. */
export type NewCommand = {
  [Type in CommandInput['type']]: { type: Type; data: Extract<CommandInput, { type: Type }>['data'] }
}[CommandInput['type']]

export type ActResult =
  | { outcome: 'queued'; ticketId: string; commandId: string }
  | { outcome: 'refused'; refusal: Refusal }

/** A ticket as the panel shows it: the server's snapshot with what waits on this computer already applied. */
export type TicketRow = TicketView & {
  /** Commands on this ticket that the server has not acknowledged yet: «ждёт отправки 2 действия». */
  waiting: number
  waitingIds: readonly string[]
  /** Ids under which this computer had recorded the same post before the server named this ticket. */
  aliases: readonly string[]
}

export type SyncState = {
  /** How many commands wait, and since when the oldest. */
  waiting: number
  waitingSince: string | null
  /** Files whose bytes still lie only on this computer. */
  filesWaiting: number
  /** Files that the server will not have, each with its words. */
  filesRefused: readonly { name: string; words: string }[]
  lastContactAt: string | null
  link: 'online' | 'offline' | 'syncing' | 'revoked' | 'client-too-old' | 'server-too-old' | 'server-error'
  /** Minutes by which this computer's clock differs from the server's; shown from 5. */
  clockOffsetMinutes: number
}

export type { SwitchedPlace }

/** `waitingIds`: places whose last look the server does not know yet. */
export type LooksHere = { last: readonly LastLook[]; waitingIds: readonly string[] }

/** One field of a conflict: what stands now and what this person wanted. Values as the command writes them. */
export type ConflictField = { field: ClassifyField; current: unknown; wanted: unknown }

/** A refused command in the tray «не принято». `command` is what a form for editing begins with. */
export type RefusedRow = {
  commandId: string
  ticketId: string
  number: number | null
  command: Command
  refusal: Refusal
  refusedAt: string
  /** Why, in words; for a ticket that left the person's scope also which one it was. */
  words: string
  /** «Карточка № 1024 (ЖКХ · Нет холодной воды) больше не у вас…»; `null` while the ticket is at hand. */
  goneWords: string | null
  /** Fields that an edit set and that stand otherwise now; empty where the refusal is not about such an edit. */
  conflict: readonly ConflictField[]
}

/** Field by field: my value over theirs, or theirs stays. A field not named keeps theirs. */
export type ConflictChoices = Partial<Record<ClassifyField, 'mine' | 'theirs'>>

/** `live`: a stream is open; `polling`: streams are blocked, asked every few seconds; `off`: neither works now. */
export type LiveState = 'live' | 'polling' | 'off'

/** A colleague who has the same ticket open; `presenceWords(title, doing)` says it. */
export type PresentPerson = { title: string; doing: PresenceDoing }

/** Files whose bytes still lie on this computer; one that is not named is on the server. */
export type WaitingFiles = {
  isLinked: boolean
  /** `failedWords`: why the server will not have it; `null` while it only waits. */
  files: readonly { sha256: string; failedWords: string | null }[]
}

export type { FileRead }

export type FilePut = { outcome: 'kept'; file: FileReference } | { outcome: 'refused'; words: string }

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

export type LeaveResult =
  | { outcome: 'left' }
  | { outcome: 'refused'; words: string; waiting: number; refused: number; files: number; mayForce: boolean }

export type EnrolResult = { outcome: 'enrolled' } | { outcome: 'failed'; words: string }

export type Bridge = {
  /** Each `watch…` calls back at once and after every change; returns the function that stops it. */
  watchSession(on: (session: Session) => void): () => void
  watchTickets(on: (rows: TicketRow[]) => void): () => void
  watchSync(on: (state: SyncState) => void): () => void
  watchRefused(on: (rows: RefusedRow[]) => void): () => void
  /** Channels whose page could not be read lately: «Страница ВКонтакте изменилась». */
  watchBroken(on: (channels: ChannelId[]) => void): () => void
  /** Looks at places of the watch list: the last of each, and those that wait for the server. */
  watchLooks(on: (looks: LooksHere) => void): () => void
  /** «Просмотрено, нового нет» */
  look(watchId: string): Promise<void>
  /** Where the extension is switched on or off on this computer. */
  watchPlaces(on: (places: readonly SwitchedPlace[]) => void): () => void
  forgetPlace(key: string): Promise<void>
  /** Decides locally, stores durably, starts the push. `ticketId` null: a new ticket. */
  act(ticketId: string | null, command: NewCommand): Promise<ActResult>
  /**
   * Takes back the last act of this person on the ticket: out of the queue where it was never sent, else by `undo`.
   * For a record itself there is `withdraw`.
   */
  undo(ticketId: string): Promise<ActResult>
  /** Takes it out of the tray; `restoreRefused` brings it back for the next ten minutes. */
  discardRefused(commandId: string): Promise<void>
  restoreRefused(commandId: string): Promise<void>
  /** The same again, my value over what stands now, under a new id. */
  retryRefused(commandId: string): Promise<void>
  /** Saves what was edited as a new act; the refused one leaves the tray only if the new one was queued. */
  replaceRefused(commandId: string, command: NewCommand): Promise<ActResult>
  /** Where every field is left to them, the refused edit just leaves the tray. */
  resolveConflict(commandId: string, choices: ConflictChoices): Promise<ActResult>
  /** Saves waiting and refused acts to a JSON file of the person's choice; `null`: all of them. */
  exportCommands(commandIds: readonly string[] | null): Promise<{ fileName: string; count: number }>
  /** That this person opened the ticket: for the access log, at most once in ten minutes per ticket. */
  noteOpened(ticketId: string): Promise<void>
  /** Keeps the bytes here until they are on the server; the command that names the file may go first. */
  putFile(file: File): Promise<FilePut>
  watchFiles(on: (waiting: WaitingFiles) => void): () => void
  /** A file beside a ticket: from this computer while it lies here, else from the server. */
  readFile(ticketId: string, contentId: string): Promise<FileRead>
  /** A part of «Снимок поста»: from this computer where it lies here, else from the server, which notes the opening. */
  readEvidence(ticketId: string, evidenceId: string, part: EvidencePart): Promise<FileRead>
  /** Live updates while somebody watches: a colleague's change comes within two seconds. Pages only. */
  watchLive(on: (state: LiveState) => void): () => void
  /** Who else has the ticket open, while `watchLive` is on. */
  presenceOf(ticketId: string, on: (people: readonly PresentPerson[]) => void): () => void
  /** Repeated by itself until another word; `null`: has left it. */
  sayPresence(ticketId: string, doing: PresenceDoing | null): void
  syncNow(): Promise<void>
  enrol(invitation: string): Promise<EnrolResult>
  /**
   * Refused while something waits: `words` says how much and what to do. `mayForce`: `exportCommands(null)`, then
   * `leave({ force: true })` deletes it all the same.
   */
  leave(options?: { force?: boolean }): Promise<LeaveResult>
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
