import { useEffect, useRef, useState } from 'preact/hooks'
import { plural } from '../../../shared/reference/plural.ts'
import type { TicketRow } from '../bridge.ts'
import { type Group, type GroupId, groupMarks, type Viewpoint } from '../rows.ts'
import { TicketRowButton } from './TicketRowButton.tsx'

type TicketListProps = {
  groups: Group[]
  viewpoint: Viewpoint
  /** Groups that the person opened or folded, against their usual state. */
  folded: ReadonlySet<GroupId>
  openId: string | null
  onFold: (group: GroupId) => void
  onOpen: (ticketId: string) => void
}

/** Groups by urgency, their counts always in sight. */
export function TicketList({ groups, viewpoint, folded, openId, onFold, onOpen }: TicketListProps) {
  return (
    <div class="groups">
      {groups.map(({ id, rows }) => {
        const mark = groupMarks[id]
        const isFolded = folded.has(id)
        return (
          <section key={id} class="group">
            <h2>
              <button
                type="button"
                class={`group-title ${mark.look}`}
                aria-expanded={!isFolded}
                onClick={() => onFold(id)}
              >
                <span class="shape" aria-hidden="true">
                  {mark.shape}
                </span>
                {mark.title} <span class="count">{rows.length}</span>
                <span class="chevron" aria-hidden="true" />
              </button>
            </h2>
            {!isFolded && <Rows rows={rows} viewpoint={viewpoint} openId={openId} onOpen={onOpen} />}
          </section>
        )
      })}
    </div>
  )
}

/** Only as many rows as were scrolled to: ten thousand stay as quick as fifty. */
const step = 60

function Rows({
  rows,
  viewpoint,
  openId,
  onOpen,
}: Pick<TicketListProps, 'viewpoint' | 'openId' | 'onOpen'> & { rows: TicketRow[] }) {
  const [limit, setLimit] = useState(step)
  const end = useRef<HTMLLIElement>(null)
  const hidden = rows.length - limit
  useEffect(() => {
    const mark = end.current
    if (mark === null) return
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) setLimit(standing => standing + step)
      },
      { rootMargin: '600px' },
    )
    observer.observe(mark)
    return () => observer.disconnect()
  }, [hidden > 0, limit])
  return (
    <ul class="rows">
      {rows.slice(0, limit).map(row => (
        <li key={row.ticket.id}>
          <TicketRowButton
            row={row}
            viewpoint={viewpoint}
            isOpen={row.ticket.id === openId}
            onOpen={onOpen}
          />
        </li>
      ))}
      {hidden > 0 && (
        <li ref={end} class="rows-end quiet">
          ещё {hidden} {plural(hidden, ['карточка', 'карточки', 'карточек'])}
        </li>
      )}
    </ul>
  )
}
