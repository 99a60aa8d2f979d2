/** The hooks that know the bridge; every other component gets values and callbacks. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { ChannelId } from '../../shared/reference/channels.ts'
import type { Bridge, RefusedRow, Session, SyncState, TicketRow } from './bridge.ts'
import { createDrafts, type Drafts } from './drafts.ts'

export type Watched = {
  session: Session
  /** `null` until the store has answered for the first time. */
  tickets: TicketRow[] | null
  sync: SyncState | null
  refused: RefusedRow[]
  broken: ChannelId[]
  /** ISO; empty until the first tick. */
  now: string
}

export function useBridge(bridge: Bridge): Watched {
  const [session, setSession] = useState<Session>({ state: 'loading' })
  const [tickets, setTickets] = useState<TicketRow[] | null>(null)
  const [sync, setSync] = useState<SyncState | null>(null)
  const [refused, setRefused] = useState<RefusedRow[]>([])
  const [broken, setBroken] = useState<ChannelId[]>([])
  const [now, setNow] = useState('')
  useEffect(() => {
    const stops = [
      bridge.watchSession(setSession),
      bridge.watchTickets(setTickets),
      bridge.watchSync(setSync),
      bridge.watchRefused(setRefused),
      bridge.watchBroken(setBroken),
      bridge.watchClock(setNow),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [bridge])
  return { session, tickets, sync, refused, broken, now }
}

/** The ticket that a page asked the panel to show; each request is reported once. */
export function useWanted(bridge: Bridge, onWanted: (ticketId: string) => void): void {
  useEffect(
    () =>
      bridge.watchWanted(ticketId => {
        if (ticketId !== null) onWanted(ticketId)
      }),
    [bridge],
  )
}

/** What was typed and not yet saved; `null` until it is read. */
export function useDrafts(bridge: Bridge): Drafts | null {
  const [saved, setSaved] = useState<Record<string, string> | null>(null)
  useEffect(() => {
    let current = true
    void bridge.readDrafts().then(drafts => {
      if (current) setSaved(drafts)
    })
    return () => {
      current = false
    }
  }, [bridge])
  return useMemo(
    () => (saved === null ? null : createDrafts(saved, (key, draft) => void bridge.keepDraft(key, draft))),
    [bridge, saved],
  )
}

/** An unexpected failure, told once in words, so that nothing fails in silence. */
export function useUnexpected(): { words: string | null; dismiss: () => void } {
  const [words, setWords] = useState<string | null>(null)
  useEffect(() => {
    const tell = () =>
      setWords('Не получилось выполнить действие. Введённое не пропало: закройте это окно и откройте снова.')
    addEventListener('unhandledrejection', tell)
    addEventListener('error', tell)
    return () => {
      removeEventListener('unhandledrejection', tell)
      removeEventListener('error', tell)
    }
  }, [])
  return { words, dismiss: () => setWords(null) }
}
