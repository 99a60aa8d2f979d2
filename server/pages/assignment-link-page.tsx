/** What an executor sees on a phone: the assignment first, then the answer; the rest folded away. Works without a script. */
import { formatDate, formatDateTime } from '../../shared/deadlines/words.ts'
import { localDateOf } from '../../shared/deadlines/zone.ts'
import {
  answerByDate,
  answerByWords,
  assignmentLines,
  executorTitle,
} from '../../shared/reference/assignment-text.ts'
import { wordsOf } from '../../shared/ticket/contents.ts'
import { assignmentOf } from '../../shared/ticket/ticket.ts'
import {
  AnswerForm,
  DateForm,
  DeclineForm,
  Folded,
  LinkForm,
  type LinkProps,
} from './assignment-link-forms.tsx'
import { Notice } from './Field.tsx'
import { Doorstep } from './layout.tsx'

type Open = LinkProps['opened']
type Props = LinkProps & { now: string }

const nbsp = '\u00a0'
/** What is shown apart from the other lines. */
const shownApart: readonly string[] = ['Кому', 'Ответить', 'Что сообщили', 'Что сделать']

export function AssignmentPage(props: Props) {
  const { opened, typed } = props
  const { view, settings } = opened
  const { ticket } = view
  const lines = assignmentLines(view, settings)
  const lineOf = (label: string) => lines.find(line => line.label === label)?.words
  const title = `Поручение по сообщению №${nbsp}${ticket.number ?? ''}`
  const assignment = assignmentOf(ticket)
  return (
    <Doorstep title={title} organisation={settings.organisation.title}>
      <div class="phone stack">
        <h1>{title}</h1>
        {assignment && <p class="quiet">{executorTitle(assignment, settings)}</p>}
        {typed?.faults[''] && <Notice tone="refused">{typed.faults['']}</Notice>}
        {typed && typed.faults[''] === undefined && (
          <Notice tone="refused">Не отправлено. Исправьте отмеченное ниже: написанное сохранено.</Notice>
        )}
        <Due opened={opened} now={props.now} />
        <Standing opened={opened} />
        {lineOf('Что сделать') && (
          <section class="stack tight">
            <h2>Что сделать</h2>
            <p class="said">{lineOf('Что сделать')}</p>
          </section>
        )}
        <section class="stack tight">
          <h2>Что сообщили</h2>
          <p class="said">{lineOf('Что сообщили') ?? 'Текст сообщения удалён.'}</p>
        </section>
        <Photos {...props} />
        <dl class="facts">
          {lines
            .filter(line => !shownApart.includes(line.label))
            .map(line => (
              <div key={line.label}>
                <dt>{line.label}</dt>
                <dd>{line.words}</dd>
              </div>
            ))}
        </dl>
        {ticket.status === 'assigned' && (
          <LinkForm {...props} act="accept">
            <button type="submit">Беру в работу</button>
          </LinkForm>
        )}
        <AnswerForm {...props} />
        <Folded title="Прошу новый срок" act="date" typed={typed}>
          <DateForm {...props} />
        </Folded>
        <Folded title="Не наше" act="decline" typed={typed}>
          <DeclineForm {...props} />
        </Folded>
        <p class="help">
          Вопросы — к тому, кто дал ссылку: {opened.ask}. Ссылка действует до{' '}
          {formatDate(localDateOf(opened.expiresAt, settings.deadlines.zone))} и только для этого поручения:
          не пересылайте её посторонним.
        </p>
      </div>
    </Doorstep>
  )
}

function Due({ opened: { view, settings }, now }: { opened: Open; now: string }) {
  const date = answerByDate(view, settings)
  if (date === null) return null
  const isPast = date < localDateOf(now, settings.deadlines.zone)
  return (
    <p class={isPast ? 'due late' : 'due'}>
      Ответить {answerByWords(view, settings)}
      {isPast && (
        <>
          {' '}
          <span aria-hidden="true">▲</span> срок прошёл
        </>
      )}
    </p>
  )
}

/** What stands already: an asked date, an answer that came back. */
function Standing({ opened: { view, settings } }: { opened: Open }) {
  const { ticket, contents } = view
  const asked = assignmentOf(ticket)?.dateRequest ?? null
  const returned = ticket.status === 'drafting' ? ticket.returned : null
  return (
    <>
      {asked && (
        <Notice tone="done">
          Вы попросили новый срок: {formatDate(asked.date)}. Просьба записана{' '}
          {formatDateTime(asked.at, settings.deadlines.zone)}; пока её не приняли, срок прежний.
        </Notice>
      )}
      {returned && (
        <Notice tone="warned">
          Ответ вернули на доработку: {wordsOf(contents, returned.contentId) ?? 'причина удалена'}
        </Notice>
      )}
    </>
  )
}

/** What was recorded with the message; never pictures of the site they came from. */
function Photos({ token, opened: { view } }: Props) {
  const files = view.ticket.fileContentIds.flatMap(contentId => {
    const body = view.contents[contentId]
    return body?.kind === 'file' ? [{ contentId, ...body }] : []
  })
  if (files.length === 0) return null
  return (
    <section class="photos" aria-label="Фото к сообщению">
      {files.map(({ contentId, name, mime }) => {
        const path = `/l/${token}/files/${encodeURIComponent(contentId)}`
        return (
          <a key={contentId} href={path}>
            {/^image\/(?:jpeg|png|webp)$/.test(mime) ? <img src={path} alt={name} loading="lazy" /> : name}
          </a>
        )
      })}
    </section>
  )
}
