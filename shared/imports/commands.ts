/** What a planned row asks of the office: ordinary commands, as a person would give them by hand. */
import { classify } from '../classify/classify.ts'
import type { Settings } from '../policy/settings.ts'
import type { ExternalFields } from '../reference/external.ts'
import type { CommandInput } from '../ticket/commands.ts'
import { type SourceDraft, sourceTextLimit } from '../ticket/source.ts'
import type { PlannedRow } from './plan.ts'
import type { ImportRow } from './rows.ts'
import { instantOf } from './values.ts'

export type CommandMaking = {
  settings: Settings
  /** ISO. */
  now: string
  newId(): string
}

/** In the order in which they are to be given; none for a row that changes nothing. */
export function commandsOf(planned: PlannedRow, making: CommandMaking): CommandInput[] {
  switch (planned.outcome) {
    case 'new':
      return recording(planned.row, making)
    case 'changed':
      return [
        {
          ...envelope(planned.ticket.ticketId, making),
          type: 'set_external',
          data: { system: planned.row.system, ...planned.external },
        },
      ]
    case 'same':
    case 'finished':
      return []
    default: {
      const never: never = planned
      return never
    }
  }
}

function recording(row: ImportRow, making: CommandMaking): CommandInput[] {
  const capture = captureOf(row, making)
  const following = () => ({ ...envelope(capture.ticketId, making), dependsOn: capture.id })
  // Without the words of the citizen the topic is all there is to know it by.
  const essence: CommandInput[] =
    row.text === '' && row.topic !== null
      ? [
          {
            ...following(),
            type: 'classify',
            data: { changes: { essence: { from: null, to: row.topic } }, sorted: false },
          },
        ]
      : []
  return [
    capture,
    ...essence,
    ...(isEmpty(row.external)
      ? []
      : [{ ...following(), type: 'set_external' as const, data: { system: row.system, ...row.external } }]),
  ]
}

function captureOf(row: ImportRow, making: CommandMaking) {
  const { settings, now, newId } = making
  const told = [row.text, row.topic, row.settlement, row.place].filter(each => each !== null && each !== '')
  const found = classify(told.join('\n'), settings)
  const [best] = found.suggestions
  return {
    ...envelope(newId(), making),
    type: 'capture' as const,
    data: {
      sourceId: newId(),
      source: sourceOf(row, settings, now),
      block: best?.blockId ?? ('none' as const),
      subtopic: best?.subtopicId ?? null,
      settlement: found.settlement?.id ?? null,
      place: row.place ?? found.place,
      urgent: found.urgent,
      suggestedBy: best === undefined ? ('nobody' as const) : ('keywords' as const),
    },
  }
}

function sourceOf(row: ImportRow, { deadlines }: Settings, now: string): SourceDraft {
  const { key, kind, url, parentKey } = row.identity
  const read = row.published === null ? null : instantOf(row.published, deadlines.zone)
  // Nothing was published after it was exported: such a time is of another zone, or no time of publication.
  const published = read !== null && read.at <= now ? read : null
  return {
    key,
    channel: row.system,
    kind,
    url,
    parentKey,
    author: { name: row.author, url: null, id: null },
    publishedAt: published?.at ?? null,
    publishedText: row.publishedText,
    precision: published?.precision ?? 'unknown',
    text: row.text.slice(0, sourceTextLimit),
    photos: [],
    truncated: row.text.length > sourceTextLimit,
    missing: [
      ...(url === null ? (['url'] as const) : []),
      ...(row.author === null ? (['author'] as const) : []),
      ...(published === null ? (['publishedAt'] as const) : []),
      ...(row.text === '' ? (['text'] as const) : []),
    ],
  }
}

function envelope(ticketId: string, { now, newId }: CommandMaking) {
  return { id: newId(), ticketId, occurredAt: now, baseVersion: 0, dependsOn: null }
}

function isEmpty({ number, dueOn, stage }: ExternalFields): boolean {
  return number === null && dueOn === null && stage === null
}
