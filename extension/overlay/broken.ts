/*
 * «Сообщить о поломке»: a page as its adapter sees it, without anything that people wrote.
 *
 * Kept are tags, classes, roles, test ids and the names of attributes: what selectors stand on. Of everything else only
 * the shape stays: each word becomes letters of its script, case and class of length, each digit of a text 0, each
 * number of an identity an invented one, the same for the same number, so that «this comment belongs to that post»
 * still holds. A date that can be read becomes one fixed date. Labels that a pack names («Категория») stay. Addresses of
 * other sites, scripts, styles, pictures, queries and frames go. The first line names the invented address, which
 * `npm run channels:check` understands.
 */
import type { SelectorSet } from '../../shared/sources/selector-set.ts'
import { createMask } from './broken-mask.ts'

const longestPage = 3_000_000

/** Says at which address the page is to be served; read by server/commands/channels-check.ts. */
export const servedMark = 'served_as_url:'

const dropped = new Set('STYLE NOSCRIPT TEMPLATE CANVAS OBJECT EMBED BASE'.split(' '))
const emptied = new Set(['SVG', 'IFRAME', 'VIDEO', 'AUDIO', 'PICTURE'])
const silentInputs = new Set('button checkbox color file hidden image password radio reset submit'.split(' '))
const voids = new Set('AREA BASE BR COL EMBED HR IMG INPUT LINK META PARAM SOURCE TRACK WBR'.split(' '))

export const describeBroken = (
  document: Document,
  href: string,
  sets: readonly SelectorSet[],
  now: string,
): string => {
  const taken = new Set(document.documentElement.outerHTML.match(/\d{3,}/gu))
  const mask = createMask(href, sets, now, taken)
  const address = mask.address(href, true)
  const parts: string[] = [`<!-- ${servedMark} ${address.replaceAll('--', '-%2D')} -->\n<!doctype html>\n`]
  let length = 0
  const write = (part: string) => {
    length += part.length
    if (length <= longestPage) parts.push(part)
  }
  const walk = (node: Node, isData: boolean) => {
    // A page that is too long ends early; what is open is closed all the same.
    if (length > longestPage) return
    if (node.nodeType === 3) {
      const text = node.nodeValue ?? ''
      write(isData ? mask.data(text) : escapeText(mask.text(text)))
    } else if (node instanceof Element) element(node)
  }
  const element = (node: Element) => {
    const tag = node.tagName.toUpperCase()
    const isData = tag === 'SCRIPT' && /json/u.test(node.getAttribute('type') ?? '')
    // Our own host is no part of the page.
    if (dropped.has(tag) || (tag === 'SCRIPT' && !isData) || node.localName === 'pult-mcu') return
    // What the page says about itself to machines; nothing that is loaded.
    if (tag === 'META' && !node.hasAttribute('itemprop') && !node.hasAttribute('property')) return
    if (tag === 'LINK' && node.getAttribute('rel') !== 'canonical') return
    const name = node.localName
    const attributes = attributesOf(node).map(
      ([key, value]) => ` ${key}="${escapeAttribute(mask.attribute(key, value, node))}"`,
    )
    write(`<${name}${attributes.join('')}>`)
    if (voids.has(tag)) return
    if (node instanceof HTMLTextAreaElement) write(escapeText(mask.text(node.value)))
    else if (!emptied.has(tag)) for (const child of node.childNodes) walk(child, isData)
    parts.push(`</${name}>`)
  }
  element(document.documentElement)
  return parts.join('')
}

/** What a control shows is its property: a page that draws itself puts it into no attribute. */
const attributesOf = (node: Element): [string, string][] => {
  const written = [...node.attributes].map(({ name, value }): [string, string] => [name, value])
  const isShown = node instanceof HTMLInputElement && node.value !== '' && !silentInputs.has(node.type)
  if (isShown) return [...written.filter(([name]) => name !== 'value'), ['value', node.value]]
  if (!(node instanceof HTMLOptionElement)) return written
  const unchosen = written.filter(([name]) => name !== 'selected')
  return node.selected ? [...unchosen, ['selected', '']] : unchosen
}

const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const escapeAttribute = (value: string): string => escapeText(value).replaceAll('"', '&quot;')
