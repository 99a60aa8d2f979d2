/**
 * Files of other systems on their way in: read, shown as «было → станет», and only then carried out, each row by ordinary
 * commands of the person who asked. A file waits in memory and is never stored: whoever comes back after a restart chooses
 * it again, and what was done stays done.
 */
import { createHash } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import { v7 as uuid } from 'uuid'
import { refusalWords } from '../../shared/errors.ts'
import { type Columns, type ImportSystem, recognise } from '../../shared/imports/columns.ts'
import { commandsOf } from '../../shared/imports/commands.ts'
import {
  type Plan,
  type PlannedRow,
  planImport,
  printOf,
  type Tally,
  tallyOf,
} from '../../shared/imports/plan.ts'
import { type ImportRow, type RowError, readRows } from '../../shared/imports/rows.ts'
import { commandScope, mayCapture, mayDo } from '../../shared/policy/permissions.ts'
import type { Outcome } from '../../shared/sync/wire.ts'
import { reportError } from '../http/report.ts'
import type { Office, Signed } from '../office.ts'
import { readKnown } from './known.ts'
import { readFile } from './workbook.ts'

export type Draft = {
  id: string
  personId: string
  fileName: string
  /** When it was read, ISO. */
  at: string
  columns: Columns
  read: { rows: ImportRow[]; errors: RowError[] }
  includeFinished: boolean
  run: Run | undefined
}

/** An import under way, or as it ended. */
export type Run = {
  isDone: boolean
  /** What ended it before its end, in words. */
  stopped: string | undefined
  total: number
  done: number
  tally: Tally
  /** Of the file, and those that the office refused. */
  errors: RowError[]
  /** Tickets that were recorded, the first ones. */
  recorded: number[]
}

export type ShownPlan = { plan: Plan; print: string }

export type Uploaded = { outcome: 'read'; draft: Draft } | { outcome: 'refused'; words: string }

/** `changed`: since the plan was shown, tickets changed so that something else would happen. */
export type Started = 'started' | 'changed' | 'running'

export type ImportDesk = ReturnType<typeof createImportDesk>

const keptDrafts = 12
const keptFor = 2 * 60 * 60 * 1000
const shownNumbers = 20
/** Rows whose commands share a commit: few enough that others are heard in a tenth of a second. */
const rowsAtOnce = 10

export function mayImport({ actor, settings }: Signed): boolean {
  return mayCapture(actor) && mayDo(actor, 'set_external', settings, null)
}

export function createImportDesk(office: Office) {
  const drafts = new Map<string, Draft>()

  /** A person has one file in hand; old ones and the oldest beyond the limit make room. */
  function makeRoom(personId: string): void {
    const now = Date.parse(office.now())
    const idle = [...drafts.values()].filter(({ run }) => run === undefined || run.isDone)
    for (const draft of idle) {
      const isOwn = draft.personId === personId
      if (isOwn || now - Date.parse(draft.at) > keptFor || drafts.size >= keptDrafts) drafts.delete(draft.id)
    }
  }

  return {
    async upload(
      signed: Signed,
      file: { name: string; bytes: Uint8Array },
      wanted: { system: ImportSystem | null; includeFinished: boolean },
    ): Promise<Uploaded> {
      const read = await readFile(file.bytes)
      if (read.outcome === 'refused') return read
      const found = recognise(read.sheets, wanted.system)
      if (found.outcome === 'unknown') return { outcome: 'refused', words: found.words }
      if (found.rows.length === 0)
        return { outcome: 'refused', words: 'В файле есть названия столбцов, но нет ни одной строки.' }
      makeRoom(signed.person.id)
      if (drafts.size >= keptDrafts)
        return {
          outcome: 'refused',
          words: 'Сейчас загружается много файлов. Повторите через несколько минут.',
        }
      const draft: Draft = {
        id: uuid(),
        personId: signed.person.id,
        fileName: file.name.slice(0, 200),
        at: office.now(),
        columns: found.columns,
        read: readRows(found.rows, found.columns),
        includeFinished: wanted.includeFinished,
        run: undefined,
      }
      drafts.set(draft.id, draft)
      return { outcome: 'read', draft }
    },

    /** One's own only. */
    find(signed: Signed, id: string): Draft | undefined {
      const draft = drafts.get(id)
      return draft?.personId === signed.person.id ? draft : undefined
    },

    /** An import of this person that goes on, for whoever closed its page. */
    underWay(signed: Signed): Draft | undefined {
      return [...drafts.values()].find(
        ({ personId, run }) => personId === signed.person.id && run?.isDone === false,
      )
    },

    plan: (signed: Signed, draft: Draft) => planOf(office, signed, draft),

    /** Carries out the plan that was shown, if it is still what would happen. `run.isDone` says when it ended. */
    async start(signed: Signed, draft: Draft, print: string): Promise<Started> {
      if (draft.run !== undefined) return 'running'
      const shown = await planOf(office, signed, draft)
      if (shown.print !== print) return 'changed'
      const { plan } = shown
      const changing = plan.rows.filter(({ outcome }) => outcome === 'new' || outcome === 'changed')
      const run: Run = {
        isDone: false,
        stopped: undefined,
        total: changing.length,
        done: 0,
        tally: { ...tallyOf(plan), new: 0, changed: 0 },
        errors: [...plan.errors],
        recorded: [],
      }
      // Another press may have come while the plan was made.
      if (draft.run !== undefined) return 'running'
      draft.run = run
      void carryOut(office, signed, changing, run)
      return 'started'
    },
  }
}

