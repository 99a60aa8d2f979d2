import { browser } from 'wxt/browser'
import { defineContentScript } from 'wxt/utils/define-content-script'
import { adapterFor, type PageReading, readPage } from '../channels/index.ts'
import { usableSet } from '../channels/usable.ts'
import { createWorker } from '../overlay/worker.ts'

/** What the adapter of this page reads with the selectors in force; `null` where none does. */
async function readHere(): Promise<PageReading | null> {
  const adapter = adapterFor(location)
  if (adapter === null) return null
  const reply = await createWorker(() => browser.runtime).ask({
    type: 'overlay-start',
    adapters: [adapter.id],
  })
  const set = reply.answered ? reply.answer.sets.find(each => each.adapter === adapter.id) : undefined
  if (set === undefined) return null
  const { set: usable, refused } = usableSet(set, document)
  const reading = readPage(adapter.define(usable), document, location, new Date().toISOString())
  const problems = [
    ...refused.map(selector => `строка правил чтения не понята браузером: ${selector}`),
    ...reading.problems,
  ]
  return { ...reading, problems }
}

/** Put into a saved page by `npm run channels:check` alone. */
export default defineContentScript({
  registration: 'runtime',
  matches: [],
  allFrames: false,
  main: () =>
    browser.runtime.onMessage.addListener((asked: { type: string }, _sender, answer) => {
      if (asked.type !== 'read-page') return
      void readHere().then(answer, () => answer(null))
      // The answer comes later.
      return true
    }),
})
