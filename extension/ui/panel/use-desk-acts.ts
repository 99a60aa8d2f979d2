/** What a person does at the desk, and the words of what came of it, with the way back beside them. */
import { useRef, useState } from 'preact/hooks'
import type { Refusal } from '../../../shared/errors.ts'
import { doneWords } from '../act-words.ts'
import type { ActResult, Bridge, NewCommand, SyncState, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { draftKeyOf, type KeptDraft } from '../kept-drafts.ts'
import type { ToastWay, ToastWords } from '../parts/Toast.tsx'
import type { Viewpoint } from '../rows.ts'
import { kindSwitches, switchSeconds } from '../ticket/reply-kinds.ts'

/** Acts after which «Отменить» is offered beside the words of what happened. */
const undoneByToast: readonly NewCommand['type'][] = [
  'classify',
  'assign',
  'accept_assignment',
  'approve_reply',
  'refuse_block',
  'reject',
  'close',
]

type DeskActsOptions = {
  bridge: Bridge
  drafts: Drafts
  viewpoint: Viewpoint
  sync: SyncState | null
  findRow: (ticketId: string | null) => TicketRow | undefined
}

export type DeskActs = {
  toast: ToastWords | null
  /** Ways that are known only once the act has come back from the store. */
  moreWays: readonly ToastWay[]
  hideToast: () => void
  say: (toast: ToastWords) => void
  settled: (result: ActResult, words: ToastWords) => Refusal | null
  act: (ticketId: string | null, command: NewCommand) => Promise<Refusal | null>
  undo: (ticketId: string) => Promise<Refusal | null>
  discard: (commandId: string) => Promise<void>
  drop: (draft: KeptDraft) => void
  exportCommands: (commandIds: readonly string[] | null) => Promise<void>
  /** Whether the last act was on this ticket: it may have handed it on. */
  hasActedOn: (ticketId: string) => boolean
  /** Whether this draft is being saved just now. */
  isSaving: (draft: KeptDraft) => boolean
}

export function useDeskActs({ bridge, drafts, viewpoint, sync, findRow }: DeskActsOptions): DeskActs {
  const [toast, setToast] = useState<ToastWords | null>(null)
  /** The reply that was just given: its kind may still be switched beside the words of what happened. */
  const [given, setGiven] = useState<{ ticketId: string; replyId: string } | null>(null)
  const actedOn = useRef<string | null>(null)
  const saving = useRef<string | null>(null)

  const settled = (result: ActResult, words: ToastWords): Refusal | null => {
    if (result.outcome === 'refused') return result.refusal
    setToast(words)
    setGiven(null)
    return null
  }
  const undo = async (ticketId: string) =>
    settled(await bridge.undo(ticketId), { words: 'Последнее действие отменено.' })
  /** The form of the act is done with before the list tells that its card has gone. */
  const send = async (ticketId: string, command: NewCommand): Promise<ActResult> => {
    const key = draftKeyOf(ticketId, command.type)
    saving.current = key
    try {
      const result = await bridge.act(ticketId, command)
      if (result.outcome === 'queued') drafts.keep(key, null)
      return result
    } finally {
      saving.current = null
    }
  }
  const act = async (ticketId: string | null, command: NewCommand): Promise<Refusal | null> => {
    actedOn.current = ticketId
    const result = ticketId === null ? await bridge.act(null, command) : await send(ticketId, command)
    const ticket = findRow(ticketId)?.ticket ?? null
    const words = doneWords(command, ticket, viewpoint.settings, sync)
    if (ticketId !== null && command.type === 'publish' && result.outcome === 'queued') {
      setToast({ words, seconds: switchSeconds })
      setGiven({ ticketId, replyId: result.commandId })
      return null
    }
    if (ticketId === null || !undoneByToast.includes(command.type)) return settled(result, { words })
    return settled(result, { words, ways: [{ title: 'Отменить', onChoose: () => void undo(ticketId) }] })
  }
  const discard = async (commandId: string) => {
    await bridge.discardRefused(commandId)
    const onChoose = () => void bridge.restoreRefused(commandId)
    setToast({ words: 'Убрано из «Не принято».', ways: [{ title: 'Вернуть', onChoose }] })
  }
  const drop = ({ key }: KeptDraft) => {
    const draft = drafts.read(key)
    drafts.keep(key, null)
    const onChoose = () => {
      drafts.keep(key, draft ?? null)
      setToast({ words: 'Написанное возвращено.' })
    }
    setToast({ words: 'Написанное убрано.', ways: [{ title: 'Вернуть', onChoose }] })
  }
  const exportCommands = async (commandIds: readonly string[] | null) => {
    const { fileName } = await bridge.exportCommands(commandIds)
    setToast({ words: `Сохранено в файл ${fileName}.` })
  }
  const moreWays =
    given === null
      ? []
      : kindSwitches(findRow(given.ticketId), given.replyId, viewpoint).map(({ title, command }) => ({
          title,
          onChoose: () => void act(given.ticketId, command),
        }))
  return {
    toast,
    moreWays,
    hideToast: () => {
      setToast(null)
      setGiven(null)
    },
    say: setToast,
    settled,
    act,
    undo,
    discard,
    drop,
    exportCommands,
    hasActedOn: ticketId => actedOn.current === ticketId,
    isSaving: ({ key }) => saving.current === key,
  }
}
