import { plural } from '../../../shared/reference/plural.ts'
import { type RoleId, roleIds } from '../../../shared/reference/roles.ts'
import type { SyncState } from '../bridge.ts'
import type { TabId } from '../rows.ts'

type NothingProps = {
  tab: TabId
  roles: readonly RoleId[]
  /** Whether the person's role records messages. */
  records: boolean
  isFiltered: boolean
  foundElsewhere: number
  link: SyncState['link'] | null
  onShowAll: () => void
  onReset: () => void
  onReport: () => Promise<void>
}

/** An empty list says what will be here and how it gets there. */
export function Nothing({
  tab,
  roles,
  records,
  isFiltered,
  foundElsewhere,
  link,
  onShowAll,
  onReset,
  onReport,
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
      {tab === 'mine' ? (
        <Mine roles={roles} onReport={onReport} />
      ) : (
        <p>{tab === 'all' && !records ? noRecords : explanations[tab]}</p>
      )}
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

type MineProps = { roles: readonly RoleId[]; onReport: () => Promise<void> }

/** What comes to each role of this person, and where to look meanwhile. */
function Mine({ roles, onReport }: MineProps) {
  return (
    <>
      {roles.length === 0 && <p>{noRecords}</p>}
      {roleIds
        .filter(role => roles.includes(role))
        .map(role => (
          <p key={role}>{mine[role]}</p>
        ))}
      {roles.includes('chief') && (
        <button type="button" onClick={() => void onReport()}>
          Открыть сводку
        </button>
      )}
    </>
  )
}

const mine: Readonly<Record<RoleId, string>> = {
  operator:
    'Здесь появляются записанные сообщения, которые ещё не разобраны. Новое запишите на странице сообщества или кнопкой «Записать сообщение».',
  block_head:
    'Здесь появляются карточки ваших блоков, которые ждут вашего ответа, поручения или согласования. Остальные открытые видны в «Мои блоки».',
  recipient_user: 'Здесь появляются карточки, порученные вам: примите их к исполнению и подготовьте ответ.',
  informer: 'Здесь появляются готовые ответы, которые ждут публикации от ваших аккаунтов.',
  center_head:
    'Здесь появляются карточки без блока, вынесенные на ваше решение и жалобы на должностных лиц. Ход всей работы виден в сводке и во «Все».',
  chief:
    'Прочитайте сводку; поручение можно дать из карточки: откройте её во «Все». Здесь появляются только жалобы на руководителя МЦУ.',
  admin: 'Карточки администратору не приходят: сотрудники и настройки на страницах сервера.',
}

const explanations: Record<Exclude<TabId, 'mine'>, string> = {
  blocks: 'Здесь появляются открытые карточки ваших блоков, у кого бы они ни были сейчас.',
  all: 'Откройте страницу сообщества, наведите на запись и нажмите «Записать», или нажмите «Записать сообщение» вверху.',
}
