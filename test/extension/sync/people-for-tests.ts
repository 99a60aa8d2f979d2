/** Several people of one office at their own computers, connected and up to date. */
import { v7 as uuid } from 'uuid'
import { openOffice, type PersonName, sourceDraft, type TestOffice } from '../../server/office-for-tests.ts'
import { createDesk, type TestDesk } from './desk-for-tests.ts'

export type People = Awaited<ReturnType<typeof openPeople>>

export async function openPeople() {
  const office: TestOffice = await openOffice()
  const desks: TestDesk[] = []
  return {
    office,
    async deskOf(name: PersonName): Promise<TestDesk> {
      const desk = createDesk(office, await office.enrol(name))
      desks.push(desk)
      await desk.sync()
      return desk
    },
    async close() {
      for (const desk of desks) await desk.close()
      await office.close()
    },
  }
}

let posts = 0

/** Records a post about water and answers the ticket's id. */
export async function record(desk: TestDesk, text = 'Нет воды на Садовой'): Promise<string> {
  posts += 1
  const source = sourceDraft({ key: `vk:-212000077:${posts}`, text })
  const acted = await desk.act({
    type: 'capture',
    ticketId: uuid(),
    data: {
      sourceId: uuid(),
      source,
      block: 'zhkh',
      subtopic: null,
      settlement: null,
      place: null,
      urgent: false,
      suggestedBy: 'keywords',
    },
  })
  if (acted.outcome === 'refused') throw new Error(acted.refusal.code)
  return acted.ticketId
}

export async function ticketAt(desk: TestDesk, ticketId: string) {
  const found = await desk.desk.tickets.get(ticketId)
  if (!found) throw new Error('The ticket is not at hand')
  return found.view.ticket
}

/** The same ticket, sorted into ЖКХ, at the head of the centre and at the head of the block. */
export async function shareTicket(people: People) {
  const head = await people.deskOf('head')
  const deputy = await people.deskOf('zhkhHead')
  const ticketId = await record(head)
  await head.act({ type: 'classify', ticketId, data: { changes: {}, sorted: true } })
  await head.sync()
  await deputy.sync()
  return { head, deputy, ticketId }
}
