import { Skeleton } from '../parts/Skeleton.tsx'

/** A page asked for a ticket of which this person gets only the mark. */
export function Absent({ isLoading, onBack }: { isLoading: boolean; onBack: () => void }) {
  return (
    <section class="ticket">
      <button type="button" class="small back" onClick={onBack}>
        <span aria-hidden="true">←</span> К списку
      </button>
      {isLoading ? (
        <Skeleton lines={5} label="Карточка загружается" />
      ) : (
        <div class="empty">
          <h2>Этой карточки у вас нет</h2>
          <p>
            Её ведёт другой блок или её передали дальше: вам видна только пометка на странице. Доступ может
            дать руководитель МЦУ.
          </p>
        </div>
      )}
    </section>
  )
}
