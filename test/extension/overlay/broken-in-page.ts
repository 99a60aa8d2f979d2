/* Runs inside a page: reads it, and describes it as «Сообщить о поломке» does, with the selectors of all packs. */

import { describeBroken } from '../../../extension/overlay/broken.ts'
import { builtInPacks } from '../../../extension/worker/built-in-packs.ts'
import { selectorSetOf } from '../../../shared/sources/pack.ts'
import { read, show } from '../../tools/channels-in-page.ts'

export { read, show }

export const describe = (now: string): string =>
  describeBroken(document, location.href, builtInPacks().map(selectorSetOf), now)
