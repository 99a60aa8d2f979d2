import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../shared/policy/settings.ts'
import { factSchema } from '../../../shared/ticket/events.ts'
import { type HistoryEntry, historyLines } from '../../../shared/ticket/history.ts'
import { walkArbitrary, walked } from './walk.ts'
import { act, actBySystem, capture, pass, settingsOf, type World, worldOf } from './world.ts'

function lines(world: World, id: string, contents = world.contents.get(id) ?? {}) {
  const entries = (world.facts.get(id) ?? []).map(
    (fact, index): HistoryEntry => ({ fact, seq: index + 1, occurredAt: fact.at, receivedAt: fact.at }),
  )
  return historyLines(id, entries, world.settings, contents)
}

const absence: Settings['absences'][number] = {
  id: 'leave',
  absentId: 'zhkh',
  substituteId: 'roads',
  from: '2026-11-23',
  to: '2026-11-30',
}

describe('«История»', () => {
  it('says who did it: a colleague, a substitute, the rule, an executor by a link', () => {
    const world = worldOf(settingsOf({ absences: [absence] }))
    const id = capture(world, 'operator', { suggestedBy: 'person' })
    act(world, 'roads', id, { type: 'assign', data: { recipientId: 'water' } })
    pass(world, 20 * 24 * 60)
    actBySystem(world, id, 'escalate_overdue')
    const [captured, assigned, escalated] = lines(world, id)
    expect(captured?.by).toBe('Оператор мониторинга')
    expect(assigned?.by).toBe('Начальник отдела дорог, и.\u00a0о. руководителя блока ЖКХ')
    expect(escalated).toMatchObject({
      by: 'Пульт, по правилу',
      what: 'Вынесено на решение: просрочено дольше 8\u00a0рабочих часов',
    })
    const byLink = (world.facts.get(id) ?? []).slice(0, 2).map((fact, index) => ({
      fact: index === 1 ? { ...fact, by: 'link:7' } : fact,
      seq: index,
      occurredAt: fact.at,
      receivedAt: fact.at,
    }))
    expect(historyLines(id, byLink, world.settings, {}).at(-1)?.by).toBe('Исполнитель по ссылке')
  })

  it('shows each field before and after, and the reason in its words; an erased one says so', () => {
    const world = worldOf()
    const id = capture(world, 'operator', { suggestedBy: 'person' })
    const changes = {
      block: { from: 'zhkh', to: 'roads' },
      place: { from: 'Садовая, 5', to: 'Мира, 3' },
    }
    act(world, 'zhkh', id, { type: 'classify', data: { changes, sorted: false } })
    act(world, 'roads', id, { type: 'refuse_block', data: { reason: 'Это двор, а не дорога' } })
    const [, classified, refused] = lines(world, id)
    expect(classified?.changes).toEqual([
      { field: 'Блок', before: 'ЖКХ', after: 'Дороги' },
      { field: 'Адрес', before: 'Садовая, 5', after: 'Мира, 3' },
    ])
    expect(refused).toMatchObject({ what: 'Не наш блок', words: 'Это двор, а не дорога' })
    expect(lines(world, id, {}).at(-1)?.words).toBe('данные удалены')
  })

  it('tells the deadlines with the act that moved them', () => {
    const world = worldOf()
    const id = capture(world, 'operator', { suggestedBy: 'person' })
    const [captured, ...rest] = lines(world, id)
    expect(rest).toEqual([])
    expect(captured?.changes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['Блок', 'Первый ответ', 'Решение']),
    )
  })

  it('facts of older records, without a step and without the newer fields, still read', () => {
    const world = worldOf()
    const id = capture(world, 'operator')
    const old = [
      {
        type: 'captured',
        at: world.now,
        by: 'operator',
        data: {
          number: 1,
          kind: 'message',
          source: {
            sourceId: 's',
            channel: 'vk',
            kind: 'post',
            publishedAt: null,
            precision: 'unknown',
            contentId: 'c',
          },
          classification: {
            block: 'zhkh',
            subtopic: null,
            settlement: null,
            urgent: false,
            placeContentId: null,
          },
          suggestedBy: 'person',
        },
      },
      { type: 'assigned', at: world.now, by: 'zhkh', data: { recipientId: 'water' } },
    ].map(
      (fact, index): HistoryEntry => ({
        fact: factSchema.parse(fact),
        seq: index,
        occurredAt: world.now,
        receivedAt: world.now,
      }),
    )
    expect(historyLines(id, old, world.settings, {}).map(({ what }) => what)).toEqual([
      'Сообщение записано: ВКонтакте',
      'Поручено',
    ])
  })

  it('of any week is readable: every line has a person and an act, none an id or an empty word', () => {
    fc.assert(
      fc.property(walkArbitrary, steps => {
        const world = walked(steps)
        for (const id of world.views.keys()) {
          for (const { by, what, words, changes } of lines(world, id)) {
            for (const said of [by, what, words ?? 'нет', ...changes.map(change => change.after)]) {
              expect(said).not.toMatch(/undefined|null|NaN|[0-9a-f]{8}-0000-4000|данные удалены/u)
              expect(said.trim()).not.toBe('')
            }
            expect(what).toMatch(/^[А-ЯЁ]/u)
          }
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})
