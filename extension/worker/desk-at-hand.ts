/** The desk of the person who is enrolled on this computer, opened anew after each death of the worker. */
import type { Settings } from '../../shared/policy/settings.ts'
import { type Connection, findConnection } from '../store/connection.ts'
import { type Desk, deskOf } from '../store/desk.ts'
import { findRules, type Rules } from '../store/project.ts'

/** `now` is in the server's time, ISO. */
export type AtHand = { connection: Connection; desk: Desk; rules: Rules; now: string }

/** `undefined`: nobody is enrolled, or the first settings have not arrived. */
export async function findAtHand(): Promise<AtHand | undefined> {
  const connection = await findConnection()
  if (!connection) return undefined
  const desk = deskOf(connection)
  const rules = await findRules(desk)
  if (!rules) return undefined
  return {
    connection,
    desk,
    rules: { ...rules, settings: remembered(rules.settings) },
    now: new Date(Date.now() + rules.clockOffset).toISOString(),
  }
}

let last: Settings | undefined

/** One object per version while the worker lives: the classifier compiles its lists once per object. */
function remembered(settings: Settings): Settings {
  if (last?.version !== settings.version || last.organisation.id !== settings.organisation.id) last = settings
  return last
}
