import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import type { RatingItem } from '../../../shared/reports/rating-item.ts'
import type { Command } from '../../../shared/ticket/commands.ts'
import {
  assign,
  capture,
  classify,
  command,
  openOffice,
  type PersonName,
  prepareReply,
  publish,
  type TestOffice,
} from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(async () => {
  expect(office.errors).toEqual([])
  await office.close()
})

/** Of Monday, 16 November 2026, by the clock of Ulyanovsk; `10:00` is when every test begins. */
const at = (clock: string, day = '2026-11-16') => new Date(`${day}T${clock}:00+04:00`).toISOString()

async function act(
  by: PersonName,
  when: string,
  given: { type: Command['type']; ticketId: string },
): Promise<void> {
  office.clock.set(when)
  const outcome = await office.office.tickets.submit(await office.signed(by), { ...given, occurredAt: when })
  if (outcome.outcome === 'refused') throw new Error(`${given.type} was refused: ${outcome.refusal.code}`)
}

type Lived = {
  assigned?: string
  prepared?: string | undefined
  published?: string | undefined
  recipientId?: string
  outcome?: 'solved' | 'explained'
}

/** Recorded at 10:00, given to the road unit, answered by its executor, published by the press secretary. */
async function ticket({
  assigned = at('10:00'),
  prepared,
  published,
  recipientId = 'roads-unit',
  outcome = 'solved',
}: Lived = {}): Promise<string> {
  const captured = capture({ block: 'roads' })
  const { ticketId } = captured
  await act('operator', at('10:00'), captured)
  await act('roadsHead', assigned, assign(ticketId, recipientId))
  if (prepared !== undefined) await act('executor', prepared, prepareReply(ticketId, 'Яму засыпали'))
  if (published !== undefined) await act('informer', published, publish(ticketId, { outcome }))
  return ticketId
}

const month = '2026-11'

async function rating() {
  const settings = await office.office.settings()
  if (settings === undefined) throw new Error('No settings')
  return office.office.ratings.read(month, settings)
}

async function itemOf(ticketId: string): Promise<RatingItem | undefined> {
  return (await rating()).rating.items.find(item => item.ticketId === ticketId)
}

async function rowOf(recipientId: string) {
  return (await rating()).rating.rows.find(row => row.recipientId === recipientId)
}

const score = (ticketId: string, met: string[]) =>
  command('rate_completeness', ticketId, { met, templateOnly: false } as never)

