/** Says what this person does with the ticket, and names the others who have it open. */
import { isPresenceDoing, type PresenceDoing, presenceWords } from '../../../shared/reference/presence.ts'
import { formsIn, one, onPage } from './element.ts'
import { isTouched } from './forms.ts'
import type { People } from './live.ts'

/** A word counts for 45 seconds at the server: one may be lost. */
const repeatMilliseconds = 20_000

/** The answer shows who else is there; without people, those of before in a page that was drawn again. */
export function startPresence(ticketId: string): (people?: People) => void {
  let said: PresenceDoing | null = null
  let others: People = []

  function say(doing: PresenceDoing | null): void {
    said = doing
    const body = JSON.stringify({ ticketId, doing })
    // A beacon: the last word is said while the page goes away. What got lost is said again in 20 seconds.
    navigator.sendBeacon('/presence', new Blob([body], { type: 'application/json' }))
  }

  /** Who types is still at it in another tab for a moment; who only looked is not. */
  function doing(): PresenceDoing | null {
    const typing = formsIn(document, 'form[data-doing]').find(isTouched)?.dataset.doing
    if (isPresenceDoing(typing)) return typing
    return document.visibilityState === 'visible' ? 'viewing' : null
  }

  function sayIfNew(): void {
    const now = doing()
    if (now !== said) say(now)
  }

  function show(people = others): void {
    others = people
    const place = one('[data-presence]')
    const words = others.map(({ title, doing: what }) => presenceWords(title, what)).join(', ')
    if (place && place.textContent !== words) place.textContent = words
  }

  onPage('input', sayIfNew)
  onPage('visibilitychange', sayIfNew)
  addEventListener('pagehide', () => say(null))
  addEventListener('pageshow', sayIfNew)
  setInterval(() => {
    const now = doing()
    if (now !== null) say(now)
  }, repeatMilliseconds)
  sayIfNew()

  return show
}
