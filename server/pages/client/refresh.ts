/** Reads the page again and puts the new elements in the place of the marked old ones, without taking anything from anybody. */
import { all, button, element, formsIn, one, unfold } from './element.ts'
import { fill, isTouched, typedIn } from './forms.ts'

type Options = { isTicket: boolean; onReplaced(): void; onSignedOut(): void }

const leastPause = 1_500

/** The answer asks for a refresh: at once, but never twice in a second and a half. */
export function createRefresh(options: Options): () => void {
  let lastAt = -leastPause
  let timer: ReturnType<typeof setTimeout> | undefined

  return () => {
    if (timer !== undefined) return
    timer = setTimeout(
      () => {
        timer = undefined
        lastAt = performance.now()
        void refresh(options)
      },
      lastAt + leastPause - performance.now(),
    )
  }
}

async function refresh(options: Options): Promise<void> {
  if (liveElements().length === 0) return
  let response: Response
  try {
    const url = one('main')?.dataset.liveUrl ?? location.href
    response = await fetch(url, { headers: { 'x-pult-refresh': '1' } })
    if (response.redirected && new URL(response.url).pathname === '/sign-in') return options.onSignedOut()
    if (response.status === 403 || response.status === 404) {
      // What a citizen wrote is not theirs to read any more; what they type themselves stays.
      for (const each of liveElements()) if (!isBusy(each)) each.replaceChildren()
      return showBanner('Эта страница у вас больше не открывается: карточку передали или удалили.')
    }
    if (!response.ok) return
    const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
    take(fresh, options)
  } catch {
    // The connection says so itself, and the next change brings the page here again.
  }
}

/** The innermost marks: one that holds others is coarser than its page wishes. */
function liveElements(root = document): HTMLElement[] {
  return all('[data-live]', root).filter(each => !one('[data-live]', each))
}

function take(fresh: Document, options: Options): void {
  const next = new Map(liveElements(fresh).map(each => [each.dataset.live, each]))
  const waiting: { current: HTMLElement; next: HTMLElement | undefined }[] = []
  for (const current of liveElements()) {
    const pair = { current, next: next.get(current.dataset.live) }
    if (isBusy(current)) waiting.push(pair)
    else if (pair.next) replace(current, pair.next)
    else current.remove()
  }
  document.title = fresh.title
  options.onReplaced()
  hideBanner()
  const words = options.isTicket ? 'Карточку изменил коллега.' : 'Страница изменилась.'
  if (waiting.length === 0) {
    // Whoever types an answer to it should know, though nothing of theirs had to wait.
    if (options.isTicket && formsIn().some(isTouched)) showBanner(`${words} Набранное на месте.`)
    return
  }
  showBanner(
    words,
    button('Показать изменения', () => {
      hideBanner()
      for (const { current, next } of waiting) {
        // Its place is gone and its words are not: it stays, and the server says what it thinks of it.
        if (next) carryOver(current, replace(current, next))
      }
      options.onReplaced()
    }),
  )
}

/** Somebody types or copies here. */
function isBusy(current: HTMLElement): boolean {
  const selection = document.getSelection()
  const isSelecting = selection?.isCollapsed === false && selection.containsNode(current, true)
  return isSelecting || formsIn(current).some(isTouched)
}

function replace(current: HTMLElement, next: HTMLElement): HTMLElement {
  const fresh = document.importNode(next, true)
  keepOpen(current, fresh)
  const focused = selectorOfFocus(current)
  const at = [scrollX, scrollY] as const
  current.replaceWith(fresh)
  if (focused !== undefined) {
    const place = fresh.matches(focused) ? fresh : one(focused, fresh)
    place?.focus({ preventScroll: true })
  }
  scrollTo(...at)
  return fresh
}

/** A person opened or closed it: by its words it is the same one. */
function keepOpen(current: HTMLElement, fresh: HTMLElement): void {
  const words = (details: HTMLElement) => one('summary', details)?.textContent
  const standing = all('details', current)
  for (const details of all('details', fresh)) {
    const same = standing.find(each => words(each) === words(details))
    if (same) details.toggleAttribute('open', same.hasAttribute('open'))
  }
}

function selectorOfFocus(current: HTMLElement): string | undefined {
  const active = document.activeElement
  if (active === null || !current.contains(active)) return undefined
  for (const attribute of ['id', 'href', 'data-key', 'name']) {
    const value = active.getAttribute(attribute)
    if (value) return `${active.localName}[${attribute}="${CSS.escape(value)}"]`
  }
  return undefined
}

/** Puts what was typed into the new forms. A form that the page has no more is kept as it stands, with its words. */
function carryOver(old: HTMLElement, fresh: HTMLElement): void {
  for (const form of formsIn(old).filter(isTouched)) {
    const heir = formsIn(fresh).find(each => nameOf(each) === nameOf(form))
    if (heir) {
      fill(heir, typedIn(form))
      unfold(heir)
    } else fresh.append(form)
  }
}

/** `getAttribute`: a field named «action» would hide the property. */
function nameOf(form: HTMLFormElement): string {
  return form.dataset.draft ?? form.getAttribute('action') ?? ''
}

function showBanner(words: string, ...more: HTMLElement[]): void {
  hideBanner()
  const banner = element('div', { class: 'live-banner', role: 'status' }, words, ...more)
  // Outside `main`, which may be replaced as a whole.
  one('main')?.before(banner)
}

function hideBanner(): void {
  one('.live-banner')?.remove()
}
