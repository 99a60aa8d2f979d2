/** Looks at the places of the watch list (PRACTICE P16), as devices send them and as pages and reports read them. */
import type { Kysely } from 'kysely'
import { type Settings, settingsSchema, type WatchEntry } from '../../shared/policy/settings.ts'
import {
  type Coverage,
  coverageOf,
  type LastLook,
  type Look,
  lastLookSchema,
} from '../../shared/watch/looks.ts'
import type { Database } from '../store/schema.ts'
import type { Write } from '../store/writer.ts'

export type Watch = {
  /** A look that came before, and one at a place that is not listed any more, change nothing. */
  take(personId: string, settings: Settings, looks: readonly Look[]): Promise<void>
  /** The last look at each listed place. */
  last(settings: Settings): Promise<LastLook[]>
  /** Of a span and of the one before it, each with the list that stood at its end. */
  coverage(settings: Settings, span: Span, before: Span): Promise<Coverage>
}

/** ISO instants; `to` is outside. */
type Span = { from: string; to: string }

type Desk = { organisationId: string; reader: Kysely<Database>; write: Write; now(): string }

/** Longer than a rule and its days off: the look before a span that is still good in it. */
const reachDays = 60

export function createWatch({ organisationId, reader, write, now }: Desk): Watch {
  const listAt = async (settings: Settings, instant: string): Promise<readonly WatchEntry[]> => {
    if (instant >= now()) return settings.watchList
    const row = await reader
      .selectFrom('settings')
      .select('document')
      .where('organisation_id', '=', organisationId)
      .where('created_at', '<', instant)
      .orderBy('version', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row === undefined ? [] : settingsSchema.parse(JSON.parse(row.document)).watchList
  }

  return {
    async take(personId, settings, looks) {
      const received = now()
      const known = new Set(settings.watchList.map(({ id }) => id))
      const rows = looks
        .filter(({ watchId }) => known.has(watchId))
        .map(({ id, watchId, at, how }) => ({
          organisation_id: organisationId,
          id,
          watch_id: watchId,
          person_id: personId,
          // A clock that is ahead must not make a place look fresh for days.
          at: at < received ? at : received,
          how,
          received_at: received,
        }))
      if (rows.length === 0) return
      await write(tx =>
        tx
          .insertInto('looks')
          .values(rows)
          .onConflict(conflict => conflict.doNothing())
          .execute(),
      )
    },

    async last(settings) {
      const found = await Promise.all(
        settings.watchList.map(({ id }) =>
          reader
            .selectFrom('looks')
            .select(['watch_id as watchId', 'at', 'how', 'person_id as personId'])
            .where('organisation_id', '=', organisationId)
            .where('watch_id', '=', id)
            .orderBy('at', 'desc')
            .limit(1)
            .executeTakeFirst(),
        ),
      )
      return found.flatMap(row => (row === undefined ? [] : [lastLookSchema.parse(row)]))
    },

    async coverage(settings, span, before) {
      const upTo = span.to < now() ? span.to : now()
      const reach = new Date(Date.parse(span.from) - reachDays * 86_400_000).toISOString()
      const rows = await reader
        .selectFrom('looks')
        .select(['watch_id', 'at'])
        .where('organisation_id', '=', organisationId)
        .where('at', '>=', reach)
        .where('at', '<', upTo)
        .orderBy('at')
        .execute()
      const looks = new Map<string, string[]>()
      for (const { watch_id, at } of rows) looks.set(watch_id, [...(looks.get(watch_id) ?? []), at])
      return coverageOf(
        await listAt(settings, span.to),
        await listAt(settings, before.to),
        looks,
        { from: span.from, to: upTo },
        settings.deadlines,
      )
    },
  }
}
