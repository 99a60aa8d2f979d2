import { SyncLine } from '../parts/SyncLine.tsx'
import type { SyncWords } from '../words.ts'

type PanelHeaderProps = {
  sync: SyncWords | null
  /** Forms begun on cards that are out of reach. */
  keptCount: number
  detailsOpen: boolean
  onToggleDetails: () => void
  onRecord: (() => void) | null
  /** «Сдать дежурство»; `null` for whoever is not on duty. */
  onHandOver: (() => Promise<void>) | null
  onHelp: () => void
}

/** Name of the product, the state of sync in words, and what was begun and not saved. */
export function PanelHeader({
  sync,
  keptCount,
  detailsOpen,
  onToggleDetails,
  onRecord,
  onHandOver,
  onHelp,
}: PanelHeaderProps) {
  return (
    <header class="panel-header">
      <div class="panel-title">
        <h1>Пульт МЦУ</h1>
        {onRecord !== null && (
          <button type="button" class="small" onClick={onRecord}>
            Записать сообщение
          </button>
        )}
        {onHandOver !== null && (
          <button type="button" class="small" onClick={() => void onHandOver()}>
            Сдать дежурство
          </button>
        )}
        <button type="button" class="small round" onClick={onHelp} aria-label="Клавиши" title="Клавиши (?)">
          ?
        </button>
      </div>
      {sync !== null && (
        <button type="button" class="sync-button" aria-expanded={detailsOpen} onClick={onToggleDetails}>
          <SyncLine words={sync} />
          {keptCount > 0 && <span class="badge today">◆ не сохранено {keptCount}</span>}
          <span class="chevron" aria-hidden="true" />
        </button>
      )}
    </header>
  )
}
