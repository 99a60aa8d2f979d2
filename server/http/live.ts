/** Live updates over HTTP: a stream of events, the same as one answer where streams are blocked, and presence. */
import type { Context, Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import * as z from 'zod'
import { presenceDoings } from '../../shared/reference/presence.ts'
import type { LiveFrom, Office, Signed } from '../office.ts'
import { problemResponse } from './problem.ts'
import { readSession } from './session.ts'

/** Proxies close what is silent for a minute; a reader that hears nothing for longer knows that the line is dead. */
const heartbeatMilliseconds = 15_000
/** How soon a reader should come again after a stream ended. */
const retryMilliseconds = 2_000
const busyRetrySeconds = 30

export const presenceSchema = z.object({
  ticketId: z.uuid(),
  doing: z.enum(presenceDoings).nullable(),
})

type Access = { signed: Signed; authorise(): Promise<Signed | undefined> }

/** `GET …/live`; `since` or `ago` (seconds) say from where on. */
export async function answerStream(context: Context, office: Office, access: Access): Promise<Response> {
  const subscription = await office.live.listen({ ...access, from: readFrom(context) })
  if (subscription === undefined) return tooManyStreams()
  const response = streamSSE(context, async stream => {
    stream.onAbort(() => subscription.leave())
    const heartbeat = setInterval(() => void stream.write(': ok\n\n'), heartbeatMilliseconds)
    try {
      await stream.write(`retry: ${retryMilliseconds}\n\n`)
      for await (const { event, data } of subscription.events) {
        await stream.writeSSE({ event, data: JSON.stringify(data) })
      }
    } finally {
      clearInterval(heartbeat)
      subscription.leave()
    }
  })
  // nginx would hold the events back until its buffer is full.
  const headers = { 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  for (const [name, value] of Object.entries(headers)) {
    response.headers.set(name, value)
    // Where a middleware has begun an answer already (CORS), its headers win over those of `response`.
    context.header(name, value)
  }
  return response
}

/** `GET …/live/now`: what a stream would have told. */
export async function answerNow(context: Context, office: Office, signed: Signed): Promise<Response> {
  return context.json(await office.live.now(signed, readFrom(context)))
}

/** `POST …/presence`; «нет такой» also for a ticket of others. */
export async function answerPresence(
  context: Context,
  office: Office,
  signed: Signed,
  { ticketId, doing }: z.infer<typeof presenceSchema>,
): Promise<Response> {
  const isSeen = await office.live.setPresence(signed, ticketId, doing)
  return isSeen ? context.json({}) : problemResponse('not-found')
}

/** The pages' own door: a cookie instead of a token, and 401 instead of the way to the sign-in page. */
export function mountPageLive(app: Hono, office: Office): void {
  const signedOut = () => problemResponse('unauthorised', 'Вход закончился. Войдите снова.')

  async function accessOf(context: Context): Promise<Access | undefined> {
    const session = readSession(context)
    if (session === undefined) return undefined
    const authorise = () => office.access.bySession(session)
    const signed = await authorise()
    return signed && { signed, authorise }
  }

  app.get('/live', async context => {
    const access = await accessOf(context)
    return access ? answerStream(context, office, access) : signedOut()
  })

  app.get('/live/now', async context => {
    const access = await accessOf(context)
    return access ? answerNow(context, office, access.signed) : signedOut()
  })

  app.post('/presence', async context => {
    const access = await accessOf(context)
    if (access === undefined) return signedOut()
    const body = presenceSchema.safeParse(await context.req.json().catch(() => undefined))
    return body.success
      ? answerPresence(context, office, access.signed, body.data)
      : problemResponse('invalid-request')
  })
}

const fromSchema = z.object({
  since: z.coerce.number().int().nonnegative().optional(),
  ago: z.coerce.number().min(0).max(3_600).optional(),
})

/** What is not a number is as if it was not said. */
function readFrom(context: Context): LiveFrom {
  const { since, ago } = fromSchema.safeParse(context.req.query()).data ?? {}
  if (since !== undefined) return { since }
  return ago === undefined ? {} : { secondsAgo: ago }
}

function tooManyStreams(): Response {
  const problem = {
    type: 'about:blank',
    status: 503,
    code: 'too-many-streams',
    title: 'Слишком много подключений',
    detail: 'Страница будет спрашивать об изменениях сама, раз в несколько секунд.',
  }
  return new Response(JSON.stringify(problem), {
    status: 503,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'retry-after': String(busyRetrySeconds),
    },
  })
}
