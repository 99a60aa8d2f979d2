/** An author asks to be erased: what goes, what is shown to choose from, and what is left of the names of their posts. */
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { backUp, restore } from '../../../server/store/backup.ts'
import {
  assign,
  capture,
  classify,
  command,
  newFolder,
  openOffice,
  publish,
  sourceDraft,
  type TestDevice,
  type TestOffice,
  verdict,
} from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

let office: TestOffice
let operator: TestDevice
let head: TestDevice
beforeEach(async () => {
  office = await openOffice({ mountPages })
  operator = await office.enrol('operator')
  head = await office.enrol('head')
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

const author = { channel: 'vk', id: '77', url: 'https://vk.com/id77' } as const
const post = sourceDraft({
  key: 'vk:77:5',
  url: 'https://vk.com/wall77_5',
  author: { name: 'Анна Петрова', url: author.url, id: author.id },
  text: 'Нет воды',
})
const photo = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...new Uint8Array(2000)])
const hash = createHash('sha256').update(photo).digest('hex')
const blobPath = () => join(office.folder, 'blobs', hash.slice(0, 2), hash)

async function found() {
  return office.office.erasure.find(await office.signed('head'), author.url)
}
async function erase(also: readonly string[] = []): Promise<number[]> {
  return office.office.erasure.erase(await office.signed('head'), author, also)
}
const stored = async () =>
  JSON.stringify(await office.office.reader.selectFrom('contents').select('body').execute())

/** A ticket with an essence, a place, a photo and an answer. Answers its id. */
async function worked(): Promise<string> {
  const put = await office.app.request(`/api/files/${hash}`, {
    method: 'PUT',
    body: photo,
    headers: { authorization: `Bearer ${head.token}`, 'content-type': 'image/png' },
  })
  expect(put.ok).toBe(true)
  const recorded = capture({ source: post, place: 'Садовая, 12, кв. 4' })
  const { ticketId } = recorded
  await operator.push([recorded])
  const essence = { essence: { from: null, to: 'У Петровой нет воды' } }
  const outcomes = await head.push([
    classify(ticketId, essence),
    assign(ticketId, 'roads-unit'),
    command('prepare_reply', ticketId, {
      kind: 'final',
      text: 'Воду дали',
      files: [{ name: 'Квартира.png', mime: 'image/png', size: photo.byteLength, sha256: hash }],
    }),
    command('add_note', ticketId, { text: 'Звонила дважды' }),
  ])
  expect(outcomes.map(verdict)).toEqual(['accepted', 'accepted', 'accepted', 'accepted'])
  return ticketId
}

