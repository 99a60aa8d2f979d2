import { commandNoun } from '../act-words.ts'
import type { KeptDraft } from '../kept-drafts.ts'
import { CopyText } from './CopyText.tsx'

type KeptDraftsProps = { kept: readonly KeptDraft[]; onDrop: (draft: KeptDraft) => void }

/** What was begun on a card that is out of reach: to be copied, or put away. */
export function KeptDrafts({ kept, onDrop }: KeptDraftsProps) {
  return (
    <ul class="plain kept-drafts">
      {kept.map(draft => (
        <li key={draft.key} class="refused" aria-label={commandNoun(draft.act)}>
          <p>
            Вы начали писать: <strong>{commandNoun(draft.act)}</strong>
          </p>
          <blockquote dir="auto">{draft.words}</blockquote>
          <div class="buttons">
            <CopyText title="Скопировать" text={draft.words} />
            <button type="button" class="small danger" onClick={() => onDrop(draft)}>
              Убрать
            </button>
          </div>
        </li>
      ))}
    </ul>
  )
}
