import { useState } from 'preact/hooks'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { statusTitles } from '../../../shared/reference/statuses.ts'
import { ticketStatuses } from '../../../shared/ticket/ticket.ts'
import { Field } from '../parts/Field.tsx'
import { type Filters, hasChosen, noFilters } from '../rows.ts'

type SearchBarProps = { filters: Filters; onChange: (filters: Filters) => void }

/** Search over number, text, place and author; the rarer choices are folded, and what is chosen stays in sight. */
export function SearchBar({ filters, onChange }: SearchBarProps) {
  const [open, setOpen] = useState(false)
  const { block, status, channel } = filters
  return (
    <search class="search">
      <div class="search-row">
        <input
          type="search"
          id="search"
          aria-label="Поиск: номер, текст, место, автор"
          placeholder="Номер, текст, место, автор"
          value={filters.query}
          onInput={event => onChange({ ...filters, query: event.currentTarget.value })}
        />
        <button type="button" class="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          Отбор
        </button>
      </div>
      {open && (
        <div class="filters">
          <Field label="Блок">
            {ids => (
              <select
                {...ids}
                value={block ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ ...filters, block: isBlockId(value) ? value : null })
                }
              >
                <option value="">все</option>
                {blockIds.map(id => (
                  <option key={id} value={id}>
                    {blocks[id].title}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Статус">
            {ids => (
              <select
                {...ids}
                value={status ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ ...filters, status: ticketStatuses.find(id => id === value) ?? null })
                }
              >
                <option value="">все</option>
                {ticketStatuses.map(id => (
                  <option key={id} value={id}>
                    {statusTitles[id]}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Откуда">
            {ids => (
              <select
                {...ids}
                value={channel ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ ...filters, channel: channelIds.find(id => id === value) ?? null })
                }
              >
                <option value="">все</option>
                {channelIds.map(id => (
                  <option key={id} value={id}>
                    {channels[id]}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
      )}
      {hasChosen(filters) && (
        <div class="chips">
          {block !== null && (
            <Chip words={blocks[block].short} onRemove={() => onChange({ ...filters, block: null })} />
          )}
          {status !== null && (
            <Chip words={statusTitles[status]} onRemove={() => onChange({ ...filters, status: null })} />
          )}
          {channel !== null && (
            <Chip words={channels[channel]} onRemove={() => onChange({ ...filters, channel: null })} />
          )}
          <button type="button" class="link" onClick={() => onChange({ ...noFilters, query: filters.query })}>
            снять отбор
          </button>
        </div>
      )}
    </search>
  )
}

function Chip({ words, onRemove }: { words: string; onRemove: () => void }) {
  return (
    <button type="button" class="chip" onClick={onRemove} aria-label={`Убрать отбор: ${words}`}>
      {words} <span aria-hidden="true">×</span>
    </button>
  )
}
