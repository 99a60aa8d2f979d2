/** «Быстро решаем — очередь»: the tickets behind a number, or everything open with the most urgent first. */
import type { Hono } from 'hono'
import { readScope } from '../../shared/policy/permissions.ts'
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { blockIds, blocks, isBlockId } from '../../shared/reference/blocks.ts'
import { type ChannelId, channelIds, channels } from '../../shared/reference/channels.ts'
import { statusTitle, statusTitles } from '../../shared/reference/statuses.ts'
import { isMetricId, type MetricId, metricIds, metrics } from '../../shared/reports/metrics.ts'
import { defaultFirstWeekday, periodQuery, periodWords, readPeriod } from '../../shared/reports/period.ts'
import { type TicketView, ticketStatuses } from '../../shared/ticket/ticket.ts'
import type { Office, Signed } from '../office.ts'
import { listTickets, type TicketFilter, type TicketPage } from '../reports/block-statistics/list.ts'
import { address } from './address.ts'
import { answerPage, signedIn } from './answer.tsx'
import { forbiddenPage } from './errors.tsx'
import { Notice, SelectField, TextField } from './Field.tsx'
import { Page } from './layout.tsx'
import { noTicketsWords } from './report.tsx'
import { sourcesOf } from './sources.ts'
import { holderWords, TicketState } from './TicketState.tsx'
import { asOfWords, counted, ticketForms } from './words.ts'

export function mountTickets(app: Hono, office: Office): void {
  app.get(
    '/tickets',
    signedIn(office, async (context, signed) => {
      if (readScope(signed.actor).length === 0) return forbiddenPage(context, signed, noTicketsWords)
      const now = office.now()
      const query = context.req.query()
      const { filter, problem } = readFilter(query, now, signed.settings)
      const scope = office.tickets.scopeOf(signed)
      const found = await listTickets(
        office.reader,
        office.organisationId,
        scope,
        filter,
        now,
        Number(query.page ?? 1),
      )
      return answerPage(
        context,
        <TicketsPage signed={signed} filter={filter} found={found} now={now} problem={problem} />,
      )
    }),
  )
}

/** What the address does not name, or names wrongly, does not narrow the list. */
function readFilter(
  query: Record<string, string>,
  now: string,
  { deadlines, recipients }: Settings,
): { filter: TicketFilter; problem: string | undefined } {
  const { metric = '', block = '', status, channel, recipient, text } = query
  const settings = { zone: deadlines.zone, firstWeekday: defaultFirstWeekday }
  const { period, problem } = readPeriod(query, now, settings)
  const filter: TicketFilter = {
    metric: isMetricId(metric) ? metric : 'open',
    block: isBlockId(block) ? block : undefined,
    status: ticketStatuses.find(each => each === status),
    channel: channelIds.find(each => each === channel),
    recipientId: recipients.find(each => each.id === recipient)?.id,
    period,
    text: text?.trim().slice(0, 200) || undefined,
  }
  return { filter, problem }
}

type TicketsProps = {
  signed: Signed
  filter: TicketFilter
  found: TicketPage
  now: string
  problem: string | undefined
}

function TicketsPage({ signed, filter, found, now, problem }: TicketsProps) {
  const { settings } = signed
  const metric = metrics[filter.metric]
  const inPeriod = metric.span === 'period'
  const title = filter.block ? `${metric.title}: ${blocks[filter.block].title}` : metric.title
  return (
    <Page signed={signed} tab="queue" title={title} wide>
      <div class="headline">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            <b class="ink">{counted(found.total, ticketForms)}</b>
            {inPeriod && ` · ${periodWords(filter.period)}`} · {asOfWords(now, settings.deadlines.zone)}
          </p>
        </div>
      </div>
      {problem && <Notice tone="warned">{problem}</Notice>}
      <search>
        <Filters filter={filter} settings={settings} />
      </search>
      {found.total === 0 ? (
        <Empty filter={filter} />
      ) : (
        <section class="sheet flush">
          <table class="tickets">
            <thead>
              <tr>
                <th scope="col" class="number">
                  №
                </th>
                <th scope="col">Сообщение</th>
                <th scope="col">Блок</th>
                <th scope="col">Где</th>
                <th scope="col">Сейчас у</th>
                <th scope="col">Срок</th>
              </tr>
            </thead>
            <tbody>
              {found.rows.map(row => (
                <Row key={row.ticket.id} view={row} settings={settings} now={now} />
              ))}
            </tbody>
          </table>
        </section>
      )}
      <Paging filter={filter} found={found} />
    </Page>
  )
}

