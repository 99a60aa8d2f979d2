import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { listenForLooks } from '../overlay/snapshot.ts'

/** Put into a page by the worker after a record there: keeps what the post looked like. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () => listenForLooks(browser.runtime),
})
