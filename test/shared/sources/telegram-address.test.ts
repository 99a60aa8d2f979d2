import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  identityOfTelegramAddress,
  messageIdentity,
  peerOf,
  telegramAccountUrl,
} from '../../../shared/sources/telegram-address.ts'

describe('what an address of Телеграм names', () => {
  it.each([
    ['https://t.me/c/1845767513/7417308', 'telegram:-1845767513:7417308'],
    ['https://t.me/c/1845767513/55/7417308?single', 'telegram:-1845767513:7417308'],
    ['tg://privatepost?channel=1845767513&post=7417308', 'telegram:-1845767513:7417308'],
    ['https://t.me/cilna_news/123', 'telegram:@cilna_news:123'],
    ['http://telegram.me/Cilna_News/123?embed=1&mode=tme', 'telegram:@cilna_news:123'],
    ['https://t.me/s/cilna_news/123', 'telegram:@cilna_news:123'],
    ['https://t.me/cilna_news/7/123', 'telegram:@cilna_news:123'],
    ['https://cilna_news.t.me/123', 'telegram:@cilna_news:123'],
    ['tg://resolve?domain=cilna_news&post=123', 'telegram:@cilna_news:123'],
  ])('%s', (address, key) => expect(identityOfTelegramAddress(address)?.key).toBe(key))

  it('every address of one public message leads to one canonical address', () => {
    const url = 'https://t.me/cilna_news/123'
    const numbered = messageIdentity({ peer: '-1700000002', message: '123', name: 'cilna_news' })
    expect(numbered).toMatchObject({ key: 'telegram:-1700000002:123', url })
    expect(identityOfTelegramAddress('https://t.me/s/Cilna_News/123?single')?.url).toBe(url)
  })

  it('a comment never collapses into its post', () => {
    expect(identityOfTelegramAddress('https://t.me/cilna_news/123?comment=9')).toMatchObject({
      key: 'telegram:@cilna_news:123:9',
      kind: 'comment',
      parentKey: 'telegram:@cilna_news:123',
      postKey: 'telegram:@cilna_news:123',
    })
  })

  it.each([
    'https://t.me/cilna_news',
    'https://t.me/s/cilna_news?before=14',
    'https://t.me/+AbCdEf123',
    'https://t.me/joinchat/123',
    'https://t.me/boost/123',
    'https://t.me/c/1845767513',
    'https://t.me/cilna_news/s/12',
    'https://t.me/cilna_news/0',
    'https://t.me/cilna_news/1?comment=x',
    'https://t.me.example.org/cilna_news/123',
    'https://web.telegram.org/k/#-1845767513',
    'javascript:alert(1)',
    'не адрес',
    '',
  ])('%s names no message', address => expect(identityOfTelegramAddress(address)).toBeNull())

  it('whatever is pasted, nothing throws', () => {
    fc.assert(fc.property(fc.string(), words => identityOfTelegramAddress(words) === null))
  })
})

describe('one chat has one number', () => {
  it('with the prefix of client A and without it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), number => {
        expect(peerOf(`-${10 ** 12 + number}`)).toBe(`-${number}`)
        expect(peerOf(`-${number}`)).toBe(`-${number}`)
        expect(peerOf(`${number}`)).toBe(`${number}`)
      }),
    )
  })

  it.each(['', '0', '-0', 'abc', '-1000000000000', '-2000000000001', '12.5'])('«%s» is none', stated =>
    expect(peerOf(stated)).toBeNull(),
  )
})

it.each([
  ['https://t.me/Zoya_Mart', 'https://t.me/zoya_mart'],
  ['https://web.telegram.org/a/#-1001700000001', 'https://web.telegram.org/k/#-1700000001'],
  ['https://web.telegram.org/k/#@cilna_news', 'https://t.me/cilna_news'],
  ['https://t.me/cilna_news/12', null],
  ['https://example.org/zoya', null],
])('the account %s is %s', (address, account) => expect(telegramAccountUrl(address)).toBe(account))
