/** Acts in words: what was done, for the toast; how the tray calls a refused one, and the words that were typed in it. */
import { type Settings, titleOf } from '../../shared/policy/settings.ts'
import { type BlockId, blocks } from '../../shared/reference/blocks.ts'
import { replyKindTitles } from '../../shared/reference/statuses.ts'
import type { Command, CommandType } from '../../shared/ticket/commands.ts'
import type { Ticket } from '../../shared/ticket/ticket.ts'
import type { NewCommand, SyncState } from './bridge.ts'

type Words = {
  /** «Разбор»: a noun, for what waits and what was refused. */
  noun: string
  /** «Разобрано»: for the toast. */
  done: string
}

const words: Readonly<Record<CommandType, Words>> = {
  capture: { noun: 'Запись сообщения', done: 'Записано' },
  classify: { noun: 'Разбор', done: 'Исправлено' },
  refuse_block: { noun: '«Не наш блок»', done: 'Возвращено на разбор' },
  assign: { noun: 'Поручение', done: 'Поручено' },
  accept_assignment: { noun: 'Принятие к исполнению', done: 'Принято к исполнению' },
  decline_assignment: { noun: '«Не наше»', done: 'Возвращено тому, кто поручил' },
  request_date: { noun: 'Просьба о новом сроке', done: 'Новый срок запрошен' },
  ask_author: { noun: 'Вопрос автору', done: 'Спросили автора' },
  remind_author: { noun: 'Напоминание автору', done: 'Автору напомнили' },
  record_author_answer: { noun: 'Ответ автора', done: 'Ответ автора записан' },
  await_outside: { noun: 'Ожидание сторонней организации', done: 'Ждём стороннюю организацию' },
  record_outside_answer: { noun: 'Ответ сторонней организации', done: 'Ответ организации записан' },
  prepare_reply: { noun: 'Подготовленный ответ', done: 'Ответ подготовлен' },
  approve_reply: { noun: 'Согласование', done: 'Согласовано' },
  return_reply: { noun: 'Возврат на доработку', done: 'Возвращено на доработку' },
  publish: { noun: 'Отметка «Ответ дан»', done: 'Ответ дан' },
  change_reply_kind: { noun: 'Вид ответа', done: 'Вид ответа изменён' },
  mark_impossible: { noun: '«Ответить невозможно»', done: 'Отмечено: ответить невозможно' },
  reject: { noun: '«Не требует ответа»', done: 'Не требует ответа' },
  transfer: { noun: 'Передача по компетенции', done: 'Передано по компетенции' },
  report_promise: { noun: 'Исполнение обещания', done: 'Отмечено исполнение обещания' },
  extend: { noun: 'Продление срока', done: 'Срок продлён' },
  put_before_head: { noun: 'Вынесение на руководителя', done: 'Вынесено на решение' },
  decide_question: { noun: 'Решение руководителя', done: 'Решение записано' },
  add_note: { noun: 'Заметка', done: 'Заметка добавлена' },
  rate_completeness: { noun: 'Оценка полноты', done: 'Полнота оценена' },
  record_satisfaction: { noun: 'Отклик автора', done: 'Отклик автора записан' },
  register_appeal: { noun: 'Регистрация обращения', done: 'Обращение зарегистрировано' },
  reopen: { noun: 'Возобновление', done: 'Возобновлено' },
  close: { noun: 'Закрытие', done: 'Закрыто' },
  declare_problem: { noun: 'Общая проблема', done: 'Объявлена общая проблема' },
  end_problem: { noun: 'Окончание общей проблемы', done: 'Общая проблема закончилась' },
  merge: { noun: 'Присоединение', done: 'Присоединено' },
  unmerge: { noun: 'Отсоединение', done: 'Отсоединено' },
  reply_joined: { noun: 'Ответ присоединённому', done: 'Ответ присоединённому записан' },
  split: { noun: 'Разделение', done: 'Разделено на две карточки' },
  undo_split: { noun: 'Отмена разделения', done: 'Разделение отменено' },
  give_order: { noun: 'Поручение Главы', done: 'Поручение Главы дано' },
  report_order: { noun: 'Доклад о поручении Главы', done: 'Об исполнении доложено' },
  check_fact: { noun: 'Проверка факта', done: 'Результат проверки записан' },
  tell_emergency: { noun: 'Передача в ЕДДС', done: 'Отмечено: передано в ЕДДС' },
  attach_evidence: { noun: 'снимок поста', done: 'Снимок сохранён' },
  observe_source: { noun: 'отметка об изменении поста', done: 'Отмечено' },
  set_external: { noun: 'Номера в других системах', done: 'Номера сохранены' },
  undo: { noun: 'Отмена действия', done: 'Последнее действие отменено' },
  withdraw: { noun: 'Отмена записи', done: 'Запись отменена' },
}

export function commandNoun(type: CommandType): string {
  return words[type].noun
}

/** The toast after an act: what happened, and when others will know. */
export function doneWords(
  command: NewCommand,
  ticket: Ticket | null,
  settings: Settings,
  sync: SyncState | null,
): string {
  return `${whatHappened(command, ticket, settings)}. ${sendingWords(sync)}`
}

function whatHappened(command: NewCommand, ticket: Ticket | null, settings: Settings): string {
  const { done } = words[command.type]
  switch (command.type) {
    case 'capture':
      return `${done}: ${blockWords(command.data.block)}`
    case 'classify': {
      const block = command.data.changes.block?.to ?? ticket?.block ?? 'none'
      return `${command.data.sorted ? 'Разобрано' : done}: ${blockWords(block)}`
    }
    case 'assign': {
      const { recipientId, personId } = command.data
      const whom =
        recipientId === null
          ? titleOf(settings.people, personId ?? null)
          : titleOf(settings.recipients, recipientId)
      return `${done}: ${whom}`
    }
    case 'prepare_reply':
      return command.data.draft === true ? 'Черновик сохранён' : done
    case 'publish':
      return `Отмечен как ${lowerFirst(replyKindTitles[command.data.kind])}`
    default:
      return done
  }
}

function sendingWords(sync: SyncState | null): string {
  if (sync === null || sync.link === 'online' || sync.link === 'syncing') return 'Отправляется.'
  if (sync.link === 'offline' || sync.link === 'server-error') return 'Отправится при появлении связи.'
  return 'Сохранено на этом компьютере, пока не отправляется.'
}

export function blockWords(block: BlockId): string {
  return block === 'none' ? 'блок не определён' : blocks[block].short
}

/** Words that a person typed into a command, so that they can be read and copied before it is removed. */
export function typedText(command: Command): string | null {
  switch (command.type) {
    case 'capture':
      return command.data.source.text || null
    case 'classify':
      return command.data.changes.essence?.to ?? command.data.changes.place?.to ?? null
    case 'assign':
      return command.data.note
    case 'put_before_head':
      return [command.data.question, command.data.proposal].filter(Boolean).join('\n')
    case 'decide_question':
      return command.data.decision
    case 'declare_problem':
      return command.data.readyText
    case 'split':
      return command.data.essence
    case 'tell_emergency':
    case 'attach_evidence':
    case 'observe_source':
      return null
    default: {
      if ('text' in command.data) return command.data.text || null
      return 'reason' in command.data && hasOwnWords(command.data.reason) ? command.data.reason : null
    }
  }
}

/** What is chosen from a list is an id; own words have a space or a letter of the alphabet people write in. */
export function hasOwnWords(reason: string | null): reason is string {
  return reason !== null && /[\sа-яё]/i.test(reason)
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
