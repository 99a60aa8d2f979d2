/**
 * A list of the settings document that people keep entry by entry: a table, a form for one entry, taking away with
 * «Вернуть». A family: recipients.tsx, accounts.tsx, … state what is theirs.
 */
import type { Context } from 'hono'
import type { ComponentChildren, VNode } from 'preact'
import type * as z from 'zod'
import type { Settings } from '../../../shared/policy/settings.ts'
import type { Office, Signed } from '../../office.ts'
import { answerPage } from '../answer.tsx'
import { missingPage } from '../errors.tsx'
import type { Form } from '../form.ts'
import type { CsvTable } from './csv-table.ts'
import { takeEdit } from './flow.tsx'
import { type Door, doneOf } from './frame.tsx'
import { mountImport } from './import.tsx'
import { EntryPage, ListPage, Removed } from './ListPages.tsx'
import { formOf, type Problems, readTyped, slip, type Values } from './typed.ts'
import { type Fact, listChanges } from './versions.ts'

export type Row = { id: string }

/** What a fact looks like in the table; its `text` says the same in words. */
export type Column = Fact & { tone?: 'today' | 'quiet' }

export type RowReading<Entry> = { outcome: 'row'; row: Entry } | { outcome: 'slip'; problems: Problems }

export type FieldsProps<Entry> = {
  form: Form
  problems: Problems
  settings: Settings
  /** The entry as it is stored; absent for a new one. */
  entry: Entry | undefined
}

export type ListSpec<Entry extends Row> = {
  /** `/settings/recipients` */
  path: string
  words: {
    page: string
    intro: ComponentChildren
    /** «Добавить получателя» */
    add: string
    /** «Новый получатель» */
    fresh: string
    /** Above the first column: «Кто отсутствует». */
    first: string
    /** What will be here and how it gets there. */
    empty: ComponentChildren
  }
  schema: z.ZodType<Entry>
  rowsOf(settings: Settings): readonly Entry[]
  withRows(settings: Settings, rows: readonly Entry[]): Settings
  titleOf(row: Entry, settings: Settings): string
  /** Equal labels in an equal order for every row. */
  columnsOf(row: Entry, settings: Settings): readonly Column[]
  /** A heading above the rows that belong together; rows are already in that order. */
  groupOf?(row: Entry): string
  /** In the order, and with those, that the table shows. */
  sorted?(rows: readonly Entry[], settings: Settings, now: string): readonly Entry[]
  valuesOf(row: Entry): Values
  /** What a new entry starts with. */
  freshValues?(context: Context, signed: Signed, now: string): Values
  read(form: Form, signed: Signed, standing: Entry | undefined): RowReading<Entry>
  Fields(props: FieldsProps<Entry>): VNode
  /** What forbids such an entry whatever form it comes from; «Вернуть» asks it too. */
  forbidden?(row: Entry, signed: Signed): string | undefined
  /** Where it is used, so that it cannot be taken away, in words; `undefined`: nowhere. */
  usageOf?(row: Entry, settings: Settings, office: Office): Promise<string | undefined>
  /** A short way of changing an entry in the table: the fields that differ from it. */
  quickAct?(row: Entry): { title: string; label: string; values: Values } | undefined
  /** Warnings and what else belongs above the table. */
  Above?(props: { signed: Signed; now: string }): VNode | null
  csv?: CsvTable<Entry>
}

