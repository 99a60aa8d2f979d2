/*
 * Serves saved pages under their real addresses: an HTTPS server on a local port, to which the browser maps the hosts
 * (chromium.ts). What is not in the list is 404, so no page can reach the network.
 */
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { generate } from 'selfsigned'

export type ServedPage = {
  url: string
  body: Uint8Array | string
  contentType?: string
  /** Extra response headers, such as a strict policy of the page's own. */
  headers?: Record<string, string>
}

export type PageServerOptions = {
  /** Forbids the saved page's own scripts. On unless the page is meant to run them. */
  withoutScripts?: boolean
}

export type PageServer = {
  port: number
  /** The hosts of all pages, for the browser's resolver rules. */
  hosts: string[]
  /** Adds or replaces a page while the server runs. */
  serve: (page: ServedPage) => void
  close: () => Promise<void>
}

/** The bytes decide, whatever the page's own meta says: old pages lie in both directions. */
export const charsetOf = (bytes: Uint8Array): 'utf-8' | 'windows-1251' => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return 'windows-1251'
  }
}

const placeOf = (address: string): { exact: string; path: string; host: string } => {
  const { hostname, pathname, search } = new URL(address)
  return { exact: `${hostname}${pathname}${search}`, path: `${hostname}${pathname}`, host: hostname }
}

export const startPageServer = async (
  pages: readonly ServedPage[],
  { withoutScripts = true }: PageServerOptions = {},
): Promise<PageServer> => {
  const hosts = new Set<string>()
  const exact = new Map<string, ServedPage>()
  const byPath = new Map<string, ServedPage>()

  const serve = (page: ServedPage) => {
    const place = placeOf(page.url)
    hosts.add(place.host)
    exact.set(place.exact, page)
    // An address with a query names one page; the bare path answers only for a page indexed without one.
    if (place.exact === place.path) byPath.set(place.path, page)
  }
  for (const page of pages) serve(page)

  const names = [...hosts, 'localhost']
  const { private: key, cert } = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [{ name: 'subjectAltName', altNames: names.map(value => ({ type: 2 as const, value })) }],
  })

  const server = createServer({ key, cert }, (request, response) => {
    const place = placeOf(`https://${request.headers.host ?? 'localhost'}${request.url ?? '/'}`)
    const page = exact.get(place.exact) ?? byPath.get(place.path)
    if (page === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404')
      return
    }
    const body = typeof page.body === 'string' ? Buffer.from(page.body, 'utf8') : page.body
    response
      .writeHead(200, {
        'content-type': page.contentType ?? `text/html; charset=${charsetOf(body)}`,
        'cache-control': 'no-store',
        ...(withoutScripts ? { 'content-security-policy': "script-src 'none'" } : {}),
        ...page.headers,
      })
      .end(body)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('Сервер страниц не получил порт')

  return {
    port: address.port,
    get hosts() {
      return [...hosts]
    },
    serve,
    close: () =>
      new Promise<void>((resolve, reject) => {
        server.closeAllConnections()
        server.close(error => (error === undefined ? resolve() : reject(error)))
      }),
  }
}
