/** The content script under test: the overlay as the entrypoint starts it, without WXT's wrapper. */
import { vk } from '../../../extension/channels/vk.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'
import { vkMessengerLater } from '../../../extension/overlay/vk-messenger.ts'

/** What a content script has of a worker that does not come up. */
const silent = {
  id: chrome.runtime.id,
  onMessage: chrome.runtime.onMessage,
  sendMessage: () => Promise.reject(new Error('Could not establish connection')),
}

/** The page may play an extension that was updated, of which a content script hears only through `runtime.id`. */
const runtimeOf = (state: string | undefined) =>
  state === 'gone' ? undefined : state === 'silent' ? silent : chrome.runtime

startOverlay({
  runtime: () => runtimeOf(document.documentElement.dataset.extension),
  adapters: [vk],
  later: vkMessengerLater,
  settleTime: 300,
  lookTime: 300,
})
