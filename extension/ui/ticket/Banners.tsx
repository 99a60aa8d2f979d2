import type { ComponentChildren } from 'preact'
import type { ActType, FormValues, Offer } from '../../../shared/acts/contract.ts'
import { classify } from '../../../shared/classify/classify.ts'
import { formatDate } from '../../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import { competenceTitles } from '../../../shared/reference/subtopics.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import type { Responsible } from '../../../shared/ticket/events.ts'
import { isBeforeHead, isOpen } from '../../../shared/ticket/ticket.ts'
import type { TicketRow } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { Danger } from '../parts/Danger.tsx'
import { findSource } from '../source.ts'
import { numberWords } from '../words.ts'

export type BannerProps = {
  row: TicketRow
  settings: Settings
  now: string
  offers: readonly Offer[]
  /** Opens the act's form, filled in as far as the banner knows. */
  onChoose: (act: ActType, begin?: FormValues) => void
  onOpen: (ticketId: string) => void
}

/** What must be known before anything is done, the most pressing first. */
export function Banners(props: BannerProps) {
  return (
    <>
      <Emergency {...props} />
      <HeadQuestion {...props} />
      <Complaint {...props} />
      <PromiseMade {...props} />
      <Waiting {...props} />
      <Competence {...props} />
      <MergedInto {...props} />
      <Orders {...props} />
    </>
  )
}

type ActButtonProps = Pick<BannerProps, 'offers' | 'onChoose'> & {
  act: ActType
  begin?: FormValues
  children: ComponentChildren
}

/** Only where the act is offered: a banner never promises what would be refused. */
export function ActButton({ act, begin, offers, onChoose, children }: ActButtonProps) {
  if (!offers.some(offer => offer.act === act)) return null
  return (
    <button type="button" class="small" onClick={() => onChoose(act, begin)}>
      {children}
    </button>
  )
}

function Emergency({ row, settings, now, offers, onChoose }: BannerProps) {
  const { ticket, contents } = row
  if (ticket.emergency !== null) {
    return (
      <p class="notice done">
        Передано в 112 / ЕДДС: {wordsOf(contents, ticket.emergency.contentId) ?? 'данные удалены'},{' '}
        {dateTimeWords(ticket.emergency.at, now, settings.deadlines.zone)}.
      </p>
    )
  }
  const { danger } = classify(findSource(row)?.text ?? '', settings)
  if (!isOpen(ticket) || danger.length === 0) return null
  return (
    <Danger words={danger}>
      <ActButton act="tell_emergency" offers={offers} onChoose={onChoose}>
        Передано в 112 / ЕДДС
      </ActButton>
    </Danger>
  )
}

function HeadQuestion({ row, settings, now, offers, onChoose }: BannerProps) {
  const { ticket, contents } = row
  const { headQuestion } = ticket
  if (headQuestion === null) return null
  const { zone } = settings.deadlines
  const question = wordsOf(contents, headQuestion.questionContentId)
  const proposal = wordsOf(contents, headQuestion.proposalContentId)
  return (
    <section class={`notice ${isBeforeHead(ticket) ? 'overdue' : 'done'}`} aria-label="Решение руководителя">
      <p>
        <strong>
          {headQuestion.decision === null ? '■ Вынесено на решение руководителя' : 'Руководитель решил'}
        </strong>{' '}
        <span class="quiet">
          {headQuestion.automatic ? 'по сроку, ' : `${titleOf(settings.people, headQuestion.by)}, `}
          {dateTimeWords(headQuestion.at, now, zone)}
        </span>
      </p>
      {question !== null && (
        <p>
          Вопрос: <bdi>{question}</bdi>
        </p>
      )}
      {proposal !== null && (
        <p>
          Предлагают: <bdi>{proposal}</bdi>
        </p>
      )}
      {headQuestion.decision === null ? (
        <ActButton
          act="decide_question"
          offers={offers}
          onChoose={onChoose}
          {...(proposal === null ? {} : { begin: { decision: proposal } })}
        >
          {proposal === null ? 'Принять решение' : 'Согласиться с предложением'}
        </ActButton>
      ) : (
        <p>
          <strong>Решение:</strong> <bdi>{wordsOf(contents, headQuestion.decision.contentId)}</bdi>
        </p>
      )}
    </section>
  )
}

function Complaint({ row, settings }: BannerProps) {
  const { complaint } = row.ticket
  if (complaint === null) return null
  const about = [
    ...complaint.personIds.map(id => titleOf(settings.people, id)),
    ...complaint.recipientIds.map(id => titleOf(settings.recipients, id)),
  ]
  return (
    <p class="notice today">
      <strong>Жалоба на действия должностного лица</strong>
      {about.length > 0 && `: ${about.join(', ')}`}. Тот, на кого жалуются, карточку не видит (59-ФЗ, ст. 8 ч.
      6).
    </p>
  )
}

