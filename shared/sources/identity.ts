/** Who a post or a comment is: equal identities are one source, whichever page, layer or pasted address showed it. */
import type { SourceKind } from '../ticket/source.ts'

export type Identity = {
  /** `channel:owner:post[:comment]`, the same for every address of one post. */
  key: string
  kind: SourceKind
  /** Canonical address, `null` where the site gives none. */
  url: string | null
  /** The post of a comment, the root comment of a reply in a thread. */
  parentKey: string | null
  /** The post under which a comment or a reply in a thread stands; `null` for a post or a message. */
  postKey: string | null
}
