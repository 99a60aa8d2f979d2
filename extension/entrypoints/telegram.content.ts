import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { createReader } from '../channels/reader.ts'
import { telegramK } from '../channels/telegram-k.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  // The root leads to one of the clients; only /k/ is read.
  matches: ['https://web.telegram.org/k/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, reader: createReader(telegramK) }),
})
