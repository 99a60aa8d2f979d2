/** The bridge over the real store, worker and server. */
import { liveQuery } from 'dexie'
import { v7 as uuid } from 'uuid'
import { browser } from 'wxt/browser'
import { refusalWords } from '../../shared/errors.ts'
import { actorOf } from '../../shared/policy/permissions.ts'
import { historyAnswerSchema, signInTicketAnswerSchema } from '../../shared/sync/wire.ts'
import { historyLines } from '../../shared/ticket/history.ts'
import type { Request } from '../messages.ts'
import { retryRefused } from '../store/acknowledge.ts'
import { act, resolveAlias } from '../store/act.ts'
import { type Connection, findConnection, watchConnection } from '../store/connection.ts'
import { type Desk, deskOf, getMeta } from '../store/desk.ts'
import { keepDraft, readDrafts } from '../store/drafts.ts'
import { wantTicket, watchWanted } from '../store/wanted.ts'
import { enrol, leave } from '../sync/enrol.ts'
import { call, failureWords } from '../sync/server.ts'
import type { Bridge, Session, SyncState } from './bridge.ts'

type Here = { connection: Connection; desk: Desk }

export function createBridge(): Bridge {
  return {
    watchSession: on => watchDesk(readSession, on),
    watchTickets: on =>
      watchDesk(async here => {
        if (!here) return []
        const records = await here.desk.tickets.toArray()
        const aliases = await here.desk.aliases.toArray()
        return records.map(({ id, view, waiting }) => ({
          ...view,
          waiting,
          aliases: aliases.filter(each => each.ticketId === id).map(each => each.alias),
        }))
      }, on),
    watchSync: on => watchDesk(readSync, on),
    watchRefused: on =>
      watchDesk(async here => {
        if (!here) return []
        const rows = await here.desk.refused.orderBy('refusedAt').reverse().toArray()
        const ids = await Promise.all(rows.map(row => resolveAlias(here.desk, row.command.ticketId)))
        const records = await here.desk.tickets.bulkGet(ids)
        return rows.map(({ id, command, refusal, refusedAt }, index) => ({
          commandId: id,
          ticketId: ids[index] ?? command.ticketId,
          number: records[index]?.view.ticket.number ?? null,
          command,
          refusal,
          refusedAt,
        }))
      }, on),
    watchBroken: on =>
      watchDesk(async here => (here ? ((await getMeta(here.desk, 'broken')) ?? []) : []), on),

    async act(ticketId, command) {
      const here = await findHere()
      if (!here) return { outcome: 'refused', refusal: { code: 'forbidden', details: {} } }
      const acted = await act(here.desk, {
        ...command,
        id: uuid(),
        ticketId: ticketId ?? uuid(),
        occurredAt: new Date().toISOString(),
      })
      if (acted.outcome === 'refused') return acted
      tellWorker({ type: 'store-changed' })
      return { outcome: 'queued', ticketId: acted.ticketId }
    },
    async discardRefused(commandId) {
      const here = await findHere()
      await here?.desk.refused.delete(commandId)
    },
    async retryRefused(commandId) {
      const here = await findHere()
      if (!here) return
      await retryRefused(here.desk, commandId, uuid())
      tellWorker({ type: 'store-changed' })
    },
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

async function readSession(here: Here | undefined): Promise<Session> {
  if (!here) return { state: 'unenrolled' }
  const settings = await getMeta(here.desk, 'settings')
  const me = settings?.people.find(person => person.id === here.connection.personId)
  if (!settings || !me) return { state: 'loading' }
  const accessNote = me.active
    ? null
    : 'Доступ закрыт руководителем МЦУ. Записанное на этом компьютере сохранено.'
  return { state: 'ready', server: here.connection.server, me, actor: actorOf(me), settings, accessNote }
}

async function readSync(here: Here | undefined): Promise<SyncState> {
  if (!here)
    return { waiting: 0, waitingSince: null, lastContactAt: null, link: 'offline', clockOffsetMinutes: 0 }
  const { desk } = here
  const waiting = await desk.outbox.count()
  const oldest = await desk.outbox.orderBy('order').first()
  return {
    waiting,
    waitingSince: oldest?.command.occurredAt ?? null,
    lastContactAt: (await getMeta(desk, 'lastContactAt')) ?? null,
    link: (await getMeta(desk, 'link')) ?? 'syncing',
    // The offset is what this computer's clock lacks; people are told how far it is ahead.
    clockOffsetMinutes: -Math.round(((await getMeta(desk, 'clockOffset')) ?? 0) / 60_000),
  }
}

async function enrolHere(text: string): ReturnType<Bridge['enrol']> {
  const enrolled = await enrol(text, deviceTitle())
  if (enrolled.outcome === 'enrolled') tellWorker({ type: 'store-changed' })
  return enrolled
}

async function leaveHere(): ReturnType<Bridge['leave']> {
  const left = await leave()
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
  return { outcome: 'lines', lines: historyLines(ticketId, reply.body.entries, settings) }
}

function reportFault(error: unknown): void {
  console.error(error instanceof Error ? `${error.name}\n${error.stack ?? ''}` : 'Unknown fault')
}

function tellWorker(request: Request): void {
  void browser.runtime.sendMessage(request).catch(() => undefined)
}
