/*
 * One look at a post for «Снимок поста», in the page: its subtree as inert HTML, where it stands in the window, and our
 * overlay out of the picture while the worker takes it. Never scrolls, never changes the page.
 */
import type { NoHtmlReason, NoPictureReason } from '../../shared/reference/evidence.ts'
import type { Push } from '../messages.ts'
import { findLooked, type Looked, type Subject } from './subjects.ts'
import type { Runtime } from './worker.ts'

/** In CSS pixels of the window; `width` and `height` of the window itself tell the picture's scale. */
export type View = {
  left: number
  top: number
  width: number
  height: number
  windowWidth: number
  windowHeight: number
  isFragment: boolean
}

export type Look = {
  href: string
  html: string | null
  noHtml: NoHtmlReason | null
  view: View | null
  noPicture: NoPictureReason | null
}

const htmlLimit = 500 * 1024
const elementLimit = 20_000
/** However the worker fares: our marks are back by then. */
const longestHidden = 2_000
/** A window that draws no frames shows nothing to take. */
const longestFrame = 500
const nothing = ':not(*)'

/** What runs, loads, takes input or is somebody's unfinished draft. */
const removed = [
  'script, style, link, meta, base, noscript, template',
  'iframe, frame, object, embed, applet, portal, audio, video, canvas',
  'form input, input, textarea, select, option, datalist',
  '[contenteditable]:not([contenteditable="false"])',
  'pult-mcu',
].join(', ')
const keptAttributes = new Set([
  ...['href', 'src', 'alt', 'title', 'class', 'id', 'lang', 'dir', 'role', 'datetime', 'colspan', 'rowspan'],
  ...['aria-label', 'data-post-id', 'data-mid', 'data-message-id', 'data-testid'],
])

type Going = { id: string; at: DOMRect | null; isOver: boolean; timer: ReturnType<typeof setTimeout> }

/** The worker may put this script into the page once for every look: it listens once. */
export const listenForLooks = (runtime: Runtime): void => {
  const overlay = findLooked()
  if (overlay === null || overlay.hearsLooks) return
  overlay.hearsLooks = true
  let going: Going | null = null

  runtime.onMessage.addListener((push: Push, _sender, answer) => {
    if (push.type === 'look') {
      const subject = overlay.subjects.get(push.evidenceId)
      if (subject === undefined) return
      void look(subject, overlay, push.wantsPicture).then(({ found, at }) => {
        const timer = setTimeout(() => {
          if (going?.id !== push.evidenceId) return
          going.isOver = true
          overlay.hide(false)
        }, longestHidden)
        going = { id: push.evidenceId, at, isOver: false, timer }
        if (found.view === null) overlay.hide(false)
        answer(found)
      })
      return true
    }
    if (push.type !== 'looked' || going?.id !== push.evidenceId) return
    clearTimeout(going.timer)
    const subject = overlay.subjects.get(push.evidenceId)
    const stood = !going.isOver && subject !== undefined && subject.isSame() && isThere(subject, going.at)
    going = null
    overlay.subjects.delete(push.evidenceId)
    overlay.hide(false)
    answer(stood)
    return
  })
}

const look = async (
  subject: Subject,
  overlay: Looked,
  wantsPicture: boolean,
): Promise<{ found: Look; at: DOMRect | null }> => {
  const page = { href: location.href, ...htmlOf(subject) }
  const without = (noPicture: NoPictureReason | null) => ({
    found: { ...page, view: null, noPicture },
    at: null,
  })
  if (!wantsPicture || subject.isPrivate) return without('private-chat')
  if (document.visibilityState !== 'visible') return without('page-hidden')
  overlay.hide(true)
  if (!(await drawn())) return without('page-hidden')
  if (!subject.isSame()) return without('page-changed')
  const view = viewOf(subject)
  return view === null
    ? without('page-hidden')
    : { found: { ...page, view, noPicture: null }, at: boxOf(subject) }
}

/** Two frames: the first may have been under way already. `false`: the window draws none. */
const drawn = (): Promise<boolean> =>
  Promise.race([
    new Promise<boolean>(resolve => requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))),
    new Promise<boolean>(resolve => setTimeout(() => resolve(false), longestFrame)),
  ])

