/** The content script under test on the messengers that the other tests do not open. */
import { max } from '../../../extension/channels/max.ts'
import { telegramA } from '../../../extension/channels/telegram-a.ts'
import { whatsapp } from '../../../extension/channels/whatsapp.ts'
import { startOverlay } from '../../../extension/overlay/start.ts'

startOverlay({
  runtime: () => chrome.runtime,
  adapters: [max, telegramA, whatsapp].filter(({ isAt }) => isAt(location)),
  settleTime: 300,
  lookTime: 300,
})
