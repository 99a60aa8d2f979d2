import { useCallback, useState } from 'preact/hooks'
import type { Bridge } from '../bridge.ts'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Unenrolled } from '../parts/Unenrolled.tsx'
import { Unexpected } from '../parts/Unexpected.tsx'
import { useBridge, useDrafts, useWanted } from '../use-bridge.ts'
import { Desk } from './Desk.tsx'

type PanelAppProps = { bridge: Bridge; onOptions: () => void }

/** The side panel. Until the store has answered it shows the grey lines of what will come. */
export function PanelApp({ bridge, onOptions }: PanelAppProps) {
  const watched = useBridge(bridge)
  const drafts = useDrafts(bridge)
  const [openId, setOpenId] = useState<string | null>(null)
  useWanted(bridge, useCallback(setOpenId, []))
  const { session } = watched

  if (session.state === 'ready' && drafts !== null && watched.now !== '') {
    return (
      <>
        <Unexpected />
        <Desk
          session={session}
          watched={watched}
          drafts={drafts}
          openId={openId}
          onOpenTicket={setOpenId}
          bridge={bridge}
          onOptions={onOptions}
        />
      </>
    )
  }
  return (
    <main class="panel">
      <Unexpected />
      <h1 class="lonely-title">Пульт МЦУ</h1>
      {session.state === 'unenrolled' ? (
        <Unenrolled onOptions={onOptions} />
      ) : (
        <Skeleton lines={9} label="Карточки загружаются" />
      )}
    </main>
  )
}
