/**
 * Whether a page goes before a person's eyes. Messengers and browsers fetch an address to preview it: who was sent a link
 * has not opened it by that, and the access log must not say so.
 */
export function isShownToPerson(request: Request): boolean {
  if (request.method === 'HEAD') return false
  const purpose = request.headers.get('sec-purpose') ?? request.headers.get('purpose') ?? ''
  if (/prefetch|preview/i.test(purpose)) return false
  const destination = request.headers.get('sec-fetch-dest')
  if (destination !== null) return destination === 'document'
  // Every browser says it over TLS and on this computer; in a plain network none does, and silence proves nothing there.
  return !isTrustworthy(request)
}

/** As browsers reckon (W3C Secure Contexts); a proxy that ends TLS says what stood before it. */
function isTrustworthy(request: Request): boolean {
  const { protocol, hostname } = new URL(request.url)
  const forwarded = request.headers.get('x-forwarded-proto')
  return (
    protocol === 'https:' || forwarded === 'https' || hostname === 'localhost' || hostname === '127.0.0.1'
  )
}
