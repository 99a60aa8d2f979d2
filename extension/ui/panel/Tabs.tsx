import { type TabId, tabTitles } from '../rows.ts'

type TabsProps = {
  /** «Мои блоки» is for those who have some. */
  shown: readonly TabId[]
  current: TabId
  counts: Record<TabId, number> | null
  onChoose: (tab: TabId) => void
}

/** Arrow keys walk the tabs, as everywhere in the operating system. */
export function Tabs({ shown, current, counts, onChoose }: TabsProps) {
  const walk = (event: KeyboardEvent) => {
    const at = shown.indexOf(current)
    const to =
      event.key === 'ArrowRight'
        ? shown[(at + 1) % shown.length]
        : event.key === 'ArrowLeft'
          ? shown[(at + shown.length - 1) % shown.length]
          : event.key === 'Home'
            ? shown[0]
            : event.key === 'End'
              ? shown.at(-1)
              : undefined
    if (to === undefined) return
    event.preventDefault()
    onChoose(to)
    document.getElementById(`tab-${to}`)?.focus()
  }
  return (
    <div class="tabs" role="tablist" aria-label="Чьи карточки" onKeyDown={walk}>
      {shown.map(tab => (
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
