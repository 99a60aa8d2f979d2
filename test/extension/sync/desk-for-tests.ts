/** The extension's real store and sync in Node: IndexedDB in memory, HTTP straight into the office's app. */
import { v7 as uuid } from 'uuid'
import { type Acted, act, type Intent } from '../../../extension/store/act.ts'
import type { Connection } from '../../../extension/store/connection.ts'
import { Desk } from '../../../extension/store/desk.ts'
import { syncOnce } from '../../../extension/sync/sync.ts'
import type { TestDevice, TestOffice } from '../../server/office-for-tests.ts'

/** How the network treats the requests of one sync. */
export type Weather = 'fine' | 'down' | 'answer-lost'

const server = 'http://pult.test'
let count = 0

export type TestDesk = ReturnType<typeof createDesk>

export function createDesk(office: TestOffice, device: Pick<TestDevice, 'token' | 'deviceId' | 'personId'>) {
  const { token, deviceId, personId } = device
  const connection: Connection = { server, organisationId: 'o', token, deviceId, personId }
  count += 1
  const desk = new Desk(`test:${device.personId}:${count}`, device.personId)
  return {
    desk,
    personId: device.personId,
    act(intent: DistributedOmit<Intent, 'id' | 'occurredAt'>): Promise<Acted> {
      return act(desk, { ...intent, id: uuid(), occurredAt: office.clock.now() })
    },
    async sync(weather: Weather = 'fine') {
      const fetch = globalThis.fetch
      globalThis.fetch = async (url, init) => {
        if (weather === 'down') throw new TypeError('network')
        const answer = await office.app.request(String(url).slice(server.length), init)
        if (weather === 'answer-lost') throw new TypeError('connection reset')
        return answer
      }
      try {
        return await syncOnce(connection, desk, office.clock.now)
      } finally {
        globalThis.fetch = fetch
      }
    },
    close: () => desk.delete(),
  }
}

type DistributedOmit<Member, Keys extends PropertyKey> = Member extends unknown ? Omit<Member, Keys> : never
