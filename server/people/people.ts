/** People, their invitations and devices, and the parts of the settings that are kept beside them. */
import { v7 as uuidv7 } from 'uuid'
import { shiftAt } from '../../shared/policy/actor.ts'
import type { Person } from '../../shared/policy/settings.ts'
import { writeInvitation } from '../../shared/sync/wire.ts'
import type { ChangeSettings, DeviceRow, Failure, Office } from '../office.ts'
import type { Tx } from '../store/writer.ts'
import { endSessions } from './access.ts'
import {
  type Desk,
  failed,
  findPerson,
  getSettings,
  isHead,
  PeopleRefusal,
  requireHeadFor,
  requireHeadForOwnRoles,
  requireManager,
  secondsAfter,
} from './desk.ts'
import { hashOfSecret, newCode, newToken } from './secrets.ts'
import { readPeople, writeSettings } from './settings.ts'

const invitationSeconds = 72 * 60 * 60

export type NewPerson = Person & { passwordHash: string | null }

export async function insertPerson(
  tx: Tx,
  organisationId: string,
  now: string,
  person: NewPerson,
): Promise<void> {
  await tx
    .insertInto('people')
    .values({
      organisation_id: organisationId,
      id: person.id,
      title: person.title,
      password_hash: person.passwordHash,
      active: person.active ? 1 : 0,
      created_at: now,
    })
    .execute()
  await insertDuties(tx, organisationId, person)
}

async function insertDuties(
  tx: Tx,
  organisation_id: string,
  { id: person_id, roles, blocks, recipientIds }: Pick<Person, 'id' | 'roles' | 'blocks' | 'recipientIds'>,
): Promise<void> {
  for (const role of new Set(roles)) {
    await tx.insertInto('person_roles').values({ organisation_id, person_id, role }).execute()
  }
  for (const block of new Set(blocks)) {
    await tx.insertInto('person_blocks').values({ organisation_id, person_id, block }).execute()
  }
  for (const recipient_id of new Set(recipientIds)) {
    await tx.insertInto('person_recipients').values({ organisation_id, person_id, recipient_id }).execute()
  }
}

