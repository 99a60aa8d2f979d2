/** The bridge over the real store, worker and server. */
import { liveQuery } from 'dexie'
import { v7 as uuid } from 'uuid'
import { browser } from 'wxt/browser'
import { refusalWords } from '../../shared/errors.ts'
import { actorOf, findActor, nextChangeOfActors } from '../../shared/policy/actor.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { channelOfAdapter } from '../../shared/sources/adapters.ts'
import { historyAnswerSchema, signInTicketAnswerSchema } from '../../shared/sync/wire.ts'
import { historyLines } from '../../shared/ticket/history.ts'
import type { Request } from '../messages.ts'
import { type Acted, act } from '../store/act.ts'
import { type Connection, findConnection, watchConnection } from '../store/connection.ts'
import { type Desk, deskOf, getMeta } from '../store/desk.ts'
import { keepDraft, readDrafts } from '../store/drafts.ts'
import { exportCommands } from '../store/export.ts'
import { putFile } from '../store/files.ts'
import { forgetPlace, switchedPlaces } from '../store/here.ts'
import { addLook, lastLooks } from '../store/looks.ts'
import { noteOpened } from '../store/openings.ts'
import {
  discardRefused,
  readTray,
  replaceRefused,
  resolveConflict,
  restoreRefused,
  retryRefused,
} from '../store/tray.ts'
import { undoLast } from '../store/undo.ts'
import { wantTicket, watchWanted } from '../store/wanted.ts'
import { enrol, leave } from '../sync/enrol.ts'
import { readEvidence } from '../sync/evidence.ts'
import { readFile } from '../sync/files.ts'
import { call, failureWords } from '../sync/server.ts'
import { createLive } from '../sync/watch-live.ts'
import type { ActResult, Bridge, LooksHere, Session, SyncState, TicketRow, WaitingFiles } from './bridge.ts'

/** Timers of a page that sleeps are late anyway; an hour keeps a changed computer clock harmless. */
const longestTimer = 3_600_000

type Here = { connection: Connection; desk: Desk }

export function createBridge(): Bridge {
  const live = createLive({ findConnection, onChanged: () => tellWorker({ type: 'sync-now' }) })
  return {
    watchSession,
    watchTickets: on => watchDesk(async here => (here ? readTickets(here.desk) : []), on),
    watchSync: on => watchDesk(readSync, on),
    watchRefused: on => watchDesk(async here => (here ? readTray(here.desk) : []), on),
    watchLooks: on => watchDesk(async here => (here ? readLooks(here) : { last: [], waitingIds: [] }), on),
    async look(watchId) {
      const here = await findHere()
      if (!here) return
      const at = new Date(Date.now() + ((await getMeta(here.desk, 'clockOffset')) ?? 0)).toISOString()
      await addLook(here.desk, { id: uuid(), watchId, at, how: 'button' })
      tellWorker({ type: 'store-changed' })
    },
    watchPlaces: on => watchDesk(async here => (here ? switchedPlaces(here.desk) : []), on),
    async forgetPlace(key) {
      const here = await findHere()
      if (here) await forgetPlace(here.desk, key)
      tellWorker({ type: 'store-changed' })
    },
    watchBroken: on => watchDesk(async here => (here ? readBroken(here.desk) : []), on),

    act: (ticketId, command) =>
      doAct(({ desk }) => act(desk, { ...command, ...envelope(), ticketId: ticketId ?? uuid() })),
    undo: ticketId =>
      doAct(({ desk }) => {
        const { id, occurredAt } = envelope()
        return undoLast(desk, ticketId, id, occurredAt)
      }),
    async discardRefused(commandId) {
      const here = await findHere()
      if (here) await discardRefused(here.desk, commandId, new Date().toISOString())
    },
    async restoreRefused(commandId) {
      const here = await findHere()
      if (here) await restoreRefused(here.desk, commandId)
    },
    async retryRefused(commandId) {
      const here = await findHere()
      if (!here) return
      const { id, occurredAt } = envelope()
      await retryRefused(here.desk, commandId, id, occurredAt)
      tellWorker({ type: 'store-changed' })
    },
    replaceRefused: (commandId, command) =>
      doAct(({ desk }) => {
        const { id, occurredAt } = envelope()
        return replaceRefused(desk, commandId, command, id, occurredAt)
      }),
    resolveConflict: (commandId, choices) =>
      doAct(({ desk }) => {
        const { id, occurredAt } = envelope()
        return resolveConflict(desk, commandId, choices, id, occurredAt)
      }),
    async exportCommands(commandIds) {
      const here = await findHere()
      if (!here) return { fileName: '', count: 0 }
      const { fileName, text, count } = await exportCommands(here.desk, commandIds, new Date().toISOString())
      saveFile(fileName, text)
      return { fileName, count }
    },
    async noteOpened(ticketId) {
      const here = await findHere()
      if (here) await keepOpening(here.desk, ticketId)
    },
    async putFile(file) {
      const here = await findHere()
      if (!here) return { outcome: 'refused', words: 'Подключите расширение к серверу.' }
      const put = await putFile(here.desk, file)
      if (put.outcome === 'kept') tellWorker({ type: 'store-changed' })
      return put
    },
    watchFiles: on => watchDesk(readWaitingFiles, on),
    async readFile(ticketId, contentId) {
      const here = await findHere()
      if (!here) return { outcome: 'failed', words: 'Подключите расширение к серверу.' }
      return readFile(here.connection, here.desk, ticketId, contentId)
    },
    async readEvidence(ticketId, evidenceId, part) {
      const here = await findHere()
      if (!here) return { outcome: 'failed', words: 'Подключите расширение к серверу.' }
      return readEvidence(here.connection, here.desk, { ticketId, evidenceId, part }, what =>
        keepOpening(here.desk, ticketId, what),
      )
    },
    ...live,
    async syncNow() {
      await browser.runtime.sendMessage({ type: 'sync-now' } satisfies Request)
    },
    enrol: enrolHere,
    leave: leaveHere,
    openReport,
    async openPanel() {
      const window = await browser.windows.getCurrent()
      if (browser.sidePanel && window.id !== undefined) await browser.sidePanel.open({ windowId: window.id })
    },
    history,
    watchWanted,
    showTicket: wantTicket,
    readDrafts,
    keepDraft,
    watchClock(on) {
      const tick = async () => {
        const here = await findHere()
        const offset = (here && (await getMeta(here.desk, 'clockOffset'))) ?? 0
        on(new Date(Date.now() + offset).toISOString())
      }
      void tick()
      const timer = setInterval(tick, 30_000)
      return () => clearInterval(timer)
    },
  }
}

