import { useRef, useState } from 'preact/hooks'
import type { Actor } from '../../../shared/policy/actor.ts'
import { isEmptyScope, mayCapture, mayManagePeople, readScope } from '../../../shared/policy/permissions.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { doneWords } from '../act-words.ts'
import type { Bridge, Session } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { ManualForm, type Recorded as RecordedMessage } from '../parts/ManualForm.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { SyncLine } from '../parts/SyncLine.tsx'
import { Unenrolled } from '../parts/Unenrolled.tsx'
import { Unexpected } from '../parts/Unexpected.tsx'
import { useKeptFocus } from '../parts/use-kept-focus.ts'
import { countByBlock, countOverdue, countUrgent, groupMarks, rowsByTab } from '../rows.ts'
import { useBridge, useDrafts, type Watched } from '../use-bridge.ts'
import { brokenWords, clockWords, syncWords } from '../words.ts'
import { type HerePage, HereSwitch } from './HereSwitch.tsx'
import { Recorded } from './Recorded.tsx'

type PopupAppProps = {
  bridge: Bridge
  onOptions: () => void
  /** «Что умеет читать расширение» */
  onChannels?: () => void
  /** «Сообщить о поломке»; answers words where the page in front cannot be described. */
  onBroken?: () => Promise<string | null>
  /** The page in front, for «Включить здесь». */
  page?: HerePage
  onClose: () => void
}

/** Where the keyboard goes on when what it was on is gone. */
const focusPlaces = ['.recorded .main', '.ways .main', 'button']

/** The popup: how many wait for me, the state of sync, and the three ways on. */
export function PopupApp({ bridge, onOptions, onChannels, onBroken, page, onClose }: PopupAppProps) {
  const watched = useBridge(bridge)
  const drafts = useDrafts(bridge)
  const { session } = watched
  const root = useRef<HTMLElement>(null)
  useKeptFocus(root, focusPlaces)
  return (
    <main class="popup" ref={root}>
      <h1>Пульт МЦУ</h1>
      <Unexpected />
      {session.state === 'unenrolled' ? (
        <Unenrolled onOptions={onOptions} />
      ) : session.state === 'loading' || drafts === null || watched.now === '' ? (
        <Skeleton lines={5} label="Загружается" />
      ) : (
        <PopupDesk session={session} watched={watched} drafts={drafts} bridge={bridge} onClose={onClose} />
      )}
      {session.state === 'ready' && page !== undefined && <HereSwitch page={page} />}
      {onChannels !== undefined && onBroken !== undefined && (
        <Reading onChannels={onChannels} onBroken={onBroken} onClose={onClose} />
      )}
    </main>
  )
}

type ReadingProps = Required<Pick<PopupAppProps, 'onChannels' | 'onBroken' | 'onClose'>>

/** What the extension reads, and what to do where it does not. */
function Reading({ onChannels, onBroken, onClose }: ReadingProps) {
  const [failure, setFailure] = useState<string | null>(null)
  const report = async () => {
    const words = await onBroken()
    if (words === null) onClose()
    else setFailure(words)
  }
  return (
    <>
      {failure !== null && (
        <p class="notice today" role="alert">
          {failure}
        </p>
      )}
      <p class="quiet popup-links">
        <button type="button" class="small" onClick={onChannels}>
          Что умеет читать расширение
        </button>
        <button type="button" class="small" onClick={() => void report()}>
          Сообщить о поломке
        </button>
      </p>
    </>
  )
}

type PopupDeskProps = {
  session: Extract<Session, { state: 'ready' }>
  watched: Watched
  drafts: Drafts
  bridge: Pick<Bridge, 'act' | 'putFile' | 'watchFiles' | 'openPanel' | 'openReport' | 'showTicket'>
  onClose: () => void
}

