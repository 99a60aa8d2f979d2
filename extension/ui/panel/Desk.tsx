import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Refusal } from '../../../shared/errors.ts'
import { mayCapture } from '../../../shared/policy/permissions.ts'
import type { ActResult, Bridge, NewCommand, Session } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import type { Urgency } from '../due.ts'
import { ManualForm } from '../parts/ManualForm.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Toast } from '../parts/Toast.tsx'
import {
  countOpen,
  filterRows,
  groupRows,
  isFiltered,
  noFilters,
  rowsByTab,
  type TabId,
  tabIds,
} from '../rows.ts'
import type { Watched } from '../use-bridge.ts'
import { brokenWords, doneWords, syncWords } from '../words.ts'
import { KeysHelp } from './KeysHelp.tsx'
import { Nothing } from './Nothing.tsx'
import { PanelHeader } from './PanelHeader.tsx'
import { SearchBar } from './SearchBar.tsx'
import { SyncDetails } from './SyncDetails.tsx'
import { Tabs } from './Tabs.tsx'
import { TicketList } from './TicketList.tsx'
import { TicketPage } from './TicketPage.tsx'
import { usePanelKeys } from './use-panel-keys.ts'

type DeskProps = {
  session: Extract<Session, { state: 'ready' }>
  watched: Watched
  drafts: Drafts
  openId: string | null
  onOpenTicket: (ticketId: string | null) => void
  onAct: (ticketId: string | null, command: NewCommand) => Promise<ActResult>
  onSend: Bridge['syncNow']
  onRetry: Bridge['retryRefused']
  onDiscard: Bridge['discardRefused']
  onHistory: Bridge['history']
  onOptions: () => void
}

