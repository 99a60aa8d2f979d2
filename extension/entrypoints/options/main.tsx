import '../../ui/look.css'
import { render } from 'preact'
import { createBridge } from '../../ui/live-bridge.ts'
import { OptionsApp } from '../../ui/options/OptionsApp.tsx'

render(<OptionsApp bridge={createBridge()} version={chrome.runtime.getManifest().version} />, document.body)
