import type { BlockId } from '../../shared/reference/blocks.ts'
import type { ChannelId } from '../../shared/reference/channels.ts'
import { subtopics } from '../../shared/reference/default-subtopics.ts'
import type { SourceDraft, SourceKind } from '../../shared/ticket/source.ts'
import type { SampleRecipientId } from './district.ts'
import { planLife, type SampleLife, type SampleState, type StreetForms, settleLives } from './lives.ts'
import { type SamplePlace, samplePlaces, sampleStreets } from './places.ts'
import { createRandom, type Random } from './random.ts'
import { closings, men, openings, type TopicId, topics, women } from './templates.ts'
import shares from './topic-shares.json' with { type: 'json' }
import { addWorkingMinutes, isWorkingDay, isWorkingTime, startOfDay } from './working-time.ts'

export const sampleSize = 400
export const sampleWeeks = 8

/** One citizen's message and all that was done about it up to `now`. */
export type SampleTicket = {
  /** As a channel adapter would have read it. `source.key` is unique in the sample. */
  readonly source: SourceDraft
  readonly capturedAt: string
  /** An id of `samplePeople`. */
  readonly capturedBy: 'operator-1' | 'operator-2'
  /** What a person decided at sorting; the classifier may suggest otherwise. `null` for the block `none`. */
  readonly block: BlockId
  readonly subtopic: string | null
  readonly settlement: string | null
  /** Street and house as written in the text. */
  readonly place: string | null
  readonly urgent: boolean
  readonly state: SampleState
  /** Steps that happened before `now`, in the order of the fields; one that is absent did not happen. */
  readonly life: SampleLife
}

