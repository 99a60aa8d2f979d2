import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { composeOffice } from '../../server/compose.ts'
import {
  headPassword,
  monday,
  newFolder,
  openOffice,
  personNames,
  type TestOffice,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  expect(t.errors).toEqual([])
  await t.close()
})

const signIn = (password: string, from = '10.0.0.1', who = 'Руководитель МЦУ') =>
  t.office.access.signIn(who, password, from)

describe('the first start', () => {
  test('the setup link works once, with its own code only, and makes the head of the centre', async () => {
    const dataDir = newFolder()
    const { office, setupCode, close } = await composeOffice({
      dataDir,
      publicUrl: 'http://x',
      now: () => monday,
      report: () => undefined,
    })
    const draft = {
      title: 'Район',
      zone: 'Europe/Ulyanovsk',
      personTitle: 'Руководитель МЦУ',
      password: 'десять знаков',
    }
    expect(await office.setup.isNeeded()).toBe(true)
    expect(await office.setup.create({ ...draft, code: 'wrong' })).toMatchObject({ code: 'setup-code-wrong' })
    expect(await office.setup.create({ ...draft, code: setupCode, password: 'мало' })).toMatchObject({
      code: 'password-too-short',
    })
    expect(await office.setup.create({ ...draft, code: setupCode, zone: 'Луна' })).toMatchObject({
      code: 'zone-unknown',
    })
    const both = await Promise.all([
      office.setup.create({ ...draft, code: setupCode }),
      office.setup.create({ ...draft, code: setupCode }),
    ])
    expect(both.map(each => each.outcome).sort()).toEqual(['created', 'failed'])
    expect(await office.setup.isNeeded()).toBe(false)
    const settings = await office.settings()
    expect(settings?.people.map(person => person.roles)).toEqual([['center_head']])
    expect(settings?.subtopics.length).toBeGreaterThan(10)
    await close()
    rmSync(dataDir, { recursive: true })
  })
})

