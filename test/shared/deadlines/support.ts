import { defaultDeadlineSettings } from '../../../shared/deadlines/defaults.ts'
import type { DeadlineRule } from '../../../shared/deadlines/rules.ts'
import { instantAt, localDateOf, localMinutesOf } from '../../../shared/deadlines/zone.ts'

export const settings = defaultDeadlineSettings
export const { zone, calendar, hours } = settings

/** The instant at which clocks in the district show '2026-11-23 16:20'. */
export function at(local: string): string {
  const [date = '', time = '00:00'] = local.split(' ')
  return instantAt(date, Number(time.slice(0, 2)) * 60 + Number(time.slice(3)), zone)
}

/** '2026-11-23 16:20' on the district's clocks. */
export function onClock(instant: string): string {
  const minutes = localMinutesOf(instant, zone)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${localDateOf(instant, zone)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

export function ruleOf(id: string): DeadlineRule {
  const rule = settings.rules.find(each => each.id === id)
  if (!rule) throw new Error(`No rule ${id}`)
  return rule
}
