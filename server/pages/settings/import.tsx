/** A list from a spreadsheet and back: what the file would change is shown first, and only then done. */
import type { Office, Signed } from '../../office.ts'
import { answerPage } from '../answer.tsx'
import { LongTextField, Notice } from '../Field.tsx'
import { type CsvTable, csvOf, type DryRun, dryRun } from './csv-table.ts'
import { type Door, FormHead, Hidden, SettingsPage } from './frame.tsx'
import { changesOf, type ListSpec, type Row } from './list.tsx'
import { saveSettings } from './saving.ts'
import { readTyped } from './typed.ts'
import { type Others, othersSince } from './versions.ts'

const shownLines = 30

export function mountImport<Entry extends Row>(
  door: Door,
  office: Office,
  spec: ListSpec<Entry>,
  table: CsvTable<Entry>,
): void {
  const { path } = spec

  door.get(`${path}/export.csv`, (context, { settings }) =>
    context.body(csvOf(table, spec.rowsOf(settings), settings), 200, {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${table.fileName}"`,
    }),
  )

  door.get(`${path}/import`, (context, signed) =>
    answerPage(context, <ImportPage spec={spec} table={table} signed={signed} text="" isReplacing={false} />),
  )

  door.post(`${path}/import`, async (context, signed) => {
    const form = await readTyped(context)
    const text = form.all('csv').find(each => each.trim() !== '') ?? ''
    const isReplacing = table.mayReplace && form.one('replace') === 'yes'
    const others = await othersSince(office, Number(form.one('version')), signed.settings, changesOf(spec))
    const show = (status: 200 | 409 | 422, given: Partial<Parameters<typeof ImportPage>[0]>) =>
      answerPage(
        context,
        <ImportPage
          spec={spec}
          table={table}
          signed={signed}
          text={text}
          isReplacing={isReplacing}
          {...given}
        />,
        status,
      )
    if (form.one('step') === 'edit') return show(200, {})
    if (text === '') return show(422, { problem: 'Выберите файл или вставьте строки таблицы.' })
    const run = dryRun(table, text, spec.rowsOf(signed.settings), signed, isReplacing)
    const dry = answerPage(
      context,
      <DryRunPage
        spec={spec}
        signed={signed}
        run={await keepUsed(spec, run, signed, office)}
        text={text}
        isReplacing={isReplacing}
        others={others}
      />,
      others === undefined ? 200 : 409,
    )
    if (form.one('step') !== 'apply' || others !== undefined) return dry
    const saved = await saveSettings(office, signed, settings => spec.withRows(settings, run.rows), false)
    return saved === 'newer' ? dry : context.redirect(`${path}?done=yes`, 303)
  })
}

/** An entry in use stays, whatever the file says. */
async function keepUsed<Entry extends Row>(
  spec: ListSpec<Entry>,
  run: DryRun<Entry>,
  { settings }: Signed,
  office: Office,
): Promise<DryRun<Entry>> {
  for (const row of [...run.removed]) {
    if ((await spec.usageOf?.(row, settings, office)) === undefined) continue
    run.removed.splice(run.removed.indexOf(row), 1)
    run.rows.push(row)
  }
  return run
}

function ImportPage<Entry extends Row>({
  spec,
  table,
  signed,
  text,
  isReplacing,
  problem,
}: {
  spec: ListSpec<Entry>
  table: CsvTable<Entry>
  signed: Signed
  text: string
  isReplacing: boolean
  problem?: string
}) {
  const { path, words } = spec
  return (
    <SettingsPage
      signed={signed}
      title={`${words.page}: загрузка CSV`}
      back={{ href: path, title: words.page }}
    >
      <section class="sheet stack medium">
        {problem && <Notice tone="refused">{problem}</Notice>}
        <p>
          Первая строка — названия столбцов: <b>{table.columns.join('; ')}</b>. Строки файла находят записи{' '}
          {table.matchWords}. Сначала покажем, что изменится; до кнопки «Применить» ничего не меняется.
        </p>
        <pre class="sample">{`${table.columns.join(';')}\n${table.example.join(';')}`}</pre>
        <form method="post" action={`${path}/import`} enctype="multipart/form-data" class="stack">
          <Hidden name="version" value={signed.settings.version} />
          <div class="field">
            <label for="file">Файл CSV</label>
            <input type="file" id="file" name="csv" accept=".csv,.txt,text/csv,text/plain" />
          </div>
          <LongTextField name="csv" label="Или строки таблицы" value={text} rows={8} />
          {table.mayReplace && (
            <label class="choice">
              <input type="checkbox" name="replace" value="yes" checked={isReplacing} />
              <span>Убрать строки, которых нет в файле</span>
            </label>
          )}
          <div class="buttons">
            <button class="main" type="submit">
              Показать, что изменится
            </button>
            <a href={path}>Не загружать</a>
          </div>
        </form>
      </section>
    </SettingsPage>
  )
}

