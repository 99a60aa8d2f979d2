import { formatDate } from '../../../shared/deadlines/words.ts'
import { type Settings, titleOf } from '../../../shared/policy/settings.ts'
import {
  answerWays,
  completenessQuestions,
  outcomes,
  satisfactionMarks,
} from '../../../shared/reference/answers.ts'
import { replyKindTitles } from '../../../shared/reference/statuses.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { type PreparedReply, type PublishedReply, preparedOf } from '../../../shared/ticket/ticket.ts'
import { lowerFirst } from '../act-words.ts'
import type { Bridge, TicketRow } from '../bridge.ts'
import { dateTimeWords } from '../due.ts'
import { findReply, findWebAddress } from '../source.ts'
import { responsibleTitle } from './Banners.tsx'
import { Files } from './Files.tsx'
import { LongText } from './LongText.tsx'
import { Outside } from './Origin.tsx'

type RepliesProps = { row: TicketRow; settings: Settings; now: string; onReadFile: Bridge['readFile'] }

/** The reply that waits, those that were given, how the author took them, and the notes of colleagues. */
export function Replies(props: RepliesProps) {
  const { row, settings, now } = props
  const { ticket } = row
  const prepared = preparedOf(ticket)
  return (
    <>
      {prepared !== null && <Prepared {...props} prepared={prepared} />}
      {ticket.replies.length > 0 && (
        <section aria-label="Ответы">
          <h3>Ответы</h3>
          <ul class="replies">
            {ticket.replies.map(reply => (
              <Given key={reply.replyId} {...props} reply={reply} />
            ))}
          </ul>
        </section>
      )}
      <Satisfaction {...props} />
      {ticket.completeness !== null && (
        <p class="quiet">
          Полнота ответа: {ticket.completeness.met.length} из {Object.keys(completenessQuestions).length}
          {ticket.completeness.templateOnly && ', только шаблон'}
        </p>
      )}
      {ticket.notes.length > 0 && (
        <section aria-label="Заметки">
          <h3>Заметки</h3>
          <ul class="replies">
            {ticket.notes.map(note => (
              <li key={note.contentId}>
                <p class="citizen-text">{wordsOf(row.contents, note.contentId) ?? 'Данные удалены.'}</p>
                <p class="quiet">
                  {titleOf(settings.people, note.by)} · {dateTimeWords(note.at, now, settings.deadlines.zone)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

const preparedTitles = {
  drafting: 'Черновик ответа',
  in_approval: 'Ответ на согласовании',
  to_publish: 'Ответ готов, ждёт публикации',
}

function Prepared({ row, settings, now, onReadFile, prepared }: RepliesProps & { prepared: PreparedReply }) {
  const { ticket } = row
  if (ticket.status !== 'drafting' && ticket.status !== 'in_approval' && ticket.status !== 'to_publish')
    return null
  const returned = ticket.status === 'drafting' ? ticket.returned : null
  const body = findReply(row, prepared.contentId)
  return (
    <section aria-label={preparedTitles[ticket.status]}>
      <h3>{preparedTitles[ticket.status]}</h3>
      {returned !== null && (
        <p class="notice today">
          <strong>Вернули на доработку</strong>, {titleOf(settings.people, returned.by)},{' '}
          {dateTimeWords(returned.at, now, settings.deadlines.zone)}:{' '}
          <bdi>{wordsOf(row.contents, returned.contentId)}</bdi>
        </p>
      )}
      <p class="quiet">
        {[
          replyKindTitles[prepared.kind],
          prepared.outcome === null ? '' : outcomes[prepared.outcome],
          prepared.promisedDate === null ? '' : `до ${formatDate(prepared.promisedDate)}`,
          prepared.responsible === null ? '' : responsibleTitle(prepared.responsible, settings),
          `подготовил ${titleOf(settings.people, prepared.by)}`,
          dateTimeWords(prepared.at, now, settings.deadlines.zone),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {body === undefined ? <p class="quiet">Данные удалены.</p> : <LongText text={body.text} />}
      <Files row={row} contentIds={prepared.fileContentIds} onRead={onReadFile} />
    </section>
  )
}

function Given({ row, settings, now, reply }: RepliesProps & { reply: PublishedReply }) {
  const body = findReply(row, reply.contentId)
  const address = findWebAddress(body?.url ?? null)
  const { zone } = settings.deadlines
  return (
    <li>
      <p>
        <strong>{replyKindTitles[reply.kind]}</strong>
        {reply.outcome !== null && ` · ${outcomes[reply.outcome]}`}
        {reply.promisedDate !== null && ` · обещали до ${formatDate(reply.promisedDate)}`}
      </p>
      <p class="quiet">
        {dateTimeWords(reply.at, now, zone)} · {wayWords(reply, settings)}
        {address !== undefined && (
          <>
            {' · '}
            <Outside address={address}>открыть</Outside>
          </>
        )}
      </p>
      {body?.spokenBy && (
        <p class="quiet">
          Со слов исполнителя: <bdi>{body.spokenBy}</bdi>
          {body.spokenAt !== null && `, ${dateTimeWords(body.spokenAt, now, zone)}`}
        </p>
      )}
      {body === undefined ? (
        <p class="quiet">Данные удалены.</p>
      ) : (
        body.text !== '' && <LongText text={body.text} />
      )}
    </li>
  )
}

/** The account that answered, or the other way in which the citizen got the answer. */
function wayWords({ accountId, way }: PublishedReply, settings: Settings): string {
  if (accountId !== null) return titleOf(settings.officialAccounts, accountId)
  return way === 'published' ? 'без официального аккаунта' : lowerFirst(answerWays[way])
}

function Satisfaction({ row, settings, now }: RepliesProps) {
  const { satisfaction } = row.ticket
  if (satisfaction.length === 0) return null
  return (
    <ul class="plain" aria-label="Отклик автора">
      {satisfaction.map(({ mark, scale, contentId, at }) => (
        <li key={at} class={mark === 'solved' ? 'done' : 'overdue'}>
          {mark === 'solved' ? '✓' : '▲'} {satisfactionMarks[mark]}
          {scale !== null && `, оценка ${scale} из 5`}{' '}
          <span class="quiet">{dateTimeWords(at, now, settings.deadlines.zone)}</span>{' '}
          <bdi>{wordsOf(row.contents, contentId)}</bdi>
        </li>
      ))}
    </ul>
  )
}
