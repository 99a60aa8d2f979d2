import { describe, expect, it } from 'vitest'
import {
  parseWhatsappId,
  whatsappAccount,
  whatsappIdentity,
  whatsappPlaceKey,
} from '../../../shared/sources/whatsapp-address.ts'

const keyOf = (id: string) => {
  const message = parseWhatsappId(id)
  return message === null ? null : whatsappIdentity(message).key
}

describe('A message of WhatsApp is one source in every build and for every member of the chat', () => {
  it.each([
    '3EB0AA00000000000002',
    'false_79990000001@c.us_3EB0AA00000000000002',
    'true_79990000002@s.whatsapp.net_3EB0AA00000000000002',
    'false_120363000000000001@g.us_3EB0AA00000000000002_79990000001:12@c.us',
    'true_79990000002@lid_3EB0AA00000000000002_out',
  ])('%s', id => {
    expect(keyOf(id)).toBe('whatsapp:message:3EB0AA00000000000002')
  })

  it.each([
    '',
    'short',
    'слово',
    'false_79990000001_3EB0AA00000000000002',
    'maybe_79990000001@c.us_3EB0AA00000000000002',
    'false_79990000001@c.us_',
    'false_79990000001@c.us_1:2',
  ])('«%s» is no message', id => {
    expect(keyOf(id)).toBeNull()
  })

  it('tells the chat, the side and the author where they are written', () => {
    expect(parseWhatsappId('false_120363000000000001@g.us_3EB0AA00000000000002_79990000001:12@c.us')).toEqual(
      {
        message: '3EB0AA00000000000002',
        chat: '120363000000000001@g.us',
        participant: '79990000001@c.us',
        isOwn: false,
      },
    )
    expect(parseWhatsappId('true_79990000002@c.us_3EB0AA00000000000002_out')?.participant).toBeNull()
  })
})

describe('A chat of WhatsApp', () => {
  it('is one account, whichever device and server', () => {
    expect(whatsappAccount('79990000001:12@s.whatsapp.net')).toBe('79990000001@c.us')
    expect(whatsappAccount('79990000001')).toBeNull()
  })

  it('is known by its account, else by its title, else not at all', () => {
    expect(whatsappPlaceKey('79990000001@c.us', 'Анна')).toBe('whatsapp:79990000001@c.us')
    expect(whatsappPlaceKey(null, 'Анна')).toMatch(/^whatsapp:t[0-9a-z]+$/u)
    expect(whatsappPlaceKey(null, 'Анна')).not.toBe(whatsappPlaceKey(null, 'Инна'))
    expect(whatsappPlaceKey(null, null)).toBeNull()
  })
})
