/** Asks before a form is sent that cannot be taken back. */
import { button, element, onSubmit, openDialog } from './element.ts'

export function startConfirm(): void {
  const confirmed = new WeakSet<HTMLFormElement>()
  onSubmit((form, event) => {
    const { confirm, confirmYes } = form.dataset
    if (confirm === undefined || confirmed.delete(form)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const yes = button(confirmYes ?? 'Да', () => {
      dialog.close()
      confirmed.add(form)
      form.requestSubmit(event.submitter)
    })
    yes.className = 'main'
    const no = button('Отмена', () => dialog.close())
    const dialog = openDialog(confirm, element('div', { class: 'dialog-acts' }, yes, no))
    // Enter should not send what cannot be undone.
    no.focus()
  }, true)
}