export type SampleOptions = {
  /** The moment the sample is looked at; all instants lie before it. */
  readonly now: Date
  readonly seed: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The newest wait to be sorted. */
const notSorted = 8

/** The sample, oldest capture first. The same options give the same tickets. */
export function sampleTickets({ now, seed }: SampleOptions): SampleTicket[] {
  const random = createRandom(seed)
  const end = now.getTime()
  const moments = Array.from({ length: sampleSize }, (_, index) =>
    index < notSorted ? justArrived(random, end) : arrival(random, end),
  ).sort((a, b) => a.capturedAt - b.capturedAt)

  const planned = moments.map((moment, index) => {
    const topic = topicOf(random)
    const subtopic = subtopics.find(each => each.id === topic)
    const block = subtopic?.block ?? 'none'
    const urgent = subtopic?.urgentByDefault ?? false
    const place = random.chance(0.92)
      ? samplePlaces[random.weighted(samplePlaces.map(each => each.weight))]
      : undefined
    const text = messageOf(random, topic, place)
    const { source, answerUrl } = sourceOf(random, index, moment, text.text)
    const recipientId = recipientOf(block, place)
    const life = planLife(random, { ...moment, topic, street: text.street, urgent, recipientId, answerUrl })
    return {
      life,
      ticket: {
        source,
        capturedAt: iso(moment.capturedAt),
        capturedBy: random.chance(0.65) ? 'operator-1' : 'operator-2',
        block,
        subtopic: subtopic?.id ?? null,
        settlement: place?.settlement ?? null,
        place: text.place,
        urgent,
      } as const,
    }
  })
  const settled = settleLives(
    planned.map(each => each.life),
    { now: end, notSorted },
  )
  return planned.flatMap(({ ticket }, index) => {
    const fate = settled[index]
    return fate === undefined ? [] : [{ ...ticket, ...fate }]
  })
}

const iso = (instant: number) => new Date(instant).toISOString()

type Moment = { readonly publishedAt: number; readonly capturedAt: number }

const toMinute = (instant: number) => Math.floor(instant / minuteMs) * minuteMs

function justArrived(random: Random, end: number): Moment {
  const capturedAt = toMinute(end - random.between(5, 55) * minuteMs)
  return { publishedAt: capturedAt - random.between(2, 40) * minuteMs, capturedAt }
}

/** Hours of a working day and of a day off, in which people write. */
const hoursOfWork = [1, 0, 0, 0, 0, 1, 3, 6, 10, 12, 12, 10, 8, 9, 10, 9, 9, 8, 7, 6, 5, 4, 3, 2]
const hoursOfRest = [2, 1, 0, 0, 0, 1, 2, 4, 7, 10, 11, 11, 10, 9, 9, 8, 8, 8, 8, 8, 7, 6, 5, 3]

/** When a message was written and recorded: more of late, fewer on days off. */
function arrival(random: Random, end: number): Moment {
  for (;;) {
    const age = sampleWeeks * 7 * dayMs * random.fraction() ** 1.2
    const day = startOfDay(end - age)
    const isWorking = isWorkingDay(day)
    if (!isWorking && random.chance(0.7)) continue
    const hour = random.weighted(isWorking ? hoursOfWork : hoursOfRest)
    const publishedAt = day + hour * hourMs + random.between(0, 59) * minuteMs
    const capturedAt = captureOf(random, publishedAt)
    if (capturedAt < end - 2 * hourMs && publishedAt > end - sampleWeeks * 7 * dayMs)
      return { publishedAt, capturedAt }
  }
}

/** In working time soon; at night or on a day off by the duty operator, or first thing on the next working day. */
function captureOf(random: Random, publishedAt: number): number {
  if (isWorkingTime(publishedAt)) return addWorkingMinutes(publishedAt, random.between(3, 70))
  if (random.chance(0.35)) return publishedAt + random.between(10, 90) * minuteMs
  return addWorkingMinutes(publishedAt, random.between(2, 60))
}

const topicWeights: readonly (readonly [topic: TopicId, weight: number])[] = shares.groups.flatMap(
  ({ count, into }) => {
    const parts = Object.entries(into).filter((part): part is [string, number] => part[1] !== undefined)
    const whole = parts.reduce((sum, [, part]) => sum + part, 0)
    return parts.flatMap(([topic, part]) =>
      isTopicId(topic) ? [[topic, (count * part) / whole] as const] : [],
    )
  },
)

function isTopicId(value: string): value is TopicId {
  return Object.hasOwn(topics, value)
}

function topicOf(random: Random): TopicId {
  return topicWeights[random.weighted(topicWeights.map(([, weight]) => weight))]?.[0] ?? 'none'
}

/** Capitals after the points, and a point at the end. */
function asSentences(text: string): string {
  const begun = text.replace(
    /(^|(?<!ул)[.?!] )([а-яё])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )
  return /[.?!]$/.test(begun) ? begun : `${begun}.`
}

type Message = { readonly text: string; readonly place: string | null; readonly street: StreetForms }

function messageOf(random: Random, topic: TopicId, place: SamplePlace | undefined): Message {
  const [name, nameOn] = random.pick(sampleStreets)
  const street =
    place === undefined
      ? { on: 'на нашей улице', written: 'наша улица' }
      : { on: `на улице ${nameOn}`, written: `ул. ${name}, ${random.between(1, 84)}` }
  const within = place?.within ?? 'у нас в селе'
  const template: string = random.pick(topics[topic].texts)
  const text = template
    .replaceAll('{на}', street.on)
    .replaceAll('{ул}', street.written)
    .replaceAll('{в}', within)
    .replaceAll('{В}', within.charAt(0).toUpperCase() + within.slice(1))
  const written = template.includes('{ул}')
    ? street.written
    : template.includes('{на}')
      ? `ул. ${name}`
      : null
  const sentences = `${random.pick(openings)}${asSentences(text)}${random.pick(closings)}`
  return {
    text: sentences,
    place: place === undefined ? null : written,
    street: place === undefined ? { on: 'на вашей улице', written: 'ваша улица' } : street,
  }
}

const channelWeights = [
  ['vk', 45],
  ['ok', 17],
  ['telegram', 14],
  ['pos', 15],
  ['phone', 9],
] as const satisfies readonly (readonly [ChannelId, number])[]

const vkOwners = ['-212000001', '-212000002', '-212000003'] as const

type Placed = { readonly source: SourceDraft; readonly answerUrl: string | null }

/** Where the message stands. Owner ids and addresses are invented; ids grow with `index`, so keys are unique. */
function sourceOf(random: Random, index: number, { publishedAt, capturedAt }: Moment, text: string): Placed {
  const channel = channelWeights[random.weighted(channelWeights.map(([, weight]) => weight))]?.[0] ?? 'vk'
  const isComment = random.chance(0.6)
  const people = random.chance(0.62) ? women : men
  const author = `${random.pick(people.given)} ${random.pick(people.family)}`
  const post = 1200 + index * 3
  const source = (
    key: string,
    kind: SourceKind,
    url: string | null,
    rest: Partial<SourceDraft> = {},
  ): SourceDraft => ({
    key,
    channel,
    kind,
    url,
    parentKey: null,
    author: { name: author, url: null, id: null },
    publishedAt: iso(publishedAt),
    publishedText: null,
    precision: 'minute',
    text,
    photos: [],
    truncated: false,
    missing: [],
    ...rest,
  })

  switch (channel) {
    case 'vk': {
      const owner = random.pick(vkOwners)
      const wall = `https://vk.com/wall${owner}_${post}`
      const id = String(700_000_000 + index)
      const writer = { author: { name: author, url: `https://vk.com/id${id}`, id } }
      const answerUrl = `${wall}?reply=${post + 2}`
      // Under the administration's own posts people can only comment.
      if (!isComment && owner !== '-212000001')
        return { source: source(`vk:${owner}:${post}`, 'post', wall, writer), answerUrl }
      const parent = { ...writer, parentKey: `vk:${owner}:${post}` }
      return {
        source: source(`vk:${owner}:${post}:${post + 1}`, 'comment', `${wall}?reply=${post + 1}`, parent),
        answerUrl: `${answerUrl}&thread=${post + 1}`,
      }
    }
    case 'ok': {
      const topic = 155_000_000_000 + index
      const url = `https://ok.ru/group/70000000000001/topic/${topic}`
      return { source: source(`ok:70000000000001:${topic}`, 'post', url), answerUrl: url }
    }
    case 'telegram': {
      const chat = 'https://t.me/cilna_chat_primer'
      return {
        source: source(`telegram:-1845000002:${post}`, 'message', `${chat}/${post}`),
        answerUrl: `${chat}/${post + 1}`,
      }
    }
    case 'pos':
      return { source: source(`pos:primer:${100_120_000 + index}`, 'message', null), answerUrl: null }
    case 'phone': {
      const call = { text: `Звонок на горячую линию. ${text}`, publishedAt: iso(capturedAt - 4 * minuteMs) }
      return { source: source(`phone:primer:${index + 1}`, 'call', null, call), answerUrl: null }
    }
    default:
      return unknownChannel(channel)
  }
}

function unknownChannel(channel: never): never {
  throw new Error(`the sample has no addresses for the channel ${String(channel)}`)
}

/** Streets, snow and yards go to the settlement, water and heat to the municipal company, doctors to the hospital. */
function recipientOf(block: BlockId, place: SamplePlace | undefined): SampleRecipientId {
  switch (block) {
    case 'health':
      return 'hospital'
    case 'zhkh':
    case 'energy':
      return 'utility'
    case 'roads':
    case 'tko':
      return place?.keeper ?? 'units'
    default:
      return 'units'
  }
}
