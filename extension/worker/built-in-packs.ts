/* The packs that the extension was built with: what is in force until the office's server gives newer ones. */
import { packSchema, type SelectorPack } from '../../shared/sources/pack.ts'
import max from '../channels/packs/max.json'
import ok from '../channels/packs/ok.json'
import pos from '../channels/packs/pos.json'
import telegramA from '../channels/packs/telegram-a.json'
import telegramK from '../channels/packs/telegram-k.json'
import telegramPreview from '../channels/packs/telegram-preview.json'
import vk from '../channels/packs/vk.json'
import vkMessages from '../channels/packs/vk-messages.json'
import whatsapp from '../channels/packs/whatsapp.json'

let parsed: readonly SelectorPack[] | undefined

/** Read once, when the first is asked for. */
export function builtInPacks(): readonly SelectorPack[] {
  parsed ??= [vk, vkMessages, ok, telegramK, telegramA, telegramPreview, max, whatsapp, pos].map(pack =>
    packSchema.parse(pack),
  )
  return parsed
}

export function builtInPack(adapter: string): SelectorPack | undefined {
  return builtInPacks().find(pack => pack.adapter === adapter)
}
