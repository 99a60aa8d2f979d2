/*
 * The day and the clock of a message where messengers write them apart. Above the messages of a day stands «Сегодня»,
 * «26 сентября» or «2 июля 2026»; beside a message its clock, in channels of MAX after the number of views
 * («10K 23:59 ред.»). Days for keys; the moment is `fromDayAndClock` of dates.ts.
 */
import { fromShownText } from './dates.ts'

/** `2026-07-02`, for keys: «Сегодня» is another day tomorrow. `null` for words that are no day («Непрочитанные»). */
export const dayOfLabel = (label: string, now: string): string | null => {
  const instant = Date.parse(now)
  if (Number.isNaN(instant)) return null
  // The labels are of the browser's zone: its wall clock, written as if it were UTC.
  const wall = new Date(instant - new Date(instant).getTimezoneOffset() * 60_000).toISOString()
  const moment = fromShownText(label, wall, 'UTC')
  return moment?.precision === 'day' ? moment.at.slice(0, 10) : null
}

/** `23:59`, `9:05 pm`; the last of the words, after the views. */
export const clockOfWords = (words: string): string | null => {
  const clocks = [...words.matchAll(/(?<![\d:])(\d{1,2}:\d\d)(?![\d:])(?:\s*([ap])\.?m\.?)?/giu)]
  const [, clock, half] = clocks.at(-1) ?? []
  return clock === undefined ? null : half === undefined ? clock : `${clock} ${half.toLowerCase()}m`
}
