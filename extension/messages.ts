/**
 * What content scripts and extension pages ask of the worker, and what it answers.
 * Requests come from a page's process: the worker parses each. Answers come from our own worker and are trusted.
 * Everything that is shown is already in words here: the content script holds no rules, no zod and no store.
 */
import * as z from 'zod'
import { kinds } from '../shared/deadlines/rules.ts'
import { satisfactionMarkIds } from '../shared/reference/answers.ts'
import { blockIds } from '../shared/reference/blocks.ts'
import { channelIds } from '../shared/reference/channels.ts'
import type { SelectorSet } from '../shared/sources/selector-set.ts'
import { replyKinds } from '../shared/ticket/events.ts'
import { sourceDraftSchema, sourceTextLimit } from '../shared/ticket/source.ts'

const id = z.string().min(1).max(120)

export const requestSchema = z.discriminatedUnion('type', [
  /** Ids are made at the click, so that a repeated request after the worker's death stays one ticket. */
  z.object({
    type: z.literal('capture'),
    commandId: z.uuid(),
    ticketId: z.uuid(),
    sourceId: z.uuid(),
    source: sourceDraftSchema,
    /** A record of this click that it replaces: «Сохранить имя автора» in a private chat. */
    instead: id.optional(),
  }),
  z.object({ type: z.literal('card'), ticketId: id }),
  z.object({
    type: z.literal('correct'),
    commandId: z.uuid(),
    ticketId: id,
    changes: z.object({
      block: z.enum(blockIds).optional(),
      subtopic: id.nullable().optional(),
      settlement: id.nullable().optional(),
      place: z.string().max(500).nullable().optional(),
      urgent: z.boolean().optional(),
      kind: z.enum(kinds).optional(),
    }),
    /** Enter: the person agrees with the topic, the ticket is sorted. */
    confirm: z.boolean(),
  }),
  z.object({ type: z.literal('withdraw'), commandId: z.uuid(), ticketId: id }),
  /** Which tickets the fresh one could be joined to; asked after the record, which waits for nothing. */
  z.object({ type: z.literal('likely'), ticketId: id }),
  z.object({ type: z.literal('join'), commandId: z.uuid(), ticketId: id, into: id }),
  /** Handed to 112 / ЕДДС: to whom, and at what o'clock («10:05»; `null` is now). */
  z.object({
    type: z.literal('tell-emergency'),
    commandId: z.uuid(),
    ticketId: id,
    to: z.string().min(1).max(500),
    time: z.string().max(5).nullable(),
  }),
  z.object({ type: z.literal('marks'), keys: z.array(z.string().max(300)).max(500) }),
  z.object({
    type: z.literal('publish'),
    commandId: z.uuid(),
    ticketId: id,
    kind: z.enum(replyKinds),
    url: z.string().max(2_000),
    text: z.string().max(20_000),
    /** `null`: from an official's own page, not from an official account (PRACTICE P14). */
    accountId: id.nullable(),
    promisedDate: z.iso.date().nullable(),
  }),
  z.object({
    type: z.literal('change-reply-kind'),
    commandId: z.uuid(),
    ticketId: id,
    replyId: id,
    kind: z.enum(replyKinds),
  }),
  z.object({ type: z.literal('reply-kind'), text: z.string().max(20_000) }),
  /** Rights, and the selectors in force for the adapters of this site. `wanted`: one whose script the page needs. */
  z.object({
    type: z.literal('overlay-start'),
    adapters: z.array(z.string().max(40)).max(10),
    wanted: z.enum(['vk-messages']).nullish(),
  }),
  /** The script with the card, into the asking page. */
  z.object({ type: z.literal('card-script') }),
  /** A page of the watch list stood open: which, and nothing else. */
  z.object({ type: z.literal('watch-seen'), place: z.string().max(300) }),
  /** «Включить здесь» and «Выключить здесь», from the popup. */
  z.object({
    type: z.literal('switch-here'),
    key: z.string().min(3).max(300),
    title: z.string().max(2_000).nullable(),
    isPrivate: z.boolean(),
    isOn: z.boolean(),
  }),
  /** Somebody wrote under our answer: the author of the ticket? */
  z.object({
    type: z.literal('word-back-offer'),
    ticketId: id,
    author: z.object({ id: z.string().max(200).nullable(), url: z.string().max(2_000).nullable() }),
  }),
  z.object({
    type: z.literal('word-back'),
    commandId: z.uuid(),
    ticketId: id,
    mark: z.enum(satisfactionMarkIds),
    text: z.string().trim().min(1).max(2_000).nullable(),
  }),
  z.object({ type: z.literal('choices') }),
  /** What the adapter could read of the page: counts only, no texts. */
  z.object({
    type: z.literal('page-state'),
    channel: z.enum(channelIds),
    state: z.enum(['fine', 'nothing-read']),
  }),
  /** How the adapter fared on one page, told once a visit: counts only, no texts, never of private chats. */
  z.object({
    type: z.literal('page-read'),
    adapter: z.string().max(40),
    version: z.string().max(20),
    pageKind: z.string().max(40),
    /** Something was expected here and nothing was found. */
    isEmpty: z.boolean(),
    items: z.int().min(0).max(100),
    missing: z.object({
      url: z.int().min(0).max(100),
      author: z.int().min(0).max(100),
      publishedAt: z.int().min(0).max(100),
      text: z.int().min(0).max(100),
    }),
    refusedSelectors: z.int().min(0).max(10_000),
  }),
  /** «Сообщить о поломке»: takes the structure of the page in front, without its texts, and shows it. */
  z.object({ type: z.literal('report-broken') }),
  /** For the page «Что умеет читать расширение». */
  z.object({ type: z.literal('packs') }),
  z.object({ type: z.literal('check-packs') }),
  z.object({ type: z.literal('return-pack'), adapter: z.string().max(40) }),
  /**
   * «Снимок поста» after the record: what the page's side cannot say is asked of it by `look`. `observedId`: it was found
   * changed, and the observation is a command of that id.
   */
  z.object({
    type: z.literal('snapshot'),
    commandId: z.uuid(),
    evidenceId: z.uuid(),
    observedId: z.uuid().nullable(),
    ticketId: id,
    sourceId: id,
    sourceKey: z.string().min(3).max(300),
    takenAt: z.iso.datetime(),
    address: z.string().max(2_000).nullable(),
    text: z.string().max(sourceTextLimit),
    isTextCut: z.boolean(),
    isPrivate: z.boolean(),
  }),
  /** The post's own page is open: is it what was recorded? */
  z.object({
    type: z.literal('look-again'),
    commandId: z.uuid(),
    key: z.string().max(300),
    text: z.string().max(sourceTextLimit),
    isTextCut: z.boolean(),
    isDeleted: z.boolean(),
  }),
  z.object({ type: z.literal('open-panel'), ticketId: id.nullable() }),
  z.object({ type: z.literal('open-options') }),
  /** An extension page changed the store: badge, marks and push follow. */
  z.object({ type: z.literal('store-changed') }),
  z.object({ type: z.literal('sync-now') }),
])
export type Request = z.infer<typeof requestSchema>

