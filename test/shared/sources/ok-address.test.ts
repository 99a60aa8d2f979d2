import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  okAccountId,
  okAccountOf,
  okAccountUrl,
  okCommentId,
  okCommentIdentity,
  okIdentity,
  parseOkAddress,
} from '../../../shared/sources/ok-address.ts'

const keyOf = (address: string) => {
  const parsed = parseOkAddress(address)
  return parsed === null ? null : okIdentity(parsed).key
}

const numbers = fc.bigInt({ min: 1n, max: 10n ** 19n }).map(String)

describe('A topic of Одноклассники is one source, whatever address names it', () => {
  const forms = (topic: string) => [
    `https://ok.ru/group/53000000000001/topic/${topic}`,
    `https://ok.ru/nagatkino.live/topic/${topic}`,
    `https://ok.ru/nagatkino.live/topic/${topic}/`,
    `http://www.ok.ru/group/53000000000001/topic/${topic}?st.feed=1&utm_source=share#comments`,
    `https://m.ok.ru/group/53000000000001/topic/${topic}?__dp=y`,
    `https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=53000000000001&st.themeId=${topic}`,
    `https://www.odnoklassniki.ru/group/53000000000001/topic/${topic}`,
    `/group/53000000000001/topic/${topic}`,
    `/profile/570000000002/statuses/${topic}`,
  ]

  it('every address of one topic has one key, and no two topics share one', () => {
    fc.assert(
      fc.property(numbers, topic => {
        expect([...new Set(forms(topic).map(keyOf))]).toEqual([`ok:topic:${topic}`])
      }),
    )
  })

  it('the canonical address names what it was made of, and is its own canonical address', () => {
    fc.assert(
      fc.property(numbers, topic => {
        for (const form of forms(topic)) {
          const url = parseOkAddress(form)?.url ?? ''
          expect(keyOf(url)).toBe(`ok:topic:${topic}`)
          expect(parseOkAddress(url)?.url).toBe(url)
        }
      }),
    )
  })

  it('no text makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map(tail => `https://ok.ru/${tail}`),
        ),
        address => {
          expect(keyOf(address)).toBeNull()
          okAccountUrl(address)
        },
      ),
    )
  })

  it.each([
    ['https://ok.ru/group/53000000000004/album/60000000002/970000000003', 'ok:photo:970000000003'],
    ['https://m.ok.ru/profile/570000000002/pphotos/970000000003', 'ok:photo:970000000003'],
    ['https://ok.ru/video/1792787548709', 'ok:video:1792787548709'],
    ['https://ok.ru/videoembed/1792787548709', 'ok:video:1792787548709'],
    [
      'https://m.ok.ru/dk?st.cmd=altGroupMovieComments&st.groupId=53000000000004&st.sbj=1792787548709',
      'ok:video:1792787548709',
    ],
    ['https://m.ok.ru/dk?st.cmd=movieLayer&st.mvId=1792787548709', 'ok:video:1792787548709'],
  ])('%s is %s', (address, key) => {
    expect(keyOf(address)).toBe(key)
  })

  it.each([
    'https://notok.ru/group/1/topic/2',
    'https://ok.ru.example/group/1/topic/2',
    'https://ok.ru/group/1/topic/0',
    'https://ok.ru/group/1/topic/2/edit',
    'https://ok.ru/group/1/topics',
    'https://ok.ru/feed/topic/5',
    'https://ok.ru/dk?st.cmd=altGroupMain&st.groupId=5',
    'javascript:alert(1)',
    'https://ok.ru/',
    '',
  ])('«%s» names none', address => {
    expect(keyOf(address)).toBeNull()
  })
})

describe('Comments stand apart from their topic', () => {
  const under = parseOkAddress('https://ok.ru/group/1/topic/2')

  it('a comment answers its topic, or the comment that it names', () => {
    expect(under && okCommentIdentity(under, '30', null)).toMatchObject({
      key: 'ok:topic:2:30',
      parentKey: 'ok:topic:2',
      postKey: 'ok:topic:2',
    })
    expect(under && okCommentIdentity(under, '31', '30').parentKey).toBe('ok:topic:2:30')
    expect(under && okCommentIdentity(under, '31', '31').parentKey).toBe('ok:topic:2')
  })

  it.each([
    [1700000004, '1700000004'],
    ['MTc5-a1', 'MTc5-a1'],
    ['', null],
    ['0', null],
    ['1:2', null],
    [1.5, null],
    [undefined, null],
    [{ id: 1 }, null],
  ])('%j as a number of a comment is %j', (value, id) => {
    expect(okCommentId(value)).toBe(id)
  })
})

describe('An account of Одноклассники', () => {
  it.each([
    ['/group/53000000000001', 'https://ok.ru/group/53000000000001', '-53000000000001'],
    ['https://m.ok.ru/profile/570000000002?__dp=y', 'https://ok.ru/profile/570000000002', '570000000002'],
    ['/nagatkino.live', 'https://ok.ru/nagatkino.live', null],
    [
      '/dk?st.cmd=altGroupMain&st.groupId=53000000000001',
      'https://ok.ru/group/53000000000001',
      '-53000000000001',
    ],
  ])('%s is %s', (address, url, id) => {
    const account = okAccountOf(address)
    expect(okAccountUrl(address)).toBe(url)
    expect(account && okAccountId(account)).toBe(id)
  })

  it.each(['/feed', '/video/5', '/messages/5', 'https://vk.com/club1', ''])('«%s» is none', address => {
    expect(okAccountUrl(address)).toBeNull()
  })

  it('whatever an account owns leads to it', () => {
    expect(okAccountOf('/nagatkino.live/topic/5')).toBe('nagatkino.live')
    expect(okAccountOf('/group/53000000000001/album/1/2')).toBe('group/53000000000001')
    expect(okAccountUrl('/group/53000000000001/album/1/2')).toBeNull()
  })
})