function PopupDesk({ session, watched, drafts, bridge, onClose }: PopupDeskProps) {
  const { actor, settings } = session
  const { tickets, sync, refused, broken, now } = watched
  const [recording, setRecording] = useState(() => drafts.read('manual') !== undefined)
  const [failure, setFailure] = useState<string | null>(null)
  const [recorded, setRecorded] = useState<RecordedMessage | null>(null)
  const tabs = tickets === null ? null : rowsByTab(tickets, { actor, settings, now })
  const words = sync === null ? null : syncWords(sync, refused.length, now, settings.deadlines.zone)
  const clock = sync === null ? null : clockWords(sync.clockOffsetMinutes)

  const openPanel = () => void bridge.openPanel().then(onClose)
  const showTicket = (ticketId: string) => void bridge.showTicket(ticketId).then(openPanel)
  const home = homeOf(actor, settings)
  const openReport = async (path: string) => {
    const result = await bridge.openReport(path)
    if (result.outcome === 'failed') setFailure(result.words)
    else onClose()
  }

  if (recorded !== null) {
    return (
      <Recorded
        words={doneWords(recorded.command, null, settings, sync)}
        isAppeal={recorded.isAppeal}
        notRegistered={recorded.notRegistered}
        onMore={() => {
          setRecorded(null)
          setRecording(true)
        }}
        onShow={() => showTicket(recorded.ticketId)}
        onClose={() => setRecorded(null)}
      />
    )
  }
  if (recording && mayCapture(actor)) {
    return (
      <>
        <div class="ticket-head">
          <button type="button" class="small" onClick={() => setRecording(false)}>
            <span aria-hidden="true">←</span> Назад
          </button>
          <h2>Записать сообщение</h2>
        </div>
        <ManualForm
          viewpoint={{ actor, settings, now }}
          rows={tickets ?? []}
          drafts={drafts}
          bridge={bridge}
          onRecorded={done => {
            setRecording(false)
            setRecorded(done)
          }}
          onOpen={showTicket}
        />
      </>
    )
  }
  return (
    <>
      {tabs === null ? (
        <Skeleton lines={2} label="Загружается" />
      ) : (
        <div class="figures">
          <Figure
            look={groupMarks.overdue.look}
            shape={groupMarks.overdue.shape}
            title="просрочено у меня"
            count={countOverdue(tabs.mine, now)}
            onOpen={openPanel}
          />
          <Figure
            look={groupMarks.today.look}
            shape={groupMarks.today.shape}
            title="сегодня у меня"
            count={countUrgent(tabs.mine, settings, now, 'today')}
            onOpen={openPanel}
          />
          {actor.roles.includes('center_head') && (
            <Figure
              look={groupMarks.before_head.look}
              shape={groupMarks.before_head.shape}
              title="вынесено на решение"
              count={countUrgent(tabs.mine, settings, now, 'before_head')}
              onOpen={openPanel}
            />
          )}
          {actor.blocks.length > 0 && (
            <Figure
              look="running"
              shape="●"
              title="всего в моих блоках"
              count={tabs.blocks.length}
              onOpen={openPanel}
            />
          )}
        </div>
      )}
      {tabs !== null && actor.blocks.length > 1 && (
        <p class="quiet">
          {countByBlock(tabs.blocks, actor.blocks)
            .map(({ block, count }) => `${blocks[block].short} ${count}`)
            .join(' · ')}
        </p>
      )}
      {words !== null && (
        <p>
          <SyncLine words={words} />
        </p>
      )}
      {words?.tone === 'stopped' && <p class="notice overdue">{words.advice}</p>}
      {clock !== null && <p class="notice today">{clock}</p>}
      {session.accessNote !== null && <p class="notice">{session.accessNote}</p>}
      {broken.map(channel => (
        <p class="notice today" key={channel}>
          {brokenWords(channel)}
        </p>
      ))}
      {failure !== null && (
        <p class="notice overdue" role="alert">
          {failure}
        </p>
      )}
      <div class="ways">
        <button type="button" class="main" onClick={openPanel}>
          Открыть пульт
        </button>
        {home !== null && (
          <button type="button" onClick={() => void openReport(home.path)}>
            {home.title}
          </button>
        )}
        {mayCapture(actor) && (
          <button type="button" onClick={() => setRecording(true)}>
            Записать сообщение
          </button>
        )}
      </div>
    </>
  )
}

type FigureProps = { look: string; shape: string; title: string; count: number; onOpen: () => void }

function Figure({ look, shape, title, count, onOpen }: FigureProps) {
  return (
    <button type="button" class={`figure ${count === 0 ? 'none' : look}`} onClick={onOpen}>
      <strong>
        <span class="figure-shape" aria-hidden="true">
          {shape}
        </span>{' '}
        {count}
      </strong>
      <span>{title}</span>
    </button>
  )
}

/** Where the server's pages begin for this person; signing in from here needs no password. */
function homeOf(actor: Actor, settings: Settings): { path: string; title: string } | null {
  if (!isEmptyScope(readScope(actor, settings))) return { path: '/', title: 'Открыть сводку' }
  return mayManagePeople(actor) ? { path: '/people', title: 'Открыть сотрудников и настройки' } : null
}
