/** The session cookie of the pages, and the guard of their forms. `/api` knows neither: it takes bearer tokens only. */
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { csrf } from 'hono/csrf'
import { sessionSeconds } from '../people/access.ts'

const cookie = 'pult_session'

export function readSession(c: Context): string | undefined {
  return getCookie(c, cookie)
}

export function writeSession(c: Context, token: string, publicUrl: string): void {
  setCookie(c, cookie, token, { ...attributes(publicUrl), maxAge: sessionSeconds })
}

export function clearSession(c: Context, publicUrl: string): void {
  deleteCookie(c, cookie, attributes(publicUrl))
}

/** Lax: a link in a letter opens the page signed in, a form on another site does not post as this person. */
function attributes(publicUrl: string) {
  return { httpOnly: true, sameSite: 'Lax', path: '/', secure: publicUrl.startsWith('https:') } as const
}

/** Refuses a form that another site sends. Behind a proxy the request's own address is not the public one. */
export function formGuard(publicUrl: string): MiddlewareHandler {
  const own = new URL(publicUrl).origin
  return csrf({ origin: (origin, c) => origin === own || origin === new URL(c.req.url).origin })
}
