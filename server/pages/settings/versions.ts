/** What others did to a part of the settings since a page was opened. */
import { type Settings, settingsSchema, titleOf } from '../../../shared/policy/settings.ts'
import type { Office } from '../../office.ts'

/** A line for each difference that a person would name: «Отдел дорог: вид — учреждение (было: подразделение)». */
export type ChangesOf = (before: Settings, after: Settings) => string[]

export type Others = { by: string; at: string; lines: string[] }

/** `undefined` where nobody touched this part, or where the form does not say which version it was made from. */
export async function othersSince(
  office: Office,
  version: number,
  current: Settings,
  changesOf: ChangesOf,
): Promise<Others | undefined> {
  if (version === current.version || !Number.isInteger(version)) return undefined
  const rows = await office.reader
    .selectFrom('settings')
    .select(['version', 'document', 'created_at', 'created_by'])
    .where('organisation_id', '=', office.organisationId)
    .where('version', 'in', [version, current.version])
    .execute()
  const base = rows.find(row => row.version === version)
  const last = rows.find(row => row.version === current.version)
  if (base === undefined || last === undefined) return undefined
  const lines = changesOf(settingsSchema.parse(JSON.parse(base.document)), current)
  if (lines.length === 0) return undefined
  return { by: titleOf(current.people, last.created_by), at: last.created_at, lines }
}

export type Fact = { label: string; text: string }

/** Differences of two lists whose entries can say their facts. */
export function listChanges<Row extends { id: string }>(
  before: readonly Row[],
  after: readonly Row[],
  words: { titleOf(row: Row): string; factsOf(row: Row): readonly Fact[] },
): string[] {
  const lines: string[] = []
  for (const row of after) {
    const earlier = before.find(each => each.id === row.id)
    if (earlier === undefined) lines.push(`Добавлено: ${words.titleOf(row)}`)
    else if (JSON.stringify(earlier) !== JSON.stringify(row)) {
      const old = words.factsOf(earlier)
      const different = words
        .factsOf(row)
        .flatMap(({ label, text }, index) =>
          old[index]?.text === text
            ? []
            : [`${label.toLowerCase()} — ${text || 'пусто'} (было: ${old[index]?.text || 'пусто'})`],
        )
      const [name, was] = [words.titleOf(row), words.titleOf(earlier)]
      if (name !== was) different.unshift(`раньше называлось «${was}»`)
      lines.push(`Изменено: ${name}${different.length > 0 ? `: ${different.join('; ')}` : ''}`)
    }
  }
  for (const row of before) {
    if (!after.some(each => each.id === row.id)) lines.push(`Убрано: ${words.titleOf(row)}`)
  }
  return lines
}
