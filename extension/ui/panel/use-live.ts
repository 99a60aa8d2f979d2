import { useEffect, useState } from 'preact/hooks'
import type { Bridge, LiveState } from '../bridge.ts'

/** Live updates for as long as the panel is open; `null` until the first word about them. */
export function useLive(bridge: Pick<Bridge, 'watchLive'>): LiveState | null {
  const [live, setLive] = useState<LiveState | null>(null)
  useEffect(() => bridge.watchLive(setLive), [bridge])
  return live
}
