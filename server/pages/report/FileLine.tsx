/** The same numbers as files and on paper. */
import { address } from '../address.ts'

/** `path`: of the files without their endings. */
export function FileLine({
  path,
  query,
}: {
  path: string
  query: Readonly<Record<string, string | undefined>>
}) {
  return (
    <p class="links exports">
      Скачать эти числа:{' '}
      <a href={address(`${path}.xlsx`, query)} download>
        XLSX
      </a>{' '}
      <a href={address(`${path}.csv`, query)} download>
        CSV
      </a>{' '}
      <span class="quiet">
        печать — <kbd>Ctrl</kbd>+<kbd>P</kbd>
      </span>
    </p>
  )
}
