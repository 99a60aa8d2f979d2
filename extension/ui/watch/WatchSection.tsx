import { useEffect, useState } from 'preact/hooks'
import { dueWords, formatDateTime } from '../../../shared/deadlines/words.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import { mayLook, type WatchState, watchStates } from '../../../shared/watch/looks.ts'
import type { Bridge, LooksHere } from '../bridge.ts'
import type { Viewpoint } from '../rows.ts'

type WatchSectionProps = {
  viewpoint: Viewpoint
  bridge: Pick<Bridge, 'watchLooks' | 'look'>
}

/** «Наблюдение»: the watch list with what is late first, and «Просмотрено, нового нет» in one click (PRACTICE P16). */
export function WatchSection({ viewpoint, bridge }: WatchSectionProps) {
  const { actor, settings, now } = viewpoint
  const [looks, setLooks] = useState<LooksHere | null>(null)
  useEffect(() => bridge.watchLooks(setLooks), [bridge])
  if (settings.watchList.length === 0 || !mayLook(actor) || looks === null || now === '') return null
  const states = watchStates(settings.watchList, looks.last, settings.deadlines, now)
  const late = states.filter(({ isLate }) => isLate).length
  return (
    <details class="watch-list" open={late > 0}>
      <summary>
        Наблюдение{' '}
        {late > 0 ? (
          <span class="due overdue">{`▲ просрочено ${late} из ${states.length}`}</span>
        ) : (
          <span class="quiet">{`всё просмотрено вовремя, мест: ${states.length}`}</span>
        )}
      </summary>
      <ul>
        {states.map(state => (
          <WatchLine
            key={state.entry.id}
            state={state}
            isWaiting={looks.waitingIds.includes(state.entry.id)}
            viewpoint={viewpoint}
            onLook={() => bridge.look(state.entry.id)}
          />
        ))}
      </ul>
    </details>
  )
}

type WatchLineProps = {
  state: WatchState
  isWaiting: boolean
  viewpoint: Viewpoint
  onLook: () => Promise<void>
}

function WatchLine({ state, isWaiting, viewpoint, onLook }: WatchLineProps) {
  const { entry, last, dueAt, isLate } = state
  const { settings, now } = viewpoint
  const { zone } = settings.deadlines
  return (
    <li class="watch-line">
      <a href={entry.url} target="_blank" rel="noreferrer">
        {entry.title}
      </a>{' '}
      <span class={isLate ? 'due overdue' : 'due'}>
        {isLate && '▲ '}
        {dueWords(dueAt, now, zone)}
      </span>
      <p class="quiet">
        {last === null
          ? 'ещё не смотрели'
          : `смотрели ${formatDateTime(last.at, zone)}, ${titleOf(settings.people, last.personId)}`}
        {isWaiting && ' · ждёт отправки'}
      </p>
      <button
        type="button"
        class="small"
        aria-label={`Просмотрено, нового нет: ${entry.title}`}
        onClick={() => void onLook()}
      >
        Просмотрено, нового нет
      </button>
    </li>
  )
}
