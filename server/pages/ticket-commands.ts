/** From a posted form to a command. Rules are not repeated here: the server decides. */
import type { Settings } from '../../shared/policy/settings.ts'
import { isBlockId } from '../../shared/reference/blocks.ts'
import { type ClassifyChanges, type Command, commandSchema } from '../../shared/ticket/commands.ts'
import { replyKinds } from '../../shared/ticket/events.ts'
import type { TicketView } from '../../shared/ticket/ticket.ts'
import type { Form } from './form.ts'
import { webAddress } from './sources.ts'

export const ticketActs = ['classify', 'assign', 'prepare_reply', 'publish'] as const
export type TicketAct = (typeof ticketActs)[number]

export function isTicketAct(act: string): act is TicketAct {
  return ticketActs.some(each => each === act)
}

type ReadCommand = { outcome: 'command'; command: Command } | { outcome: 'failed'; words: string }
type ReadData = { outcome: 'data'; data: unknown } | { outcome: 'failed'; words: string }

const failed = (words: string) => ({ outcome: 'failed', words }) as const

export function commandOf(
  act: TicketAct,
  form: Form,
  view: TicketView,
  settings: Settings,
  now: string,
): ReadCommand {
  const read = dataOf(act, form, view, settings)
  if (read.outcome === 'failed') return read
  const parsed = commandSchema.safeParse({
    id: form.one('commandId'),
    ticketId: view.ticket.id,
    occurredAt: now,
    baseVersion: Number(form.one('version')),
    dependsOn: null,
    type: act,
    data: read.data,
  })
  if (parsed.success) return { outcome: 'command', command: parsed.data }
  return failed('Форма устарела или заполнена не полностью. Проверьте поля и отправьте ещё раз.')
}

function dataOf(act: TicketAct, form: Form, view: TicketView, settings: Settings): ReadData {
  switch (act) {
    case 'classify':
      return classifyData(form, view, settings)
    case 'assign': {
      const recipientId = form.one('recipient')
      return recipientId ? { outcome: 'data', data: { recipientId } } : failed('Выберите, кому поручить.')
    }
    case 'prepare_reply': {
      const text = form.one('text')
      return text ? { outcome: 'data', data: { kind: kindOf(form), text } } : failed('Напишите текст ответа.')
    }
    case 'publish':
      return publishData(form)
    default: {
      const never: never = act
      return never
    }
  }
}

const kindOf = (form: Form) => replyKinds.find(kind => kind === form.one('kind')) ?? 'final'

function publishData(form: Form): ReadData {
  const url = form.one('url')
  if (url !== '' && webAddress(url) === undefined) {
    return failed('Адрес ответа должен начинаться с https:// — скопируйте его из строки браузера.')
  }
  const promised = form.one('promised')
  const data = {
    kind: kindOf(form),
    url: url || null,
    text: form.one('text'),
    accountId: form.one('account') || null,
    promisedDate: kindOf(form) === 'interim' && promised ? promised : null,
  }
  return { outcome: 'data', data }
}

/** The form remembers what stood when it was opened: where somebody changed it since, the server says so. */
function classifyData(form: Form, view: TicketView, settings: Settings): ReadData {
  const { ticket } = view
  const field = (name: string) => ({ from: form.one(`${name}From`), to: form.one(name) })
  const block = field('block')
  const subtopic = field('subtopic')
  const blockOfTopic = settings.subtopics.find(each => each.id === subtopic.to)?.block
  if (blockOfTopic !== undefined && blockOfTopic !== block.to) {
    const isTopicNew = subtopic.from !== subtopic.to
    const isBlockNew = block.from !== block.to
    if (isTopicNew && isBlockNew)
      return failed('Эта подтема относится к другому блоку. Выберите подтему своего блока или «не выбрана».')
    // The one that was changed leads, the other follows.
    if (isTopicNew) block.to = blockOfTopic
    else subtopic.to = ''
  }
  if (!isBlockId(block.to) || !isBlockId(block.from)) return failed('Выберите блок.')
  const settlement = field('settlement')
  const place = { from: form.one('placeFrom') || null, to: form.one('place') || null }
  const urgent = form.one('urgent') === 'yes'
  const wasUrgent = form.one('urgentFrom') === 'yes'
  const changes: ClassifyChanges = {
    ...(block.from === block.to ? {} : { block: { from: block.from, to: block.to } }),
    ...(subtopic.from === subtopic.to
      ? {}
      : { subtopic: { from: subtopic.from || null, to: subtopic.to || null } }),
    ...(settlement.from === settlement.to
      ? {}
      : { settlement: { from: settlement.from || null, to: settlement.to || null } }),
    ...(place.from === place.to ? {} : { place }),
    ...(urgent === wasUrgent ? {} : { urgent: { from: wasUrgent, to: urgent } }),
  }
  if (Object.keys(changes).length === 0 && ticket.sorted !== null) return failed('Вы ничего не изменили.')
  return { outcome: 'data', data: { changes, sorted: true } }
}
