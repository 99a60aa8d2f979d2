import '../../ui/look.css'
import { render } from 'preact'
import { createBridge } from '../../ui/live-bridge.ts'
import { PanelApp } from '../../ui/panel/PanelApp.tsx'

render(
  <PanelApp bridge={createBridge()} onOptions={() => void chrome.runtime.openOptionsPage()} />,
  document.body,
)