export type StageLine = {
  /** «Первый ответ» */
  title: string
  /** «до 17:00», «просрочено на 2 ч» */
  words: string
  overdue: boolean
  /** «Почему такой срок»: the steps, a line each. */
  trace: string[]
}

/** What a person changed on the card. */
export type CardChanges = RequestOf<'correct'>['changes']

/** One line of a list on the card, with what choosing it changes. */
export type Choice = { value: string; title: string; changes: CardChanges }

export type PickName = 'topic' | 'ticket-kind' | 'settlement'

/** A list on the card; its lines come with `choices`. */
export type PickView = {
  name: PickName
  /** «Блок» beside it, «Блок и тема» for whoever hears it. */
  row: string
  label: string
  value: string
  /** The chosen one in words, which may say more than its line in the list. */
  shown: string
  isEmpty: boolean
  /** What is chosen so often that it has a button of its own. */
  quick: Omit<Choice, 'value'> | null
}

/** The card at the post, all in words. */
export type CardView = {
  ticketId: string
  /** «№ 1024» or «№ появится после отправки». */
  numberWords: string
  /** A colleague had recorded it before: the card says so instead of «Записано». */
  heldBefore: boolean
  picks: PickView[]
  /** «нашли: «нет воды»»: the words of the text that suggested the topic. */
  found: string | null
  /** «в тексте: «оголённый провод»»: the card shows «Позвоните 112 / ЕДДС». */
  danger: string | null
  /** «Передано: ЕДДС, Иванова, …»; `null`: nobody was told yet. */
  emergency: string | null
  mayTellEmergency: boolean
  place: string | null
  urgent: boolean
  stages: StageLine[]
  /** ISO instant until which «Отменить» is offered; `null` when not. */
  withdrawUntil: string | null
  sorted: boolean
}

/** A ticket that the card's one could be joined to, in words. */
export type LikelyView = {
  ticketId: string
  /** «Это № 1024: авария на Садовой, обещают до 18:00», «Похоже на № 1024 (исполняется)» */
  label: string
  /** The ready answer of a general problem, for «Скопировать ответ». */
  readyText: string | null
}

export type MarkView = {
  ticketId: string
  /** «№ 1024 · ЖКХ · исполняется · до 17:00» */
  label: string
  level: 'open' | 'today' | 'overdue' | 'head' | 'closed'
  /** May this person mark the answer published? */
  mayPublish: boolean
  open: boolean
  /** It is answered; `at`: when, where this computer knows it. */
  answered?: { at: string | null }
}

