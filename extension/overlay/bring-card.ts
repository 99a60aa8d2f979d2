/** The late script's own side: gives itself to the overlay that is in the page. */
import css from './card.css?inline'
import { createCardDesk } from './card-desk.tsx'
import type { Late } from './late.ts'
import { createOffers } from './offers.tsx'
import { overlayName } from './subjects.ts'

const isAwaited = (value: unknown): value is { useLate: Late['use'] } =>
  typeof value === 'object' && value !== null && 'useLate' in value

export const bringCard = (): void => {
  const overlay: unknown = Reflect.get(globalThis, overlayName)
  if (isAwaited(overlay)) overlay.useLate({ createCardDesk, createOffers, css })
}
