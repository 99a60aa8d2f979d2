/** One indicator through its year: months, blocks and recipients with plan and fact; entered values with their journal. */
import type { ComponentChildren } from 'preact'
import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { mayManagePeople } from '../../../shared/policy/permissions.ts'
import { titleOf } from '../../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../../shared/reference/blocks.ts'
import { changeWords, monthTitle, numberWords } from '../../../shared/reports/indicator-tables.ts'
import {
  changeBetween,
  type Fact,
  forecastOf,
  forecastWords,
  type Indicator,
  noFact,
  passedShare,
  planOf,
  targetState,
} from '../../../shared/reports/indicators.ts'
import type { Signed } from '../../office.ts'
import {
  type EnteredValue,
  type IndicatorMonths,
  longestNote,
  mayEnterValues,
} from '../../reports/indicators/indicators.ts'
import { Notice, SelectField, TextField } from '../Field.tsx'
import type { Form } from '../form.ts'
import type { Asked } from '../indicators.tsx'
import { Page, personTitle } from '../layout.tsx'
import { FileLinks } from '../rating/FileLinks.tsx'
import { asOfWords } from '../words.ts'
import { FactView } from './FactView.tsx'
import { partyAddress, Quiet, StateWords } from './IndicatorsPage.tsx'
import { indicatorAddress, ofWords, partyGroups, wholeDistrict } from './words.ts'

/** What was refused, with what was typed; `of`: which of the two forms. */
export type Attempt = { words: string; form: Form; of: string }

type Props = {
  signed: Signed
  asked: Asked
  indicator: Indicator
  found: IndicatorMonths
  journal: EnteredValue[]
  now: string
  done: string | undefined
  attempt: Attempt | undefined
}

const doneWords: Readonly<Record<string, string>> = { value: 'Значение записано.', plan: 'План записан.' }

export function IndicatorPage(props: Props) {
  const { signed, asked, indicator, found, journal, now, done, attempt } = props
  const { settings } = signed
  const { year, of } = asked
  const { zone } = settings.deadlines
  const { decimals } = indicator
  const plan = planOf(settings.indicators, indicator.id, year, null, of)
  const passed = passedShare(year, now, zone)
  const forecast = forecastOf(indicator, found.year, passed, found.entered)
  const state = targetState(indicator, plan, found.year, forecast, passed >= 1)
  const whom = ofWords(of, settings)
  const facts: [string, ComponentChildren][] = [
    ['План на год', numberWords(plan, decimals)],
    ['Факт с начала года', <FactView key="fact" indicator={indicator} fact={found.year} of={{ year, of }} />],
    ['Прогноз на год', `${state === 'few' ? '—' : numberWords(forecast, decimals)}`],
    ['Состояние', <StateWords key="state" state={state} />],
  ]
  return (
    <Page
      signed={signed}
      tab="report"
      section={{ current: 'indicators', to: { indicators: indicatorAddress(asked) } }}
      title={indicator.title}
      liveUrl={indicatorAddress(asked, indicator.id)}
      wide
      stands
    >
      <p class="back">
        <a href={indicatorAddress(asked)}>← К показателям</a>
      </p>
      <div class="headline">
        <div>
          <h1>{indicator.title}</h1>
          <p class="quiet">
            {[indicator.code, indicator.unit, `${year}\u00a0год`, whom].filter(Boolean).join(' · ')} ·{' '}
            {asOfWords(now, zone)}
          </p>
          <p class="quiet">
            {indicator.formula} {indicator.clause !== '' && `(${indicator.clause})`}
          </p>
        </div>
      </div>
      {done !== undefined && doneWords[done] && <Notice tone="done">{doneWords[done]}</Notice>}
      {attempt && <Notice tone="refused">{attempt.words}</Notice>}
      <dl class="facts across sheet">
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <b>{value}</b>
            </dd>
          </div>
        ))}
        <div>
          <dt>Как сделан прогноз</dt>
          <dd>{forecastWords(indicator)}</dd>
        </div>
      </dl>
      <Months {...props} />
      {of === '' && (
        <>
          <Parties
            {...props}
            title="По блокам"
            first="Блок"
            prefix="block:"
            rows={blockIds.map(id => ({
              id,
              title: blocks[id].short,
              fact: found.blocks.get(id) ?? noFact,
            }))}
          />
          <Parties
            {...props}
            title="По ответственным получателям"
            first="Получатель"
            prefix="recipient:"
            rows={settings.recipients.map(({ id, title }) => ({
              id,
              title,
              fact: found.recipients.get(id) ?? noFact,
            }))}
          />
        </>
      )}
      <FileLinks path={`/indicators/${encodeURIComponent(indicator.id)}/year`} query={{ year, of }} />
      {indicator.source.from === 'people' && mayEnterValues(signed) && (
        <NumberForm
          {...props}
          kind="value"
          title="Внести значение"
          help="Пусто — убрать значение. Прежние остаются в журнале."
        />
      )}
      {mayManagePeople(signed.actor) && (
        <NumberForm {...props} kind="plan" title="Задать план" help="Пусто — убрать план." />
      )}
      {indicator.source.from === 'people' && (
        <Journal journal={journal} indicator={indicator} signed={signed} />
      )}
    </Page>
  )
}

