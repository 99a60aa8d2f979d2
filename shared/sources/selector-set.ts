/** What an adapter looks for on its site, as a page needs it: selectors and nothing else. No zod: content scripts import it. */

export type Selectors = readonly string[]

export type TextSelector = {
  selector: string
  /** Line ends in text nodes are the template's, not the author's (pre-wrap). */
  collapse?: boolean | undefined
  /** The element holds the whole text even if a «Показать ещё» stands beside it. */
  whole?: boolean | undefined
  /** The text stands in several elements: all of them, a line each. */
  every?: boolean | undefined
  /** Parts of the element that are not the author's words, beside the list `textNoise`. */
  noise?: string | undefined
}

/** Where a date stands: an attribute a machine wrote, or the words people see. */
export type DateSelector = {
  selectors: Selectors
  as: 'unix' | 'machine' | 'shown'
  /** Needed for `unix` and `machine`; without it the element's words are read. */
  attribute?: string | undefined
}

/** A selector pack (pack.ts) without its evidence. Within each list the newest stand first. */
export type SelectorSet = {
  adapter: string
  serial: number
  version: string
  lists: Readonly<Record<string, Selectors>>
  text: readonly TextSelector[]
  published: readonly DateSelector[]
}
