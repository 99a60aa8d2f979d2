/**
 * Changing the settings document. A change is a function of the newest version and runs inside the write transaction, so
 * that of two managers who save at one time neither loses the other's edit.
 */
import { localDateOf } from '../../shared/deadlines/zone.ts'
import { isGuarded } from '../../shared/policy/permissions.ts'
import { type Settings, settingsSchema } from '../../shared/policy/settings.ts'
import { changedWeeks } from '../../shared/reports/period.ts'
import type { ChangeSettings, Failure, Signed } from '../office.ts'
import type { Tx } from '../store/writer.ts'
import { type Desk, failed, findPerson, getSettings, isHead, isManager, managersOnly } from './desk.ts'
import { writeSettings } from './settings.ts'

/** Called in the transaction that wrote a version by which open tickets are to be reckoned anew. */
export type AskRecompute = (
  tx: Tx,
  asked: { organisationId: string; settingsVersion: number; now: string; by: string },
) => Promise<void>

export function createChangeSettings(desk: Desk, askRecompute?: AskRecompute): ChangeSettings {
  const { organisationId, write, now } = desk
  return (by, baseVersion, change) =>
    write(async tx => {
      const settings = await getSettings(desk, tx)
      if (!isManager(desk, settings, by)) return managersOnly
      if (baseVersion !== null && baseVersion !== settings.version) return changedMeanwhile
      const wanted = change(settings)
      if (isFailure(wanted)) return wanted
      const parsed = settingsSchema.safeParse(wanted)
      if (!parsed.success) return notValid(parsed.error.issues.map(issue => issue.path.map(String).join('.')))
      const wrong = whyNotDifferent(parsed.data) ?? whyNotLent(settings, parsed.data, by)
      if (wrong) return wrong
      const at = now()
      const { zone } = parsed.data.deadlines
      const weeks = changedWeeks(settings.weeks, parsed.data.weeks, localDateOf(at, zone), zone)
      const written = await writeSettings(tx, { organisationId, now: at, by: by.person.id }, settings, {
        ...parsed.data,
        weeks,
      })
      await askRecompute?.(tx, {
        organisationId,
        settingsVersion: written.version,
        now: at,
        by: by.person.id,
      })
      return { outcome: 'changed', settings: written }
    })
}

const changedMeanwhile = failed(
  'settings-changed',
  'Пока вы правили, настройки сохранил другой человек. Посмотрите, что изменилось, и сохраните ещё раз.',
)

function notValid(paths: readonly string[]): Failure {
  const where = [...new Set(paths)].slice(0, 5).join(', ')
  return failed('settings-invalid', `Настройки не сохранены: неверное значение (${where}).`)
}

function isFailure(result: Settings | Failure): result is Failure {
  return 'outcome' in result
}

const lists = [
  'subtopics',
  'settlements',
  'recipients',
  'officialAccounts',
  'outsideOrganisations',
  'routes',
  'absences',
  'dutyShifts',
  'watchList',
] as const

function whyNotDifferent(settings: Settings): Failure | undefined {
  const isRepeated = lists.some(list => {
    const entries: readonly { id: string }[] = settings[list]
    return new Set(entries.map(entry => entry.id)).size < entries.length
  })
  return isRepeated ? failed('same-id', 'В списке две записи с одним обозначением.') : undefined
}

/**
 * A substitute and the duty person read citizens' words for the time, so lending these rights follows the rule of roles:
 * nobody gives them to himself, and those of the head of the centre and the chief are the head's to lend.
 */
function whyNotLent(before: Settings, after: Settings, by: Signed): Failure | undefined {
  const own = by.person.id
  if (isHead(before, own)) return undefined
  for (const absence of newIn(before.absences, after.absences)) {
    if (absence.substituteId === null) continue
    if (absence.substituteId === own)
      return failed('head-only', 'Себя замещающим назначает только руководитель МЦУ.')
    if (isGuarded(findPerson(before, absence.absentId)?.roles ?? []))
      return failed(
        'head-only',
        'Замещающего руководителю МЦУ и главе администрации назначает только руководитель МЦУ: он увидит сообщения граждан.',
      )
  }
  return newIn(before.dutyShifts, after.dutyShifts).some(shift => shift.personId === own)
    ? failed('head-only', 'Себя дежурным назначает только руководитель МЦУ.')
    : undefined
}

function newIn<Entry>(before: readonly Entry[], after: readonly Entry[]): Entry[] {
  const standing = new Set(before.map(entry => JSON.stringify(entry)))
  return after.filter(entry => !standing.has(JSON.stringify(entry)))
}
