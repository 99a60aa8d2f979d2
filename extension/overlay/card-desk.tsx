/** @jsxImportSource ./jsx */
/*
 * The card at work: from the click to the last correction. One card at a time; the request of an earlier one goes on.
 * «Записать» and «⌄» are one path: both record at once (capture never waits for a form); ⌄ keeps the card open
 * without the ten seconds and puts the cursor on the topic.
 */
import type { ReplyKind } from '../../shared/ticket/events.ts'
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { CardChanges, CardView, Choices, RequestOf } from '../messages.ts'
import { Card, type CardActs, type CardState } from './card.tsx'
import type { Anchor } from './card-place.ts'
import type { CardDesk, CardWorld, Recording } from './desk.tsx'
import { newId } from './ids.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Subject } from './subjects.ts'

const lingerTime = 10_000
const briefTime = 2_000
const beat = 200
const busyPhases: readonly CardState['phase'][] = ['recording', 'publishing', 'telling']

/** It stays held whatever the later answers know; a card that answers for another ticket is the colleague's. */
const keepHeld = (next: CardView, before: CardView): CardView => ({
  ...next,
  heldBefore: before.heldBefore || next.ticketId !== before.ticketId,
})

type ActOnCard = RequestOf<'correct' | 'tell-emergency' | 'withdraw' | 'join' | 'change-reply-kind'>

