/** A page that shows panel, popup, options or channels over a fake bridge: `?view=panel&person=operator&rows=sample`. */
import '../../../extension/ui/look.css'
import { render } from 'preact'
import { sites } from '../../../extension/channels/sites.ts'
import type { PacksView } from '../../../extension/messages.ts'
import { ChannelsApp } from '../../../extension/ui/channels/ChannelsApp.tsx'
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

/** The first adapter is in trouble: an alarm, a pack that was not taken, a way back. */
const packs: PacksView = {
  enrolled: true,
  checked: 'Проверено 25 ноября 2026, 14:20',
  packs: sites.map(({ adapter }, at) => ({
    adapter,
    serial: at === 0 ? 4 : 1,
    version: '2026-11-23',
    from: at === 0 ? 'с сервера, 24 ноября 2026, 10:00' : 'вместе с расширением',
    mayReturn: at === 0,
    notes: at === 0 ? ['№ 5: подпись не подходит к ключу, с которым собрано расширение.'] : [],
    alarm: at === 0 ? 'текст — нет у 90 % записей' : null,
  })),
}
const channelsActs = {
  view: async () => packs,
  check: async () => ({ words: 'Нового нет.', view: packs }),
  goBack: async () => packs,
  forgetBrokenPage: async () => undefined,
}
const brokenPage = async () => '<!doctype html>\n<p>Ааааа ааа</p>'

const view = wanted.get('view')
render(
  view === 'popup' ? (
    <PopupApp
      bridge={bridge}
      onOptions={onOptions}
      onClose={() => undefined}
      {...(wanted.get('place') === null ? {} : { page: pageInFront })}
    />
  ) : view === 'channels' ? (
    <ChannelsApp sites={sites} brokenPage={brokenPage} acts={channelsActs} />
  ) : view === 'options' ? (
    <OptionsApp bridge={bridge} version="0.1.0" />
  ) : (
    <PanelApp bridge={bridge} onOptions={onOptions} />
  ),
  document.body,
)
