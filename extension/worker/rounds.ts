/** What follows a change: badge and marks at once, then the server. And the rounds by alarm, focus and start. */
import { browser } from 'wxt/browser'
import type { Push } from '../messages.ts'
import { findConnection } from '../store/connection.ts'
import { deskOf } from '../store/desk.ts'
import { createSyncer, syncOnce } from '../sync/sync.ts'
import { showBadge } from './badge.ts'
import { followPacks } from './packs.ts'

export const alarmName = 'round'
/** The least that browsers allow. */
export const roundMinutes = 0.5

const syncer = createSyncer(async () => {
  const connection = await findConnection()
  if (!connection) return
  const desk = deskOf(connection)
  const { link } = await syncOnce(connection, desk, () => new Date().toISOString())
  if (link === 'online') await followPacks(connection, desk, new Date().toISOString()).catch(reportFault)
  await tellPages()
})

/** Not awaited by the answer to a click: what was recorded is durable already. */
export function afterChange(): void {
  void rounds()
}

/** Badge and marks first, then the server; a fault of the first never keeps the second from running. */
export function rounds(): Promise<void> {
  return tellPages().catch(reportFault).then(wishSync).catch(reportFault)
}

/** For the extension's own console: a name and a place, never what people wrote. */
export function reportFault(error: unknown): void {
  console.error(error instanceof Error ? `${error.name}\n${error.stack ?? ''}` : 'Unknown fault')
}

export function wishSync(): Promise<void> {
  return syncer.wish()
}

/** Badge, and the marks of every open page of a channel. */
export async function tellPages(): Promise<void> {
  await showBadge()
  // Pages that have our script: the permission for pictures is wider.
  const scripts = browser.runtime.getManifest().content_scripts ?? []
  const hosts = [...new Set(scripts.flatMap(({ matches = [] }) => matches))]
  if (hosts.length === 0) return
  const tabs = await browser.tabs.query({ url: hosts })
  const push: Push = { type: 'marks-changed' }
  // A tab without our script (opened before the installation) does not answer: nothing to tell it.
  await Promise.allSettled(
    tabs.flatMap(({ id }) => (id === undefined ? [] : [browser.tabs.sendMessage(id, push)])),
  )
}

/** Alarms may be lost with the browser: made again at each start of the worker. */
export async function startRounds(): Promise<void> {
  const alarm = await browser.alarms.get(alarmName)
  if (!alarm) await browser.alarms.create(alarmName, { periodInMinutes: roundMinutes })
}
