/** Calls to the one configured server. Each has a time-out and ends as a value: an answer or a named failure. */
import type { z } from 'zod'
import { problemSchema } from '../../shared/sync/wire.ts'
import type { Connection } from '../store/connection.ts'

export type Failure =
  /** No answer: no network, server down, or slower than the time-out. */
  | { outcome: 'unreachable' }
  /** An answer that is not the expected shape: a proxy's page, a much newer server. */
  | { outcome: 'unreadable'; status: number }
  /** The server said no, with a code and words for a person. */
  | { outcome: 'problem'; status: number; code: string; words: string }

export type Reply<Body> = { outcome: 'ok'; body: Body } | Failure

export const timeoutSeconds = 20

export async function call<Body>(
  connection: Pick<Connection, 'server'> & { token?: string },
  path: string,
  answer: z.ZodType<Body>,
  request?: unknown,
): Promise<Reply<Body>> {
  const sent =
    request === undefined
      ? { method: 'GET' }
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
        }
  return send(connection, path, answer, sent, timeoutSeconds)
}

/** Bytes of a file, as they are. A slow line may take longer with them than with words. */
export function putBytes<Body>(
  connection: Pick<Connection, 'server' | 'token'>,
  path: string,
  answer: z.ZodType<Body>,
  { bytes, mime }: { bytes: ArrayBuffer; mime: string },
): Promise<Reply<Body>> {
  const sent = { method: 'PUT', headers: { 'content-type': mime }, body: bytes }
  return send(connection, path, answer, sent, timeoutSeconds * 6)
}

async function send<Body>(
  connection: Pick<Connection, 'server'> & { token?: string },
  path: string,
  answer: z.ZodType<Body>,
  sent: { method: string; headers?: Record<string, string>; body?: BodyInit },
  seconds: number,
): Promise<Reply<Body>> {
  let response: Response
  let text: string
  try {
    response = await fetch(new URL(path, connection.server), {
      ...sent,
      headers: { ...sent.headers, ...bearer(connection) },
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(seconds * 1000),
    })
    text = await response.text()
  } catch {
    return { outcome: 'unreachable' }
  }
  const json = parsedJson(text)
  if (!response.ok) {
    const problem = problemSchema.safeParse(json).data
    if (!problem) return { outcome: 'unreadable', status: response.status }
    const words = problem.detail ? `${problem.title}. ${problem.detail}` : problem.title
    return { outcome: 'problem', status: response.status, code: problem.code, words }
  }
  const parsed = answer.safeParse(json)
  return parsed.success
    ? { outcome: 'ok', body: parsed.data }
    : { outcome: 'unreadable', status: response.status }
}

export function bearer({ token }: { token?: string }): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What happened and what to do, for a person. */
export function failureWords(failure: Failure): string {
  switch (failure.outcome) {
    case 'unreachable':
      return 'Сервер не отвечает. Проверьте сеть; всё записанное сохранено на этом компьютере.'
    case 'unreadable':
      return `Сервер ответил непонятно (${failure.status}). Проверьте адрес сервера или обновите расширение.`
    case 'problem':
      return failure.words
    default: {
      const never: never = failure
      return never
    }
  }
}
