import { expect, test } from 'vitest'
import { pathOfAddress, placeOfAddress } from '../../../shared/watch/place.ts'

test.each([
  ['https://vk.com/public212000001', 'vk', 'vk:-212000001'],
  ['https://m.vk.ru/wall-212000001_5', 'vk', 'vk:-212000001'],
  ['https://vk.com/tsilna_news', 'vk', null],
  ['https://vk.com/im?sel=2000000005', 'vk', 'vk:im:2000000005'],
  ['https://web.telegram.org/k/#-1845000001', 'telegram', 'telegram:-1845000001'],
  ['https://web.telegram.org/a/#-1001845000001', 'telegram', 'telegram:-1845000001'],
  ['https://t.me/s/tsilna_news', 'telegram', 'telegram:@tsilna_news'],
  ['https://web.telegram.org/k/#@tsilna_news', 'telegram', null],
  ['https://ok.ru/group/53000000000001', 'ok', 'ok:-53000000000001'],
  ['https://web.max.ru/-70000000000001', 'max', 'max:-70000000000001'],
  ['https://web.whatsapp.com/', 'whatsapp', null],
  ['https://cilna.gosuslugi.ru/priemnaya', 'other', null],
])('%s is the place %s %s', (address, channel, key) => {
  expect(placeOfAddress(address)).toEqual({ channel, key })
})

test('what is no address of the web is no place', () => {
  expect(placeOfAddress('Подслушано Нагаткино')).toBeNull()
  expect(placeOfAddress('javascript:alert(1)')).toBeNull()
})

test('a name is known by its path, a whole site by nothing', () => {
  expect(pathOfAddress('https://vk.com/Tsilna_news/')).toBe('/tsilna_news')
  expect(pathOfAddress('https://web.telegram.org/k/#@tsilna_news')).toBe('/k#@tsilna_news')
  expect(pathOfAddress('https://web.whatsapp.com/')).toBeNull()
})
