/** The door for messages: parses what a page's process sent, runs its handler, answers. */
import { browser } from 'wxt/browser'
import { type Answers, type Request, type Requests, requestSchema } from '../messages.ts'
import { handlers } from './handlers.ts'

export type Sender = {
  tab?: { id?: number | undefined; windowId?: number | undefined } | undefined
  frameId?: number | undefined
  id?: string | undefined
}

/** Answers `true`: the answer follows later. Messages that are not requests are left to others. */
export function answer(message: unknown, sender: Sender, send: (answer: unknown) => void): boolean {
  const request = requestSchema.safeParse(message).data
  if (!request || sender.id !== browser.runtime.id) return false
  // The panel opens only from the click itself: no promise may stand before it.
  if (request.type === 'open-panel') openPanel(sender)
  run(request, sender).then(send, error => {
    console.error('Request failed', request.type, error)
    send({
      outcome: 'refused',
      words: 'Что-то сломалось на этом компьютере. Повторите; записанное раньше сохранено.',
    })
  })
  return true
}

function run<Type extends Request['type']>(
  request: Requests[Type] & { type: Type },
  sender: Sender,
): Promise<Answers[Type]> {
  return handlers[request.type](request, sender)
}

function openPanel(sender: Sender): void {
  const tabId = sender.tab?.id
  if (tabId !== undefined && browser.sidePanel) void browser.sidePanel.open({ tabId }).catch(() => undefined)
}
