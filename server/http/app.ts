/** The server's application: the API of the extension, the pages of people, and one answer for what goes wrong. */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { Office } from '../office.ts'
import { PeopleRefusal } from '../people/desk.ts'
import { DeviceRevoked } from '../tickets/push.ts'
import { createApi } from './api.ts'
import { strictHeaders } from './headers.ts'
import { asProblemCode, problemResponse } from './problem.ts'

/** Adds the cookie routes; `server/pages` exports one. */
export type MountPages = (app: Hono, office: Office) => void

export type AppOptions = {
  mountPages?: MountPages
  /** Told once of every error that is nobody's refusal. */
  report(error: unknown): void
}

export function createApp(office: Office, { mountPages, report }: AppOptions): Hono {
  const app = new Hono()
  app.use(strictHeaders(office.publicUrl))
  app.get('/health', c => c.json({ status: 'ok' }))
  app.route('/api', createApi(office))
  app.all('/api/*', () => problemResponse('not-found'))
  mountPages?.(app, office)
  app.notFound(() => problemResponse('not-found'))
  app.onError(error => {
    if (error instanceof HTTPException) {
      return error.status === 403 ? problemResponse('forbidden') : problemResponse('invalid-request')
    }
    if (error instanceof DeviceRevoked) return problemResponse('device-revoked')
    if (error instanceof PeopleRefusal)
      return problemResponse(asProblemCode(error.code, 'forbidden'), error.words)
    report(error)
    return problemResponse('internal-error')
  })
  return app
}
