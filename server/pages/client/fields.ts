/** Fields that help themselves: those that belong to a choice, ready texts, texts to copy, Ctrl+Enter. */
import { all, button } from './element.ts'
import { isField } from './forms.ts'

export function startFields(): void {
  document.addEventListener('input', event => {
    if (isField(event.target) && event.target.form) showFitting(event.target.form)
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    if (!isField(event.target) || !event.target.form) return
    event.preventDefault()
    event.target.form.requestSubmit()
  })
  dress()
  // What was read again is dressed again.
  new MutationObserver(dress).observe(document.body, { childList: true, subtree: true })
}

function dress(): void {
  for (const form of document.forms) showFitting(form)
  for (const item of all('[data-ready]:not([data-dressed])')) {
    item.dataset.dressed = ''
    const words = item.querySelector('.ready-text')
    const target = document.getElementById(item.dataset.ready ?? '')
    if (!words || !isField(target)) continue
    item.append(
      button('Вставить', () => {
        target.value = words.textContent ?? ''
        target.dispatchEvent(new Event('input', { bubbles: true }))
        target.focus()
      }),
    )
  }
  for (const text of all('[data-copy]:not([data-dressed])')) {
    text.dataset.dressed = ''
    const copy = button('Скопировать', async () => {
      await navigator.clipboard.writeText(text.textContent ?? '')
      copy.textContent = 'Скопировано'
    })
    // Only where the browser lets a page write to the clipboard: over https and on this computer.
    if ('clipboard' in navigator) text.after(copy)
  }
}

/** A field that belongs to some values of another is shown with them only; without a script it is there always. */
function showFitting(form: HTMLFormElement): void {
  for (const field of all('[data-when-field]', form)) {
    const values = (field.dataset.whenValues ?? '').split(' ')
    field.hidden = !valuesOf(form, field.dataset.whenField ?? '').some(value => values.includes(value))
  }
  // A second look: what depends on a hidden field is hidden too.
  for (const field of all('[data-when-field]', form)) {
    const other = form.elements.namedItem(field.dataset.whenField ?? '')
    if (other instanceof HTMLElement && other.closest('[data-when-field][hidden]')) field.hidden = true
  }
}

function valuesOf(form: HTMLFormElement, name: string): string[] {
  return new FormData(form).getAll(name).filter(value => typeof value === 'string')
}
