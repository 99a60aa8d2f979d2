import { useMemo, useState } from 'preact/hooks'
import type { CommandBody } from '../../../shared/acts/contract.ts'
import { type Refusal, refusalWords } from '../../../shared/errors.ts'
import { commandNoun, typedText } from '../act-words.ts'
import type { ConflictChoices, RefusedRow, TicketRow } from '../bridge.ts'
import type { Drafts } from '../drafts.ts'
import { dateTimeWords } from '../due.ts'
import { ActFormView } from '../forms/ActFormView.tsx'
import type { FileDesk } from '../forms/FilesField.tsx'
import { valuesOfCommand } from '../forms/values-of-command.ts'
import { CopyText } from '../parts/CopyText.tsx'
import type { Viewpoint } from '../rows.ts'
import { choicesFor, findNearby } from '../similar.ts'
import { numberWords } from '../words.ts'
import { ConflictPicker } from './ConflictPicker.tsx'

export type TrayActs = {
  drafts: Drafts
  onOpen: (ticketId: string) => void
  onRetry: (row: RefusedRow) => Promise<void>
  onDiscard: (commandId: string) => Promise<void>
  onReplace: (commandId: string, command: CommandBody) => Promise<Refusal | null>
  onResolve: (commandId: string, choices: ConflictChoices) => Promise<Refusal | null>
  files: FileDesk
}

type RefusedItemProps = {
  row: RefusedRow
  /** It was repeated from here, and this is what came of it. */
  isAnew: boolean
  /** `null`: the ticket is not at hand any more. */
  ticket: TicketRow | null
  rows: readonly TicketRow[]
  viewpoint: Viewpoint
  acts: TrayActs
  onExport: () => Promise<void>
}

type Opened = 'nothing' | 'form' | 'conflict'

/** One refused act: what it was, why, and the ways on. Nothing of it goes away by itself. */
export function RefusedItem({ row, isAnew, ticket, rows, viewpoint, acts, onExport }: RefusedItemProps) {
  const [opened, setOpened] = useState<Opened>(row.conflict.length > 0 ? 'conflict' : 'nothing')
  const [failure, setFailure] = useState<string | null>(null)
  const { command, commandId } = row
  const text = typedText(command)
  const { zone } = viewpoint.settings.deadlines
  const refusedAt = dateTimeWords(row.refusedAt, viewpoint.now, zone)
  /** To repeat it would be refused the same way: the card is not theirs. */
  const hasLeft = ticket === null && row.refusal.code === 'out-of-scope'
  const form = ticket === null ? null : editable(command.type)
  return (
    <li class="refused" aria-label={commandNoun(command.type)}>
      <p>
        <strong>{commandNoun(command.type)}</strong> ·{' '}
        {ticket === null ? (
          numberWords(row.number)
        ) : (
          <button type="button" class="link" onClick={() => acts.onOpen(row.ticketId)}>
            {row.number === null ? 'карточка' : numberWords(row.number)}
          </button>
        )}{' '}
        {isAnew ? (
          <strong>снова не принято {refusedAt.replace(/^сегодня /, '')}</strong>
        ) : (
          <span class="quiet">{refusedAt}</span>
        )}
      </p>
      {!(hasLeft && row.goneWords !== null) && <p>{row.words}</p>}
      {row.goneWords !== null && <p class="notice">{row.goneWords}</p>}
      {failure !== null && (
        <p class="notice overdue" role="alert">
          {failure}
        </p>
      )}
      {text !== null && opened !== 'form' && <blockquote dir="auto">{text}</blockquote>}
      {opened === 'conflict' && (
        <ConflictPicker
          fields={row.conflict}
          settings={viewpoint.settings}
          onResolve={async choices => {
            const refusal = await acts.onResolve(commandId, choices)
            setFailure(refusal === null ? null : refusalWords(refusal))
          }}
        />
      )}
      {opened === 'form' && ticket !== null && form !== null && (
        <EditForm
          {...{ row, ticket, rows, viewpoint, acts }}
          act={form}
          onClose={() => setOpened(row.conflict.length > 0 ? 'conflict' : 'nothing')}
        />
      )}
      {opened !== 'form' && (
        <div class="buttons">
          {form !== null && (
            <button type="button" class="small" onClick={() => setOpened('form')}>
              Изменить
            </button>
          )}
          {!hasLeft && (
            <button type="button" class="small" onClick={() => void acts.onRetry(row)}>
              Повторить
            </button>
          )}
          {text !== null && <CopyText title="Скопировать текст" text={text} />}
          <button type="button" class="small" onClick={() => void onExport()}>
            В файл
          </button>
          <button type="button" class="small danger" onClick={() => void acts.onDiscard(commandId)}>
            Убрать
          </button>
        </div>
      )}
    </li>
  )
}

/** Acts that have a form to be mended in. */
function editable(type: RefusedRow['command']['type']): CommandBody['type'] | null {
  switch (type) {
    case 'capture':
    case 'withdraw':
    case 'undo':
    case 'attach_evidence':
    case 'observe_source':
      return null
    default:
      return type
  }
}

type EditFormProps = Omit<RefusedItemProps, 'onExport' | 'ticket' | 'isAnew'> & {
  ticket: TicketRow
  act: CommandBody['type']
  onClose: () => void
}

/** The same form, filled in with what was refused. */
function EditForm({ row, ticket, rows, viewpoint, acts, act, onClose }: EditFormProps) {
  const { zone } = viewpoint.settings.deadlines
  const begin = useMemo(() => valuesOfCommand(row.command, zone), [row.commandId, zone])
  const nearby = useMemo(() => choicesFor(act, findNearby(ticket, rows, viewpoint.now)), [act, ticket, rows])
  const context = useMemo(() => ({ ...viewpoint, nearby }), [viewpoint, nearby])
  return (
    <div class="act">
      <ActFormView
        act={act}
        row={ticket}
        context={context}
        drafts={acts.drafts}
        draftKey={`refused:${row.commandId}`}
        begin={begin}
        onAct={command => acts.onReplace(row.commandId, command)}
        onClose={onClose}
        desk={acts.files}
      />
    </div>
  )
}
