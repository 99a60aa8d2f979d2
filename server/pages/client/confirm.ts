/** Asks before a form is sent that cannot be taken back. */
import { button, element, onPage, openDialog } from './element.ts'

export function startConfirm(): void {
  const confirmed = new WeakSet<HTMLFormElement>()
  onPage(
    'submit',
    event => {
      const form = event.target
      if (!(form instanceof HTMLFormElement) || form.dataset.confirm === undefined) return
      if (confirmed.delete(form)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      const { submitter } = event
      const yes = button(form.dataset.confirmYes ?? 'Да', () => {
        dialog.close()
        confirmed.add(form)
        form.requestSubmit(submitter)
      })
      yes.className = 'main'
      const no = button('Отмена', () => dialog.close())
      const question = form.dataset.confirm
      const dialog = openDialog(
        question,
        element('p', {}, question),
        element('div', { class: 'dialog-acts' }, yes, no),
      )
      // Enter should not send what cannot be undone.
      no.focus()
    },
    true,
  )
}
