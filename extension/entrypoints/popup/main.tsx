import '../../ui/look.css'
import { render } from 'preact'
import type { Answers } from '../../messages.ts'
import { createBridge } from '../../ui/live-bridge.ts'
import { PopupApp } from '../../ui/popup/PopupApp.tsx'

render(
  <PopupApp
    bridge={createBridge()}
    onOptions={() => void chrome.runtime.openOptionsPage()}
    onChannels={() => void chrome.tabs.create({ url: '/channels.html' }).then(() => window.close())}
    onBroken={async () => {
      const answer: Answers['report-broken'] = await chrome.runtime.sendMessage({ type: 'report-broken' })
      return answer.outcome === 'shown' ? null : answer.words
    }}
    onClose={() => window.close()}
  />,
  document.body,
)
