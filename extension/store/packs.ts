/** Selector packs that the office's server gave: the one in force, the one before it, and what a person took back. */
import * as z from 'zod'
import { signedPackSchema } from '../../shared/sources/pack.ts'
import { type ChannelNews, type Desk, getMeta, type PackRefusal, putMeta } from './desk.ts'

const storedPackSchema = signedPackSchema.extend({ takenAt: z.iso.datetime() })
export type StoredPack = z.infer<typeof storedPackSchema>

const packRowSchema = z.object({
  adapter: z.string(),
  /** `null`: the one that the extension was built with. */
  current: storedPackSchema.nullable(),
  previous: storedPackSchema.nullable(),
  /** The serial that a person took back: only a newer one is taken after it. */
  returnedFrom: z.number().int().nullable(),
})
export type PackRow = z.infer<typeof packRowSchema>

const emptyRow = (adapter: string): PackRow => ({
  adapter,
  current: null,
  previous: null,
  returnedFrom: null,
})

/** A row that cannot be read counts as none: the built-in pack is in force then. */
export async function findPackRow(desk: Desk, adapter: string): Promise<PackRow> {
  return packRowSchema.safeParse(await desk.packs.get(adapter)).data ?? emptyRow(adapter)
}

/** What was in force stays beside it, for the way back. */
export async function keepPack(desk: Desk, adapter: string, pack: StoredPack): Promise<void> {
  await desk.transaction('rw', desk.packs, async () => {
    const { current } = await findPackRow(desk, adapter)
    await desk.packs.put({ adapter, current: pack, previous: current, returnedFrom: null })
  })
}

/** The one before is in force again; `serial` is that of the one taken back. */
export async function returnPack(desk: Desk, adapter: string, serial: number): Promise<void> {
  await desk.transaction('rw', desk.packs, async () => {
    const { previous } = await findPackRow(desk, adapter)
    await desk.packs.put({ adapter, current: previous, previous: null, returnedFrom: serial })
  })
}

/** A fault that is known already stays as it was told. A pack that was taken at last ends the faults of its adapter. */
export async function noteRefusals(
  desk: Desk,
  found: readonly Omit<PackRefusal, 'isTold'>[],
  taken: readonly string[],
): Promise<void> {
  await desk.transaction('rw', desk.meta, async () => {
    const known = ((await getMeta(desk, 'packRefusals')) ?? []).filter(
      ({ adapter }) => !taken.includes(adapter),
    )
    const isKnown = (one: Omit<PackRefusal, 'isTold'>) =>
      known.some(
        each => each.adapter === one.adapter && each.serial === one.serial && each.fault === one.fault,
      )
    const fresh = found.filter(one => !isKnown(one)).map(one => ({ ...one, isTold: false }))
    await putMeta(desk, 'packRefusals', [...known, ...fresh].slice(-30))
  })
}

export async function keepNews(desk: Desk, news: ChannelNews | undefined): Promise<void> {
  if (news !== undefined) await putMeta(desk, 'channelNews', news)
}
