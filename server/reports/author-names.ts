/** Who wrote to the office, as far as they could be named in words that people typed: looked for in a reading thread. */
import { setImmediate as otherWork } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Settings } from '../../shared/policy/settings.ts'
import { namedIn, personalIn } from '../../shared/reports/note/personal.ts'
import type { Failure } from '../office.ts'
import type { Database } from '../store/schema.ts'

type Titles = Pick<Settings, 'organisation' | 'people' | 'recipients' | 'settlements' | 'subtopics'>
export type AuthorPlace = { reportReader: Kysely<Database>; organisationId: string }

const portion = 5_000

/** Of all authors of the organisation those who stand in the words. */
export async function authorsIn(
  { reportReader, organisationId }: AuthorPlace,
  settings: Titles,
  texts: readonly string[],
): Promise<string[]> {
  if (!texts.some(words => /[\p{L}\d]\P{L}+\p{L}/u.test(words))) return []
  const rows = await authorNames(reportReader, organisationId).execute()
  const stands = namedIn(texts)
  const found: string[] = []
  for (const [index, { name }] of rows.entries()) {
    if (index % portion === portion - 1) await otherWork()
    if (name !== null && stands(name)) found.push(name)
  }
  return citizensOf(found, settings)
}

/** Each name once. */
export const authorNames = (reader: Kysely<Database>, organisationId: string) =>
  reader
    .selectFrom('contents')
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'source')
    .where('body', 'is not', null)
    .select(sql<string | null>`json_extract(body, '$.source.author.name')`.as('name'))
    .distinct()

/** Without those who are called as a place or an office is: their names are words of every report. */
export function citizensOf(names: readonly string[], settings: Titles): string[] {
  const { organisation, people, recipients, settlements, subtopics } = settings
  const titles = [organisation, ...people, ...recipients, ...settlements, ...subtopics].map(
    each => each.title,
  )
  const isTitle = namedIn(titles)
  return names.filter(name => !isTitle(name))
}

/** The refusal of words that will stand in a report, while whoever wrote them can mend them. */
export async function refusedWords(
  place: AuthorPlace,
  settings: Titles,
  texts: readonly string[],
): Promise<Failure | undefined> {
  const faults = personalIn(texts, await authorsIn(place, settings, texts))
  return faults.length === 0
    ? undefined
    : { outcome: 'failed', code: 'personal-data', words: faults.join(' ') }
}