describe('whose time it was', () => {
  test('from «поручено» to «ответ представлен»; before and after it is the centre’s own', async () => {
    const id = await ticket({ assigned: at('11:00'), prepared: at('14:30'), published: at('16:00') })
    // The dinner hour is nobody's.
    expect(await itemOf(id)).toMatchObject({
      ownMinutes: 150,
      normMinutes: 480,
      t: 1,
      end: 'presented',
      centre: { sorting: 60, approval: 0, publication: 90 },
    })
  })

  test('a draft that was only kept is not yet an answer', async () => {
    const id = await ticket()
    const draft = prepareReply(id, 'Набросок')
    await act('executor', at('11:00'), { ...draft, data: { ...draft.data, draft: true } } as never)
    await act('executor', at('15:00'), prepareReply(id, 'Яму засыпали'))
    expect((await itemOf(id))?.ownMinutes).toBe(240)
  })

  test('an answer that was given back runs again until it is presented anew', async () => {
    const id = await ticket({ prepared: at('11:00') })
    await act('informer', at('12:00'), command('return_reply', id, { reason: 'Укажите срок' }))
    await act('executor', at('14:00'), prepareReply(id, 'Яму засыпят 20 ноября'))
    await act('informer', at('16:00'), publish(id))
    expect(await itemOf(id)).toMatchObject({ ownMinutes: 120, centre: { publication: 180 } })
  })

  test('while the author is asked the recipient waits, and the wait is shown apart', async () => {
    const id = await ticket()
    await act('executor', at('10:30'), command('ask_author', id, { text: 'Уточните место' }))
    await act('executor', at('15:30'), command('record_author_answer', id, { text: 'У школы' }))
    await act('executor', at('16:00'), prepareReply(id, 'Яму засыпали'))
    expect(await itemOf(id)).toMatchObject({ ownMinutes: 60, waitedMinutes: 240 })
  })

  test('a step that was taken back never happened', async () => {
    const id = await ticket()
    const early = prepareReply(id, 'Не туда')
    await act('executor', at('10:10'), early)
    await act('executor', at('10:11'), command('undo', id, { stepId: early.id } as never))
    await act('executor', at('16:00'), prepareReply(id, 'Яму засыпали'))
    expect((await itemOf(id))?.ownMinutes).toBe(300)
  })

  test('what is not answered counts once it is overdue, and is worth nothing', async () => {
    const id = await ticket()
    office.clock.set(at('17:00'))
    expect(await itemOf(id)).toBeUndefined()
    office.clock.set(at('17:00', '2026-11-18'))
    expect(await itemOf(id)).toMatchObject({ end: 'open', t: 0, q: null })
  })

  test('«не наше» said in time neither helps nor harms; whoever does it then has a time of their own', async () => {
    const id = await ticket()
    await act('executor', at('12:00'), command('decline_assignment', id, { reason: 'Дорога областная' }))
    await act('roadsHead', at('14:00'), assign(id, 'nagatkino'))
    await act('roadsHead', at('16:00'), prepareReply(id, 'Сделано'))
    const { items, declined } = (await rating()).rating
    expect(declined).toMatchObject([{ ticketId: id, recipientId: 'roads-unit' }])
    expect(items.map(({ recipientId, end, t, ownMinutes }) => [recipientId, end, t, ownMinutes])).toEqual([
      ['nagatkino', 'presented', 1, 120],
    ])
  })

  test('a ticket answered by the block head himself is in nobody’s rating', async () => {
    const captured = capture({ block: 'roads' })
    await act('operator', at('10:00'), captured)
    await act('roadsHead', at('11:00'), command('classify', captured.ticketId, { changes: {}, sorted: true }))
    await act('informer', at('12:00'), publish(captured.ticketId))
    expect((await rating()).rating.items).toEqual([])
  })

  test('posts that joined one problem count once', async () => {
    const first = await ticket({ prepared: at('12:00') })
    const joined = capture({ block: 'roads' })
    await act('operator', at('12:30'), joined)
    await act('head', at('13:30'), command('merge', joined.ticketId, { into: first } as never))
    await act('informer', at('15:00'), publish(first))
    expect((await rowOf('roads-unit'))?.n).toBe(1)
  })
})

describe('the worth of the answer', () => {
  test('completeness is scored by somebody who does not belong to the recipient', async () => {
    const id = await ticket({ prepared: at('12:00'), published: at('14:00') })
    expect((await itemOf(id))?.q).toBeNull()
    await act('roadsHead', at('15:00'), score(id, ['answers_question', 'names_measure']))
    expect((await itemOf(id))?.q).toBe(0.5)
    // Whoever scored has since come to work there: no score of one's own.
    await office.change('roadsHead', { recipientIds: ['roads-unit'] })
    expect((await itemOf(id))?.q).toBeNull()
  })

  test('a repeat costs the one whose first answer said «решено», and nobody else', async () => {
    const solved = await ticket({ prepared: at('11:00'), published: at('11:30') })
    const explained = await ticket({ prepared: at('11:00'), published: at('11:30'), outcome: 'explained' })
    for (const origin of [solved, explained]) {
      const again = capture({ block: 'roads' })
      await act('operator', at('16:00'), again)
      const changes = { repeatOf: { from: null, to: origin } }
      await act('head', at('16:10'), classify(again.ticketId, changes))
    }
    const { repeats } = (await rating()).rating
    expect(repeats.map(({ ofTicketId, recipientId }) => [ofTicketId, recipientId])).toEqual([
      [solved, 'roads-unit'],
    ])
    expect((await rowOf('roads-unit'))?.repeats).toBe(1)
  })

  test('the word of the author after the answer is the mark', async () => {
    const id = await ticket({ prepared: at('11:00'), published: at('12:00') })
    await act('informer', at('15:00'), command('record_satisfaction', id, { mark: 'solved' } as never))
    expect((await itemOf(id))?.mark).toBe(1)
  })
})

