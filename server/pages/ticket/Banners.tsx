/** What stands out on a ticket before anything else: danger, a complaint, a question to the head, a promise, a problem. */
import type { ComponentChildren } from 'preact'
import { organisationTexts } from '../../../shared/acts/choices.ts'
import type { ActType, Offer } from '../../../shared/acts/contract.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { facetsOf, mayDo } from '../../../shared/policy/permissions.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import {
  closeReasons,
  factResults,
  impossibleReasons,
  joinedReplyWays,
  rejectionReasons,
  reopenReasons,
  transferWays,
} from '../../../shared/reference/answers.ts'
import { competenceTitles } from '../../../shared/reference/subtopics.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { isOpen, isProblemTooLong, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { personTitle } from '../layout.tsx'
import { sourcesOf, webAddress } from '../sources.ts'
import { responsibleTitle } from './Facts.tsx'

type BannersProps = { view: TicketView; signed: Signed; now: string; offers: readonly Offer[] }

export function Banners(props: BannersProps) {
  return (
    <div class="banners stack tight" data-live="banners">
      <Danger {...props} />
      <Complaint {...props} />
      <HeadQuestion {...props} />
      <PromiseBanner {...props} />
      <Problem {...props} />
      <Standing {...props} />
      <Competence {...props} />
    </div>
  )
}

type Tone = 'overdue' | 'today' | 'done' | ''

