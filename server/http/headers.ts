/** Headers of every answer. A page that needs more of the policy sets its own; nothing is taken from other places. */
import type { MiddlewareHandler } from 'hono'

const policy = [
  "default-src 'none'",
  // The pages' own small script (pages/client), which reads nothing but this server.
  "script-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const always: Record<string, string> = {
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not `no-referrer`: with it a browser sends `Origin: null` with our own forms, and the form guard refuses them.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  // Citizens' data must not stay in a browser's or a proxy's cache.
  'cache-control': 'no-store',
}

export function strictHeaders(publicUrl: string): MiddlewareHandler {
  const transport = publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=15552000' } : {}
  const headers = Object.entries({ ...always, ...transport })
  return async (c, next) => {
    await next()
    for (const [name, value] of headers) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
  }
}
