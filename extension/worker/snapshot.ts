/**
 * «Снимок поста»: after a record, and after a later look that found the post changed. The record itself waits for nothing
 * of this; what cannot be taken is told as a reason. Ids come from the click, so that a repeated request is the same look.
 */
import { browser } from 'wxt/browser'
import * as z from 'zod'
import {
  keysOf,
  maxHtmlBytes,
  noHtmlReasons,
  noPictureReasons,
  normalisedText,
} from '../../shared/reference/evidence.ts'
import { mostEvidence, type WhyNotKept } from '../../shared/ticket/acts/evidence.ts'
import type { CommandOf } from '../../shared/ticket/commands.ts'
import type { Answers, Push, RequestOf } from '../messages.ts'
import type { Look } from '../overlay/snapshot.ts'
import { act, resolveAlias } from '../store/act.ts'
import { isKept, isNoRoom, keepEvidence, type PartBytes } from '../store/evidence.ts'
import { knownKeys } from '../store/posts.ts'
import type { Sender } from './answer.ts'
import { type AtHand, findAtHand } from './desk-at-hand.ts'
import { cropped, inTurn, isReason, type Place, type Taken, takeWindow } from './picture.ts'

const script = '/content-scripts/snapshot.js'

/** What the page's side says; it comes from a page's process. */
const number = z.number().min(-100_000).max(100_000)
const lookSchema: z.ZodType<Look> = z.object({
  href: z.string().max(10_000),
  html: z.string().max(maxHtmlBytes).nullable(),
  noHtml: z.enum(keysOf(noHtmlReasons)).nullable(),
  view: z
    .object({
      left: number,
      top: number,
      width: z.number().positive().max(100_000),
      height: z.number().positive().max(100_000),
      windowWidth: z.number().positive().max(100_000),
      windowHeight: z.number().positive().max(100_000),
      isFragment: z.boolean(),
    })
    .nullable(),
  noPicture: z.enum(keysOf(noPictureReasons)).nullable(),
})

type Seen = Pick<Look, 'html' | 'noHtml'> & { taken: Taken; isFragment: boolean }

export async function snapshot(request: RequestOf<'snapshot'>, sender: Sender): Promise<Answers['snapshot']> {
  const atHand = await findAtHand()
  if (!atHand) return { outcome: 'none' }
  if (await isKept(atHand.desk, request.commandId)) return { outcome: 'kept', words: savedWords }
  const seen = await look(request, sender)
  return keepSeen(request, seen, atHand)
}

/** A page that takes no script: a PDF, the browser's reader. The window is all there is to see. */
export async function snapshotOfWindow(request: RequestOf<'snapshot'>, place: Place): Promise<void> {
  const atHand = await findAtHand()
  if (!atHand) return
  const taken = await inTurn(async () => {
    const window = await takeWindow(place)
    return isReason(window) ? none(window) : cropped(window, null)
  })
  await keepSeen(
    request,
    { html: null, noHtml: 'failed', taken: taken ?? none('too-fast'), isFragment: true },
    atHand,
  )
}

async function look({ evidenceId, isPrivate }: RequestOf<'snapshot'>, sender: Sender): Promise<Seen> {
  const tabId = sender.tab?.id
  const frameId = sender.frameId ?? 0
  if (tabId === undefined) return unseen('tab-closed')
  const say = (push: Push): Promise<unknown> => browser.tabs.sendMessage(tabId, push, { frameId })
  try {
    await browser.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: [script] })
    const seen = await inTurn(async (): Promise<Seen> => {
      const found = lookSchema.safeParse(
        await say({ type: 'look', evidenceId, wantsPicture: !isPrivate }),
      ).data
      if (found === undefined) return unseen('failed')
      const { html, noHtml, view, noPicture, href } = found
      if (view === null) return { ...unseen(noPicture ?? 'failed'), html, noHtml }
      const window = await takeWindow({ tabId, href })
      const stood = await say({ type: 'looked', evidenceId }).catch(() => false)
      if (isReason(window)) return { ...unseen(window), html, noHtml }
      if (stood !== true) return { ...unseen('page-changed'), html, noHtml }
      return { html, noHtml, taken: await cropped(window, view), isFragment: view.isFragment }
    })
    return seen ?? unseen('too-fast')
  } catch {
    const isOpen = await browser.tabs.get(tabId).then(
      () => true,
      () => false,
    )
    return unseen(isOpen ? 'not-allowed' : 'tab-closed')
  }
}

