/**
 * Sync: the outbox goes up, the scope comes down. The whole of it:
 *
 *  1. One run at a time; a wish that arrives meanwhile causes one more run after it.
 *  2. Take the oldest commands in this computer's order, as many as the server takes in one push.
 *  3. Send them. No answer, or an answer that is no answer: nothing changes here, the next run sends the same
 *     commands again. That is harmless: the command's id is the key, and the server answers a repeated
 *     command with the outcome it has stored.
 *  4. An answer from another epoch: the server was restored from a backup, and has decided nothing of this
 *     push. What it acknowledged in the last fortnight goes back into the outbox under the same ids, before
 *     anything newer, and the bytes of its files wait to be put again.
 *  5. Write all outcomes in one transaction: accepted → `sent`; a post that had a ticket → an alias, and the
 *     waiting commands are rewritten; refused → the tray «не принято». Again from 2 while commands wait.
 *  6. Put the bytes of files on the server; a command that names one may have gone before. Then those of «Снимок
 *     поста», in portions: the server takes what a command has named.
 *  7. Pull pages until there are no more; each page and its cursor are one transaction, so that a
 *     lost worker continues where it was. A new generation (scope or epoch changed) fills a shadow.
 *     What a page says of selector packs and alarms is kept beside it; worker/packs.ts fetches the packs.
 *  8. Whatever happened, the link's state is written, in words for the popup, and the listeners are told.
 */
import { v7 as uuid } from 'uuid'
import {
  maxCommandsPerPush,
  maxPushBytes,
  protocolVersion,
  pullAnswerSchema,
  pushAnswerSchema,
} from '../../shared/sync/wire.ts'
import { acknowledge, offerAgain } from '../store/acknowledge.ts'
import type { Connection } from '../store/connection.ts'
import { type Desk, getMeta, type Link, type OutboxRow, putMeta } from '../store/desk.ts'
import { endLooks, keepLastLooks, waitingLooks } from '../store/looks.ts'
import { markTold, untold } from '../store/openings.ts'
import { keepNews } from '../store/packs.ts'
import { endReadings, takeReadings } from '../store/readings.ts'
import { receive } from '../store/receive.ts'
import { putEvidence } from './evidence.ts'
import { putFiles } from './files.ts'
import { call, type Failure } from './server.ts'

/** How a run ended: everything exchanged, or why not. */
export type SyncEnd = { link: Link }

/** Room for the envelope around the commands. */
const envelopeBytes = 64 * 1024

export async function syncOnce(connection: Connection, desk: Desk, now: () => string): Promise<SyncEnd> {
  const failure = await exchange(connection, desk, now).catch(async error => {
    await putMeta(desk, 'link', 'server-error')
    throw error
  })
  const link: Link = failure ? linkOf(failure) : 'online'
  await putMeta(desk, 'link', link) // 8
  return { link }
}

async function exchange(connection: Connection, desk: Desk, now: () => string): Promise<Failure | null> {
  return (
    (await push(connection, desk, now)) ??
    (await putFiles(connection, desk, now)) ?? // 6
    (await putEvidence(connection, desk, now)) ??
    (await pull(connection, desk, now))
  )
}

async function push(connection: Connection, desk: Desk, now: () => string): Promise<Failure | null> {
  for (;;) {
    // Without a network nothing can have arrived: what waits stays as good as unsent, and can be taken back.
    if (globalThis.navigator?.onLine === false) return { outcome: 'unreachable' }
    const batch = await takeBatch(desk)
    const readings = await takeReadings(desk, uuid())
    const isQuiet = (await untold(desk)).length === 0 && (await waitingLooks(desk)).length === 0
    // Openings, readings and looks alone are worth a push too.
    if (batch.length === 0 && readings === undefined && isQuiet) return null
    const failure = await pushBatch(connection, desk, batch, now)
    if (failure) return failure
  }
}

/** From here on the server may know these commands, whatever becomes of the answer. */
function takeBatch(desk: Desk): Promise<OutboxRow[]> {
  return desk.transaction('rw', desk.outbox, async () => {
    const batch = fitting(await desk.outbox.orderBy('order').limit(maxCommandsPerPush).toArray()) // 2
    await desk.outbox.bulkPut(batch.map(row => ({ ...row, isTried: true })))
    return batch
  })
}

