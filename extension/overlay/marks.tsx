/** @jsxImportSource ./jsx */
/*
 * Marks of visible posts that are tickets. They hang in our host, placed from the posts' rectangles; nothing is put
 * into a post, and a post without a ticket costs one reading of its key.
 *
 * A page re-uses its nodes: the element that showed one post shows another a moment later. The observer hears of it
 * before the page is painted, so a mark is gone in the frame in which its post is gone.
 */
import type { Reader } from '../channels/reader.ts'
import type { MarkView } from '../messages.ts'
import type { Frame } from './frame.ts'
import type { Host } from './host.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Worker } from './worker.ts'

/** State is a word, a shape and a colour; the word is in the label. */
const shapes: Record<MarkView['level'], string> = {
  open: '●',
  today: '◆',
  overdue: '▲',
  head: '■',
  closed: '✓',
}

/** Attributes in which channels keep the identity of an item. */
const identityAttributes = [
  'id',
  'href',
  'name',
  // ВКонтакте
  'data-post-id',
  'data-testid',
  'data-msgid',
  'data-peer',
  // Телеграм
  'data-mid',
  'data-peer-id',
  'data-message-id',
  'data-post',
  // Одноклассники
  'data-seen-params',
  // MAX
  'data-bubbles-variant',
  // WhatsApp
  'data-id',
]

const batch = 200
const settleTime = 60
/** Long walks through a channel must not grow without an end. */
const knownLimit = 20_000

type Ticket = { key: string; view: MarkView; element: HTMLElement | null; isOnScreen: boolean }

export type Marks = {
  /** The mark of a key; asks the worker when the page did not show that post. */
  find: (key: string) => Promise<MarkView | null>
  elementOf: (root: Element) => HTMLElement | null
  /** The answered tickets that the page shows, by the keys of their posts. */
  answered: () => ReadonlyMap<string, MarkView>
  /** Words beside the marks, by key; those before go. */
  note: (notes: ReadonlyMap<string, string>) => void
  /** The store changed: ask again for what the page shows. */
  refresh: () => void
  toggle: () => void
  /** Any item was read since `forget`: the channel still knows this site. */
  hasRead: () => boolean
  forget: () => void
  stop: () => void
}

export type MarkWorld = {
  reader: Reader
  host: Host
  worker: Worker
  frame: Frame
  isSilent: () => boolean
  onOpen: (ticketId: string) => void
  /** After each change of the page that was heard of. */
  onPageChange: () => void
}