function envelope() {
  return { id: uuid(), occurredAt: new Date().toISOString() }
}

/** That this person opened the ticket, or a part of a look that lies here. */
async function keepOpening(desk: Desk, ticketId: string, what?: string): Promise<void> {
  const { id, occurredAt } = envelope()
  if (await noteOpened(desk, ticketId, id, occurredAt, what)) tellWorker({ type: 'store-changed' })
}

/** An act on the store; the worker sends what was queued. */
async function doAct(run: (here: Here) => Promise<Acted>): Promise<ActResult> {
  const here = await findHere()
  if (!here) return { outcome: 'refused', refusal: { code: 'forbidden', details: {} } }
  const acted = await run(here)
  if (acted.outcome === 'refused') return acted
  tellWorker({ type: 'store-changed' })
  const { ticketId, commandId } = acted
  return { outcome: 'queued', ticketId, commandId }
}

/** The browser's own download: no permission, and the person sees where it went. */
function saveFile(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = fileName
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

async function readLooks({ desk }: Here): Promise<LooksHere> {
  const waiting = await desk.looks.toArray()
  const own = waiting.map(({ watchId, at, how }) => ({ watchId, at, how, personId: desk.personId }))
  return { last: [...(await lastLooks(desk)), ...own], waitingIds: waiting.map(({ watchId }) => watchId) }
}

/** What this computer saw itself, and what the server says of all computers. */
async function readBroken(desk: Desk): Promise<ChannelId[]> {
  const own = (await getMeta(desk, 'broken')) ?? []
  const { alarms = [] } = (await getMeta(desk, 'channelNews')) ?? {}
  return [...new Set([...own, ...alarms.map(({ adapter }) => channelOfAdapter(adapter))])]
}

async function findHere(): Promise<Here | undefined> {
  const connection = await findConnection()
  return connection && { connection, desk: deskOf(connection) }
}

/** Reads now and after every change of the database, or of the connection itself. */
function watchDesk<Value>(
  read: (here: Here | undefined) => Promise<Value>,
  on: (value: Value) => void,
): () => void {
  let stop = () => {}
  let ended = false
  const start = async () => {
    const here = await findHere()
    if (ended) return
    stop()
    const subscription = liveQuery(() => read(here)).subscribe({ next: on, error: reportFault })
    stop = () => subscription.unsubscribe()
  }
  void start()
  const unwatch = watchConnection(() => void start())
  return () => {
    ended = true
    unwatch()
    stop()
  }
}

async function readTickets(desk: Desk): Promise<TicketRow[]> {
  const records = await desk.tickets.toArray()
  const aliases = await desk.aliases.toArray()
  return records.map(({ id, view, waiting, waitingIds }) => ({
    ...view,
    waiting,
    waitingIds,
    aliases: aliases.filter(each => each.ticketId === id).map(each => each.alias),
  }))
}

/** Also when a substitution or a shift begins or ends by the clock, which no change of the database tells. */
function watchSession(on: (session: Session) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = ''
  let stop = () => {}
  const begin = () => {
    stop()
    stop = watchDesk(readSession, session => {
      clearTimeout(timer)
      if (session.state === 'ready') {
        const now = new Date().toISOString()
        const change = nextChangeOfActors(session.settings, now)
        if (change !== null)
          timer = setTimeout(begin, Math.min(Date.parse(change) - Date.parse(now) + 1_000, longestTimer))
      }
      const { settings, ...rest } = session.state === 'ready' ? session : { ...session, settings: null }
      const known = JSON.stringify([rest, settings?.version])
      // The clock's offset moves by milliseconds with every contact.
      if (known === last) return
      last = known
      on(session)
    })
  }
  begin()
  return () => {
    clearTimeout(timer)
    stop()
  }
}

async function readSession(here: Here | undefined): Promise<Session> {
  if (!here) return { state: 'unenrolled' }
  const settings = await getMeta(here.desk, 'settings')
  const me = settings?.people.find(person => person.id === here.connection.personId)
  if (!settings || !me) return { state: 'loading' }
  const accessNote = me.active
    ? null
    : 'Доступ закрыт руководителем МЦУ. Записанное на этом компьютере сохранено.'
  const now = new Date(Date.now() + ((await getMeta(here.desk, 'clockOffset')) ?? 0)).toISOString()
  const actor = findActor(settings, me.id, now) ?? actorOf(me)
  return { state: 'ready', server: here.connection.server, me, actor, settings, accessNote }
}

async function readSync(here: Here | undefined): Promise<SyncState> {
  if (!here)
    return {
      waiting: 0,
      waitingSince: null,
      filesWaiting: 0,
      filesRefused: [],
      lastContactAt: null,
      link: 'offline',
      clockOffsetMinutes: 0,
    }
  const { desk } = here
  const waiting = await desk.outbox.count()
  const oldest = await desk.outbox.orderBy('order').first()
  const files = await desk.files.toArray()
  const pictures = await waitingEvidence(desk)
  return {
    waiting,
    waitingSince: oldest?.command.occurredAt ?? null,
    filesWaiting: [...files, ...pictures].filter(row => row.failedWords === null).length,
    filesRefused: files.flatMap(({ name, failedWords }) =>
      failedWords === null ? [] : [{ name, words: failedWords }],
    ),
    lastContactAt: (await getMeta(desk, 'lastContactAt')) ?? null,
    link: (await getMeta(desk, 'link')) ?? 'syncing',
    // The offset is what this computer's clock lacks; people are told how far it is ahead.
    clockOffsetMinutes: -Math.round(((await getMeta(desk, 'clockOffset')) ?? 0) / 60_000),
  }
}

async function readWaitingFiles(here: Here | undefined): Promise<WaitingFiles> {
  if (!here) return { isLinked: false, files: [] }
  const rows = [...(await here.desk.files.toArray()), ...(await waitingEvidence(here.desk))]
  const link = (await getMeta(here.desk, 'link')) ?? 'syncing'
  return {
    isLinked: link === 'online' || link === 'syncing',
    files: rows.map(({ sha256, failedWords }) => ({ sha256, failedWords })),
  }
}

function waitingEvidence(desk: Desk) {
  return desk.evidence.filter(row => row.sentAt === null).toArray()
}

function reportFault(error: unknown): void {
  console.error(error instanceof Error ? `${error.name}\n${error.stack ?? ''}` : 'Unknown fault')
}

async function enrolHere(text: string): ReturnType<Bridge['enrol']> {
  const enrolled = await enrol(text, deviceTitle())
  if (enrolled.outcome === 'enrolled') tellWorker({ type: 'store-changed' })
  return enrolled
}

async function leaveHere(options?: { force?: boolean }): ReturnType<Bridge['leave']> {
  const left = await leave(options)
  tellWorker({ type: 'store-changed' })
  return left
}

function deviceTitle(): string {
  const system = /Windows|Macintosh|Linux|Android/.exec(navigator.userAgent)?.[0] ?? 'компьютер'
  const browserName = /Firefox|YaBrowser|Edg|Chrome/.exec(navigator.userAgent)?.[0] ?? 'браузер'
  return `${system}, ${browserName}`
}

async function openReport(path: string): ReturnType<Bridge['openReport']> {
  const here = await findHere()
  if (!here) return { outcome: 'failed', words: 'Подключите расширение к серверу.' }
  const reply = await call(here.connection, '/api/sign-in-ticket', signInTicketAnswerSchema, {})
  if (reply.outcome !== 'ok') return { outcome: 'failed', words: failureWords(reply) }
  const url = new URL(reply.body.url)
  url.searchParams.set('next', path)
  await browser.tabs.create({ url: url.href })
  return { outcome: 'opened' }
}

async function history(ticketId: string): ReturnType<Bridge['history']> {
  const here = await findHere()
  const settings = here && (await getMeta(here.desk, 'settings'))
  if (!here || !settings)
    return { outcome: 'failed', words: refusalWords({ code: 'forbidden', details: {} }) }
  const reply = await call(
    here.connection,
    `/api/tickets/${encodeURIComponent(ticketId)}/history`,
    historyAnswerSchema,
  )
  if (reply.outcome !== 'ok') return { outcome: 'failed', words: failureWords(reply) }
  const { entries, contents } = reply.body
  return { outcome: 'lines', lines: historyLines(ticketId, entries, settings, contents) }
}

function tellWorker(request: Request): void {
  void browser.runtime.sendMessage(request).catch(() => undefined)
}
