/** What a person writes down of a call, a letter, a visit; and the commands that it becomes. */
import { v7 as uuidv7 } from 'uuid'
import * as z from 'zod'
import { readWebAddress } from '../../../shared/acts/reading.ts'
import type { Classification } from '../../../shared/classify/classify.ts'
import { kinds } from '../../../shared/deadlines/rules.ts'
import { instantAt, localDateOf } from '../../../shared/deadlines/zone.ts'
import { blockIds } from '../../../shared/reference/blocks.ts'
import type { ChannelId } from '../../../shared/reference/channels.ts'
import { identityOfPastedAddress } from '../../../shared/sources/pasted-address.ts'
import type { SourceKind } from '../../../shared/ticket/source.ts'
import type { NewCommand } from '../bridge.ts'
import { referencesIn } from '../forms/FilesField.tsx'

/** Ways in which a message comes past every page. */
export const manualChannels = [
  'phone',
  'paper',
  'reception',
  'email',
  'vk',
  'ok',
  'telegram',
  'max',
  'other',
] as const

export const manualDraftSchema = z.object({
  channel: z.enum(manualChannels),
  text: z.string(),
  author: z.string(),
  /** When it was told, `YYYY-MM-DDTHH:MM` on the organisation's clock; empty: as it is written down. */
  at: z.string().default(''),
  /** Where it can be read, if anywhere. */
  url: z.string(),
  place: z.string(),
  /** `null`: as the text suggests. */
  block: z.enum(blockIds).nullable(),
  subtopic: z.string().nullable(),
  settlement: z.string().nullable(),
  urgent: z.boolean().nullable(),
  kind: z.enum(kinds),
  registrationNumber: z.string(),
  registrationDate: z.string(),
  files: z.string(),
})
export type ManualDraft = z.infer<typeof manualDraftSchema>

export const emptyDraft: ManualDraft = {
  channel: 'phone',
  text: '',
  author: '',
  at: '',
  url: '',
  place: '',
  block: null,
  subtopic: null,
  settlement: null,
  urgent: null,
  kind: 'message',
  registrationNumber: '',
  registrationDate: '',
  files: '',
}

/** What will be recorded: what the person chose, else what the words suggest. */
export function topicOf(draft: ManualDraft, suggested: Classification) {
  const [best] = suggested.suggestions
  const block = draft.block ?? best?.blockId ?? 'none'
  const bySubtopic = best?.blockId === block ? best.subtopicId : null
  return {
    block,
    subtopic: draft.subtopic === null ? bySubtopic : draft.subtopic || null,
    settlement: draft.settlement === null ? (suggested.settlement?.id ?? null) : draft.settlement || null,
    place: draft.place.trim() || suggested.place,
    urgent: draft.urgent ?? suggested.urgent,
    isByKeywords: draft.block === null && draft.subtopic === null && best !== undefined,
  }
}

export type ManualFaults = { text?: string; at?: string; number?: string; date?: string; url?: string }

/** An instant, ISO; `undefined` for what cannot be read. `zone`: of the organisation. */
function instantOf(moment: string, zone: string): string | undefined {
  const [, date = '', hours = '', minutes = ''] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d)/u.exec(moment) ?? []
  if (Number.isNaN(Date.parse(date))) return undefined
  return instantAt(date, Number(hours) * 60 + Number(minutes), zone)
}

/** `now`: ISO. `zone`: of the organisation. */
export function faultsOf(draft: ManualDraft, now: string, zone: string): ManualFaults {
  const today = localDateOf(now, zone)
  const faults: ManualFaults = {}
  if (draft.text.trim() === '') faults.text = 'Напишите, что сообщили.'
  const at = instantOf(draft.at, zone)
  if (draft.at !== '' && at === undefined) faults.at = 'Время не читается. Укажите его заново.'
  if (at !== undefined && at > now) faults.at = 'Это время ещё не наступило.'
  if (draft.url.trim() !== '' && readWebAddress(draft.url.trim()) === null)
    faults.url = 'Вставьте адрес целиком, как в строке браузера: https://…'
  if (draft.kind !== 'appeal') return faults
  if (draft.registrationNumber.trim() === '') faults.number = 'Укажите номер регистрации.'
  if (draft.registrationDate === '') faults.date = 'Укажите дату регистрации.'
  else if (draft.registrationDate > today) faults.date = 'Дата ещё не наступила.'
  return faults
}

/** Only its number and date make an appeal: it is recorded as a message and registered by the second command. */
export function captureOf(draft: ManualDraft, suggested: Classification, zone: string): NewCommand {
  const at = instantOf(draft.at, zone)
  const { channel, author, text, kind } = draft
  const { isByKeywords, ...topic } = topicOf(draft, suggested)
  const isChosen = draft.block !== null || draft.subtopic !== null
  const url = readWebAddress(draft.url.trim())
  const named = url === null ? null : identityOfPastedAddress(url)
  // The post itself, also where a colleague recorded it from its page; of a call the address is only a reference.
  const post = named?.key.startsWith(`${channel}:`) === true ? named : null
  return {
    type: 'capture',
    data: {
      sourceId: uuidv7(),
      source: {
        key: post?.key ?? `${channel}:manual:${uuidv7()}`,
        channel,
        kind: post?.kind ?? kindOf(channel),
        url: post?.url ?? url,
        parentKey: post?.parentKey ?? null,
        author: { name: author.trim() || null, url: null, id: null },
        publishedAt: at ?? null,
        publishedText: null,
        precision: at === undefined ? 'unknown' : 'minute',
        text: text.trim(),
        photos: [],
        truncated: false,
        missing: author.trim() === '' ? ['author'] : [],
      },
      ...topic,
      kind: kind === 'appeal' ? 'message' : kind,
      suggestedBy: isChosen ? 'person' : isByKeywords ? 'keywords' : 'nobody',
      files: referencesIn(draft.files),
    },
  }
}

export function registrationOf(draft: ManualDraft): NewCommand | null {
  if (draft.kind !== 'appeal') return null
  return {
    type: 'register_appeal',
    data: { number: draft.registrationNumber.trim(), date: draft.registrationDate },
  }
}

function kindOf(channel: ChannelId): SourceKind {
  if (channel === 'phone') return 'call'
  return channel === 'paper' || channel === 'email' ? 'letter' : 'message'
}