const boxOf = ({ node, isWindow }: Subject): DOMRect | null => {
  if (isWindow) return new DOMRect(0, 0, innerWidth, innerHeight)
  return node()?.getBoundingClientRect() ?? null
}

const isThere = (subject: Subject, at: DOMRect | null): boolean => {
  const box = boxOf(subject)
  if (box === null || at === null) return false
  return Math.abs(box.left - at.left) < 2 && Math.abs(box.top - at.top) < 2
}

/** The part of the post that the window shows. */
const viewOf = (subject: Subject): View | null => {
  const box = boxOf(subject)
  if (box === null) return null
  const seen = { left: box.left, top: box.top, right: box.right, bottom: box.bottom }
  const cut = (left: number, top: number, right: number, bottom: number) => {
    seen.left = Math.max(seen.left, left)
    seen.top = Math.max(seen.top, top)
    seen.right = Math.min(seen.right, right)
    seen.bottom = Math.min(seen.bottom, bottom)
  }
  const { clientWidth, clientHeight } = document.documentElement
  cut(0, 0, clientWidth || innerWidth, clientHeight || innerHeight)
  const node = subject.isWindow ? null : subject.node()
  const element = node instanceof Range ? node.commonAncestorContainer.parentElement : node
  // A list that scrolls by itself shows only what lies inside of it.
  for (let up = element?.parentElement; up && up !== document.documentElement; up = up.parentElement) {
    if (up === document.body || getComputedStyle(up).overflow === 'visible') continue
    const frame = up.getBoundingClientRect()
    cut(frame.left, frame.top, frame.right, frame.bottom)
  }
  const [width, height] = [seen.right - seen.left, seen.bottom - seen.top]
  if (width < 2 || height < 2) return null
  const isCut = width < box.width - 1 || height < box.height - 1
  return {
    left: seen.left,
    top: seen.top,
    width,
    height,
    windowWidth: innerWidth,
    windowHeight: innerHeight,
    isFragment: subject.isWindow
      ? document.documentElement.scrollHeight > innerHeight + 1
      : isCut || isCovered(element, seen),
  }
}

/** Something of the page lies over it: a header that stays, a window, a menu. */
const isCovered = (
  element: Element | null | undefined,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): boolean => {
  if (!element) return false
  const steps = [0.05, 0.35, 0.65, 0.95]
  return steps.some(down =>
    [0.1, 0.5, 0.9].some(along => {
      const [x, y] = [left + (right - left) * along, top + (bottom - top) * down]
      const over = document.elementsFromPoint(x, y).find(each => each.localName !== 'pult-mcu')
      return over !== undefined && !element.contains(over) && !over.contains(element)
    }),
  )
}

/** The subtree as it would be kept: no script, no input, no handler, no address but of the web. */
const htmlOf = (subject: Subject): { html: string | null; noHtml: NoHtmlReason | null } => {
  // Its markup names who wrote it (PRACTICE P15).
  if (subject.isPrivate) return { html: null, noHtml: 'private-chat' }
  try {
    const page = subject.isWindow ? (document.querySelector('article, main') ?? document.body) : null
    const node = subject.node() ?? page
    if (node === null) return { html: null, noHtml: 'failed' }
    const all = node instanceof Range ? node.cloneContents() : node
    if (all.querySelectorAll('*').length > elementLimit) return { html: null, noHtml: 'too-large' }
    // A document that belongs to no window loads nothing and runs nothing.
    const inert = document.implementation.createHTMLDocument('')
    const holder = inert.createElement('div')
    holder.append(inert.importNode(all, true))
    for (const each of holder.querySelectorAll(removed || nothing)) each.remove()
    for (const each of holder.querySelectorAll('*')) clean(each)
    const html = `<!doctype html>\n<meta charset="utf-8">\n${holder.innerHTML}`
    const isTooLarge = new TextEncoder().encode(html).length > htmlLimit
    return isTooLarge ? { html: null, noHtml: 'too-large' } : { html, noHtml: null }
  } catch {
    return { html: null, noHtml: 'failed' }
  }
}

const clean = (element: Element): void => {
  for (const { name, value } of [...element.attributes]) {
    const isAddress = name === 'href' || name === 'src'
    if (!keptAttributes.has(name) || (isAddress && !/^(?:https?:)?\/\/|^[/#?]/iu.test(value)))
      element.removeAttribute(name)
  }
}
