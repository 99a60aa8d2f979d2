/** The acts on a ticket as forms, for those who may. The likely next act stands open, the others are folded. */
import type { ComponentChildren } from 'preact'
import type { OfficialAccount, Settings } from '../../shared/policy/settings.ts'
import { blockIds, blocks } from '../../shared/reference/blocks.ts'
import { channels } from '../../shared/reference/channels.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import { replyTextLimit } from '../../shared/ticket/contents.ts'
import { placeText } from '../../shared/ticket/decide.ts'
import { replyKinds } from '../../shared/ticket/events.ts'
import { assignmentOf, isOpen, type TicketView } from '../../shared/ticket/ticket.ts'
import { CheckField, LongTextField, Notice, SelectField, TextField } from './Field.tsx'
import type { Form } from './form.ts'
import type { Typed } from './ticket.tsx'
import { type TicketAct, ticketActs } from './ticket-commands.ts'

type ActsProps = {
  view: TicketView
  settings: Settings
  accounts: readonly OfficialAccount[]
  may(act: TicketAct): boolean
  typed: Typed | undefined
  form: Form
  commandId: string
}

export function Acts({ view, settings, accounts, may, typed, form, commandId }: ActsProps) {
  const { ticket } = view
  const allowed = ticketActs.filter(may)
  if (!isOpen(ticket)) return null
  if (allowed.length === 0) {
    return (
      <section class="sheet">
        <p class="quiet">У вас право просмотра этой карточки. Действия доступны тем, у кого она сейчас.</p>
      </section>
    )
  }
  const open = typed?.act ?? nextAct(view, allowed)
  return (
    <section class="sheet acts" aria-label="Действия">
      {allowed.map(act => (
        <details key={act} name="act" open={act === open}>
          <summary>{actTitle(act, view)}</summary>
          <form method="post" action={`/tickets/${ticket.number}/${act}`} class="stack">
            <input type="hidden" name="commandId" value={commandIdFor(commandId, act)} />
            <input type="hidden" name="version" value={ticket.version} />
            {typed?.act === act && <Notice tone="refused">{typed.words}</Notice>}
            <ActFields
              act={act}
              view={view}
              settings={settings}
              accounts={accounts}
              form={form}
              isTyped={typed?.act === act}
            />
          </form>
        </details>
      ))}
    </section>
  )
}

/** One id per form of the page: the same form sent twice is one act, two forms are two. */
function commandIdFor(commandId: string, act: TicketAct): string {
  const last = (Number.parseInt(commandId.slice(-1), 16) + ticketActs.indexOf(act)) % 16
  return `${commandId.slice(0, -1)}${last.toString(16)}`
}

function nextAct({ ticket }: TicketView, allowed: readonly TicketAct[]): TicketAct | undefined {
  const wanted: readonly TicketAct[] =
    ticket.status === 'to_publish'
      ? ['publish']
      : ticket.status === 'new'
        ? ticket.sorted === null || ticket.block === 'none'
          ? ['classify']
          : ['assign', 'prepare_reply', 'publish']
        : ['prepare_reply', 'publish']
  return wanted.find(act => allowed.includes(act))
}

function actTitle(act: TicketAct, { ticket }: TicketView): string {
  switch (act) {
    case 'classify':
      return ticket.sorted === null ? 'Разобрать' : 'Уточнить блок и место'
    case 'assign':
      return assignmentOf(ticket) === null ? 'Поручить' : 'Перепоручить'
    case 'prepare_reply':
      return 'Подготовить ответ'
    case 'publish':
      return ticket.status === 'to_publish' ? 'Отметить публикацию' : 'Ответить сразу'
    default: {
      const never: never = act
      return never
    }
  }
}

type FieldsProps = Pick<ActsProps, 'view' | 'settings' | 'accounts' | 'form'> & { isTyped: boolean }

function ActFields({ act, ...props }: FieldsProps & { act: TicketAct }): ComponentChildren {
  switch (act) {
    case 'classify':
      return <ClassifyFields {...props} />
    case 'assign':
      return <AssignFields {...props} />
    case 'prepare_reply':
      return <PrepareFields {...props} />
    case 'publish':
      return <PublishFields {...props} />
    default: {
      const never: never = act
      return never
    }
  }
}

