/*
 * Does the channel still know its site? Where the address or the page promises items and none was read for a while,
 * the worker hears of it once; counts only, no texts. The popup then says that the page has changed.
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
  settleTime: number
}

export const createHealth = ({
  reader,
  worker,
  isSilent,
  hasRead,
  onNavigate,
  settleTime,
}: HealthWorld): Health => {
  const { channel } = reader
  const ended = new AbortController()
  let href = location.href
  let told: 'fine' | 'nothing-read' | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const tell = (state: 'fine' | 'nothing-read') => {
    if (state === told) return
    told = state
    void worker.ask({ type: 'page-state', channel: channel.id, state })
  }

  const expects = (): boolean => {
    try {
      return channel.expects(document, location) !== 'nothing'
    } catch {
      return true
    }
  }

  const check = (isSecond: boolean) => {
    if (isSilent()) return
    if (hasRead()) return tell('fine')
    if (!expects()) return
    // Once is a slow network; twice is a changed site.
    if (isSecond) tell('nothing-read')
    else timer = setTimeout(check, settleTime, true)
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
    } else if (told === 'nothing-read' && hasRead()) tell('fine')
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
