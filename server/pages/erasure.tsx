/** `/erasure`: an author asks that their data be erased. Found by profile, looked over, and confirmed in words. */
import type { Hono } from 'hono'
import { channelIds, channels } from '../../shared/reference/channels.ts'
import type { Author } from '../evidence/authors.ts'
import type { FoundAuthor } from '../evidence/erase.ts'
import { type Remnant, remnantTitles } from '../evidence/remnants.ts'
import type { Office, Signed } from '../office.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice, TextField } from './Field.tsx'
import { type Form, readForm } from './form.ts'
import { Page } from './layout.tsx'
import { counted, ticketForms } from './words.ts'

const confirmation = 'удалить'
const headOnly = 'Удалить данные автора может только руководитель МЦУ.'

export function mountErasure(app: Hono, office: Office): void {
  const isHead = ({ actor }: Signed) => actor.roles.includes('center_head')
  app.get(
    '/erasure',
    signedIn(office, async (context, signed) => {
      if (!isHead(signed)) return forbiddenPage(context, signed, headOnly)
      const asked = (context.req.query('author') ?? '').trim()
      const found = asked === '' ? undefined : await office.erasure.find(signed, asked)
      return answerPage(context, <ErasurePage signed={signed} asked={asked} found={found} />)
    }),
  )
  app.post(
    '/erasure',
    signedIn(office, async (context, signed) => {
      if (!isHead(signed)) return forbiddenPage(context, signed, headOnly)
      const form = await readForm(context)
      const author = readAuthor(form)
      const asked = form.one('asked')
      const also = form.all('also')
      if (author === undefined || form.one('confirm').toLowerCase() !== confirmation) {
        const found = await office.erasure.find(signed, asked)
        return answerPage(
          context,
          <ErasurePage signed={signed} asked={asked} found={found} chosen={also} isUnconfirmed />,
          422,
        )
      }
      const numbers = await office.erasure.erase(signed, author, also)
      return answerPage(context, <ErasurePage signed={signed} asked="" found={undefined} erased={numbers} />)
    }),
  )
}

function readAuthor(form: Form): Author | undefined {
  const channel = channelIds.find(each => each === form.one('channel'))
  const [id, url] = [form.one('id') || null, form.one('url') || null]
  return channel === undefined || (id === null && url === null) ? undefined : { channel, id, url }
}

type ErasureProps = {
  signed: Signed
  asked: string
  found: readonly FoundAuthor[] | undefined
  erased?: readonly number[]
  isUnconfirmed?: boolean
  /** Ids of what else is ticked. */
  chosen?: readonly string[]
}

function ErasurePage({ signed, asked, found, erased, isUnconfirmed = false, chosen = [] }: ErasureProps) {
  return (
    <Page signed={signed} tab="settings" title="Удаление данных автора" liveUrl="/erasure" stands>
      <h1>Удаление данных автора</h1>
      {erased !== undefined && (
        <Notice tone="done">
          {`✓ Удалено: ${counted(erased.length, ticketForms)} (${erased.map(number => `№ ${number}`).join(', ')}). Тексты, имя, снимки и разметка стёрты с диска; номера, сроки и контрольные суммы остались.`}
        </Notice>
      )}
      <p>
        По требованию автора стираются тексты его сообщений и ответов на уточнения, имя и адрес страницы,
        снимки и разметка; вместо адреса записи остаётся контрольная сумма, по ней повторная запись находит ту
        же карточку. Карточки, сроки и контрольные суммы остаются. То, что написали сотрудники, и файлы
        исполнителей стираются, только если вы отметите их ниже. Отменить это нельзя; восстановление копии
        данных удалённого не вернёт. Утверждённые отчёты и их файлы остаются такими, какими их утвердили; имя
        в проекте отчёта или в сводке уберите на их страницах.
      </p>
      <p class="quiet">Жалоб на вас здесь нет: найти и удалить их вы не можете.</p>
      <form method="get" action="/erasure" class="stack">
        <TextField
          name="author"
          label="Адрес страницы автора или его номер"
          value={asked}
          help="Например, https://vk.com/id15 или 15"
          required
        />
        <button type="submit">Найти</button>
      </form>
      {isUnconfirmed && (
        <Notice tone="refused">{`Ничего не удалено: в поле подтверждения нужно слово «${confirmation}».`}</Notice>
      )}
      {found?.length === 0 && <p class="quiet">Сообщений такого автора нет, или они уже удалены.</p>}
      {found?.map((author, at) => (
        <section class="sheet stack" key={`${author.channel}${author.id}${author.url}`}>
          <h2>
            {`${channels[author.channel]}: `}
            <bdi>{author.name ?? author.url ?? author.id}</bdi>
          </h2>
          <p>
            {`${counted(author.numbers.length, ticketForms)}: `}
            {author.numbers.map(number => (
              <a key={number} href={`/tickets/${number}`}>{`№ ${number} `}</a>
            ))}
          </p>
          <form method="post" action="/erasure" class="stack">
            <input type="hidden" name="asked" value={asked} />
            <input type="hidden" name="channel" value={author.channel} />
            <input type="hidden" name="id" value={author.id ?? ''} />
            <input type="hidden" name="url" value={author.url ?? ''} />
            <Remnants remnants={author.remnants} chosen={chosen} />
            <TextField
              name="confirm"
              scope={`author-${at}`}
              label={`Чтобы удалить безвозвратно, напишите «${confirmation}»`}
              required
            />
            <button type="submit" class="danger">
              Удалить данные автора
            </button>
          </form>
        </section>
      ))}
    </Page>
  )
}

/** What the office's own people wrote and attached: each with its words, so that the author's data in it are seen. */
function Remnants({ remnants, chosen }: { remnants: readonly Remnant[]; chosen: readonly string[] }) {
  const numbers = [...new Set(remnants.map(({ number }) => number))]
  if (numbers.length === 0) return <p class="quiet">Больше на этих карточках ничего не написано.</p>
  return (
    <>
      <p>
        Что ещё стоит на этих карточках. Отметьте то, где есть данные автора (имя, адрес дома, телефон);
        неотмеченное останется.
      </p>
      {numbers.map(number => (
        <fieldset key={number} class="field">
          <legend>{number === null ? 'Отчёты и запросы, где назван автор' : `Карточка № ${number}`}</legend>
          <div class="stack tight">
            {remnants
              .filter(each => each.number === number)
              .map(({ contentId, role, words }) => (
                <label key={contentId} class="choice">
                  <input type="checkbox" name="also" value={contentId} checked={chosen.includes(contentId)} />
                  <span>
                    {`${remnantTitles[role]}: `}
                    <bdi>{shortened(words)}</bdi>
                  </span>
                </label>
              ))}
          </div>
        </fieldset>
      ))}
    </>
  )
}

const longestWords = 300

function shortened(words: string): string {
  if (words.trim() === '') return 'без слов'
  return words.length <= longestWords ? words : `${words.slice(0, longestWords)}…`
}
