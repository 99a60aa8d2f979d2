/** Under a table: the same as a file. */
import { address } from '../address.ts'

/** `path`: of the file without its ending. */
export function FileLinks({ path, query }: { path: string; query: Record<string, string | number> }) {
  return (
    <p class="links exports">
      Скачать:{' '}
      <a href={address(`${path}.xlsx`, query)} download>
        XLSX
      </a>{' '}
      <a href={address(`${path}.csv`, query)} download>
        CSV
      </a>
    </p>
  )
}
