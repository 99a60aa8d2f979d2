import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { ok } from '../channels/ok.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://ok.ru/*', 'https://m.ok.ru/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [ok] }),
})
