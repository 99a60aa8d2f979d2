import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openOffice, type TestOffice } from '../../server/office-for-tests.ts'
import { createDesk } from './desk-for-tests.ts'
import { record } from './people-for-tests.ts'

/** The browser's storage, as far as connection and drafts use it. */
function storageArea() {
  const values = new Map<string, unknown>()
  return {
    get: async () => Object.fromEntries(values),
    set: async (items: Record<string, unknown>) => {
      for (const [key, value] of Object.entries(items)) values.set(key, value)
    },
    remove: async (key: string) => void values.delete(key),
    clear: async () => values.clear(),
  }
}

const area = { local: storageArea(), session: storageArea() }
vi.stubGlobal('chrome', { storage: area, runtime: { id: 'extension' } })
const { saveConnection, findConnection } = await import('../../../extension/store/connection.ts')
const { deskOf } = await import('../../../extension/store/desk.ts')
const { leave } = await import('../../../extension/sync/enrol.ts')
const { syncOnce } = await import('../../../extension/sync/sync.ts')

let office: TestOffice
const realFetch = globalThis.fetch
beforeEach(async () => {
  office = await openOffice()
  const device = await office.enrol('head')
  globalThis.fetch = async (url, init) =>
    office.app.request(String(url).slice('http://pult.test'.length), init)
  await saveConnection({ server: 'http://pult.test', organisationId: 'o', ...device })
})
afterEach(async () => {
  globalThis.fetch = realFetch
  await area.local.clear()
  await office.close()
})
afterAll(() => vi.unstubAllGlobals())

async function desk() {
  const connection = await findConnection()
  if (!connection) throw new Error('Nobody is enrolled')
  const own = deskOf(connection)
  await syncOnce(connection, own, office.clock.now)
  const { act } = createDesk(office, connection)
  return { desk: own, act, connection }
}

describe('Leaving the office on this computer', () => {
  it('with nothing unsent deletes everything', async () => {
    await desk()
    expect(await leave()).toEqual({ outcome: 'left' })
    expect(await findConnection()).toBeUndefined()
  })

  it('with something unsent is refused, says how much, and offers to leave it behind after an export', async () => {
    const { desk: own, connection } = await desk()
    const other = createDesk(office, connection)
    await other.sync()
    await record(other)
    await own.outbox.bulkAdd(await other.desk.outbox.toArray())
    const answer = await leave()
    expect(answer).toMatchObject({ outcome: 'refused', waiting: 1, refused: 0, files: 0, mayForce: true })
    expect(answer).toMatchObject({ words: expect.stringMatching(/1\u00a0действие ждёт отправки/u) })
    expect(await findConnection()).toBeDefined()
    expect(await leave({ force: true })).toEqual({ outcome: 'left' })
    expect(await deskOf(connection).outbox.count()).toBe(0)
    await other.close()
  })

  it('without the server is refused also by force: the key must be taken away there', async () => {
    await desk()
    globalThis.fetch = async () => {
      throw new TypeError('network')
    }
    expect(await leave({ force: true })).toMatchObject({ outcome: 'refused', mayForce: false })
    expect(await findConnection()).toBeDefined()
  })
})
