import { type TabId, tabIds, tabTitles } from '../rows.ts'

type TabsProps = { current: TabId; counts: Record<TabId, number> | null; onChoose: (tab: TabId) => void }

/** Arrow keys walk the tabs, as everywhere in the operating system. */
export function Tabs({ current, counts, onChoose }: TabsProps) {
  const walk = (event: KeyboardEvent) => {
    const at = tabIds.indexOf(current)
    const to =
      event.key === 'ArrowRight'
        ? tabIds[(at + 1) % tabIds.length]
        : event.key === 'ArrowLeft'
          ? tabIds[(at + tabIds.length - 1) % tabIds.length]
          : event.key === 'Home'
            ? tabIds[0]
            : event.key === 'End'
              ? tabIds.at(-1)
              : undefined
    if (to === undefined) return
    event.preventDefault()
    onChoose(to)
    document.getElementById(`tab-${to}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label="Чьи карточки" onKeyDown={walk}>
      {tabIds.map(tab => (
        <button
          type="button"
          key={tab}
          id={`tab-${tab}`}
          role="tab"
          aria-selected={tab === current}
          aria-controls="tab-content"
          tabIndex={tab === current ? 0 : -1}
          onClick={() => onChoose(tab)}
        >
          {tabTitles[tab]} <span class="count">{counts === null ? '…' : counts[tab]}</span>
        </button>
      ))}
    </div>
  )
}
