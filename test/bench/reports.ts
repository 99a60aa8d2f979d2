/** Reports over growing districts: block statistics, the head's page, numbers by a dimension, the weekly note. */
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { composeOffice } from '../../server/compose.ts'
import { createApp } from '../../server/http/app.ts'
import type { Office, Signed } from '../../server/office.ts'
import { mountPages } from '../../server/pages/index.ts'
import { notePlace } from '../../server/pages/reports/places.ts'
import { statisticsBy } from '../../server/reports/block-statistics/by.ts'
import { blockStatistics } from '../../server/reports/block-statistics/query.ts'
import { keepCounters } from '../../server/reports/counters/keep.ts'
import { documentDocx } from '../../server/reports/documents/render.ts'
import { databaseFile } from '../../server/store/backup.ts'
import { openSqlite } from '../../server/store/sqlite.ts'
import { createWriter } from '../../server/store/writer.ts'
import { actorOf } from '../../shared/policy/actor.ts'
import { periodSettingsOf, previousPeriod, weekOf, yearOf } from '../../shared/reports/period.ts'
import type { Dimension } from '../../shared/reports/statistics.ts'
import { benchNow, copyDistrict, makeSample, samplePassword } from './district.ts'
import { type Measured, measure, measureOnce } from './measure.ts'

export type Line = { tickets: number; what: string } & Measured

const sizes = [1_000, 10_000]

/** `folder`: where districts are kept for the next run; otherwise they are thrown away. */
export async function benchReports({
  tickets,
  folder,
}: {
  tickets: number
  folder?: string | undefined
}): Promise<Line[]> {
  const root = folder ?? mkdtempSync(join(tmpdir(), 'pult-bench-'))
  try {
    mkdirSync(root, { recursive: true })
    const sample = join(root, 'sample')
    if (!existsSync(sample)) await makeSample(sample)
    const lines: Line[] = []
    for (const size of [...sizes.filter(each => each < tickets), tickets]) {
      const district = join(root, `tickets-${size}`)
      if (!existsSync(district)) copyDistrict(sample, district, size)
      lines.push(...(await benchDistrict(district)))
    }
    return lines
  } finally {
    if (folder === undefined) rmSync(root, { recursive: true, force: true })
  }
}

async function benchDistrict(folder: string): Promise<Line[]> {
  const counters = await benchCounters(folder)
  const composed = await composeOffice({
    dataDir: folder,
    publicUrl: 'http://bench.test',
    now: () => benchNow,
    report: error => console.error(error),
  })
  try {
    const { office } = composed
    const [counted] = await office.reader
      .selectFrom('ticket_figures')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .execute()
    const tickets = counted?.count ?? 0
    const lines = [{ what: 'counters made anew', ...counters }, ...(await benchOffice(office))]
    return [...lines, { what: 'the same by indexed SQL', ...(await benchSql(folder)) }].map(line => ({
      tickets,
      ...line,
    }))
  } finally {
    await composed.close()
  }
}

/** At a start, with the store alone. */
async function benchCounters(folder: string): Promise<Measured> {
  const { writer, reader, reportReader, close } = openSqlite(join(folder, databaseFile))
  const { write, close: finish } = createWriter(writer)
  try {
    const { id: organisationId, document } = await reader
      .selectFrom('organisations')
      .innerJoin('settings', join =>
        join
          .onRef('settings.organisation_id', '=', 'organisations.id')
          .onRef('settings.version', '=', 'organisations.settings_version'),
      )
      .select(['organisations.id', 'settings.document'])
      .executeTakeFirstOrThrow()
    await write(tx => tx.deleteFrom('counter_states').execute())
    const { deadlines }: { deadlines: { zone: string } } = JSON.parse(document)
    return await measureOnce(() =>
      keepCounters({ organisationId, reader, reportReader, write }, { zone: deadlines.zone, now: benchNow }),
    )
  } finally {
    await finish()
    await close()
  }
}

const dimensions: readonly Dimension[] = ['channel', 'subtopic', 'recipient', 'settlement_block']

async function benchOffice(office: Office): Promise<Omit<Line, 'tickets'>[]> {
  const signed = await signedHead(office)
  const scope = office.tickets.scopeOf(signed)
  const periods = periodSettingsOf(signed.settings)
  const [week, year] = [weekOf('2026-11-18', periods), yearOf('2026-11-18', periods)]
  const place = { reader: office.reportReader, organisationId: office.organisationId, scope }
  const open = await openPages(office, signed)
  const ofWeek = (path: string) => () => open(`${path}?period=week&date=${week.firstDate}`)
  const lines: Omit<Line, 'tickets'>[] = []
  const add = async (what: string, runs: number, run: () => Promise<unknown>) => {
    const measured = await measure(runs, run)
    console.error(`${what}: ${measured.p50.toFixed(1)} ms`)
    lines.push({ what, ...measured })
  }
  await add('block statistics, week', 200, () =>
    blockStatistics(office.reader, office.organisationId, scope, week, benchNow),
  )
  for (const dimension of dimensions)
    await add(`by ${dimension}, week`, 20, () =>
      statisticsBy(place, dimension, { period: week, asOf: benchNow }),
    )
  await add('page /, week', 40, ofWeek('/'))
  await add('page /heat, week', 5, ofWeek('/heat'))
  await add('page /speed, week', 5, ofWeek('/speed'))
  await add('weekly note, DOCX', 5, async () => {
    const { document } = await notePlace.build(office, signed, previousPeriod(week, periods), {})
    await documentDocx(document)
  })
  await add('page /, year', 2, () => open(`/?period=year&date=${year.firstDate}`))
  return lines
}

async function signedHead(office: Office): Promise<Signed> {
  const settings = await office.settings()
  const person = settings?.people.find(({ roles }) => roles.includes('center_head'))
  if (settings === undefined || person === undefined) throw new Error('The district has no head')
  return { person, actor: actorOf(person), settings }
}

/** Pages as a browser gets them, up to the last byte. */
async function openPages(office: Office, { person }: Signed): Promise<(path: string) => Promise<void>> {
  const app = createApp(office, { mountPages, report: error => console.error(error) })
  const entered = await office.access.signIn(person.id, samplePassword, 'bench')
  if (entered.outcome !== 'session') throw new Error('The head cannot sign in')
  return async path => {
    const answer = await app.request(path, { headers: { cookie: `pult_session=${entered.session}` } })
    await answer.arrayBuffer()
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
  }
}

/** What a program without counters would ask: blocks, statuses and overdue over all tickets, by an index that has it all. */
async function benchSql(folder: string): Promise<Measured> {
  const db = new Sqlite(join(folder, databaseFile))
  db.exec(
    'create index bench_blocks on ticket_figures (organisation_id, block, status, is_open, next_due_at)',
  )
  try {
    const read = db.prepare(`select block, status, count(*), sum(is_open = 1 and next_due_at <= ?)
      from ticket_figures indexed by bench_blocks group by organisation_id, block, status`)
    return await measure(20, async () => read.all(benchNow))
  } finally {
    db.exec('drop index bench_blocks')
    db.close()
  }
}
