/** Saving parts of the settings document: computed from the newest version, checked, and never lost to a colleague. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Settings } from '../../shared/policy/settings.ts'
import { openOffice, type PersonName, type TestOffice } from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const change = async (
  name: PersonName,
  changes: (settings: Settings) => Partial<Settings>,
  baseVersion: number | null = null,
) =>
  t.office.settings.change(await t.signed(name), baseVersion, settings => ({
    ...settings,
    ...changes(settings),
  }))

const organisation = (id: string) => ({ id, title: id, phone: '', contact: '', url: null, texts: [] })

test('two managers who add at one time both find their entry', async () => {
  const add = (id: string) => (settings: Settings) => ({
    outsideOrganisations: [...settings.outsideOrganisations, organisation(id)],
  })
  await Promise.all([change('head', add('canal')), change('admin', add('water'))])
  const settings = await t.office.settings()
  const added = settings?.outsideOrganisations.map(each => each.id).slice(-2)
  expect(added?.sort()).toEqual(['canal', 'water'])
})

test('who saves over a version that is no longer the newest is told so, and nothing is written', async () => {
  const { version = 0 } = (await t.office.settings()) ?? {}
  await change('admin', () => ({ withdrawSeconds: 20 }))
  const late = await change('head', () => ({ withdrawSeconds: 30 }), version)
  expect(late).toMatchObject({ outcome: 'failed', code: 'settings-changed' })
  expect((await t.office.settings())?.withdrawSeconds).toBe(20)
  expect(await change('head', () => ({ withdrawSeconds: 30 }), version + 1)).toMatchObject({
    outcome: 'changed',
    settings: { version: version + 2, withdrawSeconds: 30 },
  })
})

test.each<PersonName>(['operator', 'zhkhHead', 'executor', 'informer', 'chief'])(
  '%s changes no settings',
  async name => {
    expect(await change(name, () => ({ withdrawSeconds: 30 }))).toMatchObject({ code: 'forbidden' })
  },
)

test('what is not valid is refused with the place of the fault, and an entry twice by its id', async () => {
  expect(await change('head', () => ({ withdrawSeconds: 0 }))).toMatchObject({ code: 'settings-invalid' })
  const twice = () => ({ outsideOrganisations: [organisation('gas'), organisation('gas')] })
  expect(await change('head', twice)).toMatchObject({ code: 'same-id' })
})

test('people, the version and the organisation are nobody’s to write here', async () => {
  const before = await t.office.settings()
  const saved = await change('admin', settings => ({
    people: [],
    version: 1_000,
    organisation: { ...settings.organisation, title: 'Другая' },
  }))
  expect(saved).toMatchObject({
    settings: {
      people: before?.people,
      version: (before?.version ?? 0) + 1,
      organisation: before?.organisation,
    },
  })
})

test('an administrator lends himself no right to citizens’ words: neither as a substitute nor on duty', async () => {
  const days = { from: '2026-11-16', to: '2026-11-20' }
  const absence = (absent: PersonName, substitute: PersonName) => () => ({
    absences: [{ id: 'leave', absentId: t.idOf(absent), substituteId: t.idOf(substitute), ...days }],
  })
  const shift = (name: PersonName) => () => ({
    dutyShifts: [
      {
        id: 'shift',
        personId: t.idOf(name),
        from: '2026-11-16T05:00:00.000Z',
        to: '2026-11-17T05:00:00.000Z',
        handedOverAt: null,
      },
    ],
  })
  expect(await change('admin', absence('zhkhHead', 'admin'))).toMatchObject({ code: 'head-only' })
  expect(await change('admin', absence('head', 'zhkhHead'))).toMatchObject({ code: 'head-only' })
  expect(await change('admin', shift('admin'))).toMatchObject({ code: 'head-only' })
  expect(await change('admin', absence('zhkhHead', 'roadsHead'))).toMatchObject({ outcome: 'changed' })
  expect(await change('admin', shift('operator'))).toMatchObject({ outcome: 'changed' })
  expect(await change('head', absence('head', 'zhkhHead'))).toMatchObject({ outcome: 'changed' })
})

test('what moves deadlines leaves one job of recomputing for the new version', async () => {
  const head = await t.signed('head')
  await change('head', () => ({ withdrawSeconds: 20 }))
  const saved = await t.office.settings.changeWithRecompute(head, null, settings => ({
    ...settings,
    automation: { ...settings.automation, pauseForAuthor: false },
  }))
  const jobs = await t.office.reader.selectFrom('recompute_jobs').selectAll().execute()
  expect(jobs).toMatchObject([
    {
      settings_version: saved.outcome === 'changed' ? saved.settings.version : 0,
      done_at: null,
      moved: 0,
      created_by: head.person.id,
    },
  ])
})