describe('stages', () => {
  const december = (day: string, clock = '10:00') => at(clock, `2026-12-${day}`)
  const page = `/rating?month=${month}`
  const plain = (html: string) => html.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ')
  const read = async (by: PersonName, path: string) => plain(await (await open(office, by, path)).text())

  async function sixTickets(): Promise<string[]> {
    const ids: string[] = []
    for (let n = 0; n < 5; n++) ids.push(await ticket({ prepared: at('12:00'), published: at('16:00') }))
    // Late by more than three norms.
    ids.push(await ticket({ prepared: at('16:00', '2026-11-26'), published: at('16:30', '2026-11-26') }))
    return ids
  }

  test('draft, familiarisation, an objection to a number, the head’s decision, approved and frozen', async () => {
    const ids = await sixTickets()
    const late = ids.at(-1) ?? ''
    office.clock.set(at('16:40', '2026-11-27'))
    expect((await send(office, 'head', `/rating/show?month=${month}`, {})).status).toBe(409)

    office.clock.set(december('01'))
    expect(await read('head', page)).toContain('Представить для ознакомления')
    expect((await rowOf('roads-unit'))?.t.value).toBeCloseTo(5 / 6)
    expect((await send(office, 'head', `/rating/show?month=${month}`, {})).status).toBe(303)

    const number = (await itemOf(late))?.number ?? 0
    const objecting = `/rating/roads-unit/object?month=${month}`
    const words = { number: String(number), text: 'Ждали поставку щебня' }
    expect((await send(office, 'zhkhHead', objecting, words)).status).toBe(409)
    expect(await read('executor', `/rating/roads-unit?month=${month}`)).toContain('Возразить по карточке')
    expect((await send(office, 'executor', objecting, words)).status).toBe(303)
    expect((await send(office, 'executor', objecting, words)).status).toBe(409)
    expect((await send(office, 'executor', objecting, { ...words, number: '9999' })).status).toBe(409)

    // Two working days are not over: nothing is approved yet.
    expect((await send(office, 'head', `/rating/approve?month=${month}`, {})).status).toBe(409)
    office.clock.set(december('04'))
    expect((await send(office, 'executor', objecting, words)).status).toBe(409)
    expect((await send(office, 'head', `/rating/approve?month=${month}`, {})).status).toBe(409)

    const { life } = await rating()
    expect(life.stage).toBe('decision')
    const decision = {
      id: life.objections[0]?.id ?? '',
      decision: 'in_time',
      text: 'Поставка задержана не ими',
    }
    expect((await send(office, 'executor', `/rating/decide?month=${month}`, decision)).status).toBe(409)
    expect((await send(office, 'head', `/rating/decide?month=${month}`, decision)).status).toBe(303)
    expect((await rowOf('roads-unit'))?.t.value).toBe(1)

    expect((await send(office, 'executor', `/rating/approve?month=${month}`, {})).status).toBe(409)
    expect((await send(office, 'head', `/rating/approve?month=${month}`, {})).status).toBe(303)
    const row = await office.office.reader
      .selectFrom('approved_ratings')
      .selectAll()
      .executeTakeFirstOrThrow()
    expect(row.sha256).toBe(createHash('sha256').update(row.document).digest('hex'))
    expect(await read('chief', page)).toContain(row.sha256)
    expect(await read('chief', page)).not.toContain('После утверждения изменилось')

    // Nothing moves any more.
    expect((await send(office, 'head', `/rating/decide?month=${month}`, decision)).status).toBe(409)
    expect((await send(office, 'head', `/rating/approve?month=${month}`, {})).status).toBe(409)
  })

  test('an objection that names the author is found where the author is erased, and goes where it was chosen', async () => {
    const ids = await sixTickets()
    office.clock.set(december('01'))
    await send(office, 'head', `/rating/show?month=${month}`, {})
    const number = (await itemOf(ids.at(-1) ?? ''))?.number ?? 0
    const words = { number: String(number), text: 'Анны Петровой не было дома' }
    await send(office, 'executor', `/rating/roads-unit/object?month=${month}`, words)
    office.clock.set(december('04'))
    const id = (await rating()).life.objections[0]?.id ?? ''
    const decision = { id, decision: 'declined', text: 'Петрова была дома' }
    await send(office, 'head', `/rating/decide?month=${month}`, decision)

    const { erasure, reader } = office.office
    const head = await office.signed('head')
    const written = await reader.selectFrom('contents').select('body').where('kind', '=', 'source').execute()
    const { source } = JSON.parse(written[0]?.body ?? '{}')
    const found = await erasure.find(head, source.author.url ?? source.author.id)
    const texts = found.flatMap(({ remnants }) => remnants.filter(({ role }) => role.startsWith('objection')))
    expect(texts.map(({ role, words: told }) => [role, told])).toEqual([
      ['objection', words.text],
      ['objection_answer', decision.text],
    ])
    const author = { channel: source.channel, id: source.author.id, url: source.author.url }
    await erasure.erase(head, author, [texts[0]?.contentId ?? ''])
    const { objections } = (await rating()).life
    expect(objections[0]?.text).toBe('Текст удалён по требованию автора сообщения.')
    expect(objections[0]?.decided?.text).toBe(decision.text)
    expect(await erasure.find(head, source.author.id ?? source.author.url)).toEqual([])
  })

  test('what changes after the approval stands beside the approved numbers, which stay', async () => {
    const [first = ''] = await sixTickets()
    office.clock.set(december('01'))
    await send(office, 'head', `/rating/show?month=${month}`, {})
    office.clock.set(december('04'))
    await send(office, 'head', `/rating/approve?month=${month}`, {})
    const approved = (await rowOf('roads-unit'))?.score
    await act('roadsHead', december('07'), score(first, []))
    expect((await rowOf('roads-unit'))?.score).toBe(approved)
    const { changes } = await rating()
    expect(changes).toMatchObject([{ recipientId: 'roads-unit', was: { score: approved } }])
    expect(changes[0]?.is.score).toBeLessThan(approved ?? 0)
    expect(await read('chief', page)).toContain('После утверждения изменилось')
  })

  test('whoever reads reports reads the rating; the administrator does not', async () => {
    await sixTickets()
    for (const by of ['head', 'chief', 'roadsHead', 'executor'] as const) {
      const html = await read(by, page)
      expect(html, by).toContain('Отдел дорожного хозяйства')
      expect(html, by).toContain('Подразделения администрации')
    }
    expect((await open(office, 'admin', page)).status).toBe(403)
    expect(await read('roadsHead', `/rating/roads-unit?month=${month}`)).not.toContain('Возразить')
    expect((await open(office, 'head', `/rating/nobody?month=${month}`)).status).toBe(404)
  })

  test('a complaint about an official shows its number to nobody who may not see it', async () => {
    const captured = capture({ block: 'roads' })
    await act('operator', at('10:00'), captured)
    const about = { personIds: [office.idOf('zhkhHead')], recipientIds: [] }
    await act(
      'head',
      at('10:10'),
      command('classify', captured.ticketId, {
        changes: { complaint: { from: null, to: about } },
        sorted: true,
      }),
    )
    await act('head', at('10:30'), assign(captured.ticketId, 'roads-unit'))
    await act('executor', at('12:00'), prepareReply(captured.ticketId, 'Разобрались'))
    const number = (await itemOf(captured.ticketId))?.number ?? 0
    const detail = `/rating/roads-unit?month=${month}`
    office.clock.set(december('01'))
    expect(await read('executor', detail.replace(month, '2026-11'))).toContain(`№ ${number}<`)
    expect(await read('zhkhHead', detail)).not.toContain(`№ ${number}<`)
    expect(await read('zhkhHead', detail)).toContain('не в вашем доступе')
  })

  test('places and contributions go out as files, without numbers that the reader may not see', async () => {
    await sixTickets()
    const hidden = capture({ block: 'roads' })
    await act('operator', at('10:00'), hidden)
    const about = { personIds: [office.idOf('zhkhHead')], recipientIds: [] }
    const complaint = { complaint: { from: null, to: about } }
    await act('head', at('10:10'), classify(hidden.ticketId, complaint))
    await act('head', at('10:30'), assign(hidden.ticketId, 'roads-unit'))
    await act('executor', at('12:00'), prepareReply(hidden.ticketId, 'Разобрались'))
    office.clock.set(december('01'))
    const number = (await itemOf(hidden.ticketId))?.number
    expect(await read('zhkhHead', `/rating.csv?month=${month}`)).toContain('1;Отдел дорожного хозяйства;')
    const file = `/rating/roads-unit/contributions.csv?month=${month}`
    expect(await read('executor', file)).toContain(`\n${number};ответ представлен;`)
    expect(await read('zhkhHead', file)).not.toContain(`\n${number};`)
    expect(await read('zhkhHead', file)).toMatch(/\n"?ещё 1, не в вашем доступе"?;/)
    expect((await open(office, 'admin', file)).status).toBe(403)
  })

  test('a month without tickets says what will be here', async () => {
    expect(await read('head', '/rating?month=2026-09')).toContain('рейтинг считать не из чего')
  })
})
