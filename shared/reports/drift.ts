/**
 * Does an adapter still know its site? Pure arithmetic over the counts that desks send (shared/sync/wire.ts, Reading).
 *
 * Compared per adapter and kind of page: the last two days (today and yesterday, UTC) of the newest version that reads
 * there, with the fourteen days before, whatever version read then. An alarm stands where
 *  - of at least 20 items a field is missing in a share that is 20 points higher than before and at least twice it
 *    (before: also at least 20 items; without them nobody knows what is usual on that site), or
 *  - on at least 3 pages, and more than half of those that promised something, nothing was found.
 */
import type { Reading } from '../sync/wire.ts'

export const fewItems = 20
const jumpPoints = 0.2
const jumpTimes = 2
/** 0.3 − 0.1 is a little less than 0.2 to a computer. */
const rounding = 1e-9
const emptyPages = 3
const recentDays = 2
const baseDays = 14
const dayMilliseconds = 86_400_000

export const driftFields = ['url', 'author', 'publishedAt', 'text'] as const
export type DriftField = (typeof driftFields)[number]

export type DriftRow = Omit<Reading, 'refusedSelectors'>

/** `was`: `null` where too little is known of the days before. Shares from 0 to 1. */
export type FieldDrift = { share: number; was: number | null; isJump: boolean }

export type KindDrift = {
  pageKind: string
  items: number
  pages: number
  emptyPages: number
  fields: Record<DriftField, FieldDrift>
  isEmptied: boolean
}

export type DriftLevel = 'fine' | 'too-few' | 'jump'

export type AdapterDrift = {
  adapter: string
  /** The newest that read something in the last two days. */
  version: string
  level: DriftLevel
  items: number
  pages: number
  emptyPages: number
  kinds: KindDrift[]
}

/** How many days back rows are looked at. */
export const driftDays = recentDays + baseDays

/** The first day that counts. */
export function firstDriftDay(now: string): string {
  return daysBefore(now, driftDays - 1)
}

/** `now` is ISO; adapters without a reading in the last two days are not named. */
export function driftOf(rows: readonly DriftRow[], now: string): AdapterDrift[] {
  const [today, recentFrom, baseFrom] = [
    daysBefore(now, 0),
    daysBefore(now, recentDays - 1),
    firstDriftDay(now),
  ]
  const counted = rows.filter(({ day }) => day >= baseFrom && day <= today)
  const recent = counted.filter(({ day }) => day >= recentFrom)
  const adapters = [...new Set(recent.map(({ adapter }) => adapter))].toSorted()
  return adapters.map(adapter => {
    const own = recent.filter(row => row.adapter === adapter)
    const version = own
      .map(row => row.version)
      .reduce((newest, each) => (isNewer(each, newest) ? each : newest))
    const current = own.filter(row => row.version === version)
    const before = counted.filter(row => row.adapter === adapter && row.day < recentFrom)
    const kinds = [...new Set(current.map(({ pageKind }) => pageKind))].toSorted().map(pageKind => {
      const of = (all: readonly DriftRow[]) => sumOf(all.filter(row => row.pageKind === pageKind))
      return kindDrift(pageKind, of(current), of(before))
    })
    const { items, pages, emptyPages } = sumOf(current)
    return { adapter, version, level: levelOf(kinds, items), items, pages, emptyPages, kinds }
  })
}

type Sum = Pick<DriftRow, 'items' | 'pages' | 'emptyPages' | 'missing'>

function sumOf(rows: readonly DriftRow[]): Sum {
  const sum: Sum = {
    items: 0,
    pages: 0,
    emptyPages: 0,
    missing: { url: 0, author: 0, publishedAt: 0, text: 0 },
  }
  for (const row of rows) {
    sum.items += row.items
    sum.pages += row.pages
    sum.emptyPages += row.emptyPages
    for (const field of driftFields) sum.missing[field] += row.missing[field]
  }
  return sum
}

function kindDrift(pageKind: string, now: Sum, before: Sum): KindDrift {
  const field = (name: DriftField): FieldDrift => {
    const share = shareOf(now.missing[name], now.items)
    const was = before.items < fewItems ? null : shareOf(before.missing[name], before.items)
    const isJump =
      now.items >= fewItems &&
      was !== null &&
      share - was >= jumpPoints - rounding &&
      share >= jumpTimes * was
    return { share, was, isJump }
  }
  return {
    pageKind,
    items: now.items,
    pages: now.pages,
    emptyPages: now.emptyPages,
    fields: {
      url: field('url'),
      author: field('author'),
      publishedAt: field('publishedAt'),
      text: field('text'),
    },
    isEmptied: now.emptyPages >= emptyPages && now.emptyPages * 2 > now.pages,
  }
}

function levelOf(kinds: readonly KindDrift[], items: number): DriftLevel {
  const isAlarm = kinds.some(kind => kind.isEmptied || driftFields.some(name => kind.fields[name].isJump))
  if (isAlarm) return 'jump'
  return items < fewItems ? 'too-few' : 'fine'
}

const fieldWords: Record<DriftField, string> = {
  url: 'адрес',
  author: 'автор',
  publishedAt: 'дата',
  text: 'текст',
}

export const fieldTitle = (field: DriftField): string => fieldWords[field]

const pageKinds: Readonly<Record<string, string>> = {
  wall: 'стена',
  post: 'запись',
  feed: 'лента',
  topic: 'обсуждение',
  layer: 'запись поверх страницы',
  photo: 'фотография',
  video: 'видео',
  reviews: 'отзывы',
  moderation: 'модерация',
  comments: 'комментарии',
  chat: 'чат',
  group: 'группа',
  channel: 'канал',
  dialogue: 'диалог',
  messages: 'сообщения',
  conversation: 'диалог',
  chats: 'список чатов',
  dialogues: 'список диалогов',
  empty: 'чат не открыт',
  preview: 'просмотр',
  embed: 'вставка',
  profile: 'страница человека',
  card: 'карточка',
  list: 'список',
  other: 'другая страница',
  unknown: 'вид не понят',
}

/** A kind that a newer adapter names is shown as it calls itself. */
export const pageKindTitle = (kind: string): string => pageKinds[kind] ?? kind

export const percentWords = (share: number): string => `${Math.round(share * 100)}\u00a0%`

/** «автор не прочитан у 60 % (раньше 2 %)»; empty where no alarm stands. */
export function driftWords({ kinds }: Pick<AdapterDrift, 'kinds'>): string[] {
  return kinds.flatMap(kind => [
    ...(kind.isEmptied
      ? [
          `страницы «${pageKindTitle(kind.pageKind)}»: ничего не прочитано на ${kind.emptyPages} из ${kind.pages}`,
        ]
      : []),
    ...driftFields.flatMap(name => {
      const { share, was, isJump } = kind.fields[name]
      return isJump && was !== null
        ? [
            `страницы «${pageKindTitle(kind.pageKind)}»: ${fieldWords[name]} — нет у ${percentWords(share)} записей, раньше у ${percentWords(was)}`,
          ]
        : []
    }),
  ])
}

/** Versions are days, and a number where a day had several: «2026-11-23.2». */
export function isNewer(version: string, than: string): boolean {
  const parts = (text: string) => {
    const [day = '', number = '1'] = text.split('.')
    return { day, number: Number(number) }
  }
  const [a, b] = [parts(version), parts(than)]
  return a.day === b.day ? a.number > b.number : a.day > b.day
}

const shareOf = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

const daysBefore = (now: string, days: number): string =>
  new Date(Date.parse(now) - days * dayMilliseconds).toISOString().slice(0, 10)
