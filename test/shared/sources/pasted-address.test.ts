import { expect, it } from 'vitest'
import { identityOfPastedAddress } from '../../../shared/sources/pasted-address.ts'

it.each([
  [
    'https://m.vk.com/wall-212000001_77?reply=80',
    'vk:-212000001:77:80',
    'https://vk.com/wall-212000001_77?reply=80',
  ],
  ['https://vk.com/photo-1_2', 'vk:-1:photo2', 'https://vk.com/photo-1_2'],
  [
    'https://m.ok.ru/group/53000000000001/topic/155',
    'ok:topic:155',
    'https://ok.ru/group/53000000000001/topic/155',
  ],
  ['https://t.me/s/nagatkino_live/15', 'telegram:@nagatkino_live:15', 'https://t.me/nagatkino_live/15'],
  ['https://t.me/c/1700000001/5', 'telegram:-1700000001:5', 'https://t.me/c/1700000001/5'],
  [
    'https://max.ru/c/-78377804395205/AZqXyk3vYw0',
    'max:-78377804395205:AZqXyk3vYw0',
    'https://max.ru/c/-78377804395205/AZqXyk3vYw0',
  ],
  [
    'https://pos.gosuslugi.ru/backoffice/appeals/177073571/history',
    'pos:177073571',
    'https://pos.gosuslugi.ru/backoffice/appeals/177073571',
  ],
])('%s is the source that the page itself gives', (address, key, url) => {
  expect(identityOfPastedAddress(address)).toMatchObject({ key, url })
})

it.each([
  'https://wa.me/79990000001',
  'https://example.org/news/1',
  'https://vk.com/nagatkino_live',
  'не адрес',
])('%s names no source', address => {
  expect(identityOfPastedAddress(address)).toBeNull()
})
