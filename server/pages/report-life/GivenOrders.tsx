import { orderTable } from '../../../shared/reports/note/tables.ts'
import { TableView } from '../../reports/documents/TableView.tsx'
import { lineOrders } from '../../reports/note/orders.ts'
import type { LifeProps } from './LifePage.tsx'

/** What the chief ordered on this report and how it stands, in the words of the next note. */
export function GivenOrders({ orders, report, now }: LifeProps) {
  if (orders.length === 0) return null
  const { note: _aboutNotes, ...table } = orderTable({
    orders: lineOrders(orders, [report], report.period.zone, now),
  })
  return (
    <div class="no-print">
      <TableView table={{ ...table, id: 'given-orders', title: 'Поручения по этому отчёту' }} />
    </div>
  )
}
