import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  changedTexts,
  evolve,
  lifeOf,
  merged,
  newReport,
  type ReportAct,
  type ReportLife,
  whyNot,
} from '../../../shared/reports/life.ts'
import {
  causeOf,
  evolveSummary,
  measuresOf,
  newSummary,
  type SummaryAct,
  unexplained,
  whyNotSummary,
} from '../../../shared/reports/summary/life.ts'

const person = { at: '2026-11-25T12:00:00.000Z', by: 'head', behalf: null }
const cut = { asOf: person.at, seq: 5, chainHead: 'abc' }
const texts = fc.dictionary(
  fc.constantFrom('main', 'problems', 'solved'),
  fc.constantFrom('', 'Вода', 'Свет'),
)

/** Some act of the kind, whether it fits or not. */
const act: fc.Arbitrary<ReportAct> = fc.oneof(
  texts.map((given): ReportAct => ({ ...person, type: 'written', texts: given })),
  fc.constant<ReportAct>({ ...person, type: 'checked', cut, remarks: [] }),
  fc.constant<ReportAct>({ ...person, type: 'returned', reason: 'Уточнить' }),
  fc
    .integer({ min: 1, max: 9 })
    .map(
      (version): ReportAct => ({ ...person, type: 'approved', number: 3, version, sha256: 'f', files: {} }),
    ),
  fc.constant<ReportAct>({
    ...person,
    type: 'sent',
    to: 'Главе',
    sentOn: '2026-11-26',
    outgoingNumber: '',
    portalEntry: '',
  }),
)

/** Only acts that fit the stage happen, as the office does it. */
function lived(acts: readonly ReportAct[]): ReportLife {
  return acts.reduce(
    (life, each) => (whyNot(life, each.type) === undefined ? evolve(life, each) : life),
    newReport,
  )
}

describe('the life of a report', () => {
  test('goes from draft through the check and the approval to sending, and in no other order', () => {
    const step = (life: ReportLife) =>
      (['written', 'checked', 'returned', 'approved', 'sent'] as const).filter(
        type => whyNot(life, type) === undefined,
      )
    const checked = lifeOf([{ ...person, type: 'checked', cut, remarks: [] }])
    const approved = evolve(checked, {
      ...person,
      type: 'approved',
      number: 1,
      version: 1,
      sha256: 'f',
      files: {},
    })
    const sent = evolve(approved, {
      ...person,
      type: 'sent',
      to: 'Главе',
      sentOn: '2026-11-26',
      outgoingNumber: '7',
      portalEntry: '',
    })
    expect(step(newReport)).toEqual(['written', 'checked'])
    expect(step(checked)).toEqual(['written', 'checked', 'returned', 'approved'])
    expect(step(approved)).toEqual(['returned', 'sent'])
    expect(step(sent)).toEqual([])
  })

  test('after sending nothing changes, whatever is tried', () => {
    fc.assert(
      fc.property(fc.array(act), fc.array(act), (before, after) => {
        const life = lived(before)
        fc.pre(life.stage === 'sent')
        expect(
          after.reduce((each, next) => (whyNot(each, next.type) ? each : evolve(each, next)), life),
        ).toEqual(life)
      }),
    )
  })

  test('what is approved was checked and not written in since', () => {
    fc.assert(
      fc.property(fc.array(act), acts => {
        const life = lived(acts)
        if (life.stage === 'approved' || life.stage === 'sent') {
          expect(life.checked).not.toBeNull()
          expect(life.approved).not.toBeNull()
        }
        if (life.stage === 'draft') expect(life.checked).toBeNull()
      }),
    )
  })

  test('people’s words survive the check, the return and the approval', () => {
    fc.assert(
      fc.property(fc.array(act), acts => {
        const life = lived(acts)
        const written = acts.reduce<{ life: ReportLife; texts: Record<string, string> }>(
          (standing, each) =>
            whyNot(standing.life, each.type) !== undefined
              ? standing
              : {
                  life: evolve(standing.life, each),
                  texts: each.type === 'written' ? merged(standing.texts, each.texts) : standing.texts,
                },
          { life: newReport, texts: {} },
        )
        expect(life.texts).toEqual(written.texts)
      }),
    )
  })

  test('a save without a change is no act', () => {
    fc.assert(
      fc.property(texts, texts, (standing, given) => {
        const after = merged(standing, given)
        expect(changedTexts(after, { ...given, ...after })).toEqual(
          Object.fromEntries(
            Object.entries({ ...given, ...after }).filter(([name, text]) => text !== (after[name] ?? '')),
          ),
        )
        expect(changedTexts(after, after)).toEqual({})
      }),
    )
  })
})

describe('a summary', () => {
  const overdue = [
    { ticketId: 'a', number: 7 },
    { ticketId: 'b', number: 9 },
  ]
  const wrote = (given: Record<string, string>) =>
    evolveSummary(newSummary, { ...person, type: 'written', texts: given })

  test('asks for words on overdue tickets only, and names them', () => {
    expect(whyNotSummary(newSummary, 'handed_in', [])).toBeUndefined()
    expect(whyNotSummary(newSummary, 'handed_in', overdue)).toBe(
      'Напишите причину и принятые меры по просроченным: №\u00a07, №\u00a09.',
    )
    const half = wrote({ [causeOf('a')]: 'Нет труб', [measuresOf('a')]: 'Заказаны', [causeOf('b')]: 'Снег' })
    expect(unexplained(half, overdue)).toEqual([{ ticketId: 'b', number: 9 }])
    const whole = evolveSummary(half, { ...person, type: 'written', texts: { [measuresOf('b')]: 'Убрали' } })
    expect(whyNotSummary(whole, 'handed_in', overdue)).toBeUndefined()
  })

  test('that was handed in is changed only after it came back', () => {
    const handed = evolveSummary(newSummary, { ...person, type: 'handed_in', automatic: false, figures: [] })
    expect(whyNotSummary(handed, 'written')).toContain('Вернуть себе')
    expect(whyNotSummary(handed, 'handed_in')).toBe('Сводка уже сдана.')
    const back = evolveSummary(handed, {
      ...person,
      type: 'returned',
      reason: 'Дополните',
    } satisfies SummaryAct)
    expect(whyNotSummary(back, 'written')).toBeUndefined()
    expect(whyNotSummary(back, 'handed_in')).toBeUndefined()
  })
})
