import { expect, test } from 'vitest'
import { newId } from '../../../extension/overlay/ids.ts'
import { createWorker, type Runtime } from '../../../extension/overlay/worker.ts'

/** A runtime whose answers are scripted: an Error is thrown, anything else is the answer. */
const runtimeOf = (answers: unknown[], life: { id?: string } = { id: 'extension' }) => {
  const sent: unknown[] = []
  const runtime: Runtime = {
    get id() {
      return life.id
    },
    sendMessage: async message => {
      sent.push(message)
      const answer = answers.shift()
      if (answer instanceof Error) throw answer
      return JSON.parse(JSON.stringify(answer ?? null)) ?? undefined
    },
    onMessage: { addListener: () => {} },
  }
  return { runtime, sent }
}
const died = () => new Error('A listener indicated an asynchronous response, but the message channel closed')
const question = { type: 'card', ticketId: 'ticket-1' } as const
const card = { outcome: 'refused', words: 'Нет такой карточки' }

test('a request is sent again, unchanged, while the worker is dying', async () => {
  const { runtime, sent } = runtimeOf([died(), new Error('Could not establish connection'), card])
  expect(await createWorker(() => runtime).ask(question)).toEqual({ answered: true, answer: card })
  expect(sent).toEqual([question, question, question])
})

test('three silences are an answer too', async () => {
  const { runtime, sent } = runtimeOf([died(), undefined, died()])
  expect(await createWorker(() => runtime).ask(question)).toEqual({ answered: false, why: 'silent' })
  expect(sent).toHaveLength(3)
})

test('an extension that was updated is not asked again', async () => {
  const { runtime, sent } = runtimeOf([new Error('Extension context invalidated.')])
  expect(await createWorker(() => runtime).ask(question)).toEqual({ answered: false, why: 'gone' })
  expect(sent).toHaveLength(1)
  const gone = runtimeOf([], {})
  expect(await createWorker(() => gone.runtime).ask(question)).toEqual({ answered: false, why: 'gone' })
  expect(gone.sent).toEqual([])
  expect(createWorker(() => undefined).isGone()).toBe(true)
})

test('ids are UUIDs of version 7 that sort by time', () => {
  const ids = [1_000_000_000_000, 1_800_000_000_000, Date.now() + 1e12].map(now => newId(now))
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
  expect([...ids].sort()).toEqual(ids)
  expect(new Set(Array.from({ length: 1000 }, () => newId())).size).toBe(1000)
})
