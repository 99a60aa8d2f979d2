import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { composeOffice } from '../../../server/compose.ts'
import { createApp } from '../../../server/http/app.ts'
import { localPath } from '../../../server/pages/answer.tsx'
import { mountPages } from '../../../server/pages/index.ts'
import {
  createClock,
  headPassword,
  newFolder,
  openOffice,
  publicUrl,
  type TestOffice,
} from '../office-for-tests.ts'
import { cookieOf, open, send } from './sample-office.ts'

let office: TestOffice
beforeAll(async () => {
  office = await openOffice({ mountPages })
})
afterAll(() => office.close())

const form = (fields: Record<string, string>) => ({
  method: 'POST',
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost' },
  body: new URLSearchParams(fields).toString(),
})

describe('who is not signed in', () => {
  test.each(['/', '/tickets?metric=overdue', '/tickets/1', '/people', '/settings', '/password'])(
    'signs in first and comes back: %s',
    async path => {
      const response = await office.app.request(path)
      expect(response.status).toBe(303)
      expect(response.headers.get('location')).toBe(`/sign-in?next=${encodeURIComponent(path)}`)
    },
  )

  test.each([
    ['/tickets/1?done=assign', '/tickets/1?done=assign'],
    ['//evil.example', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example/', '/'],
    ['javascript:alert(1)', '/'],
    ['/a\nb', '/'],
    ['', '/'],
  ])('after sign-in one stays on this server: %j', (next, expected) => {
    expect(localPath(next)).toBe(expected)
  })
})

describe('sign-in', () => {
  test('the right password opens the page that was asked for', async () => {
    const fields = { person: office.idOf('head'), password: headPassword, next: '/tickets' }
    const response = await office.app.request('/sign-in', form(fields))
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('/tickets')
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/)
  })

  test('a wrong password is told in words and the post stays chosen; after some attempts one waits', async () => {
    const other = await openOffice({ mountPages })
    const fields = { person: other.idOf('head'), password: 'не тот пароль', next: '/' }
    const first = await other.app.request('/sign-in', form(fields))
    const html = await first.text()
    expect(first.status).toBe(422)
    expect(html).toContain('role="alert"')
    expect(html).toMatch(
      new RegExp(`<option[^>]*selected[^>]*value="${fields.person}"|value="${fields.person}"[^>]*selected`),
    )
    expect(html).not.toContain('не тот пароль')
    for (let n = 0; n < 6; n += 1) await other.app.request('/sign-in', form(fields))
    const last = await other.app.request('/sign-in', form({ ...fields, password: headPassword }))
    expect(last.status).toBe(429)
    await other.close()
  })

  test('the one-time link opens the report once', async () => {
    const { token } = await office.enrol('chief')
    const found = await office.office.access.byDeviceToken(token)
    if (found.outcome === 'failed') throw new Error(found.words)
    const ticket = await office.office.access.issueTicket(found.device)
    const path = `/sign-in/once?ticket=${encodeURIComponent(ticket)}&next=//evil.example`
    const first = await office.app.request(path)
    expect([first.status, first.headers.get('location')]).toEqual([303, '/'])
    const second = await office.app.request(path)
    expect(second.status).toBe(422)
    expect(await second.text()).toContain('уже не действует')
  })

  test('who signed out is out', async () => {
    const cookie = await cookieOf(office, 'informer')
    const { headers, ...rest } = form({})
    await office.app.request('/sign-out', { ...rest, headers: { ...headers, cookie } })
    expect((await office.app.request('/', { headers: { cookie } })).status).toBe(303)
  })
})