describe('signing in', () => {
  test('with the right password for twelve hours', async () => {
    const signed = await signIn(headPassword)
    if (signed.outcome === 'failed') throw new Error(signed.words)
    expect((await t.office.access.bySession(signed.session))?.person.title).toBe('Руководитель МЦУ')
    t.clock.pass(12 * 3600)
    expect(await t.office.access.bySession(signed.session)).toBeUndefined()
  })

  test('after five wrong passwords even the right one has to wait a quarter of an hour', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect(await signIn('неверный пароль')).toMatchObject({ code: 'wrong-password' })
    }
    expect(await signIn(headPassword, '10.0.0.2')).toMatchObject({ code: 'too-many-attempts' })
    t.clock.pass(15 * 60)
    expect(await signIn(headPassword)).toMatchObject({ outcome: 'session' })
  })

  test('an address that tries many people has to wait as well', async () => {
    for (let guess = 0; guess < 50; guess += 1) {
      const tried = await signIn('неверный пароль', '10.0.0.9', `Должность ${guess}`)
      expect(tried).toMatchObject({ code: 'wrong-password' })
    }
    expect(await signIn(headPassword, '10.0.0.9')).toMatchObject({ code: 'too-many-attempts' })
    expect(await signIn(headPassword, '10.0.0.1')).toMatchObject({ outcome: 'session' })
  })

  test('twenty attempts at the same moment are no way around it', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => signIn('неверный пароль')))
    expect(all.filter(each => each.outcome === 'failed' && each.code === 'wrong-password')).toHaveLength(5)
  })

  test('a success forgets the mistakes before it', async () => {
    for (let round = 0; round < 3; round += 1) {
      for (let attempt = 0; attempt < 3; attempt += 1) await signIn('неверный пароль', `10.0.0.${round}`)
      expect(await signIn(headPassword, `10.0.0.${round}`)).toMatchObject({ outcome: 'session' })
    }
  })

  test('the same words for a wrong password, an unknown person and one without a password', async () => {
    const words = await Promise.all([
      signIn('неверный пароль'),
      signIn('неверный пароль', '10.0.0.2', 'Никто'),
      signIn('неверный пароль', '10.0.0.3', 'Глава администрации'),
    ])
    expect(new Set(words.map(each => JSON.stringify(each))).size).toBe(1)
  })

  test('who has left is signed out at once', async () => {
    const chief = await t.signed('chief')
    await t.office.access.setPassword(chief, 'пароль главы района')
    const signed = await signIn('пароль главы района', '10.0.0.1', 'глава АДМИНИСТРАЦИИ ')
    if (signed.outcome === 'failed') throw new Error(signed.words)
    await t.change('chief', { active: false })
    expect(await t.office.access.bySession(signed.session)).toBeUndefined()
    expect(await signIn('пароль главы района', '10.0.0.1', 'Глава администрации')).toMatchObject({
      outcome: 'failed',
    })
  })

  test('five mistakes of one person do not keep the colleagues behind the same address out', async () => {
    for (let attempt = 0; attempt < 6; attempt += 1)
      await signIn('неверный пароль', '10.0.0.9', 'Глава администрации')
    expect(await signIn(headPassword, '10.0.0.9')).toMatchObject({ outcome: 'session' })
  })

  async function sessionOf(password: string, who?: string): Promise<string> {
    const signed = await signIn(password, '10.0.0.1', who)
    if (signed.outcome === 'failed') throw new Error(signed.words)
    return signed.session
  }

  test('a new password signs the person out everywhere else, and nobody but the person', async () => {
    const chief = await t.signed('chief')
    await t.office.access.setPassword(chief, 'пароль главы района')
    const chiefs = await sessionOf('пароль главы района', 'Глава администрации')
    const [here, elsewhere] = [await sessionOf(headPassword), await sessionOf(headPassword)]
    await t.office.access.setPassword(await t.signed('head'), 'другой пароль', here)
    expect(await t.office.access.bySession(here)).toBeDefined()
    expect(await t.office.access.bySession(elsewhere)).toBeUndefined()
    expect(await t.office.access.bySession(chiefs)).toBeDefined()
  })

  test('closing a device ends the sessions of its person and the link that was not opened yet', async () => {
    const { token, deviceId } = await t.enrol('head')
    const found = await t.office.access.byDeviceToken(token)
    if (found.outcome === 'failed') throw new Error(found.words)
    const opened = await t.office.access.redeemTicket(await t.office.access.issueTicket(found.device))
    const waiting = await t.office.access.issueTicket(found.device)
    if (opened.outcome === 'failed') throw new Error(opened.words)
    await t.office.people.revokeDevice(await t.signed('head'), deviceId)
    expect(await t.office.access.bySession(opened.session)).toBeUndefined()
    expect(await t.office.access.redeemTicket(waiting)).toMatchObject({ outcome: 'failed' })
  })

  test('every password that can be set opens the door, of two hundred emoji too', async () => {
    const password = '🔑'.repeat(200)
    await t.office.access.setPassword(await t.signed('head'), password)
    expect(await signIn(password)).toMatchObject({ outcome: 'session' })
    await expect(t.office.access.setPassword(await t.signed('head'), `${password}!`)).rejects.toMatchObject({
      code: 'password-too-long',
    })
  })

  test('signing out ends the session', async () => {
    const signed = await signIn(headPassword)
    if (signed.outcome === 'failed') throw new Error(signed.words)
    await t.office.access.signOut(signed.session)
    expect(await t.office.access.bySession(signed.session)).toBeUndefined()
  })

  test('the extension opens a page without a password, once, within a minute', async () => {
    const device = await t.enrol('head')
    const issue = async () => {
      const { url } = await (await t.post('/api/sign-in-ticket', {}, device.token)).json()
      expect(url).toMatch(/^http:\/\/pult\.test\/sign-in\/once\?ticket=/)
      return new URL(url).searchParams.get('ticket') ?? ''
    }
    const ticket = await issue()
    const both = await Promise.all([
      t.office.access.redeemTicket(ticket),
      t.office.access.redeemTicket(ticket),
    ])
    expect(both.map(each => each.outcome).sort()).toEqual(['failed', 'session'])
    const late = await issue()
    t.clock.pass(60)
    expect(await t.office.access.redeemTicket(late)).toMatchObject({ outcome: 'failed' })
  })
})

