/** The channels as the office offers them: packs for devices, counts from them, and what both say to people. */
import type { Kysely } from 'kysely'
import { type AdapterDrift, driftOf, driftWords } from '../../shared/reports/drift.ts'
import { adapterTitle } from '../../shared/sources/adapters.ts'
import type { SignedPack } from '../../shared/sources/pack.ts'
import type { PullAnswer, ReadingBatch } from '../../shared/sync/wire.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'
import { listPacks, newerPacks, newestSerials, type PublishedPack } from './packs.ts'
import {
  driftRows,
  type PackRefusal,
  packRefusals,
  type RefusedSelectors,
  refusedSelectors,
  sweepReadings,
  takeReadings,
} from './readings.ts'

export type ChannelAlarm = { adapter: string; words: string }

export type Channels = {
  /** Of each adapter the newest pack, where it is newer than the serial that is known. */
  newer(known: ReadonlyMap<string, number>): Promise<SignedPack[]>
  /** A batch that came before changes nothing. */
  take(batch: ReadingBatch): Promise<void>
  /** For every pull: a few numbers and, while an adapter reads badly, its words. */
  news(): Promise<NonNullable<PullAnswer['channels']>>
  alarms(): Promise<readonly ChannelAlarm[]>
  view(): Promise<{
    drifts: AdapterDrift[]
    packs: PublishedPack[]
    refusals: PackRefusal[]
    refusedSelectors: RefusedSelectors[]
  }>
}

type Desk = { organisationId: string; reader: Kysely<Database>; write: Write; now(): string }

/** Every pull and page asks; a minute's delay of an alarm about days harms nobody. */
const alarmSeconds = 60

export function createChannels({ organisationId, reader, write, now }: Desk): Channels {
  const place = { db: reader, organisationId }
  let known: { at: number; alarms: Promise<ChannelAlarm[]> } | undefined

  async function readAlarms(at: string): Promise<ChannelAlarm[]> {
    return driftOf(await driftRows(place, at), at)
      .filter(({ level }) => level === 'jump')
      .map(drift => ({ adapter: drift.adapter, words: alarmWords(drift) }))
  }

  function alarms(): Promise<ChannelAlarm[]> {
    const at = now()
    const age = known && Date.parse(at) - known.at
    if (known !== undefined && age !== undefined && age >= 0 && age < alarmSeconds * 1000) return known.alarms
    known = { at: Date.parse(at), alarms: readAlarms(at) }
    // A failed question must be asked again.
    known.alarms.catch(() => {
      known = undefined
    })
    return known.alarms
  }

  return {
    newer: since => newerPacks(place, since),
    async take(batch) {
      const isNew = await write(async tx => {
        await sweepReadings(tx, organisationId, now())
        return takeReadings(tx, organisationId, batch, now())
      })
      if (isNew) known = undefined
    },
    news: async () => ({ packs: await newestSerials(place), alarms: await alarms() }),
    alarms,
    async view() {
      const at = now()
      return {
        drifts: driftOf(await driftRows(place, at), at),
        packs: await listPacks(place),
        refusals: await packRefusals(place, at),
        refusedSelectors: await refusedSelectors(place, at),
      }
    },
  }
}

const longestWords = 400

function alarmWords(drift: AdapterDrift): string {
  const words = `${adapterTitle(drift.adapter)}: ${driftWords(drift).join('; ')}`
  return words.length <= longestWords ? words : `${words.slice(0, longestWords)}…`
}
