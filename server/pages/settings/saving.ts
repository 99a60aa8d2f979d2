/** The door to the store: saving a change as a new version of the document, and what it would do to open tickets. */
import { type StageId, stageIds } from '../../../shared/deadlines/rules.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { clockSettings } from '../../jobs/preview.ts'
import type { Office, Signed } from '../../office.ts'
import { PeopleRefusal } from '../../people/desk.ts'
import type { Edit } from './typed.ts'

export type Preview = {
  tickets: number
  clocks: number
  byStage: { stage: StageId; count: number }[]
  /** The first of them, by number. */
  moves: { number: number; stage: StageId; before: string | null; after: string | null }[]
}

/** Whether clocks of open tickets may have other dates under these settings. */
export function movesClocks(before: Settings, after: Settings): boolean {
  return clockSettings(before) !== clockSettings(after)
}

export async function previewOf(office: Office, signed: Signed, next: Settings): Promise<Preview> {
  const { tickets, clocks, byStage, rows } = await office.jobs.preview(signed.settings, next)
  return {
    tickets,
    clocks,
    byStage: stageIds.flatMap(stage => {
      const count = byStage[stage] ?? 0
      return count === 0 ? [] : [{ stage, count }]
    }),
    moves: rows.map(({ number, stage, from, to }) => ({ number, stage, before: from, after: to })),
  }
}

/** `newer`: somebody saved another version after this one was read; nothing was written. Other refusals are thrown. */
export async function saveSettings(
  office: Office,
  signed: Signed,
  edit: Edit,
  isRecomputed: boolean,
): Promise<'saved' | 'newer'> {
  const change = isRecomputed ? office.settings.changeWithRecompute : office.settings.change
  const result = await change(signed, signed.settings.version, edit)
  if (result.outcome === 'changed') return 'saved'
  if (result.code === 'settings-changed') return 'newer'
  throw new PeopleRefusal(result.code, result.words)
}
