type Root = Document | HTMLElement

/** The first that fits, `undefined` where none does. */
export function one(selector: string, root: Root = document): HTMLElement | undefined {
  return root.querySelector<HTMLElement>(selector) ?? undefined
}

export function all(selector: string, root: Root = document): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(selector)]
}

export function formsIn(root: Root = document, selector = 'form'): HTMLFormElement[] {
  return [...root.querySelectorAll<HTMLFormElement>(selector)]
}

export function onPage<Type extends keyof DocumentEventMap>(
  type: Type,
  listener: (event: DocumentEventMap[Type]) => void,
  isFirst = false,
): void {
  document.addEventListener(type, listener, isFirst)
}

/** A form is sent; `isFirst`: before those who take it as sent. */
export function onSubmit(
  listener: (form: HTMLFormElement, event: SubmitEvent) => void,
  isFirst = false,
): void {
  onPage(
    'submit',
    event => {
      if (event.target instanceof HTMLFormElement) listener(event.target, event)
    },
    isFirst,
  )
}

export function unfold(place: HTMLElement): void {
  const folded = place.closest('details')
  if (folded) folded.open = true
}

/** Makes an element; texts become text, never markup. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Record<string, string>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name)
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value)
  made.append(...children)
  return made
}

export function button(words: string, onClick: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button' }, words)
  made.addEventListener('click', onClick)
  return made
}

/** A dialog under its title, that removes itself when it closes, by a button or by Esc. */
export function openDialog(title: string, ...children: (Node | string)[]): HTMLDialogElement {
  const dialog = element(
    'dialog',
    { class: 'client-dialog', 'aria-label': title },
    element('h2', {}, title),
    ...children,
  )
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}
