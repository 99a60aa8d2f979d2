/** «Снимок поста» over HTTP: brought in portions under its hash by a device, given out under the ticket's scope. */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { EvidenceReceived } from '../../shared/sync/wire.ts'
import { type EvidenceFault, type FoundPart, maxPortionBytes, type Received } from '../evidence/evidence.ts'
import { isEvidencePart } from '../evidence/parts.ts'
import type { Office, Signed } from '../office.ts'
import { problemResponse } from './problem.ts'
import { readSession } from './session.ts'

export const portionLimit = bodyLimit({
  maxSize: maxPortionBytes,
  onError: () => problemResponse('body-too-large', 'Слишком большая часть снимка за один раз.'),
})

/** `GET /api/evidence/:sha256`: how much of it is here. */
export async function answerReceived(context: Context, office: Office, signed: Signed): Promise<Response> {
  const sha256 = hashIn(context)
  if (sha256 === undefined) return noHash()
  return receivedResponse(context, await office.evidence.received(sha256, signed.person.id))
}

/** `PUT /api/evidence/:sha256?offset=…`: the next portion, as it is. */
export async function takePortion(context: Context, office: Office, signed: Signed): Promise<Response> {
  const sha256 = hashIn(context)
  const offset = context.req.query('offset') ?? '0'
  if (sha256 === undefined || !/^\d{1,9}$/.test(offset)) return noHash()
  const bytes = new Uint8Array(await context.req.arrayBuffer())
  return receivedResponse(
    context,
    await office.evidence.take(sha256, signed.person.id, Number(offset), bytes),
  )
}

function receivedResponse(context: Context, taken: Received | EvidenceFault): Response {
  if (taken.outcome === 'received') {
    const { received, isComplete } = taken
    return context.json({ received, isComplete, mismatch: false } satisfies EvidenceReceived)
  }
  switch (taken.code) {
    case 'hash':
      return context.json({ received: 0, isComplete: false, mismatch: true } satisfies EvidenceReceived)
    case 'not-named':
      return problemResponse('not-found', taken.words)
    case 'too-large':
      return problemResponse('body-too-large', taken.words)
    case 'too-much':
      return problemResponse('too-many-attempts', taken.words)
    case 'disk-full':
      return problemResponse('internal-error', taken.words)
    default:
      return taken.code satisfies never
  }
}

function hashIn(context: Context): string | undefined {
  const sha256 = context.req.param('sha256') ?? ''
  return /^[0-9a-f]{64}$/.test(sha256) ? sha256 : undefined
}

const noHash = () => problemResponse('invalid-request', 'В адресе снимка нет его SHA-256.')

/** `GET …/evidence/:evidenceId/:part` of a ticket that the reader handles; each is an opening in the access log. */
export async function answerPart(
  context: Context,
  office: Office,
  signed: Signed,
  which: { id: string } | { number: number },
): Promise<Response> {
  const evidenceId = context.req.param('evidenceId') ?? ''
  const part = context.req.param('part') ?? ''
  if (!isEvidencePart(part)) return partResponse(undefined)
  return partResponse(await office.evidence.open(signed, which, evidenceId, part), part)
}

/** The pages' side: without a session there is nothing, not a sign-in page. */
export function mountTicketEvidence(app: Hono, office: Office): void {
  app.get('/tickets/:number/evidence/:evidenceId/:part', async context => {
    const session = readSession(context)
    const signed = session === undefined ? undefined : await office.access.bySession(session)
    const number = context.req.param('number')
    if (signed === undefined || !/^\d{1,9}$/.test(number)) return partResponse(undefined)
    return answerPart(context, office, signed, { number: Number(number) })
  })
}

/** Shown or saved, never run: a stored page is plain text here, whatever it holds. */
export function partResponse(found: FoundPart | undefined, part = 'part'): Response {
  if (found === undefined) return plain(404, 'Такого снимка нет, или карточка не у вас.')
  switch (found.outcome) {
    case 'not-uploaded':
      return plain(409, 'Снимок ещё не загружен: он придёт с компьютера, на котором его сделали.')
    case 'erased':
      return plain(410, 'Снимок удалён по требованию. Остались его контрольная сумма и дата удаления.')
    case 'lost':
      return plain(
        410,
        'Снимок повреждён или пропал с диска сервера. Сообщите администратору: его вернёт последняя целая копия.',
      )
    case 'part': {
      const { bytes, mime, sha256 } = found
      const isPicture = part === 'picture'
      const name = `${part}-${sha256.slice(0, 12)}.${isPicture ? mime.replace('image/', '') : 'txt'}`
      return new Response(new Uint8Array(bytes), {
        headers: {
          'content-type': mime,
          'content-length': String(bytes.byteLength),
          'content-disposition': `${isPicture ? 'inline' : 'attachment'}; filename="${name}"`,
          'x-content-type-options': 'nosniff',
          'content-security-policy': "sandbox; default-src 'none'",
          'cache-control': 'private, no-store',
        },
      })
    }
    default:
      return found satisfies never
  }
}

function plain(status: number, words: string): Response {
  return new Response(words, { status, headers: { 'content-type': 'text/plain; charset=utf-8' } })
}
