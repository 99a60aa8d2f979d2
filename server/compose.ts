/** Puts the office together: store, clock and keys go in here, and everything else gets them as arguments. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { actorOf, readScope } from '../shared/policy/permissions.ts'
import type { Office, Signed } from './office.ts'
import { createAccess } from './people/access.ts'
import type { Desk } from './people/desk.ts'
import { createPeople } from './people/people.ts'
import { newCode } from './people/secrets.ts'
import { createSettingsReader } from './people/settings.ts'
import { createSetup } from './people/setup.ts'
import { lockFolder } from './store/folder-lock.ts'
import { migrate } from './store/migrations.ts'
import { openSqlite } from './store/sqlite.ts'
import { createWriter } from './store/writer.ts'
import { pull } from './tickets/pull.ts'
import { push, type Sender, type Sent } from './tickets/push.ts'
import { findTicket, readHistory } from './tickets/read.ts'

export type OfficeOptions = {
  dataDir: string
  publicUrl: string
  /** ISO; the only clock of the server. */
  now(): string
  /** Told once of every error that is nobody's refusal. */
  report(error: unknown): void
}

export type ComposedOffice = {
  office: Office
  /** Of this start; opens the setup page while the database is empty. */
  setupCode: string
  /** Finishes the writes that wait, then lets go of the folder. */
  close(): Promise<void>
}

/** Throws `FolderInUse` where another server works in the folder. */
export async function composeOffice({
  dataDir,
  publicUrl,
  now,
  report,
}: OfficeOptions): Promise<ComposedOffice> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const unlock = lockFolder(dataDir)
  const store = openSqlite(join(dataDir, 'pult.sqlite'))
  const { write, close } = createWriter(store.writer)
  async function shut() {
    await close()
    await store.close()
    unlock()
  }
  try {
    await migrate(store.writer)
  } catch (error) {
    await shut()
    throw error
  }
  const organisation = await store.writer.selectFrom('organisations').select('id').executeTakeFirst()
  const organisationId = organisation?.id ?? uuidv7()
  const settings = createSettingsReader(organisationId)
  const { reader } = store
  const desk: Desk = { organisationId, publicUrl, now, reader, write, settings }
  const setupCode = newCode()

  const send = (sender: Sender, sent: Sent) =>
    write(tx => push({ tx, organisationId, readSettings: settings.inTransaction, report }, sender, sent))
  const placeOf = (signed: Signed) => ({ db: reader, organisationId, scope: readScope(signed.actor) })

  const office: Office = {
    organisationId,
    now,
    publicUrl,
    reader,
    settings: () => settings.committed(reader),
    setup: createSetup(desk, setupCode),
    people: createPeople(desk),
    access: createAccess(desk),
    tickets: {
      async push(device, { deviceTime, epoch: known = null, commands }) {
        const receivedAt = now()
        const sender = { personId: device.person.id, deviceId: device.deviceId }
        const { epoch, outcomes } = await send(sender, {
          deviceTime,
          receivedAt,
          knownEpoch: known,
          commands,
        })
        return { epoch, serverTime: now(), outcomes }
      },
      pull: (device, request) =>
        reader.transaction().execute(async db => {
          const standing = await settings.committed(db)
          const person = standing?.people.find(({ id }) => id === device.person.id)
          if (standing === undefined || person === undefined) throw new Error('A device of nobody')
          return pull({ db, organisationId, actor: actorOf(person), settings: standing, now: now() }, request)
        }),
      async submit(signed, command) {
        const at = now()
        const { outcomes } = await send(
          { personId: signed.person.id, deviceId: null },
          { deviceTime: at, receivedAt: at, knownEpoch: null, commands: [command] },
        )
        const [outcome] = outcomes
        if (outcome === undefined) throw new Error('One command has one outcome')
        return outcome
      },
      find: (signed, which) => findTicket(placeOf(signed), which),
      history: (signed, ticketId) => readHistory(placeOf(signed), ticketId),
      scopeOf: signed => readScope(signed.actor),
    },
  }
  return { office, setupCode, close: shut }
}
