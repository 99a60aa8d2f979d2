/** The content script under test: the overlay as the entrypoint starts it, without WXT's wrapper. */
import { createReader } from '../../../extension/channels/reader.ts'
import { vk } from '../../../extension/channels/vk.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'

startOverlay({
  // The page may play an extension that was updated; a content script hears of it only through `runtime.id`.
  runtime: () => (document.documentElement.dataset.extension === 'gone' ? undefined : chrome.runtime),
  reader: createReader(vk),
  settleTime: 300,
})
