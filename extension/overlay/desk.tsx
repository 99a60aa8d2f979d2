/** @jsxImportSource ./jsx */
/*
 * The card at work: from the click to the last correction. One card at a time; the request of an earlier one goes on.
 * «Записать» and «⌄» are one path: both record at once (capture never waits for a form); ⌄ keeps the card open
 * without the ten seconds and puts the cursor on the topic.
 */
import { type BlockId, blockIds } from '../../shared/reference/blocks.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { CardView, Choices, RequestOf } from '../messages.ts'
import { Card, type CardActs, type CardState, type Changes } from './card.tsx'
import type { Frame } from './frame.ts'
import type { Host } from './host.ts'
import { newId } from './ids.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Worker } from './worker.ts'

const lingerTime = 10_000
const briefTime = 2_000
const beat = 200

/** Where the card hangs: the post's rectangle, or `null` for the corner of the window. */
export type Anchor = () => DOMRect | null

export type Desk = {
  record: (draft: SourceDraft, anchor: Anchor, stay: boolean) => void
  publish: (request: RequestOf<'publish'>, anchor: Anchor) => void
  /** «Сохранять нечего» and other words without a ticket. */
  say: (words: string, anchor: Anchor) => void
  /** The store changed: a number may have come. */
  refresh: () => void
  close: () => void
}

export type DeskWorld = {
  host: Host
  worker: Worker
  frame: Frame
  /** A ticket came, changed or went: the marks follow. */
  onChanged: () => void
  onOpen: (ticketId: string) => void
  onGone: () => void
}

/** It stays held whatever the later answers know; a card that answers for another ticket is the colleague's. */
const keepHeld = (next: CardView, before: CardView): CardView => ({
  ...next,
  heldBefore: before.heldBefore || next.ticketId !== before.ticketId,
})

const isBlock = (value: string): value is BlockId => blockIds.some(id => id === value)

