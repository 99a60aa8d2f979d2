import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ActType } from '../../../shared/acts/contract.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import type { Refusal } from '../../../shared/errors.ts'
import { mayCapture } from '../../../shared/policy/permissions.ts'
import { doneWords } from '../act-words.ts'
import type { ActResult, Bridge, NewCommand, Session } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { ManualForm } from '../parts/ManualForm.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { Toast, type ToastWords } from '../parts/Toast.tsx'
import { useKeptFocus } from '../parts/use-kept-focus.ts'
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
} from '../rows.ts'
import { findNearby } from '../similar.ts'
import { kindSwitches, switchSeconds } from '../ticket/reply-kinds.ts'
import { TicketPage } from '../ticket/TicketPage.tsx'
import { offerOfKey } from '../ticket/use-act-keys.ts'
import { SyncDetails } from '../tray/SyncDetails.tsx'
import type { Watched } from '../use-bridge.ts'
import { brokenWords, syncWords } from '../words.ts'
import { Absent } from './Absent.tsx'
import { BlockTotals } from './BlockTotals.tsx'
import { KeysHelp } from './KeysHelp.tsx'
import { Nothing } from './Nothing.tsx'
import { PanelHeader } from './PanelHeader.tsx'
import { SearchBar } from './SearchBar.tsx'
import { Tabs } from './Tabs.tsx'
import { TicketList } from './TicketList.tsx'
import { useLive } from './use-live.ts'
import { usePanelKeys } from './use-panel-keys.ts'

type DeskProps = {
  session: Extract<Session, { state: 'ready' }>
  watched: Watched
  drafts: Drafts
  openId: string | null
  onOpenTicket: (ticketId: string | null) => void
  bridge: Bridge
  onOptions: () => void
}

/** Acts after which «Отменить» is offered beside the words of what happened. */
const undoneByToast: readonly NewCommand['type'][] = [
  'classify',
  'assign',
  'accept_assignment',
  'approve_reply',
  'refuse_block',
  'reject',
  'close',
]

/** Where the keyboard goes on when what it was on is gone: the open card, else the list. */
const focusPlaces = [
  '.ticket .acts-main button',
  '#ticket-title',
  '.ticket .back',
  '.list-pane .row',
  '[role="tab"][aria-selected="true"]',
]

