import type { KeptDraft } from '../kept-drafts.ts'
import { KeptDrafts } from '../parts/KeptDrafts.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'

type AbsentProps = {
  isLoading: boolean
  /** What is known of a card that this person had; `null` where it was never theirs. */
  gone: string | null
  kept: readonly KeptDraft[]
  onDrop: (draft: KeptDraft) => void
  onBack: () => void
}

/** The ticket is not at hand: it left this person's scope, or a page asked for one of which they get only the mark. */
export function Absent({ isLoading, gone, kept, onDrop, onBack }: AbsentProps) {
  const wasTheirs = gone !== null || kept.length > 0
  return (
    <section class="ticket">
      <button type="button" class="small back" onClick={onBack}>
        <span aria-hidden="true">←</span> К списку
      </button>
      {isLoading ? (
        <Skeleton lines={5} label="Карточка загружается" />
      ) : (
        <div class="empty">
          <h2>{wasTheirs ? 'Карточка больше не у вас' : 'Этой карточки у вас нет'}</h2>
          {wasTheirs ? (
            <p>{gone ?? 'Её передали другому блоку или исполнителю.'}</p>
          ) : (
            <p>
              Её ведёт другой блок или её передали дальше: вам видна только пометка на странице. Доступ может
              дать руководитель МЦУ.
            </p>
          )}
          {kept.length > 0 && (
            <p>Написанное не пропало: скопируйте его и передайте тому, кто ведёт карточку.</p>
          )}
        </div>
      )}
      {!isLoading && kept.length > 0 && <KeptDrafts kept={kept} onDrop={onDrop} />}
    </section>
  )
}
