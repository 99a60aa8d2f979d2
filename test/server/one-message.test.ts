/** One message is one ticket, whichever page, client or pasted address named it. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readKnown } from '../../server/imports/known.ts'
import { sourceOf } from '../../server/pages/phone-capture-source.ts'
import type { ImportRow } from '../../shared/imports/rows.ts'
import { identityOfPastedAddress } from '../../shared/sources/pasted-address.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import { asEarlierVersion } from './earlier-version.ts'
import {
  capture,
  classify,
  openOffice,
  sourceDraft,
  type TestDevice,
  type TestOffice,
  verdict,
  withdraw,
} from './office-for-tests.ts'

let office: TestOffice
let operator: TestDevice
let colleague: TestDevice
beforeEach(async () => {
  office = await openOffice()
  operator = await office.enrol('operator')
  colleague = await office.enrol('operator2')
})
afterEach(() => office.close())

/** As web K or A reads it: by the number of the channel, whose name the page tells. */
const inClient = (given: Partial<SourceDraft> = {}) =>
  sourceDraft({
    key: 'telegram:-1700000002:77',
    channel: 'telegram',
    kind: 'message',
    url: 'https://t.me/cilna_news/77',
    ...given,
  })
/** As a phone or the popup records a pasted address. */
const pasted = (address = 'https://t.me/cilna_news/77') =>
  sourceOf({ text: 'Нет света', address, channel: 'telegram', author: null, id: crypto.randomUUID() })

async function numberOf(device: TestDevice, source: SourceDraft): Promise<number | null> {
  const [outcome] = await device.push([capture({ source })])
  if (outcome?.outcome !== 'accepted') throw new Error(verdict(outcome))
  return outcome.number
}

async function marksFor(device: TestDevice, key: string): Promise<(number | null)[]> {
  const { marks } = await device.pull()
  return marks.filter(mark => mark.key === key).map(mark => mark.number)
}

describe('A message of Телеграм', () => {
  it('that was recorded by a pasted address is found when a colleague records it on its page', async () => {
    expect(pasted().key).toBe('telegram:@cilna_news:77')
    expect(await numberOf(operator, pasted())).toBe(1)
    expect(await numberOf(colleague, inClient())).toBe(1)
  })

  it('that was recorded on its page is found by its pasted address', async () => {
    expect(await numberOf(operator, inClient())).toBe(1)
    expect(await numberOf(colleague, pasted())).toBe(1)
    expect(await numberOf(colleague, pasted('https://t.me/s/cilna_news/77'))).toBe(1)
  })

  it('of a channel whose name another one took later is another message, by either number', async () => {
    expect(await numberOf(operator, inClient())).toBe(1)
    expect(await numberOf(colleague, inClient({ key: 'telegram:-1800000003:77' }))).toBe(2)
    expect(await numberOf(operator, inClient())).toBe(1)
  })

  it('stays one with the number that was learned first when its name goes to another channel', async () => {
    expect(await numberOf(operator, pasted())).toBe(1)
    expect(await numberOf(colleague, inClient())).toBe(1)
    expect(await numberOf(colleague, inClient({ key: 'telegram:-1800000003:77' }))).toBe(2)
  })

  it('has its mark under both names from then on, and is found by the number alone', async () => {
    await numberOf(operator, pasted())
    await numberOf(colleague, inClient())
    expect(await marksFor(operator, 'telegram:-1700000002:77')).toEqual([1])
    expect(await marksFor(operator, 'telegram:@cilna_news:77')).toEqual([1])
    const client = await office.enrol('informer')
    // This page does not tell the name of the channel.
    expect(await numberOf(client, inClient({ url: 'https://t.me/c/1700000002/77' }))).toBe(1)
  })

  it('is free again under both names when the record was taken back', async () => {
    const first = capture({ source: pasted() })
    await operator.push([first])
    await operator.push([capture({ source: inClient() })])
    expect((await operator.push([withdraw(first.ticketId)])).map(verdict)).toEqual(['accepted'])
    expect(await numberOf(colleague, inClient())).toBe(2)
    expect(await numberOf(operator, pasted())).toBe(2)
    expect(await marksFor(operator, 'telegram:-1700000002:77')).toEqual([2])
  })

  it('leads to the ticket of its own key where two were recorded before anybody could know', async () => {
    await numberOf(operator, inClient({ url: 'https://t.me/c/1700000002/77' }))
    expect(await numberOf(operator, pasted())).toBe(2)
    expect(await numberOf(colleague, inClient())).toBe(1)
    expect(await numberOf(colleague, pasted())).toBe(2)
  })
})

