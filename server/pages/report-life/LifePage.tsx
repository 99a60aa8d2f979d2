import { formatDateTime } from '../../../shared/deadlines/words.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { isUnapproved, reportStageTitles } from '../../../shared/reports/life.ts'
import { periodWordsInside } from '../../../shared/reports/period.ts'
import { portalText } from '../../../shared/reports/portal-text.ts'
import type { Signed } from '../../office.ts'
import type { LineOrder } from '../../reports/archive/orders.ts'
import type { FoundReport } from '../../reports/archive/reports.ts'
import { actorWords } from '../../reports/archive/rights.ts'
import type { StoredFile } from '../../reports/archive/store.ts'
import { DocumentView } from '../../reports/documents/DocumentView.tsx'
import type { Pictures } from '../../reports/documents/render.ts'
import { Notice } from '../Field.tsx'
import type { Form } from '../form.ts'
import { Page } from '../layout.tsx'
import { PeriodNav } from '../reports/PeriodNav.tsx'
import type { ReportPlace } from '../reports/places.ts'
import { GivenOrders } from './GivenOrders.tsx'
import { OrderForm } from './OrderForm.tsx'
import { OwnTexts } from './OwnTexts.tsx'
import { Stages } from './Stages.tsx'

export type LifeProps = {
  place: ReportPlace
  signed: Signed
  report: FoundReport
  /** `undefined` where this person does not see it yet. */
  value: ReportDocument | undefined
  pictures: Pictures
  files: readonly StoredFile[]
  /** Whether what is stored has the checksum that was kept. */
  isWhole: boolean
  faults: readonly string[]
  remarks: readonly string[]
  isMaker: boolean
  /** Whom the chief may order; empty for anybody else. */
  parties: readonly { value: string; title: string }[]
  /** What the chief ordered on this report. */
  orders: readonly LineOrder[]
  now: string
  done: string | undefined
  problem: string | undefined
  typed: Form
}

export function LifePage(props: LifeProps) {
  const { place, signed, report, value, pictures, isWhole, isMaker, parties, done, problem } = props
  const { period, life } = report
  return (
    <Page
      signed={signed}
      tab="reports"
      title={`${place.title}: ${periodWordsInside(period)}`}
      wide
      stands={problem !== undefined}
    >
      <p class="back">
        <a href="/reports">← Отчёты</a>
      </p>
      <div class="headline">
        <p>
          <b>{`${place.title}: ${periodWordsInside(period)}`}</b>
          {' · '}
          {reportStageTitles[life.stage]}
          {life.number !== null && ` · №\u00a0${life.number}`}
        </p>
        <PeriodNav addressOf={each => place.addressOf(each)} period={period} settings={signed.settings} />
      </div>
      {done && <Notice tone="done">{done}</Notice>}
      {problem && <Notice tone="refused">{problem}</Notice>}
      {!isWhole && (
        <Notice tone="refused">
          Сохранённый текст не совпадает со своей контрольной суммой: его изменили на диске сервера. Верните
          целую копию данных.
        </Notice>
      )}
      {isMaker && <Stages {...props} />}
      {value === undefined ? (
        <section class="sheet empty">
          <h1>Ещё не утверждено</h1>
          <p>Отчёт появится здесь, когда руководитель МЦУ утвердит его. Утверждённые — в «Отчётах».</p>
        </section>
      ) : (
        <>
          {parties.length > 0 && <OrderForm {...props} value={value} />}
          <GivenOrders {...props} />
          {isMaker && <PortalText value={value} />}
          <DocumentView report={value} pictures={pictures} />
        </>
      )}
      {isMaker && isUnapproved(life) && <OwnTexts {...props} />}
      {isMaker && <Acts report={report} signed={signed} />}
    </Page>
  )
}

/** Ready to be selected whole and pasted: the portal takes no files. */
function PortalText({ value }: { value: ReportDocument }) {
  const text = portalText(value)
  if (text === undefined) return null
  return (
    <section class="sheet stack tight no-print">
      <label class="field">
        <b>Скопировать на портал</b>
        <textarea readOnly rows={Math.min(14, text.split('\n').length + 1)} spellcheck={false}>
          {text}
        </textarea>
      </label>
      <p class="quiet">
        Щёлкните в поле, <kbd>Ctrl</kbd>+<kbd>A</kbd>, <kbd>Ctrl</kbd>+<kbd>C</kbd>; на портале{' '}
        <kbd>Ctrl</kbd>+<kbd>V</kbd>. После отправки запишите, что внесено.
      </p>
    </section>
  )
}

const actTitles = {
  written: 'правка текста',
  checked: 'проверено',
  returned: 'возвращено',
  approved: 'утверждено',
  sent: 'отправлено',
} as const

/** Who did what and when. */
function Acts({ report: { acts, period }, signed: { settings } }: Pick<LifeProps, 'report' | 'signed'>) {
  if (acts.length === 0) return null
  return (
    <details class="how">
      <summary>История отчёта</summary>
      <ol class="plain">
        {acts.map((act, index) => (
          <li key={index}>
            {`${formatDateTime(act.at, period.zone)} — ${actTitles[act.type]}, ${actorWords(act.by, act.behalf, settings)}`}
            {act.type === 'returned' && `: ${act.reason}`}
          </li>
        ))}
      </ol>
    </details>
  )
}