export const createCardDesk = ({
  host,
  worker,
  place,
  capture,
  onChanged,
  onOpen,
  trouble,
  looks,
  onGone,
}: CardWorld): CardDesk => {
  let state: CardState | null = null
  let choices: Choices | null = null
  let stays = false
  let left = lingerTime
  let clock: ReturnType<typeof setInterval> | undefined
  /** Answers for an earlier card must not change the one on the screen. */
  let session = 0
  let corrections = Promise.resolve()
  let retry: () => void = () => {}
  /** Of the card's record, where it is from a private chat. */
  let privately: { source: SourceDraft; named: SourceDraft; subject: Subject } | null = null

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
    onJoin: into => void join(into),
    onCopy: text => void copy(text),
    onEmergency: (to, time) => {
      if (state?.phase !== 'recorded') return
      const { ticketId } = state.card
      change({ type: 'tell-emergency', commandId: newId(), ticketId, to, time: time || null }, false)
    },
    onReplyKind: kind => void switchKind(kind),
    onAuthor: keepsAuthor => void keepAuthor(keepsAuthor),
    onBroken: () => void worker.ask({ type: 'report-broken' }),
  }

  let isWithdrawOffered = false
  const draw = () => {
    if (state === null) return
    isWithdrawOffered = canWithdraw()
    host.show()
    const view = { state, choices, canWithdraw: isWithdrawOffered, trouble: trouble(), acts }
    render(<Card {...view} />, host.card)
    place.put()
  }

  /** Someone is busy with the card: the pointer is on it, or focus is in one of its fields. */
  const isAttended = () => {
    const card = place.element()
    return (
      card !== null &&
      (card.matches(':hover') || (host.root.activeElement !== card && card.contains(host.root.activeElement)))
    )
  }

  const tick = () => {
    if (state === null) return
    if (isWithdrawOffered !== canWithdraw()) draw()
    if (isAttended()) left = Math.max(left, lingerTime / 2)
    else if (!stays && !busyPhases.includes(state.phase)) left -= beat
    if (left <= 0) close()
  }

  const open = (first: CardState, at: Anchor, isStaying: boolean): number => {
    place.open(at)
    session += 1
    state = first
    stays = isStaying
    left = lingerTime
    clearInterval(clock)
    clock = setInterval(tick, beat)
    draw()
    place.focus()
    return session
  }

  const close = () => {
    if (state === null) return
    clearInterval(clock)
    state = null
    session += 1
    place.close()
  }

  const show = (next: CardState, time = lingerTime) => {
    state = next
    left = time
    draw()
    if (host.root.activeElement === null && document.activeElement === host.element) place.focus()
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

  const follow = async ({ reply: sent, snapshot }: Recording, mine: number, isStaying: boolean) => {
    void tellLook(snapshot, mine)
    const reply = await sent
    if (mine !== session) return
    if (!reply.answered) return fail(reply.why)
    const { answer } = reply
    stays = isStaying
    switch (answer.outcome) {
      case 'recorded':
        show({
          phase: 'recorded',
          card: answer.card,
          waiting: answer.waiting,
          words: null,
          likely: [],
          snapshot: null,
          keepsAuthor: privately === null ? null : false,
        })
        if (isStaying)
          host.card.querySelector<HTMLElement>('select[name="topic"]')?.focus({ preventScroll: true })
        void askLikely(mine, answer.card.ticketId)
        return askChoices(mine)
      case 'not-enrolled':
        stays = true
        return show({ phase: 'not-enrolled', words: answer.words })
      case 'refused':
        return show({ phase: 'refused', words: answer.words })
      default:
        return answer satisfies never
    }
  }

  /** After the record: what the post looks like, told in a quiet line. */
  const tellLook = async (looked: Recording['snapshot'], mine: number) => {
    const snapshot = await looked
    if (snapshot === null || mine !== session || state?.phase !== 'recorded') return
    state = { ...state, snapshot }
    draw()
  }

  /** The record waits for nothing; what it resembles comes a moment later. */
  const askLikely = async (mine: number, ticketId: string) => {
    const reply = await worker.ask({ type: 'likely', ticketId })
    if (mine !== session || state?.phase !== 'recorded' || !reply.answered) return
    // A fault of the worker comes as words, which are no list.
    if (!(reply.answer.length > 0)) return
    show({ ...state, likely: reply.answer })
  }

  const correct = (changes: CardChanges, confirm: boolean) => {
    if (state?.phase !== 'recorded') return
    const { ticketId } = state.card
    change({ type: 'correct', commandId: newId(), ticketId, changes, confirm }, confirm)
  }

  /** Asks for an act on the card's ticket; a refusal or a silence is said on the card, and answers `null`. */
  const ask = async (request: ActOnCard, failed: string) => {
    const mine = session
    const reply = await worker.ask(request)
    const { outcome = null } = reply.answered ? reply.answer : {}
    if (outcome !== null && outcome !== 'refused') onChanged()
    if (mine !== session || state === null || !('words' in state)) return null
    if (!reply.answered) {
      if (reply.why === 'gone') fail(reply.why)
      else show({ ...state, words: `${failed}: расширение не отвечает. Повторите` })
      return null
    }
    if (reply.answer.outcome !== 'refused') return reply.answer
    show({ ...state, words: reply.answer.words })
    return null
  }

  /** One after the other: a later correction sees what the earlier one did. */
  const change = (request: ActOnCard, isLast: boolean) => {
    const mine = session
    corrections = corrections.then(async () => {
      if (mine !== session) return void worker.ask(request).then(onChanged)
      const answer = await ask(request, 'Поправка не сохранена')
      if (answer?.outcome !== 'card' || state?.phase !== 'recorded') return
      if (isLast) return close()
      show({ ...state, card: keepHeld(answer.card, state.card), words: null })
    })
  }

  const join = async (into: string) => {
    if (state?.phase !== 'recorded') return
    const { ticketId } = state.card
    const answer = await ask({ type: 'join', commandId: newId(), ticketId, into }, 'Не присоединено')
    if (answer?.outcome !== 'joined') return
    stays = false
    show({ phase: 'joined', words: answer.words })
  }

  const copy = async (text: string) => {
    const words = await navigator.clipboard.writeText(text).then(
      () => 'Ответ скопирован. Отвечайте от имени сообщества',
      () => 'Не скопировано: страница не разрешила',
    )
    if (state?.phase === 'recorded') show({ ...state, words })
  }

  const switchKind = async (kind: ReplyKind) => {
    if (state?.phase !== 'published' || state.replyId === null || state.kind === kind) return
    const { ticketId, replyId } = state
    const request = { type: 'change-reply-kind', commandId: newId(), ticketId, replyId, kind } as const
    const answer = await ask(request, 'Вид не изменён')
    if (answer?.outcome === 'published' && state?.phase === 'published')
      show({ ...state, words: answer.words, kind })
  }

  /** The message is recorded anew, with the author or without: what was recorded is never rewritten. */
  const keepAuthor = async (keepsAuthor: boolean) => {
    if (state?.phase !== 'recorded' || privately === null) return
    const { source, named, subject } = privately
    const mine = session
    const request: RequestOf<'capture'> = {
      type: 'capture',
      commandId: newId(),
      ticketId: newId(),
      sourceId: newId(),
      source: keepsAuthor ? { ...source, author: named.author } : source,
      instead: state.card.ticketId,
    }
    const recording = capture(request, looks(subject))
    void tellLook(recording.snapshot, mine)
    const reply = await recording.reply
    const answer = reply.answered ? reply.answer : null
    if (mine !== session || state?.phase !== 'recorded') return
    if (answer?.outcome === 'recorded') show({ ...state, card: answer.card, words: null, keepsAuthor })
    else
      show({ ...state, words: answer?.words ?? 'Имя автора не изменено: расширение не отвечает. Повторите' })
  }

  const withdraw = async () => {
    if (state?.phase !== 'recorded') return
    const { ticketId } = state.card
    if ((await ask({ type: 'withdraw', commandId: newId(), ticketId }, 'Не отменено')) === null) return
    stays = false
    show({ phase: 'withdrawn' }, briefTime)
  }

  return {
    record: (send, at, isStaying, ofPrivate) => {
      privately = ofPrivate
      retry = () => void follow(send(), open({ phase: 'recording' }, at, isStaying), isStaying)
      retry()
    },
    publish: (send, at, { ticketId, kind }) => {
      const attempt = async () => {
        const sent = send()
        const mine = open({ phase: 'publishing' }, at, false)
        const reply = await sent
        if (mine !== session) return
        if (!reply.answered) return fail(reply.why)
        const { answer } = reply
        if (answer.outcome === 'refused') return show({ phase: 'refused', words: answer.words })
        show({ phase: 'published', words: answer.words, ticketId, replyId: answer.replyId, kind })
        // Later another kind needs a reason (P1): that is the panel's.
        setTimeout(() => {
          if (mine !== session || state?.phase !== 'published') return
          state = { ...state, replyId: null }
          draw()
        }, lingerTime)
      }
      retry = () => void attempt()
      retry()
    },
    tell: (send, at) => {
      const attempt = async () => {
        const sent = send()
        const mine = open({ phase: 'telling' }, at, false)
        const reply = await sent
        if (mine !== session) return
        if (!reply.answered) return fail(reply.why)
        show({ phase: reply.answer.outcome, words: reply.answer.words })
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
