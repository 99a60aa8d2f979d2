/** What people entered of roadmaps and of informing (I15, I17, I18): for the month of the week, else for the month before. */

import { builtIn } from '../../../shared/reports/indicators.ts'
import type { EnteredLine, NoteData } from '../../../shared/reports/note/data.ts'
import { monthOf, type Period, previousPeriod } from '../../../shared/reports/period.ts'
import type { Office, Signed } from '../../office.ts'

const told = {
  roadmaps: ['roadmaps_on_track'],
  informing: ['posts_published', 'pages', 'page_subs', 'page_reach', 'page_er'],
} as const

export async function readEntered(
  { indicators, tickets }: Pick<Office, 'indicators' | 'tickets'>,
  signed: Signed,
  { lastDate, zone }: Period,
): Promise<NoteData['entered']> {
  const periods = { zone, firstWeekday: 1 } as const
  const running = monthOf(lastDate, periods)
  const months = [running, previousPeriod(running, periods)].map(({ firstDate }) => firstDate.slice(0, 7))

  async function lineOf(id: string): Promise<EnteredLine[]> {
    const indicator = builtIn.find(each => each.id === id)
    if (indicator === undefined) return []
    for (const month of months) {
      const asked = { year: Number(month.slice(0, 4)), of: '' }
      const { entered } = await indicators.months(tickets.scopeOf(signed), signed.settings, indicator, asked)
      const value = entered.months.get(Number(month.slice(5)))
      const { title, unit, decimals } = indicator
      if (value !== undefined) return [{ title, unit, decimals, value, month }]
    }
    return []
  }

  return {
    roadmaps: (await Promise.all(told.roadmaps.map(lineOf))).flat(),
    informing: (await Promise.all(told.informing.map(lineOf))).flat(),
  }
}
