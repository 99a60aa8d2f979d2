import { blocks } from '../../../shared/reference/blocks.ts'
import { type Period, periodWordsInside } from '../../../shared/reports/period.ts'
import { handedInWords, sentence } from '../../../shared/reports/sentences.ts'
import type { Signed } from '../../office.ts'
import type { Summary } from '../../reports/summaries/summaries.ts'
import { Notice } from '../Field.tsx'
import { Page } from '../layout.tsx'
import { FileLinks } from '../rating/FileLinks.tsx'
import { summaryStateWords } from '../reports/list-tables.ts'
import { PeriodNav } from '../reports/PeriodNav.tsx'
import { weekAddress } from '../reports/weeks.ts'

type Props = { signed: Signed; period: Period; summaries: readonly Summary[]; done: string | undefined }

/** «Сводки сдали 4 из 6 руководителей», who has and who has not. */
export function SummariesPage({ signed, period, summaries, done }: Props) {
  const handed = summaries.filter(({ life }) => life.handedIn !== null).length
  return (
    <Page signed={signed} tab="reports" title={`Сводки: ${periodWordsInside(period)}`} wide>
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <div class="headline">
        <div>
          <h1>{`Сводки: ${periodWordsInside(period)}`}</h1>
          {summaries.length > 0 && (
            <p>{`${sentence(handed === 0 ? 'сводок пока нет' : handedInWords(handed, summaries.length))} Записку можно составить и без остальных: в ней будет сказано, кто не сдал.`}</p>
          )}
        </div>
        <PeriodNav
          period={period}
          settings={signed.settings}
          addressOf={each => weekAddress('/summaries', each)}
        />
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      {summaries.length === 0 ? (
        <section class="sheet empty">
          <h2>Руководителей блоков ещё нет</h2>
          <p>
            Сводки сдают сотрудники с ролью «Руководитель отраслевого блока».{' '}
            <a href="/people">Назначить в «Сотрудниках»</a>
          </p>
        </section>
      ) : (
        <section class="sheet flush">
          <table class="list">
            <thead>
              <tr>
                <th scope="col">Руководитель</th>
                <th scope="col">Блоки</th>
                <th scope="col">Состояние</th>
              </tr>
            </thead>
            <tbody>
              {summaries.map(({ person, life }) => (
                <tr key={person.id}>
                  <th scope="row">
                    <a href={weekAddress('/summary', period, { person: person.id })}>{person.title}</a>
                  </th>
                  <td>{person.blocks.map(block => blocks[block].short).join(', ')}</td>
                  <td>
                    <StateWords life={life} zone={period.zone} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {summaries.length > 0 && <FileLinks path="/summaries" query={{ week: period.firstDate }} />}
    </Page>
  )
}

const signs = { done: '✓', today: '◆', overdue: '▲' } as const

function StateWords({ life, zone }: { life: Summary['life']; zone: string }) {
  const { state, words } = summaryStateWords(life, zone)
  return <span class={`state ${state}`}>{`${signs[state]} ${words}`}</span>
}
