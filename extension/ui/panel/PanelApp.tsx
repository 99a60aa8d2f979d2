import { useCallback, useState } from 'preact/hooks'
import type { Bridge } from '../bridge.ts'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Unenrolled } from '../parts/Unenrolled.tsx'
import { useBridge, useDrafts, useUnexpected, useWanted } from '../use-bridge.ts'
import { Desk } from './Desk.tsx'

type PanelAppProps = { bridge: Bridge; onOptions: () => void }

/** The side panel. Until the store has answered it shows the grey lines of what will come. */
export function PanelApp({ bridge, onOptions }: PanelAppProps) {
  const watched = useBridge(bridge)
  const drafts = useDrafts(bridge)
  const unexpected = useUnexpected()
  const [openId, setOpenId] = useState<string | null>(null)
  useWanted(bridge, useCallback(setOpenId, []))
  const { session } = watched

  if (session.state === 'unenrolled') {
    return (
      <main class="panel">
        <h1 class="lonely-title">Пульт МЦУ</h1>
        <Unenrolled onOptions={onOptions} />
      </main>
    )
  }
  if (session.state === 'loading' || drafts === null || watched.now === '') {
    return (
      <main class="panel">
        <h1 class="lonely-title">Пульт МЦУ</h1>
        <Skeleton lines={9} label="Карточки загружаются" />
      </main>
    )
  }
  return (
    <>
      {unexpected.words !== null && (
        <div class="notice overdue" role="alert">
          {unexpected.words}{' '}
          <button type="button" class="link" onClick={unexpected.dismiss}>
            Скрыть
          </button>
        </div>
      )}
      <Desk
        session={session}
        watched={watched}
        drafts={drafts}
        openId={openId}
        onOpenTicket={setOpenId}
        onAct={bridge.act}
        onSend={bridge.syncNow}
        onRetry={bridge.retryRefused}
        onDiscard={bridge.discardRefused}
        onHistory={bridge.history}
        onOptions={onOptions}
      />
    </>
  )
}
