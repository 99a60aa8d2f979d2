/** Where a request came from, for throttles. */
import type { Context } from 'hono'
import * as z from 'zod'

/** What @hono/node-server gives a request besides the request itself. */
const environmentSchema = z.object({
  incoming: z.object({ socket: z.object({ remoteAddress: z.string() }) }),
})

/** The address of the connection; behind a proxy that of the proxy. */
export function senderOf(context: Context): string {
  return environmentSchema.safeParse(context.env).data?.incoming.socket.remoteAddress ?? 'unknown'
}