export function createPeople(desk: Desk, changeSettings: ChangeSettings): Office['people'] {
  const { organisationId, reader, write, now } = desk

  return {
    async list() {
      const people = await readPeople(reader, organisationId)
      const passwords = await reader
        .selectFrom('people')
        .select('id')
        .where('organisation_id', '=', organisationId)
        .where('password_hash', 'is not', null)
        .execute()
      const withPassword = new Set(passwords.map(row => row.id))
      const devices = await reader
        .selectFrom('devices')
        .selectAll()
        .where('organisation_id', '=', organisationId)
        .orderBy('created_at')
        .execute()
      return people.map(person => ({
        ...person,
        hasPassword: withPassword.has(person.id),
        devices: devices
          .filter(device => device.person_id === person.id)
          .map(
            (device): DeviceRow => ({
              id: device.id,
              title: device.title,
              createdAt: device.created_at,
              lastSeenAt: device.last_seen_at,
              revokedAt: device.revoked_at,
            }),
          ),
      }))
    },

    add(by, draft) {
      return write(async tx => {
        const settings = await getSettings(desk, tx)
        requireManager(desk, settings, by)
        requireHeadFor(settings, by, draft.roles)
        const person: Person = { id: uuidv7(), ...draft, title: draft.title.trim(), active: true }
        await insertPerson(tx, organisationId, now(), { ...person, passwordHash: null })
        const written = await writeSettings(tx, { organisationId, now: now(), by: by.person.id }, settings)
        return findPerson(written, person.id) ?? person
      })
    },

    change(by, personId, draft) {
      return write(async tx => {
        const settings = await getSettings(desk, tx)
        requireManager(desk, settings, by)
        const standing = findPerson(settings, personId)
        if (standing === undefined) throw new PeopleRefusal('not-found', 'Такого человека нет.')
        requireHeadFor(settings, by, [...standing.roles, ...draft.roles])
        if (by.person.id === personId) requireHeadForOwnRoles(settings, standing, draft.roles)
        await tx
          .updateTable('people')
          .set({ title: draft.title.trim(), active: draft.active ? 1 : 0 })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', personId)
          .execute()
        for (const table of ['person_roles', 'person_blocks', 'person_recipients'] as const) {
          await tx
            .deleteFrom(table)
            .where('organisation_id', '=', organisationId)
            .where('person_id', '=', personId)
            .execute()
        }
        await insertDuties(tx, organisationId, { ...draft, id: personId })
        const written = await writeSettings(tx, { organisationId, now: now(), by: by.person.id }, settings)
        // The administrator could not give this role back.
        if (!written.people.some(person => isHead(written, person.id))) {
          throw new PeopleRefusal(
            'last-manager',
            'Так не останется никого, кто может назначить руководителя МЦУ. Сначала назначьте другого.',
          )
        }
      })
    },

    invite(by, personId) {
      return write(async tx => {
        const settings = await getSettings(desk, tx)
        const isOther = by.person.id !== personId
        if (isOther) requireManager(desk, settings, by)
        const invited = findPerson(settings, personId)
        if (!invited?.active) {
          throw new PeopleRefusal('not-found', 'Пригласить можно только того, кто сейчас работает в МЦУ.')
        }
        if (isOther) requireHeadFor(settings, by, invited.roles)
        const code = newCode()
        const expiresAt = secondsAfter(now(), invitationSeconds)
        await tx
          .insertInto('invitations')
          .values({
            organisation_id: organisationId,
            id: uuidv7(),
            person_id: personId,
            code_hash: hashOfSecret(code),
            created_at: now(),
            expires_at: expiresAt,
            used_at: null,
          })
          .execute()
        return { invitation: writeInvitation({ server: desk.publicUrl, code }), expiresAt }
      })
    },

    enrol(code, deviceTitle) {
      return write(async tx => {
        const at = now()
        const invitation = await tx
          .selectFrom('invitations')
          .selectAll()
          .where('organisation_id', '=', organisationId)
          .where('code_hash', '=', hashOfSecret(code))
          .executeTakeFirst()
        if (invitation === undefined) {
          return failed(
            'invitation-invalid',
            'Приглашение не подошло. Скопируйте строку целиком или попросите у руководителя МЦУ новую.',
          )
        }
        if (invitation.used_at !== null) {
          return failed(
            'invitation-used',
            'Приглашение уже использовано. Попросите у руководителя МЦУ новое.',
          )
        }
        if (invitation.expires_at <= at) {
          return failed(
            'invitation-expired',
            'Приглашение истекло: оно действует 72 часа. Попросите у руководителя МЦУ новое.',
          )
        }
        const settings = await getSettings(desk, tx)
        if (!findPerson(settings, invitation.person_id)?.active) {
          return failed('invitation-invalid', 'Приглашение отозвано. Обратитесь к руководителю МЦУ.')
        }
        await tx
          .updateTable('invitations')
          .set({ used_at: at })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', invitation.id)
          .execute()
        const token = newToken()
        const deviceId = uuidv7()
        await tx
          .insertInto('devices')
          .values({
            organisation_id: organisationId,
            id: deviceId,
            person_id: invitation.person_id,
            title: deviceTitle,
            token_hash: hashOfSecret(token),
            created_at: at,
            last_seen_at: at,
            last_effective_at: null,
            revoked_at: null,
          })
          .execute()
        const { epoch } = await tx
          .selectFrom('organisations')
          .select('epoch')
          .where('id', '=', organisationId)
          .executeTakeFirstOrThrow()
        const answer = { token, deviceId, personId: invitation.person_id, serverTime: at, epoch, settings }
        return { outcome: 'enrolled' as const, answer }
      })
    },

    revokeDevice(by, deviceId) {
      return write(async tx => {
        const device = await tx
          .selectFrom('devices')
          .select(['person_id', 'revoked_at'])
          .where('organisation_id', '=', organisationId)
          .where('id', '=', deviceId)
          .executeTakeFirst()
        if (device?.person_id !== by.person.id) requireManager(desk, await getSettings(desk, tx), by)
        if (device === undefined) throw new PeopleRefusal('not-found', 'Такого устройства нет.')
        if (device.revoked_at !== null) return
        await tx
          .updateTable('devices')
          .set({ revoked_at: now() })
          .where('organisation_id', '=', organisationId)
          .where('id', '=', deviceId)
          .execute()
        await endSessions(tx, desk, device.person_id)
      })
    },

    async saveRecipients(by, recipients) {
      orRefused(await changeSettings(by, null, settings => ({ ...settings, recipients })))
    },

    async saveOfficialAccounts(by, officialAccounts) {
      orRefused(await changeSettings(by, null, settings => ({ ...settings, officialAccounts })))
    },

    handOverDuty(by) {
      return write(async tx => {
        const settings = await getSettings(desk, tx)
        const running = shiftAt(settings, now())
        if (running?.personId !== by.person.id)
          throw new PeopleRefusal('not-on-duty', 'Сейчас дежурите не вы: сдавать нечего.')
        const dutyShifts = settings.dutyShifts.map(shift =>
          shift.id === running.id ? { ...shift, handedOverAt: now() } : shift,
        )
        await writeSettings(tx, { organisationId, now: now(), by: by.person.id }, settings, { dutyShifts })
      })
    },
  }
}

function orRefused(result: { outcome: 'changed' } | Failure): void {
  if (result.outcome === 'failed') throw new PeopleRefusal(result.code, result.words)
}
