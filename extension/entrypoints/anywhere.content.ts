import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { listenToMenu } from '../overlay/anywhere.ts'
import { startOverlay } from '../overlay/start.ts'

/** Put into any page, also one with an overlay, by the worker after a choice in the context menu; then told what to record. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () => listenToMenu(browser.runtime, startOverlay({ runtime: () => browser.runtime, adapters: null })),
})