async function pushBatch(
  connection: Connection,
  desk: Desk,
  batch: readonly OutboxRow[],
  now: () => string,
): Promise<Failure | null> {
  const sentAt = now()
  const openings = await untold(desk)
  const readings = await takeReadings(desk, uuid())
  const looks = await waitingLooks(desk)
  const reply = await call(connection, '/api/push', pushAnswerSchema, {
    protocol: protocolVersion,
    deviceTime: sentAt,
    epoch: (await getMeta(desk, 'epoch')) ?? null,
    commands: batch.map(row => row.command),
    opened: openings.map(({ ticketId, at, what }) => ({ ticketId, at, what })),
    ...(readings === undefined ? {} : { readings }),
    ...(looks.length === 0 ? {} : { looks }),
  }) // 3
  if (reply.outcome !== 'ok') return tooLarge(reply) ? splitBatch(connection, desk, batch, now, reply) : reply
  await measureClock(desk, sentAt, reply.body.serverTime, now())
  const isRestored = await offerAgain(desk, reply.body.epoch) // 4
  // Nothing of a push from another epoch was taken in.
  if (!isRestored) await markTold(desk, openings, now())
  if (readings !== undefined) await endReadings(desk, readings)
  if (looks.length > 0) await endLooks(desk, looks)
  if (batch.length === 0) return null
  const known = await acknowledge(desk, reply.body.outcomes, now()) // 5
  // A server that leaves commands without an outcome would be asked for ever: stop until the next run.
  return known === 0 && !isRestored ? { outcome: 'unreadable', status: 200 } : null
}

/** A body over the server's limit: halve it; a single command that is too large is refused here, not lost. */
async function splitBatch(
  connection: Connection,
  desk: Desk,
  batch: readonly OutboxRow[],
  now: () => string,
  failure: Failure,
): Promise<Failure | null> {
  const [only] = batch
  if (batch.length > 1) return pushBatch(connection, desk, batch.slice(0, Math.ceil(batch.length / 2)), now)
  if (!only) return failure
  const refusal = { code: 'body-too-large', details: {} }
  await acknowledge(desk, [{ outcome: 'refused', commandId: only.id, refusal, duplicate: false }], now())
  return null
}

async function pull(connection: Connection, desk: Desk, now: () => string): Promise<Failure | null> {
  for (;;) {
    const settings = await getMeta(desk, 'settings')
    const cursor = (await getMeta(desk, 'shadowCursor')) ?? (await getMeta(desk, 'cursor')) ?? null
    const sentAt = now()
    const reply = await call(connection, '/api/pull', pullAnswerSchema, {
      protocol: protocolVersion,
      cursor,
      settingsVersion: settings?.version ?? null,
    })
    if (reply.outcome !== 'ok') return reply
    await measureClock(desk, sentAt, reply.body.serverTime, now())
    const again = await offerAgain(desk, reply.body.epoch)
    await receive(desk, reply.body) // 7
    await keepNews(desk, reply.body.channels)
    await keepLastLooks(desk, reply.body.looks)
    if (again) {
      const failure =
        (await push(connection, desk, now)) ??
        (await putFiles(connection, desk, now)) ??
        (await putEvidence(connection, desk, now))
      if (failure) return failure
    }
    if (!reply.body.more && !again) return null
  }
}

/** Half of the round trip is nobody's: the server's time is compared with the middle of it. */
async function measureClock(
  desk: Desk,
  sentAt: string,
  serverTime: string,
  receivedAt: string,
): Promise<void> {
  const middle = (Date.parse(sentAt) + Date.parse(receivedAt)) / 2
  await putMeta(desk, 'clockOffset', Math.round(Date.parse(serverTime) - middle))
  await putMeta(desk, 'lastContactAt', receivedAt)
}

function fitting(rows: readonly OutboxRow[]): OutboxRow[] {
  let bytes = 0
  return rows.filter((row, index) => {
    bytes += new TextEncoder().encode(JSON.stringify(row.command)).length
    return index === 0 || bytes < maxPushBytes - envelopeBytes
  })
}

function tooLarge(failure: Failure): boolean {
  return failure.outcome !== 'unreachable' && failure.status === 413
}

function linkOf(failure: Failure): Link {
  if (failure.outcome === 'unreachable') return 'offline'
  if (failure.outcome === 'unreadable') return 'server-error'
  switch (failure.code) {
    case 'unauthorised':
    case 'device-revoked':
      return 'revoked'
    case 'protocol-too-old':
      return 'client-too-old'
    case 'protocol-too-new':
      return 'server-too-old'
    default:
      return 'server-error'
  }
}

/** Runs one sync at a time (1). `wish()` resolves when a run that began after the call has ended. */
export function createSyncer(run: () => Promise<void>): { wish(): Promise<void> } {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  const start = () => {
    running = run().finally(() => {
      running = undefined
    })
    return running
  }
  return {
    wish() {
      if (!running) return start()
      const begin = () => {
        next = undefined
        return start()
      }
      next ??= running.then(begin, begin)
      return next
    },
  }
}
