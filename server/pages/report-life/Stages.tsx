/** Where the report stands, and the one act that comes next. */

import { formatDateTime } from '../../../shared/deadlines/words.ts'
import { localDateOf } from '../../../shared/deadlines/zone.ts'
import { isUnapproved } from '../../../shared/reports/life.ts'
import { dateWords } from '../../../shared/reports/period.ts'
import { LongTextField, TextField } from '../Field.tsx'
import { ReportFiles } from '../reports/files.tsx'
import { draftFile } from '../reports/places.ts'
import type { LifeProps } from './LifePage.tsx'

export function Stages(props: LifeProps) {
  const { life } = props.report
  return (
    <section class="sheet stack no-print" aria-labelledby="stage">
      <h2 id="stage">Что дальше</h2>
      {life.returned !== null && life.stage === 'draft' && (
        <p>
          <b>Возвращено на доработку:</b> {life.returned.reason}
        </p>
      )}
      <Remarks {...props} />
      <Next {...props} />
      {isUnapproved(life) && (
        <p>
          <a href={props.place.addressOf(props.report.period, draftFile)} download>
            Скачать черновик (DOCX)
          </a>
        </p>
      )}
    </section>
  )
}

function Remarks({ faults, remarks, report: { life } }: LifeProps) {
  if (faults.length + remarks.length === 0)
    return life.stage === 'draft' ? <p class="state done">✓ Замечаний нет.</p> : null
  return (
    <ul class="warnings">
      {faults.map(words => (
        <li key={words}>
          <span class="overdue" aria-hidden="true">
            ▲
          </span>
          <span>{words}</span>
        </li>
      ))}
      {remarks.map(words => (
        <li key={words}>
          <span class="today" aria-hidden="true">
            ◆
          </span>
          <span>{words}</span>
        </li>
      ))}
    </ul>
  )
}

function Next(props: LifeProps) {
  const { place, report, files, faults } = props
  const { life, period, id } = report
  const action = (what: string) => place.addressOf(period, what)
  switch (life.stage) {
    case 'draft':
      return faults.length > 0 ? (
        <p>
          Исправьте отмеченное ▲: после этого отчёт можно проверить. Слова из сводки правит её автор: верните
          сводку в «Сводках».
        </p>
      ) : (
        <form method="post" action={action('checked')} class="stack tight">
          <p class="quiet">Числа зафиксируются на этот момент. Замечания ◆ войдут в отметку о проверке.</p>
          <div class="buttons">
            <button class="main" type="submit">
              Проверено
            </button>
          </div>
        </form>
      )
    case 'checked':
      return (
        <>
          <p>
            {`Числа на ${formatDateTime(life.checked?.cut.asOf ?? '', period.zone)}. Правка текста снова сделает отчёт проектом.`}
          </p>
          <form method="post" action={action('approved')}>
            <div class="buttons">
              <button class="main" type="submit">
                Утвердить
              </button>
            </div>
          </form>
          <GiveBack {...props} />
        </>
      )
    case 'approved':
      return (
        <>
          {id && <ReportFiles id={id} version={life.version} files={files} />}
          <SendForm {...props} />
          <GiveBack {...props} />
        </>
      )
    case 'sent':
      return (
        <>
          {life.sent && (
            <p>
              {[
                `Отправлено ${dateWords(life.sent.sentOn)}: ${life.sent.to}`,
                life.sent.outgoingNumber && `исх. № ${life.sent.outgoingNumber}`,
                life.sent.portalEntry && `на портале: ${life.sent.portalEntry}`,
              ]
                .filter(Boolean)
                .join(', ')}
            </p>
          )}
          {id && <ReportFiles id={id} version={life.version} files={files} />}
        </>
      )
    default: {
      const never: never = life.stage
      return never
    }
  }
}

function GiveBack({ place, report: { period }, typed }: LifeProps) {
  return (
    <details>
      <summary>Вернуть на доработку</summary>
      <form method="post" action={place.addressOf(period, 'returned')} class="stack tight">
        <LongTextField
          name="reason"
          label="Почему"
          value={typed.one('reason')}
          rows={2}
          required
          maxLength={2_000}
        />
        <button type="submit">Вернуть</button>
      </form>
    </details>
  )
}

/** After it nothing can be changed: the one act that is confirmed by its own form. */
function SendForm({ place, report: { period }, signed: { settings }, typed, now }: LifeProps) {
  return (
    <form method="post" action={place.addressOf(period, 'sent')} class="stack tight">
      <p class="quiet">
        Отправьте файл сами, по СЭД или лично, и запишите это здесь: после записи отчёт не меняется.
      </p>
      <TextField
        name="to"
        label="Кому"
        value={typed.one('to') || place.addresseeOf(settings)}
        required
        maxLength={300}
      />
      <TextField
        name="sentOn"
        label="Когда"
        type="date"
        value={typed.one('sentOn') || localDateOf(now, period.zone)}
        required
      />
      <TextField
        name="outgoingNumber"
        label="Исходящий номер"
        value={typed.one('outgoingNumber')}
        maxLength={100}
      />
      <TextField
        name="portalEntry"
        label="Что внесено на портал"
        value={typed.one('portalEntry')}
        help="Если вносили: раздел и дата."
        maxLength={300}
      />
      <div class="buttons">
        <button class="main" type="submit">
          Записать отправку
        </button>
      </div>
    </form>
  )
}
