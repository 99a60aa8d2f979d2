import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { channelFor, readPage } from '../channels/index.ts'

/** Put into a saved page by `npm run channels:check` alone: answers what its channel reads, `null` where none does. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () =>
    browser.runtime.onMessage.addListener((asked: { type: string }, _sender, answer) => {
      if (asked.type !== 'read-page') return
      const channel = channelFor(location)
      answer(channel && readPage(channel, document, location, new Date().toISOString()))
    }),
})
