import { plural } from '../../../shared/reference/plural.ts'
import type { SyncState } from '../bridge.ts'
import type { TabId } from '../rows.ts'

type NothingProps = {
  tab: TabId
  /** Whether the person's role records messages. */
  records: boolean
  isFiltered: boolean
  foundElsewhere: number
  link: SyncState['link'] | null
  onShowAll: () => void
  onReset: () => void
}

/** An empty list says what will be here and how it gets there. */
export function Nothing({
  tab,
  records,
  isFiltered,
  foundElsewhere,
  link,
  onShowAll,
  onReset,
}: NothingProps) {
  if (isFiltered) {
    return (
      <div class="empty">
        <h2>Ничего не найдено</h2>
        <p>В этой вкладке нет карточек, которые подходят под поиск и отбор.</p>
        {foundElsewhere > 0 && (
          <button type="button" onClick={onShowAll}>
            Во «Все»: {foundElsewhere} {plural(foundElsewhere, ['карточка', 'карточки', 'карточек'])}
          </button>
        )}
        <button type="button" class="link" onClick={onReset}>
          Очистить поиск и отбор
        </button>
      </div>
    )
  }
  return (
    <div class="empty">
      <h2>{titles[tab]}</h2>
      <p>{tab === 'all' && !records ? noRecords : explanations[tab]}</p>
      {link === 'offline' && <p class="quiet">Связи нет: карточки коллег появятся, когда она вернётся.</p>}
    </div>
  )
}

const titles: Record<TabId, string> = {
  mine: 'Сейчас всё сделано',
  blocks: 'В ваших блоках пусто',
  all: 'Карточек пока нет',
}

const noRecords = 'Здесь появляются карточки, которые вам видны по роли. Роли назначает руководитель МЦУ.'

const explanations: Record<TabId, string> = {
  mine: 'Здесь появляются карточки, по которым следующий шаг за вами: не разобранные, порученные вам, ждущие публикации.',
  blocks: 'Здесь появляются открытые карточки ваших блоков, у кого бы они ни были сейчас.',
  all: 'Откройте страницу сообщества, наведите на запись и нажмите «Записать», или нажмите «Записать сообщение» вверху.',
}
