import type { ActType, Offer } from '../../../shared/acts/contract.ts'

type ActsProps = {
  offers: readonly Offer[]
  /** Acts whose form was begun and not saved. */
  begun: ReadonlySet<ActType>
  mayWithdraw: boolean
  /** Why nothing here ends the ticket yet, in a sentence. */
  whyNotEnded: string | null
  onChoose: (offer: Offer) => void
  onWithdraw: () => void
}

/** One big button, the usual ways beside it, the rarer ones under «ещё». */
export function Acts({ offers, begun, mayWithdraw, whyNotEnded, onChoose, onWithdraw }: ActsProps) {
  // Taking a step back is no way on: it stands apart, quiet.
  const onward = offers.filter(offer => offer.act !== 'undo')
  const undo = offers.filter(offer => offer.act === 'undo')
  const main = onward.filter(offer => offer.weight === 'main')
  const usual = onward.filter(offer => offer.weight === 'usual')
  const more = onward.filter(offer => offer.weight === 'more')
  if (offers.length === 0 && !mayWithdraw) return null
  const button = (offer: Offer, look: string) => (
    <button
      type="button"
      key={offer.act}
      class={look}
      {...(offer.key === null ? {} : { 'aria-keyshortcuts': offer.key })}
      onClick={() => onChoose(offer)}
    >
      {offer.title}
      {begun.has(offer.act) && <span class="begun"> начато</span>}
    </button>
  )
  return (
    <div class="acts">
      {whyNotEnded !== null && <p class="hint">{whyNotEnded}</p>}
      {main.length + usual.length > 0 && (
        <div class="acts-main">
          {main.map(offer => button(offer, 'main'))}
          {usual.map(offer => button(offer, ''))}
        </div>
      )}
      {undo.map(offer => button(offer, 'link undo-step'))}
      {(more.length > 0 || mayWithdraw) && (
        <details class="more-acts" open={main.length === 0 && usual.length === 0}>
          <summary>ещё</summary>
          <div class="more-group">
            {more.map(offer => button(offer, 'small'))}
            {mayWithdraw && (
              <button type="button" class="small danger" onClick={onWithdraw}>
                Отменить запись
              </button>
            )}
          </div>
        </details>
      )}
    </div>
  )
}