function Months({ signed, asked, indicator, found, now }: Props) {
  const today = localDateOf(now, signed.settings.deadlines.zone)
  const { decimals } = indicator
  const { year, of } = asked
  return (
    <section class="sheet flush medium" aria-labelledby="months">
      <table class="blocks indicators">
        <caption id="months">По месяцам</caption>
        <thead>
          <tr>
            <th scope="col">Месяц</th>
            <th scope="col" class="number">
              план
            </th>
            <th scope="col" class="number">
              факт
            </th>
            <th scope="col" class="number">
              к предыдущему
            </th>
          </tr>
        </thead>
        <tbody>
          {found.months.map(({ month, fact }, index) => {
            const plan = planOf(signed.settings.indicators, indicator.id, year, month, of)
            const before = found.months[index - 1]?.fact ?? noFact
            return (
              <tr key={month} class={fact.value === null && plan === null ? 'nothing' : undefined}>
                <th scope="row">{monthTitle(month)}</th>
                <td class="number" data-label="план">
                  <Quiet words={numberWords(plan, decimals)} />
                </td>
                <td class="number" data-label="факт">
                  <FactView
                    indicator={indicator}
                    fact={fact}
                    of={{ year, of, month }}
                    isAhead={`${year}-${String(month).padStart(2, '0')}` > today.slice(0, 7)}
                  />
                </td>
                <td class="number" data-label="к предыдущему">
                  <Quiet words={changeWords(changeBetween(indicator, fact, before), decimals)} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

type PartyRow = { id: string; title: string; fact: Fact }

/** Whoever has neither fact nor plan is left out. */
function Parties({
  signed,
  asked,
  indicator,
  title,
  first,
  prefix,
  rows,
}: Props & { title: string; first: string; prefix: 'block:' | 'recipient:'; rows: readonly PartyRow[] }) {
  const { year } = asked
  const shown = rows
    .map(row => ({
      ...row,
      of: `${prefix}${row.id}`,
      plan: planOf(signed.settings.indicators, indicator.id, year, null, `${prefix}${row.id}`),
    }))
    .filter(({ fact, plan }) => (fact.value ?? 0) !== 0 || fact.of !== null || plan !== null)
  if (shown.length === 0) return null
  const id = `by-${prefix.slice(0, -1)}`
  return (
    <section class="sheet flush medium" aria-labelledby={id}>
      <table class="blocks indicators">
        <caption id={id}>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            <th scope="col" class="number">
              план на год
            </th>
            <th scope="col" class="number">
              факт с начала года
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(row => (
            <tr key={row.id}>
              <th scope="row">
                <a href={partyAddress(asked, row.of, indicator.id)}>{row.title}</a>
              </th>
              <td class="number" data-label="план на год">
                <Quiet words={numberWords(row.plan, indicator.decimals)} />
              </td>
              <td class="number" data-label="факт с начала года">
                <FactView indicator={indicator} fact={row.fact} of={{ year, of: row.of }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function NumberForm({
  signed,
  asked,
  indicator,
  attempt,
  kind,
  title,
  help,
}: Props & { kind: 'value' | 'plan'; title: string; help: string }) {
  const typed = attempt?.of === kind ? attempt.form : undefined
  const path = indicatorAddress(asked, indicator.id).replace('?', `/${kind}?`)
  return (
    <section class="sheet stack medium" aria-labelledby={kind}>
      <h2 id={kind}>{title}</h2>
      <form method="post" action={path} class="stack">
        <div class="pair">
          <SelectField
            name="month"
            label="За что"
            scope={kind}
            value={typed?.one('month') ?? (kind === 'value' ? String(asked.month) : '')}
            choices={[
              { value: '', title: `${asked.year}\u00a0год целиком` },
              ...Array.from({ length: 12 }, (_, index) => ({
                value: String(index + 1),
                title: monthTitle(index + 1),
              })),
            ]}
          />
          <SelectField
            name="of"
            label="По кому"
            scope={kind}
            value={typed?.one('of') ?? asked.of}
            choices={[wholeDistrict]}
            groups={partyGroups(signed.settings)}
          />
        </div>
        <TextField
          name="value"
          label={`${kind === 'value' ? 'Значение' : 'План'}, ${indicator.unit || 'число'}`}
          scope={kind}
          value={typed?.one('value') ?? ''}
          help={help}
          maxLength={20}
        />
        {kind === 'value' && (
          <TextField
            name="note"
            label="Откуда число"
            scope={kind}
            value={typed?.one('note') ?? ''}
            maxLength={longestNote}
          />
        )}
        <div class="buttons">
          <button type="submit">Записать</button>
        </div>
      </form>
    </section>
  )
}

function Journal({
  journal,
  indicator,
  signed,
}: {
  journal: readonly EnteredValue[]
  indicator: Indicator
  signed: Signed
}) {
  const { settings } = signed
  if (journal.length === 0)
    return (
      <section class="sheet empty">
        <h2>Значений за этот год ещё не вносили</h2>
        <p>Их вносят руководитель МЦУ и ответственный за информирование. Каждое изменение останется здесь.</p>
      </section>
    )
  return (
    <section class="sheet stack" aria-labelledby="journal">
      <h2 id="journal">Журнал значений</h2>
      <ul>
        {journal.map(({ at, by, month, of, value, note }) => (
          <li key={`${at}${month}${of}`}>
            {`${formatDateTime(at, settings.deadlines.zone)}, ${personTitle(signed, by)}: ${month === null ? 'год' : monthTitle(month).toLowerCase()}, ${of === '' ? 'весь район' : journalOf(of, signed)} — `}
            <b>{value === null ? 'убрано' : numberWords(value, indicator.decimals)}</b>
            {note !== '' && ` (${note})`}
          </li>
        ))}
      </ul>
    </section>
  )
}

function journalOf(of: string, { settings }: Signed): string {
  return ofWords(of, settings) || titleOf(settings.recipients, of)
}
