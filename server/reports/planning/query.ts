/** Reads «Справка для планирования»: the same count «поступило» as everywhere, split by settlement and subtopic, year by year. */

import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { type BlockId, blocks as blockTitles } from '../../../shared/reference/blocks.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { cutLines } from '../../../shared/reports/life.ts'
import { periodSettingsOf, periodsUntil } from '../../../shared/reports/period.ts'
import {
  type PlanningList,
  type PlanningRow,
  type PlanningTitles,
  planningDocument,
} from '../../../shared/reports/planning.ts'
import type { Office, Signed } from '../../office.ts'
import { actorWords, behalfOf } from '../archive/rights.ts'
import { inOneView, liveCounts } from '../block-statistics/live.ts'
import { readCut } from '../note/query.ts'

const yearsShown = 3

export type AskedPlanning = {
  /** Local date in the last of the years. */
  date: string
  /** Empty: all. */
  blocks: readonly BlockId[]
  asOfWords(now: string, zone: string): string
  listOf?: PlanningList
}

export async function readPlanning(
  office: Pick<Office, 'reportReader' | 'organisationId' | 'now' | 'tickets'>,
  signed: Signed,
  { date, blocks, asOfWords, listOf }: AskedPlanning,
): Promise<ReportDocument> {
  const { organisationId } = office
  const { settings } = signed
  const asOf = office.now()
  const scope = office.tickets.scopeOf(signed)
  const years = periodsUntil('year', date, yearsShown, periodSettingsOf(settings))
  const { rows, cut } = await inOneView(office.reportReader, async reader => {
    const found = new Map<string, PlanningRow & { years: number[] }>()
    for (const [at, period] of years.entries()) {
      const counted = await liveCounts(
        { reader, organisationId, scope },
        {
          by: ['settlement', 'subtopic'],
          metrics: ['received'],
          reading: { period, asOf },
          where: tickets => (blocks.length === 0 ? [] : [tickets('block', 'in', [...blocks])]),
        },
      )
      for (const { keys, counts } of counted) {
        const [settlement = null, subtopic = null] = keys
        const name = JSON.stringify([settlement, subtopic])
        const row = found.get(name) ?? { settlement, subtopic, years: years.map(() => 0) }
        row.years[at] = (row.years[at] ?? 0) + counts.received
        found.set(name, row)
      }
    }
    return { rows: [...found.values()], cut: await readCut(reader, organisationId) }
  })
  const asOfText = asOfWords(asOf, settings.deadlines.zone)
  return planningDocument(
    {
      organisation: settings.organisation.title,
      asOf,
      asOfWords: asOfText,
      years,
      blocks: blocks.map(block => blockTitles[block].title),
      rows: rows.filter(row => row.years.some(n => n > 0)),
      preparedBy: actorWords(signed.person.id, behalfOf(signed, 'center_head'), settings),
      footer: cutLines(asOfText, cut),
    },
    titlesOf(settings),
    listOf,
  )
}

const titlesOf = ({ settlements, subtopics }: Settings): PlanningTitles => ({
  settlement: id => titleOf(settlements, id),
  subtopic: id => titleOf(subtopics, id),
})
