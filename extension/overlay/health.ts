/*
 * Does the channel still know its site? Once a visit of a page the worker hears how it was read: which adapter and
 * pack, what kind of page, how many items and which fields they lacked. Counts only, no texts; at most 30 items, looked
 * at while the page rests; nothing at all in private chats. Where the page promises items and none was read for a
 * while, that is told at once, and the popup says that the page has changed.
 */
import type { Reader } from '../channels/reader.ts'
import type { Worker } from './worker.ts'

export type Health = {
  /** Each change of the page: cheap, it compares an address. */
  follow: () => void
  stop: () => void
}

export type HealthWorld = {
  reader: Reader
  worker: Worker
  isSilent: () => boolean
  hasRead: () => boolean
  onNavigate: () => void
  /** Selectors of the adapter's pack that the browser did not understand. */
  refusedSelectors: (adapter: string) => number
  settleTime: number
}

const sampleSize = 30

/** Safari and old Firefox have no idle time of their own. */
const whenIdle = (act: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(act, { timeout: 5_000 })
  else setTimeout(act, 50)
}

export const createHealth = ({
  reader,
  worker,
  isSilent,
  hasRead,
  onNavigate,
  refusedSelectors,
  settleTime,
}: HealthWorld): Health => {
  const ended = new AbortController()
  let href = location.href
  let told: 'fine' | 'nothing-read' | null = null
  let counted = ''
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = (state: 'fine' | 'nothing-read') => {
    if (state !== told) void worker.ask({ type: 'page-state', channel: reader.channel.id, state })
    told = state
  }

  /** Once a visit and outcome: an empty page may be read after all. */
  const count = (roots: readonly Element[]) => {
    const visit = `${href} ${roots.length > 0}`
    if (counted === visit) return
    counted = visit
    const { channel } = reader
    const { adapter, set } = channel
    const at = href
    const missing = { url: 0, author: 0, publishedAt: 0, text: 0 }
    let items = 0
    const isOver = () => ended.signal.aborted || href !== at || location.href !== at || isPrivate()
    const look = (next: number) => {
      if (isOver()) return
      const root = roots[next]
      if (root !== undefined) {
        const read = root.isConnected
          ? reader.readItem(root, document, location, new Date().toISOString())
          : null
        if (read !== null) {
          items += 1
          for (const field of read.draft.missing) missing[field] += 1
        }
        return whenIdle(() => look(next + 1))
      }
      let pageKind = 'unknown'
      try {
        pageKind = channel.pageKind(document, location)
      } catch {
        // The adapter does not know this page any more: that is the news.
      }
      void worker.ask({
        type: 'page-read',
        adapter,
        version: set.version,
        pageKind,
        isEmpty: roots.length === 0,
        items,
        missing,
        refusedSelectors: refusedSelectors(adapter),
      })
    }
    whenIdle(() => look(0))
  }
  const countRead = () => count(reader.itemRoots(document).slice(0, sampleSize))

  /** Also where a person has switched the extension on in a private chat: nothing of it is counted. */
  function isPrivate(): boolean {
    try {
      return isSilent() || reader.channel.isPrivate(document, location)
    } catch {
      return true
    }
  }

  const expects = (): boolean => {
    try {
      return reader.channel.expects(document, location) !== 'nothing'
    } catch {
      return true
    }
  }

  const check = (isSecond: boolean) => {
    if (isSilent()) return
    if (hasRead()) {
      tell('fine')
      return countRead()
    }
    if (!expects()) return
    // Once is a slow network; twice is a changed site.
    if (!isSecond) {
      timer = setTimeout(check, settleTime, true)
      return
    }
    tell('nothing-read')
    count([])
  }
  const arm = () => {
    clearTimeout(timer)
    timer = setTimeout(check, settleTime, false)
  }

  const follow = () => {
    if (location.href !== href) {
      href = location.href
      onNavigate()
      arm()
    } else if (told === 'nothing-read' && hasRead() && !isSilent()) {
      tell('fine')
      countRead()
    }
  }

  for (const type of ['popstate', 'hashchange']) addEventListener(type, follow, { signal: ended.signal })
  if (document.readyState === 'complete') arm()
  else addEventListener('load', arm, { signal: ended.signal })

  return {
    follow,
    stop: () => {
      ended.abort()
      clearTimeout(timer)
    },
  }
}
