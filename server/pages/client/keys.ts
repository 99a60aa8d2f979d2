/** The keyboard: rows by `j` and `k`, acts by their letters, `?` for the list of them. */
import { all, button, element, one, onPage, openDialog, unfold } from './element.ts'
import { isChoice, isField } from './forms.ts'

export function startKeys(): void {
  onPage('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
    if (isTyping(event.target) || one('dialog[open]')) return
    // «?» lies elsewhere on a Russian keyboard: either place will do.
    if (event.key === '?' || (event.code === 'Slash' && event.shiftKey)) {
      event.preventDefault()
      showKeys()
      return
    }
    if (event.shiftKey) return
    const key = keyOf(event.code)
    if (key === undefined || !press(key)) return
    event.preventDefault()
  })
}

/** By its place and not by its letter: «о» and «j» are one key. */
function keyOf(code: string): string | undefined {
  if (code === 'Slash') return '/'
  return /^(?:Key|Digit)([A-Z\d])$/.exec(code)?.[1]?.toLowerCase()
}

function isTyping(target: EventTarget | null): boolean {
  return isField(target) && !isChoice(target)
}

/** Answers whether the page has something under this key. */
function press(key: string): boolean {
  const act = one(`[data-key="${key}"]`)
  if (act) {
    use(act)
    return true
  }
  return (key === 'j' || key === 'k') && step(key === 'j' ? 1 : -1)
}

function use(act: HTMLElement): void {
  // A summary opens its own by the click.
  if (act.localName !== 'summary') unfold(act)
  act.scrollIntoView({ block: 'nearest' })
  if (act instanceof HTMLFormElement || act instanceof HTMLDetailsElement) {
    one('input:not([type="hidden"]), select, textarea, button', act)?.focus()
  } else if (isField(act)) act.focus()
  else act.click()
}

function step(by: 1 | -1): boolean {
  const rows = all('[data-row]')
  if (rows.length === 0) return false
  const at = rows.findIndex(row => row.contains(document.activeElement))
  const next = rows[at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by]
  if (next === undefined) return true
  const place = next.matches('a, button') ? next : one('a[href], button', next)
  place?.focus()
  next.scrollIntoView({ block: 'nearest' })
  return true
}

function showKeys(): void {
  const keys = new Map<string, string>()
  if (one('[data-row]')) {
    keys.set('j', 'Следующая строка')
    keys.set('k', 'Предыдущая строка')
    keys.set('Enter', 'Открыть')
  }
  for (const { dataset } of all('[data-key]')) {
    if (dataset.key !== undefined) keys.set(dataset.key, dataset.keyTitle ?? dataset.key)
  }
  keys.set('?', 'Этот список')
  const list = element('dl', {})
  for (const [key, title] of keys) {
    list.append(element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, title)))
  }
  const dialog = openDialog(
    'Клавиши этой страницы',
    element('h2', {}, 'Клавиши этой страницы'),
    list,
    button('Закрыть', () => dialog.close()),
  )
}
