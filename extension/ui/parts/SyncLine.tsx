import type { SyncWords } from '../words.ts'

const shapes: Record<SyncWords['tone'], string> = {
  fine: '●',
  waiting: '◐',
  stopped: '▲',
  refused: '▲',
}

/** The state of sync in words, with its shape. */
export function SyncLine({ words }: { words: SyncWords }) {
  return (
    <span class={`sync-line ${words.tone}`}>
      <span class="shape" aria-hidden="true">
        {shapes[words.tone]}
      </span>{' '}
      {words.line}
    </span>
  )
}