export const createDesk = ({ host, worker, frame, onChanged, onOpen, onGone }: DeskWorld): Desk => {
  let state: CardState | null = null
  let anchor: Anchor = () => null
  let lastBox: DOMRect | null = null
  let choices: Choices | null = null
  let stays = false
  let left = lingerTime
  let clock: ReturnType<typeof setInterval> | undefined
  let focusBefore: HTMLElement | null = null
  /** Answers for an earlier card must not change the one on the screen. */
  let session = 0
  let corrections = Promise.resolve()
  let retry: () => void = () => {}

  const cardElement = () => host.card.querySelector<HTMLElement>('.card')

  const canWithdraw = () =>
    state?.phase === 'recorded' &&
    state.card.withdrawUntil !== null &&
    Date.parse(state.card.withdrawUntil) > Date.now()

  const acts: CardActs = {
    onCorrect: changes => correct(changes, false),
    onConfirm: changes => correct(changes, true),
    onWithdraw: () => void withdraw(),
    onClose: () => close(),
    onRetry: () => retry(),
    onOptions: () => {
      void worker.ask({ type: 'open-options' })
      close()
    },
    onPanel: onOpen,
  }

  let isWithdrawOffered = false
  const draw = () => {
    if (state === null) return
    isWithdrawOffered = canWithdraw()
    host.show()
    render(<Card state={state} choices={choices} canWithdraw={isWithdrawOffered} acts={acts} />, host.card)
    place()
    // The marks and the button make room.
    frame.request()
  }

  /** Someone is busy with the card: the pointer is on it, or focus is in one of its fields. */
  const isAttended = () => {
    const card = cardElement()
    return (
      card !== null &&
      (card.matches(':hover') || (host.root.activeElement !== card && card.contains(host.root.activeElement)))
    )
  }

  const tick = () => {
    if (state === null) return
    if (isWithdrawOffered !== canWithdraw()) draw()
    if (isAttended()) left = Math.max(left, lingerTime / 2)
    else if (!stays && state.phase !== 'recording' && state.phase !== 'publishing') left -= beat
    if (left <= 0) close()
  }

  const place = (): boolean => {
    const card = cardElement()
    if (card === null) return false
    const box = anchor()
    // The post is gone or shows another one: the card stays where it was.
    if (box !== null && box.width > 0) lastBox = box
    const { offsetWidth, offsetHeight } = card
    const width = document.documentElement.clientWidth || innerWidth
    const right = lastBox === null ? width - 16 : lastBox.right - 8
    const top = lastBox === null ? 16 : lastBox.top + 8
    const x = Math.max(8, Math.min(right, width - 8) - offsetWidth)
    const y = Math.max(8, Math.min(top, innerHeight - offsetHeight - 8))
    card.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    return true
  }
  frame.add(place)

  const open = (first: CardState, at: Anchor, isStaying: boolean): number => {
    const active = document.activeElement
    if (active !== host.element)
      focusBefore = active instanceof HTMLElement && active !== document.body ? active : null
    render(null, host.card)
    session += 1
    state = first
    anchor = at
    lastBox = null
    stays = isStaying
    left = lingerTime
    clearInterval(clock)
    clock = setInterval(tick, beat)
    draw()
    // Enter and Escape are for the card now. A field gets focus only by an act, so the ten seconds run.
    cardElement()?.focus({ preventScroll: true })
    return session
  }

  const close = () => {
    if (state === null) return
    const hadFocus = host.root.activeElement !== null
    clearInterval(clock)
    state = null
    session += 1
    render(null, host.card)
    frame.request()
    if (hadFocus && focusBefore?.isConnected) focusBefore.focus({ preventScroll: true })
    focusBefore = null
  }

  const show = (next: CardState, time = lingerTime) => {
    state = next
    left = time
    draw()
    if (host.root.activeElement === null && document.activeElement === host.element) {
      cardElement()?.focus({ preventScroll: true })
    }
  }

  const fail = (why: 'gone' | 'silent') => {
    stays = true
    if (why === 'gone') {
      show({ phase: 'gone' })
      onGone()
    } else show({ phase: 'silent' })
  }

  const askChoices = async (mine: number) => {
    if (choices !== null) return
    const reply = await worker.ask({ type: 'choices' })
    if (!reply.answered) return
    choices = reply.answer
    if (mine === session) draw()
  }

  const capture = async (request: RequestOf<'capture'>, mine: number, isStaying: boolean) => {
    const reply = await worker.ask(request)
    if (reply.answered && reply.answer.outcome === 'recorded') onChanged()
    if (mine !== session) return
    if (!reply.answered) return fail(reply.why)
    const { answer } = reply
    stays = isStaying
    switch (answer.outcome) {
      case 'recorded':
        show({ phase: 'recorded', card: answer.card, waiting: answer.waiting, words: null })
        if (isStaying)
          host.card.querySelector<HTMLElement>('select[name="topic"]')?.focus({ preventScroll: true })
        return askChoices(mine)
      case 'not-enrolled':
        stays = true
        return show({ phase: 'not-enrolled' })
      case 'refused':
        return show({ phase: 'refused', words: answer.words })
      default:
        return answer satisfies never
    }
  }

  const correct = ({ block, ...changes }: Changes, confirm: boolean) => {
    if (state?.phase !== 'recorded') return
    const mine = session
    const { ticketId } = state.card
    const known = block !== undefined && isBlock(block) ? { ...changes, block } : changes
    const commandId = newId()
    corrections = corrections.then(async () => {
      const reply = await worker.ask({ type: 'correct', commandId, ticketId, changes: known, confirm })
      if (reply.answered && reply.answer.outcome === 'card') onChanged()
      if (mine !== session || state?.phase !== 'recorded') return
      if (!reply.answered) {
        if (reply.why === 'gone') return fail(reply.why)
        return show({ ...state, words: 'Поправка не сохранена: расширение не отвечает. Повторите' })
      }
      if (reply.answer.outcome === 'refused') return show({ ...state, words: reply.answer.words })
      if (confirm) return close()
      show({ ...state, card: keepHeld(reply.answer.card, state.card), words: null })
    })
  }

  const withdraw = async () => {
    if (state?.phase !== 'recorded') return
    const mine = session
    const { ticketId } = state.card
    const reply = await worker.ask({ type: 'withdraw', commandId: newId(), ticketId })
    if (reply.answered && reply.answer.outcome === 'withdrawn') onChanged()
    if (mine !== session || state?.phase !== 'recorded') return
    if (!reply.answered) {
      if (reply.why === 'gone') return fail(reply.why)
      return show({ ...state, words: 'Не отменено: расширение не отвечает. Повторите' })
    }
    if (reply.answer.outcome === 'refused') return show({ ...state, words: reply.answer.words })
    stays = false
    show({ phase: 'withdrawn' }, briefTime)
  }

  return {
    record: (source, at, isStaying) => {
      const request: RequestOf<'capture'> = {
        type: 'capture',
        commandId: newId(),
        ticketId: newId(),
        sourceId: newId(),
        source,
      }
      const attempt = () => void capture(request, open({ phase: 'recording' }, at, isStaying), isStaying)
      retry = attempt
      attempt()
    },
    publish: (request, at) => {
      const attempt = async () => {
        const mine = open({ phase: 'publishing' }, at, false)
        const reply = await worker.ask(request)
        if (reply.answered && reply.answer.outcome === 'published') onChanged()
        if (mine !== session) return
        if (!reply.answered) return fail(reply.why)
        const { outcome, words } = reply.answer
        show(outcome === 'published' ? { phase: 'published', words } : { phase: 'refused', words })
      }
      retry = () => void attempt()
      retry()
    },
    say: (words, at) => void open({ phase: 'refused', words }, at, false),
    refresh: () => {
      if (state?.phase !== 'recorded') return
      const mine = session
      void worker.ask({ type: 'card', ticketId: state.card.ticketId }).then(reply => {
        if (mine !== session || state?.phase !== 'recorded' || !reply.answered) return
        if (reply.answer.outcome === 'card') {
          state = { ...state, card: keepHeld(reply.answer.card, state.card) }
          draw()
        }
      })
    },
    close,
  }
}
