import { useEffect, useId, useRef, useState } from 'preact/hooks'
import * as z from 'zod'
import type { FileReference } from '../../../shared/ticket/commands.ts'
import type { Bridge, WaitingFiles } from '../bridge.ts'
import { sizeWords } from '../words.ts'

type FilesFieldProps = {
  label: string
  hint: string | null
  fault: string | null
  /** References of the kept files, as JSON. */
  value: string
  onChange: (value: string) => void
  desk: FileDesk
}

export type FileDesk = Pick<Bridge, 'putFile' | 'watchFiles'>

/** What is being kept, or could not be. */
type Going = { id: number; file: File; failure: string | null }

const referencesSchema = z.array(
  z.object({ name: z.string(), mime: z.string(), size: z.number(), sha256: z.string() }),
)

/** Files are kept as they are chosen and go to the server by themselves; the form holds their references. */
export function FilesField({ label, hint, fault, value, onChange, desk }: FilesFieldProps) {
  const id = useId()
  const [going, setGoing] = useState<Going[]>([])
  const [waiting, setWaiting] = useState<WaitingFiles | null>(null)
  useEffect(() => desk.watchFiles(setWaiting), [])
  const nextId = useRef(1)
  const arrived = useRef<FileReference[]>([])
  arrived.current = referencesIn(value)

  const keep = (files: FileReference[]) => {
    arrived.current = files
    onChange(files.length === 0 ? '' : JSON.stringify(files))
  }
  const patch = (goingId: number, change: Partial<Going>) =>
    setGoing(standing => standing.map(each => (each.id === goingId ? { ...each, ...change } : each)))
  const drop = (goingId: number) => setGoing(standing => standing.filter(each => each.id !== goingId))

  const put = async (file: File, goingId: number) => {
    patch(goingId, { failure: null })
    const result = await desk.putFile(file)
    if (result.outcome === 'refused') {
      patch(goingId, { failure: result.words })
      return
    }
    drop(goingId)
    const { sha256 } = result.file
    keep([...arrived.current.filter(each => each.sha256 !== sha256), result.file])
  }
  const choose = (files: File[]) => {
    const added = files.map(file => ({ id: nextId.current++, file, failure: null }))
    setGoing(standing => [...standing, ...added])
    for (const { file, id: goingId } of added) void put(file, goingId)
  }

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        multiple
        accept="image/*,application/pdf"
        onChange={event => {
          choose([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
      {(fault ?? hint) !== null && <p class={fault === null ? 'hint' : 'hint wrong'}>{fault ?? hint}</p>}
      <ul class="plain files" aria-live="polite">
        {going.map(({ id: goingId, file, failure }) => (
          <li key={goingId}>
            <bdi>{file.name}</bdi> <span class="quiet">{sizeWords(file.size)}</span>{' '}
            {failure === null ? (
              <span class="quiet">◐ сохраняется</span>
            ) : (
              <>
                <span class="wrong">▲ {failure}</span>{' '}
                <button type="button" class="link" onClick={() => void put(file, goingId)}>
                  Повторить
                </button>{' '}
                <button type="button" class="link" onClick={() => drop(goingId)}>
                  Убрать
                </button>
              </>
            )}
          </li>
        ))}
        {arrived.current.map(({ name, size, sha256 }) => (
          <li key={sha256}>
            <bdi>{name}</bdi> <span class="quiet">{sizeWords(size)}</span>{' '}
            <FileState sha256={sha256} waiting={waiting} />{' '}
            <button
              type="button"
              class="link"
              aria-label={`Убрать файл ${name}`}
              onClick={() => keep(arrived.current.filter(each => each.sha256 !== sha256))}
            >
              Убрать
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A file may be saved with the act while its bytes still wait: they go by themselves. */
function FileState({ sha256, waiting }: { sha256: string; waiting: WaitingFiles | null }) {
  if (waiting === null) return null
  const own = waiting.files.find(each => each.sha256 === sha256)
  if (own === undefined) return <span class="done">✓ загружено</span>
  if (own.failedWords !== null) return <span class="wrong">▲ {own.failedWords}</span>
  return <span class="quiet">{waiting.isLinked ? '◐ загружается' : '◐ ждёт связи, загрузится сам'}</span>
}

/** A draft of an older version that no longer reads counts as none. */
export function referencesIn(value: string): FileReference[] {
  if (value === '') return []
  try {
    return referencesSchema.safeParse(JSON.parse(value)).data ?? []
  } catch {
    return []
  }
}
