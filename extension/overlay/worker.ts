/*
 * The one door to the worker. It may be asleep, dying or gone for good:
 *   dying  the message port closes without an answer: the same request is sent again, with the same ids
 *   gone   the extension was updated or removed under this page: nothing can be asked until the page is reloaded
 * Nothing is thrown: the caller gets an answer or the reason why there is none.
 */
import type { Answers, Push, Request } from '../messages.ts'

/** The part of `browser.runtime` that a content script may use. */
export type Runtime = {
  /** Absent once the extension was updated or removed. */
  readonly id?: string | undefined
  sendMessage: <Message, Answer>(message: Message) => Promise<Answer>
  onMessage: {
    addListener: (listener: (push: Push, sender: unknown, answer: (value?: unknown) => void) => void) => void
  }
}

export type Reply<Answer> = { answered: true; answer: Answer } | { answered: false; why: 'gone' | 'silent' }

export type Worker = {
  /** Sends before the first `await`, so that a click still counts as one (`open-panel`). */
  ask: <Asked extends Request>(request: Asked) => Promise<Reply<Answers[Asked['type']]>>
  isGone: () => boolean
}

const pauses = [0, 150, 600]
const patience = 15_000

const wait = (time: number): Promise<undefined> =>
  new Promise(resolve => setTimeout(() => resolve(undefined), time))

export const createWorker = (runtime: () => Runtime | undefined): Worker => {
  const isGone = () => {
    try {
      return runtime()?.id === undefined
    } catch {
      return true
    }
  }

  const ask: Worker['ask'] = async <Asked extends Request>(
    request: Asked,
  ): Promise<Reply<Answers[Asked['type']]>> => {
    for (const pause of pauses) {
      if (pause > 0) await wait(pause)
      try {
        const sent = isGone()
          ? undefined
          : runtime()?.sendMessage<Asked, Answers[Asked['type']] | undefined>(request)
        if (sent === undefined) return { answered: false, why: 'gone' }
        const answer = await Promise.race([sent, wait(patience)])
        // `undefined`: nobody listened yet, or the worker ended before it could answer.
        if (answer !== undefined) return { answered: true, answer }
      } catch (error) {
        if (isGone() || /context invalidated/iu.test(String(error))) return { answered: false, why: 'gone' }
      }
    }
    return { answered: false, why: 'silent' }
  }

  return { ask, isGone }
}
