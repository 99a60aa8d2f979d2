/*
 * The script that comes late (entrypoints/card.content.ts): the card, and what the button offers where «Записать» is not
 * all. Most pages of a site never need it: the first pointer at a post asks the worker for it.
 */
import type { CreateCardDesk } from './desk.tsx'
import type { CreateOffers } from './offers.tsx'
import type { Worker } from './worker.ts'

export type LateScript = { createCardDesk: CreateCardDesk; createOffers: CreateOffers; css: string }

export type Late = {
  script: () => LateScript | null
  /** Asks for it once, and again where it could not come; answers when that is known. */
  bring: () => Promise<void>
  /** The script is here; the worker may put it into the page more than once. */
  use: (script: LateScript) => void
}

export const createLate = (worker: Worker, onCome: (script: LateScript) => void): Late => {
  let script: LateScript | null = null
  let coming: Promise<void> | null = null
  return {
    script: () => script,
    bring: () => {
      coming ??= worker.ask({ type: 'card-script' }).then(() => {
        if (script === null) coming = null
      })
      return coming
    },
    use: came => {
      if (script !== null) return
      script = came
      onCome(came)
    },
  }
}
