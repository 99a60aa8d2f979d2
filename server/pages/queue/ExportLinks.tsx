/** Under a list: the same list as a file. */
import { plural } from '../../../shared/reference/plural.ts'
import { numberWords } from '../../reports/documents/cells.ts'
import { mostExported } from '../../reports/exported-tickets.ts'
import { address } from '../address.ts'
import { ticketForms } from '../words.ts'

/** `query`: of the list's own address. */
export function ExportLinks({ query, total }: { query: Record<string, string | undefined>; total: number }) {
  if (total === 0) return null
  return (
    <p class="links exports">
      Скачать список:{' '}
      <a href={address('/tickets.xlsx', query)} download>
        XLSX
      </a>{' '}
      <a href={address('/tickets.csv', query)} download>
        CSV
      </a>{' '}
      <span class="quiet">
        {total > mostExported ? cutWords(total) : 'без имён, адресов и текстов сообщений'}
      </span>
    </p>
  )
}

/** What a file of a long list says of itself. */
export function cutWords(total: number): string {
  return `В списке ${numberWords(total)}\u00a0${plural(total, ticketForms)}, в файле первые ${numberWords(mostExported)}. Уточните условия, чтобы скачать остальные.`
}
