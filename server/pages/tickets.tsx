/** «Быстро решаем — очередь»: what is open, by whose it is and how urgent; or the list behind a number of the report. */
import type { Context, Hono } from 'hono'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import { titleOf } from '../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../shared/reference/blocks.ts'
import { isMetricId, type MetricId, metrics } from '../../shared/reports/metrics.ts'
import { periodQuery, periodWords } from '../../shared/reports/period.ts'
import type { Office, Signed } from '../office.ts'
import { listTickets, type TicketFilter, type TicketPage } from '../reports/block-statistics/list.ts'
import { numberWords } from '../reports/documents/cells.ts'
import { type Queue, type QueueTab, queueTabs, readQueue, seesEnded } from '../reports/queue.ts'
import { type PeriodVoices, periodVoices } from '../reports/voices.ts'
import { isActType, leftSentence } from './acts/words.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { otherLoadWords, readListFilter, readNarrowing, readQueueFilter, readTab } from './queue/asked.ts'
import { ExportLinks } from './queue/ExportLinks.tsx'
import { Filters, isNarrowing, narrowingQuery, type QueueQuery } from './queue/Filters.tsx'
import { GroupHead, TicketRow, TicketTable } from './queue/TicketTable.tsx'
import { asOfWords, counted, noTicketsWords, ticketForms, voicesWords } from './words.ts'

export function mountTickets(app: Hono, office: Office): void {
  app.get(
    '/tickets',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const query = context.req.query()
      const page = Number(query.page ?? 1)
      const narrowing = readNarrowing(query, signed.settings, now)
      const isOfNumber = isMetricId(query.metric ?? '')
      const reader = isOfNumber || seesEnded(narrowing) ? office.reportReader : office.reader
      const place = { reader, organisationId: office.organisationId, scope }
      if (isOfNumber) {
        const { filter, problem } = await readListFilter(place, query, narrowing, signed.settings, now)
        const { organisationId } = place
        const found = await listTickets(reader, organisationId, scope, filter, now, page)
        const voices =
          filter.metric === 'received'
            ? await periodVoices(reader, organisationId, scope, filter.period, now, filter)
            : undefined
        return answerPage(
          context,
          <ListPage
            signed={signed}
            filter={filter}
            query={narrowing}
            found={found}
            voices={voices}
            now={now}
            problem={problem}
          />,
        )
      }
      const filter = readQueueFilter(narrowing, readTab(query.tab, signed), signed, now)
      if (filter === undefined) return forbiddenPage(context, signed, otherLoadWords)
      const queue = await readQueue(place, signed, filter, now, page)
      return answerPage(
        context,
        <QueuePage
          signed={signed}
          tab={filter.tab}
          query={narrowing}
          queue={queue}
          now={now}
          told={toldBy(context)}
        />,
      )
    }),
  )
}

/** Why the person stands here: the ticket they acted on left their scope. */
function toldBy(context: Context): string | undefined {
  const { left = '', number = '' } = context.req.query()
  return isActType(left) ? leftSentence(left, Number(number)) : undefined
}

type QueueProps = {
  signed: Signed
  tab: QueueTab
  query: QueueQuery
  queue: Queue
  now: string
  told: string | undefined
}

export const tabTitles: Record<QueueTab, string> = { mine: 'У меня', blocks: 'Мои блоки', all: 'Все' }

function QueuePage({ signed, tab, query, queue, now, told }: QueueProps) {
  const { settings, actor } = signed
  const shownTabs = queueTabs.filter(each => each !== 'blocks' || actor.blocks.length > 0)
  return (
    <Page
      signed={signed}
      tab="queue"
      section={{
        current: 'queue',
        to: { speed: address('/speed', { block: query.block, channel: query.channel, kind: query.kind }) },
      }}
      title="Очередь"
      wide
    >
      <div class="headline">
        <div>
          <h1>{query.personId === undefined ? 'Очередь' : 'Нагрузка сотрудника'}</h1>
          {query.personId !== undefined && (
            <p>
              <b>{titleOf(settings.people, query.personId)}</b> <a href="/speed">К нагрузке сотрудников</a>
            </p>
          )}
          <p class="quiet">
            <b class="ink">{counted(queue.total, ticketForms)}</b>
            {` · ${queue.shown < queue.total ? `у\u00a0первых ${numberWords(queue.shown)}: ` : ''}${voicesWords(queue)} · `}
            {asOfWords(now, settings.deadlines.zone)}
          </p>
        </div>
        <nav class="queue-tabs" aria-label="Чьи карточки">
          {shownTabs.map((each, index) => (
            <a
              key={each}
              href={address('/tickets', { ...narrowingQuery(query), tab: each })}
              aria-current={each === tab ? 'page' : undefined}
              data-key={String(index + 1)}
              data-key-title={tabTitles[each]}
            >
              {tabTitles[each]} <b>{queue.tabs[each]}</b>
            </a>
          ))}
        </nav>
      </div>
      {told && <Notice tone="done">{told}</Notice>}
      {tab !== 'all' && queue.blocks.size > 1 && (
        <p class="links block-counts">
          {blockIds
            .filter(block => queue.blocks.has(block))
            .map(block => (
              <a key={block} href={address('/tickets', { tab, block })}>
                {`${blocks[block].short}\u00a0${queue.blocks.get(block)}`}
              </a>
            ))}
        </p>
      )}
      <search>
        <Filters query={query} settings={settings} hidden={{ tab }} />
      </search>
      {queue.total === 0 ? (
        <EmptyQueue tab={tab} query={query} />
      ) : (
        <TicketTable>
          {queue.groups.map(({ group, total, rows }) => (
            <tbody key={group}>
              <GroupHead group={group} total={total} />
              {rows.map(view => (
                <TicketRow key={view.ticket.id} view={view} signed={signed} now={now} />
              ))}
            </tbody>
          ))}
        </TicketTable>
      )}
      <ExportLinks
        query={{ ...narrowingQuery(query), tab }}
        total={queue.total}
        most={queue.shown}
        looked={queue.looked}
      />
      <Paging {...queue} to={page => address('/tickets', { ...narrowingQuery(query), tab, page })} />
    </Page>
  )
}

