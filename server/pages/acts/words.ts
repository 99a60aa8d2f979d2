/** What was just done, in words: the notice after an act. */
import type { ActType } from '../../../shared/acts/contract.ts'
import type { Settings } from '../../../shared/policy/settings.ts'
import { executorTitle } from '../../../shared/reference/assignment-text.ts'
import { blocks } from '../../../shared/reference/blocks.ts'
import { statusTitle } from '../../../shared/reference/statuses.ts'
import { assignmentOf, type Ticket } from '../../../shared/ticket/ticket.ts'

const doneWords: Readonly<Record<ActType, string>> = {
  classify: 'Сохранено',
  refuse_block: 'Блок отклонён',
  assign: 'Поручено',
  accept_assignment: 'Принято к исполнению',
  decline_assignment: 'Возвращено тому, кто поручил',
  request_date: 'Новый срок запрошен',
  ask_author: 'Вопрос автору записан',
  remind_author: 'Напоминание записано',
  record_author_answer: 'Ответ автора записан',
  await_outside: 'Ждём стороннюю организацию',
  record_outside_answer: 'Ответ организации записан',
  prepare_reply: 'Ответ подготовлен',
  approve_reply: 'Ответ согласован',
  return_reply: 'Ответ возвращён на доработку',
  publish: 'Ответ записан',
  change_reply_kind: 'Вид ответа изменён',
  mark_impossible: 'Записано, что ответить невозможно',
  reject: 'Отмечено: ответ не требуется',
  transfer: 'Передано по компетенции',
  report_promise: 'Об обещании доложено',
  extend: 'Срок продлён',
  put_before_head: 'Вынесено на решение руководителя',
  decide_question: 'Решение записано',
  add_note: 'Заметка записана',
  rate_completeness: 'Оценка полноты записана',
  record_satisfaction: 'Отклик автора записан',
  register_appeal: 'Обращение зарегистрировано',
  reopen: 'Карточка возобновлена',
  close: 'Карточка закрыта',
  declare_problem: 'Объявлена общая проблема',
  end_problem: 'Общая проблема завершена',
  merge: 'Присоединено',
  unmerge: 'Отсоединено',
  reply_joined: 'Ответ присоединённому записан',
  split: 'Выделено в отдельную карточку',
  undo_split: 'Разделение отменено',
  give_order: 'Поручение Главы дано',
  report_order: 'Об исполнении доложено',
  check_fact: 'Проверка факта записана',
  tell_emergency: 'Передача в ЕДДС записана',
  set_external: 'Номера в других системах сохранены',
  undo: 'Действие отменено',
}

export function isActType(act: string): act is ActType {
  return Object.hasOwn(doneWords, act)
}

/** «Поручено: МУП «Теплосеть».» With the ticket as it is now where that says more. */
export function doneSentence(act: ActType, ticket: Ticket, settings: Settings): string {
  const words = doneWords[act]
  switch (act) {
    case 'assign': {
      const assignment = assignmentOf(ticket)
      return assignment === null ? `${words}.` : `${words}: ${executorTitle(assignment, settings)}.`
    }
    case 'classify':
      return `${words}: блок «${blocks[ticket.block].short}».`
    case 'prepare_reply':
    case 'publish':
    case 'merge':
    case 'undo':
      return `${words}. Теперь: ${statusTitle(ticket).toLowerCase()}.`
    default:
      return `${words}.`
  }
}

/** Where the ticket is not this person's any more. */
export function leftSentence(act: ActType, number: number): string {
  return `${doneWords[act]}. Карточка №\u00a0${number} теперь не у вас.`
}
