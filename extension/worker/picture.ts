/** The picture of a post: what the window shows of it now, cropped, small enough to be kept. Browsers allow two a second. */

import { browser } from 'wxt/browser'
import * as z from 'zod'
import { maxPictureBytes, type NoPictureReason } from '../../shared/reference/evidence.ts'
import type { View } from '../overlay/snapshot.ts'

export type Taken =
  | {
      outcome: 'picture'
      bytes: ArrayBuffer
      mime: 'image/webp' | 'image/jpeg'
      width: number
      height: number
    }
  | { outcome: 'none'; reason: NoPictureReason }

/** The tab as it was when the person clicked. */
export type Place = { tabId: number; href: string }

const pauseMilliseconds = 600
/** Who waits longer than this for a turn has another picture before them by now. */
const longestWait = 4_000

let last = 0
let waiting: Promise<unknown> = Promise.resolve()

/** One after the other, with the pause that browsers ask for; `null` where the turn came too late. */
export function inTurn<Value>(work: () => Promise<Value>): Promise<Value | null> {
  const asked = Date.now()
  const mine = waiting.then(async () => {
    if (Date.now() - asked > longestWait) return null
    const pause = last + pauseMilliseconds - Date.now()
    if (pause > 0) await new Promise(resolve => setTimeout(resolve, pause))
    try {
      return await work()
    } finally {
      last = Date.now()
    }
  })
  waiting = mine.catch(() => undefined)
  return mine
}

/** Only what is in front: a tab that the person has left is never brought back. */
export async function takeWindow({ tabId, href }: Place): Promise<string | NoPictureReason> {
  const before = await whyNot(tabId, href)
  if (typeof before !== 'number') return before
  let url: string
  try {
    url = await browser.tabs.captureVisibleTab(before, { format: 'png' })
  } catch (error) {
    return /quota|MAX_CAPTURE/iu.test(String(error)) ? 'too-fast' : 'not-allowed'
  }
  const after = await whyNot(tabId, href)
  return typeof after === 'number' ? url : after
}

/** The window in which the tab is in front, or why it is not. */
async function whyNot(tabId: number, href: string): Promise<number | NoPictureReason> {
  try {
    const tab = await browser.tabs.get(tabId)
    if (!tab.active || tab.windowId === undefined) return 'tab-not-active'
    return tab.url === href ? tab.windowId : 'page-changed'
  } catch {
    return 'tab-closed'
  }
}

export function isReason(taken: string): taken is NoPictureReason {
  return !taken.startsWith('data:')
}

const viewSchema = z.object({ left: z.number(), top: z.number(), width: z.number(), height: z.number() })

/** `view`: the part to keep, `null` for the whole window. */
export async function cropped(dataUrl: string, view: View | null): Promise<Taken> {
  try {
    const image = await createImageBitmap(new Blob([bytesOf(dataUrl)], { type: 'image/png' }))
    const part = view === null ? null : viewSchema.parse(view)
    const scale = view === null ? 1 : image.width / view.windowWidth
    const left = Math.max(0, Math.round((part?.left ?? 0) * scale))
    const top = Math.max(0, Math.round((part?.top ?? 0) * scale))
    const width = Math.min(image.width - left, Math.round((part?.width ?? image.width) * scale))
    const height = Math.min(image.height - top, Math.round((part?.height ?? image.height) * scale))
    if (width < 2 || height < 2) return { outcome: 'none', reason: 'page-hidden' }
    for (const { size, quality } of tries) {
      const [shownWidth, shownHeight] = [
        Math.max(1, Math.round(width * size)),
        Math.max(1, Math.round(height * size)),
      ]
      const canvas = new OffscreenCanvas(shownWidth, shownHeight)
      canvas.getContext('2d')?.drawImage(image, left, top, width, height, 0, 0, shownWidth, shownHeight)
      const blob = await encoded(canvas, quality)
      if (blob.size <= maxPictureBytes)
        return {
          outcome: 'picture',
          bytes: await blob.arrayBuffer(),
          mime: blob.type === 'image/webp' ? 'image/webp' : 'image/jpeg',
          width: shownWidth,
          height: shownHeight,
        }
    }
    return { outcome: 'none', reason: 'too-large' }
  } catch {
    return { outcome: 'none', reason: 'failed' }
  }
}

/** Sharp first: letters are read on it. */
const tries = [
  { size: 1, quality: 0.9 },
  { size: 1, quality: 0.75 },
  { size: 0.75, quality: 0.75 },
  { size: 0.5, quality: 0.7 },
  { size: 0.35, quality: 0.6 },
]

/** Browsers that write no WebP answer with PNG. */
async function encoded(canvas: OffscreenCanvas, quality: number): Promise<Blob> {
  const webp = await canvas.convertToBlob({ type: 'image/webp', quality })
  return webp.type === 'image/webp' ? webp : canvas.convertToBlob({ type: 'image/jpeg', quality })
}

function bytesOf(dataUrl: string): Uint8Array<ArrayBuffer> {
  const text = atob(dataUrl.slice(dataUrl.indexOf(',') + 1))
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at)
  return bytes
}
