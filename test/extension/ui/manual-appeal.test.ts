import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { captureOf, emptyDraft, faultsOf, registrationOf } from '../../../extension/ui/parts/manual-draft.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { instantAt } from '../../../shared/deadlines/zone.ts'
import { openPeople, type People, ticketAt } from '../sync/people-for-tests.ts'
import { settings } from './office.ts'

let people: People
beforeEach(async () => {
  people = await openPeople()
})
afterEach(() => people.close())

const { zone } = settings.deadlines

const draft = {
  ...emptyDraft,
  channel: 'paper' as const,
  text: 'Прошу отремонтировать дорогу на Садовой',
  kind: 'appeal' as const,
  registrationNumber: '15/ОГ',
  registrationDate: '2026-11-16',
}

it('an appeal written down without a link is registered only after its record, in one go when the link is back', async () => {
  const desk = await people.deskOf('head')
  const registration = registrationOf(draft)
  if (registration === null) throw new Error('The draft is an appeal')
  const captured = await desk.act({
    ...captureOf(draft, classify(draft.text, settings), zone),
    ticketId: uuid(),
  })
  if (captured.outcome === 'refused') throw new Error(captured.refusal.code)
  const registered = await desk.act({ ...registration, ticketId: captured.ticketId })
  expect(registered).toMatchObject({ outcome: 'queued' })

  const waiting = await desk.desk.outbox.orderBy('order').toArray()
  expect(waiting.map(({ command }) => [command.type, command.dependsOn])).toEqual([
    ['capture', null],
    ['register_appeal', captured.commandId],
  ])

  await desk.sync('down')
  await desk.sync()
  expect(await desk.desk.outbox.count()).toBe(0)
  expect(await desk.desk.refused.count()).toBe(0)
  expect((await ticketAt(desk, captured.ticketId)).registration).toMatchObject({ number: '15/ОГ' })
})

it('the time that was told is the time of the message; left alone it is the time of the record', () => {
  const sourceWith = (at: string) => {
    const command = captureOf({ ...draft, at }, classify(draft.text, settings), zone)
    return command.type === 'capture' ? command.data.source : undefined
  }
  expect(sourceWith('2026-11-09T10:30')).toMatchObject({
    publishedAt: instantAt('2026-11-09', 630, zone),
    precision: 'minute',
  })
  expect(sourceWith('')).toMatchObject({ publishedAt: null })
  const now = instantAt('2026-11-16', 720, zone)
  expect(faultsOf({ ...draft, at: '2026-11-16T12:01' }, now, zone).at).toBe('Это время ещё не наступило.')
  expect(faultsOf({ ...draft, at: '2026-11-16T11:59' }, now, zone).at).toBeUndefined()
})
