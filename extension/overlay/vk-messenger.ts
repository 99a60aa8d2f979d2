import { parseDialogue } from '../../shared/sources/vk-address.ts'
import { lateAdapters } from './late-adapters.ts'

/** The messenger of ВКонтакте lies under the same addresses as its walls, and a tab moves there without loading. */
export const vkMessengerLater = lateAdapters({
  id: 'vk-messages',
  channel: 'vk',
  isAt: place => parseDialogue(place.href) !== null,
})
