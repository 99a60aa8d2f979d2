import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { vk } from '../channels/vk.ts'
import { startOverlay } from '../overlay/start.ts'
import { vkMessengerLater } from '../overlay/vk-messenger.ts'

export default defineContentScript({
  matches: [
    'https://vk.com/*',
    'https://vk.ru/*',
    'https://m.vk.com/*',
    'https://m.vk.ru/*',
    'https://web.vk.me/*',
  ],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, adapters: [vk], later: vkMessengerLater }),
})
