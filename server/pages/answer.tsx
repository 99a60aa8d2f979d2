/** How a page leaves the house: as a whole document, and only to whom it is for. Strict headers: ../http/headers.ts. */
import type { Context, Handler } from 'hono'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { readSession } from '../http/session.ts'
import type { Office, Signed } from '../office.ts'
import { withAlarms } from './channel-keepers.ts'
import { remindersFor } from './reports/duty-rows.ts'

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503

export function answerPage(context: Context, page: VNode, status: PageStatus = 200): Response {
  return context.html(`<!doctype html>${renderToString(page)}`, status)
}

export type SignedHandler = (context: Context, signed: Signed) => Response | Promise<Response>

async function withReminders(office: Office, signed: Signed): Promise<Signed> {
  const reminders = await remindersFor(office, signed)
  return reminders.length === 0 ? signed : { ...signed, reminders }
}

/** For people who signed in; the others sign in first and come back. */
export function signedIn(office: Office, handler: SignedHandler): Handler {
  return async context => {
    const session = readSession(context)
    const signed = session === undefined ? undefined : await office.access.bySession(session)
    if (signed) return handler(context, await withReminders(office, await withAlarms(office, signed)))
    if (await office.setup.isNeeded()) return context.redirect('/setup', 303)
    const { pathname, search } = new URL(context.req.url)
    const next = context.req.method === 'GET' ? `${pathname}${search}` : '/'
    return context.redirect(`/sign-in?next=${encodeURIComponent(next)}`, 303)
  }
}

/** A path of this server and nothing else: «//evil.example» and «/\evil» are addresses of others. */
export function localPath(next: string): string {
  if (!/^\/(?![/\\])[^\s\\]*$/.test(next)) return '/'
  const base = 'http://office.invalid'
  const url = URL.parse(next, base)
  return url?.origin === base ? `${url.pathname}${url.search}` : '/'
}
