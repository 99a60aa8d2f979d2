import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { telegramPreview } from '../channels/telegram-preview.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://t.me/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [telegramPreview] }),
})
