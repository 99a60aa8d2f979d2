import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import type { Push } from '../messages.ts'
import { describeBroken } from '../overlay/broken.ts'

/** Put into the page in front by the worker after «Сообщить о поломке»: answers the page without its texts. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () =>
    browser.runtime.onMessage.addListener((push: Push, _sender, answer) => {
      if (push.type === 'describe-page')
        answer(describeBroken(document, location.href, push.sets, new Date().toISOString()))
    }),
})
