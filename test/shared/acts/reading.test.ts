import { describe, expect, it } from 'vitest'
import { readWebAddress } from '../../../shared/acts/reading.ts'

describe('An address that was pasted', () => {
  it.each([
    ['https://vk.com/wall-1_2?reply=3#c', 'https://vk.com/wall-1_2?reply=3#c'],
    ['http://10.0.0.5:8080/page', 'http://10.0.0.5:8080/page'],
    ['HTTPS://T.me/channel/7', 'HTTPS://T.me/channel/7'],
    ['vk.com/wall-1_2', 'https://vk.com/wall-1_2'],
    ['администрация.рф/новости', 'https://администрация.рф/новости'],
  ])('«%s» is taken', (text, address) => {
    expect(readWebAddress(text)).toBe(address)
  })

  it.each([
    'не адрес',
    // What a browser makes of it must not matter: Chromium reads a host with an escaped space here.
    'https://не%20адрес',
    'https://не адрес.рф',
    'адрес',
    'https://vk',
    'https://',
    'https://.рф',
    'https://vk..com',
    'javascript:alert(1)',
    'ftp://files.example.ru/a',
    'ivanov@mail.ru',
    'https://vk.com@evil.example.ru/',
    `https://vk.com/${'a'.repeat(2_000)}`,
  ])('«%s» is refused', text => {
    expect(readWebAddress(text)).toBeNull()
  })
})
