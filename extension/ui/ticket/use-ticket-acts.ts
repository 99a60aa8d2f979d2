/** What this person may do with the open ticket, and how each act begins: at once, or with its form. */
import { useMemo, useState } from 'preact/hooks'
import type { ActContext, ActType, FormValues, Offer } from '../../../shared/acts/contract.ts'
import { formFor, readForm } from '../../../shared/acts/forms.ts'
import { openingValues } from '../../../shared/acts/merge.ts'
import { offersFor } from '../../../shared/acts/offers.ts'
import { type Refusal, refusalWords } from '../../../shared/errors.ts'
import { decide } from '../../../shared/ticket/decide.ts'
import type { ActResult, NewCommand, TicketRow } from '../bridge.ts'
import { sentValues } from '../forms/values.ts'

export type OpenForm = { act: ActType; begin: FormValues }

type Doing = {
  act: (command: NewCommand) => Promise<Refusal | null>
  /** Takes back the last step, out of the queue where it was never sent. */
  undo: (ticketId: string) => Promise<Refusal | null>
}

export type TicketActs = {
  offers: readonly Offer[]
  mayWithdraw: boolean
  form: OpenForm | null
  /** Why an act that needs no form was refused. */
  failure: string | null
  choose: (act: ActType, begin?: FormValues) => void
  withdraw: () => void
  closeForm: () => void
}

export function useTicketActs(
  row: TicketRow,
  context: ActContext,
  doing: Doing,
  begun: ActType | null,
): TicketActs {
  const [form, setForm] = useState<OpenForm | null>(begun === null ? null : { act: begun, begin: {} })
  const [failure, setFailure] = useState<string | null>(null)
  const offers = useMemo(
    () => offersFor(row, context),
    [row, context.actor, context.settings, context.now, context.nearby],
  )
  const settle = (done: Promise<Refusal | null>) =>
    void done.then(refusal => setFailure(refusal === null ? null : refusalWords(refusal)))

  const choose = (act: ActType, begin: FormValues = {}) => {
    setFailure(null)
    if (act === 'undo') {
      settle(doing.undo(row.ticket.id))
      return
    }
    if (offers.find(offer => offer.act === act)?.isImmediate !== true) {
      setForm({ act, begin })
      return
    }
    const read = immediateCommand(act, row, context)
    if (read.outcome === 'command') settle(doing.act(read.command))
    else setForm({ act, begin })
  }
  return {
    offers,
    mayWithdraw: mayWithdraw(row, context),
    form,
    failure,
    choose,
    withdraw: () => settle(doing.act({ type: 'withdraw', data: {} })),
    closeForm: () => setForm(null),
  }
}

/** An act without anything to fill in still has a form: its hidden fields say on what it is done. */
function immediateCommand(act: ActType, row: TicketRow, context: ActContext): ReturnType<typeof readForm> {
  const form = formFor(act, row, context)
  return readForm(act, sentValues(form, openingValues(form)), row, context)
}

const trialId = '00000000-0000-7000-8000-000000000000'

function mayWithdraw(row: TicketRow, { actor, settings, now }: ActContext): boolean {
  const { ticket } = row
  const envelope = { id: trialId, ticketId: ticket.id, occurredAt: now, baseVersion: ticket.version }
  const command = { ...envelope, dependsOn: null, type: 'withdraw' as const, data: {} }
  return decide(row, command, { actor, settings, now, nextNumber: null }).outcome === 'events'
}

/** For a refusal as a promise of a result. */
export function refusalOf(result: ActResult): Refusal | null {
  return result.outcome === 'refused' ? result.refusal : null
}
