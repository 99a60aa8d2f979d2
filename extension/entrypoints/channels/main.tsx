import '../../ui/look.css'
import { render } from 'preact'
import { sites } from '../../channels/sites.ts'
import type { Answers, Request } from '../../messages.ts'
import { ChannelsApp } from '../../ui/channels/ChannelsApp.tsx'
import { brokenPageKey } from '../../worker/broken-page-key.ts'

const ask = <Asked extends Request>(request: Asked): Promise<Answers[Asked['type']]> =>
  chrome.runtime.sendMessage(request)

async function takeBrokenPage(): Promise<string | null> {
  const stored = await chrome.storage.session.get(brokenPageKey)
  const page: unknown = stored[brokenPageKey]
  return typeof page === 'string' ? page : null
}

render(
  <ChannelsApp
    sites={sites}
    brokenPage={location.hash === '#broken' ? takeBrokenPage : null}
    acts={{
      view: () => ask({ type: 'packs' }),
      check: () => ask({ type: 'check-packs' }),
      goBack: adapter => ask({ type: 'return-pack', adapter }),
      forgetBrokenPage: () => chrome.storage.session.remove(brokenPageKey),
    }}
  />,
  document.body,
)
