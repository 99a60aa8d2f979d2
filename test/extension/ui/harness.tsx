/** A page that shows panel, popup or options over a fake bridge: `?view=panel&person=operator&rows=sample`. */
import '../../../extension/ui/look.css'
import { render } from 'preact'
import { OptionsApp } from '../../../extension/ui/options/OptionsApp.tsx'
import { PanelApp } from '../../../extension/ui/panel/PanelApp.tsx'
import type { HerePage } from '../../../extension/ui/popup/HereSwitch.tsx'
import { PopupApp } from '../../../extension/ui/popup/PopupApp.tsx'
import { type FakeBridge, fakeBridge } from './fake-bridge.ts'
import { lifeRows } from './life.ts'
import { manyRows, sampleRows } from './office.ts'

declare global {
  interface Window {
    bridge: FakeBridge
    hacked?: boolean
    optionsOpened?: boolean
  }
}

const wanted = new URLSearchParams(location.search)
const rowsName = wanted.get('rows') ?? 'sample'
const rows =
  rowsName === 'loading'
    ? null
    : rowsName === 'none'
      ? []
      : rowsName === 'sample'
        ? sampleRows()
        : rowsName === 'life'
          ? lifeRows()
          : manyRows(Number(rowsName))

const bridge = fakeBridge(wanted.get('person') ?? 'operator', rows)
if (wanted.get('person') === null) bridge.state.session = { state: 'unenrolled' }
window.bridge = bridge
const onOptions = () => {
  window.optionsOpened = true
}

/** `place=private`: a chat; else a community. */
const pageInFront: HerePage = {
  where: async () => ({
    key: 'telegram:700100200',
    title: 'Тимур Алиев',
    isPrivate: wanted.get('place') === 'private',
    isOn: false,
  }),
  turn: async ({ key, isOn }) => void bridge.calls.push(`turn ${key} ${isOn}`),
}

const view = wanted.get('view')
render(
  view === 'popup' ? (
    <PopupApp
      bridge={bridge}
      onOptions={onOptions}
      onClose={() => undefined}
      {...(wanted.get('place') === null ? {} : { page: pageInFront })}
    />
  ) : view === 'options' ? (
    <OptionsApp bridge={bridge} version="0.1.0" />
  ) : (
    <PanelApp bridge={bridge} onOptions={onOptions} />
  ),
  document.body,
)
