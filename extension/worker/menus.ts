/** Any page: the selected text or the page itself, from the context menu. The permission lasts for that click. */
import { v7 as uuid } from 'uuid'
import { browser } from 'wxt/browser'
import { MatchPattern } from 'wxt/utils/match-patterns'
import { isPrivateAddress } from '../../shared/sources/private-address.ts'
import { sourceTextLimit } from '../../shared/ticket/limits.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Push } from '../messages.ts'
import { wantTicket } from '../store/wanted.ts'
import { clearNotRecorded, showNotRecorded } from './badge.ts'
import { capture } from './capture.ts'
import { afterChange, reportFault } from './rounds.ts'
import { snapshotOfWindow } from './snapshot.ts'

const selectionMenu = 'capture-selection'
const pageMenu = 'capture-page'

type Chosen = {
  menuItemId: string | number
  selectionText?: string | undefined
  pageUrl?: string | undefined
  frameUrl?: string | undefined
}
type Tab = { id?: number | undefined; title?: string | undefined; url?: string | undefined }

export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll()
  browser.contextMenus.create({
    id: selectionMenu,
    title: 'Записать в Пульт МЦУ: «%s»',
    contexts: ['selection'],
  })
  browser.contextMenus.create({
    id: pageMenu,
    title: 'Записать страницу в Пульт МЦУ',
    contexts: ['page', 'link', 'image'],
  })
}

/**
 * Puts the card's script into the page and asks it to record; what refuses scripts is recorded from here. On a site of a
 * channel the site's own scripts go first: a tab from before the installation has none of them, and without them nobody
 * knows which chat is private (PRACTICE P15).
 */
export async function captureFromMenu(chosen: Chosen, tab: Tab | undefined): Promise<void> {
  const push = pushOf(chosen)
  if (!push) return
  const address = tab?.url ?? chosen.pageUrl
  const scripts = scriptsOf(address)
  try {
    if (tab?.id === undefined) throw new Error('No tab')
    await browser.scripting.executeScript({
      target: { tabId: tab.id },
      files: [...scripts, '/content-scripts/anywhere.js'],
    })
    await browser.tabs.sendMessage(tab.id, push)
  } catch (error) {
    // Unread, a page of a channel may be a private chat: then nothing is taken of it.
    if (scripts.length > 0) {
      reportFault(error)
      return showNotRecorded(tab?.id, 'Не записано: обновите страницу и повторите')
    }
    if ([address, chosen.pageUrl, chosen.frameUrl].some(each => each !== undefined && isPrivateAddress(each)))
      return showNotRecorded(tab?.id, 'Не записано: это личная переписка, расширение в ней молчит')
    return captureUnseen(chosen, tab)
  }
  await clearNotRecorded(tab.id)
}

/** Content scripts of the manifest for that address. */
function scriptsOf(url: string | undefined): string[] {
  if (url === undefined) return []
  return (browser.runtime.getManifest().content_scripts ?? [])
    .filter(({ matches = [] }) => matches.some(pattern => new MatchPattern(pattern).includes(url)))
    .flatMap(({ js = [] }) => js)
}

function pushOf({ menuItemId, selectionText }: Chosen): Push | undefined {
  if (menuItemId === selectionMenu) return { type: 'capture-selection', text: selectionText ?? '' }
  if (menuItemId === pageMenu) return { type: 'capture-page' }
  return undefined
}

/** A PDF, the browser's own page: the words that the menu was given, the address and the title are all there is. */
async function captureUnseen(chosen: Chosen, tab: Tab | undefined): Promise<void> {
  const sourceId = uuid()
  const source = unseenDraft(chosen, tab)
  const recorded = await capture({
    type: 'capture',
    commandId: uuid(),
    ticketId: uuid(),
    sourceId,
    source,
  })
  if (recorded.outcome === 'not-enrolled') return browser.runtime.openOptionsPage()
  if (recorded.outcome !== 'recorded') return showNotRecorded(tab?.id, `Не записано. ${recorded.words}`)
  await clearNotRecorded(tab?.id)
  void snapshotUnseen(recorded.card.ticketId, source, sourceId, tab)
  // No card can hang there: the panel shows the ticket when it is opened.
  await wantTicket(recorded.card.ticketId)
  afterChange()
}

/** The window is all there is to see of it. */
async function snapshotUnseen(
  ticketId: string,
  source: SourceDraft,
  sourceId: string,
  tab: Tab | undefined,
): Promise<void> {
  if (tab?.id === undefined) return
  await snapshotOfWindow(
    {
      type: 'snapshot',
      commandId: uuid(),
      evidenceId: uuid(),
      observedId: null,
      ticketId,
      sourceId,
      sourceKey: source.key,
      takenAt: new Date().toISOString(),
      address: source.url,
      text: source.text,
      isTextCut: source.truncated,
      isPrivate: false,
    },
    { tabId: tab.id, href: tab.url ?? '' },
  ).catch(reportFault)
  afterChange()
}

function unseenDraft({ selectionText = '', pageUrl }: Chosen, tab: Tab | undefined): SourceDraft {
  const address = pageUrl ?? tab?.url ?? ''
  const url = /^https?:/.test(address) ? address.slice(0, 2_000) : null
  const text = (selectionText || (tab?.title ?? '')).trim()
  const missing: SourceDraft['missing'] = ['author', 'publishedAt']
  if (url === null) missing.push('url')
  if (text === '') missing.push('text')
  return {
    key: `other:menu:${uuid()}`,
    channel: 'other',
    kind: selectionText === '' ? 'page' : 'selection',
    url,
    parentKey: null,
    author: { name: null, url: null, id: null },
    publishedAt: null,
    publishedText: null,
    precision: 'unknown',
    text: text.slice(0, sourceTextLimit),
    photos: [],
    truncated: text.length > sourceTextLimit,
    missing,
  }
}
