/** Whose it is and until when: «Сейчас у», the clocks with their reasons, the place, the assignment. */
import type { Stage } from '../../../shared/deadlines/deadline.ts'
import { describeTrace, formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import {
  authorTypes,
  conflictReasons,
  placeKinds,
  replyErrorReasons,
} from '../../../shared/reference/answers.ts'
import { stageTitles } from '../../../shared/reference/stages.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { essenceText, placeText } from '../../../shared/ticket/decision.ts'
import type { Responsible } from '../../../shared/ticket/events.ts'
import { assignmentOf, isOpen, type Ticket, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { holderWords, StageState, State } from '../TicketState.tsx'
import { asOfWords } from '../words.ts'
import { AnswerToPaste, Externals } from './Externals.tsx'

type FactsProps = {
  view: TicketView
  signed: Signed
  now: string
  /** The ticket that this one is joined to, where the person sees it. */
  parent: TicketView | undefined
}

export function responsibleTitle(who: Responsible, settings: Settings): string {
  return who.type === 'person'
    ? titleOf(settings.people, who.personId)
    : titleOf(settings.recipients, who.recipientId)
}

export function Facts({ view, signed, now, parent }: FactsProps) {
  const { ticket, contents } = view
  const { settings } = signed
  const { zone } = settings.deadlines
  const holder = holderWords(ticket, signed, now)
  const essence = essenceText(view)
  const place = placeText(view)
  const where = [ticket.settlement === null ? null : titleOf(settings.settlements, ticket.settlement), place]
    .filter(each => each !== null && each !== '')
    .join(', ')
  const assignment = assignmentOf(ticket)
  const { current, earlier } = rounds(ticket)
  const clock = (stage: Stage) => (
    <Clock
      key={`${stage.stage}${stage.startedAt}`}
      stage={stage}
      ticket={ticket}
      settings={settings}
      now={now}
    />
  )
  return (
    <section class="sheet stack" aria-label="Сроки и ответственные" data-live="facts">
      <dl class="facts">
        <div>
          <dt>Сейчас у</dt>
          <dd>
            <b class="holder">{holder.who}</b>
            <small class="quiet">{holder.act}</small>
          </dd>
        </div>
        {current.map(clock)}
        {parent && <Shared parent={parent} signed={signed} now={now} />}
        {ticket.stages.length === 0 && (
          <div>
            <dt>Сроки</dt>
            <dd>{isOpen(ticket) ? 'срока нет' : 'срока не было'}</dd>
          </div>
        )}
        {essence && (
          <div>
            <dt>Суть</dt>
            <dd>{essence}</dd>
          </div>
        )}
        <div>
          <dt>Где</dt>
          <dd>
            {where || <span class="quiet">не указано</span>}
            {ticket.placeKind !== 'address' && (
              <small class="quiet">{placeKinds[ticket.placeKind].toLowerCase()}</small>
            )}
          </dd>
        </div>
        {ticket.authorType !== 'citizen' && (
          <div>
            <dt>Автор</dt>
            <dd>{authorTypes[ticket.authorType]}</dd>
          </div>
        )}
        {ticket.conflict && (
          <div>
            <dt>Конфликт</dt>
            <dd>{conflictReasons[ticket.conflict]}</dd>
          </div>
        )}
        {ticket.replyError && (
          <div>
            <dt>Ошибка ответа</dt>
            <dd>{replyErrorReasons[ticket.replyError]}</dd>
          </div>
        )}
        {ticket.registration && (
          <div>
            <dt>Обращение</dt>
            <dd>
              {`№\u00a0${ticket.registration.number} от ${formatDate(ticket.registration.date)}`}
              <small class="quiet">зарегистрировано</small>
            </dd>
          </div>
        )}
        <Externals ticket={ticket} />
        {assignment && (
          <div>
            <dt>Поручено</dt>
            <dd>
              {assignment.recipientId === null
                ? titleOf(settings.people, assignment.personId)
                : titleOf(settings.recipients, assignment.recipientId)}
              {assignment.coRecipientIds.length > 0 && (
                <small class="quiet">
                  {`ответственный исполнитель — свод; соисполнители: ${assignment.coRecipientIds
                    .map(id => titleOf(settings.recipients, id))
                    .join(', ')}`}
                </small>
              )}
              <small class="quiet">
                {`${formatDateTime(assignment.at, zone)} · ${titleOf(settings.people, assignment.by)}`}
                {assignment.dueOn !== null && ` · ответить до ${formatDate(assignment.dueOn)}`}
              </small>
              {assignment.noteContentId !== null && (
                <small>{wordsOf(contents, assignment.noteContentId) ?? 'данные удалены'}</small>
              )}
              {assignment.dateRequest !== null && (
                <small class="today">
                  {`Просит срок до ${formatDate(assignment.dateRequest.date)}: ${wordsOf(contents, assignment.dateRequest.contentId) ?? 'данные удалены'}`}
                </small>
              )}
            </dd>
          </div>
        )}
        <div>
          <dt>Записано</dt>
          <dd>
            {formatDateTime(ticket.capturedAt, zone)}
            <small class="quiet">{ticket.capturers.map(id => titleOf(settings.people, id)).join(', ')}</small>
          </dd>
        </div>
      </dl>
      <AnswerToPaste view={view} settings={settings} />
      {earlier.length > 0 && (
        <details>
          <summary>{ticket.reopenings > 1 ? 'Прошлые круги' : 'Прошлый круг'}</summary>
          <dl class="facts">{earlier.map(clock)}</dl>
        </details>
      )}
      <p class="help">{asOfWords(now, zone)}</p>
    </section>
  )
}

/** Who executes it and until when: of a joined ticket both are those of the other one (PRACTICE P12). */
function Shared({ parent, signed, now }: { parent: TicketView; signed: Signed; now: string }) {
  const { ticket } = parent
  const { settings } = signed
  const final = ticket.stages.findLast(stage => stage.stage === 'final' && stage.stoppedAt === null)
  return (
    <div>
      <dt>{`Решают в карточке №\u00a0${ticket.number}`}</dt>
      <dd>
        {holderWords(ticket, signed, now).who}
        {final && (
          <>
            <StageState stage={final} settings={settings} now={now} />
            <small class="quiet">{`решение, срок: ${formatDateTime(final.dueAt, settings.deadlines.zone)}`}</small>
          </>
        )}
      </dd>
    </div>
  )
}

/** Of this round: those that run, then those that ended, the newest first. Before a reopening there was another round. */
function rounds({ stages, reopenedAt }: Ticket): { current: Stage[]; earlier: Stage[] } {
  const running = stages.filter(stage => stage.stoppedAt === null)
  const stopped = stages.filter(stage => stage.stoppedAt !== null).toReversed()
  const isEarlier = ({ startedAt }: Stage) => reopenedAt !== null && startedAt < reopenedAt
  return {
    current: [...running, ...stopped.filter(stage => !isEarlier(stage))],
    earlier: stopped.filter(isEarlier),
  }
}

/** What ended the clock where it was no answer: then it is neither on time nor late (P13). */
function stoppedWords(ticket: Ticket, at: string): string | undefined {
  if (ticket.impossible?.at === at) return 'ответить невозможно'
  switch (ticket.status) {
    case 'no_answer_needed':
      return ticket.rejected.at === at ? 'ответ не требуется' : undefined
    case 'closed':
      return ticket.closed.at === at && ticket.closed.reason === 'author_silent'
        ? 'автор не уточнил'
        : undefined
    case 'merged':
      return ticket.merged.at === at ? 'решают в другой карточке' : undefined
    default:
      return undefined
  }
}

/** Until when, and what a wait for somebody else does to it: of the author nobody knows how long, an outside body has its date. */
function dueSentence(stage: Stage, ticket: Ticket, zone: string, now: string): string {
  const due = formatDateTime(stage.dueAt, zone)
  if (stage.pausedAt !== null) return `срок стоит, пока автор не ответит; без ожидания — ${due}`
  if (ticket.status !== 'waiting_outside') return `срок: ${due}`
  const isCounted = stage.trace.some(step => step.code === 'paused' && step.to > now)
  if (!isCounted) return `срок: ${due}`
  const until = formatDate(ticket.waiting.until)
  return `срок: ${due}, если ждать стороннюю организацию до ${until}; ответит раньше — срок станет ближе`
}

type ClockProps = { stage: Stage; ticket: Ticket; settings: Settings; now: string }

function Clock({ stage, ticket, settings, now }: ClockProps) {
  const { deadlines } = settings
  const { zone } = deadlines
  return (
    <div>
      <dt>{stageTitles[stage.stage]}</dt>
      <dd>
        {stage.stoppedAt === null ? (
          <>
            <StageState stage={stage} settings={settings} now={now} />
            <small class="quiet">{dueSentence(stage, ticket, zone, now)}</small>
          </>
        ) : (
          <Stopped stage={stage} at={stage.stoppedAt} ticket={ticket} zone={zone} />
        )}
        <details>
          <summary>Почему такой срок</summary>
          <ol class="why">
            {describeTrace(stage, deadlines).map(line => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          {stage.provisional && (
            <p class="help">Предварительно: производственный календарь этого года ещё не утверждён.</p>
          )}
        </details>
      </dd>
    </div>
  )
}

function Stopped({ stage, at, ticket, zone }: { stage: Stage; at: string; ticket: Ticket; zone: string }) {
  const by = stoppedWords(ticket, at)
  const when = formatDateTime(at, zone)
  if (by !== undefined) return <span class="quiet">{`остановлен: ${by}, ${when}`}</span>
  return Date.parse(at) < Date.parse(stage.dueAt) ? (
    <State urgency="done" words={`в срок, ${when}`} />
  ) : (
    <State urgency="overdue" words={`с опозданием, ${when}`} />
  )
}
