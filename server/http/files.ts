/** Files over HTTP: put under their hash by a device, given out under the ticket's scope to devices and pages. */
import type { Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { mayDo } from '../../shared/policy/permissions.ts'
import { type FileFault, maxFileBytes } from '../files/files.ts'
import { fileResponse } from '../files/response.ts'
import type { Office, Signed } from '../office.ts'
import { problemResponse } from './problem.ts'
import { readSession } from './session.ts'

export const fileLimit = bodyLimit({
  maxSize: maxFileBytes,
  onError: () => problemResponse('body-too-large', 'Файл больше 10 МБ. Уменьшите фото или выберите другое.'),
})

/** `PUT /api/files/:sha256`: the body is the file itself. */
export async function takeFile(context: Context, office: Office, signed: Signed): Promise<Response> {
  const sha256 = context.req.param('sha256') ?? ''
  if (!/^[0-9a-f]{64}$/.test(sha256))
    return problemResponse('invalid-request', 'В адресе файла нет его SHA-256.')
  const { actor, settings } = signed
  const mayName = (['capture', 'prepare_reply'] as const).some(type => mayDo(actor, type, settings, null))
  if (!mayName) return problemResponse('forbidden')
  const bytes = new Uint8Array(await context.req.arrayBuffer())
  const put = await office.files.put(bytes, { sha256, by: signed.person.id })
  if (put.outcome === 'stored') return context.json(put.file)
  return problemResponse(problemOf(put.code), put.words)
}

function problemOf(code: FileFault['code']) {
  if (code === 'too-large') return 'body-too-large'
  if (code === 'disk-full') return 'internal-error'
  return code === 'too-much' ? 'too-many-attempts' : 'invalid-request'
}

/** `GET …/files/:contentId` of a ticket that the reader has in scope. */
export async function answerFile(
  context: Context,
  office: Office,
  signed: Signed,
  which: { id: string } | { number: number },
): Promise<Response> {
  const view = await office.tickets.find(signed, which)
  const contentId = context.req.param('contentId') ?? ''
  return fileResponse(view && (await office.files.find(view, contentId)))
}

/** The pages' side: by the ticket's number and the session. Without one there is nothing, not a sign-in page. */
export function mountTicketFiles(app: Hono, office: Office): void {
  app.get('/tickets/:number/files/:contentId', async context => {
    const session = readSession(context)
    const signed = session === undefined ? undefined : await office.access.bySession(session)
    const number = context.req.param('number')
    if (signed === undefined || !/^\d{1,9}$/.test(number)) return fileResponse(undefined)
    return answerFile(context, office, signed, { number: Number(number) })
  })
}
