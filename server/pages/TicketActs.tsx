/** The acts on a ticket: the next one as the one big button, others beside it, the rest under «ещё». */
import { v7 as uuid } from 'uuid'
import { whyNotEndedYet } from '../../shared/acts/choices.ts'
import type { ActContext, ActType, Offer } from '../../shared/acts/contract.ts'
import { formFor } from '../../shared/acts/forms.ts'
import { facetsOf, mayDo } from '../../shared/policy/permissions.ts'
import { isOpen, openStatuses, type TicketView } from '../../shared/ticket/ticket.ts'
import { ActFormView, ImmediateAct } from './acts/ActFormView.tsx'

type ActsProps = {
  view: TicketView
  offers: readonly Offer[]
  /** What the form of an act is made of: each has its own tickets to choose from. */
  contextFor(act: ActType): ActContext
  /** «Отменить» stands in the notice of what was just done. */
  undoElsewhere: boolean
}

/** Longer forms stand on a page of their own, unless theirs is the next act. */
const shownInPlace = 7

export function Acts({ view, offers, contextFor, undoElsewhere }: ActsProps) {
  const listed = offers.filter(offer => offer.act !== 'undo' || !undoElsewhere)
  const prominent = listed.filter(offer => offer.weight !== 'more')
  const rest = listed.filter(offer => offer.weight === 'more')
  const { actor, settings } = contextFor('merge')
  const whyNotEnded = listed.length === 0 ? null : whyNotEndedYet(view.ticket)
  // Without a ticket alike it is not offered, but another may be named by its number.
  const mayJoinByNumber =
    openStatuses.includes(view.ticket.status) &&
    view.ticket.joined.length === 0 &&
    mayDo(actor, 'merge', settings, facetsOf(view.ticket)) &&
    listed.every(offer => offer.act !== 'merge')
  return (
    <section class="sheet stack acts-sheet" aria-label="Действия" data-live="acts">
      {listed.length === 0 && (
        <p class="quiet">
          {isOpen(view.ticket)
            ? 'У вас право просмотра этой карточки. Действия доступны тем, у кого она сейчас.'
            : 'Работа по карточке закончена.'}
        </p>
      )}
      {whyNotEnded !== null && <p class="help">{whyNotEnded}</p>}
      {prominent.length > 0 && (
        <div class="acts">
          {prominent.map(offer => (
            <Act key={offer.act} offer={offer} view={view} context={contextFor(offer.act)} />
          ))}
        </div>
      )}
      {(rest.length > 0 || mayJoinByNumber) && (
        <details class="rest-acts">
          <summary>Ещё</summary>
          <ul class="bare">
            {rest.map(offer => (
              <li key={offer.act}>
                {offer.isImmediate ? (
                  <ImmediateAct
                    offer={offer}
                    form={formFor(offer.act, view, contextFor(offer.act))}
                    ticket={view.ticket}
                    commandId={uuid()}
                    look="link"
                  />
                ) : (
                  <a href={`/tickets/${view.ticket.number}/acts/${offer.act}`} {...keyOf(offer)}>
                    {offer.title}
                  </a>
                )}
              </li>
            ))}
            {mayJoinByNumber && (
              <li>
                <a href={`/tickets/${view.ticket.number}/acts/merge`}>Присоединить к другой карточке</a>
              </li>
            )}
          </ul>
        </details>
      )}
    </section>
  )
}

function Act({ offer, view, context }: { offer: Offer; view: TicketView; context: ActContext }) {
  const { act, title, weight, isImmediate } = offer
  const form = formFor(act, view, context)
  const isMain = weight === 'main'
  if (isImmediate) {
    return (
      <ImmediateAct
        offer={offer}
        form={form}
        ticket={view.ticket}
        commandId={uuid()}
        look={isMain ? 'main' : act === 'undo' ? 'link' : ''}
      />
    )
  }
  const asked = form.fields.filter(field => field.control !== 'hidden' && field.when === undefined)
  if (!isMain && asked.length > shownInPlace) {
    return (
      <a
        class={isMain ? 'button' : 'button quiet-button'}
        href={`/tickets/${view.ticket.number}/acts/${act}`}
        {...keyOf(offer)}
      >
        {title}
      </a>
    )
  }
  return (
    <details name="act" class={isMain ? 'act-in-place main' : 'act-in-place'} {...keyOf(offer)}>
      <summary>{title}</summary>
      <ActFormView form={form} ticket={view.ticket} commandId={uuid()} />
      {act === 'classify' && (
        <p class="help">
          <a href={`/tickets/${view.ticket.number}/acts/classify`}>Повторное? Указать номер карточки</a>
        </p>
      )}
    </details>
  )
}

function keyOf({ key, title }: Offer): { 'data-key'?: string; 'data-key-title'?: string } {
  return key === null ? {} : { 'data-key': key, 'data-key-title': title }
}