export const createMarks = ({
  reader,
  host,
  worker,
  frame,
  isSilent,
  onOpen,
  onPageChange,
}: MarkWorld): Marks => {
  const item = reader.itemSelector
  const keys = new WeakMap<Element, string>()
  const tickets = new Map<Element, Ticket>()
  const known = new Map<string, MarkView | null>()
  const asked = new Map<string, Set<Element>>()
  const waiting = new Map<string, Set<Element>>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let notes: ReadonlyMap<string, string> = new Map()
  let isHidden = false
  let hasRead = false

  const drop = (root: Element) => {
    const ticket = tickets.get(root)
    if (ticket === undefined) return
    ticket.element?.remove()
    onScreen.unobserve(root)
    tickets.delete(root)
  }

  const paint = (ticket: Ticket) => {
    if (ticket.element === null) return
    const { level } = ticket.view
    const label = [ticket.view.label, notes.get(ticket.key)].filter(Boolean).join(' · ')
    ticket.element.className = `mark ${level}`
    render(
      <>
        <span class="shape" aria-hidden="true">
          {shapes[level]}
        </span>
        <span class="words">{label}</span>
      </>,
      ticket.element,
    )
    ticket.element.title = `${label}\nЩёлкните, чтобы открыть в пульте. Alt+Shift+H — скрыть или показать все метки`
  }

  const build = (ticket: Ticket): HTMLElement => {
    const element = document.createElement('button')
    element.type = 'button'
    element.addEventListener('click', () => onOpen(ticket.view.ticketId))
    ticket.element = element
    paint(ticket)
    host.show()
    host.marks.append(element)
    return element
  }

  const mark = (root: Element, key: string, view: MarkView) => {
    const above = root.parentElement?.closest(item)
    // The site marks its wrapper like the post itself: one mark is enough.
    if (above && keys.get(above) === key) return
    const before = tickets.get(root)
    if (before?.key === key) {
      before.view = view
      paint(before)
    } else {
      drop(root)
      tickets.set(root, { key, view, element: null, isOnScreen: false })
      onScreen.observe(root)
    }
  }

  const settle = (root: Element, key: string, view: MarkView | null) => {
    if (keys.get(root) !== key || !root.isConnected) return
    if (view === null) drop(root)
    else mark(root, key, view)
  }

  const ask = (key: string, root: Element) => {
    const roots = waiting.get(key) ?? new Set()
    waiting.set(key, roots.add(root))
    timer ??= setTimeout(send, settleTime)
  }

  const send = async () => {
    timer = undefined
    const names = [...waiting.keys()].slice(0, batch)
    for (const key of names) {
      const roots = waiting.get(key)
      if (roots) asked.set(key, new Set([...roots, ...(asked.get(key) ?? [])]))
      waiting.delete(key)
    }
    if (waiting.size > 0) timer = setTimeout(send)
    if (names.length === 0) return
    const reply = await worker.ask({ type: 'marks', keys: names })
    if (known.size > knownLimit) known.clear()
    for (const key of names) {
      const roots = asked.get(key) ?? new Set()
      asked.delete(key)
      if (!reply.answered) continue
      const view = reply.answer[key] ?? null
      known.set(key, view)
      for (const root of roots) settle(root, key, view)
    }
    onPageChange()
    // A mark that nobody keeps up to date is worse than none.
    if (!reply.answered && reply.why === 'gone') stop()
  }

  /** Reads who the element is now. */
  const look = (root: Element, isAgain = false) => {
    const key = reader.keyOf(root, location, new Date().toISOString())
    const before = keys.get(root)
    if (key === null) {
      keys.delete(root)
      drop(root)
      return
    }
    hasRead = true
    if (key !== before) {
      drop(root)
      keys.set(root, key)
    } else if (!isAgain) return
    const view = known.get(key)
    if (view === undefined) ask(key, root)
    else if (view !== null) mark(root, key, view)
  }

  const rootsOf = (record: MutationRecord, roots: Set<Element>) => {
    const target = record.target instanceof Element ? record.target : record.target.parentElement
    if (target === null) return
    // A link or a date inside of an item may be what names it.
    const around = target.closest(item)
    if (around !== null) roots.add(around)
    // An item may lose the very look of one.
    if (record.type === 'attributes' && keys.has(target)) roots.add(target)
    const inside = record.type === 'attributes' ? [target] : record.addedNodes
    for (const node of inside) {
      if (!(node instanceof Element)) continue
      if (node.matches(item)) roots.add(node)
      if (node.firstElementChild !== null) for (const root of node.querySelectorAll(item)) roots.add(root)
    }
  }

  const pages = new MutationObserver(records => {
    onPageChange()
    if (isSilent()) return dropAll()
    const roots = new Set<Element>()
    for (const record of records) rootsOf(record, roots)
    for (const root of roots) if (root.isConnected) look(root)
    for (const root of tickets.keys()) if (!root.isConnected) drop(root)
    if (tickets.size > 0) frame.request()
  })

  const onScreen = new IntersectionObserver(entries => {
    for (const { target, isIntersecting } of entries) {
      const ticket = tickets.get(target)
      if (ticket !== undefined) ticket.isOnScreen = isIntersecting
    }
    frame.request()
  })

  const dropAll = () => {
    for (const root of tickets.keys()) drop(root)
  }

  /** Where the corner of a post is free to see: not above the window, not under a layer or a header of the page. */
  const cornerOf = (root: Element): { x: number; y: number; width: number } | null => {
    const box = root.getBoundingClientRect()
    if (box.width < 40 || box.top < 0 || box.top > innerHeight - 8) return null
    const probe = document
      .elementsFromPoint(Math.max(box.right - 20, 0), Math.min(box.top + 5, innerHeight - 1))
      .find(found => found !== host.element)
    if (probe === undefined || !root.contains(probe)) return null
    const corner = { x: Math.min(box.right, innerWidth) - 12, y: Math.max(box.top, 13), width: box.width }
    return host.isUnderCard(corner.x, corner.y, corner.width) ? null : corner
  }

  frame.add(() => {
    if (isHidden || tickets.size === 0) return false
    const places = [...tickets.entries()].map(([root, ticket]) => ({
      ticket,
      corner: ticket.isOnScreen ? cornerOf(root) : null,
    }))
    for (const { ticket, corner } of places) {
      if (corner === null) {
        ticket.element?.remove()
        ticket.element = null
        continue
      }
      const { style } = ticket.element ?? build(ticket)
      style.maxWidth = `${Math.max(corner.width - 24, 60)}px`
      style.transform = `translate(calc(${corner.x}px - 100%), calc(${corner.y}px - 50%))`
    }
    return true
  })

  const lookAll = () => {
    if (isSilent()) return dropAll()
    for (const root of reader.itemRoots(document)) look(root, true)
  }

  const start = () =>
    pages.observe(document, {
      childList: true,
      subtree: true,
      // Where a site gives no numbers, the words and the clock are the name.
      characterData: true,
      attributes: true,
      attributeFilter: identityAttributes,
    })
  const stop = () => {
    pages.disconnect()
    onScreen.disconnect()
    clearTimeout(timer)
    dropAll()
  }
  start()
  lookAll()

  return {
    find: async key => {
      const view = known.get(key)
      if (view !== undefined) return view
      const reply = await worker.ask({ type: 'marks', keys: [key] })
      return reply.answered ? (reply.answer[key] ?? null) : null
    },
    answered: () =>
      new Map(
        [...tickets.values()].flatMap(({ key, view }) => (view.answered === undefined ? [] : [[key, view]])),
      ),
    note: next => {
      const before = notes
      notes = next
      for (const ticket of tickets.values())
        if (before.get(ticket.key) !== next.get(ticket.key)) paint(ticket)
    },
    elementOf: root => tickets.get(root)?.element ?? null,
    refresh: () => {
      known.clear()
      lookAll()
    },
    toggle: () => {
      isHidden = !isHidden
      for (const ticket of tickets.values()) {
        ticket.element?.remove()
        ticket.element = null
      }
      frame.request()
    },
    hasRead: () => hasRead,
    forget: () => {
      hasRead = false
      lookAll()
    },
    stop,
  }
}
