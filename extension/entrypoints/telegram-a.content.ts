import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { telegramA } from '../channels/telegram-a.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://web.telegram.org/a/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [telegramA] }),
})
