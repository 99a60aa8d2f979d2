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
  let response: Response
  let text: string
  try {
    response = await fetch(new URL(path, connection.server), {
      method: request === undefined ? 'GET' : 'POST',
      headers: {
        ...(request === undefined ? {} : { 'content-type': 'application/json' }),
        ...(connection.token ? { authorization: `Bearer ${connection.token}` } : {}),
      },
      body: request === undefined ? null : JSON.stringify(request),
      credentials: 'omit',
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutSeconds * 1000),
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
