/**
 * Early signals (PRACTICE P19): a subtopic in a settlement about which more people write than usually. People are counted,
 * not posts: one angry author with ten posts is no signal, six neighbours are.
 */

/** Of one week: how many different authors wrote of a subtopic in a settlement, and how many tickets it became. */
export type PairVoices = { subtopic: string; settlement: string; authors: number; tickets: number }

/** `usual`: the mean of authors over the weeks before. */
export type Signal = PairVoices & { usual: number }

/** So many weeks before are the usual. */
export const weeksBefore = 4
/** Fewer authors than this are chance. */
export const leastAuthors = 3
/** So many times the usual. */
export const growth = 2

const mostSignals = 10

export function mayBeSignal({ authors }: Pick<PairVoices, 'authors'>): boolean {
  return authors >= leastAuthors
}

/** `before`: the weeks before, each for itself. What grew by most authors first. */
export function signalsOf(
  now: readonly PairVoices[],
  before: readonly (readonly PairVoices[])[],
): { signals: Signal[]; more: number } {
  const authorsIn = (week: readonly PairVoices[], { subtopic, settlement }: PairVoices) =>
    week.find(each => each.subtopic === subtopic && each.settlement === settlement)?.authors ?? 0
  const grown = now
    .filter(mayBeSignal)
    .map(pair => ({
      ...pair,
      usual: before.reduce((sum, week) => sum + authorsIn(week, pair), 0) / Math.max(1, before.length),
    }))
    .filter(({ authors, usual }) => authors >= growth * usual)
    .toSorted(
      (a, b) =>
        b.authors - b.usual - (a.authors - a.usual) ||
        (`${a.subtopic} ${a.settlement}` < `${b.subtopic} ${b.settlement}` ? -1 : 1),
    )
  return { signals: grown.slice(0, mostSignals), more: Math.max(0, grown.length - mostSignals) }
}
