/** Scripts that most pages never need: the card with the first pointer at a post, the messenger's adapter in the messenger. */
import { browser } from 'wxt/browser'
import type { Sender } from './answer.ts'

export async function putScript(name: 'card' | 'vk-messages', { tab, frameId = 0 }: Sender): Promise<null> {
  if (tab?.id === undefined) return null
  await browser.scripting
    .executeScript({
      target: { tabId: tab.id, frameIds: [frameId] },
      files: [`/content-scripts/${name}.js`],
      // A page that loads for long has them all the same.
      injectImmediately: true,
    })
    // The page has gone meanwhile, or takes no scripts any more: its overlay says so in its own words.
    .catch(() => undefined)
  return null
}
