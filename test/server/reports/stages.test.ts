import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { readStageTimes } from '../../../server/reports/stages/query.ts'
import { stageIds } from '../../../server/reports/stages/stages.ts'
import type { Scope } from '../../../shared/policy/permissions.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { capture, openOffice, type PersonName, type TestOffice } from '../office-for-tests.ts'
import { open } from '../pages/sample-office.ts'

const everything: Scope = { any: [{ all: true }], notAbout: [] }
const week = weekOf('2026-11-17', { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })

describe('Where time is lost', () => {
  let office: TestOffice
  beforeEach(async () => {
    office = await openOffice({ mountPages })
  })
  afterEach(() => office.close())

  async function act(ticketId: string, by: PersonName, at: string, type: string, data: unknown) {
    office.clock.set(at)
    const command = { id: uuid(), ticketId, occurredAt: at, baseVersion: 0, dependsOn: null, type, data }
    const outcome = await office.office.tickets.submit(await office.signed(by), command)
    if (outcome.outcome === 'refused') throw new Error(`${type}: ${outcome.refusal.code}`)
  }

  /** Monday 16 November, 10:00 in Ulyanovsk; the office works from 8 to 17 with an hour for lunch at 12. */
  async function recorded(): Promise<string> {
    const command = capture()
    office.clock.set(command.occurredAt)
    await office.office.tickets.submit(await office.signed('operator'), command)
    return command.ticketId
  }

  const final = {
    kind: 'final',
    url: 'https://vk.com/wall-212000001_1?reply=2',
    text: 'Воду дали',
    accountId: 'vk-district',
    promisedDate: null,
  }

  async function minutes() {
    const { deadlines } = (await office.signed('head')).settings
    const { total, answered, blocks } = await readStageTimes(
      { ...office.office, scope: everything },
      { period: week, asOf: office.clock.now() },
      deadlines,
    )
    const rows = stageIds.map(stage => [stage, total[stage].median, total[stage].of] as const)
    return { answered, blocks, rows: rows.filter(([, , of]) => of > 0) }
  }

  async function answeredByAllStages() {
    const id = await recorded()
    await act(id, 'head', '2026-11-16T06:30:00.000Z', 'classify', { changes: {}, sorted: true })
    await act(id, 'zhkhHead', '2026-11-16T07:00:00.000Z', 'assign', { recipientId: 'teploset' })
    // Over the night: from 11:00 to 17:00 without lunch, then until 9:00.
    await act(id, 'head', '2026-11-17T05:00:00.000Z', 'prepare_reply', { kind: 'final', text: 'Воду дали' })
    await act(id, 'informer', '2026-11-17T05:45:00.000Z', 'publish', final)
    return id
  }

  test('each stage has its own working time: half an hour to sort, half to assign, six hours of work, 45 minutes to publish', async () => {
    await answeredByAllStages()
    expect(await minutes()).toMatchObject({
      answered: 1,
      blocks: [{ block: 'zhkh', of: 1 }],
      rows: [
        ['sorting', 30, 1],
        ['assigning', 30, 1],
        ['execution', 360, 1],
        ['publication', 45, 1],
      ],
    })
  })

  test('who answers at once without an assignment worked on it himself', async () => {
    const id = await recorded()
    await act(id, 'head', '2026-11-16T06:30:00.000Z', 'classify', { changes: {}, sorted: true })
    await act(id, 'head', '2026-11-16T07:30:00.000Z', 'publish', final)
    expect((await minutes()).rows).toEqual([
      ['sorting', 30, 1],
      ['execution', 60, 1],
    ])
  })

  test('what happens after the first answer changes nothing', async () => {
    const id = await answeredByAllStages()
    const { rows } = await minutes()
    await act(id, 'head', '2026-11-17T06:00:00.000Z', 'reopen', { reason: 'not_solved', text: null })
    await act(id, 'head', '2026-11-18T06:00:00.000Z', 'publish', { ...final, url: 'https://vk.com/wall-1_3' })
    expect((await minutes()).rows).toEqual(rows)
  })

  test('the head sees everybody’s load, anybody else only the own, and nobody another’s', async () => {
    await recorded()
    const head = await (await open(office, 'head', '/speed')).text()
    expect(head).toContain('Нагрузка сотрудников сейчас')
    expect(head).toContain('<th scope="row">Оператор мониторинга 1</th>')
    for (const name of ['operator', 'zhkhHead', 'chief'] as const) {
      const own = (await office.signed(name)).person.title
      const html = await (await open(office, name, '/speed')).text()
      expect(html).toContain('Ваша нагрузка сейчас')
      expect(html).toContain(`<th scope="row">${own}</th>`)
      for (const other of ['Оператор мониторинга 2', 'Начальник отдела дорог', 'Руководитель МЦУ'])
        expect(html, `${name} ${other}`).not.toContain(`<th scope="row">${other}</th>`)
    }
    expect((await open(office, 'admin', '/speed')).status).toBe(403)
  })

  test('before anything was answered the page says what will be here', async () => {
    const html = await (await open(office, 'head', '/speed')).text()
    expect(html).toContain('окончательных ответов не давали')
  })
})