/** What was seen of a post becomes a command with its bytes; where there is no room for them, a stated reason. */
export async function keepSeen(
  request: RequestOf<'snapshot'>,
  { html, noHtml, taken, isFragment }: Seen,
  { desk }: Pick<AtHand, 'desk'>,
): Promise<Answers['snapshot']> {
  const { commandId, ticketId, evidenceId, sourceId, sourceKey, takenAt, address, isTextCut } = request
  const text = normalisedText(request.text)
  const parts: PartBytes[] = []
  const part = async (bytes: ArrayBuffer, mime: string) => {
    const sha256 = hex(await crypto.subtle.digest('SHA-256', bytes))
    parts.push({ sha256, mime, bytes })
    return { sha256, size: bytes.byteLength }
  }
  const encode = (words: string) => part(new TextEncoder().encode(words).buffer, 'text/plain; charset=utf-8')
  const data: CommandOf<'attach_evidence'>['data'] = {
    evidenceId,
    sourceId,
    sourceKey,
    takenAt,
    address,
    picture:
      taken.outcome === 'none'
        ? null
        : {
            ...(await part(taken.bytes, taken.mime)),
            mime: taken.mime,
            width: taken.width,
            height: taken.height,
            isFragment,
          },
    noPicture: taken.outcome === 'none' ? taken.reason : null,
    html: html === null ? null : await encode(html),
    noHtml: html === null ? (noHtml ?? 'failed') : null,
    text: text === '' ? null : await encode(text),
    isTextCut,
  }
  const envelope = { ticketId, occurredAt: new Date().toISOString() }
  const observed =
    request.observedId === null
      ? []
      : [
          {
            id: request.observedId,
            ...envelope,
            type: 'observe_source' as const,
            data: { sourceId, sourceKey, state: 'changed' as const, evidenceId },
          },
        ]
  const attach = { id: commandId, ...envelope, type: 'attach_evidence' as const, data }
  let hasRoom = true
  const kept = await keepEvidence(desk, parts, [attach, ...observed]).catch(error => {
    if (!isNoRoom(error)) throw error
    // The record itself is kept long since; that nothing could be kept of the post is said, like any other reason.
    hasRoom = false
    return keepEvidence(desk, [], [{ ...attach, data: { ...data, ...withoutBytes } }, ...observed])
  })
  // The ticket is nobody's here: there is nothing to say.
  if (kept.outcome === 'refused') return { outcome: 'none' }
  if (kept.outcome === 'left-out') {
    // That the post has changed is told all the same.
    const told = observed.map(each => ({ ...each, data: { ...each.data, evidenceId: null } }))
    if (kept.why === 'too-many' && told.length > 0) await keepEvidence(desk, [], told)
    return { outcome: 'kept', words: leftOutWords[kept.why] }
  }
  if (!hasRoom) return { outcome: 'kept', words: `Без снимка: ${noPictureReasons['no-room']}` }
  if (taken.outcome === 'none')
    return { outcome: 'kept', words: `Без снимка: ${noPictureReasons[taken.reason]}` }
  return { outcome: 'kept', words: isFragment ? 'Снимок: виден фрагмент' : savedWords }
}

const savedWords = 'Снимок сохранён'
const leftOutWords: Record<WhyNotKept, string> = {
  withdrawn: 'Снимок не сохранён: запись отменена',
  'too-many': `Снимок не сохранён: у одной карточки хранится не больше ${mostEvidence}`,
  erased: 'Снимок не сохранён: данные автора удалены по его требованию',
}
const withoutBytes = {
  picture: null,
  noPicture: 'no-room' as const,
  html: null,
  noHtml: 'no-room' as const,
  text: null,
}
const none = (reason: keyof typeof noPictureReasons): Taken => ({ outcome: 'none', reason })
const unseen = (reason: keyof typeof noPictureReasons): Seen => ({
  html: null,
  noHtml: 'failed',
  taken: none(reason),
  isFragment: false,
})

/**
 * The post's own page was opened again. `changed` asks for a snapshot, which brings the observation with it; that the
 * post is deleted is told at once. Each state once: what the ticket knows already is no news.
 */
export async function lookAgain(request: RequestOf<'look-again'>): Promise<Answers['look-again']> {
  const atHand = await findAtHand()
  if (!atHand) return { outcome: 'known' }
  const { desk } = atHand
  const { key, text, isTextCut, isDeleted, commandId } = request
  const names = [key, ...(await knownKeys(desk, [key])).values()]
  for (const { id, view } of await desk.tickets.where('keys').anyOf(names).distinct().toArray()) {
    const { ticket, contents } = view
    const source = ticket.sources.find(({ contentId }) => {
      const body = contents[contentId]
      return body?.kind === 'source' && names.includes(body.source.key)
    })
    const body = source && contents[source.contentId]
    if (source === undefined || body?.kind !== 'source') continue
    const { sourceId } = source
    const last = ticket.observations.find(each => each.sourceId === sourceId)
    if (isDeleted) {
      if (last?.state === 'deleted') continue
      const ticketId = await resolveAlias(desk, id)
      await act(desk, {
        id: commandId,
        ticketId,
        occurredAt: new Date().toISOString(),
        type: 'observe_source',
        data: { sourceId, sourceKey: body.source.key, state: 'deleted', evidenceId: null },
      })
      return { outcome: 'told' }
    }
    const looks = ticket.evidence.filter(each => each.sourceId === sourceId)
    const whole = looks.filter(each => each.text !== null && !each.isTextCut && each.erasedAt === null).at(-1)
    const now = normalisedText(text)
    if (isTextCut || now === '') continue
    const isChanged = whole?.text
      ? whole.text.sha256 !== hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(now)))
      : !body.source.truncated && body.source.text !== '' && normalisedText(body.source.text) !== now
    if (isChanged) return { outcome: 'changed', ticketId: id, sourceId }
  }
  return { outcome: 'known' }
}

function hex(digest: ArrayBuffer): string {
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('')
}
