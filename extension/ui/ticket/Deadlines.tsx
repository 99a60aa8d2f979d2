import { useId, useState } from 'preact/hooks'
import type { StageView } from '../due.ts'

/** Every deadline with its words; «почему?» opens the steps by which it came about. */
export function Deadlines({ stages, isPreliminary }: { stages: StageView[]; isPreliminary: boolean }) {
  if (stages.length === 0) return <p class="quiet">Сроки появятся после отправки.</p>
  return (
    <ul class="deadlines">
      {stages.map(stage => (
        <Deadline key={stage.id} stage={stage} isPreliminary={isPreliminary && !stage.isStopped} />
      ))}
    </ul>
  )
}

function Deadline({ stage, isPreliminary }: { stage: StageView; isPreliminary: boolean }) {
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <li>
      <div class="deadline">
        <span>
          {stage.title}{' '}
          <strong class={stage.look}>
            <span class="shape" aria-hidden="true">
              {stage.shape}
            </span>{' '}
            {stage.words}
          </strong>
          {isPreliminary && <span class="quiet"> · предварительно</span>}
        </span>
        <button
          type="button"
          class="link"
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          почему?
        </button>
      </div>
      {open && (
        <ol id={id} class="trace">
          {stage.trace.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ol>
      )}
    </li>
  )
}
