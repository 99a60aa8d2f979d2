/** What narrows the queue, and how an address says so. */
import { type Level, levels } from '../../../shared/deadlines/deadline.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { levelWords } from '../../../shared/deadlines/words.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { channelIds, channels } from '../../../shared/reference/channels.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { statusTitles } from '../../../shared/reference/statuses.ts'
import { ticketStatuses } from '../../../shared/ticket/ticket.ts'
import type { Behind, Narrowing } from '../../reports/block-statistics/list.ts'
import type { StageId } from '../../reports/stages/stages.ts'
import { CheckField, SelectField, TextField } from '../Field.tsx'
import { stageTitles } from '../speed/words.ts'

export type QueueQuery = Omit<Narrowing, 'recorded'> &
  Omit<Behind, 'among'> & {
    level: Level | undefined
    /** «Поступило за выходные». */
    weekend: boolean
    /** Answered tickets that passed through this stage; `any`: all whose stages were followed. */
    stage: StageId | 'any' | undefined
    /** Put before the head and decided since. */
    decided: boolean
    /** What waits for this person. */
    personId: string | undefined
  }

/** As the address carries it. */
export function narrowingQuery(query: QueueQuery): Record<string, string | undefined> {
  const { block, status, kind, channel, settlement, subtopic, recipientId, level } = query
  const { without, beforeHead, weekend, text, late, measured, stage, decided, personId } = query
  return {
    text,
    block,
    status,
    kind,
    channel,
    settlement,
    subtopic,
    without,
    recipient: recipientId,
    responsible: query.responsibleId,
    level,
    before_head: beforeHead ? 'yes' : undefined,
    weekend: weekend ? 'yes' : undefined,
    late: late ? 'yes' : undefined,
    measured,
    stage,
    decided: decided ? 'yes' : undefined,
    person: personId,
  }
}

export function isNarrowing(query: QueueQuery): boolean {
  return Object.values(narrowingQuery(query)).some(value => value !== undefined)
}

/** Of the row «не указано» of a report: it can be taken away here. */
const withoutTitles: Readonly<Record<NonNullable<Narrowing['without']>, string>> = {
  settlement: 'Населённый пункт не указан',
  subtopic: 'Подтема не указана',
  recipient: 'Никому не поручено',
}

const measuredTitles: Readonly<Record<NonNullable<Behind['measured']>, string>> = {
  record: 'Записано не позже ответа',
  post: 'Время публикации известно, и она не позже ответа',
}

/** What the numbers of reports narrow besides: stands ticked where the address has it, and can be taken away. */
function tickedOf({ without, late, measured, stage, decided }: QueueQuery) {
  const ticked: { name: string; value: string; label: string }[] = []
  if (without !== undefined) ticked.push({ name: 'without', value: without, label: withoutTitles[without] })
  if (late) ticked.push({ name: 'late', value: 'yes', label: 'Только не в срок' })
  if (measured !== undefined)
    ticked.push({ name: 'measured', value: measured, label: measuredTitles[measured] })
  if (stage === 'any') ticked.push({ name: 'stage', value: stage, label: 'Прослежены по этапам' })
  else if (stage !== undefined)
    ticked.push({ name: 'stage', value: stage, label: `Этап: ${stageTitles[stage].title.toLowerCase()}` })
  if (decided) ticked.push({ name: 'decided', value: 'yes', label: 'Руководитель решил' })
  return ticked
}

/** With the chosen one, also where it stands in the list no more. */
export function choicesOf(list: readonly { id: string; title: string }[], chosen: string | undefined) {
  const isKnown = chosen === undefined || list.some(({ id }) => id === chosen)
  const all = isKnown ? list : [...list, { id: chosen, title: chosen }]
  return all.map(({ id, title }) => ({ value: id, title }))
}

type FiltersProps = {
  query: QueueQuery
  settings: Settings
  /** What the form keeps of the address: the tab, or the number and its period. */
  hidden: Record<string, string | undefined>
}

export function Filters({ query, settings, hidden }: FiltersProps) {
  const any = (title: string) => ({ value: '', title })
  const { text: _text, block: _block, ...rest } = narrowingQuery(query)
  const isOpen = Object.values(rest).some(value => value !== undefined)
  return (
    <form class="filters sheet" action="/tickets" method="get">
      {Object.entries(hidden).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
      {query.responsibleId !== undefined && (
        <input type="hidden" name="responsible" value={query.responsibleId} />
      )}
      {query.personId !== undefined && <input type="hidden" name="person" value={query.personId} />}
      <div class="filter-row">
        <div data-key="/" data-key-title="Искать">
          <TextField
            name="text"
            label="Номер или слова"
            type="search"
            value={query.text ?? ''}
            placeholder="1024 или: вода Садовая"
          />
        </div>
        <SelectField
          name="block"
          label="Блок"
          value={query.block ?? ''}
          choices={[any('Все блоки'), ...blockIds.map(id => ({ value: id, title: blocks[id].short }))]}
        />
        <SelectField
          name="status"
          label="Состояние"
          value={query.status ?? ''}
          choices={[
            any('Любое'),
            ...ticketStatuses
              .filter(id => id !== 'withdrawn')
              .map(id => ({ value: id, title: statusTitles[id] })),
          ]}
        />
        <button class="main" type="submit">
          Показать
        </button>
      </div>
      <details open={isOpen}>
        <summary>Ещё условия</summary>
        <div class="filter-row">
          <SelectField
            name="level"
            label="Срочность"
            value={query.level ?? ''}
            choices={[
              any('Любая'),
              ...levels
                .filter(level => level !== 'stopped')
                .toReversed()
                .map(level => ({ value: level, title: levelWords[level] })),
            ]}
          />
          <SelectField
            name="kind"
            label="Вид"
            value={query.kind ?? ''}
            choices={[any('Любой'), ...kinds.map(id => ({ value: id, title: kindInfo[id].title }))]}
          />
          <SelectField
            name="channel"
            label="Откуда"
            value={query.channel ?? ''}
            choices={[any('Любой канал'), ...channelIds.map(id => ({ value: id, title: channels[id] }))]}
          />
          <SelectField
            name="settlement"
            label="Населённый пункт"
            value={query.settlement ?? ''}
            choices={[any('Любой'), ...choicesOf(settings.settlements, query.settlement)]}
          />
          <SelectField
            name="subtopic"
            label="Подтема"
            value={query.subtopic ?? ''}
            choices={[any('Любая'), ...choicesOf(settings.subtopics, query.subtopic)]}
          />
          <SelectField
            name="recipient"
            label="Ответственный получатель"
            value={query.recipientId ?? ''}
            choices={[any('Любой'), ...settings.recipients.map(({ id, title }) => ({ value: id, title }))]}
          />
        </div>
        <div class="filter-row checks">
          <CheckField name="before_head" label="Вынесено на решение" checked={query.beforeHead === true} />
          <CheckField name="weekend" label="Поступило за выходные" checked={query.weekend} />
          {tickedOf(query).map(({ name, value, label }) => (
            <CheckField key={name} name={name} value={value} label={label} checked />
          ))}
        </div>
      </details>
    </form>
  )
}
