/**
 * A key of a message names its author's page. Where the author was erased, the server keeps its hash in place of it: the
 * message is still found when somebody records it again, and no page or computer shows a mark by it.
 */
export const erasedKeyPrefix = 'erased:'

export function isErasedKey(key: string): boolean {
  return key.startsWith(erasedKeyPrefix)
}
