/** What holds a form back: the question before what cannot be taken back, and a server that does not answer. */
import { button, element, one, onSubmit, openDialog } from './element.ts'

const longestSilence = 10_000

export function startHold(): void {
  const released = new WeakSet<HTMLFormElement>()
  onSubmit((form, event) => {
    const { confirm, confirmYes, draft } = form.dataset
    if ((confirm ?? draft) === undefined || released.delete(form)) return
    event.preventDefault()
    event.stopImmediatePropagation()
    const send = () => {
      released.add(form)
      form.requestSubmit(event.submitter)
    }
    if (confirm === undefined) void sendToLiving(send)
    else ask(confirm, confirmYes, send)
  }, true)
}

/** Sent to nobody, a form with a person's words would end in the browser's own page of an error. */
async function sendToLiving(send: () => void): Promise<void> {
  try {
    const { status } = await fetch('/live/now', { signal: AbortSignal.timeout(longestSilence) })
    // A proxy answers so for a server that is not there.
    if (status < 502) return send()
  } catch {
    // Nobody there: the line below says so.
  }
  one('.unsent')?.removeAttribute('hidden')
}

function ask(question: string, answer: string | undefined, send: () => void): void {
  const yes = button(answer ?? 'Да', () => {
    dialog.close()
    send()
  })
  yes.className = 'main'
  const no = button('Отмена', () => dialog.close())
  const dialog = openDialog(question, element('div', { class: 'dialog-acts' }, yes, no))
  // Enter should not send what cannot be undone.
  no.focus()
}