describe('What stands on the tickets besides', () => {
  it('is shown with its words, each to be chosen', async () => {
    await worked()
    const [only] = await found()
    expect(only?.remnants.map(({ role, words }) => [role, words])).toEqual([
      ['essence', 'У Петровой нет воды'],
      ['place', 'Садовая, 12, кв. 4'],
      ['file', 'Квартира.png'],
      ['reply', 'Воду дали'],
      ['note', 'Звонила дважды'],
    ])
    const html = await (await open(office, 'head', '/erasure?author=vk.com/id77')).text()
    expect(html).toContain('Карточка № 1')
    expect(html).toContain('У Петровой нет воды')
    expect(html.match(/type="checkbox" name="also"/gu)).toHaveLength(5)
    const openings = await office.office.tickets.openings(
      await office.signed('head'),
      only?.ticketIds[0] ?? '',
    )
    expect(openings).toMatchObject([{ way: 'page', personTitle: 'Руководитель МЦУ' }])
  })

  it('stays where nothing was chosen', async () => {
    await worked()
    expect(await erase()).toEqual([1])
    const left = await stored()
    for (const words of ['У Петровой', 'Садовая, 12', 'Квартира.png', 'Воду дали', 'Звонила'])
      expect(left).toContain(words)
    expect(left).not.toContain('Анна Петрова')
    expect(existsSync(blobPath())).toBe(true)
  })

  it('goes where it was chosen, with the bytes of a file; the chain and the files verify', async () => {
    await worked()
    const [only] = await found()
    const chosen = (only?.remnants ?? []).filter(({ role }) => ['essence', 'place', 'file'].includes(role))
    const fields = {
      asked: author.url,
      channel: 'vk',
      id: author.id,
      url: author.url,
      also: chosen.map(({ contentId }) => contentId),
    }
    const unconfirmed = await send(office, 'head', '/erasure', { ...fields, confirm: 'да' })
    expect(unconfirmed.status).toBe(422)
    expect((await unconfirmed.text()).match(/name="also"[^>]*checked/gu)).toHaveLength(3)
    const done = await send(office, 'head', '/erasure', { ...fields, confirm: 'удалить' })
    expect(await done.text()).toContain('Удалено')
    const left = await stored()
    for (const words of ['Петров', 'Садовая', 'Квартира.png']) expect(left).not.toContain(words)
    for (const words of ['Воду дали', 'Звонила']) expect(left).toContain(words)
    expect(existsSync(blobPath())).toBe(false)
    const { chain, blobs } = await office.office.evidence.verify()
    expect([chain.problems, blobs.problems]).toEqual([[], []])
    expect((await open(office, 'head', '/tickets/1')).status).toBe(200)
  })

  it('of a stranger cannot be chosen, whatever is sent', async () => {
    await worked()
    const other = capture({ place: 'Лесная, 3' })
    await operator.push([other])
    await erase([`${other.id}:place`, `${other.id}:source`])
    expect(await stored()).toContain('Лесная, 3')
    expect(await stored()).toContain('Житель')
  })

  it('that was chosen is erased again in a copy of an earlier day, with the file', async () => {
    await worked()
    const copy = join(newFolder(), 'copy')
    await backUp(office.folder, copy)
    const [only] = await found()
    await erase((only?.remnants ?? []).map(({ contentId }) => contentId))
    await office.handOver()
    restore(office.folder, copy, '2026-11-16T07:00:00.000Z')
    await office.restart()
    expect(existsSync(blobPath())).toBe(true)
    await office.office.jobs.tick()
    expect(existsSync(blobPath())).toBe(false)
    expect(await stored()).not.toMatch(/Петров|Садовая|Воду дали/u)
    expect((await office.office.evidence.verify()).chain.problems).toEqual([])
  })

  it('a file that stands on another ticket too stays there', async () => {
    await worked()
    const other = capture({
      files: [{ name: 'Та же.png', mime: 'image/png', size: photo.byteLength, sha256: hash }],
    })
    expect((await head.push([other])).map(verdict)).toEqual(['accepted'])
    const [only] = await found()
    await erase((only?.remnants ?? []).map(({ contentId }) => contentId))
    expect(existsSync(blobPath())).toBe(true)
    expect((await office.office.evidence.verify()).blobs.problems).toEqual([])
  })
})

describe('The author is found', () => {
  const profileOf = async (asked: string) =>
    (await office.office.erasure.find(await office.signed('head'), asked)).map(each => each.url)

  it('by whatever address of the account, and only by their own', async () => {
    const written = (key: string, channel: 'vk' | 'telegram', url: string) =>
      capture({ source: sourceDraft({ key, channel, url: null, author: { name: 'Автор', url, id: null } }) })
    await operator.push([
      written('vk:1:1', 'vk', 'https://vk.com/ivan'),
      written('vk:1:2', 'vk', 'https://vk.com/ivanova'),
      written('telegram:-1:1', 'telegram', 'https://web.telegram.org/k/#11'),
      written('telegram:-1:2', 'telegram', 'https://web.telegram.org/k/#1122'),
      written('telegram:-1:3', 'telegram', 'https://t.me/ivan'),
    ])
    for (const asked of [
      'https://vk.com/ivan',
      'https://vk.ru/ivan',
      'm.vk.com/ivan?from=search',
      'VK.com/Ivan',
    ])
      expect(await profileOf(asked), asked).toEqual(['https://vk.com/ivan'])
    for (const asked of ['https://web.telegram.org/k/#11', 'https://web.telegram.org/a/#11'])
      expect(await profileOf(asked), asked).toEqual(['https://web.telegram.org/k/#11'])
    expect(await profileOf('t.me/ivan')).toEqual(['https://t.me/ivan'])
    expect(await profileOf('https://web.telegram.org/k/')).toEqual([])
  })
})