function EmptyQueue({ tab, query }: { tab: QueueTab; query: QueueQuery }) {
  const isNarrowed = isNarrowing(query)
  const title = isNarrowed
    ? 'По этим условиям карточек нет'
    : tab === 'mine'
      ? 'У вас ничего не ждёт'
      : 'Открытых карточек нет'
  return (
    <section class="sheet empty">
      <h2>{title}</h2>
      <p>
        {isNarrowed
          ? 'Уберите часть условий или проверьте, как написано слово: ищутся все слова сразу, по частям слов тоже.'
          : 'Карточка появляется, когда оператор нажимает «Записать» у поста или комментария, и уходит из очереди, когда больше ничего не ждёт.'}
      </p>
      <p>
        {isNarrowed && <a href={address('/tickets', { tab })}>Убрать все условия</a>}
        {!isNarrowed && tab !== 'all' && <a href={address('/tickets', { tab: 'all' })}>Показать все</a>}
      </p>
    </section>
  )
}

type ListProps = {
  signed: Signed
  filter: TicketFilter
  query: QueueQuery
  found: TicketPage
  /** Of «Поступило»: the same messages and authors as its report counts. */
  voices: PeriodVoices | undefined
  now: string
  problem: string | undefined
}

/** The list behind a number: as many rows as the number says. */
function ListPage({ signed, filter, query, found, voices, now, problem }: ListProps) {
  const { settings } = signed
  const metric = metrics[filter.metric]
  const inPeriod = metric.span === 'period'
  const title = filter.block ? `${metric.title}: ${blocks[filter.block].title}` : metric.title
  const standing = { metric: filter.metric, ...(inPeriod ? periodQuery(filter.period) : {}) }
  return (
    <Page signed={signed} tab="queue" title={title} wide>
      <p class="back">
        <a href="/">← К сводке</a>
      </p>
      <div class="headline">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            <b class="ink">{counted(found.total, ticketForms)}</b>
            {voices && voices.tickets === found.total && ` · ${voicesWords(voices)}`}
            {inPeriod && ` · ${periodWords(filter.period)}`} · {asOfWords(now, settings.deadlines.zone)}
          </p>
          <p class="quiet">{metric.formula}</p>
        </div>
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <search>
        <Filters query={query} settings={settings} hidden={standing} />
      </search>
      {found.total === 0 ? (
        <section class="sheet empty">
          <h2>
            {isNarrowing(query)
              ? 'По этим условиям карточек нет'
              : (emptyTitles[filter.metric] ?? 'Карточек нет')}
          </h2>
          {isNarrowing(query) && (
            <p>
              <a href={address('/tickets', standing)}>Убрать все условия</a>
            </p>
          )}
        </section>
      ) : (
        <TicketTable>
          <tbody>
            {found.rows.map(view => (
              <TicketRow key={view.ticket.id} view={view} signed={signed} now={now} />
            ))}
          </tbody>
        </TicketTable>
      )}
      <ExportLinks query={{ ...standing, ...narrowingQuery(query) }} total={found.total} />
      <Paging {...found} to={page => address('/tickets', { ...standing, ...narrowingQuery(query), page })} />
    </Page>
  )
}

const emptyTitles: { [Metric in MetricId]?: string } = {
  open: 'В работе ничего нет',
  longest: 'В работе ничего нет',
  overdue: 'Просроченных карточек нет',
  due_today: 'На сегодня сроков не осталось',
  not_sorted: 'Всё разобрано',
  to_publish: 'Ответов, которые ждут публикации, нет',
}

function Paging({ page, pages, to }: { page: number; pages: number; to(page: number): string }) {
  if (pages === 1) return null
  return (
    <nav class="paging" aria-label="Страницы списка">
      {page > 1 ? (
        <a href={to(page - 1)} rel="prev">
          ← Предыдущая
        </a>
      ) : (
        <span />
      )}
      <span class="quiet">{`Страница ${page} из ${pages}`}</span>
      {page < pages ? (
        <a href={to(page + 1)} rel="next">
          Следующая →
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}
