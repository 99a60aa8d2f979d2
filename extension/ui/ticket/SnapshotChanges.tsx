import { diffArrays } from 'diff'
import { useEffect, useState } from 'preact/hooks'
import { type Run, textChanges } from '../../../shared/reference/text-changes.ts'
import type { FileRead } from '../bridge.ts'

type SnapshotChangesProps = {
  /** The words of the look before and of this one; each reading is an opening that the server notes. */
  readBefore: () => Promise<FileRead>
  readAfter: () => Promise<FileRead>
}

type Compared =
  | { state: 'loading' }
  | { state: 'failed'; words: string }
  | { state: 'compared'; runs: Run[] | null }

/** What a later look at the post found in its words, against the look before. */
export function SnapshotChanges({ readBefore, readAfter }: SnapshotChangesProps) {
  const [compared, setCompared] = useState<Compared>({ state: 'loading' })
  useEffect(() => {
    let isHere = true
    void compare(readBefore, readAfter).then(found => {
      if (isHere) setCompared(found)
    })
    return () => {
      isHere = false
    }
  }, [])
  if (compared.state === 'loading')
    return (
      <p class="quiet" role="status">
        ◐ загружается
      </p>
    )
  if (compared.state === 'failed') return <p class="wrong">▲ {compared.words}</p>
  if (compared.runs === null)
    return <p class="quiet">Текст изменился почти весь: сравните оба снимка по отдельности.</p>
  return (
    <>
      <p class="citizen-text" dir="auto">
        {compared.runs.map(({ kind, text }, at) => {
          // Runs of a comparison have no identity of their own; they are drawn once.
          const key = `${at}`
          if (kind === 'same') return text
          return kind === 'gone' ? (
            <del key={key} title="удалено">
              {text}
            </del>
          ) : (
            <ins key={key} title="добавлено">
              {text}
            </ins>
          )
        })}
      </p>
      <p class="quiet">
        <del>зачёркнуто</del> — удалено, <ins>подчёркнуто</ins> — добавлено.
      </p>
    </>
  )
}

async function compare(
  readBefore: () => Promise<FileRead>,
  readAfter: () => Promise<FileRead>,
): Promise<Compared> {
  const [before, after] = [await readBefore(), await readAfter()]
  if (before.outcome === 'failed') return { state: 'failed', words: before.words }
  if (after.outcome === 'failed') return { state: 'failed', words: after.words }
  return {
    state: 'compared',
    runs: textChanges(diffArrays, await before.file.text(), await after.file.text()),
  }
}
