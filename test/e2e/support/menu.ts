import type { Desk } from './desk.ts'

/** The menu itself cannot be opened without a window: its choice is handed to the worker as the browser hands it. */
export async function choose(
  desk: Desk,
  url: string,
  item: { menuItemId: 'capture-selection' | 'capture-page'; selectionText?: string },
): Promise<void> {
  const worker = await desk.worker()
  await worker.evaluate(
    async (address, chosen) => {
      const tabs = await chrome.tabs.query({})
      const tab = tabs.find(each => each.url === address) ?? {
        id: -1,
        title: 'Страница без скриптов',
        url: address,
      }
      const dispatch: unknown = Reflect.get(chrome.contextMenus.onClicked, 'dispatch')
      if (typeof dispatch !== 'function') throw new Error('This browser hands no choices to events')
      Reflect.apply(dispatch, chrome.contextMenus.onClicked, [{ ...chosen, pageUrl: address }, tab])
    },
    url,
    item,
  )
}
