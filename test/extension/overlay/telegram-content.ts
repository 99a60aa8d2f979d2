/** The same for Телеграм. */
import { telegramK } from '../../../extension/channels/telegram-k.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'

startOverlay({
  // The page may play an extension that was updated; a content script hears of it only through `runtime.id`.
  runtime: () => (document.documentElement.dataset.extension === 'gone' ? undefined : chrome.runtime),
  adapters: [telegramK],
  settleTime: 300,
  lookTime: 300,
})
