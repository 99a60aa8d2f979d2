/** @jsxImportSource ./jsx */
/*
 * The desk at which a click is heard. What the click asks for goes to the worker at once. The card comes late
 * (overlay/late.ts): a click before that is answered in one line, at the card's place, and the card takes over when it is
 * there.
 */
import type { SourceDraft } from '../../shared/ticket/source.ts'
import type { Answers, RequestOf } from '../messages.ts'
import { type Anchor, type CardPlace, createCardPlace } from './card-place.ts'
import type { Frame } from './frame.ts'
import type { Host } from './host.ts'
import { newId } from './ids.ts'
import { render } from './jsx/jsx-runtime.ts'
import type { Looks, Subject } from './subjects.ts'
import type { Reply, Worker } from './worker.ts'

export type Desk = {
  /** `subject`: what «Снимок поста» is of. `named`: of a private chat, the same with its author, kept by choice only. */
  record: (draft: SourceDraft, anchor: Anchor, stay: boolean, subject: Subject, named?: SourceDraft) => void
  publish: (request: RequestOf<'publish'>, anchor: Anchor) => void
  /** «Автор: решено», «Автор: не решено» */
  tell: (request: RequestOf<'word-back'>, anchor: Anchor) => void
  /** «Сохранять нечего» and other words without a ticket. */
  say: (words: string, anchor: Anchor) => void
  /** The store changed: a number may have come. */
  refresh: () => void
  close: () => void
  /** The card's script is here. */
  useCard: (create: CreateCardDesk) => void
}

/** A record under way: the worker's answer, and after it the words about its snapshot, if any. */
export type Recording = { reply: Promise<Reply<Answers['capture']>>; snapshot: Promise<string | null> }

/**
 * The card's side of the desk. `send` sends the same request with the same ids; its first call hands over what was sent at
 * the click, each later one is «Повторить».
 */
export type CardDesk = Pick<Desk, 'say' | 'refresh' | 'close'> & {
  record: (
    send: () => Recording,
    anchor: Anchor,
    stay: boolean,
    privately: { source: SourceDraft; named: SourceDraft; subject: Subject } | null,
  ) => void
  publish: (
    send: () => Promise<Reply<Answers['publish']>>,
    anchor: Anchor,
    request: RequestOf<'publish'>,
  ) => void
  tell: (send: () => Promise<Reply<Answers['word-back']>>, anchor: Anchor) => void
}

export type DeskWorld = {
  host: Host
  worker: Worker
  frame: Frame
  /** A ticket came, changed or went: the marks follow. */
  onChanged: () => void
  onOpen: (ticketId: string) => void
  /** The page reads badly: what to do meanwhile; `null` while it reads well. */
  trouble: () => string | null
  looks: Looks
  onGone: () => void
  /** Asks for the card's script. */
  bring: () => void
}

export type CardWorld = Omit<DeskWorld, 'frame' | 'bring'> & {
  place: CardPlace
  capture: (request: RequestOf<'capture'>, keep: ReturnType<Looks>) => Recording
}
export type CreateCardDesk = (world: CardWorld) => CardDesk

const lingerTime = 10_000
export const goneWords = 'Расширение обновилось. Обновите страницу, чтобы записывать дальше'
export const unansweredWords = 'Расширение не отвечает. Повторите: вторая запись не появится.'

type Slip = { words: string; onRetry?: (() => void) | undefined }

/** Before the card's script is there, and where it cannot come: the state in words. */
const SlipCard = ({ slip: { words, onRetry }, onClose }: { slip: Slip; onClose: () => void }) => (
  <div
    class="card slip"
    role="dialog"
    aria-label={words}
    tabIndex={-1}
    onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && onClose()}
  >
    <strong role="status">{words}</strong>
    {onRetry && (
      <button type="button" onClick={onRetry}>
        Повторить
      </button>
    )}
    <button type="button" aria-label="Закрыть" onClick={onClose}>
      ✕
    </button>
  </div>
)

/** What the worker answered, in one line. */
const wordsOf = (answer: Answers['capture'] | Answers['publish'] | Answers['word-back']): string =>
  answer.outcome === 'recorded'
    ? `${answer.card.heldBefore ? 'Уже записано' : 'Записано'}: ${answer.card.numberWords}`
    : answer.words

