/** What was approved stays what it was: in the database, on the page and in the file that is downloaded. */
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { weekOf } from '../../../shared/reports/period.ts'
import { openOffice, type TestOffice } from '../office-for-tests.ts'
import { open, send } from '../pages/sample-office.ts'

const week = weekOf('2026-11-16', { zone: 'Europe/Ulyanovsk', firstWeekday: 4 })
const act = (what: string, of = week.firstDate) => `/reports/note/${what}?week=${of}`

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

async function approve(): Promise<string> {
  for (const what of ['checked', 'approved'])
    expect((await send(office, 'head', act(what), {})).status, what).toBe(303)
  const { id } = await office.office.reports.find('note', week)
  if (id === undefined) throw new Error('No report')
  return id
}

/** As somebody with the file of the database in their hands would. */
function tamper(statements: string): void {
  const file = new Sqlite(join(office.folder, 'pult.sqlite'))
  try {
    file.exec(statements)
  } finally {
    file.close()
  }
}

const dropGuards = `drop trigger report_files_stay_unchanged; drop trigger approved_versions_stay_unchanged;`

describe('An approved report', () => {
  test.each([
    ['its acts', `update report_acts set document = '{}' where type = 'approved'`],
    ['its acts, by taking one away', `delete from report_acts where type = 'approved'`],
    ['its value', `update report_versions set document = '{}'`],
    ['its files', `update report_files set bytes = x'00'`],
    ['its files, by taking one away', 'delete from report_files'],
  ])('cannot be changed in the database: %s', async (_what, statement) => {
    await approve()
    expect(() => tamper(statement)).toThrow(/cannot be (?:changed|deleted)/u)
  })

  test('whose file was changed on the disk is not given out, and the page says what to do', async () => {
    const id = await approve()
    const path = `/reports/files/${id}/1/docx`
    expect((await open(office, 'head', path)).status).toBe(200)
    tamper(`${dropGuards} update report_files set bytes = x'00', sha256 = 'f' where form = 'docx'`)
    const refused = await open(office, 'head', path)
    expect(refused.status).toBe(409)
    expect(await refused.text()).toContain('изменён после утверждения')
  })

  test('whose value was replaced together with its checksum is shown as changed', async () => {
    await approve()
    const { createHash } = await import('node:crypto')
    const report = await office.office.reports.find('note', week)
    const stored = await office.office.reports.fixed(report)
    expect(stored?.isWhole).toBe(true)
    const forged = JSON.stringify({ ...stored?.document, title: 'Подменённая справка' })
    const sha256 = createHash('sha256').update(forged).digest('hex')
    tamper(`${dropGuards} update report_versions set document = '${forged}', sha256 = '${sha256}'`)
    expect((await office.office.reports.fixed(report))?.isWhole).toBe(false)
  })

  test('that was approved again has a version of its own, and its files another name', async () => {
    const id = await approve()
    expect((await send(office, 'head', act('returned'), { reason: 'Дополнить' })).status).toBe(303)
    await approve()
    const nameOf = async (version: number) =>
      (await open(office, 'head', `/reports/files/${id}/${version}/docx`)).headers.get('content-disposition')
    expect(await nameOf(1)).not.toBe(await nameOf(2))
    expect(await nameOf(2)).toContain('-v2')
  })

  test('carries the head of the chain of events that it was made of', async () => {
    await approve()
    const { life } = await office.office.reports.find('note', week)
    const { chain_head } = await office.office.reader
      .selectFrom('organisations')
      .select('chain_head')
      .executeTakeFirstOrThrow()
    expect(life.checked?.cut.chainHead).toBe(chain_head)
  })
})

describe('A report', () => {
  test('of a week that has not begun is not checked', async () => {
    const refused = await send(office, 'head', act('checked', '2030-01-03'), {})
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('ещё не начался')
  })

  test.each(['1999-01-01', '2035-01-01'])(
    'is not sent on a day before its approval or after today: %s',
    async sentOn => {
      await approve()
      const dispatch = { to: 'Главе', outgoingNumber: '1', portalEntry: '' }
      const refused = await send(office, 'head', act('sent'), { ...dispatch, sentOn })
      expect(refused.status).toBe(422)
      expect(await refused.text()).toContain('день отправки')
      const today = office.clock.now().slice(0, 10)
      expect((await send(office, 'head', act('sent'), { ...dispatch, sentOn: today })).status).toBe(303)
    },
  )
})
