/** A listening server and its orderly end. */
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Hono } from 'hono'

/** How long requests under way may take at the end before their connections are cut. */
const patienceMilliseconds = 5_000

export type Listening = { port: number; stop(): Promise<void> }

/** Rejects with the system's error (EADDRINUSE, EACCES, EADDRNOTAVAIL) where the address cannot be taken. */
export function listen(app: Hono, { port, host }: { port: number; host: string }): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, hostname: host })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve({ port: portOf(server.address()), stop })
    })
  })

  function stop(): Promise<void> {
    return new Promise(resolve => {
      server.close(() => resolve())
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      setTimeout(() => {
        if ('closeAllConnections' in server) server.closeAllConnections()
      }, patienceMilliseconds).unref()
    })
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return address.port
}