describe('The names of the author’s posts', () => {
  const namesLeft = async () =>
    JSON.stringify(await office.office.reader.selectFrom('sources').select(['key', 'url']).execute()) +
    JSON.stringify(await office.office.reader.selectFrom('source_keys').select('key').execute())

  it('are hashes afterwards, and who records the post again comes to the same ticket', async () => {
    await operator.push([capture({ source: post })])
    await erase()
    expect(await namesLeft()).not.toMatch(/vk:77|wall77/u)
    const colleague = await office.enrol('operator2')
    const [outcome] = await colleague.push([capture({ source: post })])
    expect(outcome).toMatchObject({ outcome: 'accepted', number: 1 })
    expect(await namesLeft()).not.toMatch(/vk:77|wall77/u)
    expect(await stored()).not.toContain('Петрова')
  })

  it('are found by the address too, under every name that was learned', async () => {
    const message = { channel: 'telegram', kind: 'message', url: 'https://t.me/petrova_anna/7' } as const
    const given = { ...post, ...message, author: { ...post.author } }
    const byName = { ...given, key: 'telegram:@petrova_anna:7' }
    const byNumber = { ...given, key: 'telegram:-1700000002:7' }
    await operator.push([capture({ source: byName })])
    await operator.push([capture({ source: byNumber })])
    await office.office.erasure.erase(await office.signed('head'), { ...author, channel: 'telegram' })
    expect(await namesLeft()).not.toMatch(/petrova_anna|1700000002/u)
    for (const source of [byName, byNumber, { ...byNumber, url: 'https://t.me/c/1700000002/7' }])
      expect(await operator.push([capture({ source })])).toMatchObject([{ outcome: 'accepted', number: 1 }])
    expect(await namesLeft()).not.toMatch(/petrova_anna|1700000002/u)
  })

  it('bring no new picture or words of the post after that', async () => {
    const recorded = capture({ source: post })
    await operator.push([recorded])
    await erase()
    const look = command('attach_evidence', recorded.ticketId, {
      evidenceId: 'again',
      sourceId: recorded.data.sourceId,
      sourceKey: post.key,
      takenAt: office.clock.now(),
      picture: null,
      noPicture: 'tab-closed',
      html: null,
      noHtml: 'failed',
      text: { sha256: hash, size: 10 },
      address: post.url,
    })
    expect((await operator.push([look])).map(verdict)).toEqual(['accepted'])
    const view = await office.office.tickets.find(await office.signed('head'), { id: recorded.ticketId })
    expect(view?.ticket.evidence).toEqual([])
    expect(await stored()).not.toContain('wall77')
  })
})

it('A complaint about the head is neither shown to them here nor erased by them', async () => {
  const recorded = capture({ source: post })
  await operator.push([recorded])
  const complaint = { from: null, to: { personIds: [office.idOf('head')], recipientIds: [] } }
  expect((await operator.push([classify(recorded.ticketId, { complaint })])).map(verdict)).toEqual([
    'accepted',
  ])
  expect(await found()).toEqual([])
  expect(await erase()).toEqual([])
  expect(await stored()).toContain('Анна Петрова')
})

it('What was answered before stays published: the office’s own word is its record', async () => {
  const ticketId = await worked()
  await head.push([publish(ticketId, { text: 'Вода есть' })])
  await erase()
  const view = await office.office.tickets.find(await office.signed('head'), { id: ticketId })
  expect(view?.ticket.status).toBe('answered')
  expect(await stored()).toContain('Вода есть')
})
