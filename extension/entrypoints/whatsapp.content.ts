import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { whatsapp } from '../channels/whatsapp.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://web.whatsapp.com/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [whatsapp] }),
})
