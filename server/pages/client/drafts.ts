/**
 * What was typed outlives a wrong click, an error and an ended session, in this tab only. A draft is cleared when the
 * page that answers its form is there and is not the same form with errors. Back, reload, an error of the server and a
 * detour over the sign-in page are no such answer: then it stays.
 */
import { button, element, formsIn, one, onPage, onSubmit, unfold } from './element.ts'
import { fill, isField, isShownAgain, type Typed, typedIn } from './forms.ts'
import { parseRecord, textsIn } from './record.ts'

const store = sessionStorage
const prefix = 'draft '
const sentKey = `${prefix}sent`

export function startDrafts(): void {
  takeAnswer()
  for (const form of draftForms()) restore(form)
  onPage('input', ({ target }) => {
    if (isField(target) && target.form?.dataset.draft !== undefined) keep(target.form)
  })
  onSubmit((form, event) => {
    if (event.defaultPrevented) return
    if (form.getAttribute('action') === '/sign-out') forgetAll()
    else if (form.dataset.draft !== undefined) {
      keep(form)
      // As the browser will name this page to the next one: without the fragment.
      store.setItem(sentKey, JSON.stringify({ key: keyOf(form), from: location.href.split('#')[0] }))
    }
  })
}

function draftForms(): HTMLFormElement[] {
  return formsIn(document, 'form[data-draft]')
}

/** With the person: who signs in next in this tab sees nothing of it. */
function keyOf(form: HTMLFormElement): string {
  return `${prefix}${one('main')?.dataset.personId} ${form.dataset.draft}`
}

function keep(form: HTMLFormElement): void {
  const typed = typedIn(form)
  if (isEmpty(typed)) store.removeItem(keyOf(form))
  else store.setItem(keyOf(form), JSON.stringify(typed))
}

/** If this page answers the form that was sent last, its draft has done its work. */
function takeAnswer(): void {
  const sent = parseRecord(store.getItem(sentKey))
  if (typeof sent.key !== 'string') return
  const [navigation] = performance.getEntriesByType('navigation')
  const isAnswer =
    navigation instanceof PerformanceNavigationTiming &&
    navigation.type === 'navigate' &&
    navigation.responseStatus < 400 &&
    document.referrer === sent.from
  store.removeItem(sentKey)
  const isFailed = draftForms().some(form => isShownAgain(form) && keyOf(form) === sent.key)
  if (isAnswer && !isFailed) store.removeItem(sent.key)
}

function restore(form: HTMLFormElement): void {
  // The server shows what was typed itself, and knows it better.
  if (isShownAgain(form)) return
  const typed = typedOf(store.getItem(keyOf(form)))
  if (isEmpty(typed)) return
  fill(form, typed)
  unfold(form)
  const note = element(
    'p',
    { class: 'draft-note', role: 'status' },
    'Восстановлен несохранённый текст',
    button('Убрать', () => {
      store.removeItem(keyOf(form))
      form.reset()
      note.remove()
    }),
  )
  form.prepend(note)
}

function forgetAll(): void {
  for (const key of Object.keys(store)) if (key.startsWith(prefix)) store.removeItem(key)
}

function isEmpty(typed: Typed): boolean {
  return Object.keys(typed).length === 0
}

function typedOf(text: string | null): Typed {
  return Object.fromEntries(
    Object.entries(parseRecord(text)).map(([name, values]) => [name, textsIn(values)]),
  )
}
