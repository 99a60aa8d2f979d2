import { formatDateTime, overdueWords } from '../../../shared/deadlines/words.ts'
import type { Person } from '../../../shared/policy/settings.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import type { Texts } from '../../../shared/reports/life.ts'
import { metrics, shareWords } from '../../../shared/reports/metrics.ts'
import { type Period, periodWordsInside } from '../../../shared/reports/period.ts'
import {
  causeOf,
  causesOf,
  measuresOf,
  proposalsText,
  type SummaryLife,
} from '../../../shared/reports/summary/life.ts'
import type { Signed } from '../../office.ts'
import { actorWords } from '../../reports/archive/rights.ts'
import type { LateLine } from '../../reports/note/lines.ts'
import type { SummaryNumbers } from '../../reports/summaries/query.ts'
import { LongTextField, Notice } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { PeriodNav } from '../reports/PeriodNav.tsx'
import { listOf, weekAddress } from '../reports/weeks.ts'

type Props = {
  signed: Signed
  person: Person
  period: Period
  life: SummaryLife
  numbers: SummaryNumbers
  asOf: string
  now: string
  /** The person, or who stands in. */
  mayWrite: boolean
  /** What was typed and not saved. */
  typed: Texts | undefined
  done: string | undefined
  problem: string | undefined
}

export function SummaryPage(props: Props) {
  const { signed, person, period, life, numbers, asOf, mayWrite, done, problem } = props
  const addressOf = (each: Period) => weekAddress('/summary', each, { person: person.id })
  const isOpen = mayWrite && life.handedIn === null
  return (
    <Page
      signed={signed}
      tab="reports"
      title={`Сводка: ${periodWordsInside(period)}`}
      wide
      liveUrl={addressOf(period)}
      stands={problem !== undefined}
    >
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <div class="headline">
        <div>
          <h1>{`Сводка: ${periodWordsInside(period)}`}</h1>
          <p class="quiet">{`${person.title} · ${asOf}`}</p>
        </div>
        <PeriodNav period={period} settings={signed.settings} addressOf={addressOf} />
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{`${problem} Введённое сохранено в форме.`}</Notice>}
      <State {...props} />
      <Numbers numbers={numbers} period={period} />
      {isOpen ? <SummaryForm {...props} /> : <Words {...props} />}
      {life.handedIn !== null && <GiveBack {...props} />}
    </Page>
  )
}

function State({ life: { handedIn, returned }, period, signed: { settings } }: Props) {
  if (handedIn !== null)
    return (
      <p class="state done">
        {handedIn.automatic
          ? `✓ Сдана сама ${formatDateTime(handedIn.at, period.zone)}: сообщений не поступало`
          : `✓ Сдана ${formatDateTime(handedIn.at, period.zone)}: ${actorWords(handedIn.by, handedIn.behalf, settings)}`}
      </p>
    )
  if (returned !== null)
    return (
      <Notice tone="warned">
        {returned.reason === '' ? 'Сводка возвращена для правки.' : `Сводка возвращена: ${returned.reason}`}
      </Notice>
    )
  return null
}

