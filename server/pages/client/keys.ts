/** The keyboard: rows by `j` and `k`, acts by their letters, `?` for the list of them. */
import { all, button, element, one, onPage, openDialog, unfold } from './element.ts'
import { isChoice, isField } from './forms.ts'

export function startKeys(): void {
  onPage('keydown', event => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return
    if ((isField(event.target) && !isChoice(event.target)) || one('dialog[open]')) return
    // «?» lies elsewhere on a Russian keyboard: either place will do.
    const isHelp = event.key === '?' || (event.code === 'Slash' && event.shiftKey)
    if (isHelp) showKeys()
    if (isHelp || (!event.shiftKey && press(keyOf(event.code)))) event.preventDefault()
  })
}

/** By its place and not by its letter: «о» and «j» are one key. */
function keyOf(code: string): string | undefined {
  if (code === 'Slash') return '/'
  return /^(?:Key|Digit)(.)$/.exec(code)?.[1]?.toLowerCase()
}

/** Answers whether the page has something under this key. */
function press(key: string | undefined): boolean {
  const act = one(`[data-key="${key}"]`)
  if (act) use(act)
  return act !== undefined || ((key === 'j' || key === 'k') && step(key === 'j' ? 1 : -1))
}

function use(act: HTMLElement): void {
  // A summary opens its own by the click.
  if (act.localName !== 'summary') unfold(act)
  act.scrollIntoView({ block: 'nearest' })
  if (act.matches('form, details')) {
    one('input:not([type="hidden"]), select, textarea, button', act)?.focus()
  } else if (isField(act)) act.focus()
  else act.click()
}

function step(by: 1 | -1): boolean {
  const rows = all('[data-row]')
  if (rows.length === 0) return false
  const at = rows.findIndex(row => row.contains(document.activeElement))
  const next = rows[at + by < -1 ? rows.length - 1 : at + by]
  if (next) {
    const place = next.matches('a, button') ? next : one('a[href], button', next)
    place?.focus()
    next.scrollIntoView({ block: 'nearest' })
  }
  return true
}

function showKeys(): void {
  const line = (key = '', title = key) =>
    element('div', {}, element('dt', {}, element('kbd', {}, key)), element('dd', {}, title))
  const ofRows = [line('j', 'Следующая строка'), line('k', 'Предыдущая строка'), line('Enter', 'Открыть')]
  const list = element(
    'dl',
    {},
    ...(one('[data-row]') ? ofRows : []),
    ...all('[data-key]').map(({ dataset }) => line(dataset.key, dataset.keyTitle)),
    line('?', 'Этот список'),
  )
  const dialog = openDialog(
    'Клавиши этой страницы',
    list,
    button('Закрыть', () => dialog.close()),
  )
}