function PromiseMade({ row, settings, offers, onChoose }: BannerProps) {
  const { ticket } = row
  if (ticket.status !== 'under_control') return null
  const { promise } = ticket
  return (
    <section class="notice today" aria-label="Обещание">
      <p>
        <strong>Обещали до {formatDate(promise.date)}</strong>, отвечает{' '}
        {responsibleTitle(promise.responsible, settings)}
        {promise.moved > 0 && `, срок перенесён: ${promise.moved}`}.
      </p>
      <div class="buttons">
        {(['kept', 'moved', 'broken'] as const).map(result => (
          <ActButton key={result} act="report_promise" begin={{ result }} offers={offers} onChoose={onChoose}>
            {{ kept: 'Сделано', moved: 'Перенести', broken: 'Не сделано' }[result]}
          </ActButton>
        ))}
      </div>
    </section>
  )
}

export function responsibleTitle(who: Responsible, settings: Settings): string {
  return who.type === 'person'
    ? titleOf(settings.people, who.personId)
    : titleOf(settings.recipients, who.recipientId)
}

function Waiting({ row, settings, now }: BannerProps) {
  const { ticket, contents } = row
  const { zone } = settings.deadlines
  if (ticket.status === 'asking_author') {
    const { asked } = ticket
    return (
      <p class="notice">
        <strong>Уточняем у автора</strong> с {dateTimeWords(asked.at, now, zone)}:{' '}
        <bdi>{wordsOf(contents, asked.contentId) ?? 'данные удалены'}</bdi>
        {asked.remindedAt !== null && ` Напомнили ${dateTimeWords(asked.remindedAt, now, zone)}.`}
      </p>
    )
  }
  if (ticket.status !== 'waiting_outside') return null
  const organisation = settings.outsideOrganisations.find(each => each.id === ticket.waiting.organisationId)
  return (
    <p class="notice">
      <strong>
        Ждём: {organisation?.title ?? ticket.waiting.organisationId} до {formatDate(ticket.waiting.until)}
      </strong>
      {organisation !== undefined && organisation.phone !== '' && `, тел. ${organisation.phone}`}.{' '}
      <bdi>{wordsOf(contents, ticket.waiting.contentId)}</bdi>
    </p>
  )
}

function Competence({ row, settings, offers, onChoose }: BannerProps) {
  const { ticket } = row
  const subtopic = settings.subtopics.find(each => each.id === ticket.subtopic)
  if (!isOpen(ticket) || subtopic === undefined || subtopic.competence === 'district') return null
  const organisation = settings.outsideOrganisations.find(each => each.id === subtopic.outsideOrganisationId)
  return (
    <section class="notice" aria-label="Чья компетенция">
      <p>
        <strong>Не полномочия района</strong> ({competenceTitles[subtopic.competence]})
        {organisation !== undefined &&
          `: отвечает ${organisation.title}${organisation.phone === '' ? '' : `, тел. ${organisation.phone}`}`}
        .
      </p>
      <div class="buttons">
        <ActButton act="transfer" offers={offers} onChoose={onChoose}>
          Передать по компетенции
        </ActButton>
        <ActButton act="await_outside" offers={offers} onChoose={onChoose}>
          Ждать организацию
        </ActButton>
      </div>
    </section>
  )
}

function MergedInto({ row, onOpen }: BannerProps) {
  const { ticket } = row
  if (ticket.status !== 'merged') return null
  const { into, intoNumber, reply } = ticket.merged
  return (
    <p class="notice">
      Присоединено к{' '}
      <button type="button" class="link" onClick={() => onOpen(into)}>
        {numberWords(intoNumber)}
      </button>
      . {reply === null ? 'Автору этого сообщения ещё не ответили.' : 'Автору ответили.'}
    </p>
  )
}

function Orders({ row, settings, now, offers, onChoose }: BannerProps) {
  const { ticket, contents } = row
  return (
    <>
      {ticket.orders.map(order => (
        <section
          key={order.orderId}
          class={`notice ${order.done === null ? 'today' : 'done'}`}
          aria-label="Поручение Главы"
        >
          <p>
            <strong>Поручение Главы</strong>: {responsibleTitle(order.to, settings)}, до{' '}
            {formatDate(order.dueOn)}. <bdi>{wordsOf(contents, order.contentId)}</bdi>
          </p>
          {order.done === null ? (
            <ActButton
              act="report_order"
              begin={{ orderId: order.orderId }}
              offers={offers}
              onChoose={onChoose}
            >
              Доложить об исполнении
            </ActButton>
          ) : (
            <p>
              Исполнено {dateTimeWords(order.done.at, now, settings.deadlines.zone)}:{' '}
              <bdi>{wordsOf(contents, order.done.contentId)}</bdi>
            </p>
          )}
        </section>
      ))}
    </>
  )
}
