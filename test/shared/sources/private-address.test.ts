import { expect, it } from 'vitest'
import { isPrivateAddress } from '../../../shared/sources/private-address.ts'

it.each([
  'https://www.vk.com/im?sel=600100',
  'https://new.vk.com/im/convo/600100',
  'https://www.vk.ru/gim212000050?sel=600100',
  'https://vk.com./mail',
  'https://web.vk.me/',
  'https://web.telegram.org/',
  'https://web.telegram.org/z/#700100200',
  'https://webk.telegram.org/#700100200',
  'https://web.whatsapp.com/',
  'https://web.max.ru/437719203',
  'https://www.ok.ru/messages/570000000002',
  'https://odnoklassniki.ru/messages',
  'https://m.ok.ru/dk?st.cmd=userMessages&st.friendId=570000000002',
  'https://m.ok.ru/dk?bk=1&st.cmd=messageConversations',
])('%s is a place of private messages, whichever host of the site it is', address => {
  expect(isPrivateAddress(address)).toBe(true)
})

it.each([
  'https://www.vk.com/wall-212000050_101',
  'https://vk.com/images',
  'https://t.me/cilna_news/15',
  'https://ok.ru/group/53000000000001/topic/155000000000001',
  'https://m.ok.ru/dk?st.cmd=altGroupMediaThemeComments&st.groupId=53000000000001&st.themeId=1',
  'https://example.org/messages/5',
  'https://notvk.com/im',
  'file:///home/operator/im.html',
  'no address',
])('%s is none', address => {
  expect(isPrivateAddress(address)).toBe(false)
})
