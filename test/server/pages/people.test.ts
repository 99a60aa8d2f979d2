import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mountPages } from '../../../server/pages/index.ts'
import { assign, capture, openOffice, type TestOffice } from '../office-for-tests.ts'
import { open, send } from './sample-office.ts'

let office: TestOffice
beforeEach(async () => {
  office = await openOffice({ mountPages })
})
afterEach(() => office.close())

describe('people', () => {
  test('the head adds a person and gets an invitation, shown once', async () => {
    const added = await send(office, 'head', '/people', {
      title: 'Начальник отдела культуры',
      roles: ['block_head', 'informer'],
      blocks: ['education', 'services'],
    })
    const page = added.headers.get('location') ?? ''
    expect(page).toMatch(/^\/people\/[\w-]+\?done=added$/)
    const path = page.split('?')[0] ?? ''
    const invited = await (await send(office, 'head', `${path}/invite`, {})).text()
    expect(invited).toContain('pult1.')
    expect(invited).toContain('действует до')
    expect(await (await open(office, 'head', path)).text()).not.toContain('pult1.')
  })

  test.each([
    [{ title: ' ', roles: 'operator' }, 'Напишите должность'],
    [{ title: 'Некто' }, 'Выберите хотя бы одну роль'],
    [{ title: 'Некто', roles: 'block_head' }, 'какими блоками'],
    [{ title: 'Некто', roles: 'recipient_user' }, 'ответственного получателя'],
  ])('what is missing is told in words and what was typed stays: %#', async (fields, words) => {
    const response = await send(office, 'head', '/people', fields)
    const html = await response.text()
    expect(response.status).toBe(422)
    expect(html).toContain(words)
    expect(html).toContain(fields.title.trim())
    if ('roles' in fields) expect(html).toContain(`value="${fields.roles}" checked`)
  })

  test('a device is closed with one button', async () => {
    const { deviceId, token } = await office.enrol('operator', 'Рабочий компьютер')
    const path = `/people/${office.idOf('operator')}`
    expect(await (await open(office, 'head', path)).text()).toContain('Рабочий компьютер')
    expect((await send(office, 'head', `${path}/devices/${deviceId}/revoke`, {})).status).toBe(303)
    expect((await office.office.access.byDeviceToken(token)).outcome).toBe('failed')
  })

  test('the last who can manage people cannot close the door behind himself', async () => {
    await office.change('admin', { active: false })
    const response = await send(office, 'head', `/people/${office.idOf('head')}`, {
      title: 'Руководитель МЦУ',
      roles: 'operator',
      active: 'yes',
    })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('не останется никого')
  })

  test('who left cannot open a page any more', async () => {
    const fields = { title: 'Пресс-секретарь', roles: 'informer' }
    expect((await send(office, 'head', `/people/${office.idOf('informer')}`, fields)).status).toBe(303)
    expect(await (await open(office, 'head', '/people')).text()).toContain('не работает')
  })

  test('the administrator sees who heads, and neither a form nor an invitation for them', async () => {
    for (const name of ['head', 'chief'] as const) {
      const path = `/people/${office.idOf(name)}`
      const html = await (await open(office, 'admin', path)).text()
      expect(html).toContain('только руководитель МЦУ')
      expect(html).not.toContain(`action="${path}`)
      const invited = await send(office, 'admin', `${path}/invite`, {})
      expect(invited.status).toBe(409)
      expect(await invited.text()).not.toContain('pult1.')
    }
  })

  test('the administrator is not offered the roles that open texts, and a hand-made form is told why', async () => {
    const html = await (await open(office, 'admin', '/people/new')).text()
    expect(html).toContain('value="operator"')
    expect(html).not.toMatch(/value="(?:center_head|chief)"/)
    expect(await (await open(office, 'head', '/people/new')).text()).toContain('value="chief"')
    const added = await send(office, 'admin', '/people', { title: 'Я', roles: 'chief' })
    expect(added.status).toBe(422)
    expect(await added.text()).toContain('только руководитель МЦУ')
    const fields = { title: 'Системный администратор', roles: ['admin', 'center_head'], active: 'yes' }
    const changed = await send(office, 'admin', `/people/${office.idOf('admin')}`, fields)
    expect(changed.status).toBe(422)
    expect((await office.signed('admin')).person.roles).toEqual(['admin'])
  })

  test('one sets an own password, twice the same', async () => {
    const slip = await send(office, 'chief', '/password', { password: 'длинный пароль', again: 'другой' })
    expect(slip.status).toBe(422)
    const set = await send(office, 'chief', '/password', {
      password: 'длинный пароль',
      again: 'длинный пароль',
    })
    expect(set.status).toBe(303)
    const result = await office.office.access.signIn(office.idOf('chief'), 'длинный пароль', 'test')
    expect(result.outcome).toBe('session')
  })
})

describe('settings', () => {
  const recipients = async () => (await office.signed('head')).settings.recipients
  const accounts = async () => (await office.signed('head')).settings.officialAccounts

  test('a recipient is added, renamed and removed', async () => {
    await send(office, 'head', '/settings/recipients/new', { title: 'Отдел архитектуры', kind: 'unit' })
    const added = (await recipients()).find(({ title }) => title === 'Отдел архитектуры')
    expect(added).toBeDefined()
    await send(office, 'head', `/settings/recipients/${added?.id}`, {
      title: 'Отдел градостроительства',
      kind: 'unit',
    })
    expect((await recipients()).find(({ id }) => id === added?.id)?.title).toBe('Отдел градостроительства')
    await send(office, 'head', `/settings/recipients/${added?.id}/remove`, {})
    expect((await recipients()).some(({ id }) => id === added?.id)).toBe(false)
  })

  test('a recipient with tickets stays: the history must be able to name it', async () => {
    const command = capture()
    const head = await office.signed('head')
    await office.office.tickets.submit(head, command)
    await office.office.tickets.submit(head, assign(command.ticketId, 'teploset'))
    const response = await send(office, 'head', '/settings/recipients/teploset/remove', {})
    expect(response.status).toBe(422)
    expect((await response.text()).replaceAll('\u00a0', ' ')).toContain('За ним 1 карточка')
    expect((await recipients()).some(({ id }) => id === 'teploset')).toBe(true)
  })

  test('an account is added with those who publish under it', async () => {
    const fields = {
      title: 'Телеграм-канал района',
      network: 'telegram',
      ownerId: '-1845000001',
      url: 'https://t.me/cilna',
      publishers: [office.idOf('informer'), 'nobody'],
    }
    const slip = await send(office, 'head', '/settings/accounts/new', {
      ...fields,
      url: 'javascript:alert(1)',
    })
    expect(slip.status).toBe(422)
    expect(await slip.text()).toContain('Телеграм-канал района')
    await send(office, 'head', '/settings/accounts/new', fields)
    const added = (await accounts()).find(({ network }) => network === 'telegram')
    expect(added?.publisherIds).toEqual([office.idOf('informer')])
    await send(office, 'head', `/settings/accounts/${added?.id}/remove`, {})
    expect((await accounts()).some(({ network }) => network === 'telegram')).toBe(false)
  })
})
