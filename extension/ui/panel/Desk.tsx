import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ActType } from '../../../shared/acts/contract.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { mayCapture } from '../../../shared/policy/permissions.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { doneWords } from '../act-words.ts'
import type { Bridge, RefusedRow, Session, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { keptDrafts } from '../kept-drafts.ts'
import { ManualForm } from '../parts/ManualForm.tsx'
import { Toast } from '../parts/Toast.tsx'
import { useKeptFocus } from '../parts/use-kept-focus.ts'
import { findNearby } from '../similar.ts'
import { TicketPage } from '../ticket/TicketPage.tsx'
import { offerOfKey } from '../ticket/use-act-keys.ts'
import { SyncDetails } from '../tray/SyncDetails.tsx'
import { useRepeats } from '../tray/use-repeats.ts'
import type { Watched } from '../use-bridge.ts'
import { WatchSection } from '../watch/WatchSection.tsx'
import { brokenWords, goneWords, syncWords } from '../words.ts'
import { Absent } from './Absent.tsx'
import { KeysHelp } from './KeysHelp.tsx'
import { ListPane } from './ListPane.tsx'
import { PanelHeader } from './PanelHeader.tsx'
import { useDeskActs } from './use-desk-acts.ts'
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
  const [detailsOpen, setDetailsOpen] = useState(false)
  const [recording, setRecording] = useState(false)
  const [helping, setHelping] = useState<string | null | false>(false)
  const [begun, setBegun] = useState<ActType | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const lastOpened = useRef<string | null>(null)
  const lastSeen = useRef<TicketRow | null>(null)

  useKeptFocus(root, focusPlaces)

  const viewpoint = useMemo(() => ({ actor, settings, now }), [actor, settings, now])
  const findRow = (ticketId: string | null) =>
    ticketId === null
      ? undefined
      : tickets?.find(row => row.ticket.id === ticketId || row.aliases.includes(ticketId))
  const opened = findRow(openId)
  if (opened !== undefined) lastSeen.current = opened
  const acts = useDeskActs({ bridge, drafts, viewpoint, sync, findRow })
  const repeats = useRepeats(refused)
  const orphans =
    tickets === null
      ? []
      : keptDrafts(drafts).filter(draft => findRow(draft.ticketId) === undefined && !acts.isSaving(draft))

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
  const hasGone =
    openId !== null &&
    tickets !== null &&
    opened === undefined &&
    acts.hasActedOn(openId) &&
    !orphans.some(draft => draft.ticketId === openId)
  useEffect(() => {
    if (hasGone) onOpenTicket(null)
  }, [hasGone])
  const offersOf = (ticketId: string | null) => {
    const row = findRow(ticketId)
    return row === undefined || tickets === null
      ? []
      : offersFor(row, { ...viewpoint, nearby: findNearby(row, tickets, viewpoint.now).toJoin })
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

  const openPage = async (path: string) => {
    const result = await bridge.openReport(path)
    if (result.outcome === 'failed') acts.say({ words: result.words })
  }
  const words = sync === null ? null : syncWords(sync, refused.length, now, settings.deadlines.zone)

  return (
    <div class="panel" ref={root} data-open={openId !== null || recording ? '' : undefined}>
      <PanelHeader
        sync={words}
        keptCount={orphans.length}
        detailsOpen={detailsOpen}
        onToggleDetails={() => setDetailsOpen(!detailsOpen)}
        onRecord={mayCapture(actor) && !recording ? () => setRecording(true) : null}
        onHandOver={actor.onDuty === true ? () => openPage('/duty') : null}
        onHelp={() => setHelping(openId)}
      />
      {detailsOpen && sync !== null && words !== null && (
        <SyncDetails
          sync={sync}
          words={words}
          live={live}
          rows={tickets}
          refused={refused}
          repeats={repeats}
          kept={orphans}
          onDrop={acts.drop}
          viewpoint={viewpoint}
          acts={{
            drafts,
            onOpen: openTicket,
            onRetry: row => {
              repeats.note(row)
              return bridge.retryRefused(row.commandId)
            },
            onDiscard: acts.discard,
            onReplace: async (commandId, command) =>
              acts.settled(await bridge.replaceRefused(commandId, command), {
                words: 'Исправлено и отправляется.',
              }),
            onResolve: async (commandId, choices) =>
              acts.settled(await bridge.resolveConflict(commandId, choices), {
                words: 'Выбранное сохранено.',
              }),
            files: bridge,
          }}
          onSend={bridge.syncNow}
          onOptions={props.onOptions}
          onExport={acts.exportCommands}
        />
      )}
      {session.accessNote !== null && <p class="notice">{session.accessNote}</p>}
      {broken.map(channel => (
        <p class="notice today" key={channel}>
          {brokenWords(channel)}
        </p>
      ))}
      <div class="panes">
        <ListPane
          tickets={tickets}
          viewpoint={viewpoint}
          link={sync?.link ?? null}
          openId={openId}
          onOpen={openTicket}
          onReport={() => openPage('/')}
          watch={<WatchSection viewpoint={viewpoint} bridge={bridge} />}
        />
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
                  acts.say({ words: [words, notRegistered].filter(Boolean).join(' ') })
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
              onAct={command => acts.act(opened.ticket.id, command)}
              onUndo={acts.undo}
              onBack={back}
              onOpen={openTicket}
              desk={bridge}
            />
          ) : openId !== null ? (
            <Absent
              isLoading={tickets === null}
              gone={goneOf(openId, lastSeen.current, refused, settings)}
              kept={orphans.filter(draft => draft.ticketId === openId)}
              onDrop={acts.drop}
              onBack={back}
            />
          ) : (
            <p class="quiet choose">Выберите карточку слева.</p>
          )}
        </aside>
      </div>
      {helping !== false && <KeysHelp offers={offersOf(helping)} onClose={() => setHelping(false)} />}
      <Toast toast={acts.toast} moreWays={acts.moreWays} onGone={acts.hideToast} />
    </div>
  )
}

/** Where an open card went: as it was seen last, or as the tray knows it; `null` for one that was never here. */
function goneOf(
  ticketId: string,
  seen: TicketRow | null,
  refused: readonly RefusedRow[],
  settings: Settings,
): string | null {
  if (seen !== null && (seen.ticket.id === ticketId || seen.aliases.includes(ticketId)))
    return goneWords(seen.ticket, settings)
  return refused.find(row => row.ticketId === ticketId)?.goneWords ?? null
}
