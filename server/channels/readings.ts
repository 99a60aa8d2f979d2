/** How adapters fare at the desks: counts that came with pushes, summed by day. No person, no device, no address. */
import type { Kysely } from 'kysely'
import * as z from 'zod'
import { type DriftRow, firstDriftDay } from '../../shared/reports/drift.ts'
import { type PackFault, packFaults } from '../../shared/sources/pack.ts'
import type { Reading, ReadingBatch } from '../../shared/sync/wire.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

/** A desk that was off the network keeps its batch; after so long its id is forgotten. */
const batchDays = 60
/** Counts older than this say nothing any more. */
const readingDays = 400
/** What a desk that was off for longer counted is of no use to the alarm. */
const oldestDays = 30

type Place = { db: Kysely<Database>; organisationId: string }

/** Answers whether the batch was new. */
export async function takeReadings(
  tx: Tx,
  organisationId: string,
  batch: ReadingBatch,
  now: string,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('reading_batches')
    .values({ organisation_id: organisationId, id: batch.id, received_at: now })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return false
  const today = daysBefore(now, 0)
  for (const reading of batch.readings) {
    // A clock that is ahead must not put counts into days that nobody looks at yet.
    const day = reading.day > today ? today : reading.day
    if (day >= daysBefore(now, oldestDays)) await addReading(tx, organisationId, { ...reading, day })
  }
  for (const { adapter, serial, fault } of batch.refusals) {
    await tx
      .insertInto('pack_refusals')
      .values({ organisation_id: organisationId, day: today, adapter, serial, fault, times: 1 })
      .onConflict(conflict =>
        conflict
          .columns(['organisation_id', 'day', 'adapter', 'serial', 'fault'])
          .doUpdateSet(({ eb }) => ({ times: eb('pack_refusals.times', '+', 1) })),
      )
      .execute()
  }
  return true
}

async function addReading(tx: Tx, organisationId: string, reading: Reading): Promise<void> {
  const { items, pages, missing } = reading
  const within = (part: number) => Math.min(part, items)
  const row = {
    items,
    missing_url: within(missing.url),
    missing_author: within(missing.author),
    missing_published_at: within(missing.publishedAt),
    missing_text: within(missing.text),
    pages,
    empty_pages: Math.min(reading.emptyPages, pages),
  }
  const key = {
    organisation_id: organisationId,
    day: reading.day,
    adapter: reading.adapter,
    version: reading.version,
    page_kind: reading.pageKind,
  }
  await tx
    .insertInto('channel_readings')
    .values({ ...key, ...row, refused_selectors: reading.refusedSelectors })
    .onConflict(conflict =>
      conflict
        .columns(['organisation_id', 'day', 'adapter', 'version', 'page_kind'])
        .doUpdateSet(({ eb, ref, fn }) => ({
          items: eb('channel_readings.items', '+', ref('excluded.items')),
          missing_url: eb('channel_readings.missing_url', '+', ref('excluded.missing_url')),
          missing_author: eb('channel_readings.missing_author', '+', ref('excluded.missing_author')),
          missing_published_at: eb(
            'channel_readings.missing_published_at',
            '+',
            ref('excluded.missing_published_at'),
          ),
          missing_text: eb('channel_readings.missing_text', '+', ref('excluded.missing_text')),
          pages: eb('channel_readings.pages', '+', ref('excluded.pages')),
          empty_pages: eb('channel_readings.empty_pages', '+', ref('excluded.empty_pages')),
          refused_selectors: fn<number>('max', [
            'channel_readings.refused_selectors',
            'excluded.refused_selectors',
          ]),
        })),
    )
    .execute()
}

/** Takes out what is too old to say anything; called with every few batches. */
export async function sweepReadings(tx: Tx, organisationId: string, now: string): Promise<void> {
  await tx
    .deleteFrom('reading_batches')
    .where('organisation_id', '=', organisationId)
    .where('received_at', '<', `${daysBefore(now, batchDays)}T00:00:00.000Z`)
    .execute()
  for (const table of ['channel_readings', 'pack_refusals'] as const)
    await tx
      .deleteFrom(table)
      .where('organisation_id', '=', organisationId)
      .where('day', '<', daysBefore(now, readingDays))
      .execute()
}

export async function driftRows({ db, organisationId }: Place, now: string): Promise<DriftRow[]> {
  const rows = await db
    .selectFrom('channel_readings')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('day', '>=', firstDriftDay(now))
    .execute()
  return rows.map(row => ({
    day: row.day,
    adapter: row.adapter,
    version: row.version,
    pageKind: row.page_kind,
    items: row.items,
    pages: row.pages,
    emptyPages: row.empty_pages,
    missing: {
      url: row.missing_url,
      author: row.missing_author,
      publishedAt: row.missing_published_at,
      text: row.missing_text,
    },
  }))
}

/** Selectors that browsers did not understand lately, by adapter and version. */
export type RefusedSelectors = { adapter: string; version: string; count: number }

export async function refusedSelectors(
  { db, organisationId }: Place,
  now: string,
): Promise<RefusedSelectors[]> {
  const rows = await db
    .selectFrom('channel_readings')
    .select(({ fn }) => ['adapter', 'version', fn.max('refused_selectors').as('count')])
    .where('organisation_id', '=', organisationId)
    .where('day', '>=', firstDriftDay(now))
    .where('refused_selectors', '>', 0)
    .groupBy(['adapter', 'version'])
    .execute()
  return rows.map(({ adapter, version, count }) => ({ adapter, version, count: Number(count) }))
}

/** `lastDay`: UTC; `times`: how many desks told it, some of them perhaps more than once. */
export type PackRefusal = {
  adapter: string
  serial: number
  fault: PackFault
  lastDay: string
  times: number
}

/** Newest first. */
export async function packRefusals({ db, organisationId }: Place, now: string): Promise<PackRefusal[]> {
  const rows = await db
    .selectFrom('pack_refusals')
    .select(({ fn }) => [
      'adapter',
      'serial',
      'fault',
      fn.max('day').as('last_day'),
      fn.sum('times').as('times'),
    ])
    .where('organisation_id', '=', organisationId)
    .where('day', '>=', daysBefore(now, oldestDays))
    .groupBy(['adapter', 'serial', 'fault'])
    .orderBy('last_day', 'desc')
    .limit(50)
    .execute()
  return rows.map(row => ({
    adapter: row.adapter,
    serial: row.serial,
    fault: z.enum(packFaults).parse(row.fault),
    lastDay: row.last_day,
    times: Number(row.times),
  }))
}

const daysBefore = (now: string, days: number): string =>
  new Date(Date.parse(now) - days * 86_400_000).toISOString().slice(0, 10)
