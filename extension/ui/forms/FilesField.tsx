import { useId, useRef, useState } from 'preact/hooks'
import * as z from 'zod'
import type { FileReference } from '../../../shared/ticket/commands.ts'
import type { Bridge } from '../bridge.ts'

type FilesFieldProps = {
  label: string
  hint: string | null
  fault: string | null
  /** References of the kept files, as JSON. */
  value: string
  onChange: (value: string) => void
  onPutFile: Bridge['putFile']
}

/** What is being kept, or could not be. */
type Going = { id: number; file: File; failure: string | null }

const referencesSchema = z.array(
  z.object({ name: z.string(), mime: z.string(), size: z.number(), sha256: z.string() }),
)

/** Files are kept as they are chosen and go to the server by themselves; the form holds their references. */
export function FilesField({ label, hint, fault, value, onChange, onPutFile }: FilesFieldProps) {
  const id = useId()
  const [going, setGoing] = useState<Going[]>([])
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
    const result = await onPutFile(file)
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
            <bdi>{file.name}</bdi>{' '}
            {failure === null ? (
              <progress aria-label={`Сохраняется ${file.name}`} />
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
        {arrived.current.map(({ name, sha256 }) => (
          <li key={sha256}>
            <span aria-hidden="true">✓ </span>
            <bdi>{name}</bdi>{' '}
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

/** A draft of an older version that no longer reads counts as none. */
export function referencesIn(value: string): FileReference[] {
  if (value === '') return []
  try {
    return referencesSchema.safeParse(JSON.parse(value)).data ?? []
  } catch {
    return []
  }
}