describe('people and settings', () => {
  test('only the head of the centre and the administrator change them', async () => {
    for (const name of personNames) {
      const by = await t.signed(name)
      const added = t.office.people.add(by, {
        title: 'Новый',
        roles: ['operator'],
        blocks: [],
        recipientIds: [],
      })
      if (name === 'head' || name === 'admin') expect((await added).title).toBe('Новый')
      else await expect(added).rejects.toMatchObject({ code: 'forbidden' })
    }
  })

  test('the administrator cannot give, change or invite the roles that open the texts of citizens', async () => {
    const admin = await t.signed('admin')
    const { people } = t.office
    const draft = { title: 'Новый', blocks: [], recipientIds: [] }
    for (const role of ['center_head', 'chief'] as const) {
      await expect(people.add(admin, { ...draft, roles: [role] })).rejects.toMatchObject({
        code: 'head-only',
        words: expect.stringContaining('только руководитель МЦУ'),
      })
      const self = { ...admin.person, roles: ['admin' as const, role], active: true }
      await expect(people.change(admin, admin.person.id, self)).rejects.toMatchObject({ code: 'head-only' })
    }
    for (const name of ['head', 'chief'] as const) {
      const { person } = await t.signed(name)
      const left = people.change(admin, person.id, { ...person, active: false })
      await expect(left).rejects.toMatchObject({ code: 'head-only' })
      await expect(people.invite(admin, person.id)).rejects.toMatchObject({ code: 'head-only' })
    }
    expect((await t.signed('admin')).person.roles).toEqual(['admin'])
    expect((await people.add(await t.signed('head'), { ...draft, roles: ['chief'] })).roles).toEqual([
      'chief',
    ])
    expect((await people.invite(admin, t.idOf('operator'))).invitation).toMatch(/^pult1\./)
  })

  test('the last head of the centre stays: the administrator could not appoint another', async () => {
    await expect(t.change('head', { roles: ['operator'] })).rejects.toMatchObject({ code: 'last-manager' })
  })

  test('every change is a new version of the settings, and the old ones stay', async () => {
    const before = (await t.office.settings())?.version ?? 0
    await t.change('operator', { title: 'Оператор ночной смены' })
    expect((await t.office.settings())?.version).toBe(before + 1)
    const versions = await t.office.reader
      .selectFrom('settings')
      .select('version')
      .orderBy('version')
      .execute()
    expect(versions.map(row => row.version)).toEqual(Array.from({ length: before + 1 }, (_, at) => at + 1))
  })

  test('the last one who can change people cannot be removed', async () => {
    await t.change('admin', { active: false })
    await expect(t.change('head', { roles: ['chief'] })).rejects.toMatchObject({ code: 'last-manager' })
    expect((await t.signed('head')).person.roles).toEqual(['center_head'])
  })

  test('a manager sees the devices of everybody and closes one; others close only their own', async () => {
    const device = await t.enrol('operator', 'Рабочий компьютер')
    await expect(
      t.office.people.revokeDevice(await t.signed('operator2'), device.deviceId),
    ).rejects.toMatchObject({
      code: 'forbidden',
    })
    await t.office.people.revokeDevice(await t.signed('operator'), device.deviceId)
    const people = await t.office.people.list()
    expect(people.find(person => person.id === device.personId)?.devices).toMatchObject([
      { title: 'Рабочий компьютер', revokedAt: monday },
    ])
  })

  test('the database holds no token, code or password in clear', async () => {
    const code = await t.invite('operator')
    const { token } = await t.enrol('operator')
    const signed = await signIn(headPassword)
    const { reader } = t.office
    const rows = JSON.stringify([
      await reader.selectFrom('people').selectAll().execute(),
      await reader.selectFrom('devices').selectAll().execute(),
      await reader.selectFrom('invitations').selectAll().execute(),
      await reader.selectFrom('sessions').selectAll().execute(),
    ])
    expect(rows).toContain('$argon2id$')
    for (const secret of [code, token, headPassword, signed.outcome === 'session' ? signed.session : '']) {
      expect(rows).not.toContain(secret)
    }
  })
})