/** The lines of each list in groups; `title` is `null` where there is one group. */
export type Choices = Record<PickName, { title: string | null; options: Choice[] }[]>

/** `url`: where a page names an author by address only. */
export type OverlayAccount = { id: string; network: string; ownerId: string; url: string; title: string }

/** An expected «no» in words for the person. */
export type Refused = { outcome: 'refused'; words: string }

/** A selector pack in force, and what was refused, in words. */
export type PackView = {
  adapter: string
  serial: number
  version: string
  /** «собран с расширением» or «с сервера, 23 ноября 2026, 16:20» */
  from: string
  mayReturn: boolean
  /** What a person took back, and the packs that were not taken, a line each. */
  notes: string[]
  /** The alarm of the server, `null` while it reads well. */
  alarm: string | null
}

export type PacksView = {
  enrolled: boolean
  /** «Проверено 23 ноября 2026, 16:20» */
  checked: string
  packs: PackView[]
}

export type Answers = {
  capture:
    | { outcome: 'recorded'; card: CardView; waiting: string | null }
    | { outcome: 'not-enrolled'; words: string }
    | Refused
  card: { outcome: 'card'; card: CardView } | Refused
  correct: { outcome: 'card'; card: CardView } | Refused
  withdraw: { outcome: 'withdrawn' } | Refused
  marks: Record<string, MarkView>
  likely: LikelyView[]
  join: { outcome: 'joined'; words: string } | Refused
  'tell-emergency': { outcome: 'card'; card: CardView } | Refused
  /** `replyId`: the reply whose kind can be switched for some seconds; `null` where it has none. */
  publish: { outcome: 'published'; words: string; replyId: string | null } | Refused
  'change-reply-kind': { outcome: 'published'; words: string; replyId: string | null } | Refused
  'reply-kind': { kind: 'first' | 'interim' | 'final'; promisedDate: string | null }
  'overlay-start': {
    enrolled: boolean
    mayCapture: boolean
    /** May mark replies at all, also those from an official's own page. */
    mayPublish: boolean
    accounts: OverlayAccount[]
    sets: SelectorSet[]
    /** An adapter of this site reads badly: what to do meanwhile. */
    trouble: string | null
    here: HereRules
  }
  'card-script': null
  'watch-seen': null
  'switch-here': null
  'word-back-offer': { isAuthor: boolean }
  'word-back': { outcome: 'told'; words: string } | Refused
  choices: Choices
  'page-state': null
  'page-read': null
  'report-broken': { outcome: 'shown' } | Refused
  packs: PacksView
  'check-packs': { words: string; view: PacksView }
  'return-pack': PacksView
  /** `none`: nothing to say, the record was taken back. */
  snapshot: { outcome: 'kept'; words: string } | { outcome: 'none' }
  'look-again':
    | { outcome: 'known' }
    | { outcome: 'told' }
    | { outcome: 'changed'; ticketId: string; sourceId: string }
  'open-panel': null
  'open-options': null
  'store-changed': null
  'sync-now': null
}

/**
 * Where the overlay may show itself. Places are keys `channel:owner`, or paths (`/tsilna_news`) where an address tells
 * only a name.
 */
export type HereRules = {
  /** The button stands on all public pages. */
  everywhere: boolean
  /** Else on these: of the watch list, official. */
  shown: string[]
  /** Of these it is told that they were opened. */
  watched: string[]
  /** Switched by the person on this computer. */
  on: string[]
  off: string[]
  /** What these write is ours: no word back. */
  official: OverlayAccount[]
}

/** What the popup asks the page in front: what is open there, for «Включить здесь». */
export type HereState = {
  /** `null`: it is of no one place, or not certain which. */
  key: string | null
  title: string | null
  isPrivate: boolean
  isOn: boolean
}

/** What the worker tells content scripts. */
export type Push =
  | { type: 'marks-changed' }
  /** From the context menu, answered with `true`. `text`: the menu's words, when the page's own selection is not reachable. */
  | { type: 'capture-selection'; text: string }
  | { type: 'capture-page' }
  /** From the popup, answered with a `HereState`. */
  | { type: 'where' }
  /** To the script that the worker put there (entrypoints/broken.content.ts); answered with the page without its texts. */
  | { type: 'describe-page'; sets: SelectorSet[] }
  /** To the script of a snapshot (overlay/snapshot.ts), answered with a `Look`; then that the window was taken, answered with whether the post still stood there. */
  | { type: 'look'; evidenceId: string; wantsPicture: boolean }
  | { type: 'looked'; evidenceId: string }

export type Requests = { [Type in Request['type']]: Extract<Request, { type: Type }> }
export type RequestOf<Type extends Request['type']> = Requests[Type]
