/*
 * The one element that we put into a page: on `documentElement`, outside of everything the page drew, with a closed
 * root. It is attached when there is something to show. The style is a `<style>` element: it works under
 * `default-src 'none'` and Trusted Types, where innerHTML and adopted sheets do not.
 */
import css from './overlay.css?inline'

export type Host = {
  element: HTMLElement
  root: ShadowRoot
  /** Layers, from below. */
  marks: HTMLElement
  button: HTMLElement
  card: HTMLElement
  /** Puts the host into the page if it is not there, and follows the page's light or dark. */
  show: () => void
  /** Invisible and still there: focus and what is typed stay. */
  hide: (isHidden: boolean) => void
  /** Does the card lie over a strip that ends at `right` and stands around `y`? What peeks out from behind it misleads. */
  isUnderCard: (right: number, y: number, width: number) => boolean
  /** Styles of what comes later. */
  addStyle: (css: string) => void
  /** What holds the focus inside, so that it comes back with a host that the page removed. */
  remember: (focused: HTMLElement | null) => void
  stop: () => void
}

const name = 'pult-mcu'

/** Half the height of the button; a mark is lower. */
const stripHalf = 14

const layer = (className: string): HTMLElement => {
  const element = document.createElement('div')
  element.className = className
  return element
}

/** The page's own ground decides: ВКонтакте has a switch of its own, whatever the system says. */
const isPageDark = (): boolean => {
  for (const element of [document.body, document.documentElement]) {
    if (element === null) continue
    const [red = 255, green = 255, blue = 255, alpha = 1] =
      getComputedStyle(element)
        .backgroundColor.match(/[\d.]+/gu)
        ?.map(Number) ?? []
    if (alpha > 0.5) return red * 0.299 + green * 0.587 + blue * 0.114 < 128
  }
  const scheme = getComputedStyle(document.documentElement).colorScheme
  return (
    scheme.includes('dark') &&
    (!scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches)
  )
}

export const createHost = (isGone: () => boolean): Host => {
  // A host of an earlier version of the extension: its context is dead.
  for (const old of document.querySelectorAll(name)) old.remove()

  const element = document.createElement(name)
  const keep = (property: string, value: string) => element.style.setProperty(property, value, 'important')
  keep('all', 'initial')
  keep('position', 'fixed')
  keep('top', '0')
  keep('left', '0')
  keep('width', '0')
  keep('height', '0')
  keep('z-index', '2147483647')

  const root = element.attachShadow({ mode: 'closed', delegatesFocus: false })
  const style = document.createElement('style')
  style.textContent = css
  const desk = layer('desk')
  desk.lang = 'ru'
  const marks = layer('marks')
  const button = layer('button')
  const card = layer('card-place')
  desk.append(marks, button, card)
  root.append(style, desk)

  let isShown = false
  let focused: HTMLElement | null = null

  // Some pages clear everything they do not know. Back in the next frame: two observers must not chase each other.
  const guard = new MutationObserver(() => {
    guard.observe(document.documentElement, { childList: true })
    if (isShown && !element.isConnected && !isGone()) requestAnimationFrame(attach)
  })
  const attach = () => {
    if (!isShown || element.isConnected) return
    // An updated extension may have put its host here: the one of the dead context stays away.
    if (isGone() && document.querySelector(name) !== null) return
    document.documentElement.append(element)
    focused?.focus({ preventScroll: true })
  }

  // What the page does on a click outside of its menus must not happen on a click in ours.
  for (const type of [
    'pointerdown',
    'pointerup',
    'mousedown',
    'mouseup',
    'click',
    'auxclick',
    'dblclick',
    'contextmenu',
    'touchstart',
    'touchend',
    'wheel',
  ]) {
    element.addEventListener(type, event => event.stopPropagation(), { passive: true })
  }

  return {
    element,
    root,
    marks,
    button,
    card,
    show: () => {
      desk.classList.toggle('dark', isPageDark())
      if (!isShown) {
        isShown = true
        guard.observe(document, { childList: true })
        guard.observe(document.documentElement, { childList: true })
      }
      attach()
    },
    hide: isHidden => keep('opacity', isHidden ? '0' : '1'),
    isUnderCard: (right, y, width) => {
      const box = card.firstElementChild?.getBoundingClientRect()
      return (
        box !== undefined &&
        box.left < right &&
        box.right > right - width &&
        box.top < y + stripHalf &&
        box.bottom > y - stripHalf
      )
    },
    addStyle: more => {
      const added = document.createElement('style')
      added.textContent = more
      desk.before(added)
    },
    remember: inner => {
      focused = inner
    },
    stop: () => {
      isShown = false
      guard.disconnect()
      element.remove()
    },
  }
}
