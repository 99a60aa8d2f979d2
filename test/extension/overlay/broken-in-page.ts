/* Runs inside a page: describes it as «Сообщить о поломке» does, with the selectors of its adapter. */

import { describeBroken } from '../../../extension/overlay/broken.ts'
import { builtInPacks } from '../../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../../shared/sources/pack.ts'

export const describe = (now: string): string =>
  describeBroken(document, location.href, builtInPacks().map(selectorSetOf), now)
