/** Looks at places of the watch list (PRACTICE P16): those on their way to the server, and the last ones it told of. */

import { maxLooksPerPush } from '../../shared/sync/wire.ts'
import type { LastLook, Look } from '../../shared/watch/looks.ts'
import { type Desk, getMeta, putMeta } from './desk.ts'

/** A computer that never meets its server must not fill up. */
const maxRows = 2_000
/** A page that stays open, or is opened again and again, is one look. */
const pauseMinutes = 10

/** Answers whether it is kept: one that was opened just now by this person says nothing new. */
export async function addLook(desk: Desk, look: Look): Promise<boolean> {
  return desk.transaction('rw', desk.looks, desk.meta, async () => {
    const waiting = await desk.looks.where('watchId').equals(look.watchId).toArray()
    const own = (await lastLooks(desk)).filter(
      ({ watchId, personId }) => watchId === look.watchId && personId === desk.personId,
    )
    const since = new Date(Date.parse(look.at) - pauseMinutes * 60_000).toISOString()
    if (look.how === 'opened' && [...waiting, ...own].some(({ at }) => at > since)) return false
    if ((await desk.looks.count()) >= maxRows) return false
    await desk.looks.put(look)
    return true
  })
}

export function waitingLooks(desk: Desk): Promise<Look[]> {
  return desk.looks.limit(maxLooksPerPush).toArray()
}

/** The server has them. Until the next pull tells so they count as the last ones here. */
export async function endLooks(desk: Desk, looks: readonly Look[]): Promise<void> {
  await desk.transaction('rw', desk.looks, desk.meta, async () => {
    await desk.looks.bulkDelete(looks.map(({ id }) => id))
    const told = looks.map(({ watchId, at, how }) => ({ watchId, at, how, personId: desk.personId }))
    await putMeta(desk, 'lastLooks', newest([...(await lastLooks(desk)), ...told]))
  })
}

export async function keepLastLooks(desk: Desk, looks: readonly LastLook[] | undefined): Promise<void> {
  if (looks !== undefined) await putMeta(desk, 'lastLooks', [...looks])
}

export async function lastLooks(desk: Desk): Promise<LastLook[]> {
  return (await getMeta(desk, 'lastLooks')) ?? []
}

function newest(looks: readonly LastLook[]): LastLook[] {
  const last = new Map<string, LastLook>()
  for (const look of looks) {
    const known = last.get(look.watchId)
    if (known === undefined || known.at < look.at) last.set(look.watchId, look)
  }
  return [...last.values()]
}
