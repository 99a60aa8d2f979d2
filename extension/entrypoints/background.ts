import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import { answer } from '../worker/answer.ts'
import { showBadge } from '../worker/badge.ts'
import { captureFromMenu, createMenus } from '../worker/menus.ts'
import { alarmName, rounds, startRounds } from '../worker/rounds.ts'

// Listeners are set synchronously at the top: a worker that an event has woken must already hear it.
export default defineBackground(() => {
  browser.runtime.onMessage.addListener(answer)
  browser.runtime.onInstalled.addListener(() => void createMenus())
  browser.runtime.onStartup.addListener(() => void createMenus().then(rounds))
  browser.contextMenus.onClicked.addListener((item, tab) => void captureFromMenu(item, tab))
  browser.alarms.onAlarm.addListener(alarm => {
    if (alarm.name === alarmName) void rounds()
  })
  browser.windows?.onFocusChanged.addListener(windowId => {
    if (windowId !== browser.windows.WINDOW_ID_NONE) void rounds()
  })
  // The token lies in storage.local: scripts in pages of the channels must not read it.
  void browser.storage.local.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' })
  void startRounds()
  void showBadge()
})
