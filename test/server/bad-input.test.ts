import { v4 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { refusalWords } from '../../shared/errors.ts'
import { maxPushBytes, problemSchema, protocolVersion, pushAnswerSchema } from '../../shared/sync/wire.ts'
import {
  assign,
  capture,
  headPassword,
  monday,
  openOffice,
  sourceDraft,
  type TestOffice,
  verdict,
} from './office-for-tests.ts'

let t: TestOffice
beforeEach(async () => {
  t = await openOffice()
})
afterEach(async () => {
  await t.close()
})

const push = { protocol: protocolVersion, deviceTime: monday, commands: [] }

/** A problem as a program reads it: the code, with Russian words for the person and nothing of the machine. */
async function problemOf(response: Response) {
  expect(response.headers.get('content-type')).toContain('application/problem+json')
  const text = await response.text()
  expect(text).not.toMatch(/ at |\.ts|node_modules|Error:|SQLITE/)
  const { code, status, title, detail } = problemSchema.parse(JSON.parse(text))
  expect(status).toBe(response.status)
  expect(`${title} ${detail}`).toMatch(/^[А-ЯЁ]/)
  return { code, status }
}

describe('invitations', () => {
  const enrol = (code: string) => t.post('/api/enrol', { protocol: protocolVersion, code, deviceTitle: 'x' })

  test('a wrong invitation is refused', async () => {
    expect(await problemOf(await enrol('no-such-code'))).toEqual({ code: 'invitation-invalid', status: 403 })
  })

  test('an invitation works once', async () => {
    const code = await t.invite('operator')
    expect((await enrol(code)).status).toBe(200)
    expect(await problemOf(await enrol(code))).toEqual({ code: 'invitation-used', status: 403 })
  })

  test('an invitation older than 72 hours is refused', async () => {
    const code = await t.invite('operator')
    t.clock.pass(72 * 3600)
    expect(await problemOf(await enrol(code))).toEqual({ code: 'invitation-expired', status: 403 })
  })

  test('an invitation of somebody who has left is refused', async () => {
    const code = await t.invite('operator')
    await t.change('operator', { active: false })
    expect(await problemOf(await enrol(code))).toEqual({ code: 'invitation-invalid', status: 403 })
  })
})

describe('devices', () => {
  test('a revoked device is told so, and its unsent commands are not taken', async () => {
    const device = await t.enrol('operator')
    await t.office.people.revokeDevice(await t.signed('head'), device.deviceId)
    const answer = await t.post('/api/push', { ...push, commands: [capture()] }, device.token)
    expect(await problemOf(answer)).toEqual({ code: 'device-revoked', status: 401 })
    expect(await t.office.reader.selectFrom('events').selectAll().execute()).toEqual([])
  })

  test('a device of somebody who has left is told the same', async () => {
    const device = await t.enrol('operator')
    await t.change('operator', { active: false })
    expect((await problemOf(await t.post('/api/pull', {}, device.token))).code).toBe('device-revoked')
  })

  test('a device that leaves is closed by itself', async () => {
    const device = await t.enrol('operator')
    expect((await t.post('/api/leave', {}, device.token)).status).toBe(200)
    expect((await problemOf(await t.post('/api/push', push, device.token))).code).toBe('device-revoked')
  })

  test.each([undefined, 'wrong', 'a b', ''])(
    'without a known token nothing is answered (%s)',
    async token => {
      const response = await t.post('/api/push', push, token)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(await problemOf(response)).toEqual({ code: 'unauthorised', status: 401 })
    },
  )

  test('a session cookie opens no door of the API', async () => {
    const signed = await t.office.access.signIn('Руководитель МЦУ', headPassword, '10.0.0.1')
    const cookie = signed.outcome === 'session' ? `pult_session=${signed.session}` : ''
    const response = await t.app.request('/api/pull', { method: 'POST', headers: { cookie }, body: '{}' })
    expect(await problemOf(response)).toEqual({ code: 'unauthorised', status: 401 })
  })
})

describe('versions', () => {
  test.each(['/api/push', '/api/pull'])('a client that is too old learns what to do (%s)', async path => {
    const device = await t.enrol('operator')
    const response = await t.post(path, { protocol: 0, shape: 'of another time' }, device.token)
    expect(await problemOf(response)).toEqual({ code: 'protocol-too-old', status: 426 })
  })

  test.each(['/api/push', '/api/pull'])('a server that is too old says so (%s)', async path => {
    const device = await t.enrol('operator')
    const response = await t.post(path, { protocol: protocolVersion + 1 }, device.token)
    expect(await problemOf(response)).toEqual({ code: 'protocol-too-new', status: 400 })
  })

  test('a client of the version before brings what waits in its outbox, and is told to update before it reads', async () => {
    const device = await t.enrol('operator')
    const command = capture()
    const pushed = await t.post(
      '/api/push',
      { protocol: 1, deviceTime: monday, commands: [command] },
      device.token,
    )
    expect(pushAnswerSchema.parse(await pushed.json()).outcomes).toMatchObject([{ outcome: 'accepted' }])
    const pulled = await t.post(
      '/api/pull',
      { protocol: 1, cursor: null, settingsVersion: null },
      device.token,
    )
    expect(await problemOf(pulled)).toEqual({ code: 'protocol-too-old', status: 426 })
    const code = await t.invite('operator')
    const enrolled = await t.post('/api/enrol', { protocol: 1, code, deviceTitle: 'x' })
    expect(await problemOf(enrolled)).toEqual({ code: 'protocol-too-old', status: 426 })
  })

  test('an invitation is not used up by a client that is too new', async () => {
    const code = await t.invite('operator')
    const body = { protocol: protocolVersion + 1, code, deviceTitle: 'x' }
    expect((await problemOf(await t.post('/api/enrol', body))).code).toBe('protocol-too-new')
    expect((await t.post('/api/enrol', { ...body, protocol: protocolVersion })).status).toBe(200)
  })
})

describe('bodies', () => {
  test('a body larger than 5 MB is refused', async () => {
    const device = await t.enrol('operator')
    const response = await t.post(
      '/api/push',
      JSON.stringify({ ...push, x: 'я'.repeat(maxPushBytes / 2) }),
      device.token,
    )
    expect(await problemOf(response)).toEqual({ code: 'body-too-large', status: 413 })
  })

  test.each(['{', '', 'привет', '{"protocol":1,}'])('malformed JSON is refused: %s', async body => {
    const device = await t.enrol('operator')
    expect(await problemOf(await t.post('/api/push', body, device.token))).toEqual({
      code: 'malformed-json',
      status: 400,
    })
  })

  test.each(['null', '[]', '"x"', '{"protocol":1}', '{"protocol":1,"deviceTime":"вчера","commands":[]}'])(
    'JSON of another shape is refused: %s',
    async body => {
      const device = await t.enrol('operator')
      expect(await problemOf(await t.post('/api/push', body, device.token))).toEqual({
        code: 'invalid-request',
        status: 400,
      })
    },
  )

  test('more than 200 commands in one push are refused', async () => {
    const device = await t.enrol('operator')
    const response = await t.post('/api/push', { ...push, commands: Array(201).fill({}) }, device.token)
    expect((await problemOf(response)).code).toBe('invalid-request')
  })

  test('an unknown address is answered as a problem', async () => {
    expect(await problemOf(await t.app.request('/api/push'))).toEqual({ code: 'not-found', status: 404 })
    expect(await problemOf(await t.post('/api/nothing', {}))).toEqual({
      code: 'not-found',
      status: 404,
    })
    expect(await problemOf(await t.app.request('/nothing'))).toEqual({ code: 'not-found', status: 404 })
  })

  test('an error of ours shows no trace and is reported once', async () => {
    const device = await t.enrol('operator')
    t.office.tickets.pull = () => Promise.reject(new Error('secret text of a citizen'))
    const response = await t.post(
      '/api/pull',
      { protocol: protocolVersion, cursor: null, settingsVersion: null },
      device.token,
    )
    const text = await response.clone().text()
    expect(await problemOf(response)).toEqual({ code: 'internal-error', status: 500 })
    expect(text).not.toContain('secret')
    expect(t.errors).toHaveLength(1)
  })
})

describe('commands', () => {
  test('an unknown command is refused, and taken when a newer server knows it', async () => {
    const device = await t.enrol('operator')
    const unknown = { ...capture(), type: 'teleport' }
    const [refused] = await device.push([unknown])
    expect(verdict(refused)).toBe('unknown-command')
    expect(refused?.outcome === 'refused' && refusalWords(refused.refusal)).toMatch(/Обновите сервер/)
    expect((await device.push([{ ...unknown, type: 'capture' }])).map(verdict)).toEqual(['accepted'])
  })

  test('an unreadable command names its faulty fields and never their values', async () => {
    const device = await t.enrol('operator')
    const secret = 'Иванов Иван, ул. Садовая, 5'
    const [refused] = await device.push([
      { ...capture(), occurredAt: secret, data: { source: { text: secret } } },
    ])
    expect(refused).toMatchObject({ refusal: { code: 'invalid-command' } })
    expect(JSON.stringify(refused)).toContain('occurredAt')
    expect(JSON.stringify(refused)).not.toContain('Садовая')
  })

  test.each([[null], [42], ['text'], [[]], [{ id: 'no-uuid', type: 'capture' }], [{ id: uuid() }]])(
    'something that is no command at all is refused: %j',
    async raw => {
      const device = await t.enrol('operator')
      expect((await device.push([raw, capture()])).map(verdict)).toEqual(['invalid-command', 'accepted'])
    },
  )

  test("a command on someone else's block is refused in words", async () => {
    const operator = await t.enrol('operator')
    const head = await t.enrol('zhkhHead')
    const recorded = capture({ block: 'roads' })
    await operator.push([recorded])
    const [refused] = await head.push([assign(recorded.ticketId, 'roads-unit')])
    expect(verdict(refused)).toBe('out-of-scope')
    expect(refused?.outcome === 'refused' && refusalWords(refused.refusal)).toMatch(/не у вас/)
  })
})

describe('posts', () => {
  async function throughTheOffice(text: string) {
    const operator = await t.enrol('operator')
    const source = sourceDraft({ text, author: { name: text.slice(0, 200), url: null, id: null } })
    const [outcome] = await operator.push([capture({ source })])
    expect(verdict(outcome)).toBe('accepted')
    const { tickets } = await operator.pull()
    const [content] = Object.values(tickets[0]?.contents ?? {})
    return content?.kind === 'source' ? content.source.text : undefined
  }

  test.each([
    ['of 100,000 characters', 'Ямы на дороге! '.repeat(7000).slice(0, 100_000)],
    ['with scripts', '<script>alert(1)</script><img src=x onerror=alert(2)>\'"`'],
    ['with emoji', '👨‍👩‍👧‍👦 нет воды 🚱🇷🇺 e\u0301'],
    ['with right-to-left marks', '\u202Eтекст задом наперёд\u202C שלום مرحبا'],
    ['with zero-width characters', 'но\u200Bво\u200Dсти\uFEFF\u2060'],
    ['with control characters and half a pair', 'a\u0000b\u0008c\uD83D'],
  ])('a post %s comes back letter by letter', async (_, text) => {
    expect(await throughTheOffice(text)).toBe(text)
  })
})

describe('headers', () => {
  const extension = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`

  test.each([
    [extension, extension],
    [
      'moz-extension://3c078156-979c-498b-8990-85f7987dd929',
      'moz-extension://3c078156-979c-498b-8990-85f7987dd929',
    ],
    ['https://vk.com', null],
    ['null', null],
    ['chrome-extension://short', null],
    [`${extension}.evil.example`, null],
  ])('the API answers %s with CORS origin %s and never with credentials', async (origin, allowed) => {
    const response = await t.app.request('/api/push', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST' },
    })
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
  })

  test('an extension can read a refusal too', async () => {
    const response = await t.app.request('/api/push', {
      method: 'POST',
      headers: { origin: extension },
      body: '{}',
    })
    expect(response.status).toBe(401)
    expect(response.headers.get('access-control-allow-origin')).toBe(extension)
  })

  test('what is not the API answers no CORS at all', async () => {
    const response = await t.app.request('/health', { headers: { origin: extension } })
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  test.each(['/health', '/api/push', '/nothing'])(
    '%s carries the strict policy and is not cached',
    async path => {
      const { headers } = await t.app.request(path)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
    },
  )
})
