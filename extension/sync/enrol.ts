/** Joining an office by its invitation, and leaving it. What waits on this computer is never thrown away. */
import * as z from 'zod'
import { plural } from '../../shared/reference/plural.ts'
import { enrolAnswerSchema, protocolVersion, readInvitation } from '../../shared/sync/wire.ts'
import { findConnection, forgetConnection, saveConnection } from '../store/connection.ts'
import { type Desk, deskOf, forgetDesk, getMeta, putMeta } from '../store/desk.ts'
import { forgetDrafts } from '../store/drafts.ts'
import { call, failureWords } from './server.ts'

export type Enrolled = { outcome: 'enrolled' } | { outcome: 'failed'; words: string }
export type Left =
  | { outcome: 'left' }
  | ({
      outcome: 'refused'
      words: string
      /** Once the person has taken everything to a file, it may be left behind; the server must still hear of it. */
      mayForce: boolean
    } & Unsent)

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

/** `force`: what waits and what was refused goes too; the person has been offered to save it to a file. */
export async function leave({ force = false }: { force?: boolean } = {}): Promise<Left> {
  const connection = await findConnection()
  if (!connection) return { outcome: 'left' }
  const desk = deskOf(connection)
  const unsent = await countUnsent(desk)
  const why = whyNotLeave(unsent)
  if (why !== null && !force) return { outcome: 'refused', words: why, mayForce: true, ...unsent }
  const reply = await call(connection, '/api/leave', z.object({}), {})
  const isGone = reply.outcome === 'ok' || (reply.outcome === 'problem' && reply.status === 401)
  if (!isGone) return { outcome: 'refused', words: failureWords(reply), mayForce: false, ...unsent }
  await forgetConnection()
  await forgetDrafts()
  // Something may have been recorded while the server was asked: then the data stays for the next enrolment.
  const isAsKnown = same(await countUnsent(desk), unsent)
  if (isAsKnown) await forgetDesk(desk)
  return { outcome: 'left' }
}

/** How much lies only on this computer. */
type Unsent = { waiting: number; refused: number; files: number }

async function countUnsent(desk: Desk): Promise<Unsent> {
  return {
    waiting: await desk.outbox.count(),
    refused: await desk.refused.count(),
    files:
      (await desk.files.filter(row => row.failedWords === null).count()) +
      (await desk.evidence.filter(row => row.sentAt === null && row.failedWords === null).count()),
  }
}

function same(a: Unsent, b: Unsent): boolean {
  return a.waiting === b.waiting && a.refused === b.refused && a.files === b.files
}

function whyNotLeave({ waiting, refused, files }: Unsent): string | null {
  if (waiting > 0) return `${waitingWords(waiting)} Или сохраните их в файл.`
  if (files > 0) {
    const words = plural(files, ['файл ждёт', 'файла ждут', 'файлов ждут'])
    return `Отключить пока нельзя: ${files}\u00a0${words} отправки. Дождитесь связи с сервером и повторите.`
  }
  if (refused === 0) return null
  return 'Отключить пока нельзя: в «Не принято» остались действия. Повторите их, уберите или сохраните в файл.'
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
