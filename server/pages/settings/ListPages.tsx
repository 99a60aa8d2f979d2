/** What a list of the settings looks like: its table, the form of one entry, and the page after taking one away. */

import type { Signed } from '../../office.ts'
import { Notice } from '../Field.tsx'
import type { Shown } from './flow.tsx'
import { FormHead, Hidden, SettingsPage } from './frame.tsx'
import type { ListSpec, Row } from './list.tsx'
import type { Values } from './typed.ts'

type PageProps<Entry extends Row> = { spec: ListSpec<Entry>; signed: Signed }

export function ListPage<Entry extends Row>({
  spec,
  signed,
  now,
  done,
}: PageProps<Entry> & { now: string; done: string | undefined }) {
  const { settings } = signed
  const { words, path, Above } = spec
  const rows = spec.sorted?.(spec.rowsOf(settings), settings, now) ?? spec.rowsOf(settings)
  return (
    <SettingsPage
      signed={signed}
      title={words.page}
      intro={words.intro}
      done={done}
      wide
      aside={
        <div class="buttons">
          <a class="button" href={`${path}/new`}>
            {words.add}
          </a>
          {spec.csv && (
            <>
              <a href={`${path}/import`}>Загрузить CSV</a>
              {rows.length > 0 && <a href={`${path}/export.csv`}>Выгрузить CSV</a>}
            </>
          )}
        </div>
      }
    >
      {Above && <Above signed={signed} now={now} />}
      <section class={rows.length === 0 ? 'sheet empty' : 'sheet flush'}>
        {rows.length === 0 ? <p>{words.empty}</p> : <ListTable spec={spec} signed={signed} rows={rows} />}
      </section>
    </SettingsPage>
  )
}

function ListTable<Entry extends Row>({ spec, signed, rows }: PageProps<Entry> & { rows: readonly Entry[] }) {
  const { settings } = signed
  const [first] = rows
  const columns = first ? spec.columnsOf(first, settings) : []
  const groups = spec.groupOf ? [...new Set(rows.map(spec.groupOf))] : [undefined]
  return (
    <table class="list">
      <thead>
        <tr>
          <th scope="col">{spec.words.first}</th>
          {columns.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
          <th scope="col">
            <span class="unseen">Действия</span>
          </th>
        </tr>
      </thead>
      {groups.map(group => (
        <tbody key={group ?? 'all'}>
          {group !== undefined && (
            <tr class="group">
              <th colSpan={columns.length + 2} scope="rowgroup">
                {group}
              </th>
            </tr>
          )}
          {rows
            .filter(row => group === undefined || spec.groupOf?.(row) === group)
            .map(row => (
              <ListRow key={row.id} spec={spec} signed={signed} row={row} />
            ))}
        </tbody>
      ))}
    </table>
  )
}

function ListRow<Entry extends Row>({ spec, signed, row }: PageProps<Entry> & { row: Entry }) {
  const { settings } = signed
  const title = spec.titleOf(row, settings)
  const quick = spec.quickAct?.(row)
  return (
    <tr>
      <th scope="row">
        <a href={`${spec.path}/${row.id}`}>{title}</a>
      </th>
      {spec.columnsOf(row, settings).map(({ label, text, tone }) => (
        <td key={label} data-label={label}>
          {text === '' ? (
            <span class="quiet">—</span>
          ) : (
            <span class={tone}>{tone === 'today' ? `◆ ${text}` : text}</span>
          )}
        </td>
      ))}
      <td class="acts-cell">
        {quick && (
          <form method="post" action={`${spec.path}/${row.id}`}>
            <HiddenValues
              values={{ ...spec.valuesOf(row), ...quick.values, version: String(settings.version) }}
            />
            <button class="link" type="submit" aria-label={quick.label}>
              {quick.title}
            </button>
          </form>
        )}
        <form method="post" action={`${spec.path}/${row.id}/remove`}>
          <button class="link danger" type="submit" aria-label={`Убрать: ${title}`}>
            Убрать
          </button>
        </form>
      </td>
    </tr>
  )
}

function HiddenValues({ values }: { values: Values }) {
  return (
    <>
      {Object.entries(values).flatMap(([name, given]) =>
        [given].flat().map(value => <Hidden key={`${name} ${value}`} name={name} value={value} />),
      )}
    </>
  )
}

export function EntryPage<Entry extends Row>({
  spec,
  signed,
  entry,
  isNew = entry === undefined,
  shown: { form, problems, others, isAgain },
  done,
}: PageProps<Entry> & {
  entry: Entry | undefined
  isNew?: boolean
  shown: Shown
  done?: string | undefined
}) {
  const { settings } = signed
  const { path, words, Fields } = spec
  const title = isNew || !entry ? words.fresh : spec.titleOf(entry, settings)
  const address = `${path}/${isNew || !entry ? 'new' : entry.id}`
  return (
    <SettingsPage signed={signed} title={title} back={{ href: path, title: words.page }} done={done}>
      <section class="sheet stack medium">
        <form
          method="post"
          action={address}
          class="stack"
          data-draft={`settings:${address}`}
          data-draft-failed={isAgain ? '' : undefined}
        >
          <FormHead
            problems={problems}
            others={others}
            version={settings.version}
            zone={settings.deadlines.zone}
          />
          <Fields form={form} problems={problems} settings={settings} entry={entry} />
          <div class="buttons">
            <button class="main" type="submit">
              {isNew ? 'Добавить' : 'Сохранить'}
            </button>
            <a href={path}>Не сохранять</a>
          </div>
        </form>
      </section>
      {!isNew && entry && (
        <form method="post" action={`${path}/${entry.id}/remove`}>
          <button class="danger" type="submit">
            Убрать из списка
          </button>
        </form>
      )}
    </SettingsPage>
  )
}

/** Undo rather than ask: what was taken away travels in the form that brings it back. */
export function Removed<Entry extends Row>({
  spec,
  signed,
  row,
  at,
  problem,
}: PageProps<Entry> & { row: Entry; at: number; problem?: string | undefined }) {
  const { path, words } = spec
  return (
    <SettingsPage signed={signed} title={words.page} back={{ href: path, title: words.page }}>
      <section class="sheet stack medium">
        {problem === undefined ? (
          <Notice tone="done">
            Убрано: <b>{spec.titleOf(row, signed.settings)}</b>
          </Notice>
        ) : (
          <Notice tone="refused">Не вернулось. {problem}</Notice>
        )}
        <form method="post" action={`${path}/restore`} class="buttons">
          <Hidden name="row" value={JSON.stringify(row)} />
          <Hidden name="at" value={at} />
          <button type="submit">Вернуть</button>
          <a href={path}>К списку</a>
        </form>
      </section>
    </SettingsPage>
  )
}
