/** What narrows the head's pages, besides the period: in the address, kept by every link, told in words. */
import { kinds } from '../../../shared/deadlines/rules.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../../shared/reference/blocks.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { type Period, periodQuery } from '../../../shared/reports/period.ts'
import type { Narrowing } from '../../reports/block-statistics/list.ts'
import { address } from '../address.ts'
import { SelectField } from '../Field.tsx'
import { choicesOf } from '../queue/Filters.tsx'

export const filterNames = ['block', 'channel', 'kind', 'settlement'] as const
export type FilterName = (typeof filterNames)[number]
export type ReportFilters = Pick<Narrowing, FilterName>

/** What the address does not name, or names wrongly, does not narrow the page. */
export function readFilters(query: Record<string, string>): ReportFilters {
  const { block = '', channel, kind, settlement } = query
  return {
    block: isBlockId(block) ? block : undefined,
    channel: channelIds.find(each => each === channel),
    kind: kinds.find(each => each === kind),
    settlement: settlement?.slice(0, 120) || undefined,
  }
}

/** «Блок: ЖКХ»; empty where nothing narrows. */
export function filterWords(
  { block, channel, kind, settlement }: ReportFilters,
  settings: Settings,
): string[] {
  return [
    ...(block === undefined ? [] : [`Блок: ${blocks[block].short}`]),
    ...(channel === undefined ? [] : [`Канал: ${channels[channel]}`]),
    ...(kind === undefined ? [] : [`Вид: ${kindInfo[kind].title}`]),
    ...(settlement === undefined ? [] : [`Населённый пункт: ${titleOf(settings.settlements, settlement)}`]),
  ]
}

/** A page's own address: its period, what narrows it, and what else it carries. */
export function pageAddress(
  path: string,
  period: Period,
  filters: ReportFilters,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  return address(path, { ...periodQuery(period), ...filters, ...more })
}

type FormProps = {
  path: string
  period: Period
  filters: ReportFilters
  settings: Settings
  /** Which of them the page has; all where it does not say. */
  names?: readonly FilterName[]
  /** What the form keeps of the address besides the period. */
  more?: Readonly<Record<string, string | undefined>>
}

export function FilterForm({ path, period, filters, settings, names = filterNames, more = {} }: FormProps) {
  const any = (title: string) => ({ value: '', title })
  const choices = {
    block: {
      label: 'Блок',
      list: [any('Все блоки'), ...blockIds.map(id => ({ value: id, title: blocks[id].short }))],
    },
    channel: {
      label: 'Откуда',
      list: [any('Все каналы'), ...channelIds.map(id => ({ value: id, title: channels[id] }))],
    },
    kind: {
      label: 'Вид',
      list: [any('Все виды'), ...kinds.map(id => ({ value: id, title: kindInfo[id].title }))],
    },
    settlement: {
      label: 'Населённый пункт',
      list: [any('Весь район'), ...choicesOf(settings.settlements, filters.settlement)],
    },
  }
  return (
    <search class="report-filters">
      <form action={path} method="get">
        {Object.entries({ ...periodQuery(period), ...more }).map(([name, value]) =>
          value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
        )}
        {names.map(name => (
          <SelectField
            key={name}
            name={name}
            label={choices[name].label}
            value={filters[name] ?? ''}
            choices={choices[name].list}
          />
        ))}
        <button type="submit">Показать</button>
      </form>
    </search>
  )
}

/** Under the heading, on paper too: that these numbers are not of everything. */
export function Narrowed({
  path,
  period,
  filters,
  settings,
  more = {},
}: Pick<FormProps, 'path' | 'period' | 'filters' | 'settings' | 'more'>) {
  const words = filterWords(filters, settings)
  if (words.length === 0) return null
  return (
    <p>
      <b>{words.join(' · ')}</b>{' '}
      <a class="no-print" href={pageAddress(path, period, {}, more)}>
        Убрать условия
      </a>
    </p>
  )
}
