/** Letters of the acts, found by their place on the keyboard, so that they work in the Russian layout too. */
import { useEffect, useRef } from 'preact/hooks'
import type { Offer } from '../../../shared/acts/contract.ts'
import type { TicketActs } from './use-ticket-acts.ts'

export function useActKeys(acts: TicketActs): void {
  const latest = useRef(acts)
  latest.current = acts
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { form, offers, choose } = latest.current
      if (form !== null || !isBareKey(event)) return
      const offer = offerOfKey(offers, event)
      if (offer === undefined) return
      event.preventDefault()
      choose(offer.act)
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
}

export function offerOfKey(offers: readonly Offer[], { code }: KeyboardEvent): Offer | undefined {
  return offers.find(offer => offer.key !== null && code === `Key${offer.key.toUpperCase()}`)
}

/** A letter alone, not typed into a field and not under an open dialog. */
export function isBareKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return false
  if (document.querySelector('dialog[open]') !== null) return false
  return !(event.target instanceof Element && event.target.matches('input, textarea, select'))
}
