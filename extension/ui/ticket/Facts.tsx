import { useState } from 'preact/hooks'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { answerToPaste, standsElsewhere } from '../../../shared/imports/answer-text.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import {
  authorTypes,
  closeReasons,
  conflictReasons,
  factResults,
  impossibleReasons,
  rejectionReasons,
  reopenReasons,
  replyErrorReasons,
  transferWays,
} from '../../../shared/reference/answers.ts'
import { assignmentText, executorTitle } from '../../../shared/reference/assignment-text.ts'
import { externalSystems } from '../../../shared/reference/external.ts'
import { kindInfo } from '../../../shared/reference/kinds.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { essenceText } from '../../../shared/ticket/decision.ts'
import { assignmentOf } from '../../../shared/ticket/ticket.ts'
import type { TicketRow } from '../bridge.ts'
import { CopyText } from '../parts/CopyText.tsx'

type FactsProps = { row: TicketRow; settings: Settings }

/** What is known besides the text: only what differs from the usual, a line each. */
export function Facts({ row, settings }: FactsProps) {
  const lines = factLines(row, settings)
  const assignment = assignmentOf(row.ticket)
  const elsewhere = standsElsewhere(row.ticket) ? answerToPaste(row, settings) : null
  return (
    <>
      {lines.length > 0 && (
        <dl class="ticket-facts">
          {lines.map(([term, words]) => (
            <div key={term}>
              <dt>{term}</dt>
              <dd>
                <bdi>{words}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {assignment !== null && <CopyAssignment row={row} settings={settings} />}
      {elsewhere !== null && (
        <p>
          <CopyText title="Скопировать для ПОС / ИМ" text={elsewhere} />
        </p>
      )}
    </>
  )
}

function factLines({ ticket, contents }: TicketRow, settings: Settings): [string, string][] {
  const because = (reason: string, contentId: string | null) =>
    [reason, wordsOf(contents, contentId)].filter(Boolean).join('. ')
  const assignment = assignmentOf(ticket)
  const lines: [string, string | null][] = [
    ['Суть', essenceText({ ticket, contents })],
    ['Вид', ticket.kind === 'message' ? null : kindInfo[ticket.kind].title],
    [
      'Обращение',
      ticket.registration && `№ ${ticket.registration.number} от ${formatDate(ticket.registration.date)}`,
    ],
    ...ticket.external.map(({ system, number, dueOn, stage }): [string, string] => [
      externalSystems[system].number,
      [number ?? 'номера нет', stage, dueOn && `срок там ${formatDate(dueOn)}`].filter(Boolean).join('; '),
    ]),
    ['Автор', ticket.authorType === 'citizen' ? null : authorTypes[ticket.authorType]],
    ['Поручено', assignment && assignmentWords(assignment, settings)],
    ['Что сделать', wordsOf(contents, assignment?.noteContentId ?? null)],
    [
      'Просят срок',
      assignment?.dateRequest
        ? because(formatDate(assignment.dateRequest.date), assignment.dateRequest.contentId)
        : null,
    ],
    [
      'Продлено до',
      ticket.extension && because(formatDate(ticket.extension.until), ticket.extension.reasonContentId),
    ],
    ['Конфликт', ticket.conflict && conflictReasons[ticket.conflict]],
    ['Ошибка в ответе', ticket.replyError && replyErrorReasons[ticket.replyError]],
    [
      'Проверка факта',
      ticket.factCheck && because(factWords(ticket.factCheck.result), ticket.factCheck.contentId),
    ],
    [
      'Ответить невозможно',
      ticket.impossible && because(impossibleReasons[ticket.impossible.reason], ticket.impossible.contentId),
    ],
    ['Обещания нарушены', ticket.brokenPromises > 0 ? String(ticket.brokenPromises) : null],
    ['Возобновляли', ticket.reopenings > 0 ? String(ticket.reopenings) : null],
    ['Итог', outcomeWords({ ticket, contents }, settings)],
  ]
  return lines.flatMap(([term, words]) => (words ? [[term, words]] : []))
}

function assignmentWords(
  assignment: NonNullable<ReturnType<typeof assignmentOf>>,
  settings: Settings,
): string {
  const co = assignment.coRecipientIds.map(id => titleOf(settings.recipients, id))
  return [
    executorTitle(assignment, settings),
    co.length > 0 ? `соисполнители: ${co.join(', ')}` : '',
    assignment.dueOn === null ? '' : `просили до ${formatDate(assignment.dueOn)}`,
  ]
    .filter(Boolean)
    .join('; ')
}

function factWords(result: string): string {
  return Object.entries(factResults).find(([id]) => id === result)?.[1] ?? result
}

function outcomeWords({ ticket, contents }: Pick<TicketRow, 'ticket' | 'contents'>, settings: Settings) {
  switch (ticket.status) {
    case 'closed':
      return closeReasons[ticket.closed.reason]
    case 'reopened':
      return [reopenReasons[ticket.reopened.reason], wordsOf(contents, ticket.reopened.contentId)]
        .filter(Boolean)
        .join('. ')
    case 'no_answer_needed':
      return [rejectionReasons[ticket.rejected.reason], wordsOf(contents, ticket.rejected.contentId)]
        .filter(Boolean)
        .join('. ')
    case 'transferred': {
      const { organisationId, way, date, outgoingNumber } = ticket.transfer
      return `${titleOf(settings.outsideOrganisations, organisationId)}, ${transferWays[way].toLowerCase()}, исх. № ${outgoingNumber} от ${formatDate(date)}`
    }
    default:
      return null
  }
}

/** «Скопировать поручение»: for an executor without the extension, without the author (PRACTICE P6). */
function CopyAssignment({ row, settings }: FactsProps) {
  const [state, setState] = useState<'' | '✓ Скопировано.' | 'Браузер не дал скопировать.'>('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(assignmentText(row, settings))
      setState('✓ Скопировано.')
    } catch {
      setState('Браузер не дал скопировать.')
    }
  }
  return (
    <p>
      <button type="button" class="link" onClick={() => void copy()}>
        Скопировать поручение
      </button>{' '}
      <span class="quiet" role="status">
        {state}
      </span>
    </p>
  )
}
