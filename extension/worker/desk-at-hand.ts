/** The desk of the person who is enrolled on this computer, opened anew after each death of the worker. */
import type { Actor } from '../../shared/policy/actor.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import { type Connection, findConnection } from '../store/connection.ts'
import { type Desk, deskOf } from '../store/desk.ts'
import { actorFor, findRules, type Rules } from '../store/project.ts'

/** `now` is in the server's time, ISO; `actor` is the person at that instant. */
export type AtHand = { connection: Connection; desk: Desk; rules: Rules; actor: Actor; now: string }

/** `undefined`: nobody is enrolled, or the first settings have not arrived. */
export async function findAtHand(): Promise<AtHand | undefined> {
  const connection = await findConnection()
  if (!connection) return undefined
  const desk = deskOf(connection)
  const found = await findRules(desk)
  if (!found) return undefined
  const rules = { ...found, settings: remembered(found.settings) }
  const now = new Date(Date.now() + rules.clockOffset).toISOString()
  return { connection, desk, rules, actor: actorFor(rules, now), now }
}

let last: Settings | undefined

/** One object per version while the worker lives: the classifier compiles its lists once per object. */
function remembered(settings: Settings): Settings {
  if (last?.version !== settings.version || last.organisation.id !== settings.organisation.id) last = settings
  return last
}
