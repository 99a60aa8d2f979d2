import fc from 'fast-check'
import { parseHTML } from 'linkedom'
import { describe, expect, it } from 'vitest'
import type { Adapter, ChannelDefinition } from '../../../extension/channels/contract.ts'
import { adapterFor, canonicalUrl } from '../../../extension/channels/index.ts'
import { ok as okAdapter } from '../../../extension/channels/ok.ts'
import { telegramK as telegramKAdapter } from '../../../extension/channels/telegram-k.ts'
import { vk as vkAdapter } from '../../../extension/channels/vk.ts'
import { vkMessages } from '../../../extension/channels/vk-messages.ts'
import { builtInPack } from '../../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../../shared/sources/pack.ts'

const definitionOf = (adapter: Adapter): ChannelDefinition => {
  const pack = builtInPack(adapter.id)
  if (pack === undefined) throw new Error(`Нет набора ${adapter.id}`)
  return adapter.define(selectorSetOf(pack))
}
const vk = definitionOf(vkAdapter)
const telegramK = definitionOf(telegramKAdapter)

describe('one post has one key, whichever of its addresses is open', () => {
  const owner = fc.integer({ min: -999_999_999, max: 999_999_999 }).filter(number => number !== 0)
  const number = fc.integer({ min: 1, max: 9_999_999 })
  const host = fc.constantFrom('vk.com', 'vk.ru', 'm.vk.com', 'm.vk.ru')
  const tail = fc.constantFrom('', '&from=search', '&trackcode=abc', '&z=photo1_2')

  it('a post', () => {
    fc.assert(
      fc.property(owner, number, host, tail, (wall, post, site, more) => {
        const addresses = [
          `https://${site}/wall${wall}_${post}?a=1${more}`,
          `https://${site}/feed?w=wall${wall}_${post}${more}`,
        ]
        for (const address of addresses) {
          expect(vk.identifyAddress(address)?.key).toBe(`vk:${wall}:${post}`)
          expect(canonicalUrl(vk, address)).toBe(`https://vk.com/wall${wall}_${post}`)
        }
      }),
    )
  })

  it('a comment never collapses into its post, a reply in a thread keeps its parent', () => {
    fc.assert(
      fc.property(owner, number, number, number, host, (wall, post, comment, root, site) => {
        const plain = vk.identifyAddress(`https://${site}/wall${wall}_${post}?reply=${comment}`)
        const layer = vk.identifyAddress(`https://${site}/club1?w=wall${wall}_${post}_r${comment}`)
        expect(plain).toMatchObject({
          key: `vk:${wall}:${post}:${comment}`,
          kind: 'comment',
          parentKey: `vk:${wall}:${post}`,
        })
        expect(layer?.key).toBe(plain?.key)
        const deep = vk.identifyAddress(`https://${site}/wall${wall}_${post}?reply=${comment}&thread=${root}`)
        expect(deep?.key).toBe(plain?.key)
        expect(deep?.parentKey).toBe(comment === root ? plain?.parentKey : `vk:${wall}:${post}:${root}`)
      }),
    )
  })

  it("a comment under a photo, a video or in a discussion is neither a wall's nor another thing's", () => {
    const form = fc.constantFrom('wall', 'photo', 'video', 'topic')
    fc.assert(
      fc.property(owner, number, number, host, form, form, (wall, thing, comment, site, one, other) => {
        const of = (word: string) =>
          vk.identifyAddress(
            `https://${site}/${word}${wall}_${thing}?${word === 'topic' ? 'post' : 'reply'}=${comment}`,
          )
        expect(of(one)?.kind).toBe('comment')
        expect(of(one)?.parentKey).toBe(of(one)?.postKey)
        expect(of(one)?.key === of(other)?.key).toBe(one === other)
        expect(vk.identifyAddress(of(one)?.url ?? '')).toEqual(of(one))
      }),
    )
  })

  it('a message of the old messenger', () => {
    const messages = definitionOf(vkMessages)
    expect(messages.identifyAddress('https://vk.com/gim212?sel=5&msgid=38585')?.key).toBe('vk:gim212:5:38585')
    expect(messages.identifyAddress('https://vk.com/gim212?sel=5')).toBeNull()
  })

  it.each([
    'https://vk.com/feed',
    'https://vk.com/photos-1?reply=3',
    'https://vk.com/reviews-1',
    'https://example.org/wall-1_2',
    'https://vk.com.example.org/wall-1_2',
    'https://vk.com/wall-1',
    'https://vk.com/wall0_0',
    'javascript:alert(1)',
    'не адрес',
  ])('%s names no post of a wall', address => expect(vk.identifyAddress(address)).toBeNull())

  it('a message of Telegram', () => {
    expect(telegramK.identifyAddress('https://t.me/c/1845767513/7417308')?.key).toBe(
      'telegram:-1845767513:7417308',
    )
    expect(telegramK.identifyAddress('https://t.me/c/1845767513/55/7417308?single')?.key).toBe(
      'telegram:-1845767513:7417308',
    )
    expect(telegramK.identifyAddress('https://web.telegram.org/k/#-1845767513')).toBeNull()
  })
})

it.each([
  ['https://vk.com/wall-1_2', 'vk'],
  ['https://vk.ru/feed', 'vk'],
  ['https://m.vk.com/wall-1_2', 'vk'],
  ['https://m.vk.ru/topic-1_2', 'vk'],
  ['https://vk.com/gim1?sel=2', 'vk-messages'],
  ['https://m.vk.com/mail?peer=2', 'vk-messages'],
  ['https://web.vk.me/convo/2', 'vk-messages'],
  ['https://web.telegram.org/k/#-1', 'telegram-k'],
  ['https://web.telegram.org/a/#-1', 'telegram-a'],
  ['https://vk.com.example.org/', undefined],
])('%s belongs to %s', (address, id) => expect(adapterFor(new URL(address))?.id).toBe(id))

describe('Messages in Одноклассники', () => {
  const ok = definitionOf(okAdapter)
  const { document } = parseHTML('<html></html>')

  it.each([
    'https://ok.ru/messages/570000000002',
    'https://m.ok.ru/dk?st.cmd=userMessages&st.friendId=570000000002',
    'https://m.ok.ru/dk?bk=1&st.cmd=messageConversations',
  ])('are private, and no page of whom they are with: %s', address => {
    expect(ok.isPrivate(document, new URL(address))).toBe(true)
    expect(ok.placeOf(document, new URL(address))).toBeNull()
  })

  it('are nothing that stands on a wall or under a topic', () => {
    const topic =
      'https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=53000000000001&st.themeId=1'
    for (const address of [topic, 'https://ok.ru/group/53000000000001', 'https://ok.ru/feed'])
      expect(ok.isPrivate(document, new URL(address))).toBe(false)
  })
})