describe('a page', () => {
  const paths = ['/', '/tickets', '/people', '/people/new', '/settings', '/password', '/missing']

  test.each(paths)('carries a strict policy and nothing of other places: %s', async path => {
    const response = await open(office, 'head', path)
    const policy = response.headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toContain('unsafe')
    const html = await response.text()
    expect(html).toMatch(/^<!doctype html><html lang="ru">/)
    // The one own script, from a file of its own.
    const bare = html.replace(/<script defer src="\/static\/[\w-]+\.js"><\/script>/, '')
    expect(bare).not.toMatch(/<script|<style|\sstyle=|\son\w+=/)
    for (const [, address = ''] of html.matchAll(/(?:src|<link[^>]*href)="([^"]+)"/g))
      expect(address).toMatch(/^\//)
  })

  test.each(paths)('has a label for every field and a way past the head: %s', async path => {
    const html = await (await open(office, 'head', path)).text()
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [field] of html.matchAll(/<(?:input|select|textarea)\b[^>]*>/g)) {
      if (/type="(?:hidden|checkbox)"/.test(field)) continue
      expect(ids).toContain(/\sid="([^"]+)"/.exec(field)?.[1])
      expect(html).toContain(`for="${/\sid="([^"]+)"/.exec(field)?.[1]}"`)
    }
    expect(html).toContain('href="#main"')
  })

  test('has its styles from here, cached for ever under their own hash', async () => {
    const html = await (await office.app.request('/sign-in')).text()
    const path = /<link rel="stylesheet" href="([^"]+)"/.exec(html)?.[1] ?? ''
    const styles = await office.app.request(path)
    expect(styles.headers.get('cache-control')).toContain('immutable')
    expect(styles.headers.get('content-type')).toContain('text/css')
    expect(await styles.text()).not.toMatch(/url\(|@import/)
  })

  test('an address that does not exist is told in words', async () => {
    const response = await office.app.request('/nothing/here')
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('Такой страницы нет')
  })
})

describe('rights', () => {
  test('the administrator sees people and settings, and is told why no messages', async () => {
    const report = await open(office, 'admin', '/')
    expect(report.status).toBe(403)
    expect(await report.text()).toContain('содержат сообщения граждан')
    expect((await open(office, 'admin', '/tickets')).status).toBe(403)
    expect((await open(office, 'admin', '/people')).status).toBe(200)
    expect((await open(office, 'admin', '/settings')).status).toBe(200)
  })

  test.each(['operator', 'zhkhHead', 'executor', 'informer', 'chief'] as const)(
    '%s cannot open people and settings, and is told who can give it',
    async name => {
      for (const path of ['/people', '/people/new', '/settings', `/people/${office.idOf('head')}`]) {
        const response = await open(office, name, path)
        expect(response.status).toBe(403)
        expect(await response.text()).toContain('Полномочия назначает руководитель МЦУ')
      }
      expect((await send(office, name, '/people', { title: 'Я', roles: 'center_head' })).status).toBe(403)
    },
  )
})

describe('setup', () => {
  async function fresh() {
    const folder = newFolder()
    const composed = await composeOffice({ dataDir: folder, publicUrl, now: createClock().now, report() {} })
    const app = createApp(composed.office, { mountPages, report() {} })
    const close = async () => {
      await composed.close()
      rmSync(folder, { recursive: true, force: true })
    }
    return { app, code: composed.setupCode, close }
  }

  const typed = {
    title: 'Администрация района',
    zone: 'Europe/Ulyanovsk',
    personTitle: 'Руководитель МЦУ',
    password: 'длинный пароль',
    again: 'длинный пароль',
  }

  test('the link makes the organisation and its head, once', async () => {
    const { app, code, close } = await fresh()
    expect((await app.request('/')).headers.get('location')).toBe('/setup')
    const page = await (await app.request(`/setup?code=${code}`)).text()
    expect(page).toContain('Первый заместитель главы — руководитель МЦУ')
    expect(page).toContain('Не определён')
    expect(page).toMatch(/selected value="Europe\/Ulyanovsk"|value="Europe\/Ulyanovsk" selected/)
    const created = await app.request('/setup', form({ ...typed, code }))
    expect(created.status).toBe(303)
    const cookie = created.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await app.request('/people', { headers: { cookie } })).status).toBe(200)
    const again = await app.request(`/setup?code=${code}`)
    expect([again.status, (await again.text()).includes('Организация уже создана')]).toEqual([409, true])
    await close()
  })

  test('a wrong code and unequal passwords are told in words, what was typed stays', async () => {
    const { app, code, close } = await fresh()
    const wrong = await app.request('/setup?code=wrong')
    expect([wrong.status, (await wrong.text()).includes('Ссылка установки не подходит')]).toEqual([403, true])
    expect((await app.request('/setup', form({ ...typed, code: 'wrong' }))).status).toBe(403)
    const slip = await app.request('/setup', form({ ...typed, code, again: 'другой пароль' }))
    const html = await slip.text()
    expect(slip.status).toBe(422)
    expect(html).toContain('Пароли не совпали')
    expect(html).toContain('value="Администрация района"')
    expect(html).not.toContain('длинный пароль')
    await close()
  })
})