/** The list and, over it or beside it, the open ticket. */
export function Desk(props: DeskProps) {
  const { session, watched, drafts, openId, onOpenTicket } = props
  const { actor, settings } = session
  const { tickets, sync, refused, broken, now } = watched
  const [tab, setTab] = useState<TabId>('mine')
  const [filters, setFilters] = useState(noFilters)
  const [folded, setFolded] = useState<ReadonlySet<Urgency>>(new Set<Urgency>(['answered', 'withdrawn']))
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [recording, setRecording] = useState(false)
  const [helping, setHelping] = useState(false)
  const [toast, setToast] = useState<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const lastOpened = useRef<string | null>(null)

  const viewpoint = useMemo(() => ({ actor, settings, now }), [actor, settings, now])
  const tabs = useMemo(() => (tickets === null ? null : rowsByTab(tickets, viewpoint)), [tickets, viewpoint])
  const found = useMemo(
    () => (tabs === null ? null : filterRows(tabs[tab], filters, settings)),
    [tabs, tab, filters, settings],
  )
  const groups = useMemo(
    () => (found === null ? null : groupRows(found, settings, now)),
    [found, settings, now],
  )
  const counts = useMemo(
    () =>
      tabs === null ? null : { mine: tabs.mine.length, blocks: tabs.blocks.length, all: countOpen(tabs.all) },
    [tabs],
  )
  const shownTabs = actor.blocks.length > 0 ? tabIds : tabIds.filter(each => each !== 'blocks')
  const opened =
    openId === null
      ? undefined
      : tickets?.find(row => row.ticket.id === openId || row.aliases.includes(openId))

  const openTicket = useCallback(
    (ticketId: string) => {
      setDetailsOpen(false)
      setRecording(false)
      onOpenTicket(ticketId)
    },
    [onOpenTicket],
  )
  const back = () => {
    onOpenTicket(null)
    setRecording(false)
  }
  useEffect(() => {
    if (openId !== null) lastOpened.current = openId
    else if (lastOpened.current !== null) {
      root.current?.querySelector<HTMLElement>(`[data-ticket="${CSS.escape(lastOpened.current)}"]`)?.focus()
    }
  }, [openId])
  usePanelKeys(root, {
    onBack: back,
    onHelp: () => setHelping(true),
  })

  const act = async (ticketId: string | null, command: NewCommand): Promise<Refusal | null> => {
    const result = await props.onAct(ticketId, command)
    if (result.outcome === 'refused') return result.refusal
    const ticket = tickets?.find(row => row.ticket.id === ticketId)?.ticket ?? null
    setToast(doneWords(command, ticket, settings, sync))
    return null
  }
  const fold = (urgency: Urgency) => {
    const next = new Set(folded)
    if (!next.delete(urgency)) next.add(urgency)
    setFolded(next)
  }
  const words = sync === null ? null : syncWords(sync, now, settings.deadlines.zone)
  const isSearching = isFiltered(filters)

  return (
    <div class="panel" ref={root} data-open={openId !== null || recording ? '' : undefined}>
      <PanelHeader
        sync={words}
        refusedCount={refused.length}
        detailsOpen={detailsOpen}
        onToggleDetails={() => setDetailsOpen(!detailsOpen)}
        onRecord={mayCapture(actor) && !recording ? () => setRecording(true) : null}
        onHelp={() => setHelping(true)}
      />
      {detailsOpen && sync !== null && words !== null && (
        <SyncDetails
          sync={sync}
          words={words}
          waitingRows={tickets?.filter(row => row.waiting > 0) ?? []}
          refused={refused}
          settings={settings}
          now={now}
          onSend={props.onSend}
          onOptions={props.onOptions}
          onOpen={openTicket}
          onRetry={props.onRetry}
          onDiscard={props.onDiscard}
        />
      )}
      {session.accessNote !== null && <p class="notice">{session.accessNote}</p>}
      {broken.map(channel => (
        <p class="notice today" key={channel}>
          {brokenWords(channel)}
        </p>
      ))}
      <div class="panes">
        <main class="list-pane">
          <Tabs shown={shownTabs} current={tab} counts={counts} onChoose={setTab} />
          <SearchBar filters={filters} onChange={setFilters} />
          <div id="tab-content" role="tabpanel" aria-labelledby={`tab-${tab}`}>
            {groups === null ? (
              <Skeleton lines={8} label="Карточки загружаются" />
            ) : groups.length === 0 ? (
              <Nothing
                tab={tab}
                records={mayCapture(actor)}
                isFiltered={isSearching}
                foundElsewhere={
                  tab === 'all' || tabs === null ? 0 : filterRows(tabs.all, filters, settings).length
                }
                link={sync?.link ?? null}
                onShowAll={() => setTab('all')}
                onReset={() => setFilters(noFilters)}
              />
            ) : (
              <TicketList
                groups={groups}
                viewpoint={viewpoint}
                folded={isSearching ? new Set() : folded}
                openId={openId}
                onFold={fold}
                onOpen={openTicket}
              />
            )}
          </div>
        </main>
        <aside class="ticket-pane" aria-label="Карточка">
          {recording ? (
            <section class="ticket">
              <div class="ticket-head">
                <button type="button" class="small back" onClick={back}>
                  <span aria-hidden="true">←</span> К списку
                </button>
              </div>
              <h2>Записать сообщение</h2>
              <ManualForm
                settings={settings}
                drafts={drafts}
                onRecord={async command => {
                  const refusal = await act(null, command)
                  if (refusal === null) setRecording(false)
                  return refusal
                }}
              />
            </section>
          ) : opened !== undefined ? (
            <TicketPage
              key={opened.ticket.id}
              row={opened}
              viewpoint={viewpoint}
              drafts={drafts}
              onAct={command => act(opened.ticket.id, command)}
              onBack={back}
              onHistory={props.onHistory}
            />
          ) : openId !== null ? (
            <Absent isLoading={tickets === null} onBack={back} />
          ) : (
            <p class="quiet choose">Выберите карточку слева.</p>
          )}
        </aside>
      </div>
      {helping && <KeysHelp onClose={() => setHelping(false)} />}
      <Toast words={toast} onGone={() => setToast(null)} />
    </div>
  )
}

/** A page asked for a ticket of which this person gets only the mark. */
function Absent({ isLoading, onBack }: { isLoading: boolean; onBack: () => void }) {
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
            Её ведёт другой блок: вам видна только пометка на странице. Доступ может дать руководитель МЦУ.
          </p>
        </div>
      )}
    </section>
  )
}