export const createDesk = ({ frame, bring, ...world }: DeskWorld): Desk => {
  const { host, worker, onChanged, looks, onGone } = world
  const place = createCardPlace(host, frame)
  let card: CardDesk | null = null
  /** What the card is to show when it comes: the last call, one card at a time. */
  let waiting: ((card: CardDesk) => void) | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const closeSlip = () => {
    clearTimeout(timer)
    if (waiting === null) return
    waiting = null
    place.close()
  }
  const drawSlip = (slip: Slip) => {
    host.show()
    render(<SlipCard slip={slip} onClose={closeSlip} />, host.card)
    place.put()
  }

  /** `show` is for the card; without it the slip tells `words`, then what the worker answered. */
  const call = (
    show: (card: CardDesk) => void,
    at: Anchor,
    words: string,
    answer?: Promise<Reply<Parameters<typeof wordsOf>[0]>>,
    onRetry?: () => void,
  ) => {
    if (card !== null) return show(card)
    waiting = show
    clearTimeout(timer)
    place.open(at)
    drawSlip({ words })
    place.focus()
    bring()
    void answer?.then(reply => {
      if (waiting !== show) return
      if (reply.answered) {
        drawSlip({ words: wordsOf(reply.answer) })
        timer = setTimeout(closeSlip, lingerTime)
      } else if (reply.why === 'gone') {
        drawSlip({ words: goneWords })
        onGone()
      } else drawSlip({ words: `Не записано. ${unansweredWords}`, onRetry })
    })
  }

  /** Sends at the click; the card gets what was sent, and each later try is the same request. */
  const start = <Sent,>(
    send: () => Sent,
    answerOf: (sent: Sent) => Promise<Reply<Parameters<typeof wordsOf>[0]>>,
    show: (card: CardDesk, send: () => Sent) => void,
    at: Anchor,
    words: string,
  ) => {
    const first = send()
    let isFirst = true
    const sendOnce = () => {
      if (!isFirst) return send()
      isFirst = false
      return first
    }
    const again = () => start(send, answerOf, show, at, words)
    call(opened => show(opened, sendOnce), at, words, answerOf(first), again)
  }

  const capture = (request: RequestOf<'capture'>, keep: ReturnType<Looks>): Recording => {
    const reply = worker.ask(request)
    const look = async () => {
      const told = await reply
      if (!told.answered || told.answer.outcome !== 'recorded') return null
      onChanged()
      const { source, sourceId } = request
      return keep({
        observedId: null,
        ticketId: told.answer.card.ticketId,
        sourceId,
        sourceKey: source.key,
        address: source.url,
        text: source.text,
        isTextCut: source.truncated,
      })
    }
    return { reply, snapshot: look() }
  }

  const ask = <Asked extends RequestOf<'publish' | 'word-back'>>(request: Asked) => {
    const reply = worker.ask(request)
    void reply.then(told => told.answered && told.answer.outcome !== 'refused' && onChanged())
    return reply
  }

  return {
    record: (source, at, stay, subject, named) => {
      const keep = looks(subject)
      const request: RequestOf<'capture'> = {
        type: 'capture',
        commandId: newId(),
        ticketId: newId(),
        sourceId: newId(),
        source,
      }
      const privately = named === undefined ? null : { source, named, subject }
      start(
        () => capture(request, keep),
        ({ reply }) => reply,
        (opened, send) => opened.record(send, at, stay, privately),
        at,
        'Записываем…',
      )
    },
    publish: (request, at) =>
      start(
        () => ask(request),
        reply => reply,
        (opened, send) => opened.publish(send, at, request),
        at,
        'Отмечаем ответ…',
      ),
    tell: (request, at) =>
      start(
        () => ask(request),
        reply => reply,
        (opened, send) => opened.tell(send, at),
        at,
        'Записываем…',
      ),
    say: (words, at) => call(opened => opened.say(words, at), at, words),
    refresh: () => card?.refresh(),
    close: () => {
      closeSlip()
      card?.close()
    },
    useCard: create => {
      card = create({ ...world, place, capture })
      const show = waiting
      if (show === null) return
      clearTimeout(timer)
      waiting = null
      const active = document.activeElement
      show(card)
      // Whoever went back to the page meanwhile keeps the focus there.
      if (active instanceof HTMLElement && active !== document.body && active !== host.element)
        active.focus({ preventScroll: true })
    },
  }
}