/** The list and, over it or beside it, the open ticket. */
export function Desk(props: DeskProps) {
  const { session, watched, drafts, openId, onOpenTicket, bridge } = props
  const { actor, settings } = session
  const { tickets, sync, refused, broken, now } = watched
  const live = useLive(bridge)
  const [tab, setTab] = useState<TabId>('mine')
  const [filters, setFilters] = useState(noFilters)
  const [folded, setFolded] = useState<ReadonlySet<GroupId>>(
    new Set<GroupId>(['answered', 'ended', 'withdrawn']),
  )
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [recording, setRecording] = useState(false)
  const [helping, setHelping] = useState<string | null | false>(false)
  const [begun, setBegun] = useState<ActType | null>(null)
  const [toast, setToast] = useState<ToastWords | null>(null)
  /** The reply that was just given: its kind may still be switched beside the words of what happened. */
  const [given, setGiven] = useState<{ ticketId: string; replyId: string } | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const lastOpened = useRef<string | null>(null)
  const actedOn = useRef<string | null>(null)

  useKeptFocus(root, focusPlaces)

  const viewpoint = useMemo(() => ({ actor, settings, now }), [actor, settings, now])
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
  const findRow = (ticketId: string | null) =>
    ticketId === null
      ? undefined
      : tickets?.find(row => row.ticket.id === ticketId || row.aliases.includes(ticketId))
  const opened = findRow(openId)

  const openTicket = useCallback(
    (ticketId: string, act: ActType | null = null) => {
      setDetailsOpen(false)
      setRecording(false)
      setBegun(act)
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
  // The own act may hand the card on to where this person does not see it: that is done, not a fault.
  const hasGone = openId !== null && tickets !== null && opened === undefined && actedOn.current === openId
  useEffect(() => {
    if (hasGone) onOpenTicket(null)
  }, [hasGone])
  const offersOf = (ticketId: string | null) => {
    const row = findRow(ticketId)
    return row === undefined || tickets === null
      ? []
      : offersFor(row, { ...viewpoint, nearby: findNearby(row, tickets).choices })
  }
  usePanelKeys(root, {
    onBack: back,
    onHelp: ticketId => setHelping(openId ?? ticketId),
    onAct(event, ticketId) {
      const offer = openId === null ? offerOfKey(offersOf(ticketId), event) : undefined
      if (offer === undefined) return false
      openTicket(ticketId, offer.isImmediate ? null : offer.act)
      return true
    },
  })

  const settled = (result: ActResult, words: ToastWords): Refusal | null => {
    if (result.outcome === 'refused') return result.refusal
    setToast(words)
    setGiven(null)
    return null
  }
  const undo = async (ticketId: string) =>
    settled(await bridge.undo(ticketId), { words: 'Последнее действие отменено.' })
  const act = async (ticketId: string | null, command: NewCommand): Promise<Refusal | null> => {
    actedOn.current = ticketId
    const result = await bridge.act(ticketId, command)
    const ticket = findRow(ticketId)?.ticket ?? null
    const words = doneWords(command, ticket, settings, sync)
    if (ticketId !== null && command.type === 'publish' && result.outcome === 'queued') {
      setToast({ words, seconds: switchSeconds })
      setGiven({ ticketId, replyId: result.commandId })
      return null
    }
    if (ticketId === null || !undoneByToast.includes(command.type)) return settled(result, { words })
    return settled(result, { words, ways: [{ title: 'Отменить', onChoose: () => void undo(ticketId) }] })
  }
  const discard = async (commandId: string) => {
    await bridge.discardRefused(commandId)
    const onChoose = () => void bridge.restoreRefused(commandId)
    setToast({ words: 'Убрано из «Не принято».', ways: [{ title: 'Вернуть', onChoose }] })
  }
  const exportCommands = async (commandIds: readonly string[] | null) => {
    const { fileName } = await bridge.exportCommands(commandIds)
    setToast({ words: `Сохранено в файл ${fileName}.` })
  }
  const switches =
    given === null
      ? []
      : kindSwitches(findRow(given.ticketId), given.replyId, viewpoint).map(({ title, command }) => ({
          title,
          onChoose: () => void act(given.ticketId, command),
        }))
  const fold = (group: GroupId) => {
    const next = new Set(folded)
    if (!next.delete(group)) next.add(group)
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
        onHandOver={
          actor.onDuty === true
            ? async () => {
                const result = await bridge.openReport('/duty')
                if (result.outcome === 'failed') setToast({ words: result.words })
              }
            : null
        }
        onHelp={() => setHelping(openId)}
      />
      {detailsOpen && sync !== null && words !== null && (
        <SyncDetails
          sync={sync}
          words={words}
          live={live}
          rows={tickets}
          refused={refused}
          viewpoint={viewpoint}
          acts={{
            drafts,
            onOpen: openTicket,
            onRetry: bridge.retryRefused,
            onDiscard: discard,
            onReplace: async (commandId, command) =>
              settled(await bridge.replaceRefused(commandId, command), {
                words: 'Исправлено и отправляется.',
              }),
            onResolve: async (commandId, choices) =>
              settled(await bridge.resolveConflict(commandId, choices), { words: 'Выбранное сохранено.' }),
            files: bridge,
          }}
          onSend={bridge.syncNow}
          onOptions={props.onOptions}
          onExport={exportCommands}
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
                viewpoint={viewpoint}
                rows={tickets ?? []}
                drafts={drafts}
                bridge={bridge}
                onRecorded={({ ticketId, command, notRegistered }) => {
                  setRecording(false)
                  const words = doneWords(command, null, settings, sync)
                  setToast({ words: [words, notRegistered].filter(Boolean).join(' ') })
                  openTicket(ticketId)
                }}
                onOpen={openTicket}
              />
            </section>
          ) : opened !== undefined && tickets !== null ? (
            <TicketPage
              key={opened.ticket.id}
              row={opened}
              rows={tickets}
              viewpoint={viewpoint}
              drafts={drafts}
              begun={begun}
              onAct={command => act(opened.ticket.id, command)}
              onUndo={undo}
              onBack={back}
              onOpen={openTicket}
              desk={bridge}
            />
          ) : openId !== null ? (
            <Absent isLoading={tickets === null} onBack={back} />
          ) : (
            <p class="quiet choose">Выберите карточку слева.</p>
          )}
        </aside>
      </div>
      {helping !== false && <KeysHelp offers={offersOf(helping)} onClose={() => setHelping(false)} />}
      <Toast
        toast={toast}
        moreWays={switches}
        onGone={() => {
          setToast(null)
          setGiven(null)
        }}
      />
    </div>
  )
}
