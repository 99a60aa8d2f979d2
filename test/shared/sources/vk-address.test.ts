import { describe, expect, it } from 'vitest'
import {
  accountUrl,
  addressOfDialogue,
  dialogueKey,
  identifyVkAddress,
  identityOfAddress,
  ownerOfAddress,
  parseDialogue,
  parseWallAddress,
} from '../../../shared/sources/vk-address.ts'

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
    expect(identifyVkAddress(address)).toMatchObject({ key, parentKey })
  })

  it.each([
    'https://notvk.com/wall-1_2',
    'https://vk.com/wall-1',
    'https://vk.com/wall-0_2',
    'javascript:alert(1)',
    'https://vk.com/photo-1_2',
    '',
  ])('«%s» names no post of a wall', address => {
    expect(parseWallAddress(address)).toBeNull()
  })
})

describe('A comment under a photo, a video, in a discussion is never a post of a wall', () => {
  it.each([
    [
      'https://vk.com/photo-1_2?reply=3',
      'vk:-1:photo2:3',
      'vk:-1:photo2',
      'https://vk.com/photo-1_2?reply=3',
    ],
    ['https://vk.ru/feed?z=photo-1_2%2Fwall-1_9&reply=3', 'vk:-1:photo2:3', 'vk:-1:photo2', undefined],
    ['https://m.vk.com/video-1_2?reply=3&thread=1', 'vk:-1:video2:3', 'vk:-1:video2:1', undefined],
    ['https://vk.com/clip-1_2?reply=3', 'vk:-1:video2:3', 'vk:-1:video2', 'https://vk.com/video-1_2?reply=3'],
    ['https://vkvideo.ru/video-1_2?reply=3', 'vk:-1:video2:3', 'vk:-1:video2', undefined],
    [
      'https://m.vk.ru/topic-1_2?post=3#post3',
      'vk:-1:topic2:3',
      'vk:-1:topic2',
      'https://vk.com/topic-1_2?post=3',
    ],
    ['https://vk.com/topic-1_2?offset=20', 'vk:-1:topic2', null, 'https://vk.com/topic-1_2'],
  ])('%s is %s', (address, key, parentKey, url) => {
    const identity = identifyVkAddress(address)
    expect(identity).toMatchObject({ key, parentKey })
    if (url !== undefined) expect(identity?.url).toBe(url)
    expect(parseWallAddress(address)).toBeNull()
  })

  it('a photo that is opened over a post leaves the address with the post', () => {
    expect(identifyVkAddress('https://vk.com/wall-1_5?z=photo-1_2%2Fwall-1_5')?.key).toBe('vk:-1:5')
  })
})

describe('A dialogue is one place, whichever of its addresses is open', () => {
  it.each([
    ['https://vk.com/gim212?sel=5', 'vk:gim212:5'],
    ['https://vk.ru/gim212/convo/5?entrypoint=list_all', 'vk:gim212:5'],
    ['https://vk.com/im?sel=5', 'vk:im:5'],
    ['https://web.vk.me/convo/5', 'vk:im:5'],
    ['https://m.vk.com/mail?act=show&peer=5', 'vk:im:5'],
    ['https://vk.com/write5', 'vk:im:5'],
    ['https://vk.com/im?sel=-7', 'vk:im:-7'],
    ['https://vk.com/im?sel=c12', 'vk:im:2000000012'],
    ['https://vk.com/im/convo/2000000012', 'vk:im:2000000012'],
    ['https://vk.com/gim212', null],
    ['https://vk.com/im', null],
  ])('%s is %s', (address, key) => {
    const dialogue = parseDialogue(address)
    expect(dialogue && dialogueKey(dialogue)).toBe(key)
    const again = dialogue && parseDialogue(addressOfDialogue(dialogue))
    expect(again).toEqual(dialogue)
  })

  it.each([
    'https://vk.com/images',
    'https://vk.com/im_here',
    'https://vk.com/gimnazia',
    'https://vk.com/mailru',
  ])('%s is a page and no dialogue', address => {
    expect(parseDialogue(address)).toBeNull()
    expect(accountUrl(address)).toBe(address)
  })
})

it.each([
  ['https://vk.com/wall-5_6?reply=7', '-5'],
  ['https://m.vk.ru/club5', '-5'],
  ['https://vk.com/id5', '5'],
  ['https://vk.com/reviews-5', '-5'],
  ['https://vk.com/board5', '-5'],
  ['https://vk.com/nagatkino', null],
  ['https://vk.com/feed', null],
])('the owner of %s is %s', (address, owner) => expect(ownerOfAddress(address)).toBe(owner))
