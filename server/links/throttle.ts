/** Wrong tokens by address: 256 bits cannot be guessed, but nobody should try for hours either. */
import type { Kysely } from 'kysely'
import { v7 as uuidv7 } from 'uuid'
import { secondsAfter } from '../people/desk.ts'
import type { Database } from '../store/schema.ts'
import type { Tx } from '../store/writer.ts'

const most = 30
const windowSeconds = 15 * 60

type Asking = { organisationId: string; now: string; from: string }

/** Whether the address has had too many. Asked before anything is written: who floods the door must not hold the writer. */
export async function isThrottled(
  db: Kysely<Database>,
  { organisationId, now, from }: Asking,
): Promise<boolean> {
  const { count } = await db
    .selectFrom('sign_in_attempts')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('subject', '=', subjectOf(from))
    .where('at', '>', secondsAfter(now, -windowSeconds))
    .executeTakeFirstOrThrow()
  return Number(count) >= most
}

/** Notes one more wrong token, and sweeps those of the address that count no more. */
export async function noteWrongToken(tx: Tx, { organisationId, now, from }: Asking): Promise<void> {
  const subject = subjectOf(from)
  await tx
    .deleteFrom('sign_in_attempts')
    .where('organisation_id', '=', organisationId)
    .where('subject', '=', subject)
    .where('at', '<=', secondsAfter(now, -windowSeconds))
    .execute()
  await tx
    .insertInto('sign_in_attempts')
    .values({ organisation_id: organisationId, id: uuidv7(), subject, at: now })
    .execute()
}

const subjectOf = (from: string) => `link:${from}`
