/** Whose it is and until when: «Сейчас у», the clocks with their reasons, the place, the assignment. */
import type { Stage } from '../../../shared/deadlines/deadline.ts'
import { describeTrace, formatDate, formatDateTime, pausedWords } from '../../../shared/deadlines/words.ts'
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
import { assignmentOf, isOpen, type TicketView } from '../../../shared/ticket/ticket.ts'
import type { Signed } from '../../office.ts'
import { holderWords, StageState, State } from '../TicketState.tsx'
import { asOfWords } from '../words.ts'

type FactsProps = { view: TicketView; signed: Signed; now: string }

export function responsibleTitle(who: Responsible, settings: Settings): string {
  return who.type === 'person'
    ? titleOf(settings.people, who.personId)
    : titleOf(settings.recipients, who.recipientId)
}

export function Facts({ view, signed, now }: FactsProps) {
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
        {runningFirst(ticket.stages).map(stage => (
          <Clock key={`${stage.stage}${stage.startedAt}`} stage={stage} settings={settings} now={now} />
        ))}
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
      <p class="help">{asOfWords(now, zone)}</p>
    </section>
  )
}

/** Those that run, then those that ended, the newest round first. */
function runningFirst(stages: readonly Stage[]): Stage[] {
  const running = stages.filter(stage => stage.stoppedAt === null)
  return [...running, ...stages.filter(stage => stage.stoppedAt !== null).toReversed()]
}

function Clock({ stage, settings, now }: { stage: Stage; settings: Settings; now: string }) {
  const { deadlines } = settings
  const { zone } = deadlines
  return (
    <div>
      <dt>{stageTitles[stage.stage]}</dt>
      <dd>
        {stage.stoppedAt === null ? (
          <>
            <StageState stage={stage} settings={settings} now={now} />
            <small class="quiet">
              {`срок: ${formatDateTime(stage.dueAt, zone)}`}
              {stage.pausedAt !== null && ` · ${pausedWords(stage, zone)}: ждём автора`}
            </small>
          </>
        ) : Date.parse(stage.stoppedAt) < Date.parse(stage.dueAt) ? (
          <State urgency="done" words={`в срок, ${formatDateTime(stage.stoppedAt, zone)}`} />
        ) : (
          <State urgency="overdue" words={`с опозданием, ${formatDateTime(stage.stoppedAt, zone)}`} />
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
