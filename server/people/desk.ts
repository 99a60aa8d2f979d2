/** What the people's functions share: the store, the clock, and the question who may change people and settings. */
import type { Kysely } from 'kysely'
import { actorOf, findActor } from '../../shared/policy/actor.ts'
import { isGuarded, mayManageGuarded, mayManagePeople } from '../../shared/policy/permissions.ts'
import type { Person, Settings } from '../../shared/policy/settings.ts'
import type { RoleId } from '../../shared/reference/roles.ts'
import type { Failure, Signed } from '../office.ts'
import type { Database } from '../store/schema.ts'
import type { Tx, Write } from '../store/writer.ts'
import type { ReadSettings } from './settings.ts'

export type Desk = {
  organisationId: string
  publicUrl: string
  now(): string
  reader: Kysely<Database>
  write: Write
  settings: { committed: ReadSettings; inTransaction: ReadSettings }
}

/** An expected refusal of a page's act, with a sentence for the person. */
export class PeopleRefusal extends Error {
  override name = 'PeopleRefusal'
  readonly code: string
  readonly words: string

  constructor(code: string, words: string) {
    super(code)
    this.code = code
    this.words = words
  }
}

export function failed(code: string, words: string): Failure {
  return { outcome: 'failed', code, words }
}

export async function getSettings(desk: Desk, tx: Tx): Promise<Settings> {
  const settings = await desk.settings.inTransaction(tx)
  if (settings === undefined) throw new Error('The organisation has not been set up')
  return settings
}

export function findPerson(settings: Settings, personId: string): Person | undefined {
  return settings.people.find(person => person.id === personId)
}

/** Asks the settings of this moment, not those of the sign-in; a substitute manages for the time too (PRACTICE P17). */
export function isManager({ now }: Pick<Desk, 'now'>, settings: Settings, by: Signed): boolean {
  const actor = findActor(settings, by.person.id, now())
  return actor !== undefined && mayManagePeople(actor)
}

export const managersOnly = failed('forbidden', 'Людей и настройки меняют руководитель МЦУ и администратор.')

export function requireManager(desk: Pick<Desk, 'now'>, settings: Settings, by: Signed): void {
  if (!isManager(desk, settings, by)) throw new PeopleRefusal(managersOnly.code, managersOnly.words)
}

/** By a right of one's own: what a substitute gives away would outlive the leave. */
export function isHead(settings: Settings, personId: string): boolean {
  const person = findPerson(settings, personId)
  return person !== undefined && mayManageGuarded(actorOf(person))
}

export const guardedWords =
  'Руководителя МЦУ и главу администрации назначает, меняет и приглашает только руководитель МЦУ: они видят сообщения граждан.'

/** `roles`: those that the person has and those that they would get. Asks the settings of this moment. */
export function requireHeadFor(settings: Settings, by: Signed, roles: readonly RoleId[]): void {
  if (!isGuarded(roles) || isHead(settings, by.person.id)) return
  throw new PeopleRefusal('head-only', guardedWords)
}

/** Nobody gives themselves a right to read citizens' words: an administrator asks the head of the centre. */
export function requireHeadForOwnRoles(
  settings: Settings,
  standing: Person,
  wanted: readonly RoleId[],
): void {
  if (wanted.every(role => standing.roles.includes(role))) return
  if (isHead(settings, standing.id)) return
  throw new PeopleRefusal('head-only', 'Себе роли не назначают: это делает руководитель МЦУ.')
}

export function secondsAfter(now: string, seconds: number): string {
  return new Date(Date.parse(now) + seconds * 1000).toISOString()
}
