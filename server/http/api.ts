/** `/api`: what the extension calls. Parse, call one function of the office, answer. */
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import * as z from 'zod'
import {
  enrolRequestSchema,
  type HistoryAnswer,
  maxPushBytes,
  oldestProtocol,
  oldestReadingProtocol,
  protocolVersion,
  pullRequestSchema,
  pushRequestSchema,
} from '../../shared/sync/wire.ts'
import type { Office, SignedDevice } from '../office.ts'
import { answerPacks } from './channels.ts'
import { answerPart, answerReceived, portionLimit, takePortion } from './evidence.ts'
import { answerFile, fileLimit, takeFile } from './files.ts'
import { answerNow, answerPresence, answerStream, presenceSchema } from './live.ts'
import { asProblemCode, problemResponse } from './problem.ts'

type Env = { Variables: { device: SignedDevice } }

const extensionOrigin = /^(?:chrome-extension:\/\/[a-p]{32}|moz-extension:\/\/[0-9a-f-]{36})$/
const preflightSeconds = 24 * 60 * 60

export function createApi(office: Office): Hono<Env> {
  const api = new Hono<Env>()

  // No credentials: a cookie never opens this door, so no page can use the person's session here.
  api.use(
    cors({
      origin: origin => (extensionOrigin.test(origin) ? origin : null),
      allowMethods: ['GET', 'POST', 'PUT'],
      allowHeaders: ['authorization', 'content-type'],
      exposeHeaders: ['retry-after'],
      maxAge: preflightSeconds,
    }),
  )
  const enrolled: MiddlewareHandler<Env> = async (c, next) => {
    const token = bearerOf(c)
    if (token === undefined) return unauthorised('unauthorised')
    const access = await office.access.byDeviceToken(token)
    if (access.outcome === 'failed') return unauthorised(access.code, access.words)
    c.set('device', access.device)
    return next()
  }

  // Before the limit of the rest: a photo is larger than a push.
  api.put('/files/:sha256', enrolled, fileLimit, c => takeFile(c, office, c.var.device))

  api.get('/evidence/:sha256', enrolled, c => answerReceived(c, office, c.var.device))
  api.put('/evidence/:sha256', enrolled, portionLimit, c => takePortion(c, office, c.var.device))

  api.use(bodyLimit({ maxSize: maxPushBytes, onError: () => problemResponse('body-too-large') }))

  api.post('/enrol', async c => {
    const body = await readBody(c, enrolRequestSchema, oldestReadingProtocol)
    if (body instanceof Response) return body
    const result = await office.people.enrol(body.code, body.deviceTitle)
    if (result.outcome === 'enrolled') return c.json(result.answer)
    return problemResponse(asProblemCode(result.code, 'invitation-invalid'), result.words)
  })

  api.post('/push', enrolled, async c => {
    const body = await readBody(c, pushRequestSchema)
    if (body instanceof Response) return body
    return c.json(await office.tickets.push(c.var.device, body))
  })

  api.post('/pull', enrolled, async c => {
    const body = await readBody(c, pullRequestSchema, oldestReadingProtocol)
    if (body instanceof Response) return body
    return c.json(await office.tickets.pull(c.var.device, body))
  })

  api.get('/tickets/:id/history', enrolled, async c => {
    const history: HistoryAnswer = await office.tickets.history(c.var.device, c.req.param('id'))
    return history.entries.length > 0 ? c.json(history) : problemResponse('not-found')
  })

  api.get('/tickets/:id/files/:contentId', enrolled, c =>
    answerFile(c, office, c.var.device, { id: c.req.param('id') }),
  )

  api.get('/tickets/:id/evidence/:evidenceId/:part', enrolled, c =>
    answerPart(c, office, c.var.device, { id: c.req.param('id') }),
  )

  api.post('/sign-in-ticket', enrolled, async c => {
    const ticket = await office.access.issueTicket(c.var.device)
    return c.json({ url: `${office.publicUrl}/sign-in/once?ticket=${encodeURIComponent(ticket)}` })
  })

  api.get('/packs', enrolled, c => answerPacks(c, office))

  api.get('/live', enrolled, c => {
    const authorise = async () => {
      const access = await office.access.byDeviceToken(bearerOf(c) ?? '')
      return access.outcome === 'device' ? access.device : undefined
    }
    return answerStream(c, office, { signed: c.var.device, authorise })
  })

  api.get('/live/now', enrolled, c => answerNow(c, office, c.var.device))

  api.post('/presence', enrolled, async c => {
    const body = await readBody(c, presenceSchema)
    return body instanceof Response ? body : answerPresence(c, office, c.var.device, body)
  })

  api.post('/leave', enrolled, async c => {
    await office.people.revokeDevice(c.var.device, c.var.device.deviceId)
    return c.json({})
  })

  return api
}

function bearerOf(c: Context): string | undefined {
  return /^Bearer +([\w-]+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
}

const versionSchema = z.object({ protocol: z.number().int() })

/** The version is looked at before the rest: a body of another version need not fit this one's shape. */
async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  oldest = oldestProtocol,
): Promise<z.infer<Schema> | Response> {
  let body: unknown
  try {
    body = await c.req.json()
  } catch (error) {
    if (error instanceof SyntaxError) return problemResponse('malformed-json')
    throw error
  }
  const version = versionSchema.safeParse(body)
  if (version.success && version.data.protocol < oldest) return problemResponse('protocol-too-old')
  if (version.success && version.data.protocol > protocolVersion) return problemResponse('protocol-too-new')
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const fields = [...new Set(parsed.error.issues.map(issue => issue.path.map(String).join('.') || 'тело'))]
  return problemResponse(
    'invalid-request',
    `Не те поля: ${fields.slice(0, 10).join(', ')}. Обновите расширение.`,
  )
}

function unauthorised(code: string, words?: string): Response {
  return problemResponse(asProblemCode(code, 'unauthorised'), words, { 'www-authenticate': 'Bearer' })
}
