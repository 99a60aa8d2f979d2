import '../../ui/look.css'
import { render } from 'preact'
import { createBridge } from '../../ui/live-bridge.ts'
import { PopupApp } from '../../ui/popup/PopupApp.tsx'

render(
  <PopupApp
    bridge={createBridge()}
    onOptions={() => void chrome.runtime.openOptionsPage()}
    onClose={() => window.close()}
  />,
  document.body,
)