function DryRunPage<Entry extends Row>({
  spec,
  signed,
  run,
  text,
  isReplacing,
  others,
}: {
  spec: ListSpec<Entry>
  signed: Signed
  run: DryRun<Entry>
  text: string
  isReplacing: boolean
  others: Others | undefined
}) {
  const { settings } = signed
  const { path, words } = spec
  const count = run.added.length + run.changed.length + run.removed.length
  const title = (row: Entry) => spec.titleOf(row, settings)
  const describe = (before: Entry, after: Entry) => {
    const old = spec.columnsOf(before, settings)
    return spec
      .columnsOf(after, settings)
      .flatMap(({ label, text: now }, index) =>
        old[index]?.text === now
          ? []
          : [`${label.toLowerCase()}: ${old[index]?.text || 'пусто'} → ${now || 'пусто'}`],
      )
      .join('; ')
  }
  return (
    <SettingsPage
      signed={signed}
      title={`${words.page}: что изменится`}
      back={{ href: `${path}/import`, title: 'Загрузка CSV' }}
    >
      <section class="sheet stack medium">
        <form method="post" action={`${path}/import`} enctype="multipart/form-data" class="stack">
          <FormHead problems={{}} others={others} version={settings.version} zone={settings.deadlines.zone} />
          <Hidden name="csv" value={text} />
          {isReplacing && <Hidden name="replace" value="yes" />}
          <ul class="tally">
            <li>
              Добавится: <b>{run.added.length}</b>
            </li>
            <li>
              Изменится: <b>{run.changed.length}</b>
            </li>
            {isReplacing && (
              <li>
                Уберётся: <b>{run.removed.length}</b>
              </li>
            )}
            <li>
              Без изменений: <b>{run.same}</b>
            </li>
            <li class={run.errors.length > 0 ? 'overdue' : undefined}>
              {run.errors.length > 0 && <span aria-hidden="true">▲ </span>}
              Ошибки: <b>{run.errors.length}</b>
            </li>
          </ul>
          {run.errors.length > 0 && (
            <Notice tone="refused">
              <p>Эти строки не загрузятся. Исправьте их в файле или примените остальные.</p>
              <ul class="plain">
                {run.errors.slice(0, shownLines).map(({ line, words: what }) => (
                  <li key={line}>
                    Строка {line}: {what}
                  </li>
                ))}
              </ul>
              {run.errors.length > shownLines && <p>И ещё ошибок: {run.errors.length - shownLines}.</p>}
            </Notice>
          )}
          {count === 0 && <p>Применять нечего: файл ничего не меняет.</p>}
          <div class="buttons">
            {count > 0 && (
              <button class="main" type="submit" name="step" value="apply">
                Применить
              </button>
            )}
            <button type="submit" name="step" value="edit">
              Вернуться к строкам
            </button>
          </div>
        </form>
        <Lines title="Добавится" lines={run.added.map(title)} />
        <Lines
          title="Изменится"
          lines={run.changed.map(({ before, after }) => `${title(after)} — ${describe(before, after)}`)}
        />
        <Lines title="Уберётся" lines={run.removed.map(title)} />
      </section>
    </SettingsPage>
  )
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null
  return (
    <>
      <h2>{title}</h2>
      <ul class="plain">
        {lines.slice(0, shownLines).map(line => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {lines.length > shownLines && <p class="quiet">И ещё {lines.length - shownLines}.</p>}
    </>
  )
}
