/** Fields that help themselves: those that belong to a choice, ready texts, texts to copy, Ctrl+Enter. */
import { all, button, one, onPage } from './element.ts'
import { isField, valuesOf } from './forms.ts'

export function startFields(): void {
  onPage('input', ({ target }) => {
    if (isField(target) && target.form) showFitting(target.form)
  })
  onPage('keydown', event => {
    const { key, ctrlKey, metaKey, target } = event
    if (key !== 'Enter' || !(ctrlKey || metaKey) || !isField(target) || !target.form) return
    event.preventDefault()
    target.form.requestSubmit()
  })
  dress()
  // What was read again is dressed again.
  new MutationObserver(dress).observe(document.body, { childList: true, subtree: true })
}

function dress(): void {
  for (const form of document.forms) showFitting(form)
  for (const item of all('[data-ready]:not(:has(button))')) {
    const words = one('.ready-text', item)
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
  // Only where the browser lets a page write to the clipboard: over https and on this computer.
  if (!('clipboard' in navigator)) return
  for (const text of all('[data-copy]:not(:has(+ button))')) {
    const copy = button('Скопировать', async () => {
      await navigator.clipboard.writeText(text.textContent ?? '')
      copy.textContent = 'Скопировано'
    })
    text.after(copy)
  }
}

/**
 * A field that belongs to some values of another is shown with them only; without a script it is there always. What
 * depends on a hidden field is hidden too: a form asks in order, so the other one is already decided.
 */
function showFitting(form: HTMLFormElement): void {
  for (const field of all('[data-when-field]', form)) {
    const { whenField = '', whenValues = '' } = field.dataset
    const other = one(`[name="${whenField}"]`, form)
    field.hidden =
      other?.closest('[data-when-field][hidden]') != null ||
      !valuesOf(form, whenField).some(value => whenValues.split(' ').includes(value))
  }
}
