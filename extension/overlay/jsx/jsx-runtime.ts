/*
 * Preact's JSX and its types, and the hundredth part of its work: components without state, drawn in place. The whole
 * content script must stay under 20 KB, and Preact alone is 5 of them. Only the overlay uses it.
 */
import type { ComponentChildren } from 'preact'

export type { JSX } from 'preact/jsx-runtime'

type Props = Record<string, unknown> & { children?: ComponentChildren }
type Component = (props: Props) => ComponentChildren

class Piece {
  readonly type: string | Component
  readonly props: Props
  readonly key: unknown
  constructor(type: string | Component, props: Props, key: unknown) {
    this.type = type
    this.props = props
    this.key = key
  }
}

export const jsx = (type: string | Component, props: Props, key?: unknown): Piece =>
  new Piece(type, props, key)
export const jsxs = jsx
export const Fragment: Component = ({ children }) => children

/** An element, or a text; what is left out is an empty text, so that its neighbours keep their places. */
type Flat = { tag: string; props: Props; key: unknown } | string

const flatten = (child: ComponentChildren, into: Flat[] = []): Flat[] => {
  if (Array.isArray(child)) for (const one of child) flatten(one, into)
  else if (!(child instanceof Piece))
    into.push(child == null || typeof child === 'boolean' ? '' : String(child))
  else if (typeof child.type === 'string') into.push({ tag: child.type, props: child.props, key: child.key })
  else flatten(child.type(child.props), into)
  return into
}

const drawn = new WeakMap<Element, { props: Props; key: unknown }>()
const svg = 'http://www.w3.org/2000/svg'

const isListener = (value: unknown): value is (event: Event) => void => typeof value === 'function'

/** The listener of the moment, found when the event comes: drawing again adds none. */
const hear = (event: Event) => {
  const element = event.currentTarget
  if (!(element instanceof Element)) return
  for (const [name, value] of Object.entries(drawn.get(element)?.props ?? {})) {
    if (name.toLowerCase() === `on${event.type}` && isListener(value)) value(event)
  }
}

const setProp = (element: Element, name: string, value: unknown, before: unknown) => {
  if (name === 'children') return
  if (isListener(value)) {
    element.addEventListener(name.slice(2).toLowerCase(), hear)
  } else if (name === 'value' || name === 'checked') {
    // What the person changed since is the field's own; the values decide.
    if (Reflect.get(element, name) !== value) Reflect.set(element, name, value)
  } else if (name === 'defaultValue') {
    if (before === undefined) Reflect.set(element, name, value)
  } else if (value !== before) {
    const attribute = element.namespaceURI === svg ? name : name.toLowerCase()
    if (value == null) element.removeAttribute(attribute)
    else element.setAttribute(attribute, String(value))
  }
}

const update = (element: Element, { props, key }: Exclude<Flat, string>) => {
  const before = drawn.get(element)?.props ?? {}
  drawn.set(element, { props, key })
  for (const name of Object.keys(before)) {
    if (!(name in props) && !isListener(before[name])) setProp(element, name, undefined, before[name])
  }
  // A select takes its value from options that are there.
  patch(element, flatten(props.children))
  for (const [name, value] of Object.entries(props)) setProp(element, name, value, before[name])
}

const patch = (parent: Element, next: Flat[]) => {
  for (const [index, flat] of next.entries()) {
    const old = parent.childNodes[index]
    if (typeof flat === 'string') {
      if (old instanceof Text) {
        if (old.data !== flat) old.data = flat
      } else put(parent, document.createTextNode(flat), old)
      continue
    }
    // What another copy of this module drew has listeners of its own: it is not taken over.
    const before = old instanceof Element ? drawn.get(old) : undefined
    if (old instanceof Element && before && old.localName === flat.tag && before.key === flat.key) {
      update(old, flat)
      continue
    }
    const space = flat.tag === 'svg' ? svg : parent.namespaceURI
    const element = document.createElementNS(space, flat.tag)
    update(element, flat)
    put(parent, element, old)
  }
  while (parent.childNodes.length > next.length) parent.lastChild?.remove()
}

const put = (parent: Element, node: Node, old: ChildNode | undefined) => {
  if (old === undefined) parent.append(node)
  else old.replaceWith(node)
}

/** Draws into an element that nobody else fills; `null` empties it. */
export const render = (view: ComponentChildren, into: Element): void =>
  patch(into, view === null ? [] : flatten(view))
