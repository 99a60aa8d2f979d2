/*
 * The text of a post as its author wrote it: line breaks kept, emoji taken from their pictures, nothing glued to it.
 */
import { sourceTextLimit } from '../../shared/ticket/limits.ts'

export type TextReading = { text: string; truncated: boolean }

export type TextOptions = {
  /** Line ends in text nodes are the template's, not the author's. */
  collapse: boolean
  /** Selector of what is not the author's words. */
  noise: string
  /** Selector of «Показать ещё» links. */
  more: string
}

const silent = new Set([
  'SCRIPT',
  'STYLE',
  'TEMPLATE',
  'NOSCRIPT',
  'SVG',
  'CANVAS',
  'VIDEO',
  'AUDIO',
  'IFRAME',
  'BUTTON',
  'INPUT',
  'TEXTAREA',
])
const blocks = new Set(
  'ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT FIGURE H1 H2 H3 H4 H5 H6 LI OL P PRE SECTION TABLE TR UL'.split(
    ' ',
  ),
)

/** Emoji pictures carry the character in `alt`; a photograph's `alt` is a sentence. */
const emojiOf = (element: Element): string | null => {
  const sticker = element.getAttribute('data-sticker-emoji')
  if (sticker !== null) return sticker
  // Телеграм A: one emoji drawn by several pictures.
  if (element.hasAttribute('data-document-id') && element.tagName !== 'IMG') {
    const drawn = [...element.querySelectorAll('img[alt]')].map(image => image.getAttribute('alt') ?? '')
    const stated = element.getAttribute('data-alt') ?? drawn.find(alt => alt !== '')
    if (stated !== undefined) return stated
  }
  if (element.tagName !== 'IMG') return null
  const alt = element.getAttribute('alt') ?? ''
  const isEmoji = element.classList.contains('emoji') || (alt.length <= 16 && !/[\p{L}\p{N}]{2}/u.test(alt))
  return isEmoji ? alt : ''
}

/** The link hides the tail instead of fetching it: the tail is in the page. */
export const hasTail = (link: Element): boolean => {
  const tail = link.nextElementSibling
  return (
    tail !== null &&
    (tail.textContent ?? '').trim() !== '' &&
    /display:\s*none/u.test(tail.getAttribute('style') ?? '')
  )
}

export const cutText = (text: string): TextReading => {
  if (text.length <= sourceTextLimit) return { text, truncated: false }
  const cut = text.slice(0, sourceTextLimit)
  const splitsPair = cut.charCodeAt(cut.length - 1) >> 10 === 0x36
  return { text: splitsPair ? cut.slice(0, -1) : cut, truncated: true }
}

export const textOf = (element: Element, { collapse, noise, more }: TextOptions): TextReading => {
  const parts: string[] = []
  let truncated = false
  let length = 0
  let atLineStart = true

  const write = (text: string) => {
    if (text === '') return
    parts.push(text)
    length += text.length
    atLineStart = text.endsWith('\n')
  }
  const breakLine = () => {
    if (!atLineStart) write('\n')
  }
  const walk = (parent: Element) => {
    for (const node of parent.childNodes) {
      // Twice the limit is enough to know that the text is too long even after its blanks are collapsed.
      if (length > 2 * sourceTextLimit) return
      if (node.nodeType === 3) {
        const data = node.nodeValue ?? ''
        // What stands in PRE is broken into lines by its author.
        write(collapse && parent.tagName !== 'PRE' ? data.replace(/[\t\n\f\r ]+/gu, ' ') : data)
      } else if (node.nodeType === 1 && node instanceof Element) visit(node)
    }
  }
  const visit = (child: Element) => {
    const tag = child.tagName.toUpperCase()
    if (tag === 'BR') return write('\n')
    if (child.matches(more)) {
      truncated ||= !hasTail(child)
      return
    }
    if (silent.has(tag) || child.matches(noise)) return
    const emoji = emojiOf(child)
    if (emoji !== null) return write(emoji)
    if (!blocks.has(tag)) return walk(child)
    breakLine()
    walk(child)
    breakLine()
  }

  walk(element)
  const tidy = parts
    .join('')
    .replace(/\r\n?/gu, '\n')
    .replace(/[ \t\u00A0]+\n/gu, '\n')
    .replace(/\n[ \t\u00A0]+/gu, collapse ? '\n' : '$&')
    .replace(/[ \t]{2,}/gu, collapse ? ' ' : '$&')
    .replace(/^\s+|\s+$/gu, '')
  const cut = cutText(tidy)
  return { text: cut.text, truncated: truncated || cut.truncated }
}

/** A text that the site wrote into several elements. */
export const textOfAll = (elements: readonly Element[], options: TextOptions): TextReading => {
  const outer = elements.filter(one => !elements.some(other => other !== one && other.contains(one)))
  const parts = outer.map(element => textOf(element, options))
  const cut = cutText(
    parts
      .map(({ text }) => text)
      .filter(text => text !== '')
      .join('\n'),
  )
  return { text: cut.text, truncated: cut.truncated || parts.some(({ truncated }) => truncated) }
}
