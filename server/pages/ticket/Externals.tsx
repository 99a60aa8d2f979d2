/** The same message in other systems (PRACTICE P7): numbers, deadlines and stages there, and the answer to paste there. */
import { formatDate } from '../../../shared/deadlines/words.ts'
import { answerToPaste, standsElsewhere } from '../../../shared/imports/answer-text.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { externalSystemIds, externalSystems } from '../../../shared/reference/external.ts'
import type { Ticket, TicketView } from '../../../shared/ticket/ticket.ts'

/** Rows of the facts: one of each system where it stands. */
export function Externals({ ticket }: { ticket: Ticket }) {
  return (
    <>
      {externalSystemIds.flatMap(system =>
        ticket.external
          .filter(each => each.system === system)
          .map(({ number, dueOn, stage }) => (
            <div key={system}>
              <dt>{externalSystems[system].number}</dt>
              <dd>
                {number ?? <span class="quiet">номера нет</span>}
                {stage && <small class="quiet">{`стадия там: ${stage}`}</small>}
                {dueOn && <small class="quiet">{`срок там: ${formatDate(dueOn)}`}</small>}
              </dd>
            </div>
          )),
      )}
    </>
  )
}

export function AnswerToPaste({ view, settings }: { view: TicketView; settings: Settings }) {
  const text = standsElsewhere(view.ticket) ? answerToPaste(view, settings) : null
  if (text === null) return null
  return (
    <details>
      <summary>Скопировать для ПОС / ИМ</summary>
      <pre class="copy-text" data-copy="">
        {text}
      </pre>
    </details>
  )
}
