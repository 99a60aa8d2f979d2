import { type Conflict, valueWords } from '../../../shared/acts/merge.ts'
import type { ActDraft } from './use-act-draft.ts'

type ConflictsProps = { conflicts: readonly Conflict[]; onSettle: ActDraft['settle'] }

/** «Пока вы правили…»: each field that both changed, with both values; every other edit merges by itself. */
export function Conflicts({ conflicts, onSettle }: ConflictsProps) {
  return (
    <div class="notice today conflicts" role="alert">
      <p>
        <strong>Пока вы правили, карточку изменил другой человек.</strong> Выберите верное значение; остальное
        сохранится, как вы ввели.
      </p>
      {conflicts.map(conflict => (
        <fieldset key={conflict.field.name}>
          <legend>{conflict.field.label}</legend>
          <button type="button" class="pick" onClick={() => onSettle(conflict, 'mine')}>
            <span class="quiet">ваше</span> <bdi>{valueWords(conflict.field, conflict.mine)}</bdi>
          </button>
          <button type="button" class="pick" onClick={() => onSettle(conflict, 'theirs')}>
            <span class="quiet">коллеги</span> <bdi>{valueWords(conflict.field, conflict.theirs)}</bdi>
          </button>
        </fieldset>
      ))}
    </div>
  )
}
