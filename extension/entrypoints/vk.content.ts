import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { createReader } from '../channels/reader.ts'
import { vk } from '../channels/vk.ts'
import { startOverlay } from '../overlay/start.ts'

export default defineContentScript({
  matches: ['https://vk.com/*', 'https://vk.ru/*'],
  runAt: 'document_start',
  allFrames: false,
  main: () => void startOverlay({ runtime: () => browser.runtime, reader: createReader(vk) }),
})
