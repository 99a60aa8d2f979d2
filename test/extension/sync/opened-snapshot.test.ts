import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { noteOpened } from '../../../extension/store/openings.ts'
import { readEvidence } from '../../../extension/sync/evidence.ts'
import { keepSeen } from '../../../extension/worker/snapshot.ts'
import { capture, openOffice, type TestOffice } from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'

let office: TestOffice
let desk: TestDesk
beforeEach(async () => {
  office = await openOffice()
  desk = createDesk(office, await office.enrol('operator'))
  await desk.sync()
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await desk.close()
  await office.close()
})

it('A picture that still lies on this computer is shown from there, and that it was opened is logged like any other', async () => {
  const { data } = capture()
  const ticketId = uuid()
  const evidenceId = uuid()
  await desk.act({ type: 'capture', ticketId, data })
  const kept = await keepSeen(
    {
      type: 'snapshot',
      commandId: uuid(),
      evidenceId,
      observedId: null,
      ticketId,
      sourceId: 'unknown',
      sourceKey: data.source.key,
      takenAt: office.clock.now(),
      address: null,
      text: 'Нет воды',
      isTextCut: false,
      isPrivate: false,
    },
    {
      html: null,
      noHtml: 'failed',
      taken: {
        outcome: 'picture',
        bytes: new Uint8Array(50).fill(5).buffer,
        mime: 'image/webp',
        width: 60,
        height: 40,
      },
      isFragment: false,
    },
    desk,
  )
  expect(kept).toMatchObject({ outcome: 'kept' })
  const connection = {
    server: 'https://nobody.invalid',
    token: 'none',
    deviceId: 'none',
    personId: office.idOf('operator'),
    organisationId: office.office.organisationId,
  }
  const open = () =>
    readEvidence(connection, desk.desk, { ticketId, evidenceId, part: 'picture' }, async what => {
      await noteOpened(desk.desk, ticketId, uuid(), office.clock.now(), what)
    })
  expect(await open()).toMatchObject({ outcome: 'file' })
  expect(await open()).toMatchObject({ outcome: 'file' })
  await desk.sync()
  await desk.sync()

  const openings = await office.office.tickets.openings(await office.signed('head'), ticketId)
  expect(openings).toMatchObject([
    { personId: office.idOf('operator'), way: 'evidence', what: `${evidenceId}:picture` },
  ])
})