function Row({ view, settings, now }: { view: TicketView; settings: Settings; now: string }) {
  const { ticket } = view
  const [source] = sourcesOf(view)
  const topic = ticket.subtopic === null ? null : titleOf(settings.subtopics, ticket.subtopic)
  const holder = holderWords(ticket, settings)
  return (
    <tr>
      <td class="number">
        <a class="row-link" href={`/tickets/${ticket.number}`}>
          {ticket.number}
        </a>
      </td>
      <td class="message">
        {topic && <b>{topic}</b>}
        <p dir="auto" class="excerpt">
          {source === undefined ? <i class="quiet">Текст удалён</i> : excerpt(source.text)}
        </p>
      </td>
      <td data-label="Блок">
        {blocks[ticket.block].short}
        {ticket.urgent && <span class="urgent">срочно</span>}
      </td>
      <td data-label="Где">
        {ticket.settlement === null ? (
          <span class="quiet">—</span>
        ) : (
          titleOf(settings.settlements, ticket.settlement)
        )}
      </td>
      <td data-label="Сейчас у">
        {ticket.status === 'answered' ? (
          <span class="quiet">—</span>
        ) : (
          <>
            {holder.who}
            <small class="quiet">{statusTitle(ticket)}</small>
          </>
        )}
      </td>
      <td class="due">
        <TicketState ticket={ticket} settings={settings} now={now} />
      </td>
    </tr>
  )
}

function excerpt(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > 220 ? `${line.slice(0, 220).trimEnd()}…` : line || 'Без текста'
}

const listed: readonly MetricId[] = metricIds.filter(id => id !== 'first_due' && id !== 'final_due')

function Filters({ filter, settings }: { filter: TicketFilter; settings: Settings }) {
  const { metric, block, status, channel, recipientId, period, text } = filter
  const any = (title: string) => ({ value: '', title })
  const metricChoices = (span: 'now' | 'period') =>
    metricIds
      .filter(id => metrics[id].span === span && (listed.includes(id) || id === metric))
      .map(id => ({ value: id, title: metrics[id].title }))
  const isNarrowed = Boolean(status || channel || recipientId)
  return (
    <form class="filters sheet" action="/tickets" method="get">
      <div class="filter-row">
        <TextField
          name="text"
          label="Номер или слова"
          type="search"
          value={text ?? ''}
          placeholder="1024 или: вода Садовая"
        />
        <SelectField
          name="metric"
          label="Показать"
          value={metric}
          choices={[]}
          groups={[
            { title: 'Сейчас', choices: metricChoices('now') },
            { title: 'За период', choices: metricChoices('period') },
          ]}
        />
        <SelectField
          name="block"
          label="Блок"
          value={block ?? ''}
          choices={[any('Все блоки'), ...blockIds.map(id => ({ value: id, title: blocks[id].short }))]}
        />
        <button class="main" type="submit">
          Показать
        </button>
      </div>
      <details open={isNarrowed || metrics[metric].span === 'period'}>
        <summary>Ещё условия</summary>
        <div class="filter-row">
          <SelectField
            name="status"
            label="Состояние"
            value={status ?? ''}
            choices={[
              any('Любое'),
              ...ticketStatuses
                .filter(id => id !== 'withdrawn')
                .map(id => ({ value: id, title: statusTitles[id] })),
            ]}
          />
          <SelectField
            name="channel"
            label="Откуда"
            value={channel ?? ''}
            choices={[
              any('Любой канал'),
              ...channelIds.map((id: ChannelId) => ({ value: id, title: channels[id] })),
            ]}
          />
          <SelectField
            name="recipient"
            label="Ответственный получатель"
            value={recipientId ?? ''}
            choices={[any('Любой'), ...settings.recipients.map(({ id, title }) => ({ value: id, title }))]}
          />
          <input type="hidden" name="period" value="any" />
          <TextField name="from" label="Период с" type="date" value={period.firstDate} />
          <TextField name="to" label="по" type="date" value={period.lastDate} />
        </div>
        <p class="help">Период действует там, где показано «за период»: поступило, отвечено, в срок.</p>
      </details>
    </form>
  )
}

function Empty({ filter }: { filter: TicketFilter }) {
  const { metric, text, block, status, channel, recipientId } = filter
  const isNarrowed = Boolean(text || block || status || channel || recipientId)
  return (
    <section class="sheet empty">
      <h2>{isNarrowed ? 'По этим условиям карточек нет' : (emptyTitles[metric] ?? 'Карточек нет')}</h2>
      <p>
        {isNarrowed
          ? 'Уберите часть условий или проверьте, как написано слово: ищутся все слова сразу, по частям слов тоже.'
          : 'Карточка появляется, когда оператор нажимает «Записать» у поста или комментария, и уходит из очереди с окончательным ответом.'}
      </p>
      {isNarrowed && (
        <p>
          <a href={address('/tickets', { metric })}>Убрать все условия</a>
        </p>
      )}
    </section>
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

function Paging({ filter, found }: { filter: TicketFilter; found: TicketPage }) {
  if (found.pages === 1) return null
  const { metric, block, status, channel, recipientId: recipient, text, period } = filter
  const to = (page: number) =>
    address('/tickets', { metric, block, status, channel, recipient, text, ...periodQuery(period), page })
  return (
    <nav class="paging" aria-label="Страницы списка">
      {found.page > 1 ? (
        <a href={to(found.page - 1)} rel="prev">
          ← Предыдущая
        </a>
      ) : (
        <span />
      )}
      <span class="quiet">{`Страница ${found.page} из ${found.pages}`}</span>
      {found.page < found.pages ? (
        <a href={to(found.page + 1)} rel="next">
          Следующая →
        </a>
      ) : (
        <span />
      )}
    </nav>
  )
}