async function planOf(office: Office, signed: Signed, draft: Draft): Promise<ShownPlan> {
  const { actor, settings } = signed
  const { system } = draft.columns
  const place = {
    db: office.reader,
    organisationId: office.organisationId,
    scope: commandScope(actor, 'set_external', settings),
  }
  const known = await readKnown(place, system, draft.read.rows)
  const plan = planImport(system, draft.read, known, { includeFinished: draft.includeFinished })
  return { plan, print: createHash('sha256').update(printOf(plan)).digest('hex') }
}

async function carryOut(
  office: Office,
  signed: Signed,
  rows: readonly PlannedRow[],
  run: Run,
): Promise<void> {
  try {
    for (let first = 0; first < rows.length; first += rowsAtOnce) {
      await carryOutTogether(office, signed, rows.slice(first, first + rowsAtOnce), run)
      // The store answers at once: without a pause nobody else would be heard until the last row.
      await pause()
    }
  } catch (error) {
    reportError(error)
    run.stopped =
      'Загрузка прервана ошибкой сервера. Загруженное сохранено; выберите файл ещё раз, и загрузится остальное: повторы ничего не портят.'
  }
  run.errors.sort((a, b) => a.line - b.line)
  run.tally.error = run.errors.length
  run.isDone = true
}

/** Rows that share their commits. Each stands or is refused by itself; throws after all have their answer. */
async function carryOutTogether(
  office: Office,
  signed: Signed,
  rows: readonly PlannedRow[],
  run: Run,
): Promise<void> {
  const making = { settings: signed.settings, now: office.now(), newId: uuid }
  // The office decides commands in the order in which they come: those of a row stay together.
  const answers = rows.map(planned =>
    Promise.all(commandsOf(planned, making).map(command => office.tickets.submit(signed, command))),
  )
  for (const [index, answer] of (await Promise.allSettled(answers)).entries()) {
    const planned = rows[index]
    if (planned === undefined) continue
    if (answer.status === 'rejected') throw answer.reason
    count(planned, answer.value, run)
    run.done += 1
  }
}

function count({ row, outcome }: PlannedRow, answers: readonly Outcome[], run: Run): void {
  const [first] = answers
  const recorded = outcome === 'new' && first?.outcome === 'accepted' ? first.number : null
  if (recorded !== null && run.recorded.length < shownNumbers) run.recorded.push(recorded)
  // What follows a refused command is refused because of it: the first says why.
  const refused = answers.find(answer => answer.outcome === 'refused')
  if (refused === undefined || recorded !== null) run.tally[outcome] += 1
  if (refused === undefined) return
  const why = refusalWords(refused.refusal)
  run.errors.push({
    line: row.line,
    column: '',
    value: row.external.number ?? row.identity.url ?? '',
    words:
      recorded === null
        ? why
        : `Карточка №\u00a0${recorded} записана, но номер и срок в неё не внесены. ${why}`,
  })
}
