/** @jsxImportSource ../../../extension/overlay/jsx */
/** What the axe test puts into its page: the overlay's own host and components, the root open so that axe can enter. */

import { createReader } from '../../../extension/channels/reader.ts'
import { vk } from '../../../extension/channels/vk.ts'
import type { Choices, MarkView } from '../../../extension/messages.ts'
import { type ButtonView, RecordButton } from '../../../extension/overlay/button.tsx'
import cardCss from '../../../extension/overlay/card.css?inline'
import { Card, type CardState } from '../../../extension/overlay/card.tsx'
import { createFrame } from '../../../extension/overlay/frame.ts'
import { createHost } from '../../../extension/overlay/host.ts'
import { render } from '../../../extension/overlay/jsx/jsx-runtime.ts'
import { createMarks } from '../../../extension/overlay/marks.tsx'
import { OfferButton } from '../../../extension/overlay/offer-button.tsx'
import { createWorker } from '../../../extension/overlay/worker.ts'
import { builtInPack } from '../../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../../shared/sources/pack.ts'

const attachShadow = Element.prototype.attachShadow
Element.prototype.attachShadow = function (options) {
  return attachShadow.call(this, { ...options, mode: 'open' })
}

const host = createHost(() => false)
host.addStyle(cardCss)
// axe measures no contrast of what hangs outside of the body.
document.body.append(host.element)
const nothing = () => {}

const acts = {
  onCorrect: nothing,
  onConfirm: nothing,
  onWithdraw: nothing,
  onClose: nothing,
  onRetry: nothing,
  onOptions: nothing,
  onPanel: nothing,
  onJoin: nothing,
  onCopy: nothing,
  onEmergency: nothing,
  onReplyKind: nothing,
  onBroken: nothing,
  onAuthor: nothing,
  onWordBack: nothing,
  onReason: nothing,
  onRecord: nothing,
  onPublish: nothing,
  onMenu: nothing,
  onOffer: nothing,
}

const pack = builtInPack('vk')
if (pack === undefined) throw new Error('нет правил чтения ВКонтакте')
const vkSet = selectorSetOf(pack)

const place = (element: HTMLElement) => {
  element.style.transform = 'translate(40px, 40px)'
  host.show()
}

const overlay = {
  root: host.root,
  card: (state: CardState, choices: Choices | null) => {
    render(<Card state={state} choices={choices} canWithdraw trouble={null} acts={acts} />, host.card)
    if (host.card.firstElementChild instanceof HTMLElement) place(host.card.firstElementChild)
    for (const details of host.root.querySelectorAll('details')) details.open = true
  },
  button: (view: ButtonView) => {
    render(
      view.type === 'record' ? (
        <RecordButton view={view} acts={acts} />
      ) : (
        <OfferButton view={view} acts={acts} />
      ),
      host.button,
    )
    place(host.button)
  },
  /** By the keys of the page's posts. */
  marks: (views: Record<string, MarkView>) =>
    void createMarks({
      reader: createReader(vk.define(vkSet)),
      host,
      worker: createWorker(() => ({
        id: 'test',
        // The one request of marks alone, answered with what the test gave.
        sendMessage: <_Message, Answer>() => Promise.resolve(JSON.parse(JSON.stringify(views)) as Answer),
        onMessage: { addListener: nothing },
      })),
      frame: createFrame(),
      isSilent: () => false,
      onOpen: nothing,
      onPageChange: nothing,
    }),
}

declare global {
  interface Window {
    overlay: typeof overlay
  }
}
window.overlay = overlay
