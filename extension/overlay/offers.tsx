/** @jsxImportSource ./jsx */
/*
 * What the button offers where «Записать» is not all: «Это ответ» on our own reply, an official's answer from their own
 * page, and the author's word back under our answer. It comes late (overlay/late.ts).
 */
import type { ReadItem } from '../channels/reader.ts'
import type { OfferView, RecordView } from './button.tsx'
import type { HoverWorld, Rights, Spot } from './hover.tsx'
import { newId } from './ids.ts'
import { render } from './jsx/jsx-runtime.ts'
import { type OfferActs, OfferButton } from './offer-button.tsx'
import { findOffer, officialAccount } from './official.ts'
import { createWordBack } from './word-back.ts'

export type Offers = {
  /** What else there is to do with the item; `null`: nothing but «Записать». */
  find: (read: ReadItem, at: Element, rights: Rights) => Promise<OfferView | RecordView | null>
  draw: (view: OfferView) => void
  /** Each change of the page. */
  follow: () => void
  stop: () => void
}

export type OffersWorld = Pick<
  HoverWorld,
  'reader' | 'host' | 'worker' | 'marks' | 'desk' | 'official' | 'isSilent'
> & { spot: Spot }
export type CreateOffers = (world: OffersWorld) => Offers

export const createOffers: CreateOffers = ({
  reader,
  host,
  worker,
  marks,
  desk,
  official,
  isSilent,
  spot,
}) => {
  const words = createWordBack({ reader, worker, marks, accounts: official, isSilent })

  const reasonLine = () => host.button.querySelector<HTMLElement>('input[name="reason"]')

  const tell = (ticketId: string, mark: 'solved' | 'not_solved', text: string | null) => {
    const root = spot.root()
    if (root === null || spot.isAnother(root)) return spot.hide()
    desk.tell({ type: 'word-back', commandId: newId(), ticketId, mark, text }, spot.anchorOf(root))
    spot.hide()
  }

  const publish = (view: Extract<OfferView, { type: 'answer' }>) => {
    const root = spot.root()
    if (root === null || spot.isAnother(root)) return spot.hide()
    const { kind, promisedDate, ticketId, accountId } = view.offer
    // A promise without its date is none: the menu asks for it.
    if (kind === 'interim' && promisedDate === null) return spot.draw({ ...view, isMenuOpen: true })
    const found = spot.read(root)
    if (found === null) return
    const { url, text } = found.draft
    desk.publish(
      {
        type: 'publish',
        commandId: newId(),
        ticketId,
        kind,
        url: url ?? location.href,
        text: text.slice(0, 20_000),
        accountId,
        promisedDate: kind === 'interim' ? promisedDate : null,
      },
      spot.anchorOf(root),
    )
    spot.hide()
  }

  const actsOn = (view: OfferView): OfferActs => ({
    onRecord: spot.record,
    onMenu: () => {
      if (view.type === 'answer') spot.draw({ ...view, isMenuOpen: !view.isMenuOpen })
    },
    onOffer: change => {
      if (view.type === 'answer') spot.draw({ ...view, offer: { ...view.offer, ...change } })
    },
    onWordBack: mark => {
      if (view.type !== 'word-back') return
      if (mark === 'solved') return tell(view.offer.ticketId, mark, null)
      spot.draw({ ...view, isAsking: !view.isAsking })
      reasonLine()?.focus({ preventScroll: true })
    },
    onReason: text => {
      if (view.type !== 'word-back') return
      const reason = text.trim()
      // Why it is not solved is asked, not guessed.
      if (reason === '') reasonLine()?.focus()
      else tell(view.offer.ticketId, 'not_solved', reason)
    },
    onPublish: () => {
      if (view.type === 'answer') publish(view)
    },
  })

  words.follow()
  return {
    find: async (read, at, { accounts, mayCapture, mayPublish }) => {
      const account = officialAccount(read, reader, accounts)
      if (account !== null) {
        const offer = await findOffer(read, account, marks, worker)
        return offer && { type: 'answer', offer, isMenuOpen: false, mayCapture }
      }
      const said = await words.find(read, at)
      if (said !== null && (said.isAuthor || mayCapture))
        return { type: 'word-back', offer: said, isAsking: false, mayCapture }
      // Only what stands under a ticket can be somebody's answer to it.
      const personal = mayCapture && mayPublish ? await findOffer(read, null, marks, worker) : null
      return personal && { type: 'record', personal }
    },
    draw: view => render(<OfferButton view={view} acts={actsOn(view)} />, host.button),
    follow: words.follow,
    stop: words.stop,
  }
}
