import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { pos } from '../channels/pos.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://pos.gosuslugi.ru/backoffice/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [pos] }),
})
