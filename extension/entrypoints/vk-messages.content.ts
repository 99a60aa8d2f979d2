import { defineContentScript } from 'wxt/utils/define-content-script'
import { vkMessages } from '../channels/vk-messages.ts'
import { bringAdapter } from '../overlay/late-adapters.ts'

/** Put into a page of ВКонтакте by the worker when its messenger is open. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () => bringAdapter(vkMessages),
})