function Banner({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <section class={tone === '' ? 'notice' : `notice ${tone}`}>{children}</section>
}

/** The button of an act that is offered now; it opens the form. */
function ActLink({
  act,
  words,
  offers,
  view,
}: {
  act: ActType
  words: string
  offers: readonly Offer[]
  view: TicketView
}) {
  if (!offers.some(offer => offer.act === act)) return null
  return (
    <a class="act-link" href={`/tickets/${view.ticket.number}/acts/${act}`}>
      {words}
    </a>
  )
}

function Danger({ view, signed, offers }: BannersProps) {
  const { ticket, contents } = view
  const { settings } = signed
  if (ticket.emergency !== null) {
    return (
      <Banner tone="done">
        <b>Передано в 112 / ЕДДС:</b> {wordsOf(contents, ticket.emergency.contentId) ?? 'данные удалены'},{' '}
        {formatDateTime(ticket.emergency.at, settings.deadlines.zone)}
      </Banner>
    )
  }
  if (!isOpen(ticket)) return null
  const words = sourcesOf(view).flatMap(source => classify(source.text, settings).danger)
  if (words.length === 0) return null
  return (
    <Banner tone="overdue">
      <p>
        <b>Позвоните 112 / ЕДДС.</b> В сообщении: «{words.join('», «')}».{' '}
        <ActLink act="tell_emergency" words="Записать: передано в ЕДДС" offers={offers} view={view} />
      </p>
    </Banner>
  )
}

function Complaint({ view: { ticket }, signed: { settings } }: BannersProps) {
  if (ticket.complaint === null) return null
  const about = [
    ...ticket.complaint.personIds.map(id => titleOf(settings.people, id)),
    ...ticket.complaint.recipientIds.map(id => titleOf(settings.recipients, id)),
  ]
  return (
    <Banner tone="today">
      <b>Жалоба на действия должностного лица</b>
      {about.length > 0 && `: ${about.join(', ')}`}. Тот, на кого она подана, карточку не видит и не исполняет
      (59-ФЗ, ст. 8 ч. 6).
    </Banner>
  )
}

function HeadQuestion({ view, signed, offers }: BannersProps) {
  const { headQuestion } = view.ticket
  if (headQuestion === null) return null
  const { zone } = signed.settings.deadlines
  const { automatic, questionContentId, proposalContentId, decision } = headQuestion
  return (
    <Banner tone={decision === null ? 'overdue' : 'done'}>
      <p>
        <b>{decision === null ? 'Вынесено на решение руководителя' : 'Решение руководителя принято'}</b>{' '}
        <small class="quiet">
          {formatDateTime(headQuestion.at, zone)} ·{' '}
          {automatic ? 'автоматически: срок нарушен (п. 3.3)' : personTitle(signed, headQuestion.by)}
        </small>
      </p>
      {questionContentId !== null && (
        <p>
          <span class="quiet">Вопрос:</span> {wordsOf(view.contents, questionContentId) ?? 'данные удалены'}
        </p>
      )}
      {proposalContentId !== null && (
        <p>
          <span class="quiet">Предлагаемое решение:</span>{' '}
          {wordsOf(view.contents, proposalContentId) ?? 'данные удалены'}
        </p>
      )}
      {decision !== null && (
        <p>
          <span class="quiet">Решение:</span> {wordsOf(view.contents, decision.contentId) ?? 'данные удалены'}{' '}
          <small class="quiet">
            {formatDateTime(decision.at, zone)} · {personTitle(signed, decision.by)}
          </small>
        </p>
      )}
      {decision === null && (
        <ActLink act="decide_question" words="Принять решение" offers={offers} view={view} />
      )}
    </Banner>
  )
}

function PromiseBanner({ view, signed: { settings }, now, offers }: BannersProps) {
  const { ticket } = view
  if (ticket.status !== 'under_control') {
    return ticket.brokenPromises > 0 ? (
      <Banner tone="overdue">
        <b>Обещание не выполнено.</b> Карточка возвращена в работу.
      </Banner>
    ) : null
  }
  const { promise } = ticket
  const isPast = promise.date < localDateOf(now, settings.deadlines.zone)
  return (
    <Banner tone={isPast ? 'overdue' : 'today'}>
      <p>
        <b>{`Обещали до ${formatDate(promise.date)}: ${responsibleTitle(promise.responsible, settings)}`}</b>
        {isPast && ' — дата прошла'}
        {promise.moved > 0 && ` · переносили: ${promise.moved}`}{' '}
        <ActLink act="report_promise" words="Сделано / перенести / не сделано" offers={offers} view={view} />
      </p>
    </Banner>
  )
}

function Problem({ view, signed: { actor, settings }, now, offers }: BannersProps) {
  const { problem, joined } = view.ticket
  if (problem === null) return null
  const { zone } = settings.deadlines
  // Citizens were told a time that has passed: somebody has to say a new one or that it is over.
  const isPast = isProblemTooLong(view.ticket, now)
  return (
    <Banner tone={isPast ? 'overdue' : problem.endedAt === null ? 'today' : 'done'}>
      <p>
        <b>{problem.endedAt === null ? 'Общая проблема' : 'Общая проблема устранена'}</b>
        {problem.since !== null && ` · с ${formatDate(problem.since)}`}
        {problem.endedAt === null &&
          problem.expectedEnd !== null &&
          ` · обещают до ${formatDateTime(problem.expectedEnd, zone)}`}
        {isPast && ' — время прошло: отметьте, что устранено, или объявите новый срок'}
        {problem.endedAt !== null && ` · ${formatDateTime(problem.endedAt, zone)}`}
        {joined.length > 0 && ` · присоединено: ${joined.length}`}
      </p>
      <p>
        <span class="quiet">Готовый ответ:</span>{' '}
        {wordsOf(view.contents, problem.contentId) ?? 'данные удалены'}
      </p>
      {problem.endedAt === null && (
        <p>
          <ActLink act="end_problem" words="Общая проблема устранена" offers={offers} view={view} />{' '}
          {isPast && mayDo(actor, 'declare_problem', settings, facetsOf(view.ticket)) && (
            <a class="act-link" href={`/tickets/${view.ticket.number}/acts/declare_problem`}>
              Объявить новый срок
            </a>
          )}
        </p>
      )}
    </Banner>
  )
}

/** Why the ticket stands where it stands: what it waits for, why it was returned, how it ended. */
function Standing({ view, signed }: BannersProps) {
  const { ticket, contents } = view
  const { settings } = signed
  const { zone } = settings.deadlines
  const words = (contentId: string | null) =>
    contentId === null ? '' : (wordsOf(contents, contentId) ?? 'данные удалены')
  const by = (act: { by: string; at: string }) => (
    <small class="quiet">
      {formatDateTime(act.at, zone)} · {personTitle(signed, act.by)}
    </small>
  )
  const impossible = ticket.impossible !== null && (
    <Banner tone="">
      <b>Ответить невозможно:</b> {impossibleReasons[ticket.impossible.reason].toLowerCase()}
      {ticket.impossible.contentId !== null && `. ${words(ticket.impossible.contentId)}`}{' '}
      {by(ticket.impossible)}
    </Banner>
  )
  const fact = ticket.factCheck !== null && (
    <Banner tone="">
      <b>
        Проверка факта:{' '}
        {ticket.factCheck.result === 'confirmed'
          ? factResults.confirmed.toLowerCase()
          : factResults.refuted.toLowerCase()}
        .
      </b>{' '}
      {words(ticket.factCheck.contentId)} {by(ticket.factCheck)}
    </Banner>
  )
  return (
    <>
      {impossible}
      {fact}
      {statusBanner()}
    </>
  )

  function statusBanner(): ComponentChildren {
    switch (ticket.status) {
      case 'asking_author':
        return (
          <Banner tone="">
            <b>Спросили автора:</b> {words(ticket.asked.contentId)} {by(ticket.asked)}
            {ticket.asked.remindedAt !== null && (
              <small class="quiet">{`напомнили ${formatDateTime(ticket.asked.remindedAt, zone)}`}</small>
            )}
          </Banner>
        )
      case 'waiting_outside': {
        const { organisationId, until } = ticket.waiting
        const organisation = settings.outsideOrganisations.find(each => each.id === organisationId)
        return (
          <Banner tone="">
            <b>{`Ждём до ${formatDate(until)}: ${titleOf(settings.outsideOrganisations, organisationId)}`}</b>
            {organisation?.phone && `, ${organisation.phone}`}. {words(ticket.waiting.contentId)}{' '}
            {by(ticket.waiting)}
          </Banner>
        )
      }
      case 'drafting':
        return ticket.returned === null ? null : (
          <Banner tone="today">
            <b>Ответ вернули на доработку:</b> {words(ticket.returned.contentId)} {by(ticket.returned)}
          </Banner>
        )
      case 'reopened':
        return (
          <Banner tone="today">
            <b>{`Возобновлено: ${reopenReasons[ticket.reopened.reason].toLowerCase()}.`}</b>{' '}
            {words(ticket.reopened.contentId)} {by(ticket.reopened)}
          </Banner>
        )
      case 'transferred':
        return (
          <Banner tone="">
            <b>{`Передано: ${titleOf(settings.outsideOrganisations, ticket.transfer.organisationId)}`}</b>
            {`, ${transferWays[ticket.transfer.way].toLowerCase()}, исх. № ${ticket.transfer.outgoingNumber} от ${formatDate(ticket.transfer.date)}. `}
            {words(ticket.transfer.contentId)} {by(ticket.transfer)}
          </Banner>
        )
      case 'no_answer_needed':
        return (
          <Banner tone="">
            <b>{`Не требует ответа: ${rejectionReasons[ticket.rejected.reason].toLowerCase()}.`}</b>{' '}
            {words(ticket.rejected.contentId)} {by(ticket.rejected)}
          </Banner>
        )
      case 'closed':
        return (
          <Banner tone="done">
            <b>{`Закрыто: ${closeReasons[ticket.closed.reason].toLowerCase()}.`}</b> {by(ticket.closed)}
          </Banner>
        )
      case 'merged': {
        const { intoNumber, reply } = ticket.merged
        const body = reply === null ? undefined : contents[reply.contentId]
        const url = body?.kind === 'reply' ? webAddress(body.url) : undefined
        return (
          <Banner tone={reply === null ? 'today' : 'done'}>
            <b>
              Присоединено к{' '}
              {intoNumber === null ? (
                'другой карточке'
              ) : (
                <a href={`/tickets/${intoNumber}`}>{`№\u00a0${intoNumber}`}</a>
              )}
              .
            </b>{' '}
            {reply === null
              ? 'Исполнитель и срок решения общие; этому автору ещё не ответили.'
              : `${joinedReplyWays[reply.way]}. `}
            {reply !== null && words(reply.contentId)}
            {url && (
              <a href={url} rel="noopener noreferrer nofollow" target="_blank">
                {url}
              </a>
            )}
          </Banner>
        )
      }
      default:
        return null
    }
  }
}

function Competence({ view, signed: { settings }, offers }: BannersProps) {
  const { ticket } = view
  const subtopic = settings.subtopics.find(each => each.id === ticket.subtopic)
  if (subtopic === undefined || subtopic.competence === 'district' || !isOpen(ticket)) return null
  if (ticket.status === 'waiting_outside') return null
  const organisation = settings.outsideOrganisations.find(each => each.id === subtopic.outsideOrganisationId)
  const text = organisationTexts(ticket, settings).find(each => each.label === organisation?.title)
  return (
    <Banner tone="">
      <p>
        <b>{`Не компетенция района: ${competenceTitles[subtopic.competence].toLowerCase()}`}</b>
        {organisation && `. ${organisation.title}${organisation.phone ? `, ${organisation.phone}` : ''}`}.{' '}
        <ActLink act="transfer" words="Передать по компетенции" offers={offers} view={view} />{' '}
        <ActLink act="await_outside" words="Ждать стороннюю организацию" offers={offers} view={view} />
      </p>
      {text && (
        <details>
          <summary>Готовый текст для автора</summary>
          <p class="ready-text" data-copy="">
            {text.value}
          </p>
        </details>
      )}
    </Banner>
  )
}
