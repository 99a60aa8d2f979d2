import '../../ui/look.css'
import { render } from 'preact'
import type { Answers, HereState, Push, Request } from '../../messages.ts'
import { createBridge } from '../../ui/live-bridge.ts'
import type { HerePage } from '../../ui/popup/HereSwitch.tsx'
import { PopupApp } from '../../ui/popup/PopupApp.tsx'

/** Asks the script in the tab in front; a page without one of ours answers nothing. */
const page: HerePage = {
  async where() {
    const [tab] = await chrome.tabs.query({ active: true, lastFocusedWindow: true })
    if (tab?.id === undefined) return null
    const state: HereState | undefined = await chrome.tabs
      .sendMessage(tab.id, { type: 'where' } satisfies Push)
      .catch(() => undefined)
    return state ?? null
  },
  async turn(place) {
    await chrome.runtime.sendMessage({ type: 'switch-here', ...place } satisfies Request)
  },
}

render(
  <PopupApp
    bridge={createBridge()}
    onOptions={() => void chrome.runtime.openOptionsPage()}
    onChannels={() => void chrome.tabs.create({ url: '/channels.html' }).then(() => window.close())}
    onBroken={async () => {
      const answer: Answers['report-broken'] = await chrome.runtime.sendMessage({ type: 'report-broken' })
      return answer.outcome === 'shown' ? null : answer.words
    }}
    page={page}
    onClose={() => window.close()}
  />,
  document.body,
)
