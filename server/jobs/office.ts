/** The jobs as the office offers them: the tick for `main.ts`, the preview for the settings pages. */
import type { Settings } from '../../shared/policy/settings.ts'
import type { JobDesk } from './desk.ts'
import { previewRecompute, type RecomputePreview } from './preview.ts'
import { createJobs, type Jobs } from './tick.ts'

export type OfficeJobs = Jobs & {
  /** Which open tickets `after` would move, before it is saved; `before` are the settings in force. */
  preview(before: Settings, after: Settings): Promise<RecomputePreview>
}

export function createOfficeJobs(desk: JobDesk): OfficeJobs {
  const { reader: db, organisationId, now } = desk
  return {
    ...createJobs(desk),
    preview: (before, after) => previewRecompute({ db, organisationId, now: now() }, before, after),
  }
}
