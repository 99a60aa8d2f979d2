/** Three acts that the server did not accept: one to be mended, one in conflict, one on a ticket that left. */
import type { RefusedRow } from '../../../extension/ui/bridge.ts'
import { refusalWords } from '../../../shared/errors.ts'

const at = '2026-11-25T09:00:00.000Z'

export function refusedRows(): RefusedRow[] {
  const envelope = { occurredAt: at, baseVersion: 2, dependsOn: null }
  const base = { refusedAt: at, goneWords: null, conflict: [] }
  const answered = { code: 'promise-out-of-term', details: {} }
  const conflict = { code: 'conflict', details: { field: 'block', current: 'roads', wanted: 'energy' } }
  const gone = { code: 'out-of-scope', details: {} }
  return [
    {
      ...base,
      commandId: 'c1',
      ticketId: 't-3',
      number: 1004,
      refusal: answered,
      words: refusalWords(answered),
      command: {
        ...envelope,
        id: 'c1',
        ticketId: 't-3',
        type: 'prepare_reply',
        data: {
          kind: 'interim',
          text: 'Мой длинный ответ',
          outcome: null,
          promisedDate: '2026-12-04',
          responsible: null,
          spoken: { by: 'Мастер участка', at },
          files: [],
          draft: false,
        },
      },
    },
    {
      ...base,
      commandId: 'c2',
      ticketId: 't-0',
      number: 1001,
      refusal: conflict,
      words: refusalWords(conflict),
      conflict: [
        { field: 'block', current: 'roads', wanted: 'energy' },
        { field: 'urgent', current: true, wanted: false },
      ],
      command: {
        ...envelope,
        id: 'c2',
        ticketId: 't-0',
        type: 'classify',
        data: {
          changes: { block: { from: 'zhkh', to: 'energy' }, urgent: { from: false, to: false } },
          sorted: true,
        },
      },
    },
    {
      ...base,
      commandId: 'c3',
      ticketId: 'gone',
      number: 1024,
      refusal: gone,
      words: refusalWords(gone),
      goneWords: 'Карточка № 1024 (ЖКХ · Нет холодной воды) больше не у вас: её передали в другой блок.',
      command: {
        ...envelope,
        id: 'c3',
        ticketId: 'gone',
        type: 'add_note',
        data: { text: 'Звонил заявитель.' },
      },
    },
  ]
}
