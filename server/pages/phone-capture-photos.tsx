/** Photos from a phone's camera or its gallery; those of an earlier try are named and come along. */
import type { FileReference } from '../../shared/ticket/commands.ts'

type Props = { files: readonly FileReference[]; problem: string | undefined; label?: string }

export function PhotosField({ files, problem, label = 'Фото' }: Props) {
  return (
    <div class="field">
      <label for="photos">{label}</label>
      {problem && (
        <p class="problem" id="photos-problem">
          <span aria-hidden="true">▲ </span>
          {problem}
        </p>
      )}
      {files.length > 0 && (
        <ul class="kept-files">
          {files.map(file => (
            <li key={file.sha256}>
              {file.name} — уже загружено
              <input type="hidden" name="kept" value={JSON.stringify(file)} />
            </li>
          ))}
        </ul>
      )}
      <input
        id="photos"
        type="file"
        name="photos"
        accept="image/*,application/pdf"
        multiple
        aria-describedby={problem ? 'photos-problem photos-help' : 'photos-help'}
        aria-invalid={problem ? 'true' : undefined}
      />
      <p class="help" id="photos-help">
        С камеры или из галереи, до 6 файлов по 10 МБ.
      </p>
    </div>
  )
}
