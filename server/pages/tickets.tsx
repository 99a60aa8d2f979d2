/** «Быстро решаем — очередь»: what is open, by whose it is and how urgent; or the list behind a number of the report. */
import type { Context, Hono } from 'hono'
import { type Level, levels } from '../../shared/deadlines/deadline.ts'
import { kinds } from '../../shared/deadlines/rules.ts'
import { isEmptyScope } from '../../shared/policy/permissions.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../shared/reference/blocks.ts'
import { channelIds } from '../../shared/reference/channels.ts'
import { lastDaysOff } from '../../shared/reports/days-off.ts'
import { isMetricId, type MetricId, metrics } from '../../shared/reports/metrics.ts'
import { periodQuery, periodSettingsOf, periodWords, readPeriod } from '../../shared/reports/period.ts'
import { ticketStatuses } from '../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../office.ts'
import { listTickets, type TicketFilter, type TicketPage } from '../reports/block-statistics/list.ts'
import { type Queue, type QueueFilter, type QueueTab, queueTabs, readQueue } from '../reports/queue.ts'
import { isActType, leftSentence } from './acts/words.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice } from './Field.tsx'
import { Page } from './layout.tsx'
import { ExportLinks } from './queue/ExportLinks.tsx'
import { Filters, isNarrowing, narrowingQuery, type QueueQuery } from './queue/Filters.tsx'
import { GroupHead, TicketRow, TicketTable } from './queue/TicketTable.tsx'
import { asOfWords, counted, noTicketsWords, ticketForms } from './words.ts'

export function mountTickets(app: Hono, office: Office): void {
  app.get(
    '/tickets',
    signedIn(office, async (context, signed) => {
      const scope = office.tickets.scopeOf(signed)
      if (isEmptyScope(scope)) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const query = context.req.query()
      const page = Number(query.page ?? 1)
      const place = { reader: office.reader, organisationId: office.organisationId, scope }
      const narrowing = readNarrowing(query, signed.settings, now)
      if (isMetricId(query.metric ?? '')) {
        const { filter, problem } = readFilter(query, now, signed.settings, narrowing)
        const found = await listTickets(place.reader, place.organisationId, scope, filter, now, page)
        return answerPage(
          context,
          <ListPage
            signed={signed}
            filter={filter}
            query={narrowing}
            found={found}
            now={now}
            problem={problem}
          />,
        )
      }
      const tab = readTab(query.tab, signed)
      const filter: QueueFilter = {
        ...filterOf(narrowing, signed.settings, now),
        tab,
        level: narrowing.level,
      }
      const queue = await readQueue(place, signed, filter, now, page)
      return answerPage(
        context,
        <QueuePage
          signed={signed}
          tab={tab}
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

/** One's own first; who reads everything and does nothing sees everything. */
export function readTab(tab: string | undefined, { actor }: Signed): QueueTab {
  const known = queueTabs.find(each => each === tab)
  if (known !== undefined) return known
  return actor.roles.some(role => role !== 'chief' && role !== 'admin') ? 'mine' : 'all'
}

const withouts = ['settlement', 'subtopic', 'recipient'] as const

/** What the address does not name, or names wrongly, does not narrow the list. */
export function readNarrowing(query: Record<string, string>, settings: Settings, now: string): QueueQuery {
  const {
    block = '',
    status,
    kind,
    channel,
    settlement,
    subtopic,
    recipient,
    responsible,
    level,
    text,
  } = query
  const { without } = query
  return {
    block: isBlockId(block) ? block : undefined,
    status: ticketStatuses.find(each => each === status && each !== 'withdrawn'),
    kind: kinds.find(each => each === kind),
    channel: channelIds.find(each => each === channel),
    // Also of lists from which it was taken since: numbers of old periods still lead here.
    settlement: settlement?.slice(0, 120) || undefined,
    subtopic: subtopic?.slice(0, 120) || undefined,
    without: withouts.find(each => each === without),
    recipientId: settings.recipients.find(each => each.id === recipient)?.id,
    // Of a number that a report counts by who answers, co-executors apart.
    responsibleId: settings.recipients.find(each => each.id === responsible)?.id,
    level: levels.find((each): each is Level => each === level),
    beforeHead: query.before_head === 'yes',
    weekend: query.weekend === 'yes' && lastDaysOff(now, settings.deadlines) !== undefined,
    text: text?.trim().slice(0, 200) || undefined,
  }
}

export function filterOf(query: QueueQuery, { deadlines }: Settings, now: string) {
  const { weekend, level: _level, ...narrowing } = query
  return { ...narrowing, recorded: weekend ? lastDaysOff(now, deadlines) : undefined }
}

export function readFilter(
  query: Record<string, string>,
  now: string,
  settings: Settings,
  narrowing: QueueQuery,
): { filter: TicketFilter; problem: string | undefined } {
  const { metric = '' } = query
  const periodSettings = periodSettingsOf(settings)
  const { period, problem } = readPeriod(query, now, periodSettings)
  const filter: TicketFilter = {
    ...filterOf(narrowing, settings, now),
    metric: isMetricId(metric) ? metric : 'open',
    period,
  }
  return { filter, problem }
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
    <Page signed={signed} tab="queue" title="Очередь" wide>
      <div class="headline">
        <div>
          <h1>Очередь</h1>
          <p class="quiet">
            <b class="ink">{counted(queue.total, ticketForms)}</b>
            {` · ${counted(queue.messages, ['сообщение', 'сообщения', 'сообщений'])} · ${counted(queue.authors, ['автор', 'автора', 'авторов'])}`}
            {' · '}
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
      <p class="links">
        <a href={address('/speed', { block: query.block, channel: query.channel, kind: query.kind })}>
          Где теряется время и нагрузка
        </a>
      </p>
      <ExportLinks query={{ ...narrowingQuery(query), tab }} total={queue.total} />
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
  now: string
  problem: string | undefined
}

/** The list behind a number: as many rows as the number says. */
function ListPage({ signed, filter, query, found, now, problem }: ListProps) {
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
