/* Reads a live stream as a client does: event by event, waiting for the one that is meant. */
import type { Hono } from 'hono'

export type Heard = { event: string; data: Record<string, unknown> }

export type LiveListener = {
  status: number
  /** Everything until now. */
  heard: Heard[]
  /** Waits for the next event that fits; those before it are passed over. */
  next(fits: (heard: Heard) => boolean): Promise<Heard>
  /** Waits until the server ends the stream. */
  end(): Promise<void>
  leave(): Promise<void>
}

export async function listenTo(
  app: Hono,
  path: string,
  headers: Record<string, string>,
): Promise<LiveListener> {
  const response = await app.request(path, { headers })
  const heard: Heard[] = []
  const reader = response.body?.getReader()
  if (reader === undefined) throw new Error('The answer has no body')
  const decoder = new TextDecoder()
  let waiting = ''
  let passed = 0

  /** Answers false at the end of the stream. */
  async function readMore(): Promise<boolean> {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
    if (done) return false
    const blocks = (waiting + decoder.decode(value, { stream: true })).split('\n\n')
    waiting = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (event !== undefined && data !== undefined) heard.push({ event, data: JSON.parse(data) })
    }
    return true
  }

  return {
    status: response.status,
    heard,
    async next(fits) {
      for (;;) {
        const found = heard.findIndex((each, index) => index >= passed && fits(each))
        const event = heard[found]
        if (event !== undefined) {
          passed = found + 1
          return event
        }
        if (!(await readMore())) throw new Error(`The stream ended. Heard: ${JSON.stringify(heard)}`)
      }
    },
    async end() {
      while (await readMore());
    },
    async leave() {
      await reader.cancel()
    },
  }
}

export const isEvent = (name: string) => (heard: Heard) => heard.event === name
