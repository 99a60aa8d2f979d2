/* What people and the manifest ask of the adapters: «Что умеет читать расширение». No part of content scripts. */
import type { AdapterSite } from './contract.ts'
import { maxSite } from './max.ts'
import { okSite } from './ok.ts'
import { posSite } from './pos.ts'
import { telegramASite } from './telegram-a.ts'
import { telegramKSite } from './telegram-k.ts'
import { telegramPreviewSite } from './telegram-preview.ts'
import { vkSite } from './vk.ts'
import { vkMessagesSite } from './vk-messages.ts'
import { whatsappSite } from './whatsapp.ts'

export const sites: readonly AdapterSite[] = [
  vkSite,
  vkMessagesSite,
  okSite,
  telegramKSite,
  telegramASite,
  telegramPreviewSite,
  maxSite,
  whatsappSite,
  posSite,
]
