import { defineContentScript } from 'wxt/utils/define-content-script'
import { bringCard } from '../overlay/bring-card.ts'

/** Put into a page by the worker when a post is pointed at for the first time, or something is recorded there. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: bringCard,
})
