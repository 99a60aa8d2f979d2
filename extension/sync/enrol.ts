/** Joining an office by its invitation, and leaving it. What waits on this computer is never thrown away. */
import * as z from 'zod'
import { plural } from '../../shared/reference/plural.ts'
import { enrolAnswerSchema, protocolVersion, readInvitation } from '../../shared/sync/wire.ts'
import { findConnection, forgetConnection, saveConnection } from '../store/connection.ts'
import { type Desk, deskOf, forgetDesk, getMeta, putMeta } from '../store/desk.ts'
import { forgetDrafts } from '../store/drafts.ts'
import { call, failureWords } from './server.ts'

export type Enrolled = { outcome: 'enrolled' } | { outcome: 'failed'; words: string }
export type Left = { outcome: 'left' } | { outcome: 'refused'; words: string }

export async function enrol(text: string, deviceTitle: string): Promise<Enrolled> {
  const invitation = readInvitation(text)
  if (!invitation) {
    return failed('Это не строка приглашения. Скопируйте её целиком: она начинается с «pult1.»')
  }
  const why = await whyNotEnrol()
  if (why !== null) return failed(why)
  const sentAt = Date.now()
  const reply = await call({ server: invitation.server }, '/api/enrol', enrolAnswerSchema, {
    protocol: protocolVersion,
    code: invitation.code,
    deviceTitle,
  })
  if (reply.outcome !== 'ok') return failed(failureWords(reply))
  const { token, deviceId, personId, settings, serverTime, epoch } = reply.body
  const organisationId = settings.organisation.id
  const desk = deskOf({ organisationId, personId })
  await putMeta(desk, 'settings', settings)
  await putMeta(desk, 'clockOffset', Date.parse(serverTime) - (sentAt + Date.now()) / 2)
  if ((await getMeta(desk, 'epoch')) === undefined) await putMeta(desk, 'epoch', epoch)
  await saveConnection({ server: invitation.server, token, deviceId, personId, organisationId })
  // An answer of `false` is not an error: `unlimitedStorage` protects the queue already.
  await navigator.storage?.persist?.()
  return { outcome: 'enrolled' }
}

export async function leave(): Promise<Left> {
  const connection = await findConnection()
  if (!connection) return { outcome: 'left' }
  const desk = deskOf(connection)
  const why = await whyNotLeave(desk)
  if (why !== null) return refused(why)
  const reply = await call(connection, '/api/leave', z.object({}), {})
  const isGone = reply.outcome === 'ok' || (reply.outcome === 'problem' && reply.status === 401)
  if (!isGone) return refused(failureWords(reply))
  await forgetConnection()
  await forgetDrafts()
  // Something may have been recorded while the server was asked: then the data stays for the next enrolment.
  if ((await whyNotLeave(desk)) === null) await forgetDesk(desk)
  return { outcome: 'left' }
}

async function whyNotLeave(desk: Desk): Promise<string | null> {
  const waiting = await desk.outbox.count()
  if (waiting > 0) return waitingWords(waiting)
  if ((await desk.refused.count()) === 0) return null
  return 'Отключить пока нельзя: в «Не принято» остались действия. Повторите их или уберите.'
}

/** Whoever is enrolled here now and still has something to send would lose sight of it. A revoked key may be renewed. */
async function whyNotEnrol(): Promise<string | null> {
  const connection = await findConnection()
  if (!connection) return null
  const desk = deskOf(connection)
  const waiting = await desk.outbox.count()
  return waiting === 0 || (await getMeta(desk, 'link')) === 'revoked' ? null : waitingWords(waiting)
}

function waitingWords(waiting: number): string {
  const acts = plural(waiting, ['действие ждёт', 'действия ждут', 'действий ждут'])
  return `Отключить пока нельзя: ${waiting}\u00a0${acts} отправки. Дождитесь связи с сервером и повторите.`
}

function failed(words: string): Enrolled {
  return { outcome: 'failed', words }
}

function refused(words: string): Left {
  return { outcome: 'refused', words }
}
