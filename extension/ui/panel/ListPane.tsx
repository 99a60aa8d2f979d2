import type { ComponentChildren } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { mayCapture } from '../../../shared/policy/permissions.ts'
import type { SyncState, TicketRow } from '../bridge.ts'
import { Skeleton } from '../parts/Skeleton.tsx'
import {
  countByBlock,
  countOpen,
  filterRows,
  type GroupId,
  groupRows,
  isFiltered,
  noFilters,
  rowsByTab,
  type TabId,
  tabIds,
  type Viewpoint,
} from '../rows.ts'
import { BlockTotals } from './BlockTotals.tsx'
import { Nothing } from './Nothing.tsx'
import { SearchBar } from './SearchBar.tsx'
import { Tabs } from './Tabs.tsx'
import { TicketList } from './TicketList.tsx'

type ListPaneProps = {
  /** `null` while they load. */
  tickets: readonly TicketRow[] | null
  viewpoint: Viewpoint
  link: SyncState['link'] | null
  openId: string | null
  onOpen: (ticketId: string) => void
  onReport: () => Promise<void>
  /** «Наблюдение» */
  watch: ComponentChildren
}

/** The tabs, the search, and the cards they leave, by urgency. */
export function ListPane({ tickets, viewpoint, link, openId, onOpen, onReport, watch }: ListPaneProps) {
  const { actor, settings } = viewpoint
  const [tab, setTab] = useState<TabId>('mine')
  const [filters, setFilters] = useState(noFilters)
  const [folded, setFolded] = useState<ReadonlySet<GroupId>>(
    new Set<GroupId>(['answered', 'ended', 'withdrawn']),
  )
  const tabs = useMemo(() => (tickets === null ? null : rowsByTab(tickets, viewpoint)), [tickets, viewpoint])
  const found = useMemo(
    () => (tabs === null ? null : filterRows(tabs[tab], filters, settings)),
    [tabs, tab, filters, settings],
  )
  const groups = useMemo(() => (found === null ? null : groupRows(found, viewpoint)), [found, viewpoint])
  const counts = useMemo(
    () =>
      tabs === null ? null : { mine: tabs.mine.length, blocks: tabs.blocks.length, all: countOpen(tabs.all) },
    [tabs],
  )
  const shownTabs = actor.blocks.length > 0 ? tabIds : tabIds.filter(each => each !== 'blocks')
  const fold = (group: GroupId) => {
    const next = new Set(folded)
    if (!next.delete(group)) next.add(group)
    setFolded(next)
  }
  const isSearching = isFiltered(filters)
  return (
    <main class="list-pane">
      <Tabs shown={shownTabs} current={tab} counts={counts} onChoose={setTab} />
      {watch}
      <SearchBar filters={filters} onChange={setFilters} />
      {tab === 'blocks' && tabs !== null && actor.blocks.length > 1 && (
        <BlockTotals
          totals={countByBlock(tabs.blocks, actor.blocks)}
          chosen={filters.block}
          onChoose={block => setFilters({ ...filters, block })}
        />
      )}
      <div id="tab-content" role="tabpanel" aria-labelledby={`tab-${tab}`}>
        <p class="unseen" role="status">
          {isSearching && found !== null && `Найдено: ${found.length}`}
        </p>
        {groups === null ? (
          <Skeleton lines={8} label="Карточки загружаются" />
        ) : groups.length === 0 ? (
          <Nothing
            tab={tab}
            roles={actor.roles}
            records={mayCapture(actor)}
            isFiltered={isSearching}
            foundElsewhere={
              tab === 'all' || tabs === null ? 0 : filterRows(tabs.all, filters, settings).length
            }
            link={link}
            onShowAll={() => setTab('all')}
            onReset={() => setFilters(noFilters)}
            onReport={onReport}
          />
        ) : (
          <TicketList
            groups={groups}
            viewpoint={viewpoint}
            folded={isSearching ? new Set() : folded}
            openId={openId}
            onFold={fold}
            onOpen={onOpen}
          />
        )}
      </div>
    </main>
  )
}
