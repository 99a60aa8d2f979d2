import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { telegramK } from '../channels/telegram-k.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://web.telegram.org/k/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [telegramK] }),
})
