/** Any page: the selected text or the page itself, from the context menu. The permission lasts for that click. */
import { browser } from 'wxt/browser'
import type { Push } from '../messages.ts'

const selectionMenu = 'capture-selection'
const pageMenu = 'capture-page'

export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll()
  browser.contextMenus.create({
    id: selectionMenu,
    title: 'Записать в Пульт МЦУ: «%s»',
    contexts: ['selection'],
  })
  browser.contextMenus.create({ id: pageMenu, title: 'Записать страницу в Пульт МЦУ', contexts: ['page'] })
}

/** Puts the card's script into the page and asks it to record. */
export async function captureFromMenu(
  item: { menuItemId: string | number; selectionText?: string | undefined },
  tabId: number | undefined,
): Promise<void> {
  const push = pushOf(item)
  if (tabId === undefined || !push) return
  await browser.scripting.executeScript({ target: { tabId }, files: ['/content-scripts/anywhere.js'] })
  await browser.tabs.sendMessage(tabId, push)
}

function pushOf(item: { menuItemId: string | number; selectionText?: string | undefined }): Push | undefined {
  if (item.menuItemId === selectionMenu) return { type: 'capture-selection', text: item.selectionText ?? '' }
  if (item.menuItemId === pageMenu) return { type: 'capture-page' }
  return undefined
}
