import { expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { openOffice } from '../office-for-tests.ts'
import { send } from '../pages/sample-office.ts'

const weeks = ['2026-11-19', '2026-11-26']

test('two notes approved at the same moment get different numbers', async () => {
  const office = await openOffice({ mountPages })
  try {
    office.clock.set('2026-12-10T06:00:00.000Z')
    const step = async (what: string, week: string) =>
      (await send(office, 'head', `/reports/note/${what}?week=${week}`, {})).status
    for (const week of weeks) expect(await step('checked', week)).toBe(303)

    const answers = await Promise.all(weeks.map(week => step('approved', week)))

    expect(answers).toEqual([303, 303])
    const found = await Promise.all(
      weeks.map(week =>
        office.office.reports.find('note', weekOf(week, { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })),
      ),
    )
    expect(found.map(({ life }) => life.number).sort()).toEqual([1, 2])
  } finally {
    await office.close()
  }
}, 60_000)
