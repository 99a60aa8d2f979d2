import { describe, expect, it } from 'vitest'
import { sampleTerms } from '../../../server/sample/lives.ts'
import { topics } from '../../../server/sample/templates.ts'
import { type SampleTicket, sampleSize, sampleTickets } from '../../../server/sample/tickets.ts'
import { addWorkingMinutes, isWorkingTime } from '../../../server/sample/working-time.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { suggestReplyKind } from '../../../shared/classify/reply-kind.ts'
import { settlements } from '../../../shared/reference/default-settlements.ts'
import { subtopics } from '../../../shared/reference/default-subtopics.ts'
import { sourceDraftSchema } from '../../../shared/ticket/source.ts'

const monday = new Date('2026-11-23T09:30:00Z')
const sample = sampleTickets({ now: monday, seed: 1 })

const stepsOf = ({ capturedAt, life }: SampleTicket) =>
  [
    capturedAt,
    life.sortedAt,
    life.assignedAt,
    life.firstReplyAt,
    life.interimAt,
    life.preparedAt,
    life.finalReplyAt,
  ].filter(at => at !== undefined)
const share = (part: readonly unknown[], whole: readonly unknown[]) => part.length / whole.length

describe('the sample tickets', () => {
  it('are the same for the same moment and seed, and others for another seed', () => {
    expect(sampleTickets({ now: monday, seed: 1 })).toEqual(sample)
    expect(sampleTickets({ now: monday, seed: 2 })).not.toEqual(sample)
  })

  it('are valid sources with a key of their own, about half from ВКонтакте', () => {
    for (const { source } of sample) sourceDraftSchema.parse(source)
    expect(new Set(sample.map(({ source }) => source.key)).size).toBe(sampleSize)
    const fromVk = share(
      sample.filter(({ source }) => source.channel === 'vk'),
      sample,
    )
    expect(fromVk).toBeGreaterThan(0.38)
    expect(fromVk).toBeLessThan(0.52)
  })

  it('leave no blank unfilled', () => {
    for (const { source, life } of sample) {
      expect(`${source.text} ${life.interimText ?? ''} ${life.replyText ?? ''}`).not.toMatch(/[{}]/)
    }
  })

  it('have known subtopics, with at least four ways of saying each', () => {
    for (const { block, subtopic } of sample) {
      expect(subtopics.find(({ id }) => id === subtopic)?.block ?? 'none').toBe(block)
    }
    for (const { texts } of Object.values(topics)) expect(new Set(texts).size).toBeGreaterThanOrEqual(4)
  })

  it.each(['2026-11-23T09:30:00Z', '2026-11-22T18:00:00Z', '2026-11-23T04:05:00Z', '2026-07-01T12:00:00Z'])(
    'looked at on %s: about four fifths answered, some to publish, some in execution, a few not sorted or overdue',
    moment => {
      const now = new Date(moment)
      for (const seed of [1, 2, 3]) {
        const tickets = sampleTickets({ now, seed })
        const inState = (state: SampleTicket['state']) => tickets.filter(ticket => ticket.state === state)
        expect(tickets).toHaveLength(sampleSize)
        expect(share(inState('answered'), tickets)).toBeGreaterThan(0.75)
        expect(share(inState('in_execution'), tickets)).toBeGreaterThan(0.09)
        expect(share(inState('in_execution'), tickets)).toBeLessThan(0.17)
        expect(inState('to_publish').length).toBeGreaterThan(5)
        // On a weekend more wait for the morning.
        expect(inState('not_sorted').length).toBeGreaterThanOrEqual(8)
        expect(inState('not_sorted').length).toBeLessThan(25)
        const overdue = inState('in_execution').filter(({ life: { interimAt } }) => {
          const term = sampleTerms.finalDays * 480
          return interimAt !== undefined && addWorkingMinutes(Date.parse(interimAt), term) < now.getTime()
        })
        expect(overdue.length).toBeGreaterThanOrEqual(3)
        expect(overdue.length).toBeLessThan(20)
      }
    },
  )

  it('go through their steps in order, and nothing happens after the moment they are looked at', () => {
    for (const ticket of sample) {
      const steps = stepsOf(ticket)
      expect(steps).toEqual([...steps].sort())
      expect(Date.parse(steps.at(-1) ?? '')).toBeLessThanOrEqual(monday.getTime())
      expect(Date.parse(ticket.source.publishedAt ?? '')).toBeLessThanOrEqual(Date.parse(ticket.capturedAt))
    }
  })

  it('are worked on in working hours', () => {
    const acts = sample.flatMap(ticket => stepsOf(ticket).slice(1))
    expect(acts.every(at => isWorkingTime(Date.parse(at)))).toBe(true)
  })

  it('get their first reply in time in about 92 of 100 cases, the final one in about 86', () => {
    const tickets = [1, 2, 3, 4].flatMap(seed => sampleTickets({ now: monday, seed }))
    const first = tickets.flatMap(({ capturedAt, urgent, life }) => {
      const at = life.firstReplyAt ?? life.finalReplyAt
      const term = urgent ? sampleTerms.urgentFirstReplyMinutes : sampleTerms.firstReplyMinutes
      return at === undefined ? [] : [Date.parse(at) <= addWorkingMinutes(Date.parse(capturedAt), term)]
    })
    const final = tickets.flatMap(({ capturedAt, life: { interimAt, finalReplyAt } }) => {
      const due = addWorkingMinutes(Date.parse(interimAt ?? capturedAt), sampleTerms.finalDays * 480)
      return finalReplyAt === undefined ? [] : [Date.parse(finalReplyAt) <= due]
    })
    expect(Math.abs(share(first.filter(Boolean), first) - 0.92)).toBeLessThan(0.025)
    expect(Math.abs(share(final.filter(Boolean), final) - 0.86)).toBeLessThan(0.03)
  })

  it('are understood by the classifier, and their replies are taken for what they are', () => {
    const understood = sample.filter(({ source, block }) => {
      const best = classify(source.text, { subtopics, settlements }).suggestions[0]
      return (best?.blockId ?? 'none') === block
    })
    expect(share(understood, sample)).toBeGreaterThan(0.85)
    const located = sample.filter(({ source, settlement }) => {
      const found = classify(source.text, { subtopics, settlements }).settlement
      return found === null || found.id === settlement
    })
    expect(located).toHaveLength(sampleSize)
    for (const { life } of sample) {
      if (life.firstReplyText !== undefined)
        expect(suggestReplyKind(life.firstReplyText, '2026-11-23').kind).toBe('first')
    }
    const final = sample.flatMap(({ life }) =>
      life.finalReplyAt === undefined ? [] : [suggestReplyKind(life.replyText ?? '', '2026-11-23').kind],
    )
    expect(
      share(
        final.filter(kind => kind === 'final'),
        final,
      ),
    ).toBeGreaterThan(0.95)
    const interim = sample.flatMap(({ life }) =>
      life.interimText === undefined
        ? []
        : [suggestReplyKind(life.interimText, (life.interimAt ?? '').slice(0, 10))],
    )
    expect(
      share(
        interim.filter(({ kind }) => kind === 'interim'),
        interim,
      ),
    ).toBeGreaterThan(0.95)
    expect(interim.every(({ promisedDate }) => promisedDate !== undefined)).toBe(true)
  })
})
