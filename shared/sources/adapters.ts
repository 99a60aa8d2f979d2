/** The adapters' ids and whose page each reads. Names only: what an adapter looks for is its pack's, how it reads is code. */
import type { ChannelId } from '../reference/channels.ts'

const known: Readonly<Record<string, { channel: ChannelId; title: string }>> = {
  vk: { channel: 'vk', title: 'ВКонтакте' },
  'vk-messages': { channel: 'vk', title: 'ВКонтакте: сообщения сообщества' },
  ok: { channel: 'ok', title: 'Одноклассники' },
  'telegram-k': { channel: 'telegram', title: 'Телеграм, веб-версия K' },
  'telegram-a': { channel: 'telegram', title: 'Телеграм, веб-версия A' },
  'telegram-preview': { channel: 'telegram', title: 'Телеграм, просмотр t.me' },
  max: { channel: 'max', title: 'MAX' },
  whatsapp: { channel: 'whatsapp', title: 'WhatsApp' },
  pos: { channel: 'pos', title: 'ПОС' },
}

export const knownAdapters: readonly string[] = Object.keys(known)

/** An adapter of a newer extension is called by its id. */
export const adapterTitle = (adapter: string): string => known[adapter]?.title ?? adapter

export const channelOfAdapter = (adapter: string): ChannelId => known[adapter]?.channel ?? 'other'
