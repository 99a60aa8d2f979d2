/** The content script under test: the overlay as the entrypoint starts it, without WXT's wrapper. */
import { vk } from '../../../extension/channels/vk.ts'
import { vkMessages } from '../../../extension/channels/vk-messages.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'

startOverlay({
  // The page may play an extension that was updated; a content script hears of it only through `runtime.id`.
  runtime: () => (document.documentElement.dataset.extension === 'gone' ? undefined : chrome.runtime),
  adapters: [vkMessages, vk],
  settleTime: 300,
  lookTime: 300,
})
