/** How the adapters fared on the pages of this computer: counts by day, until the server has them. */
import type { Reading, ReadingBatch } from '../../shared/sync/wire.ts'
import { maxReadingsPerPush } from '../../shared/sync/wire.ts'
import { type Desk, getMeta, putMeta } from './desk.ts'

/** `id`: day, adapter, version and kind of page. */
export type ReadingRow = Reading & { id: string }

/** A computer that never meets its server must not fill up. */
const maxRows = 1_000

export async function addReading(desk: Desk, reading: Reading): Promise<void> {
  const { day, adapter, version, pageKind } = reading
  const id = [day, adapter, version, pageKind].join('|')
  await desk.transaction('rw', desk.readings, async () => {
    const before = await desk.readings.get(id)
    if (before === undefined && (await desk.readings.count()) >= maxRows) return
    await desk.readings.put({ ...(before === undefined ? reading : sumOf(before, reading)), id })
  })
}

function sumOf(a: Reading, b: Reading): Reading {
  return {
    ...a,
    pages: a.pages + b.pages,
    emptyPages: a.emptyPages + b.emptyPages,
    items: a.items + b.items,
    missing: {
      url: a.missing.url + b.missing.url,
      author: a.missing.author + b.missing.author,
      publishedAt: a.missing.publishedAt + b.missing.publishedAt,
      text: a.missing.text + b.missing.text,
    },
    refusedSelectors: Math.max(a.refusedSelectors, b.refusedSelectors),
  }
}

/** The batch that is on its way, else a new one under this id of all that waits; `undefined` where nothing does. */
export async function takeReadings(desk: Desk, id: string): Promise<ReadingBatch | undefined> {
  return desk.transaction('rw', desk.readings, desk.meta, async () => {
    const standing = await getMeta(desk, 'readingBatch')
    if (standing !== undefined) return standing
    const rows = await desk.readings.limit(maxReadingsPerPush).toArray()
    const refusals = (await getMeta(desk, 'packRefusals')) ?? []
    const untold = refusals.filter(({ isTold }) => !isTold)
    if (rows.length === 0 && untold.length === 0) return undefined
    const batch: ReadingBatch = {
      id,
      readings: rows.map(({ id: _, ...reading }) => reading),
      refusals: untold.map(({ adapter, serial, fault }) => ({ adapter, serial, fault })),
    }
    await putMeta(desk, 'readingBatch', batch)
    await desk.readings.bulkDelete(rows.map(row => row.id))
    await putMeta(
      desk,
      'packRefusals',
      refusals.map(each => ({ ...each, isTold: true })),
    )
    return batch
  })
}

/** The server has it. */
export async function endReadings(desk: Desk, batch: ReadingBatch): Promise<void> {
  await desk.transaction('rw', desk.meta, async () => {
    if ((await getMeta(desk, 'readingBatch'))?.id === batch.id) await desk.meta.delete('readingBatch')
  })
}