function ClassifyFields({ view, settings, form, isTyped }: FieldsProps) {
  const { ticket } = view
  const standing = {
    block: ticket.block,
    subtopic: ticket.subtopic ?? '',
    settlement: ticket.settlement ?? '',
    place: placeText(view) ?? '',
    urgent: ticket.urgent ? 'yes' : '',
  }
  const value = (name: keyof typeof standing) => (isTyped ? form.one(name) : standing[name])
  return (
    <>
      {Object.entries(standing).map(([name, from]) => (
        <input key={name} type="hidden" name={`${name}From`} value={from} />
      ))}
      <SelectField
        name="block"
        label="Блок"
        value={value('block')}
        choices={blockIds.map(id => ({ value: id, title: blocks[id].title }))}
      />
      <SelectField
        name="subtopic"
        label="Подтема"
        value={value('subtopic')}
        choices={[{ value: '', title: 'не выбрана' }]}
        groups={blockIds.map(block => ({
          title: blocks[block].short,
          choices: settings.subtopics
            .filter(subtopic => subtopic.block === block)
            .map(({ id, title }) => ({ value: id, title })),
        }))}
      />
      <SelectField
        name="settlement"
        label="Населённый пункт"
        value={value('settlement')}
        choices={[
          { value: '', title: 'не указан' },
          ...settings.settlements.map(({ id, title }) => ({ value: id, title })),
        ]}
      />
      <TextField name="place" label="Улица, дом или ориентир" value={value('place')} maxLength={500} />
      <CheckField
        name="urgent"
        label="Срочно: первый ответ за 4 рабочих часа"
        checked={value('urgent') === 'yes'}
      />
      <button class="main" type="submit">
        {ticket.sorted === null ? 'Подтвердить блок' : 'Сохранить'}
      </button>
    </>
  )
}

function AssignFields({ view, settings, form, isTyped }: FieldsProps) {
  const current = assignmentOf(view.ticket)?.recipientId ?? ''
  return (
    <>
      <SelectField
        name="recipient"
        label="Ответственный получатель"
        value={isTyped ? form.one('recipient') : current}
        choices={[
          { value: '', title: 'выберите' },
          ...settings.recipients.map(({ id, title }) => ({ value: id, title })),
        ]}
        required
        help={
          settings.recipients.length === 0
            ? 'Получателей ещё нет: их добавляет руководитель МЦУ в разделе «Настройки».'
            : undefined
        }
      />
      <button class="main" type="submit">
        Поручить
      </button>
    </>
  )
}

const kindChoices = replyKinds.map(kind => ({ value: kind, title: replyKindTitles[kind] }))

function PrepareFields({ view, form, isTyped }: FieldsProps) {
  const standing = preparedReply(view)
  return (
    <>
      <SelectField
        name="kind"
        scope="prepare"
        label="Какой это ответ"
        value={isTyped ? form.one('kind') : (standing?.kind ?? 'final')}
        choices={kindChoices}
      />
      <LongTextField
        name="text"
        scope="prepare"
        label="Текст ответа"
        value={isTyped ? form.one('text') : (standing?.text ?? '')}
        rows={7}
        maxLength={replyTextLimit}
        required
        help="После сохранения карточка уходит тому, кто публикует ответы."
      />
      <button class="main" type="submit">
        Передать на публикацию
      </button>
    </>
  )
}

function PublishFields({ view, accounts, form, isTyped }: FieldsProps) {
  const standing = preparedReply(view)
  const channel = view.ticket.sources[0]?.channel
  const usual = accounts.find(account => account.network === channel)?.id ?? ''
  const value = (name: string, otherwise: string) => (isTyped ? form.one(name) : otherwise)
  return (
    <>
      <TextField
        name="url"
        scope="publish"
        label="Адрес опубликованного ответа"
        type="url"
        value={value('url', '')}
        placeholder="https://"
        maxLength={2_000}
        help="Скопируйте адрес комментария или поста с ответом. Если ответ дан без адреса — по телефону, в личном сообщении — оставьте пустым и запишите суть ниже."
      />
      <SelectField
        name="kind"
        scope="publish"
        label="Какой это ответ"
        value={value('kind', standing?.kind ?? 'final')}
        choices={kindChoices}
      />
      <TextField
        name="promised"
        scope="publish"
        label="Обещанный срок (для промежуточного ответа)"
        type="date"
        value={value('promised', '')}
      />
      <SelectField
        name="account"
        scope="publish"
        label="От чьего имени"
        value={value('account', usual)}
        choices={[
          { value: '', title: 'с другой страницы' },
          ...accounts.map(({ id, title, network }) => ({
            value: id,
            title: `${title} (${channels[network]})`,
          })),
        ]}
      />
      <LongTextField
        name="text"
        scope="publish"
        label="Текст или суть ответа"
        value={value('text', standing?.text ?? '')}
        rows={5}
        maxLength={replyTextLimit}
      />
      <button class="main" type="submit">
        Ответ опубликован
      </button>
    </>
  )
}

function preparedReply({ ticket, contents }: TicketView) {
  if (ticket.status !== 'to_publish') return undefined
  const body = contents[ticket.prepared.contentId]
  return { kind: ticket.prepared.kind, text: body?.kind === 'reply' ? body.text : '' }
}