function Numbers({ numbers: { blocks: rows }, period }: { numbers: SummaryNumbers; period: Period }) {
  return (
    <section class="sheet flush" aria-labelledby="numbers">
      <table class="list">
        <caption id="numbers">Числа недели</caption>
        <thead>
          <tr>
            <th scope="col">Блок</th>
            {(['received', 'answered', 'first_in_time', 'final_in_time', 'overdue'] as const).map(metric => (
              <th key={metric} scope="col" class="number">
                <abbr title={metrics[metric].formula}>{metrics[metric].title}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ block, counts, receivedBefore }) => {
            const change = counts.received - receivedBefore
            return (
              <tr key={block}>
                <th scope="row">{blocks[block].title}</th>
                <td class="number">
                  <a href={listOf('received', period, { block })}>{counts.received}</a>
                  {change !== 0 && (
                    <small class="quiet">{`\u00a0(${change > 0 ? '+' : '−'}${Math.abs(change)})`}</small>
                  )}
                </td>
                <td class="number">
                  <a href={listOf('answered', period, { block })}>{counts.answered}</a>
                </td>
                <td class="number">
                  <a href={listOf('first_due', period, { block })}>
                    {shareWords(counts.first_in_time, counts.first_due)}
                  </a>
                </td>
                <td class="number">
                  <a href={listOf('final_due', period, { block })}>
                    {shareWords(counts.final_in_time, counts.final_due)}
                  </a>
                </td>
                <td class="number">
                  <a
                    class={counts.overdue > 0 ? 'state overdue' : undefined}
                    href={listOf('overdue', period, { block })}
                  >
                    {counts.overdue}
                  </a>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

function SummaryForm({ person, period, life, numbers, now, typed }: Props) {
  const textOf = (name: string) => typed?.[name] ?? life.texts[name] ?? ''
  const { lines, total } = numbers.overdue
  return (
    <form
      method="post"
      action={weekAddress('/summary/save', period, { person: person.id })}
      class="stack"
      data-draft={`summary:${person.id}:${period.firstDate}`}
      data-draft-failed={typed === undefined ? undefined : ''}
    >
      {lines.length === 0 ? (
        <p class="state done">✓ Просроченного нет: писать ничего не нужно, достаточно сдать.</p>
      ) : (
        <section class="sheet stack" aria-labelledby="overdue">
          <h2 id="overdue">{`Просрочено: ${total}`}</h2>
          <p class="quiet">Причина и принятые меры нужны только здесь. Без имён и адресов жителей.</p>
          {lines.map(line => (
            <fieldset key={line.ticketId} class="field stack tight">
              <legend>
                <a href={`/tickets/${line.number}`}>{`№\u00a0${line.number}`}</a> {aboutWords(line, now)}
              </legend>
              <input type="hidden" name="ticket" value={line.ticketId} />
              <div class="pair">
                <LongTextField
                  name={causeOf(line.ticketId)}
                  label="Причина"
                  value={textOf(causeOf(line.ticketId))}
                  rows={2}
                  maxLength={2_000}
                />
                <LongTextField
                  name={measuresOf(line.ticketId)}
                  label="Принятые меры"
                  value={textOf(measuresOf(line.ticketId))}
                  rows={2}
                  maxLength={2_000}
                />
              </div>
            </fieldset>
          ))}
        </section>
      )}
      <details class="sheet" open={hasFreeText(life.texts, numbers) || typed !== undefined}>
        <summary>Причины обращений и предложения (по желанию)</summary>
        <div class="stack">
          {numbers.blocks.map(({ block }) => (
            <div key={block}>
              <input type="hidden" name="block" value={block} />
              <LongTextField
                name={causesOf(block)}
                label={`${blocks[block].title}: почему пишут`}
                value={textOf(causesOf(block))}
                rows={2}
                maxLength={4_000}
              />
            </div>
          ))}
          <LongTextField
            name={proposalsText}
            label="Предложения"
            value={textOf(proposalsText)}
            help="Какие решения нужны, и от кого."
            rows={3}
            maxLength={4_000}
          />
        </div>
      </details>
      <div class="buttons">
        <button class="main" type="submit" name="act" value="hand-in">
          Сдать
        </button>
        <button type="submit" name="act" value="save">
          Сохранить и сдать позже
        </button>
      </div>
    </form>
  )
}

function hasFreeText(texts: Texts, numbers: SummaryNumbers): boolean {
  return [proposalsText, ...numbers.blocks.map(({ block }) => causesOf(block))].some(name => texts[name])
}

/** What was written, to be read only. */
function Words({ life: { texts }, numbers, now }: Props) {
  const { lines } = numbers.overdue
  const free = [
    ...numbers.blocks.map(({ block }) => ({
      title: `${blocks[block].title}: почему пишут`,
      text: texts[causesOf(block)],
    })),
    { title: 'Предложения', text: texts[proposalsText] },
  ].filter(({ text }) => text)
  if (lines.length + free.length === 0) return null
  return (
    <section class="sheet stack">
      {lines.map(line => (
        <div key={line.ticketId}>
          <p>
            <a href={`/tickets/${line.number}`}>{`№\u00a0${line.number}`}</a> {aboutWords(line, now)}
          </p>
          <p>{`Причина: ${texts[causeOf(line.ticketId)] ?? 'не указана'}`}</p>
          <p>{`Принятые меры: ${texts[measuresOf(line.ticketId)] ?? 'не указаны'}`}</p>
        </div>
      ))}
      {free.map(({ title, text }) => (
        <div key={title}>
          <p>
            <b>{title}</b>
          </p>
          <p>{text}</p>
        </div>
      ))}
    </section>
  )
}

function GiveBack({ person, period, mayWrite }: Props) {
  const action = weekAddress('/summary/return', period, { person: person.id })
  if (mayWrite)
    return (
      <form method="post" action={action} class="no-print">
        <button type="submit">Вернуть себе</button>
      </form>
    )
  return (
    <details class="no-print">
      <summary>Вернуть сводку</summary>
      <form method="post" action={action} class="stack tight">
        <LongTextField name="reason" label="Что поправить" rows={2} required maxLength={2_000} />
        <button type="submit">Вернуть</button>
      </form>
    </details>
  )
}

function aboutWords({ block, subtopic, settlement, lateSince }: LateLine, now: string): string {
  const late = lateSince === null ? '' : overdueWords(lateSince, now)
  return [blocks[block].short, subtopic, settlement, late].filter(Boolean).join(' · ')
}
