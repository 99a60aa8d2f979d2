/** «Поручение Главы» on a section or a line of the report (PRACTICE P19). */
import { addDays, localDateOf } from '../../../shared/deadlines/zone.ts'
import type { ReportDocument } from '../../../shared/reports/document.ts'
import { LongTextField, SelectField, TextField } from '../Field.tsx'
import type { LifeProps } from './LifePage.tsx'

export function OrderForm({
  place,
  report: { period },
  value,
  parties,
  typed,
  now,
  problem,
}: LifeProps & { value: ReportDocument }) {
  return (
    <section class="sheet stack no-print">
      <details open={problem !== undefined}>
        <summary>Дать поручение</summary>
        <form method="post" action={place.addressOf(period, 'ordered')} class="stack tight">
          <SelectField
            name="line"
            label="О чём"
            value={typed.one('line')}
            choices={[{ value: '', title: 'Об отчёте в целом' }]}
            groups={linesOf(value)}
          />
          <LongTextField
            name="text"
            label="Что сделать"
            value={typed.one('text')}
            rows={3}
            required
            maxLength={4_000}
          />
          <SelectField
            name="to"
            label="Кому"
            value={typed.one('to')}
            choices={[{ value: '', title: 'Выберите' }, ...parties]}
            required
          />
          <TextField
            name="dueOn"
            label="Срок"
            type="date"
            value={typed.one('dueOn') || addDays(localDateOf(now, period.zone), 7)}
            required
          />
          <p class="quiet">Поручение по отдельной карточке дают на её странице: она откроется по номеру.</p>
          <div class="buttons">
            <button class="main" type="submit">
              Поручить
            </button>
          </div>
        </form>
      </details>
    </section>
  )
}

/** A section, the lines and the first words of the rows in it. */
function linesOf({ sections }: ReportDocument) {
  return sections.map(({ title, blocks }) => ({
    title,
    choices: [
      { value: title, title },
      ...blocks.flatMap(block => {
        if (block.block === 'lines') return block.lines.map(({ text }) => choiceOf(title, text))
        if (block.block !== 'table') return []
        return block.table.rows.flatMap(({ cells: [first] }) =>
          first?.kind === 'text' ? [choiceOf(title, first.text)] : [],
        )
      }),
    ],
  }))
}

function choiceOf(section: string, text: string) {
  const shown = text.length > 90 ? `${text.slice(0, 90)}…` : text
  return { value: `${section} · ${shown}`, title: shown }
}
