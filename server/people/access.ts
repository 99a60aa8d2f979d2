/** Who is calling: device tokens, passwords, sessions, and the one-time ticket by which the extension opens a page. */
import { v7 as uuidv7 } from 'uuid'
import { actorAt } from '../../shared/policy/actor.ts'
import type { Settings } from '../../shared/policy/settings.ts'
import type { Office, Signed } from '../office.ts'
import type { Tx } from '../store/writer.ts'
import { type Desk, failed, findPerson, getSettings, PeopleRefusal, secondsAfter } from './desk.ts'
import { findPasswordFault, hashPassword, isPassword } from './passwords.ts'
import { hashOfSecret, newToken } from './secrets.ts'

export const sessionSeconds = 12 * 60 * 60
const signInTicketSeconds = 60
/** Behind one address sit all people of an administration, so it may err more often than a person. */
const attempts = { ofPerson: 5, ofAddress: 50, seconds: 15 * 60 }
/** `last_seen_at` is written no more often than this: a pull should not cost a commit. */
const seenSeconds = 5 * 60

export async function openSession(tx: Tx, { organisationId, now }: Desk, personId: string): Promise<string> {
  const token = newToken()
  await tx
    .deleteFrom('sessions')
    .where('organisation_id', '=', organisationId)
    .where('expires_at', '<=', now())
    .execute()
  await tx
    .insertInto('sessions')
    .values({
      organisation_id: organisationId,
      token_hash: hashOfSecret(token),
      person_id: personId,
      created_at: now(),
      expires_at: secondsAfter(now(), sessionSeconds),
    })
    .execute()
  return token
}

/** Signs a person out everywhere, but for the session `kept`; links that were not opened yet open nothing. */
export async function endSessions(
  tx: Tx,
  { organisationId }: Desk,
  personId: string,
  kept?: string,
): Promise<void> {
  await tx
    .deleteFrom('sessions')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .$if(kept !== undefined, query => query.where('token_hash', '!=', hashOfSecret(kept ?? '')))
    .execute()
  await tx
    .deleteFrom('sign_in_tickets')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .execute()
}

