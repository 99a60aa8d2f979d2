import '../../ui/look.css'
import { render } from 'preact'
import { createBridge } from '../../ui/live-bridge.ts'
import { OptionsApp } from '../../ui/options/OptionsApp.tsx'

const { version } = chrome.runtime.getManifest()
render(<OptionsApp bridge={createBridge()} version={version} channelsPage="/channels.html" />, document.body)
