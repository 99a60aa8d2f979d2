/** Which refused acts were repeated here and refused anew: a repeat goes under a new id, so it is known by what it says. */
import { useRef } from 'preact/hooks'
import { typedText } from '../act-words.ts'
import type { RefusedRow } from '../bridge.ts'

export type Repeats = { note: (row: RefusedRow) => void; isAnew: (row: RefusedRow) => boolean }

export function useRepeats(refused: readonly RefusedRow[]): Repeats {
  /** By what an act says: the ids that lay in the tray when it was repeated. */
  const repeated = useRef(new Map<string, ReadonlySet<string>>())
  return {
    note: row => void repeated.current.set(sayingOf(row), new Set(refused.map(({ commandId }) => commandId))),
    isAnew: row => repeated.current.get(sayingOf(row))?.has(row.commandId) === false,
  }
}

function sayingOf({ ticketId, command }: RefusedRow): string {
  return [ticketId, command.type, typedText(command)].join('\n')
}
