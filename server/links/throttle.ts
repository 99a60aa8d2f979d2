/** Wrong tokens by address: 256 bits cannot be guessed, but nobody should try for hours either. */
import { v7 as uuidv7 } from 'uuid'
import { secondsAfter } from '../people/desk.ts'
import type { Tx } from '../store/writer.ts'

const most = 30
const windowSeconds = 15 * 60

type Place = { tx: Tx; organisationId: string; now: string }

/** Notes one more wrong token; answers whether the address has had too many. */
export async function countWrongToken({ tx, organisationId, now }: Place, from: string): Promise<boolean> {
  const subject = `link:${from}`
  await tx
    .deleteFrom('sign_in_attempts')
    .where('organisation_id', '=', organisationId)
    .where('subject', '=', subject)
    .where('at', '<=', secondsAfter(now, -windowSeconds))
    .execute()
  const { count } = await tx
    .selectFrom('sign_in_attempts')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('organisation_id', '=', organisationId)
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow()
  if (count >= most) return true
  await tx
    .insertInto('sign_in_attempts')
    .values({ organisation_id: organisationId, id: uuidv7(), subject, at: now })
    .execute()
  return false
}
