/** A real office with the sample district's messages in it: each recorded, sorted, assigned and answered at its time. */
import { v7 as uuid } from 'uuid'
import { mountPages } from '../../../server/pages/index.ts'
import { type SampleTicket, sampleTickets } from '../../../server/sample/tickets.ts'
import type { Command } from '../../../shared/ticket/commands.ts'
import { openOffice, type PersonName, recipients, type TestOffice } from '../office-for-tests.ts'

/** Wednesday, 25 November 2026, 16:40 in Ulyanovsk. */
export const sampleNow = '2026-11-25T12:40:00.000Z'

type Step = { at: string; by: PersonName; ticketId: string; type: Command['type']; data: unknown }

/** `every`: takes each n-th message of the sample. */
export async function openSampleOffice({ every = 4 }: { every?: number } = {}): Promise<TestOffice> {
  const office = await openOffice({ mountPages })
  const tickets = sampleTickets({ now: new Date(sampleNow), seed: 7 }).filter(
    (_, index) => index % every === 0,
  )
  const steps = tickets.flatMap(stepsOf).toSorted((a, b) => (a.at < b.at ? -1 : 1))
  for (const { at, by, ticketId, type, data } of steps) {
    office.clock.set(at)
    const command = { id: uuid(), ticketId, occurredAt: at, baseVersion: 0, dependsOn: null, type, data }
    const outcome = await office.office.tickets.submit(await office.signed(by), command)
    if (outcome.outcome === 'refused') throw new Error(`${type} was refused: ${outcome.refusal.code}`)
  }
  office.clock.set(sampleNow)
  return office
}

function stepsOf(sample: SampleTicket, index: number): Step[] {
  const ticketId = uuid()
  const { source, block, subtopic, settlement, place, urgent, life } = sample
  const recipientId = recipients[index % recipients.length]?.id ?? 'roads-unit'
  const step = (at: string | undefined, by: PersonName, type: Command['type'], data: unknown): Step[] =>
    at === undefined ? [] : [{ at, by, ticketId, type, data }]
  const published = (
    kind: string,
    text: string | undefined,
    url: string | null | undefined,
    promised?: string,
  ) => ({
    kind,
    url: url ?? null,
    text: text ?? 'Ответ дан',
    accountId: source.channel === 'vk' ? 'vk-district' : null,
    promisedDate: promised ?? null,
  })
  return [
    ...step(sample.capturedAt, sample.capturedBy === 'operator-1' ? 'operator' : 'operator2', 'capture', {
      sourceId: uuid(),
      source,
      block,
      subtopic,
      settlement,
      place,
      urgent,
      suggestedBy: 'keywords',
    }),
    ...step(life.sortedAt, 'head', 'classify', { changes: {}, sorted: true }),
    ...(block === 'none' ? [] : step(life.assignedAt, 'head', 'assign', { recipientId })),
    ...step(life.firstReplyAt, 'informer', 'publish', published('first', life.firstReplyText, source.url)),
    ...step(
      life.interimAt,
      'informer',
      'publish',
      published('interim', life.interimText, source.url, life.promisedDate),
    ),
    ...step(life.preparedAt, 'head', 'prepare_reply', { kind: 'final', text: life.replyText }),
    ...step(life.finalReplyAt, 'informer', 'publish', published('final', life.replyText, life.replyUrl)),
  ]
}

/** The cookie of a person who is signed in, as a browser sends it. */
export async function cookieOf(office: TestOffice, name: PersonName): Promise<string> {
  const { token } = await office.enrol(name)
  const found = await office.office.access.byDeviceToken(token)
  if (found.outcome === 'failed') throw new Error(found.words)
  const ticket = await office.office.access.issueTicket(found.device)
  const response = await office.app.request(`/sign-in/once?ticket=${encodeURIComponent(ticket)}`)
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** A page as this person sees it. */
export async function open(office: TestOffice, name: PersonName, path: string): Promise<Response> {
  return office.app.request(path, { headers: { cookie: await cookieOf(office, name) } })
}

/** Sends a form of our own page as this person. */
export async function send(
  office: TestOffice,
  name: PersonName,
  path: string,
  fields: Record<string, string | string[]>,
  origin = 'http://localhost',
): Promise<Response> {
  const body = new URLSearchParams(
    Object.entries(fields).flatMap(([field, value]) => [value].flat().map(each => [field, each])),
  )
  return office.app.request(path, {
    method: 'POST',
    headers: {
      cookie: await cookieOf(office, name),
      origin,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: body.toString(),
  })
}
