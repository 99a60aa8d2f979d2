/** The bridge over the real store, worker and server. */
import { liveQuery } from 'dexie'
import { v7 as uuid } from 'uuid'
import { browser } from 'wxt/browser'
import * as z from 'zod'
import { refusalWords } from '../../shared/errors.ts'
import { actorOf } from '../../shared/policy/permissions.ts'
import { plural } from '../../shared/reference/plural.ts'
import {
  enrolAnswerSchema,
  historyAnswerSchema,
  protocolVersion,
  readInvitation,
  signInTicketAnswerSchema,
} from '../../shared/sync/wire.ts'
import { historyLines } from '../../shared/ticket/history.ts'
import type { Request } from '../messages.ts'
import { retryRefused } from '../store/acknowledge.ts'
import { act } from '../store/act.ts'
import {
  type Connection,
  findConnection,
  forgetConnection,
  saveConnection,
  watchConnection,
} from '../store/connection.ts'
import { type Desk, deskOf, getMeta, putMeta } from '../store/desk.ts'
import { call, failureWords } from '../sync/server.ts'
import { wantTicket, watchWanted } from '../worker/wanted.ts'
import type { Bridge, Session, SyncState } from './bridge.ts'

type Here = { connection: Connection; desk: Desk }

export function createBridge(): Bridge {
  return {
    watchSession: on => watchDesk(readSession, on),
    watchTickets: on =>
      watchDesk(async here => {
        const records = here ? await here.desk.tickets.toArray() : []
        return records.map(({ view, waiting }) => ({ ...view, waiting }))
      }, on),
    watchSync: on => watchDesk(readSync, on),
    watchRefused: on =>
      watchDesk(async here => {
        if (!here) return []
        const rows = await here.desk.refused.orderBy('refusedAt').reverse().toArray()
        const records = await here.desk.tickets.bulkGet(rows.map(row => row.command.ticketId))
        return rows.map(({ id, command, refusal, refusedAt }, index) => ({
          commandId: id,
          ticketId: command.ticketId,
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
    enrol,
    leave,
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
    const subscription = liveQuery(() => read(here)).subscribe(on)
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
    clockOffsetMinutes: Math.round(((await getMeta(desk, 'clockOffset')) ?? 0) / 60_000),
  }
}

async function enrol(text: string): ReturnType<Bridge['enrol']> {
  const invitation = readInvitation(text)
  if (!invitation) {
    return {
      outcome: 'failed',
      words: 'Это не строка приглашения. Скопируйте её целиком: она начинается с «pult1.»',
    }
  }
  const sentAt = Date.now()
  const reply = await call({ server: invitation.server }, '/api/enrol', enrolAnswerSchema, {
    protocol: protocolVersion,
    code: invitation.code,
    deviceTitle: deviceTitle(),
  })
  if (reply.outcome !== 'ok') return { outcome: 'failed', words: failureWords(reply) }
  const { token, deviceId, personId, settings, serverTime, epoch } = reply.body
  const organisationId = settings.organisation.id
  const connection: Connection = { server: invitation.server, token, deviceId, personId, organisationId }
  const desk = deskOf(connection)
  await putMeta(desk, 'settings', settings)
  await putMeta(desk, 'clockOffset', Date.parse(serverTime) - (sentAt + Date.now()) / 2)
  if ((await getMeta(desk, 'epoch')) === undefined) await putMeta(desk, 'epoch', epoch)
  await saveConnection(connection)
  // An answer of `false` is not an error: `unlimitedStorage` protects the queue already.
  await navigator.storage?.persist?.()
  tellWorker({ type: 'store-changed' })
  return { outcome: 'enrolled' }
}

function deviceTitle(): string {
  const system = /Windows|Macintosh|Linux|Android/.exec(navigator.userAgent)?.[0] ?? 'компьютер'
  const browserName = /Firefox|YaBrowser|Edg|Chrome/.exec(navigator.userAgent)?.[0] ?? 'браузер'
  return `${system}, ${browserName}`
}

async function leave(): ReturnType<Bridge['leave']> {
  const here = await findHere()
  if (!here) return { outcome: 'left' }
  const waiting = await here.desk.outbox.count()
  const refused = await here.desk.refused.count()
  if (waiting > 0) {
    const acts = plural(waiting, ['действие ждёт', 'действия ждут', 'действий ждут'])
    return {
      outcome: 'refused',
      words: `Отключить пока нельзя: ${waiting}\u00a0${acts} отправки. Дождитесь связи с сервером и повторите.`,
    }
  }
  if (refused > 0) {
    return {
      outcome: 'refused',
      words: 'Отключить пока нельзя: в «Не принято» остались действия. Повторите их или уберите.',
    }
  }
  const reply = await call(here.connection, '/api/leave', z.object({}), {})
  if (reply.outcome === 'unreachable') return { outcome: 'refused', words: failureWords(reply) }
  await forgetConnection()
  await browser.storage.session.clear()
  await here.desk.delete()
  tellWorker({ type: 'store-changed' })
  return { outcome: 'left' }
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

const draftsKey = 'drafts'
const draftsSchema = z.record(z.string(), z.string())

async function readDrafts(): Promise<Record<string, string>> {
  const stored = await browser.storage.session.get(draftsKey)
  return draftsSchema.safeParse(stored[draftsKey]).data ?? {}
}

async function keepDraft(key: string, draft: string | null): Promise<void> {
  const { [key]: _replaced, ...others } = await readDrafts()
  await browser.storage.session.set({ [draftsKey]: draft === null ? others : { ...others, [key]: draft } })
}

function tellWorker(request: Request): void {
  void browser.runtime.sendMessage(request).catch(() => undefined)
}
