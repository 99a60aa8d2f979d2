import { renderToString } from 'preact-render-to-string'
import { expect, it } from 'vitest'
import type { AdapterSite } from '../../../extension/channels/contract.ts'
import type { PackView } from '../../../extension/messages.ts'
import { SiteCard } from '../../../extension/ui/channels/SiteCard.tsx'

const site: AdapterSite = {
  adapter: 'vk',
  channel: 'vk',
  title: 'ВКонтакте: стены, записи, комментарии',
  confidence: 'проверено на сохранённой странице',
  matches: ['https://vk.com/*', 'https://m.vk.com/*'],
  reads: ['стена сообщества'],
  identity: 'по адресу записи',
  never: ['точное время: только слова'],
}
const pack: PackView = {
  adapter: 'vk',
  serial: 4,
  version: '2026-11-20',
  from: 'с сервера, 20 ноября 2026, 10:00',
  mayReturn: true,
  notes: ['Правила № 5 не приняты: подпись не подходит к ключу, с которым собрано расширение.'],
  alarm: null,
}
const cardOf = (given: Partial<PackView> | null) =>
  renderToString(
    <SiteCard site={site} pack={given && { ...pack, ...given }} isBusy={false} onBack={() => undefined} />,
  )

it.each([
  'vk.com, m.vk.com',
  'стена сообщества',
  'по адресу записи',
  'точное время: только слова',
  'проверено на сохранённой странице',
  'Правила чтения',
  'версия 2026-11-20, № 4, с сервера',
  'Правила № 5 не приняты: подпись не подходит',
])('the card of an adapter says «%s»', words => {
  expect(cardOf({})).toContain(words)
})

it('the way back is offered only where there is one', () => {
  expect(cardOf({})).toContain('Вернуть прежние')
  expect(cardOf({ mayReturn: false })).not.toContain('Вернуть прежние')
})

it('an alarm of the server is said at its adapter', () => {
  expect(cardOf({ alarm: 'текст — нет у 90 % записей' })).toContain('▲ текст — нет у 90 % записей')
})

it('what is known without the worker is there at once', () => {
  expect(cardOf(null)).toContain('стена сообщества')
})
