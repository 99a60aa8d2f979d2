/** Puts the office together: store, clock and keys go in here, and everything else gets them as arguments. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { findActor } from '../shared/policy/actor.ts'
import { evidenceScope, facetsOf, inScope, readScope } from '../shared/policy/permissions.ts'
import { mayLook } from '../shared/watch/looks.ts'
import { createChannels } from './channels/channels.ts'
import { eraseAuthor, findAuthors } from './evidence/erase.ts'
import { createErasureLog } from './evidence/erasure-log.ts'
import { createEvidence } from './evidence/evidence.ts'
import { verifyBlobs } from './evidence/verify.ts'
import { createBlobs } from './files/blobs.ts'
import { createFiles } from './files/files.ts'
import { createOfficeJobs } from './jobs/office.ts'
import { requestRecompute } from './jobs/recompute.ts'
import { createLinks } from './links/links.ts'
import { createLive } from './live/live.ts'
import type { Office, Signed } from './office.ts'
import { createAccess } from './people/access.ts'
import { createChangeSettings } from './people/change-settings.ts'
import { type Desk, PeopleRefusal } from './people/desk.ts'
import { createPeople } from './people/people.ts'
import { newCode } from './people/secrets.ts'
import { createSettingsReader } from './people/settings.ts'
import { createSetup } from './people/setup.ts'
import { reportFilesMaker } from './reports/archive/forms.ts'
import { createReportOrders } from './reports/archive/orders.ts'
import { createReports } from './reports/archive/reports.ts'
import { createReportRequests } from './reports/archive/requests.ts'
import { startCounters } from './reports/counters/keep.ts'
import { createDigests } from './reports/digests.ts'
import { createIndicators } from './reports/indicators/indicators.ts'
import { createRatings } from './reports/rating/ratings.ts'
import { createSummaries } from './reports/summaries/summaries.ts'
import { blobFolder, databaseFile, erasureFile } from './store/backup.ts'
import { lockFolder } from './store/folder-lock.ts'
import { migrate } from './store/migrations.ts'
import { openSqlite } from './store/sqlite.ts'
import { createWriter } from './store/writer.ts'
import { readOpenings, writeOpening } from './tickets/openings.ts'
import { pull } from './tickets/pull.ts'
import { push, type Sender, type Sent } from './tickets/push.ts'
import { findTicket, readHistory } from './tickets/read.ts'
import { printedProgress, rebuildStates } from './tickets/rebuild.ts'
import { verifyChain } from './tickets/verify-chain.ts'
import { createWatch } from './watch/watch.ts'

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
  const store = openSqlite(join(dataDir, databaseFile))
  const { write, close } = createWriter(store.writer)
  async function shut() {
    await close()
    await store.close()
    unlock()
  }
  try {
    await migrate(store.writer)
    await rebuildStates(store.writer, {
      report,
      progress: printedProgress(line => process.stdout.write(`${line}\n`), performance.now.bind(performance)),
    })
  } catch (error) {
    await shut()
    throw error
  }
  const organisation = await store.writer.selectFrom('organisations').select('id').executeTakeFirst()
  const organisationId = organisation?.id ?? uuidv7()
  const settings = createSettingsReader(organisationId)
  const { reader, reportReader } = store
  const desk: Desk = { organisationId, publicUrl, now, reader, write, settings }
  const setupCode = newCode()
  const standing = await settings.committed(reader)
  if (standing !== undefined)
    await startCounters({ ...desk, reportReader }, { zone: standing.deadlines.zone, now: now() })

  const send = (sender: Sender, sent: Sent) =>
    write(tx => push({ tx, organisationId, readSettings: settings.inTransaction, report }, sender, sent))
  const submit = async (sender: Sender, command: unknown) => {
    const at = now()
    const sent = { deviceTime: at, receivedAt: at, knownEpoch: null, commands: [command] }
    const [outcome] = (await send(sender, sent)).outcomes
    if (outcome === undefined) throw new Error('One command has one outcome')
    return outcome
  }
  const placeOf = (signed: Signed) => ({
    db: reader,
    organisationId,
    scope: readScope(signed.actor, signed.settings),
  })
  const live = createLive({ desk, report, scopeOf: signed => placeOf(signed).scope })

  const blobs = createBlobs(join(dataDir, blobFolder))
  const erasures = createErasureLog(join(dataDir, erasureFile))
  const jobs = createOfficeJobs({ ...desk, reportReader, blobs, erasures, report })
  const files = createFiles({ ...desk, blobs })
  const evidence = createEvidence({ ...desk, blobs })
  const onlyHead = ({ actor }: Signed) => {
    if (!actor.roles.includes('center_head'))
      throw new PeopleRefusal('forbidden', 'Удалить данные автора может только руководитель МЦУ.')
  }
  const eraser = (by: Signed) => ({ personId: by.person.id, scope: placeOf(by).scope })
  const channels = createChannels(desk)
  const watch = createWatch(desk)
  const links = createLinks({
    ...desk,
    submitAs: (actor, command) => submit({ personId: actor.personId, deviceId: null, actor }, command),
  })

  const change = createChangeSettings(desk)

  const office: Office = {
    organisationId,
    now,
    publicUrl,
    reader,
    reportReader,
    settings: Object.assign(() => settings.committed(reader), {
      change,
      changeWithRecompute: createChangeSettings(desk, requestRecompute),
    }),
    setup: createSetup(desk, setupCode),
    people: createPeople(desk, change),
    access: createAccess(desk),
    live,
    channels,
    watch,
    files,
    evidence: {
      received: evidence.received,
      take: evidence.take,
      states: evidence.states,
      async text(ticket, evidenceId) {
        const found = await evidence.find(ticket, evidenceId, 'text')
        return found?.outcome === 'part' ? new TextDecoder().decode(found.bytes) : undefined
      },
      mayOpen: (signed, ticket) => inScope(facetsOf(ticket), evidenceScope(signed.actor, signed.settings)),
      async open(signed, which, evidenceId, part) {
        const view = await findTicket(
          { ...placeOf(signed), scope: evidenceScope(signed.actor, signed.settings) },
          which,
        )
        const found = view && (await evidence.find(view.ticket, evidenceId, part))
        if (view !== undefined && found?.outcome === 'part') {
          const opening = { organisationId, ticketId: view.ticket.id, personId: signed.person.id }
          await write(tx =>
            writeOpening(tx, { ...opening, way: 'evidence', what: `${evidenceId}:${part}`, now: now() }),
          )
        }
        return found
      },
      verify: () =>
        reader.transaction().execute(async db => ({
          chain: await verifyChain(db, organisationId),
          blobs: await verifyBlobs(db, blobs, organisationId),
        })),
    },
    erasure: {
      async find(by, asked) {
        onlyHead(by)
        const found = await findAuthors({ ...desk, blobs, erasures }, eraser(by), asked)
        const opening = { organisationId, personId: by.person.id, way: 'page' as const, now: now() }
        const ticketIds = new Set(found.flatMap(author => author.ticketIds))
        // What stands there is shown with its words.
        if (ticketIds.size > 0)
          await write(async tx => {
            for (const ticketId of ticketIds) await writeOpening(tx, { ...opening, ticketId })
          })
        return found
      },
      async erase(by, author, also) {
        onlyHead(by)
        return eraseAuthor({ ...desk, blobs, erasures }, eraser(by), author, also)
      },
    },
    reports: createReports(desk, reportFilesMaker(publicUrl)),
    reportOrders: createReportOrders({ ...desk, reportReader }),
    reportRequests: createReportRequests({ ...desk, reportReader }),
    summaries: createSummaries({ ...desk, reportReader }),
    ratings: createRatings({ ...desk, reader: reportReader }),
    indicators: createIndicators({ ...desk, reader: reportReader }),
    links,
    jobs,
    digests: createDigests(desk),
    tickets: {
      async push(device, { deviceTime, epoch: known = null, commands, opened = [], readings, looks = [] }) {
        const receivedAt = now()
        const sender = { personId: device.person.id, deviceId: device.deviceId }
        const { epoch, outcomes } = await send(sender, {
          deviceTime,
          receivedAt,
          knownEpoch: known,
          commands,
          opened,
        })
        // After the commands: they wait for nothing of this.
        if (readings !== undefined) await channels.take(readings)
        if (looks.length > 0 && mayLook(device.actor))
          await watch.take(device.person.id, device.settings, looks)
        return { epoch, serverTime: now(), outcomes }
      },
      async pull(device, request) {
        const answer = await reader.transaction().execute(async db => {
          const standing = await settings.committed(db)
          const at = now()
          const actor = standing && findActor(standing, device.person.id, at)
          if (standing === undefined || actor === undefined) throw new Error('A device of nobody')
          return pull({ db, organisationId, actor, settings: standing, now: at }, request)
        })
        const looks = mayLook(device.actor) ? { looks: await watch.last(device.settings) } : {}
        return { ...answer, channels: await channels.news(), ...looks }
      },
      submit: (signed, command) => submit({ personId: signed.person.id, deviceId: null }, command),
      submitAs: (actor, command) => submit({ personId: actor.personId, deviceId: null, actor }, command),
      async find(signed, which, way) {
        const view = await findTicket(placeOf(signed), which)
        if (view !== undefined && way !== undefined) {
          const opening = { organisationId, ticketId: view.ticket.id, personId: signed.person.id, way }
          await write(tx => writeOpening(tx, { ...opening, now: now() }))
        }
        return view
      },
      history: (signed, ticketId) => readHistory(placeOf(signed), ticketId),
      async openings(signed, ticketId) {
        if (!signed.actor.roles.includes('center_head')) return undefined
        const view = await findTicket(placeOf(signed), { id: ticketId })
        return view && readOpenings(reader, organisationId, view.ticket.id, signed.settings)
      },
      scopeOf: signed => placeOf(signed).scope,
    },
  }
  async function closeAll() {
    await live.close()
    await jobs.close()
    await shut()
  }
  return { office, setupCode, close: closeAll }
}
