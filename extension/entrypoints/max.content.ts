import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { max } from '../channels/max.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://web.max.ru/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [max] }),
})
