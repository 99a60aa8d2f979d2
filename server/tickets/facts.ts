/** Rows of events as facts, and what scope depends on as columns: the third door, where older rows are read. */
import * as z from 'zod'
import type { Facets } from '../../shared/policy/permissions.ts'
import { recipientKey } from '../../shared/policy/permissions.ts'
import { type BlockId, isBlockId } from '../../shared/reference/blocks.ts'
import { type Fact, factSchema } from '../../shared/ticket/events.ts'
import { type TicketStatus, ticketStatuses } from '../../shared/ticket/ticket.ts'
import type { Database } from '../store/schema.ts'

export const factColumns = ['type', 'data', 'by', 'at', 'command_id', 'behalf'] as const

export function factOf(row: Pick<Database['events'], (typeof factColumns)[number]>): Fact {
  const { type, data, by, at, command_id: step, behalf } = row
  return factSchema.parse({ type, data: JSON.parse(data), by, at, step, behalf })
}

/** The columns of `tickets` on which scope depends. Who recorded it stands in a table of its own. */
export const facetColumns = [
  'block',
  'status',
  'sorted',
  'executors',
  'is_complaint',
  'about',
  'is_open_problem',
] as const
type FacetRow = Pick<Database['tickets'], (typeof facetColumns)[number]>

/** The same of an event: as the ticket was after it. */
export const pastFacetColumns = [
  'after_block',
  'after_recipient_id',
  'after_status',
  'after_sorted',
  'after_executors',
  'after_is_complaint',
  'after_about',
  'after_is_open_problem',
] as const
type PastFacetRow = Pick<Database['events'], (typeof pastFacetColumns)[number]>

export function facetsFromRow(row: FacetRow, capturers: readonly string[]): Facets {
  return {
    block: asBlock(row.block),
    status: asStatus(row.status),
    sorted: row.sorted === 1,
    capturers,
    executors: readKeys(row.executors),
    isComplaint: row.is_complaint === 1,
    about: readKeys(row.about),
    isOpenProblem: row.is_open_problem === 1,
  }
}

export function pastFacetsFromRow(row: PastFacetRow, capturers: readonly string[]): Facets {
  const former = row.after_recipient_id === null ? [] : [recipientKey(row.after_recipient_id)]
  return facetsFromRow(
    {
      block: row.after_block,
      status: row.after_status,
      sorted: row.after_sorted,
      executors: row.after_executors === '' ? JSON.stringify(former) : row.after_executors,
      is_complaint: row.after_is_complaint,
      about: row.after_about,
      is_open_problem: row.after_is_open_problem,
    },
    capturers,
  )
}

const keysSchema = z.array(z.string())

function readKeys(json: string): string[] {
  return json === '[]' ? [] : keysSchema.parse(JSON.parse(json))
}

export function asBlock(block: string): BlockId {
  if (!isBlockId(block)) throw new Error(`A ticket of an unknown block: ${block}`)
  return block
}

export function asStatus(status: string): TicketStatus {
  const known = ticketStatuses.find(each => each === status)
  if (known === undefined) throw new Error(`A ticket of an unknown status: ${status}`)
  return known
}
