import { describe, expect, it } from 'vitest'
import { maxChatOf, maxPlaceKey, parseMaxAddress } from '../../../shared/sources/max-address.ts'

describe('An address of MAX names a chat', () => {
  it.each([
    ['/437719203', 'max:437719203'],
    ['/-78377804395205', 'max:-78377804395205'],
    ['/-78377804395205/', 'max:-78377804395205'],
  ])('%s is %s', (pathname, key) => {
    const chat = maxChatOf(pathname)
    expect(chat && maxPlaceKey(chat)).toBe(key)
  })

  it.each(['/', '/settings', '/0', '/--5', '/5a', '/c/5'])('%s names none', pathname => {
    expect(maxChatOf(pathname)).toBeNull()
  })
})

describe('«Копировать ссылку» of MAX names a message', () => {
  it('by its chat and its number', () => {
    expect(parseMaxAddress('https://max.ru/c/-69941234567890/AZp3LJ4dKbs?utm=1')).toMatchObject({
      key: 'max:-69941234567890:AZp3LJ4dKbs',
      kind: 'message',
      url: 'https://max.ru/c/-69941234567890/AZp3LJ4dKbs',
    })
  })

  it.each([
    'https://web.max.ru/437719203',
    'https://max.ru/c/5/short',
    'https://notmax.ru/c/5/AZp3LJ4dKbs',
    'max://c/5/AZp3LJ4dKbs',
    'слова',
    '',
  ])('«%s» names none', address => {
    expect(parseMaxAddress(address)).toBeNull()
  })
})
