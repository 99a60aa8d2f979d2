/** The year of indicators: plan, fact, forecast and state, and one month beside the month before. */
import {
  changeNote,
  changeWords,
  forecastNote,
  monthTitle,
  numberWords,
  percentOfMonth,
} from '../../../shared/reports/indicator-tables.ts'
import type { IndicatorLine, IndicatorYear } from '../../../shared/reports/indicator-year.ts'
import { type TargetState, targetWords } from '../../../shared/reports/indicators.ts'
import { percentBase } from '../../../shared/reports/metrics.ts'
import type { Signed } from '../../office.ts'
import { address } from '../address.ts'
import { SelectField } from '../Field.tsx'
import type { Asked } from '../indicators.tsx'
import { Page } from '../layout.tsx'
import { FileLinks } from '../rating/FileLinks.tsx'
import { asOfWords } from '../words.ts'
import { FactView } from './FactView.tsx'
import { indicatorAddress, ofWords, partyGroups, wholeDistrict } from './words.ts'

type Props = { signed: Signed; asked: Asked; found: IndicatorYear }

export function IndicatorsPage({ signed, asked, found }: Props) {
  const { settings } = signed
  const { year, month, of, currentYear } = asked
  const title = `Показатели, ${year}\u00a0год`
  const whom = ofWords(of, settings)
  return (
    <Page signed={signed} tab="report" section={{ current: 'indicators' }} title={title} wide stands>
      <div class="headline">
        <div>
          <h1>{title}</h1>
          <p class="quiet">
            {whom !== '' && `${whom} · `}
            {asOfWords(found.asOf, settings.deadlines.zone)}
          </p>
        </div>
        <nav class="period" aria-label="Год">
          <a class="step" href={indicatorAddress({ year: year - 1, of })}>
            <span aria-hidden="true">←</span>
            <span class="unseen">{`${year - 1} год`}</span>
          </a>
          {year < currentYear && (
            <a class="step" href={indicatorAddress({ year: year + 1, of })}>
              <span aria-hidden="true">→</span>
              <span class="unseen">{`${year + 1} год`}</span>
            </a>
          )}
        </nav>
      </div>
      <form class="filters sheet" action="/indicators" method="get">
        <input type="hidden" name="year" value={year} />
        <div class="filter-row">
          <SelectField
            name="of"
            label="По кому"
            value={of}
            choices={[wholeDistrict]}
            groups={partyGroups(settings)}
          />
          <SelectField
            name="month"
            label="Месяц рядом с годом"
            value={String(month)}
            choices={Array.from({ length: 12 }, (_, index) => ({
              value: String(index + 1),
              title: monthTitle(index + 1),
            }))}
          />
          <button class="main" type="submit">
            Показать
          </button>
        </div>
      </form>
      <section class="sheet flush" aria-labelledby="indicators">
        <table class="blocks indicators">
          <caption id="indicators">План и факт</caption>
          <thead>
            <tr class="spans">
              <td />
              <th scope="colgroup" colSpan={4}>
                за год
              </th>
              <th scope="colgroup" colSpan={3}>
                {monthTitle(month).toLowerCase()}
              </th>
            </tr>
            <tr>
              <th scope="col">Показатель</th>
              <th scope="col" class="number starts">
                план
              </th>
              <th scope="col" class="number">
                факт с начала года
              </th>
              <th scope="col" class="number">
                <abbr title={forecastNote}>прогноз на год</abbr>
              </th>
              <th scope="col">состояние</th>
              <th scope="col" class="number starts">
                план
              </th>
              <th scope="col" class="number">
                факт
              </th>
              <th scope="col" class="number">
                <abbr title={changeNote}>изменение</abbr>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.lines.map(line => (
              <Line key={line.indicator.id} line={line} asked={asked} />
            ))}
          </tbody>
        </table>
      </section>
      <FileLinks path="/indicators" query={{ year, of, month }} />
      <details class="how">
        <summary>Как считаются показатели</summary>
        <p>{forecastNote}</p>
        <p>{changeNote}</p>
        <dl class="dictionary">
          {found.lines.map(({ indicator }) => (
            <div key={indicator.id}>
              <dt>{[indicator.code, indicator.title].filter(Boolean).join(' · ')}</dt>
              <dd>
                {indicator.formula}{' '}
                {indicator.clause !== '' && <span class="quiet">({indicator.clause})</span>}
              </dd>
            </div>
          ))}
        </dl>
        <p class="quiet">{`Доля в процентах показана от ${percentBase} карточек. Пункты — по постановлению № 697-П.`}</p>
      </details>
      {signed.actor.roles.includes('center_head') && (
        <p class="links">
          <a href="/settings/indicators">Свои показатели</a>
        </p>
      )}
    </Page>
  )
}

function Line({ line, asked }: { line: IndicatorLine; asked: Asked }) {
  const { indicator, plan, fact, forecast, state, month } = line
  const { decimals } = indicator
  const percent = percentOfMonth(line)
  const isFew = indicator.measure === 'share' && (fact.of ?? 0) < percentBase
  return (
    <tr>
      <th scope="row">
        <a href={indicatorAddress(asked, indicator.id)}>{indicator.title}</a>
        <small class="quiet">{[` ${indicator.code}`, indicator.unit].filter(Boolean).join(', ')}</small>
      </th>
      <td class="number starts" data-label="план на год">
        <Quiet words={numberWords(plan, decimals)} />
      </td>
      <td class="number" data-label="факт с начала года">
        <FactView indicator={indicator} fact={fact} of={{ year: asked.year, of: asked.of }} />
      </td>
      <td class="number" data-label="прогноз на год">
        <Quiet words={isFew ? '—' : numberWords(forecast, decimals)} />
      </td>
      <td data-label="состояние">
        <StateWords state={state} />
      </td>
      <td class="number starts" data-label="план на месяц">
        <Quiet words={numberWords(month.plan, decimals)} />
      </td>
      <td class="number" data-label="факт за месяц">
        <FactView indicator={indicator} fact={month.fact} of={asked} />
      </td>
      <td class="number" data-label="изменение">
        <Quiet words={changeWords(month.change, decimals)} />
        {percent !== '—' && <small class="quiet">{` (${percent})`}</small>}
      </td>
    </tr>
  )
}

/** A dash stands quietly, and not at all on a phone. */
export function Quiet({ words }: { words: string }) {
  return <span class={words === '—' ? 'quiet' : undefined}>{words}</span>
}

const looks: Readonly<Record<TargetState, { look: string; shape: string }>> = {
  'no-plan': { look: 'quiet', shape: '' },
  'not-judged': { look: 'quiet', shape: '' },
  'no-data': { look: 'quiet', shape: '' },
  few: { look: 'quiet', shape: '' },
  met: { look: 'state done', shape: '✓' },
  'on-track': { look: 'state done', shape: '●' },
  behind: { look: 'state today', shape: '◆' },
  missed: { look: 'state overdue', shape: '▲' },
}

/** Word, shape and colour. */
export function StateWords({ state }: { state: TargetState }) {
  const { look, shape } = looks[state]
  return (
    <span class={look}>
      {shape !== '' && (
        <span class="shape" aria-hidden="true">
          {shape}
        </span>
      )}
      {shape !== '' && ' '}
      {targetWords[state]}
    </span>
  )
}

/** For the address of the same page about another. */
export function partyAddress(asked: Asked, of: string, id: string): string {
  return address(`/indicators/${encodeURIComponent(id)}`, { year: asked.year, of })
}