export function createAccess(desk: Desk): Office['access'] {
  const { organisationId, reader, write, now } = desk

  return {
    async byDeviceToken(token) {
      const device = await reader
        .selectFrom('devices')
        .select(['id', 'person_id', 'revoked_at', 'last_seen_at'])
        .where('organisation_id', '=', organisationId)
        .where('token_hash', '=', hashOfSecret(token))
        .executeTakeFirst()
      const settings = device && (await desk.settings.committed(reader))
      if (device === undefined || settings === undefined) {
        return failed(
          'unauthorised',
          'Сервер не знает этого устройства. Подключите расширение по новому приглашению.',
        )
      }
      const signed = signedAs(settings, device.person_id, now())
      if (device.revoked_at !== null || signed === undefined) {
        return failed(
          'device-revoked',
          'Доступ этого устройства закрыт. Неотправленное хранится в расширении; за новым приглашением обратитесь к руководителю МЦУ.',
        )
      }
      if (device.last_seen_at === null || secondsAfter(device.last_seen_at, seenSeconds) <= now()) {
        await write(tx =>
          tx
            .updateTable('devices')
            .set({ last_seen_at: now() })
            .where('organisation_id', '=', organisationId)
            .where('id', '=', device.id)
            .execute(),
        )
      }
      return { outcome: 'device', device: { ...signed, deviceId: device.id } }
    },

    async bySession(token) {
      const session = await reader
        .selectFrom('sessions')
        .select('person_id')
        .where('organisation_id', '=', organisationId)
        .where('token_hash', '=', hashOfSecret(token))
        .where('expires_at', '>', now())
        .executeTakeFirst()
      const settings = session && (await desk.settings.committed(reader))
      return settings && signedAs(settings, session.person_id, now())
    },

    async signIn(personTitleOrId, password, from) {
      const wanted = personTitleOrId.trim().toLocaleLowerCase('ru')
      const people = await reader
        .selectFrom('people')
        .select(['id', 'title', 'password_hash'])
        .where('organisation_id', '=', organisationId)
        .where('active', '=', 1)
        .execute()
      const named = people.filter(
        person => person.id === personTitleOrId.trim() || person.title.toLocaleLowerCase('ru') === wanted,
      )
      // The attempt is counted before the password is checked: many at once must not pass between check and count.
      const subjects = [
        { subject: `person:${named[0]?.id ?? hashOfSecret(wanted)}`, most: attempts.ofPerson },
        { subject: `address:${from}`, most: attempts.ofAddress },
      ]
      const attemptIds = await countAttempt(desk, subjects)
      if (attemptIds === undefined) {
        return failed(
          'too-many-attempts',
          'Слишком много неверных попыток. Подождите 15 минут и войдите снова.',
        )
      }
      // Two people may bear one title; each has a password of their own.
      const candidates = named.filter(person => person.password_hash !== null).slice(0, 3)
      let personId: string | undefined
      for (const candidate of candidates) {
        if (await isPassword(candidate.password_hash, password)) personId ??= candidate.id
      }
      if (candidates.length === 0) await isPassword(null, password)
      if (personId === undefined) {
        return failed('wrong-password', 'Должность или пароль неверны. Проверьте раскладку и Caps Lock.')
      }
      const signedId = personId
      return write(async tx => {
        await tx
          .deleteFrom('sign_in_attempts')
          .where('organisation_id', '=', organisationId)
          .where(eb => eb.or([eb('id', 'in', attemptIds), eb('subject', '=', `person:${signedId}`)]))
          .execute()
        return { outcome: 'session' as const, session: await openSession(tx, desk, signedId) }
      })
    },

    async setPassword(signed, password, session) {
      const fault = findPasswordFault(password)
      if (fault) throw new PeopleRefusal(fault.code, fault.words)
      const password_hash = await hashPassword(password)
      await write(async tx => {
        await tx
          .updateTable('people')
          .set({ password_hash })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', signed.person.id)
          .execute()
        await endSessions(tx, desk, signed.person.id, session)
      })
    },

    async signOut(session) {
      await write(tx =>
        tx
          .deleteFrom('sessions')
          .where('organisation_id', '=', organisationId)
          .where('token_hash', '=', hashOfSecret(session))
          .execute(),
      )
    },

    issueTicket(device) {
      return write(async tx => {
        const ticket = newToken()
        await tx
          .deleteFrom('sign_in_tickets')
          .where('organisation_id', '=', organisationId)
          .where('expires_at', '<=', now())
          .execute()
        await tx
          .insertInto('sign_in_tickets')
          .values({
            organisation_id: organisationId,
            token_hash: hashOfSecret(ticket),
            person_id: device.person.id,
            expires_at: secondsAfter(now(), signInTicketSeconds),
            used_at: null,
          })
          .execute()
        return ticket
      })
    },

    redeemTicket(ticket) {
      return write(async tx => {
        const redeemed = await tx
          .updateTable('sign_in_tickets')
          .set({ used_at: now() })
          .where('organisation_id', '=', organisationId)
          .where('token_hash', '=', hashOfSecret(ticket))
          .where('used_at', 'is', null)
          .where('expires_at', '>', now())
          .returning('person_id')
          .executeTakeFirst()
        const settings = redeemed && (await getSettings(desk, tx))
        if (!settings || signedAs(settings, redeemed.person_id, now()) === undefined) {
          return failed(
            'sign-in-ticket-invalid',
            'Ссылка для входа уже не действует. Откройте сводку из расширения ещё раз.',
          )
        }
        return { outcome: 'session' as const, session: await openSession(tx, desk, redeemed.person_id) }
      })
    },
  }
}

/** `undefined` for somebody who no longer works here. */
function signedAs(settings: Settings, personId: string, now: string): Signed | undefined {
  const person = findPerson(settings, personId)
  return person?.active ? { person, actor: actorAt(person, settings, now), settings } : undefined
}

/** The ids under which the attempt was noted, or `undefined` where a subject has had too many. */
async function countAttempt(
  { organisationId, write, now }: Desk,
  subjects: readonly { subject: string; most: number }[],
): Promise<string[] | undefined> {
  return write(async tx => {
    await tx
      .deleteFrom('sign_in_attempts')
      .where('organisation_id', '=', organisationId)
      .where('at', '<=', secondsAfter(now(), -attempts.seconds))
      .execute()
    for (const { subject, most } of subjects) {
      const { count } = await tx
        .selectFrom('sign_in_attempts')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('organisation_id', '=', organisationId)
        .where('subject', '=', subject)
        .executeTakeFirstOrThrow()
      if (count >= most) return undefined
    }
    const noted = subjects.map(({ subject }) => ({
      organisation_id: organisationId,
      id: uuidv7(),
      subject,
      at: now(),
    }))
    await tx.insertInto('sign_in_attempts').values(noted).execute()
    return noted.map(({ id }) => id)
  })
}
