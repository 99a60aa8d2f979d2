/** The first start: the organisation, its settings and its first person, the head of the centre. */
import { timingSafeEqual } from 'node:crypto'
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import { defaultDeadlineSettings } from '../../shared/deadlines/defaults.ts'
import { isZone } from '../../shared/deadlines/zone.ts'
import { type Settings, settingsSchema } from '../../shared/policy/settings.ts'
import {
  outsideOrganisations,
  withOutsideOrganisations,
} from '../../shared/reference/default-organisations.ts'
import { settlements } from '../../shared/reference/default-settlements.ts'
import { subtopics } from '../../shared/reference/default-subtopics.ts'
import type { Office } from '../office.ts'
import { firstHash } from '../tickets/chain.ts'
import { stateVersion } from '../tickets/rebuild.ts'
import { openSession } from './access.ts'
import { type Desk, failed } from './desk.ts'
import { findPasswordFault, hashPassword } from './passwords.ts'
import { insertPerson } from './people.ts'
import { hashOfSecret } from './secrets.ts'
import { writeSettings } from './settings.ts'

const withdrawSeconds = 10

export function createSetup(desk: Desk, setupCode: string): Office['setup'] {
  const { organisationId, reader, write, now } = desk

  async function isNeeded(): Promise<boolean> {
    return (await reader.selectFrom('organisations').select('id').executeTakeFirst()) === undefined
  }

  function checkCode(code: string): boolean {
    return timingSafeEqual(Buffer.from(hashOfSecret(code)), Buffer.from(hashOfSecret(setupCode)))
  }

  return {
    isNeeded,
    checkCode,
    async create({ code, title, zone, personTitle, password }) {
      if (!(await isNeeded())) return alreadyDone
      if (!checkCode(code)) {
        return failed(
          'setup-code-wrong',
          'Ссылка для первой настройки неверна. Возьмите её из окна, где запущен сервер.',
        )
      }
      if (!isZone(zone)) return failed('zone-unknown', 'Такого часового пояса нет. Пример: Europe/Ulyanovsk.')
      if (title.trim() === '') return failed('title-needed', 'Укажите название организации.')
      if (personTitle.trim() === '')
        return failed('person-title-needed', 'Укажите должность руководителя МЦУ.')
      const fault = findPasswordFault(password)
      if (fault) return fault
      const passwordHash = await hashPassword(password)
      return write(async tx => {
        if (await tx.selectFrom('organisations').select('id').executeTakeFirst()) return alreadyDone
        const createdAt = now()
        await tx
          .insertInto('organisations')
          .values({
            id: organisationId,
            title: title.trim(),
            epoch: uuidv4(),
            next_seq: 1,
            next_number: 1,
            chain_head: firstHash,
            settings_version: 0,
            state_version: stateVersion,
            created_at: createdAt,
          })
          .execute()
        const personId = uuidv7()
        await insertPerson(tx, organisationId, createdAt, {
          id: personId,
          title: personTitle.trim(),
          roles: ['center_head'],
          blocks: [],
          recipientIds: [],
          active: true,
          passwordHash,
        })
        await writeSettings(
          tx,
          { organisationId, now: createdAt, by: personId },
          firstSettings({ id: organisationId, title: title.trim() }, zone),
        )
        return { outcome: 'created' as const, session: await openSession(tx, desk, personId) }
      })
    },
  }
}

const alreadyDone = failed('already-set-up', 'Организация уже создана. Войдите со своим паролем.')

/** What an organisation starts with: the reference's terms, topics and settlements; people come from the tables. */
function firstSettings(organisation: Settings['organisation'], zone: string): Settings {
  return settingsSchema.parse({
    version: 1,
    organisation,
    deadlines: { ...defaultDeadlineSettings, zone },
    subtopics: withOutsideOrganisations(subtopics),
    settlements: [...settlements],
    outsideOrganisations: [...outsideOrganisations],
    recipients: [],
    officialAccounts: [],
    people: [],
    withdrawSeconds,
  })
}
