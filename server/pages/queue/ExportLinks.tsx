/** Under a list: the same list as a file. */
import { plural } from '../../../shared/reference/plural.ts'
import { numberWords } from '../../reports/documents/cells.ts'
import { mostExported } from '../../reports/exported-tickets.ts'
import type { Looked } from '../../reports/queue.ts'
import { address } from '../address.ts'
import { ticketForms } from '../words.ts'

type Props = {
  /** Of the list's own address. */
  query: Record<string, string | undefined>
  total: number
  /** How many the file can hold. */
  most?: number
  looked?: Looked | undefined
}

export function ExportLinks({ query, total, most = mostExported, looked }: Props) {
  const cut = cutLines(total, Math.min(total, most), looked)
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
      <span class="quiet">{cut.length > 0 ? cut.join(' ') : 'без имён, адресов и текстов сообщений'}</span>
    </p>
  )
}

/** What a file of a long list says of itself: how many rows of how many, or out of how many they were chosen. */
export function cutLines(total: number, rows: number, looked?: Looked): string[] {
  if (total > rows)
    return [
      `В списке ${numberWords(total)}\u00a0${plural(total, ticketForms)}, в файле первые ${numberWords(rows)}. Уточните условия, чтобы скачать остальные.`,
    ]
  return looked === undefined || looked.at >= looked.of ? [] : [lookedWords(looked)]
}

export function lookedWords({ at, of }: Looked): string {
  return `Отобрано из ${numberWords(at)} самых срочных; всего по этим условиям ${numberWords(of)}\u00a0${plural(of, ticketForms)}. Уточните условия, чтобы просмотреть остальные.`
}