export function mountList<Entry extends Row>(door: Door, office: Office, spec: ListSpec<Entry>): void {
  const { path } = spec
  const find = (settings: Settings, id: string | undefined) =>
    spec.rowsOf(settings).find(row => row.id === id)

  door.get(path, (context, signed) =>
    answerPage(context, <ListPage spec={spec} signed={signed} now={office.now()} done={doneOf(context)} />),
  )

  if (spec.csv) mountImport(door, office, spec, spec.csv)

  door.get(`${path}/new`, (context, signed) => {
    const form = formOf(spec.freshValues?.(context, signed, office.now()) ?? {})
    return answerPage(
      context,
      <EntryPage
        spec={spec}
        signed={signed}
        entry={undefined}
        shown={{ form, problems: {}, isAgain: false }}
      />,
    )
  })

  door.get(`${path}/:id`, (context, signed) => {
    const entry = find(signed.settings, context.req.param('id'))
    if (entry === undefined) return missingPage(context)
    const shown = { form: formOf(spec.valuesOf(entry)), problems: {}, isAgain: false }
    return answerPage(
      context,
      <EntryPage spec={spec} signed={signed} entry={entry} shown={shown} done={doneOf(context)} />,
    )
  })

  door.post(`${path}/restore`, async (context, signed) => {
    const form = await readTyped(context)
    const parsed = spec.schema.safeParse(parseJson(form.one('row')))
    if (!parsed.success) return missingPage(context)
    const row = parsed.data
    const at = Number(form.one('at'))
    return takeEdit(context, signed, {
      office,
      title: `Вернуть: ${spec.titleOf(row, signed.settings)}`,
      read(_, current) {
        const words = spec.forbidden?.(row, current)
        if (words !== undefined) return slip({ form: words })
        return {
          outcome: 'read',
          edit: settings => {
            const rows = spec.rowsOf(settings)
            if (rows.some(each => each.id === row.id)) return settings
            return spec.withRows(settings, rows.toSpliced(Number.isInteger(at) ? at : rows.length, 0, row))
          },
        }
      },
      changesOf: () => [],
      show: (current, { problems }) => (
        <Removed spec={spec} signed={current} row={row} at={at} problem={problems.form} />
      ),
      next: () => path,
    })
  })

  door.post(`${path}/:id/remove`, async (context, signed) => {
    const row = find(signed.settings, context.req.param('id'))
    if (row === undefined) return context.redirect(path, 303)
    const at = spec.rowsOf(signed.settings).indexOf(row)
    return takeEdit(context, signed, {
      office,
      title: `Убрать: ${spec.titleOf(row, signed.settings)}`,
      async read(_, { settings }) {
        const usage = await spec.usageOf?.(row, settings, office)
        if (usage !== undefined) return slip({ form: usage })
        return {
          outcome: 'read',
          edit: current =>
            spec.withRows(
              current,
              spec.rowsOf(current).filter(each => each.id !== row.id),
            ),
        }
      },
      changesOf: () => [],
      show: (current, { problems }) => (
        <EntryPage
          spec={spec}
          signed={current}
          entry={row}
          shown={{ form: formOf(spec.valuesOf(row)), problems, isAgain: false }}
        />
      ),
      next: current => <Removed spec={spec} signed={current} row={row} at={at} />,
    })
  })

  door.post(`${path}/:id`, (context, signed) => {
    const id = context.req.param('id')
    const isNew = id === 'new'
    const typedFor = find(signed.settings, id)
    return takeEdit(context, signed, {
      office,
      title: typedFor ? spec.titleOf(typedFor, signed.settings) : spec.words.fresh,
      read(form, current) {
        const standing = find(current.settings, id)
        if (!isNew && standing === undefined)
          return slip({ form: 'Эту запись только что убрали. Добавьте её заново, если она нужна.' })
        const reading = spec.read(form, current, standing)
        if (reading.outcome === 'slip') return reading
        return {
          outcome: 'read',
          edit: settings => {
            const rows = spec.rowsOf(settings)
            return spec.withRows(
              settings,
              standing
                ? rows.map(each => (each.id === standing.id ? reading.row : each))
                : [...rows, reading.row],
            )
          },
        }
      },
      changesOf: changesOf(spec),
      show: (current, shown) => (
        <EntryPage
          spec={spec}
          signed={current}
          entry={find(current.settings, id)}
          isNew={isNew || find(current.settings, id) === undefined}
          shown={shown}
        />
      ),
      next: () => path,
    })
  })
}

export function changesOf<Entry extends Row>(spec: ListSpec<Entry>) {
  return (before: Settings, after: Settings) =>
    listChanges(spec.rowsOf(before), spec.rowsOf(after), {
      titleOf: row => spec.titleOf(row, after),
      factsOf: row => spec.columnsOf(row, after),
    })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
