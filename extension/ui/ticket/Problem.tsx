import { formatDate, formatDateTime } from '../../../shared/deadlines/words.ts'
import { wordsOf } from '../../../shared/ticket/contents.ts'
import { numberWords } from '../words.ts'
import type { BannerProps } from './Banners.tsx'

/** «Общая проблема»: since when, until when, the ready text, and each joined post with its state. */
export function Problem({ row, settings, onOpen }: Pick<BannerProps, 'row' | 'settings' | 'onOpen'>) {
  const { ticket, contents } = row
  const { problem, joined } = ticket
  if (problem === null && joined.length === 0) return null
  const { zone } = settings.deadlines
  return (
    <section aria-label="Общая проблема">
      {problem !== null && (
        <div class={problem.endedAt === null ? 'notice today' : 'notice done'}>
          <p>
            <strong>Общая проблема</strong>
            {problem.since !== null && ` с ${formatDate(problem.since)}`}
            {problem.endedAt !== null
              ? `, закончилась ${formatDateTime(problem.endedAt, zone)}`
              : problem.expectedEnd !== null && `, обещают до ${formatDateTime(problem.expectedEnd, zone)}`}
            .
          </p>
          <p>
            Готовый текст: <bdi>{wordsOf(contents, problem.contentId)}</bdi>
          </p>
        </div>
      )}
      {joined.length > 0 && (
        <>
          <h3>
            Присоединены: {joined.length}, ждут ответа {joined.filter(each => each.replied === null).length}
          </h3>
          <ul class="plain joined">
            {joined.map(each => (
              <li key={each.ticketId}>
                <button type="button" class="link" onClick={() => onOpen(each.ticketId)}>
                  {numberWords(each.number)}
                </button>{' '}
                <span class={each.replied === null ? 'today' : 'done'}>
                  {each.replied === null ? '◆ ответа нет' : `✓ ${joinedWords[each.replied]}`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

const joinedWords = { here: 'ответили здесь', common: 'общий ответ', not_needed: 'ответ не нужен' }
