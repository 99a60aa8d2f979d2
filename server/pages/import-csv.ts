/** The plan and the errors of an import as tables to take away. Cells are made safe where they are written (csv.ts). */
import type { Plan } from '../../shared/imports/plan.ts'
import type { RowError } from '../../shared/imports/rows.ts'

export function errorRows(errors: readonly RowError[]): string[][] {
  return [
    ['Строка', 'Столбец', 'Значение', 'Что делать'],
    ...errors.map(({ line, column, value, words }) => [String(line), column, value, words]),
  ]
}

export function planRows({ rows }: Plan): string[][] {
  return [
    ['Строка', 'Номер', 'Что будет', 'Карточка', 'Поле', 'Было', 'Станет'],
    ...rows.flatMap(planned => {
      const { row } = planned
      const head = [String(row.line), row.external.number ?? '']
      switch (planned.outcome) {
        case 'new':
          return [[...head, 'новая карточка', '', '', '', '']]
        case 'finished':
          return [[...head, 'завершено в другой системе, не загружается', '', '', '', '']]
        case 'same':
          return [[...head, 'без изменений', String(planned.ticket.number), '', '', '']]
        case 'changed':
          return planned.changes.map(({ field, before, after }) => [
            ...head,
            'изменится',
            String(planned.ticket.number),
            field,
            before,
            after,
          ])
        default: {
          const never: never = planned
          return never
        }
      }
    }),
  ]
}
