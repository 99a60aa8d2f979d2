/**
 * 53 bits of a text (cyrb53, public domain), base 36. For keys where a site gives none; no protection of anything:
 * SubtleCrypto is absent on http pages and cannot be waited for in a click.
 */
export const hashOf = (text: string): string => {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36)
}

/**
 * The key of a message on a site that gives it no number: the same chat, author, day, clock and words are the same
 * message. Two equal messages of one author in one minute are taken for one; an edited message is another one.
 */
export const syntheticKey = (
  place: string,
  { author, day, clock, text }: { author: string; day: string; clock: string; text: string },
): string => `${place}:h${hashOf([author, day, clock, text.replace(/\s+/gu, ' ').trim()].join('\n'))}`
