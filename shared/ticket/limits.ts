/** Longest text of a source that is kept, in UTF-16 units; a longer one is cut and marked `truncated`. */
export const sourceTextLimit = 200_000
