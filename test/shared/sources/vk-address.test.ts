import { describe, expect, it } from 'vitest'
import { identityOfAddress, parseWallAddress } from '../../../shared/sources/vk-address.ts'

describe('A post of ВКонтакте is one source, whatever address names it', () => {
  const post = 'vk:-212000001:77'
  it.each([
    ['https://vk.com/wall-212000001_77', post, null],
    ['https://m.vk.com/wall-212000001_77?utm_source=share', post, null],
    ['https://vk.ru/public1?w=wall-212000001_77', post, null],
    ['/wall-212000001_77?reply=5', `${post}:5`, post],
    ['https://vk.ru/public1?w=wall-212000001_77_r5', `${post}:5`, post],
    ['https://vk.com/wall-212000001_77?reply=6&thread=5', `${post}:6`, `${post}:5`],
    ['https://vk.com/feed?w=wall5_6', 'vk:5:6', null],
  ])('%s is %s', (address, key, parentKey) => {
    const wall = parseWallAddress(address)
    expect(wall && identityOfAddress(wall)).toMatchObject({ key, parentKey })
  })

  it.each([
    'https://notvk.com/wall-1_2',
    'https://vk.com/wall-1',
    'https://vk.com/wall-0_2',
    'javascript:alert(1)',
    'https://vk.com/photo-1_2',
    '',
  ])('«%s» names none', address => {
    expect(parseWallAddress(address)).toBeNull()
  })
})