describe('Two tickets stay two', () => {
  it.each<[string, SourceDraft, SourceDraft]>([
    [
      'where an address is that of the post and the key that of its comment',
      inClient(),
      inClient({ key: 'telegram:-1700000003:78', kind: 'comment' }),
    ],
    [
      'where only the chat has an address',
      inClient({ key: 'telegram:-70010:5', url: 'https://web.telegram.org/k/#-70010' }),
      inClient({ key: 'telegram:-70010:6', url: 'https://web.telegram.org/k/#-70010' }),
    ],
    [
      'where one is of a private chat',
      inClient({ isPrivate: true, key: 'telegram:-1700000002:79', url: 'https://t.me/cilna_news/79' }),
      pasted('https://t.me/cilna_news/79'),
    ],
    [
      'where it is a comment of ВКонтакте under a post with that address',
      sourceDraft({ key: 'vk:-1:5', url: 'https://vk.com/wall-1_5' }),
      sourceDraft({ key: 'vk:-1:5:6', kind: 'comment', url: 'https://vk.com/wall-1_5' }),
    ],
  ])('%s', async (_, one, other) => {
    expect(await numberOf(operator, one)).toBe(1)
    expect(await numberOf(operator, other)).toBe(2)
  })
})

it('A complaint found by its address is as silent as one found by its key', async () => {
  const first = capture({ source: pasted() })
  await operator.push([first])
  const about = { personIds: [office.idOf('roadsHead')], recipientIds: [] }
  const head = await office.enrol('head')
  const marked = await head.push([classify(first.ticketId, { complaint: { from: null, to: about } })])
  expect(marked.map(verdict)).toEqual(['accepted'])
  const stranger = await office.enrol('roadsHead')
  expect((await stranger.push([capture({ source: inClient() })])).map(verdict)).toEqual(['already-captured'])
})

describe('A row of an export', () => {
  const rowOf = (address: string): ImportRow => {
    const identity = identityOfPastedAddress(address)
    if (identity === null) throw new Error(`${address} names no message`)
    const nothing = { author: null, published: null, publishedText: null, topic: null, organisation: null }
    const external = { number: 'ИМ-1', dueOn: null, stage: null }
    return {
      system: 'incident',
      line: 2,
      external,
      identity,
      text: '',
      ...nothing,
      settlement: null,
      place: null,
      isFinished: false,
    }
  }
  const numbersFor = async (address: string) => {
    const { reader: db, organisationId } = office.office
    const scope = office.office.tickets.scopeOf(await office.signed('head'))
    const { byKey } = await readKnown({ db, organisationId, scope }, 'incident', [rowOf(address)])
    return [...byKey.values()].map(({ number }) => number)
  }

  it('finds by its address what was recorded on the page by the number of the channel', async () => {
    await numberOf(operator, inClient())
    expect(await numbersFor('https://t.me/cilna_news/77')).toEqual([1])
    expect(await numbersFor('https://t.me/cilna_news/78')).toEqual([])
  })

  it('finds the ticket of an author who was erased', async () => {
    await numberOf(operator, inClient())
    await numberOf(operator, sourceDraft({ key: 'vk:1:5', url: 'https://vk.com/wall1_5' }))
    const head = await office.signed('head')
    for (const channel of ['telegram', 'vk'] as const)
      await office.office.erasure.erase(head, { channel, id: '1', url: 'https://vk.com/id1' })
    expect(await numbersFor('https://t.me/cilna_news/77')).toEqual([1])
    expect(await numbersFor('https://vk.com/wall1_5')).toEqual([2])
  })
})

it('Messages that an earlier version recorded are known by their addresses after the update', async () => {
  await numberOf(operator, pasted())
  const erased = sourceDraft({ key: 'vk:77:5', url: 'https://vk.com/wall77_5' })
  await numberOf(operator, erased)
  await office.handOver()
  const path = join(office.folder, 'pult.sqlite')
  await asEarlierVersion(path, '0008-orders')
  const file = new Sqlite(path)
  file.exec(`update contents set body = null, salt = null, erased_at = '2026-11-16T06:00:00.000Z'
      where body like '%vk:77:5%'`)
  file.close()
  await office.restart()
  const rows = await office.office.reader.selectFrom('sources').select(['key', 'url']).execute()
  expect(rows.find(row => row.key === 'telegram:@cilna_news:77')?.url).toBe('https://t.me/cilna_news/77')
  expect(await numberOf(colleague, inClient())).toBe(1)
  // That version erased an author's words and left the key.
  expect(JSON.stringify(rows)).not.toContain('vk:77:5')
  expect(await numberOf(colleague, erased)).toBe(2)
})
